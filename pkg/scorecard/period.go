package scorecard

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/text"
)

// Period is a month, a quarter or a year, both days included.
type Period struct{ From, To calendar.Date }

// Days is how many days there are in p.
func (p Period) Days() int { return int(p.To-p.From) + 1 }

// ParsePeriod reads "2024-06", "2024-Q2" or "2024".
func ParsePeriod(s string) (Period, error) {
	refused := text.Errorf("%q is none of a month (2024-06), a quarter (2024-Q2), a year (2024)", s)
	yearText, part, hasPart := strings.Cut(s, "-")
	year, err := number(yearText, 4)
	if err != nil || year < 1900 || year > 2299 {
		return Period{}, refused
	}
	quarterText, isQuarter := strings.CutPrefix(part, "Q")
	switch {
	case !hasPart:
		return months(year, 1, 12), nil
	case isQuarter:
		q, err := number(quarterText, 1)
		if err != nil || q < 1 || q > 4 {
			return Period{}, refused
		}
		return months(year, 3*q-2, 3), nil
	}
	m, err := number(part, 2)
	if err != nil || m < 1 || m > 12 {
		return Period{}, refused
	}
	return months(year, m, 1), nil
}

func months(year, first, count int) Period {
	return Period{From: day(year, first), To: day(year, first+count) - 1}
}

// day is the first of a month; month 13 is January of the next year.
func day(year, month int) calendar.Date {
	return calendar.DateOf(time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC), time.UTC)
}

// number reads exactly so many digits.
func number(s string, digits int) (int, error) {
	if len(s) != digits || strings.Trim(s, "0123456789") != "" {
		return 0, fmt.Errorf("%q has not %d digits", s, digits)
	}
	return strconv.Atoi(s)
}
