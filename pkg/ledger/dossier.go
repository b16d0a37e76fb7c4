package ledger

import "langbiang.internal/ioc/pkg/event"

// Measures of dossiers. Those of statuses are stocks, +1 on entering and −1 on leaving, by
// due date; the others are flows.
const (
	DossiersReceived           Measure = "dossiers.received"
	DossiersResolved           Measure = "dossiers.resolved"
	DossiersResolvedFullOnline Measure = "dossiers.resolved_full_online"
	DossiersResolvedEarly      Measure = "dossiers.resolved_early"
	DossiersResolvedOnTime     Measure = "dossiers.resolved_on_time"
	DossiersResolvedLate       Measure = "dossiers.resolved_late"
	DossiersFlagged            Measure = "dossiers.flagged"
)

var dossierStatus = [...]Measure{
	event.StatusSubmitted:           "dossiers.status.1",
	event.StatusReceived:            "dossiers.status.2",
	event.StatusRefused:             "dossiers.status.3",
	event.StatusProcessing:          "dossiers.status.4",
	event.StatusSupplementRequested: "dossiers.status.5",
	event.StatusFeeRequested:        "dossiers.status.6",
	event.StatusWithdrawn:           "dossiers.status.7",
	event.StatusPaused:              "dossiers.status.8",
	event.StatusResolved:            "dossiers.status.9",
	event.StatusReturned:            "dossiers.status.10",
}

// DossierStatus is the measure of dossiers in status s.
func DossierStatus(s event.DossierStatus) Measure { return dossierStatus[s] }

func dossierEntries(dst []Entry, at moment, d *event.Dossier) []Entry {
	base := Entry{Unit: d.Unit, Department: d.Department, Procedure: d.Procedure, Day: at.day, Hour: at.hour, Amount: 1}
	flow := func(m Measure) {
		base.Measure = m
		dst = append(dst, base)
	}
	if d.From != d.To || d.Due != d.PreviousDue {
		stock := base
		stock.Hour = NoHour
		if d.From != 0 {
			stock.Measure, stock.Due, stock.Amount = dossierStatus[d.From], d.PreviousDue, -1
			dst = append(dst, stock)
		}
		if d.To != 0 {
			stock.Measure, stock.Due, stock.Amount = dossierStatus[d.To], d.Due, 1
			dst = append(dst, stock)
		}
	}
	if d.CountsReceived {
		flow(DossiersReceived)
	}
	if d.CountsResolved {
		flow(DossiersResolved)
		if d.Level == event.LevelFull && d.Channel == event.ChannelOnline {
			flow(DossiersResolvedFullOnline)
		}
		switch d.Timeliness {
		case event.TimelyEarly:
			flow(DossiersResolvedEarly)
		case event.TimelyLate:
			flow(DossiersResolvedLate)
		default:
			flow(DossiersResolvedOnTime)
		}
	}
	if len(d.Flags) > 0 {
		flow(DossiersFlagged)
	}
	return dst
}
