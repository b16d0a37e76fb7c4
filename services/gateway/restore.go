package gateway

import (
	"context"
	"errors"
	"fmt"
	"maps"
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
	day, err := g.config.DB.Day(ctx, before)
	if err != nil {
		return nil, err
	}
	f := newFold(g.config.Topology, ledger.New(g.config.Topology.Location()), g.mapOn(day))
	if g.config.ScenarioLoaded != nil {
		f.markSimulated()
	}
	// The sums may move on before the next query; the fold then follows the clock as it does live.
	f.openDay(day)
	position, err := g.config.DB.LoadRollup(ctx, f.today-bandedDays, func(r clickhouse.RollupRow) error {
		f.restoreRow(&r)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the sums: %w", err)
	}
	k, err := g.readKnowledge(ctx, position)
	if err != nil {
		return nil, err
	}
	if err := g.checkHead(ctx, position); err != nil {
		return nil, err
	}
	if now := g.mapOn(k.day); now != f.units {
		return nil, fmt.Errorf("the day of the map %s was opened meanwhile: %w", now.ID, errBehind)
	}
	f.restored(position, k)
	return f, nil
}

// knowledge is what is restored besides the sums, as of their position.
type knowledge struct {
	day     calendar.Date            // that the log's clock has opened
	streams []clickhouse.StreamState // of cards as of that day, and of displays and playlists
	// What counts on later days: events that cards are of, in the order of the log, and the postings of the procedures' rows.
	ahead      []event.Event
	procedures []ledger.Posting
}

func (g *Gateway) readKnowledge(ctx context.Context, position eventlog.Position) (*knowledge, error) {
	db := g.config.DB
	day, err := db.Day(ctx, position)
	if err != nil {
		return nil, err
	}
	k := &knowledge{day: day}
	over := (day + 1).Midnight(g.config.Topology.Location())
	if k.streams, err = db.StreamsBefore(ctx, cardNouns, position, over); err != nil {
		return nil, fmt.Errorf("read the cards: %w", err)
	}
	walls, err := db.Streams(ctx, wallNouns, position)
	if err != nil {
		return nil, fmt.Errorf("read the displays: %w", err)
	}
	k.streams = append(k.streams, walls...)
	if k.ahead, err = db.EventsFrom(ctx, cardNouns, position, over); err != nil {
		return nil, err
	}
	measures := slices.Sorted(maps.Keys(newFigureIndex(ledger.Figures()).procedure))
	k.procedures, err = db.ProceduresAfter(ctx, measures, position, day)
	return k, err
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

// restored completes a fold whose rows were all added: the day and the cards as of the position.
func (f *fold) restored(position eventlog.Position, k *knowledge) {
	f.position = position
	f.openDay(k.day)
	f.checksum.at(position)
	for i := range k.procedures { // the rows were added without their days
		e := k.procedures[i]
		f.ahead.addProcedure(&e)
		e.Amount = -e.Amount
		f.addProcedure(&e)
	}
	for i := range k.streams {
		s := &k.streams[i]
		f.cards.opened[s.Last.Subject] = s.FirstCounted
		f.show(&s.Last)
		f.wall.apply(&s.Last)
	}
	for i := range k.ahead {
		f.show(&k.ahead[i])
	}
	for _, v := range f.views {
		v.cells.floor = position
		f.touch(v)
	}
	f.render()
}

func (f *fold) restoreRow(r *clickhouse.RollupRow) {
	if r.Grain == clickhouse.GrainProcedure {
		e := ledger.Posting{Measure: r.Measure, Unit: r.Unit, Department: r.Department, Amount: r.Amount}
		if !f.figures.procedure[e.Measure] {
			return
		}
		key := procedureYear{r.Procedure, r.Year}
		f.eachView(e.Unit, e.Department, func(v *view) { v.addProcedure(f, e.Measure, key, e.Amount) })
		return
	}
	x := fact{
		Posting: ledger.Posting{
			Measure: r.Measure, Unit: r.Unit, Department: r.Department, Day: r.Day, Hour: r.Hour, Due: r.Due, Amount: r.Amount,
		},
		position: r.Position, recorded: r.Recorded, occurred: r.Occurred, simulated: r.Simulated,
	}
	f.checksum.addSum(r.Measure, r.Amount, r.Checksum, f.figures)
	f.add(x)
}
