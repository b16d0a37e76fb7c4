package gateway

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// cut is what a past frame is of: what was recorded up to a position, and of that what counts before a moment of a day. With the day that
// the log's clock had opened at the position, and its end, it is what was shown then; with any other day, what is known of that day.
type cut struct {
	position eventlog.Position
	day      calendar.Date // the frame's today
	before   time.Time     // a moment of the day, or its end
	from     calendar.Date // the first day of flows
}

// later is what a past fold has not counted yet: sums, and events that cards are of, by the hour of its day.
type later struct {
	sums   [24][]clickhouse.PastSum
	events [24][]event.Event
	hours  []int // in which something banded came anywhere
}

// pastFold is the fold of one view and the units below it at a cut: its frame is that of a fold which applied every entry. ClickHouse puts
// together what no frame tells apart. What counts after the cut is not there, so that no later day can be opened. With byHour, what counts
// on the day itself is not added either, but given hour by hour.
func (g *Gateway) pastFold(ctx context.Context, units *topology.Map, v topology.View, c cut, byHour bool) (*fold, *later, error) {
	f := newFoldOf(ledger.Figures(), g.config.Topology, ledger.New(g.config.Topology.Location()), units, g.withChildren(units, v))
	if g.config.ScenarioLoaded != nil {
		f.markSimulated()
	}
	f.openDay(c.day)
	f.newYear = c.from
	p := g.pastOf(units, v, c)
	cardsBefore := c.before
	if byHour {
		p.Since = c.day.Midnight(g.config.Topology.Location())
		cardsBefore = p.Since
	}
	p.Hourly, p.HourlyFrom = f.figures.bandedMeasures(), c.day-bandedDays
	rest := new(later)
	var measures, procedures []clickhouse.PastSum
	var cards []clickhouse.StreamState
	var today []event.Event
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		return g.config.DB.PastSums(ctx, p, f.figures.measures, f.figures.datedMeasures(), func(s clickhouse.PastSum) { measures = append(measures, s) })
	})
	group.Go(func() error {
		return g.config.DB.PastProcedures(ctx, p, f.figures.procedureMeasures(), func(s clickhouse.PastSum) { procedures = append(procedures, s) })
	})
	group.Go(func() (err error) {
		rest.hours, err = g.config.DB.PastHours(ctx, p)
		return err
	})
	group.Go(func() (err error) {
		if cards, err = g.config.DB.StreamsBefore(ctx, cardNouns, c.position, cardsBefore); err == nil && byHour {
			today, err = g.config.DB.EventsWithin(ctx, cardNouns, c.position, cardsBefore, c.before)
		}
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, nil, err
	}
	for i := range measures {
		rest.take(f, &measures[i])
	}
	for i := range procedures {
		rest.take(f, &procedures[i])
	}
	for i := range cards {
		f.cards.opened[cards[i].Last.Subject] = cards[i].FirstCounted
		f.cards.apply(f, &cards[i].Last)
	}
	for i := range today {
		hour := today[i].At().Sub(p.Since) / time.Hour
		rest.events[min(hour, 23)] = append(rest.events[min(hour, 23)], today[i])
	}
	f.position = c.position
	if !byHour {
		rest.reach(f, 23)
	}
	f.render()
	return f, rest, nil
}

// take has a sum counted, or keeps it for its hour.
func (l *later) take(f *fold, s *clickhouse.PastSum) {
	if s.Slot >= 0 {
		hour := min(s.Slot, len(l.sums)-1)
		l.sums[hour] = append(l.sums[hour], *s)
		return
	}
	f.addPast(s)
}

// reach takes the fold's day to the last hour in which something came, up to one: also where nothing came to the fold's own views.
func (l *later) reach(f *fold, upTo int) {
	for _, hour := range l.hours {
		if hour <= upTo {
			f.reach(hour)
		}
	}
}

// addPast counts a sum: one by procedure in its rows, any other in the figures.
func (f *fold) addPast(s *clickhouse.PastSum) {
	if s.Procedure != "" {
		f.addProcedure(&s.Posting)
		return
	}
	f.add(fact{Posting: s.Posting, position: s.Position, recorded: s.Recorded, occurred: s.Occurred, simulated: s.Simulated})
}

// pastOf is what the sums of a view and the units below it at a cut are asked by.
func (g *Gateway) pastOf(units *topology.Map, v topology.View, c cut) *clickhouse.Past {
	p := &clickhouse.Past{
		UpTo: c.position, At: c.day, Before: c.before, From: c.from, Recent: c.day - wire.DaysShown,
		Within: unitsWithin(units, v.Unit), Places: make(map[string]string), Other: v.Unit.ID, Department: v.Department,
	}
	for _, child := range v.Unit.Children() {
		for _, id := range units.UnitsWithin(child) {
			p.Places[id] = child.ID
		}
	}
	return p
}

// withChildren are the view and those of the units right below it.
func (g *Gateway) withChildren(units *topology.Map, v topology.View) []topology.View {
	views := []topology.View{v}
	for _, child := range v.Unit.Children() {
		below, _ := g.config.Topology.ViewOn(units, g.config.Topology.ViewID(child, v.Department))
		views = append(views, below)
	}
	return views
}

// datedMeasures are those that some figure counts by due date, bandedMeasures those held against what is usual, procedureMeasures those that
// procedures' rows show.
func (x *figureIndex) datedMeasures() (dated []ledger.Measure) {
	for i, m := range x.measures {
		if x.dated[i] {
			dated = append(dated, m)
		}
	}
	return dated
}

func (x *figureIndex) bandedMeasures() (banded []ledger.Measure) {
	for i, m := range x.measures {
		if x.banded[i] {
			banded = append(banded, m)
		}
	}
	return banded
}

func (x *figureIndex) procedureMeasures() (shown []ledger.Measure) {
	for _, m := range x.measures {
		if x.procedure[m] {
			shown = append(shown, m)
		}
	}
	return shown
}
