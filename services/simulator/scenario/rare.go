package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

const incidentTime = "2006-01-02T15:04"

// notice is one event of the rarer kinds: alerts, incidents, alarms and models.
type notice struct {
	when    moment
	letter  byte // of its batch: 'i' incidents, 'a' alarms, 'm' roll-outs
	kind    event.Type
	subject string
	data    event.Data
}

// notices holds those to come, by day.
type notices map[calendar.Date][]notice

func (n notices) add(x notice) { n[x.when.day()] = append(n[x.when.day()], x) }

// take removes a day's notices, in order of time.
func (n notices) take(day calendar.Date) []notice {
	today := n[day]
	delete(n, day)
	slices.SortStableFunc(today, func(a, b notice) int { return cmp.Compare(a.when, b.when) })
	return today
}

func (g *Generator) notify(when moment, letter byte, kind event.Type, subject string, data event.Data) {
	g.notices.add(notice{when: when, letter: letter, kind: kind, subject: subject, data: data})
}

// severities in a fixed order, since a map has none.
var severities = [...]event.AlertSeverity{event.AlertLow, event.AlertMedium, event.AlertHigh, event.AlertCritical}

// planAlerts divides the history's alerts over its days, by severity.
func (g *Generator) planAlerts() {
	s := g.plan.scenario
	var weights []float64
	for d := s.From; d <= s.To(); d++ {
		noise := keyed(g.plan.seed, uint64(d), 4)
		w := 0.5 + noise.unit()
		if !g.plan.days.isOpen(d) {
			w *= 0.55
		}
		weights = append(weights, w)
	}
	for i, severity := range severities {
		g.alertCounts[i] = split(s.Alerts[severity], weights)
	}
}

// alertCount is how many alerts of a severity are raised today; after the history, as many
// as on the same day of some week within it.
func (g *Generator) alertCount(severity int) int {
	counts := g.alertCounts[severity]
	i := int(g.day - g.plan.scenario.From)
	if i >= len(counts) {
		const week = 7
		i = len(counts) - 4*week + i%week
		i = max(i, 0)
	}
	return counts[i]
}

func (g *Generator) raiseAlerts() {
	r := keyed(g.plan.seed, uint64(g.day), 5)
	s := g.plan.scenario
	for i, severity := range severities {
		for k := range g.alertCount(i) {
			subject := event.AlertSubject(fmt.Sprintf("AL%s-%s-%03d", g.stamp.code, severity, k+1))
			raised := at(g.day, r.between(0, daySpan-1))
			g.notify(raised, 'i', event.AlertRaised, subject, &event.Alert{
				Unit: g.alertUnit(&r), Severity: severity,
				Sensor: s.Sensors[r.below(len(s.Sensors))],
				Rule:   s.Rules[r.below(len(s.Rules))],
				System: s.Systems[r.below(len(s.Systems))].Name,
			})
			seen := raised + moment(r.between(3*minute, int64(5-i)*2*hour))
			switch x := r.unit(); {
			case x < 0.55:
				g.notify(seen, 'i', event.AlertDismissed, subject, &event.Alert{})
			case x < 0.97:
				g.notify(seen, 'i', event.AlertTriaged, subject, &event.Alert{})
			}
		}
	}
}

// alertUnit is where an alert is raised: half of them at the province, as its systems are there.
func (g *Generator) alertUnit(r *random) string {
	top := g.plan.top
	if r.chance(0.5) || len(g.plan.mix.places) == 1 {
		return top.Root().ID
	}
	place := &g.plan.mix.places[1]
	return top.Units[place.units[place.table.pick(r)]].ID
}

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
		unit := g.placeOf(in.Place)
		g.notify(opened-moment(r.between(8*minute, 20*minute)), 'i', event.AlertRaised, subject, &event.Alert{
			Unit: unit, Severity: event.AlertHigh, Sensor: g.plan.scenario.Sensors[0],
			Rule: g.plan.scenario.Rules[0], System: g.plan.scenario.Systems[in.System].Name,
		})
		g.notify(opened+30, 'i', event.AlertPromoted, subject, &event.Alert{Incident: id})
		g.respond(&r, in, id, unit, event.IncidentOrdinary, opened)
	}
	return nil
}

// respond plans an incident's phases over the hours that the response took.
func (g *Generator) respond(r *random, in Incident, id, unit string, severity event.IncidentSeverity, opened moment) {
	system := g.plan.scenario.Systems[in.System]
	subject := event.IncidentSubject(id)
	span := int64(in.Hours) * hour
	g.notify(opened, 'i', event.IncidentOpened, subject, &event.Incident{
		Unit: unit, Title: in.Title, Category: in.Category, Severity: severity,
		System: system.Name, SystemLevel: system.Level,
	})
	g.notify(opened+moment(r.between(15*minute, 40*minute)), 'i', event.IncidentVerified, subject, &event.Incident{})
	g.notify(opened+moment(r.between(span/3, span/2)), 'i', event.IncidentContained, subject, &event.Incident{})
	g.notify(opened+moment(span), 'i', event.IncidentResolved, subject, &event.Incident{})
	g.notify(opened+moment(span+r.between(20*hour, 40*hour)), 'i', event.IncidentClosed, subject, &event.Incident{})
}

// placeOf is the province for 0, else the n-th heaviest of the units right below it.
func (g *Generator) placeOf(n int) string {
	top := g.plan.top
	children := slices.Clone(top.Root().Children())
	if n == 0 || len(children) == 0 {
		return top.Root().ID
	}
	slices.SortStableFunc(children, func(a, b *unit) int { return cmp.Compare(b.Weight, a.Weight) })
	return children[(n-1)%len(children)].ID
}

// SevereRule is the rule of the alarms that the incidents service raises by itself.
const SevereRule = "incident.severe"

// liveIncident opens a severe incident on some days after the history: on the first day, then
// on one day in four. The operator says "seen" to the alarm that follows it a little later; the alarm is
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
	g.respond(&r, in, id, g.placeOf(in.Place), event.IncidentSevere, opened)
	alarm := event.AlarmSubject(SevereRule, event.IncidentSubject(id))
	g.notify(opened+moment(r.between(20*minute, 45*minute)), 'a', event.AlarmAcknowledged, alarm, &event.Alarm{By: "operator"})
}

// planModels lays out the roll-outs so that each stands where the scenario says at the last cut.
func (g *Generator) planModels() {
	s := g.plan.scenario
	days := g.plan.days
	span := int(s.To() - s.From)
	for i, m := range s.Models {
		r := keyed(g.plan.seed, uint64(i), 8)
		subject := event.ModelSubject(modelID(i))
		on := func(part float64, kind event.Type, data event.Model) {
			day := days.after(s.From+calendar.Date(part*float64(span)), 0)
			g.notify(at(day, r.between(8*hour, 16*hour+30*minute)), 'm', kind, subject, &data)
		}
		begun := 0.02 + 0.1*r.unit()
		on(begun, event.ModelProposed, event.Model{Name: m.Name, Lead: m.Lead, Unit: g.plan.top.Root().ID})
		on(begun+0.05, event.ModelPreparing, event.Model{})
		switch m.Status {
		case event.ModelStatusBlocked:
			on(0.4+0.1*r.unit(), event.ModelBlocked, event.Model{Reason: m.Reason})
			continue
		case event.ModelStatusInProgress, event.ModelStatusCompleted:
		default:
			continue
		}
		on(0.24, event.ModelStarted, event.Model{})
		sites := min(m.Sites, max(len(g.plan.top.Root().Children()), 1))
		for n := range sites {
			on(0.28+0.55*float64(n)/float64(sites), event.ModelSiteActivated, event.Model{Site: g.placeOf(n + 1)})
		}
		on(0.55, event.ModelMilestoneReached, event.Model{Milestone: "Sơ kết giai đoạn 1"})
		if m.Status == event.ModelStatusCompleted {
			on(0.88+0.08*r.unit(), event.ModelCompleted, event.Model{})
		}
	}
}

func modelID(i int) string { return fmt.Sprintf("MH%02d", i+1) }

// liveModel activates one more site of a model in progress, each Monday.
func (g *Generator) liveModel() {
	if g.day.Weekday() != time.Monday || !g.plan.days.isOpen(g.day) {
		return
	}
	s := g.plan.scenario
	week := int(g.day-s.To()) / 7
	var running []int
	for i, m := range s.Models {
		if m.Status == event.ModelStatusInProgress {
			running = append(running, i)
		}
	}
	if len(running) == 0 {
		return
	}
	i := running[week%len(running)]
	next := s.Models[i].Sites + week/len(running)
	if next >= len(g.plan.top.Root().Children()) {
		return
	}
	g.notify(at(g.day, 9*hour+30*minute), 'm', event.ModelSiteActivated, event.ModelSubject(modelID(i)),
		&event.Model{Site: g.placeOf(next + 1)})
}
