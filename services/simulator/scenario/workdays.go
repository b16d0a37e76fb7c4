package scenario

import (
	"time"

	"langbiang.internal/ioc/pkg/calendar"
)

// workdays is the calendar as a table that grows as time goes on.
type workdays struct {
	cal   *calendar.Calendar
	first calendar.Date
	days  []calendar.Date // working days from first on
	index []int32         // of each date from first on: the first working day not before it
}

func newWorkdays(cal *calendar.Calendar, first calendar.Date) *workdays {
	return &workdays{cal: cal, first: first}
}

// growth is how many dates the table grows by: more than any legal time.
const growth = 128

func (w *workdays) reach(d calendar.Date) {
	for d+growth >= w.first+calendar.Date(len(w.index)) {
		next := w.first + calendar.Date(len(w.index))
		w.index = append(w.index, int32(len(w.days)))
		if w.cal.IsWorkingDay(next) {
			w.days = append(w.days, next)
		}
	}
}

func (w *workdays) isOpen(d calendar.Date) bool { return w.cal.IsWorkingDay(d) }

// at is the position of the first working day not before d.
func (w *workdays) at(d calendar.Date) int {
	w.reach(d)
	return int(w.index[d-w.first])
}

// after is the n-th working day after d; with n = 0, d or the first working day after it.
func (w *workdays) after(d calendar.Date, n int) calendar.Date {
	i := w.at(d) + n
	if n > 0 && !w.isOpen(d) {
		i-- // the working day that follows d is the first after it
	}
	for i >= len(w.days) {
		w.reach(w.first + calendar.Date(len(w.index)))
	}
	return w.days[i]
}

// notAfter is the last working day not after d, or floor if that is later.
func (w *workdays) notAfter(d, floor calendar.Date) calendar.Date {
	for d > floor && !w.isOpen(d) {
		d--
	}
	return max(d, floor)
}

// moment is a local time as seconds since 1970-01-01T00:00 by the wall clock.
type moment int64

const (
	minute  = 60
	hour    = 3600
	daySpan = 86400
)

func at(d calendar.Date, second int64) moment { return moment(int64(d)*daySpan + second) }

func (m moment) day() calendar.Date { return calendar.Date(int64(m) / daySpan) }

func (m moment) second() int64 { return int64(m) % daySpan }

// offsetText is the zone's offset as RFC 3339 writes it, at noon of d.
func offsetText(d calendar.Date, loc *time.Location) string {
	return d.Midnight(loc).Add(12 * time.Hour).Format("Z07:00")
}
