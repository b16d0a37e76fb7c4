package calendar

import (
	"errors"
	"fmt"
	"time"
)

// Span is a part of a working day during which offices are open: seconds after midnight, From included, To not.
type Span struct{ From, To int }

// Hours are the parts of a working day, one after the other.
type Hours []Span

// ParseHours reads spans like {"07:30", "11:30"}. They must follow one another.
func ParseHours(spans [][2]string) (Hours, error) {
	hours := make(Hours, 0, len(spans))
	end := 0
	for _, s := range spans {
		from, err1 := clockTime(s[0])
		to, err2 := clockTime(s[1])
		switch {
		case err1 != nil || err2 != nil:
			return nil, errors.Join(err1, err2)
		case from >= to || from < end:
			return nil, fmt.Errorf("%s to %s does not follow the hours before it", s[0], s[1])
		}
		hours, end = append(hours, Span{from, to}), to
	}
	if len(hours) == 0 {
		return nil, errors.New("a working day has no hours")
	}
	return hours, nil
}

func clockTime(s string) (int, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time of day like 07:30", s)
	}
	return t.Hour()*3600 + t.Minute()*60, nil
}

// AddWorkingTime is the moment at which d of office time has passed since t: the hours of working days are counted, nothing
// else. The answer lies within office hours, at the end of a span rather than at the beginning of the next.
func (c *Calendar) AddWorkingTime(t time.Time, d time.Duration, hours Hours, loc *time.Location) time.Time {
	day := DateOf(t, loc)
	left := int(d / time.Second)
	since := int(t.Sub(day.Midnight(loc)) / time.Second)
	for ; ; day++ {
		if c.IsWorkingDay(day) {
			for _, s := range hours {
				from := max(s.From, since)
				if open := s.To - from; open > 0 {
					if left <= open {
						return day.Midnight(loc).Add(time.Duration(from+left) * time.Second)
					}
					left -= open
				}
			}
		}
		since = 0
	}
}
