package topology_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
)

// A unit is held against a year before only where both years are of the same territory, under the map that is asked for.
func TestAUnitIsTheSameWhileItsTerritoryIs(t *testing.T) {
	top := lamdong(t)
	for _, c := range []struct {
		m, unit, from, to string
		same              bool
	}{
		{"2024-07", "681", "2024-01-01", "2024-11-30", true},
		{"2024-07", "681", "2024-01-01", "2024-12-01", false}, // since the merger it cannot be told from its neighbours
		{"2024-12", "681", "2024-01-01", "2024-12-01", false},
		{"2024-12", "682-202412", "2024-03-01", "2025-03-31", true}, // three districts together
		{"2024-07", "672", "2024-03-01", "2025-03-31", true},
		{"2024-12", "672", "2024-03-01", "2025-03-31", true},
		{"2024-07", "68", "2024-03-01", "2025-03-31", true},
		{"2025-07", "68", "2024-03-01", "2025-06-30", false}, // the other two provinces were not administered here
		{"2025-07", "68", "2024-08-01", "2025-08-31", false},
		{"2024-12", "68", "2024-08-01", "2025-08-31", false}, // theirs are counted for it since
		{"2025-07", "68", "2025-07-01", "2026-07-31", true},
		{"2025-07", "24846-202507", "2024-08-01", "2025-08-31", false}, // what the district did then is nobody's now
		{"2025-07", "24846-202507", "2025-08-01", "2026-08-31", true},
		{"2024-07", "677", "2024-08-01", "2025-08-31", true}, // the new communes lie in it whole
		{"2024-12", "677", "2024-08-01", "2025-08-31", true},
		{"2024-07", "678", "2024-08-01", "2025-08-31", false}, // one straddles it
		{"2025-07", "2025-phu-quy", "2024-08-01", "2025-08-31", false},
		{"2024-12", "24769", "2024-08-01", "2025-08-31", false}, // a part of Lang Biang - Đà Lạt since
		{"2024-07", "24985", "2024-08-01", "2025-08-31", true},
		{"2024-12", "25126", "2024-03-01", "2025-03-31", true}, // a commune does not answer for its district
	} {
		m := top.Map(c.m)
		if u := m.Unit(c.unit); u != nil {
			from, to := calendar.MustDate(c.from), calendar.MustDate(c.to)
			assert.Equal(t, c.same, top.IsSame(m, u, from, to), "%s on %s from %s to %s", c.unit, c.m, c.from, c.to)
		} else {
			assert.False(t, c.same, c.unit)
		}
	}
	parted, err := parseDivided(`{"id": "next", "date": "2025-01-01", "abolished": ["a2"],
		"created": [{"id": "x", "code": "x", "kind": "commune", "parent": "A"}, {"id": "y", "code": "a2", "kind": "commune", "parent": "B"}],
		"transfers": [{"from": "a2", "to": "x", "part": true}, {"from": "a2", "to": "y", "part": true}]}`)
	require.NoError(t, err)
	from, to := calendar.MustDate("2024-03-01"), calendar.MustDate("2025-03-01")
	next, base := parted.Map("next"), parted.Map("base")
	for id, same := range map[string]bool{"x": false, "y": false, "a1": true, "b1": true, "A": false, "B": false, "P": true} {
		assert.Equal(t, same, parted.IsSame(next, next.Unit(id), from, to), id)
	}
	for id, same := range map[string]bool{"a1": true, "a2": true, "b1": true, "A": true, "P": true} {
		assert.Equal(t, same, parted.IsSame(base, base.Unit(id), from, to), id)
	}
}
