package scenario

import (
	"cmp"
	"math"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/topology"
)

// Shares of what becomes of expected reports. Assumed.
const (
	shareReportLate   = 0.07
	shareReportMissed = 0.04
	shareNoData       = 0.01 // the report says that there is no figure
	shareCorrected    = 0.03
)

// planReports lays out the figures that were published, on the last afternoon of the history, and the simulated reports of all
// that is expected of agencies within it.
func (g *Generator) planReports() {
	s, top := g.plan.scenario, g.plan.top
	published := make(map[string]calendar.Date)
	for i, p := range s.Published {
		unit := cmp.Or(p.Unit, top.Root().ID)
		if top.Indicator(p.Indicator) == nil || top.Unit(unit) == nil || top.Agency(p.Issuer) == nil {
			continue // of another province
		}
		value := p.Value
		when := at(s.To(), 16*hour+int64(i)*minute)
		published[event.IndicatorSubject(p.Indicator, unit, p.Issuer)] = max(p.To, published[event.IndicatorSubject(p.Indicator, unit, p.Issuer)])
		g.notices.add(notice{
			when: when, letter: 'n', kind: event.IndicatorReported, published: true,
			subject: event.IndicatorSubject(p.Indicator, unit, p.Issuer),
			data: &event.Indicator{
				Indicator: p.Indicator, Unit: unit, Issuer: p.Issuer, From: p.From, To: p.To, AsOf: p.AsOf,
				Value: &value, Of: p.Of, Document: p.Document, Note: p.Note,
			},
		})
	}
	maps := top.Maps()
	for i, m := range maps {
		until := s.To()
		if i+1 < len(maps) {
			until = min(until, maps[i+1].From-1)
		}
		begin := max(m.From, s.From)
		if begin > until {
			continue
		}
		g.eachExpected(begin, func(e expected) { g.planExpected(e, begin, until, published) })
	}
}

// planExpected plans the reports of one figure over the days of one map, and what is noted where they do not come.
func (g *Generator) planExpected(e expected, begin, until calendar.Date, published map[string]calendar.Date) {
	last := g.plan.scenario.To()
	arrived := make(arrivals)
	for from, to := e.x.Period(max(e.x.From, begin)); to <= until; from, to = e.x.Period(to + 1) {
		if to <= published[e.subject()] {
			arrived[last] = append(arrived[last], to)
			continue // it is not made up
		}
		if day := g.reportPeriod(e, from, to); day != 0 {
			arrived[day] = append(arrived[day], to)
		}
	}
	g.miss(e, arrived, begin, until)
}

// arrivals are the last days of the periods that are first reported on a day, of one expected figure.
type arrivals map[calendar.Date][]calendar.Date

// miss notes, at the beginning of each day of the history, the report that should have come and did not, and reminds of it. It says
// what the indicators service says by itself when a day begins; of history it says nothing.
func (g *Generator) miss(e expected, arrived arrivals, begin, until calendar.Date) {
	top := g.plan.top
	subject := e.subject()
	var accounted, missed, reminded calendar.Date
	for day := max(e.x.From, begin); day <= until; day++ {
		for _, to := range arrived[day-1] {
			accounted = max(accounted, to)
			if to >= missed {
				missed = 0
			}
		}
		from, to, ok := top.Overdue(e.x, day)
		data := e.data()
		switch {
		case !ok || from < begin:
			continue
		case accounted < to:
			gap := data
			gap.From, gap.To = from, to
			g.notify(at(day, 0), 'n', event.IndicatorMissed, subject, &gap)
			accounted, missed = to, to
		case missed == 0 || day-reminded < topology.RemindEvery:
			continue
		}
		g.notify(at(day, 0), 'n', event.IndicatorReminded, subject, &data)
		reminded = day
	}
}

// expected is one figure that an agency is to report of one unit.
type expected struct {
	n         uint64 // of the figure and unit, the same in every run
	indicator *topology.Indicator
	x         *topology.Expectation
	about     topology.About
}

func (e *expected) subject() string {
	return event.IndicatorSubjectAbout(e.indicator.ID, e.about.Unit, e.x.Agency, e.about.Department)
}

func (e *expected) data() event.Indicator {
	return event.Indicator{Indicator: e.indicator.ID, Unit: e.about.Unit, Department: e.about.Department, Issuer: e.x.Agency}
}

// eachExpected goes through what is expected of the units of a day.
func (g *Generator) eachExpected(on calendar.Date, do func(expected)) {
	top := g.plan.top
	for i := range top.Indicators {
		indicator := &top.Indicators[i]
		for n := range indicator.Expected {
			for u, about := range top.AboutOf(&indicator.Expected[n], on) {
				do(expected{uint64(i)<<16 | uint64(n)<<12 | uint64(u), indicator, &indicator.Expected[n], about})
			}
		}
	}
}

// reportPeriod plans the report of a period: some days before it is due, or after. It returns on which day it comes, or 0 if it never
// does. A unit that is no more by then reports nothing.
func (g *Generator) reportPeriod(e expected, from, to calendar.Date) calendar.Date {
	r := keyed(g.plan.seed, e.n, uint64(from), 16)
	due := g.plan.top.Due(e.x, to)
	if r.chance(shareReportMissed) {
		return 0
	}
	on := due
	if early := int(due - to - 1); early > 0 {
		on -= calendar.Date(r.below(early + 1))
	}
	if r.chance(shareReportLate) {
		on = due + 1 + calendar.Date(r.below(6))
	}
	value, of := g.reportValue(&r, e, from)
	data := e.data()
	data.From, data.To, data.Value, data.Of, data.Method = from, to, &value, of, "Mô phỏng"
	if r.chance(shareNoData) {
		data.Value, data.Of = nil, nil
	}
	subject := e.subject()
	when := at(g.plan.days.notAfter(on, to+1), r.between(8*hour, 16*hour))
	if g.plan.top.MapAt(when.day()).Unit(e.about.Unit) == nil {
		return 0
	}
	g.notify(when, 'n', event.IndicatorReported, subject, &data)
	later := when + moment(daySpan)
	if g.plan.top.MapAt(later.day()).Unit(e.about.Unit) == nil {
		return 0
	}
	if r.chance(shareCorrected) && data.Value != nil && of == nil && value > event.DecimalUnit {
		corrected := data
		less := value - event.DecimalUnit
		corrected.Value = &less
		g.notify(later, 'n', event.IndicatorReported, subject, &corrected)
	}
	return when.day()
}

// reportValue makes a value up: near the typical one, drifting slowly from period to period. Parts of the scorecard have a base.
func (g *Generator) reportValue(r *random, e expected, from calendar.Date) (event.Decimal, *event.Decimal) {
	base := keyed(g.plan.seed, e.n, 17)
	typical, ok := g.plan.scenario.Typical[e.indicator.ID]
	if !ok {
		typical = 100
	}
	drift := 1 + 0.05*math.Sin(float64(from)/29+6*base.unit()) + 0.04*(r.unit()-0.5)
	switch {
	case e.indicator.Programme == "scorecard":
		of := 200 + int64(base.below(1800))
		part := min(1, (0.86+0.13*base.unit())*drift)
		whole := event.DecimalOf(of)
		return event.DecimalOf(int64(part * float64(of))), &whole
	case e.indicator.Measured == "percent":
		if !ok {
			typical = 88 + 10*base.unit()
		}
		tenths := int64(math.Min(1000, math.Max(0, typical*drift*10)))
		return event.Decimal(tenths) * event.DecimalUnit / 10, nil
	}
	return event.DecimalOf(int64(math.Round(typical * drift * (0.8 + 0.4*base.unit())))), nil
}

// liveReports plans the reports of the periods that ended yesterday; those of the history are planned already.
func (g *Generator) liveReports() {
	g.eachExpected(g.day-1, func(e expected) {
		if from, to := e.x.Period(g.day - 1); to == g.day-1 && to > g.plan.scenario.To() {
			g.reportPeriod(e, from, to)
		}
	})
}
