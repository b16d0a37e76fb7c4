package gateway

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// The live views are those of the base map; a unit that came later counts in the smallest of them that it lies in.
func TestAUnitOfALaterMapCountsWhereItLies(t *testing.T) {
	f := testFold(t)
	f.apply(day(1, "2025-07-02"))
	for i, unit := range []string{"25114-202412", "682-202412", "24846-202507", "24781-202507", "2025-phu-quy", "nowhere"} {
		f.apply(entry(eventlog.Position(i+2), dossier(unit, unit, "construction", "2025-07-02T09:00:00+07:00",
			event.Dossier{To: event.StatusReceived, CountsReceived: true})))
	}
	got := make(map[string]int64)
	for _, v := range f.views {
		if n := v.series[f.figures.measureIndex["dossiers.received"]].total; n != 0 {
			got[v.ID] = n
		}
	}
	assert.Equal(t, map[string]int64{
		"province": 6, "district/681": 1, "district/672": 1,
		"department/construction": 6, "department/construction/district/681": 1, "department/construction/district/672": 1,
	}, got)
}
