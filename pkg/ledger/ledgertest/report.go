package ledgertest

import (
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// model is a pilot model with its milestones to come, by name, and its sites.
type model struct {
	event.Model
	due   map[string]calendar.Date
	sites []string
}

var modelSteps = []struct {
	what event.Type
	to   event.ModelStatus
}{
	{event.ModelPreparing, event.ModelStatusPreparing},
	{event.ModelBlocked, event.ModelStatusBlocked},
	{event.ModelStarted, event.ModelStatusInProgress},
	{event.ModelSuspended, event.ModelStatusSuspended},
	{event.ModelCompleted, event.ModelStatusCompleted},
	{event.ModelMaintained, event.ModelStatusMaintained},
}

// model draws what becomes of a pilot model: its status, its milestones planned, moved and reached, its sites.
func (l *Lives) model(t *thing, day calendar.Date) told {
	m := t.model.Model
	m.Name, m.Unit, m.Department, m.From = "Mô hình", t.unit, t.department, m.To
	m.Milestone, m.Due, m.PreviousDue, m.Site, m.Flags = "", 0, 0, "", nil
	what := event.ModelSiteActivated
	switch x := l.IntN(6); {
	case m.From == "":
		what, m.To = event.ModelProposed, event.ModelStatusProposed
		t.model.due = make(map[string]calendar.Date)
	case x <= 1:
		step := pick(l, modelSteps)
		what, m.To = step.what, step.to
	case x <= 3:
		what = event.ModelMilestonePlanned
		m.Milestone, m.Due = pick(l, []string{"a", "b"}), l.due(day)
		m.PreviousDue = t.model.due[m.Milestone]
		t.model.due[m.Milestone] = m.Due
	case x == 4:
		what, m.Milestone = event.ModelMilestoneReached, pick(l, []string{"a", "b"})
		m.PreviousDue = t.model.due[m.Milestone]
		m.Due = m.PreviousDue
		delete(t.model.due, m.Milestone)
	default:
		m.Site = pick(l, l.Units)
		if slices.Contains(t.model.sites, m.Site) {
			m.Flags = repeated
		} else {
			t.model.sites = append(t.model.sites, m.Site)
		}
		m.Sites = len(t.model.sites)
	}
	t.model.Model = m
	return told{what, event.ModelSubject(t.id), &m, false}
}

// indicator draws reports on time, late, corrected and odd, and those that do not come.
func (l *Lives) indicator(t *thing, day calendar.Date) told {
	was := t.indicator
	i := event.Indicator{
		Indicator: was.Indicator, Unit: t.unit, Department: t.department, Issuer: "issuer-" + t.id,
		WasSilent: was.Silent, Silent: was.Silent, From: day, To: day, AsOf: day, Due: l.due(day), Current: was.Current,
	}
	if i.Indicator == "" {
		i.Indicator = pick(l, l.Indicators)
	}
	what := event.IndicatorReported
	switch x := l.IntN(6); {
	case x == 0 && !was.Silent:
		what, i.Silent, i.CountsDue = event.IndicatorMissed, true, true
	case x <= 3 && was.Silent:
		what, i.Reminders = event.IndicatorReminded, was.Reminders+1
	default:
		value := event.DecimalOf(int64(l.IntN(1000)))
		i.Silent, i.Value = false, &value
		i.Current = &event.ReportedFigure{From: i.From, To: i.To, AsOf: i.AsOf, Value: &value}
		if i.CountsDue = !was.Silent && l.chance(2); i.CountsDue {
			i.Timeliness = pick(l, []event.Timeliness{event.TimelyEarly, event.TimelyOnTime, event.TimelyLate})
		}
		i.Corrects = was.Value != nil && l.chance(3)
		if l.chance(4) {
			i.Flags = repeated
		}
	}
	t.indicator = i
	return told{what, event.IndicatorSubject(i.Indicator, i.Unit, i.Issuer), &i, false}
}

// explanation draws the order, the answers and what leadership says of them.
func (l *Lives) explanation(t *thing, day calendar.Date) told {
	x := t.explanation
	x.Unit, x.Department, x.Question = t.unit, t.department, "Vì sao?"
	x.From, x.PreviousDue, x.Late = x.To, x.Due, false
	what, ended := event.ExplanationRequested, false
	switch {
	case x.From == "":
		x.To, x.Due = event.ExplanationStatusRequested, l.due(day)
	case x.From.Owed() && l.chance(6):
		what, x.To, ended = event.ExplanationWithdrawn, event.ExplanationStatusWithdrawn, true
	case x.From.Owed():
		what, x.To, x.Late = event.ExplanationSubmitted, event.ExplanationStatusSubmitted, l.chance(2)
		x.Rounds++
	case x.From == event.ExplanationStatusSubmitted && l.chance(2):
		what, x.To, x.Due = event.ExplanationReturned, event.ExplanationStatusReturned, l.due(day)
	default:
		what, x.To, ended = event.ExplanationAccepted, event.ExplanationStatusAccepted, true
	}
	t.explanation = x
	return told{what, event.ExplanationSubject(t.id), &x, ended}
}
