package gateway

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

// errForeign is a ClickHouse that was filled from another log.
var errForeign = errors.New("the log and ClickHouse do not belong together: give the log that filled it, or an empty database")

// errBehind is a ClickHouse that has not yet what is to be restored.
var errBehind = errors.New("ClickHouse is not that far yet")

// restoreInTime restores as soon as the log and ClickHouse both answer, at a position not before least.
func (g *Gateway) restoreInTime(ctx context.Context, least eventlog.Position) (*fold, error) {
	for failures := 1; ; failures++ {
		f, err := g.restore(ctx, least)
		var other *clickhouse.OtherLogError
		if err == nil || errors.Is(err, errForeign) || errors.As(err, &other) || ctx.Err() != nil {
			return f, err
		}
		g.config.Logger.Warn("gateway cannot restore its sums yet; it will try again", "error", err)
		if err := pause(ctx, backoff(failures)); err != nil {
			return nil, err
		}
	}
}

// restore makes the fold as it stands at ClickHouse's position: the sums in one query, which
// sees one set of parts, then the day and the cards as of that position. Its views are those of that day's map.
func (g *Gateway) restore(ctx context.Context, least eventlog.Position) (*fold, error) {
	if err := g.config.DB.Adopt(ctx, g.logID()); err != nil {
		return nil, err
	}
	// Events are in ClickHouse before their sums: the clock is read up to where the sums are.
	before, err := g.config.DB.Position(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the position: %w", err)
	}
	if before < least {
		return nil, fmt.Errorf("position %d, of which %d is wanted: %w", before, least, errBehind)
	}
	clock, err := g.config.DB.Streams(ctx, []event.Noun{event.NounClock}, before)
	if err != nil {
		return nil, fmt.Errorf("read the clock: %w", err)
	}
	day := lastDay(clock)
	f := newFold(g.config.Topology, ledger.New(g.config.Topology.Location()), g.mapOn(day))
	if g.config.ScenarioLoaded != nil {
		f.markSimulated()
	}
	// The sums may move on before the next query; the fold then follows the clock as it does live.
	f.openDay(day)
	position, err := g.config.DB.LoadRollup(ctx, f.today-1, func(r clickhouse.RollupRow) error {
		f.restoreRow(&r)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the sums: %w", err)
	}
	streams, err := g.config.DB.Streams(ctx,
		slices.Concat(cardNouns, wallNouns, []event.Noun{event.NounClock}), position)
	if err != nil {
		return nil, fmt.Errorf("read the cards: %w", err)
	}
	if err := g.checkHead(ctx, position); err != nil {
		return nil, err
	}
	if now := g.mapOn(lastDay(streams)); now != f.units {
		return nil, fmt.Errorf("the day of the map %s was opened meanwhile: %w", now.ID, errBehind)
	}
	f.restored(position, streams)
	return f, nil
}

// checkHead refuses a ClickHouse that is ahead of the log: it was filled from another one.
func (g *Gateway) checkHead(ctx context.Context, position eventlog.Position) error {
	head, err := g.config.Log.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the log's head: %w", err)
	}
	g.head.Store(uint64(head))
	if position > head {
		return fmt.Errorf("ClickHouse holds positions up to %d but the log ends at %d: %w", position, head, errForeign)
	}
	return nil
}

func lastDay(streams []clickhouse.StreamState) (day calendar.Date) {
	for _, s := range streams {
		if c, ok := s.Last.Data.(*event.Clock); ok {
			day = max(day, c.Date)
		}
	}
	return day
}

// restored completes a fold whose rows were all added: the day and the cards as of the position.
func (f *fold) restored(position eventlog.Position, streams []clickhouse.StreamState) {
	f.position = position
	f.openDay(lastDay(streams))
	f.checksum.at(position)
	for i := range streams {
		s := &streams[i]
		f.cards.opened[s.Last.Subject] = s.FirstOccurred
		f.cards.apply(f, &s.Last)
		f.wall.apply(&s.Last)
	}
	for _, v := range f.views {
		v.cells.floor = position
		f.touch(v)
	}
	f.render()
	f.renders.add(position)
}

func (f *fold) restoreRow(r *clickhouse.RollupRow) {
	if r.Grain == clickhouse.GrainProcedure {
		e := ledger.Entry{Measure: r.Measure, Unit: r.Unit, Department: r.Department, Amount: r.Amount}
		if !f.figures.procedure[e.Measure] {
			return
		}
		key := procedureYear{r.Procedure, r.Year}
		f.eachView(e.Unit, e.Department, func(v *view) { v.addProcedure(f, e.Measure, key, e.Amount) })
		return
	}
	x := fact{
		Entry: ledger.Entry{
			Measure: r.Measure, Unit: r.Unit, Department: r.Department, Day: r.Day, Hour: r.Hour, Due: r.Due, Amount: r.Amount,
		},
		position: r.Position, recorded: r.Recorded, occurred: r.Occurred, simulated: r.Simulated,
	}
	f.checksum.addSum(r.Measure, r.Amount, r.Checksum, f.figures)
	f.add(x)
}
