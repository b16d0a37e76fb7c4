package clock

import (
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
)

// State is the last local day that has begun; the zero State is before the first.
type State struct {
	Date calendar.Date `json:"date"`
}

// aggregate decides about the clock: days only go forward, one at a time. It is pure.
type aggregate struct{ location *time.Location }

// Types implements intake.Aggregate.
func (a aggregate) Types() []event.Type { return []event.Type{event.ClockDayOpened} }

// Decide takes the day after the last one, and as the first one any; none may be left out, so that whoever opens a wrong day is wrong by
// one. The day is that of the event's time, so that it is no further ahead than a time may be.
func (a aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	d, ok := e.Data.(*event.Clock)
	switch {
	case !ok:
		return nil, event.Refuse("type", "%q is not about the clock", e.Type)
	case e.Subject != event.ClockSubject:
		return nil, event.Refuse("subject", "is %q; a province has one clock, %q", e.Subject, event.ClockSubject)
	case d.Date != calendar.DateOf(e.Time, a.location):
		return nil, event.Refuse("data.date", "is %s, but the event's time is on %s", d.Date, calendar.DateOf(e.Time, a.location))
	case s.Date != 0 && d.Date <= s.Date:
		return nil, event.Refuse("data.date", "is %s, but %s has begun already", d.Date, s.Date)
	case s.Date != 0 && d.Date > s.Date+1:
		return nil, event.Refuse("data.date", "is %s, but it is %s: the next day to begin is %s, none may be left out", d.Date, s.Date, s.Date+1)
	}
	return &event.Clock{Date: d.Date}, nil
}

// Evolve is the state after a recorded event.
func (aggregate) Evolve(s State, e *event.Event) State {
	if d, ok := e.Data.(*event.Clock); ok {
		s.Date = d.Date
	}
	return s
}

const snapshotVersion = 1

// Encode appends the snapshot of s.
func (aggregate) Encode(dst []byte, s State) []byte {
	return intake.AppendInt(append(dst, snapshotVersion), int64(s.Date))
}

// Decode reads what Encode wrote.
func (aggregate) Decode(b []byte) (State, error) {
	r := intake.OpenSnapshot(b, snapshotVersion)
	s := State{Date: calendar.Date(r.Int())}
	return s, r.Err()
}
