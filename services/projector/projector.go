// Package projector writes the log into ClickHouse: every event, and its postings,
// exactly once, in batches.
package projector

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/trace"
)

// consumer is the projector's name in the log.
const consumer = "projector"

const (
	minBackoff     = 50 * time.Millisecond
	maxBackoff     = time.Second
	cursorInterval = 5 * time.Second
	// batches are in memory at a time: one is filled while the other is sent.
	batches = 2
)

// Config says what is projected where.
type Config struct {
	Log    eventlog.Log
	DB     *clickhouse.DB // migrated
	Ledger *ledger.Ledger
	Logger *slog.Logger
	// Registerer takes the metrics; nil keeps them to itself.
	Registerer prometheus.Registerer
	// Tracer is told what has been projected; nil: nobody traces.
	Tracer *trace.Tracer

	// A batch is sent when it has MaxEvents events, MaxPostings postings or MaxBytes of
	// data (each may be passed by one log entry), or else Interval after the one before, but
	// Linger after its first entry at the earliest: an idle projector is quick.
	MaxEvents   int           // default 50,000
	MaxPostings int           // default 100,000
	MaxBytes    int           // default 32 MiB
	Interval    time.Duration // default 1 s
	Linger      time.Duration // default 50 ms
}

func (c *Config) setDefaults() error {
	var missing []error
	if c.Log == nil {
		missing = append(missing, errors.New("projector: no log is given"))
	}
	if c.DB == nil {
		missing = append(missing, errors.New("projector: no database is given"))
	}
	if c.Ledger == nil {
		missing = append(missing, errors.New("projector: no ledger is given"))
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	setDefault(&c.MaxEvents, 50_000)
	setDefault(&c.MaxPostings, 100_000)
	setDefault(&c.MaxBytes, 32<<20)
	setDefault(&c.Interval, time.Second)
	setDefault(&c.Linger, 50*time.Millisecond)
	return errors.Join(missing...)
}

func setDefault[T comparable](value *T, to T) {
	var zero T
	if *value == zero {
		*value = to
	}
}

// Projector projects one log into one database.
type Projector struct {
	cfg      Config
	metrics  metrics
	position atomic.Uint64
	free     chan *clickhouse.Batch
}

// New makes a projector. It does nothing until Run.
func New(cfg Config) (*Projector, error) {
	if err := cfg.setDefaults(); err != nil {
		return nil, err
	}
	p := &Projector{cfg: cfg, metrics: newMetrics(cfg.Log), free: make(chan *clickhouse.Batch, batches)}
	for range batches {
		p.free <- clickhouse.NewBatch(cfg.Ledger)
	}
	if cfg.Registerer != nil {
		for _, c := range p.metrics.all() {
			if err := cfg.Registerer.Register(c); err != nil {
				return nil, fmt.Errorf("projector: register metrics: %w", err)
			}
		}
	}
	return p, nil
}

// Position is the last position that Run knows to be in ClickHouse.
func (p *Projector) Position() eventlog.Position { return eventlog.Position(p.position.Load()) }

// AheadError says that ClickHouse holds positions that the log does not: they do not
// belong together, and nothing is written.
type AheadError struct{ ClickHouse, Log eventlog.Position }

func (e *AheadError) Error() string {
	return fmt.Sprintf("ClickHouse holds positions up to %d but the log ends at %d: they do not belong together; "+
		"give the log that filled it, or an empty database", e.ClickHouse, e.Log)
}

// errRecut says that a batch stands with other bounds than ours: begin again from it.
var errRecut = errors.New("a batch with other bounds stands")

// Run projects until ctx ends, and then returns nil. While the log or ClickHouse is away it
// tries again, for as long as it takes; nothing is skipped. It fails with *AheadError, and with
// *clickhouse.OtherLogError.
func (p *Projector) Run(ctx context.Context) error {
	backoff := minBackoff
	for {
		before := p.Position()
		err := p.project(ctx)
		var ahead *AheadError
		var other *clickhouse.OtherLogError
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &ahead), errors.As(err, &other):
			return err
		case errors.Is(err, errRecut):
			continue
		}
		if p.Position() > before {
			backoff = minBackoff
		}
		p.metrics.failures.Inc()
		p.cfg.Logger.Warn("projection interrupted; trying again", "after", backoff, "position", p.Position(), "error", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(backoff):
		}
		backoff = min(2*backoff, maxBackoff)
	}
}

// project finishes the last intended batch and goes on from there until something fails.
func (p *Projector) project(ctx context.Context) error {
	if log, ok := p.cfg.Log.(eventlog.Identified); ok {
		if err := p.cfg.DB.Adopt(ctx, log.ID()); err != nil {
			return err
		}
	}
	progress, err := p.cfg.DB.Progress(ctx)
	if err != nil {
		return err
	}
	head, err := p.cfg.Log.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the log's head: %w", err)
	}
	if reached := max(progress.Projected, progress.Intended.Last); reached > head {
		return &AheadError{ClickHouse: reached, Log: head}
	}
	if progress.Intended.Last != 0 {
		if err := p.finish(ctx, progress.Intended); err != nil {
			return fmt.Errorf("finish the last batch: %w", err)
		}
	}
	p.reached(progress.Intended.Last)

	group, ctx := errgroup.WithContext(ctx)
	filled := make(chan *clickhouse.Batch)
	group.Go(func() error {
		defer close(filled)
		return p.fill(ctx, progress.Intended.Last, filled)
	})
	group.Go(func() error { return p.send(ctx, filled) })
	return group.Wait()
}

// finish inserts an intended batch, be it for the first time or again.
func (p *Projector) finish(ctx context.Context, bounds clickhouse.Bounds) error {
	batch := <-p.free
	defer p.release(batch)
	after := bounds.First - 1
	for after < bounds.Last {
		entries, err := p.cfg.Log.Read(ctx, after, int(min(bounds.Last-after, readEntries)))
		if err != nil {
			return fmt.Errorf("read the log after %d: %w", after, err)
		}
		if len(entries) == 0 {
			return fmt.Errorf("the log has nothing after %d", after)
		}
		for i := range entries {
			if err := batch.Add(&entries[i]); err != nil {
				return err
			}
		}
		after = batch.Bounds().Last
	}
	return p.cfg.DB.Insert(ctx, batch)
}

// send inserts the filled batches, one after the other.
func (p *Projector) send(ctx context.Context, filled <-chan *clickhouse.Batch) error {
	var cursorSet time.Time
	for batch := range filled {
		if err := p.sendBatch(ctx, batch); err != nil {
			return err
		}
		if time.Since(cursorSet) < cursorInterval {
			continue
		}
		if err := p.cfg.Log.SetCursor(ctx, consumer, p.Position()); err != nil {
			return fmt.Errorf("set the projector's cursor: %w", err)
		}
		cursorSet = time.Now()
	}
	return nil
}

func (p *Projector) sendBatch(ctx context.Context, batch *clickhouse.Batch) error {
	defer p.release(batch)
	started := time.Now()
	bounds := batch.Bounds()
	stands, err := p.cfg.DB.Intend(ctx, bounds)
	if err != nil {
		return err
	}
	if stands != bounds {
		return errRecut
	}
	if err := p.cfg.DB.Insert(ctx, batch); err != nil {
		return err
	}
	p.reached(bounds.Last)
	p.metrics.batch(batch, time.Since(started))
	batch.Waiting.Done(p.metrics.latency, p.cfg.Tracer, "project", time.Now())
	return nil
}

func (p *Projector) reached(position eventlog.Position) {
	p.position.Store(uint64(position))
	p.metrics.lag.Set(position)
}

func (p *Projector) release(batch *clickhouse.Batch) {
	batch.Reset()
	p.free <- batch
}
