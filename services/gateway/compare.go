package gateway

import (
	"context"
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
)

// compareInterval is how often the sums here are compared with those in ClickHouse, when
// ClickHouse has moved.
const compareInterval = 2 * time.Second

// comparison is the outcome of comparing the fold with ClickHouse at one position.
type comparison struct {
	projected  eventlog.Position // ClickHouse's position
	compared   eventlog.Position
	consistent bool
	difference string // what differs; "" if nothing, or not compared yet
}

// compare keeps comparing until ctx ends. ClickHouse being away is no difference: the last
// outcome stands, at its position.
func (g *Gateway) compare(ctx context.Context) error {
	for {
		if err := g.compareOnce(ctx); err != nil && ctx.Err() == nil {
			g.config.Logger.Warn("gateway cannot compare its sums with ClickHouse; it will try again", "error", err)
		}
		if err := pause(ctx, compareInterval); err != nil {
			return err
		}
	}
}

func (g *Gateway) compareOnce(ctx context.Context) error {
	g.comparing.Lock()
	defer g.comparing.Unlock()
	position, err := g.config.DB.Position(ctx)
	if err != nil {
		return fmt.Errorf("read ClickHouse's position: %w", err)
	}
	last := *g.comparison.Load()
	if position == last.compared && last.consistent {
		return nil
	}
	check, err := g.config.DB.Check(ctx)
	if err != nil {
		return fmt.Errorf("sum the ledger in ClickHouse: %w", err)
	}
	next := g.compareWith(check, last)
	if next.difference != "" {
		g.config.Logger.Error("the sums here and in ClickHouse differ", "position", next.compared, "difference", next.difference)
	}
	g.comparison.Store(&next)
	return nil
}

func (g *Gateway) compareWith(check clickhouse.Check, last comparison) comparison {
	g.mu.Lock()
	defer g.mu.Unlock()
	sum, known := g.fold.checksum.when(check.Position)
	if !known { // ClickHouse is ahead of the fold, or far behind it
		last.projected = check.Position
		return last
	}
	next := comparison{projected: check.Position, compared: check.Position, consistent: sum == check.Checksum}
	if !next.consistent {
		next.difference = fmt.Sprintf("checksum here %016x, in ClickHouse %016x", sum, check.Checksum)
		if check.Position == g.fold.position {
			next.difference += g.fold.differences(check)
		}
	}
	return next
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
