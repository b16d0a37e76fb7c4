package scenario

import (
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// planIncidents lays out the incidents of the history with the alerts that led to them.
func (g *Generator) planIncidents() error {
	for i, in := range g.plan.scenario.Incidents {
		when, err := time.Parse(incidentTime, in.At)
		if err != nil {
			return fmt.Errorf("incident %d: %w", i, err)
		}
		opened := moment(when.Unix())
		id := fmt.Sprintf("SC-%s-%02d", when.Format("060102"), i+1)
		r := keyed(g.plan.seed, uint64(i), 6)
		subject := event.AlertSubject(fmt.Sprintf("AL-%s", id))
		unit := g.placeOf(in.Place, opened.day())
		g.notify(opened-moment(r.between(8*minute, 20*minute)), 'i', event.AlertRaised, subject, &event.Alert{
			Unit: unit, Severity: event.AlertHigh, Sensor: g.plan.scenario.Sensors[0],
			Rule: g.plan.scenario.Rules[0], System: systemID(g.plan.scenario.Systems[in.System]),
		})
		g.notify(opened+30, 'i', event.AlertPromoted, subject, &event.Alert{Incident: id})
		g.respond(&r, in, id, unit, opened)
	}
	return nil
}

// assessAfter is how long after its opening a severe incident is assessed: until then nobody knows that it is.
const assessAfter = 45 * minute

// respond plans an incident's phases over the hours that the response took.
func (g *Generator) respond(r *random, in Incident, id, unit string, opened moment) {
	system := g.plan.scenario.Systems[in.System]
	subject := event.IncidentSubject(id)
	span := int64(in.Hours) * hour
	g.notify(opened, 'i', event.IncidentOpened, subject, &event.Incident{
		Unit: unit, Title: in.Title, Category: in.Category, By: dutyRole,
		System: systemID(system), SystemLevel: g.plan.scenario.Protected[system].Level,
	})
	phase := func(after int64, kind event.Type, by string) moment {
		when := opened + moment(after)
		g.notify(when, 'i', kind, subject, &event.Incident{By: by})
		return when
	}
	phase(r.between(5*minute, 12*minute), event.IncidentNotified, dutyRole)
	phase(r.between(15*minute, 40*minute), event.IncidentVerified, dutyRole)
	if in.Severe {
		g.notify(opened+assessAfter, 'i', event.IncidentAssessed, subject, &event.Incident{
			By: responseRole, Criteria: &event.Criteria{ControlLost: true, Cascading: true, BeyondOwner: true},
		})
	}
	contained := phase(r.between(span/3, span/2), event.IncidentContained, responseRole)
	phase(int64(contained-opened)+(span-int64(contained-opened))/2, event.IncidentEradicated, responseRole)
	resolved := phase(span, event.IncidentResolved, responseRole)
	closed := phase(span+r.between(20*hour, 40*hour), event.IncidentClosed, dutyRole)
	report := func(when moment, kind event.IncidentReport) {
		g.notify(when, 'i', event.IncidentReported, subject, &event.Incident{
			By: dutyRole, Report: kind, Reference: fmt.Sprintf("BC-%s-%s", id, kind),
		})
	}
	report(resolved+moment(r.between(hour, 10*hour)), event.ReportInitial)
	report(closed+moment(r.between(2*hour, 48*hour)), event.ReportClosing)
	g.follow(r, in.Category, id, opened, closed)
}

// Roles that act on incidents: nobody's name.
const (
	dutyRole     = "truc-soc"
	responseRole = "doi-ung-cuu"
)

// follow plans the steps of the incident's procedure, if the province has one for its type. In live traffic the
// procedure opens by itself.
func (g *Generator) follow(r *random, category uint8, id string, opened, closed moment) {
	playbook := g.plan.top.PlaybookFor(category)
	if playbook == nil {
		return
	}
	live := opened.day() > g.plan.scenario.To()
	span := max(int64(closed-opened), hour)
	for i := range playbook.Steps {
		step := &playbook.Steps[i]
		subject := event.StepSubject(fmt.Sprintf("%s:%d", id, i+1))
		if !live {
			g.notify(opened+20, 'k', event.StepOpened, subject, &event.Step{
				Incident: id, Playbook: playbook.ID, Number: i + 1, Title: step.Title.Vi, Role: step.Role.Vi,
				Unit: g.plan.top.Root().ID, Due: opened.day() + calendar.Date(step.Days),
			})
		}
		done := opened + moment(span*int64(i+1)/int64(len(playbook.Steps)+1))
		g.notify(done-moment(min(span/12, 20*minute)), 'k', event.StepAssigned, subject, &event.Step{Assignee: responseRole, By: dutyRole})
		if live && r.chance(0.12) {
			continue // somebody forgot: it becomes overdue
		}
		g.notify(done, 'k', event.StepDone, subject, &event.Step{By: responseRole})
	}
}

// SevereRule is the rule of the alarms that the incidents service raises by itself.
const SevereRule = "incident.severe"

// liveIncident opens an incident on some days after the history, on the first day, then on one day in four, which its assessment
// finds severe. The operator says "seen" to the alarm that follows it a little later; the alarm is
// cleared by itself when the incident is resolved.
func (g *Generator) liveIncident() {
	s := g.plan.scenario
	r := keyed(g.plan.seed, uint64(g.day), 7)
	if len(s.LiveIncidents) == 0 || (g.day != s.To()+1 && !r.chance(0.25)) {
		return
	}
	in := s.LiveIncidents[r.below(len(s.LiveIncidents))]
	opened := at(g.day, r.between(8*hour+30*minute, 10*hour))
	id := "SC-" + g.stamp.code
	in.Severe = true
	g.respond(&r, in, id, g.placeOf(in.Place, g.day), opened)
	alarm := event.AlarmSubject(SevereRule, event.IncidentSubject(id))
	g.notify(opened+assessAfter+moment(r.between(10*minute, 35*minute)), 'a', event.AlarmAcknowledged, alarm, &event.Alarm{By: "operator"})
}
