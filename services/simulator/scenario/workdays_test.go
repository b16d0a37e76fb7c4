package scenario

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/topology"
)

func TestWorkdaysAgreeWithTheCalendar(t *testing.T) {
	top, err := topology.Default()
	require.NoError(t, err)
	cal := top.Calendar()
	first := calendar.MustDate("2024-01-01")
	w := newWorkdays(cal, first)
	for d := first; d < first+400; d++ {
		assert.Equal(t, cal.AddWorkingDays(d, 0), w.after(d, 0), "%s + 0", d)
		for _, n := range []int{1, 3, 22} {
			assert.Equal(t, cal.AddWorkingDays(d, n), w.after(d, n), "%s + %d", d, n)
		}
	}
	saturday := calendar.MustDate("2024-06-15")
	assert.Equal(t, "2024-06-14", w.notAfter(saturday, first).String())
	assert.Equal(t, saturday, w.notAfter(saturday+1, saturday), "not before the floor")
	assert.Equal(t, "2026-08-03", w.after(calendar.MustDate("2026-08-01"), 1).String(), "far ahead of what is known")
}
