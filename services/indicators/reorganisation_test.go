package indicators

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
)

// The merger of 1 December 2024: nobody is asked for what units that are no more owe, nor the new one for the month before it was.
func TestSilenceIsOfUnitsThatAre(t *testing.T) {
	log := intaketest.Log(t)
	s, err := New(Config{Common: intake.Common{
		Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noonOf("2025-02-01") },
	}})
	require.NoError(t, err)
	missed := func(date string, id int) map[string]bool {
		before := len(entries(t, log))
		require.NoError(t, s.onDay(t.Context(), 1, day(date, id)))
		units := make(map[string]bool)
		for _, entry := range entries(t, log)[before:] {
			for i := range entry.Events {
				e := &entry.Events[i]
				if e.Type == event.IndicatorMissed && strings.HasPrefix(e.Subject, "indicator/community_teams.people_helped:") {
					units[e.Data.(*event.Indicator).Unit] = true
				}
			}
		}
		return units
	}
	october := missed("2024-11-20", 1)
	assert.Len(t, october, 12)
	assert.True(t, october["682"])
	november := missed("2024-12-20", 2)
	assert.Len(t, november, 9, "of the twelve, those that are still")
	december := missed("2025-01-20", 3)
	assert.Len(t, december, 10)
	assert.True(t, december["682-202412"])
	assert.False(t, december["682"])
}
