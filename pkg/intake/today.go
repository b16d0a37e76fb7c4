package intake

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// MaxAhead is how far the time of an event may lie ahead of the log's: more is no unevenness of clocks, but a clock that is
// wrong, or a wrong time zone.
const MaxAhead = 5 * time.Minute

// ownTime is by how much the day that the log's clock has opened must have lain behind, when it was opened and still now, for a
// scenario to run, in the log's own time. A clock that is down over a long holiday is none: its last day was opened on that day.
const ownTime = 36 * time.Hour

// opened is the day that a log's clock has reached; the zero one before the first.
type opened struct {
	day calendar.Date
	own bool // a scenario runs, and this day is its today
}

// Reached is the last day that a log's clock has opened; 0 before the first.
func Reached(ctx context.Context, log eventlog.Log, loc *time.Location) (calendar.Date, error) {
	o, err := readOpened(ctx, log, loc, time.Time{})
	return o.day, err
}

// readOpened reads the clock of a log.
func readOpened(ctx context.Context, log eventlog.Log, loc *time.Location, now time.Time) (opened, error) {
	last, err := log.Last(ctx, event.ClockSubject)
	if err != nil {
		return opened{}, fmt.Errorf("read the clock: %w", err)
	}
	if last == nil {
		return opened{}, nil
	}
	d, ok := last.Event.Data.(*event.Clock)
	if !ok {
		return opened{}, nil
	}
	noon := d.Date.Midnight(loc).Add(12 * time.Hour)
	// The wall's clock makes up for days that it did not see one after the other: those are of its own time all the same.
	own := last.Event.Source != event.WallClock && now.Sub(noon) > ownTime && last.Event.Recorded.Sub(noon) > ownTime
	return opened{day: d.Date, own: own}, nil
}

// Today is now; or, where a scenario runs in the log's own time, noon of the day that the log's clock has reached: what people
// do in it happens in its time.
func Today(ctx context.Context, log eventlog.Log, loc *time.Location, now time.Time) (time.Time, error) {
	o, err := readOpened(ctx, log, loc, now)
	if err == nil && o.own {
		now = o.day.Midnight(loc).Add(12 * time.Hour)
	}
	return now, err
}

// horizon is the log's now, as events are held against it.
type horizon struct {
	now time.Time // nothing counts later
	own calendar.Date
	loc *time.Location
}

// refuse says why a time that is too far ahead is not taken; nil if it is taken.
func (h *horizon) refuse(t time.Time) error {
	if !t.After(h.now.Add(MaxAhead)) {
		return nil
	}
	if h.own != 0 {
		return event.Refuse("time", "%s lies after the log's own day: its clock has opened %s and no later day yet. "+
			"Date the event by that day (GET /api/v1/clock has it)", t.Format(time.RFC3339), h.own)
	}
	return event.Refuse("time", "%s lies %s ahead of our clock, which says %s; up to %s are taken. Check the source's clock and its time zone",
		t.Format(time.RFC3339), t.Sub(h.now).Round(time.Second), h.now.In(h.loc).Format(time.RFC3339), MaxAhead)
}

// lookAgain is how long a clock that lags behind this machine's day is not asked again.
const lookAgain = time.Second

// logTime is what is known of a log's clock. The day only moves forward: it is read again only for what lies after it.
type logTime struct {
	log    eventlog.Log
	loc    *time.Location
	known  atomic.Pointer[opened]
	looked atomic.Int64 // when last, Unix nanoseconds
}

// horizon is the log's now for events up to a time.
func (c *logTime) horizon(ctx context.Context, now, latest time.Time) (horizon, error) {
	o := c.known.Load()
	// Where the log goes by this machine's clock, a day late by a moment changes no answer.
	fresh := o != nil && (calendar.DateOf(latest, c.loc) <= o.day || !o.own && o.day != 0 && now.UnixNano()-c.looked.Load() < int64(lookAgain))
	if !fresh {
		read, err := readOpened(ctx, c.log, c.loc, now)
		if err != nil {
			return horizon{}, err
		}
		o = &read
		c.known.Store(o)
		c.looked.Store(now.UnixNano())
	}
	now = now.UTC().Truncate(time.Microsecond)
	if !o.own {
		return horizon{now: now, loc: c.loc}, nil
	}
	return horizon{now: (o.day + 1).Midnight(c.loc).Add(-time.Microsecond).UTC(), own: o.day, loc: c.loc}, nil
}
