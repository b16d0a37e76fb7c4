package gateway

import (
	"context"
	"errors"
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/wire"
)

const (
	// compareInterval is how often the sums here are compared with those in ClickHouse, when ClickHouse has moved.
	compareInterval = 2 * time.Second
	// doubtInterval is how often ClickHouse is asked while nothing is known.
	doubtInterval = 250 * time.Millisecond
	// comparedWithin is how long figures may stand here before they are compared. When it has passed, nothing is said of them
	// any more. What does not move is compared again after half of it.
	comparedWithin = 30 * time.Second
	// askWithin is how long ClickHouse may take to tell its position, sumWithin to sum.
	askWithin = 3 * time.Second
	sumWithin = 10 * time.Second
	// logAwayAfter is for how long the log may be unreachable before that is said.
	logAwayAfter = 5 * time.Second
)

// comparison is the outcome of comparing the fold with ClickHouse at one position.
type comparison struct {
	projected *eventlog.Position // what ClickHouse has now; nil when it does not say
	compared  eventlog.Position
	// doubt is why nothing is known since the last comparison, one of wire's reasons; "" when compared holds.
	doubt      string
	difference string // what differs at compared; "" if nothing
	// covered is the time up to which everything that stood here has been compared, at the time at.
	covered, at time.Time
	logDoubts   uint64 // of the gateway when the comparison began
}

// agreement is what may be said now of the sums here and in ClickHouse: true, false or nil for unknown; and why it is not true.
func (g *Gateway) agreement(now time.Time) (*bool, string) {
	no, yes := false, true
	if trouble := g.logTrouble.Load(); trouble != nil {
		var replaced *eventlog.ReplacedError
		if errors.As(trouble.err, &replaced) {
			return &no, wire.ReasonReplaced
		}
		if now.Sub(trouble.since) >= logAwayAfter {
			return nil, wire.ReasonLogAway
		}
	}
	c := g.comparison.Load()
	switch {
	case c.doubt != "":
		return nil, c.doubt
	case c.logDoubts != g.logDoubts.Load():
		return nil, wire.ReasonNotCompared
	case c.difference != "":
		return &no, wire.ReasonDiffer
	case now.Sub(c.covered) > comparedWithin:
		return nil, wire.ReasonNotCompared
	}
	return &yes, ""
}

// Agreement says why the sums are not known to agree with ClickHouse's, "" when they are.
func (g *Gateway) Agreement() string {
	_, reason := g.agreement(time.Now())
	return reason
}

// compareNow has a comparison made that begins after the call, and waits for it.
func (g *Gateway) compareNow(ctx context.Context) error {
	outcome := make(chan error, 1)
	select {
	case g.asked <- outcome:
	case <-g.closed:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-outcome:
		return err
	case <-g.closed:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// maxAsked is how many may wait for the next comparison; further ones wait to do so.
const maxAsked = 256

// others are those who wait for the next comparison beside one of them.
func (g *Gateway) others(one chan<- error) []chan<- error {
	all := []chan<- error{one}
	for {
		select {
		case more := <-g.asked:
			all = append(all, more)
		default:
			return all
		}
	}
}

// errClosed is of a gateway whose Run has ended.
var errClosed = errors.New("the gateway goes down")

// comparer makes the comparisons, one after the other.
type comparer struct {
	*Gateway
	least eventlog.Position // that ClickHouse must have before it is compared: what it had, or the log at the start
	stood []stood           // since the last comparison, oldest first
}

// run keeps comparing until ctx ends: in turn, and when asked. One comparison is for all who asked before it began.
func (g *comparer) run(ctx context.Context) error {
	var asked []chan<- error
	for {
		err := g.compareOnce(ctx)
		if err != nil && ctx.Err() == nil {
			g.config.Logger.Warn("gateway cannot compare its sums with ClickHouse; it will try again", "error", err)
		}
		for _, one := range asked {
			one <- err
		}
		interval := compareInterval
		if g.Agreement() != "" {
			interval = doubtInterval
		}
		asked = nil
		select {
		case <-ctx.Done():
			return ctx.Err()
		case one := <-g.asked:
			asked = g.others(one)
		case <-time.After(interval):
		}
	}
}

// compareOnce compares if ClickHouse has moved, or nothing is known, or the last comparison is old. While ClickHouse does
// not answer, or has less than it had, nothing is known.
func (g *comparer) compareOnce(ctx context.Context) error {
	now := time.Now()
	g.stood = append(g.stood, stood{now, g.Position()})
	if len(g.stood) > maxStood {
		g.stood = g.stood[1:]
	}
	next := *g.comparison.Load()
	err := g.compareAt(ctx, now, &next)
	if err != nil {
		next.projected, next.doubt = nil, wire.ReasonClickHouseAway
		if clickhouse.IsMissing(err) {
			next.doubt = wire.ReasonNoDatabase
		}
	}
	g.comparison.Store(&next)
	return err
}

func (g *comparer) compareAt(ctx context.Context, now time.Time, c *comparison) error {
	ask, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	position, err := g.config.DB.Position(ask)
	if err != nil {
		return fmt.Errorf("read ClickHouse's position: %w", err)
	}
	c.projected = &position
	if position < g.least {
		c.doubt = wire.ReasonFilling
		return nil
	}
	g.least = position
	doubts := g.logDoubts.Load()
	if g.isKnown(c) && position == c.compared && now.Sub(c.at) < comparedWithin/2 {
		return nil
	}
	sum, cancel := context.WithTimeout(ctx, sumWithin)
	defer cancel()
	check, err := g.config.DB.Check(sum)
	if err != nil {
		return fmt.Errorf("sum the ledger in ClickHouse: %w", err)
	}
	g.compareWith(check, c)
	if c.doubt == "" && c.compared == check.Position {
		c.covered, c.at, c.logDoubts = g.coveredBy(check.Position), now, doubts
	}
	if c.difference != "" {
		g.config.Logger.Error("the sums here and in ClickHouse differ", "position", c.compared, "difference", c.difference)
	}
	return nil
}

// isKnown tells whether the last comparison holds and found no difference.
func (g *Gateway) isKnown(c *comparison) bool {
	return c.doubt == "" && c.difference == "" && c.logDoubts == g.logDoubts.Load()
}

func (g *Gateway) compareWith(check clickhouse.Check, c *comparison) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c.projected = &check.Position
	sum, known := g.fold.checksum.when(check.Position)
	if !known { // ClickHouse is ahead of the fold, or far behind it: comparedWithin says for how long that may be
		return
	}
	c.compared, c.doubt, c.difference = check.Position, "", ""
	if sum != check.Checksum {
		c.difference = fmt.Sprintf("checksum here %016x, in ClickHouse %016x", sum, check.Checksum)
		if check.Position == g.fold.position {
			c.difference += g.fold.differences(check)
		}
	}
}

// stood is where the frames were at a moment.
type stood struct {
	at       time.Time
	position eventlog.Position
}

// maxStood bounds how many of them are kept; the oldest go first, which makes coveredBy say less, never more.
const maxStood = 256

// coveredBy is the last moment at which everything that stood here is compared when the sums up to a position are.
func (g *comparer) coveredBy(position eventlog.Position) (covered time.Time) {
	covered = g.comparison.Load().covered
	for len(g.stood) > 0 && g.stood[0].position <= position {
		covered = g.stood[0].at
		g.stood = g.stood[1:]
	}
	return covered
}

// differences names the measures whose sums differ; for a check at the fold's own position.
func (f *fold) differences(check clickhouse.Check) (text string) {
	for i, m := range f.figures.measures {
		if here, there := f.checksum.sums[i], check.Sums[m]; here != there {
			text += fmt.Sprintf("; %s here %d, in ClickHouse %d", m, here, there)
		}
	}
	return text
}
