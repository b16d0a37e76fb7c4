package scenario

import (
	"cmp"
	"fmt"
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

const incidentTime = "2006-01-02T15:04"

// notice is one event of the rarer kinds.
type notice struct {
	when    moment
	letter  byte // of its batch
	kind    event.Type
	subject string
	data    event.Data
	// published marks a figure that somebody did report: it is not simulated.
	published bool
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
				System: systemID(s.Systems[r.below(len(s.Systems))]),
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
	if r.chance(0.5) || len(g.plan.top.Kinds) == 1 {
		return g.plan.top.Root().ID
	}
	place := g.plan.mixOn(g.day).below()
	return g.plan.roster.units[place.units[place.table.pick(r)]].ID
}

// placeOf is the province for 0, else the n-th heaviest of the units right below it on a day.
func (g *Generator) placeOf(n int, on calendar.Date) string {
	province := g.plan.top.MapAt(on).Root()
	children := slices.Clone(province.Children())
	if n == 0 || len(children) == 0 {
		return province.ID
	}
	slices.SortStableFunc(children, func(a, b *unit) int { return cmp.Compare(b.Weight, a.Weight) })
	return children[(n-1)%len(children)].ID
}
