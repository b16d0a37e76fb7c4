package gateway

import (
	"testing"

	"langbiang.internal/ioc/pkg/calendar"
)

// The golden calendar is what the screens' own tests read: what is said of the province's calendar, and the working days of two years.
func TestTheGoldenCalendarIsWhatIsSaidOfWorkingDays(t *testing.T) {
	topo := lamdong(t)
	from, to := calendar.MustDate("2024-01-01"), calendar.MustDate("2025-12-31")
	var working []calendar.Date
	for d := from; d <= to; d++ {
		if topo.Calendar().IsWorkingDay(d) {
			working = append(working, d)
		}
	}
	golden(t, "calendar", encode(map[string]any{
		"calendar": describe(topo, topo.Map("")).Calendar, "from": from, "to": to, "working": working,
	}))
}
