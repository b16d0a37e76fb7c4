package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/topology"
)

func official(t *testing.T) *calendar.Calendar {
	t.Helper()
	top, err := topology.Default()
	require.NoError(t, err)
	return top.Calendar()
}

func TestWorkingDaysOfTheReportingPeriods(t *testing.T) {
	c := official(t)
	for _, period := range []struct {
		first, last string
		days        int
	}{
		{"2024-01-01", "2024-06-30", 121},
		{"2024-01-01", "2024-06-15", 111},
		{"2023-12-15", "2024-06-14", 122},
	} {
		got := c.WorkingDaysBetween(calendar.MustDate(period.first)-1, calendar.MustDate(period.last))
		assert.Equal(t, period.days, got, "%s to %s", period.first, period.last)
	}
}

func TestHolidaysAndMakeupSaturdays(t *testing.T) {
	c := official(t)
	for _, tet := range []string{"2024-02-08", "2024-02-09", "2024-02-10", "2024-02-11", "2024-02-12", "2024-02-13", "2024-02-14", "2025-01-29"} {
		assert.False(t, c.IsWorkingDay(calendar.MustDate(tet)), tet)
	}
	assert.True(t, c.IsWorkingDay(calendar.MustDate("2024-05-04")), "the Saturday worked for 29 April")
	assert.False(t, c.IsWorkingDay(calendar.MustDate("2024-04-29")))
	assert.False(t, c.IsWorkingDay(calendar.MustDate("2024-05-11")), "an ordinary Saturday")
	assert.True(t, c.IsWorkingDay(calendar.MustDate("2024-02-15")))
}

func TestADeadlineSkipsTet(t *testing.T) {
	c := official(t)
	for _, due := range []struct {
		received string
		days     int
		due      string
	}{
		{"2024-02-07", 0, "2024-02-07"},
		{"2024-02-07", 1, "2024-02-15"},
		{"2024-02-07", 3, "2024-02-19"},
		{"2024-02-10", 0, "2024-02-15"}, // handed in on a holiday: same-day work is due when offices open
		{"2024-05-03", 1, "2024-05-04"},
	} {
		got := c.AddWorkingDays(calendar.MustDate(due.received), due.days)
		assert.Equal(t, due.due, got.String(), "%s + %d", due.received, due.days)
	}
}

func TestTheWorkingDaysBeforeADayPassOverWeekendsAndHolidaysAndKnowMakeupSaturdays(t *testing.T) {
	c := official(t)
	for _, days := range []struct{ on, last, before string }{
		{"2024-06-25", "2024-06-24", "2024-06-21"}, // Tuesday: Monday and the Friday before
		{"2024-06-24", "2024-06-21", "2024-06-20"}, // Monday: Friday and Thursday, not Sunday and Saturday
		{"2024-06-30", "2024-06-28", "2024-06-27"}, // Sunday
		{"2024-02-15", "2024-02-07", "2024-02-06"}, // after Tết
		{"2024-05-06", "2024-05-04", "2024-05-03"}, // after the Saturday worked for 29 April
	} {
		got := c.WorkingDaysBefore(calendar.MustDate(days.on), 2)
		assert.Equal(t, []calendar.Date{calendar.MustDate(days.last), calendar.MustDate(days.before)}, got, days.on)
	}
	assert.Empty(t, c.WorkingDaysBefore(calendar.MustDate("2024-06-25"), 0))
}

func TestADateIsTheLocalOne(t *testing.T) {
	loc, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	require.NoError(t, err)
	lastSecond := time.Date(2024, 6, 15, 16, 59, 59, 999, time.UTC)
	assert.Equal(t, "2024-06-15", calendar.DateOf(lastSecond, loc).String())
	assert.Equal(t, "2024-06-16", calendar.DateOf(lastSecond.Add(time.Second), loc).String())
	assert.Equal(t, "1969-12-31", calendar.DateOf(time.Unix(-1, 0), time.UTC).String())
	assert.Equal(t, time.Date(2024, 6, 15, 17, 0, 0, 0, time.UTC), calendar.MustDate("2024-06-16").Midnight(loc).UTC())
}

func TestADateAsText(t *testing.T) {
	var d calendar.Date
	require.NoError(t, d.UnmarshalText([]byte("2024-02-29")))
	assert.Equal(t, time.Thursday, d.Weekday())
	assert.Equal(t, 2024, d.Year())
	b, err := d.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "2024-02-29", string(b))

	require.NoError(t, d.UnmarshalText(nil))
	assert.Zero(t, d)
	assert.Empty(t, d.String())
	require.EqualError(t, d.UnmarshalText([]byte("30/06/2024")), `date "30/06/2024" is not of the form YYYY-MM-DD`)
	require.EqualError(t, d.UnmarshalText([]byte("2026-02-31")), "there is no day 2026-02-31")
}
