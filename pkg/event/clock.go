package event

import "langbiang.internal/ioc/pkg/calendar"

// ClockDayOpened says that a local day has begun. Time enters the projections only
// through it, so that a frame is a pure function of its position.
const ClockDayOpened Type = "clock.day_opened.v1"

var clocks = describe[Clock](ClockDayOpened).toldBy(Timekeeper)

// Clock is the data of every clock event.
type Clock struct {
	Date calendar.Date `json:"date"`
}

func (*Clock) noun() Noun { return NounClock }

// Facets implements Data.
func (*Clock) Facets() Facets { return Facets{} }

// ClockSubject is the stream of the province's clock.
const ClockSubject = "clock/province"

// Validate reports what no source may send.
func (c *Clock) Validate() error {
	if c.Date == 0 {
		return fieldError("data.date", "is missing")
	}
	return nil
}
