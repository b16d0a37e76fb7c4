package ledgertest

import (
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// Source draws what sources of Lâm Đồng tell of things of every noun, as they send it: whatever comes next in whatever order, with
// clocks and links as they are. The services complete it, or refuse it.
type Source struct {
	// IntN draws a number from 0 to below n: the same draws make the same events.
	IntN     func(n int) int
	Location *time.Location
	Now      time.Time // by our clock; every event moves it on
	serial   int
}

// SourceNouns are those that a Source tells of.
var SourceNouns = []event.Noun{
	event.NounDossier, event.NounPayment, event.NounAlert, event.NounIncident, event.NounAlarm, event.NounModel,
	event.NounIndicator, event.NounExplanation, event.NounSystem, event.NounFeed, event.NounStep,
}

var typesOf = func() map[event.Noun][]event.Type {
	of := make(map[event.Noun][]event.Type)
	for _, t := range event.Types() {
		of[t.Noun()] = append(of[t.Noun()], t)
	}
	return of
}()

func of[T any](s *Source, from ...T) T { return from[s.IntN(len(from))] }

// Next draws what is told of one thing next. Time passes first; then the source's clock and its link decide what time it says.
func (s *Source) Next(noun event.Noun, thing string) event.Event {
	s.Now = s.Now.Add(time.Duration(s.IntN(20*60)) * time.Minute)
	s.serial++
	told := s.Now
	switch s.IntN(5) {
	case 0: // told late
		told = told.Add(-time.Duration(s.IntN(6*24*60)) * time.Minute)
	case 1: // the clock is ahead, by as much as is taken, or much more
		told = told.Add(time.Duration(s.IntN(8)) * time.Minute)
	case 2:
		told = told.Add(time.Duration(s.IntN(24*60)) * time.Minute)
	}
	what := of(s, typesOf[noun]...)
	subject := string(noun) + "/" + thing
	data := s.data(what, thing, calendar.DateOf(told, s.Location), &subject)
	e := event.Event{ID: fmt.Sprint("source-", s.serial), Source: "//source", Type: what, Subject: subject, Time: told, Data: data}
	e.Backfill = what.Teller() == event.Policies // comes from outside with a history alone
	return e
}

func (s *Source) data(what event.Type, thing string, day calendar.Date, subject *string) event.Data {
	due := day + calendar.Date(s.IntN(9))
	switch what.Noun() {
	case event.NounDossier:
		return s.dossierTold(what, day, due)
	case event.NounPayment:
		return s.paymentTold(what)
	case event.NounAlert:
		return &event.Alert{Unit: "672", Severity: event.AlertHigh, Sensor: "WAF"}
	case event.NounIncident:
		return s.incidentTold(what)
	case event.NounAlarm:
		*subject = event.AlarmSubject("r", "incident/"+thing)
		return &event.Alarm{Rule: "r", Originator: "incident/" + thing, Unit: "672", Title: "x"}
	case event.NounModel:
		return s.modelTold(what, due)
	case event.NounIndicator:
		return s.indicatorTold(what, day, subject)
	case event.NounExplanation:
		return &event.Explanation{Unit: "672", Question: "?", Answer: "!", Reason: "r", Due: due}
	case event.NounSystem:
		return s.systemTold(what)
	case event.NounFeed:
		return &event.Feed{Name: "x", Unit: "672"}
	default:
		*subject = event.StepSubject(thing + ":1")
		return &event.Step{Incident: thing, Number: 1, Title: "x", Unit: "672", Assignee: "a", Reason: "r", Due: due}
	}
}

func (s *Source) dossierTold(what event.Type, day, due calendar.Date) event.Data {
	d := &event.Dossier{Procedure: "1.013225", Unit: of(s, "24769", "24769", ""), Digitised: s.IntN(3) == 0, Reused: s.IntN(3) == 0, ElectronicResult: s.IntN(3) == 0}
	if s.IntN(4) == 0 {
		d.Due = due
	}
	switch what {
	case event.DossierApologised:
		d.Reason, d.Promised = "r", day+20
	case event.DossierTransferred:
		d.Unit, d.Due = of(s, "24769", "24772", "672"), 0
	default: // tells nothing more
	}
	return d
}

func (s *Source) paymentTold(what event.Type) event.Data {
	p := &event.Payment{Unit: "24769", Procedure: "1.013225", AmountVND: 8000, Method: of(s, "truc-tuyen", "tien-mat")}
	if what == event.PaymentReconciled {
		p.Outcome = of(s, event.Outcomes...)
	}
	return p
}

func (s *Source) incidentTold(what event.Type) event.Data {
	i := &event.Incident{Unit: "672", Title: "x", Category: 1, SystemLevel: 4}
	switch what {
	case event.IncidentEscalated, event.IncidentAssessed:
		i.Criteria = &event.Criteria{ControlLost: true, BeyondOwner: what == event.IncidentEscalated || s.IntN(2) == 0}
	case event.IncidentReported:
		i.Report = of(s, event.IncidentReports...)
	default: // tells nothing more
	}
	return i
}

func (s *Source) modelTold(what event.Type, due calendar.Date) event.Data {
	m := &event.Model{Name: "x", Reason: "r"}
	switch what {
	case event.ModelSiteActivated:
		m.Site = of(s, "672", "24769", "673")
	case event.ModelMilestonePlanned:
		m.Milestone, m.Due = of(s, "a", "b", "c"), due
	case event.ModelMilestoneReached:
		m.Milestone = of(s, "a", "b", "c")
	default: // tells nothing more
	}
	return m
}

// indicatorTold is about a month's figure that is expected, of one of a few issuers' streams that all draws share.
func (s *Source) indicatorTold(what event.Type, day calendar.Date, subject *string) event.Data {
	first := calendar.Date(1 - day.Time().Day()) // of the month
	from := day + first
	to := from - 1
	from = to + calendar.Date(1-to.Time().Day())
	i := &event.Indicator{Indicator: "mail.active_pct", Unit: "68", Issuer: "so-tttt", From: from, To: to}
	if what == event.IndicatorReported {
		value := event.DecimalOf(int64(s.IntN(100)))
		i.Value = &value
	}
	*subject = event.IndicatorSubject(i.Indicator, i.Unit, i.Issuer)
	return i
}

func (s *Source) systemTold(what event.Type) event.Data {
	y := &event.System{Name: "x", Owner: "y", Unit: "672"}
	switch what {
	case event.SystemLevelApproved:
		y.Level, y.Approver = uint8(2+s.IntN(3)), of(s, event.ApprovedByProvince, event.ApprovedByDepartment)
	case event.SystemLayerAssessed:
		y.Layer, y.Coverage = uint8(1+s.IntN(event.SystemLayers)), of(s, event.CoverageNone, event.CoveragePartial, event.CoverageFull)
	default: // tells nothing more
	}
	return y
}
