package projector

import (
	"context"
	"errors"
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
)

// readEntries is how many entries are read from the log at once.
const readEntries = 1000

// fill reads the log after a position into batches, until ctx ends.
func (p *Projector) fill(ctx context.Context, after eventlog.Position, filled chan<- *clickhouse.Batch) error {
	f := filler{p: p, after: after}
	for {
		var batch *clickhouse.Batch
		select {
		case batch = <-p.free:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := f.next(ctx, batch); err != nil {
			p.release(batch)
			return err
		}
		select {
		case filled <- batch:
		case <-ctx.Done():
			p.release(batch)
			return ctx.Err()
		}
	}
}

// filler cuts the log into batches.
type filler struct {
	p       *Projector
	after   eventlog.Position // the last position read
	pending []eventlog.Entry  // read, and not in a batch yet
	cut     time.Time         // when the last batch was cut
}

// next fills the batch, waiting for the first entry as long as it takes.
func (f *filler) next(ctx context.Context, batch *clickhouse.Batch) error {
	var deadline time.Time // none before the first entry
	for {
		for len(f.pending) > 0 {
			if err := batch.Add(&f.pending[0]); err != nil {
				return err
			}
			f.pending[0] = eventlog.Entry{} // the log's memory can go
			f.pending = f.pending[1:]
			if f.full(batch) {
				f.cut = time.Now()
				return nil
			}
		}
		if deadline.IsZero() && batch.Bounds().First != 0 {
			deadline = latest(time.Now().Add(f.p.cfg.Linger), f.cut.Add(f.p.cfg.Interval))
		}
		due, err := f.read(ctx, deadline)
		if err != nil {
			return err
		}
		if due {
			f.cut = time.Now()
			return nil
		}
	}
}

func (f *filler) full(batch *clickhouse.Batch) bool {
	c := &f.p.cfg
	return batch.Events() >= c.MaxEvents || batch.Postings() >= c.MaxPostings || batch.Bytes() >= c.MaxBytes
}

// read gets more entries, or tells that the deadline has come before there were any.
func (f *filler) read(ctx context.Context, deadline time.Time) (due bool, err error) {
	log := f.p.cfg.Log
	if !deadline.IsZero() && !time.Now().Before(deadline) {
		return true, nil
	}
	f.pending, err = log.Read(ctx, f.after, readEntries)
	if err != nil {
		return false, fmt.Errorf("read the log after %d: %w", f.after, err)
	}
	if n := len(f.pending); n > 0 {
		f.after = f.pending[n-1].Position
		f.p.metrics.read.Set(float64(f.after))
		return false, nil
	}
	waiting := ctx
	if !deadline.IsZero() {
		var cancel context.CancelFunc
		waiting, cancel = context.WithDeadline(ctx, deadline)
		defer cancel()
	}
	_, err = log.Wait(waiting, f.after)
	switch {
	case err == nil:
		return false, nil
	case ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		return true, nil
	}
	return false, fmt.Errorf("wait for the log beyond %d: %w", f.after, err)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
