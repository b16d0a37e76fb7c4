package ledger

import "langbiang.internal/ioc/pkg/event"

// Measures of alerts, incidents and alarms.
const (
	AlertsRaised         Measure = "alerts.raised" // and alerts.raised.<severity>
	AlertsOpen           Measure = "alerts.open"   // stock: not yet triaged
	IncidentsOpened      Measure = "incidents.opened"
	IncidentsResolved    Measure = "incidents.resolved"
	IncidentsOpen        Measure = "incidents.open"        // stock
	IncidentsSevere      Measure = "incidents.severe"      // stock: open and severe
	AlarmsActive         Measure = "alarms.active"         // stock
	AlarmsUnacknowledged Measure = "alarms.unacknowledged" // stock: active and nobody has said "seen"
)

var alertSeverity = map[event.AlertSeverity]Measure{
	event.AlertLow:      "alerts.raised.low",
	event.AlertMedium:   "alerts.raised.medium",
	event.AlertHigh:     "alerts.raised.high",
	event.AlertCritical: "alerts.raised.critical",
}

func alertEntries(dst []Entry, at moment, _ event.Type, a *event.Alert) []Entry {
	base := Entry{Unit: a.Unit, Department: a.Department, Day: at.day, Hour: NoHour, Amount: 1}
	if a.From == "" { // its first event, whichever a source sends first
		flow := base
		flow.Hour = at.hour
		flow.Measure = AlertsRaised
		dst = append(dst, flow)
		flow.Measure = alertSeverity[a.Severity]
		dst = append(dst, flow)
	}
	return stock(dst, base, AlertsOpen, a.From == event.AlertOpen, a.To == event.AlertOpen)
}

func incidentEntries(dst []Entry, at moment, _ event.Type, i *event.Incident) []Entry {
	base := Entry{Unit: i.Unit, Department: i.Department, Day: at.day, Hour: NoHour, Amount: 1}
	flow := base
	flow.Hour = at.hour
	if i.From == "" { // its first event, whichever a source sends first
		flow.Measure = IncidentsOpened
		dst = append(dst, flow)
	}
	if i.CountsResolved {
		flow.Measure = IncidentsResolved
		dst = append(dst, flow)
	}
	dst = stock(dst, base, IncidentsOpen, i.From.Open(), i.To.Open())
	return stock(dst, base, IncidentsSevere,
		i.From.Open() && i.FromSeverity == event.IncidentSevere,
		i.To.Open() && i.Severity == event.IncidentSevere)
}

func alarmEntries(dst []Entry, at moment, _ event.Type, a *event.Alarm) []Entry {
	base := Entry{Unit: a.Unit, Department: a.Department, Day: at.day, Hour: NoHour, Amount: 1}
	dst = stock(dst, base, AlarmsActive, a.WasActive, a.Active)
	return stock(dst, base, AlarmsUnacknowledged, a.WasActive && !a.WasAcknowledged, a.Active && !a.Acknowledged)
}

// stock appends +1, −1 or nothing to measure m as a thing enters or leaves what m counts.
func stock(dst []Entry, base Entry, m Measure, was, is bool) []Entry {
	if was == is {
		return dst
	}
	base.Measure = m
	if was {
		base.Amount = -base.Amount
	}
	return append(dst, base)
}
