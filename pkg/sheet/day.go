package sheet

import (
	"math"
	"regexp"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
)

// Days that a file may name; serial numbers are told from other numbers by them.
var (
	firstDay = calendar.MustDate("1990-01-01")
	lastDay  = calendar.MustDate("2099-12-31")
)

// The days from which spreadsheets count: that of 1900, whose first two months are wrong and never meant, and that of 1904.
var (
	zero1900 = calendar.MustDate("1899-12-30")
	zero1904 = calendar.MustDate("1904-01-01")
)

// written is how a day is written for people.
func written(d calendar.Date) string { return time.Unix(int64(d)*86_400, 0).UTC().Format("02/01/2006") }

// layouts are those of a day alone, as people here write it, and of a day at midnight, as programs do.
var layouts = []string{
	time.DateOnly, "2006/1/2", "2/1/2006", "2-1-2006", "2.1.2006", "2006-01-02 00:00:00", "2006-01-02T00:00:00", "2006-01-02T00:00:00Z", "2/1/2006 00:00:00",
}

var inWords = regexp.MustCompile(`(?i)^ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})$`)

// ParseDay reads 2024-06-30, 30/6/2024 or ngày 30 tháng 6 năm 2024.
func ParseDay(text string) (calendar.Date, bool) {
	if m := inWords.FindStringSubmatch(text); m != nil {
		text = m[1] + "/" + m[2] + "/" + m[3]
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			d := calendar.DateOf(t, time.UTC)
			return d, d >= firstDay && d <= lastDay
		}
	}
	return 0, false
}

// serial is the day that a spreadsheet's number means; the time of day is left out.
func serial(number float64, from1904 bool) (calendar.Date, bool) {
	zero := zero1900
	if from1904 {
		zero = zero1904
	}
	if math.IsNaN(number) || math.Abs(number) > 1e6 {
		return 0, false
	}
	d := zero + calendar.Date(math.Floor(number))
	return d, d >= firstDay && d <= lastDay
}
