package intake

import (
	"context"
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// Today is now; or, where the day that the log's clock has reached lies behind by more than a day and a half, noon of that day:
// then a scenario runs, and what people do in it happens in its time.
func Today(ctx context.Context, log eventlog.Log, loc *time.Location, now time.Time) (time.Time, error) {
	events, err := log.Load(ctx, event.ClockSubject)
	if err != nil {
		return now, fmt.Errorf("read the clock: %w", err)
	}
	if len(events) == 0 {
		return now, nil
	}
	last, ok := events[len(events)-1].Event.Data.(*event.Clock)
	if !ok {
		return now, nil
	}
	if noon := last.Date.Midnight(loc).Add(12 * time.Hour); now.Sub(noon) > 36*time.Hour {
		return noon, nil
	}
	return now, nil
}
