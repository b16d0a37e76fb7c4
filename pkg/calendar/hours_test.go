package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/calendar"
)

func officeCalendar(t require.TestingT) (*calendar.Calendar, calendar.Hours, *time.Location) {
	loc, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	require.NoError(t, err)
	hours, err := calendar.ParseHours([][2]string{{"07:30", "11:30"}, {"13:00", "17:00"}})
	require.NoError(t, err)
	var holidays []calendar.Date
	for _, d := range []string{"2024-02-08", "2024-02-09", "2024-02-12", "2024-02-13", "2024-02-14", "2024-04-29", "2024-04-30", "2024-05-01"} {
		holidays = append(holidays, calendar.MustDate(d))
	}
	return calendar.New(holidays, []calendar.Date{calendar.MustDate("2024-05-04")}), hours, loc
}

func TestEightWorkingHours(t *testing.T) {
	c, hours, loc := officeCalendar(t)
	for name, x := range map[string]struct{ from, want string }{
		"a whole day":                       {"2024-03-04 07:30", "2024-03-04 17:00"},
		"from before the office opens":      {"2024-03-04 05:00", "2024-03-04 17:00"},
		"over a noon":                       {"2024-03-04 10:30", "2024-03-05 10:30"},
		"from within the noon break":        {"2024-03-04 12:00", "2024-03-05 11:30"},
		"from the evening":                  {"2024-03-04 21:15", "2024-03-05 17:00"},
		"over a weekend":                    {"2024-03-08 16:00", "2024-03-11 16:00"},
		"over Tết":                          {"2024-02-07 16:30", "2024-02-15 16:30"},
		"the make-up Saturday is worked on": {"2024-05-03 16:00", "2024-05-04 16:00"},
		"from a Sunday":                     {"2024-03-10 09:00", "2024-03-11 17:00"},
	} {
		t.Run(name, func(t *testing.T) {
			from, err := time.ParseInLocation("2006-01-02 15:04", x.from, loc)
			require.NoError(t, err)
			assert.Equal(t, x.want, c.AddWorkingTime(from, 8*time.Hour, hours, loc).In(loc).Format("2006-01-02 15:04"))
		})
	}
}

func TestWorkingTimeAddsUp(t *testing.T) {
	c, hours, loc := officeCalendar(t)
	rapid.Check(t, func(r *rapid.T) {
		from := time.Date(2024, 1, 20, 0, 0, 0, 0, loc).Add(time.Duration(rapid.IntRange(0, 120*86400).Draw(r, "second")) * time.Second)
		a := time.Duration(rapid.IntRange(1, 40*3600).Draw(r, "a")) * time.Second
		b := time.Duration(rapid.IntRange(1, 40*3600).Draw(r, "b")) * time.Second
		whole := c.AddWorkingTime(from, a+b, hours, loc)
		require.True(r, whole.Equal(c.AddWorkingTime(c.AddWorkingTime(from, a, hours, loc), b, hours, loc)))
		require.True(r, whole.After(from))
		require.True(r, c.IsWorkingDay(calendar.DateOf(whole, loc)))
	})
}

func TestHoursMustFollowOneAnother(t *testing.T) {
	for _, bad := range [][][2]string{nil, {{"7h30", "11:30"}}, {{"07:30", "25:00"}}, {{"11:30", "07:30"}}, {{"07:30", "11:30"}, {"11:00", "17:00"}}} {
		_, err := calendar.ParseHours(bad)
		assert.Error(t, err, "%v", bad)
	}
}
