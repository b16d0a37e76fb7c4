// Package calendar is the province's civil time: dates without a clock, and the
// working days that legal deadlines are counted in.
package calendar

import (
	"errors"
	"slices"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/text"
)

// Date is a civil date: days since 1970-01-01. The zero Date means "no date".
type Date int32

const layout = "2006-01-02"

// DateOf is the date of t in loc.
func DateOf(t time.Time, loc *time.Location) Date {
	_, offset := t.In(loc).Zone()
	return Date(floorDiv(t.Unix()+int64(offset), 86400))
}

// ParseDate reads "2006-01-02".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if parse := new(time.ParseError); errors.As(err, &parse) && strings.HasSuffix(parse.Message, "out of range") {
		return 0, text.Errorf("there is no day %s", s)
	} else if err != nil {
		return 0, text.Errorf("date %q is not of the form YYYY-MM-DD", s)
	}
	return Date(floorDiv(t.Unix(), 86400)), nil
}

// MustDate is ParseDate for constants; it panics on a bad one.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Midnight is the instant at which d begins in loc.
func (d Date) Midnight(loc *time.Location) time.Time {
	y, m, day := d.utc().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, loc)
}

// Time is d at midnight UTC, the form in which date columns travel.
func (d Date) Time() time.Time { return d.utc() }

// Year is the civil year of d.
func (d Date) Year() int { return d.utc().Year() }

// Weekday is the day of the week of d.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// String is "2006-01-02", or "" for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(layout)
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// AppendText implements encoding.TextAppender.
func (d Date) AppendText(b []byte) ([]byte, error) {
	if d == 0 {
		return b, nil
	}
	return d.utc().AppendFormat(b, layout), nil
}

// UnmarshalText implements encoding.TextUnmarshaler; the empty text is no date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	parsed, err := ParseDate(string(b))
	*d = parsed
	return err
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Weekdays are the days of the week on which offices are open.
var Weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// Calendar says which dates are working days: those of Weekdays, less the public
// holidays, plus the make-up Saturdays that the government announces each year.
type Calendar struct {
	holidays map[Date]bool
	makeup   map[Date]bool
}

// New makes a calendar from its exceptions.
func New(holidays, makeup []Date) *Calendar {
	c := &Calendar{holidays: make(map[Date]bool, len(holidays)), makeup: make(map[Date]bool, len(makeup))}
	for _, d := range holidays {
		c.holidays[d] = true
	}
	for _, d := range makeup {
		c.makeup[d] = true
	}
	return c
}

// IsWorkingDay tells whether offices are open on d.
func (c *Calendar) IsWorkingDay(d Date) bool {
	if c.makeup[d] {
		return true
	}
	if c.holidays[d] {
		return false
	}
	return slices.Contains(Weekdays, d.Weekday())
}

// AddWorkingDays is the n-th working day after d (n ≥ 0). With n = 0 it is d
// itself, or the next working day if d is none: the day on which same-day work is due.
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	for !c.IsWorkingDay(d) && n == 0 {
		d++
	}
	for n > 0 {
		d++
		if c.IsWorkingDay(d) {
			n--
		}
	}
	return d
}

// WorkingDaysBetween counts the working days in (from, to].
func (c *Calendar) WorkingDaysBetween(from, to Date) int {
	n := 0
	for d := from + 1; d <= to; d++ {
		if c.IsWorkingDay(d) {
			n++
		}
	}
	return n
}

// WorkingDaysBefore lists the last n working days before d, the newest first.
func (c *Calendar) WorkingDaysBefore(d Date, n int) []Date {
	days := make([]Date, 0, n)
	for len(days) < n {
		d--
		if c.IsWorkingDay(d) {
			days = append(days, d)
		}
	}
	return days
}
