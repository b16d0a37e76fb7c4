package clickhouse

import (
	"context"
	"fmt"
	"maps"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/eventlog"
)

// How a batch is written exactly once, in this order:
//
//  1. Intend: its bounds are written under a token of its first position. Whoever comes
//     second with that position, be it after a crash or beside, is given the bounds of who
//     came first. So all who ever write a batch write the same rows.
//  2. Insert: the events, then the postings, each under a token of the bounds. An
//     insert that is repeated, even while the first is still under way, changes nothing. The
//     postings and the rollup's sums of them are deduplicated each by itself, so that a
//     crash between the two is mended by the repetition.
//  3. The rollup's largest position is the projected one. Before new bounds are intended,
//     the last intended batch is inserted again.

const (
	insertBatches = "INSERT INTO batches (first, last)"
	insertEvents  = "INSERT INTO events (position, idx, id, source, type, subject, occurred_at, counted_at, recorded_at, correlation, causation, extensions, " +
		"unit, department, procedure, simulated, backfill, flags, data)"
	insertLedger = "INSERT INTO ledger (position, idx, measure, unit, department, procedure, day, hour, due, amount, " +
		"recorded, occurred, simulated, stream, aspect, level)"
)

// oneBlock makes an insert and what the view makes of it one part each: nothing splits
// the block or the aggregation's result.
var oneBlock = clickhouse.Settings{
	"insert_deduplicate": 1,
	"deduplicate_blocks_in_dependent_materialized_views": 1,
	"async_insert":                0,
	"max_insert_threads":          1,
	"max_threads":                 1,
	"max_block_size":              100_000_000,
	"max_insert_block_size":       100_000_000,
	"min_insert_block_size_rows":  100_000_000,
	"min_insert_block_size_bytes": 0,
	"min_insert_block_size_rows_for_materialized_views":  100_000_000,
	"min_insert_block_size_bytes_for_materialized_views": 0,
	"group_by_two_level_threshold":                       0,
	"group_by_two_level_threshold_bytes":                 0,
	"low_cardinality_allow_in_native_format":             0, // plain strings are cheaper to send; the server makes the dictionaries
}

// Progress is how far the projection has come, and the batch that may be unfinished.
type Progress struct {
	Projected eventlog.Position
	// Intended are the bounds of the last intended batch; zero before the first.
	Intended Bounds
}

// Progress reads how far the projection has come.
func (db *DB) Progress(ctx context.Context) (Progress, error) {
	var p Progress
	var err error
	if p.Projected, err = db.Position(ctx); err != nil {
		return p, err
	}
	p.Intended, err = db.intended(ctx, "WHERE first = (SELECT max(first) FROM batches)")
	return p, err
}

// Position is the projected position: everything up to it can be read.
func (db *DB) Position(ctx context.Context) (eventlog.Position, error) {
	var p uint64
	err := db.query(ctx, "SELECT max(position) FROM rollup WHERE grain = 1 AND measure = ''", nil, func(rows driver.Rows) error {
		return rows.Scan(&p)
	})
	if err != nil {
		return 0, fmt.Errorf("read projected position: %w", err)
	}
	return eventlog.Position(p), nil
}

// intended are the bounds of the first intent that the condition selects.
func (db *DB) intended(ctx context.Context, where string, args ...any) (b Bounds, err error) {
	sql := "SELECT first, last FROM batches " + where + " ORDER BY intended_at, last LIMIT 1"
	err = db.query(ctx, sql, args, func(rows driver.Rows) error {
		return rows.Scan((*uint64)(&b.First), (*uint64)(&b.Last))
	})
	if err != nil {
		return b, fmt.Errorf("read intended batch: %w", err)
	}
	return b, nil
}

// Intend notes, durably, that the batch with those bounds comes next, and returns the
// bounds that stand: others, if a batch that begins there was intended before.
func (db *DB) Intend(ctx context.Context, b Bounds) (Bounds, error) {
	token := fmt.Sprintf("batch-%d", b.First)
	if err := db.insert(ctx, insertBatches, token, []any{[]uint64{uint64(b.First)}, []uint64{uint64(b.Last)}}); err != nil {
		return Bounds{}, fmt.Errorf("intend batch %d to %d: %w", b.First, b.Last, err)
	}
	return db.intended(ctx, "WHERE first = ?", uint64(b.First))
}

// Insert writes an intended batch. Repeating it changes nothing, so an error of which one
// cannot know what came before it is answered by inserting again.
func (db *DB) Insert(ctx context.Context, b *Batch) error {
	b.seal()
	token := fmt.Sprintf("%d-%d", b.bounds.First, b.bounds.Last)
	if b.Events() > 0 {
		if err := db.insert(ctx, insertEvents, "events-"+token, b.events.columns()); err != nil {
			return fmt.Errorf("insert events %s: %w", token, err)
		}
	}
	if err := db.insert(ctx, insertLedger, "ledger-"+token, b.postings.columns(b.bounds)); err != nil {
		return fmt.Errorf("insert postings %s: %w", token, err)
	}
	return nil
}

func (db *DB) insert(ctx context.Context, sql, token string, columns []any) (err error) {
	settings := maps.Clone(oneBlock)
	settings["insert_deduplication_token"] = token
	batch, err := db.conn.PrepareBatch(clickhouse.Context(ctx, clickhouse.WithSettings(settings)), sql)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = batch.Abort() // the error at hand says more
		}
	}()
	for i, column := range columns {
		if err := batch.Column(i).Append(column); err != nil {
			return err
		}
	}
	return batch.Send()
}
