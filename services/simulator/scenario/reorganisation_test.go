package scenario_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/services/simulator/scenario"
)

// named counts the units that events of a day name, and requires that each is a unit of that day, called by its own id.
type named struct {
	t        *testing.T
	top      *topology.Topology
	units    map[string]int
	subjects map[string]bool // of dossiers handed in
}

func (n *named) day(d *scenario.Day) {
	m := n.top.MapAt(d.Date)
	for _, b := range d.Batches {
		for i := range b.Marks {
			line := b.Line(i)
			kind, subject := attribute(line, "type"), attribute(line, "subject")
			if kind == "dossier.submitted.v1" {
				require.False(n.t, n.subjects[subject], "%s is given twice", subject)
				n.subjects[subject] = true
			}
			for _, member := range []string{"unit", "site"} {
				id := attribute(line, member)
				if id == "" {
					continue
				}
				n.units[id]++
				u := m.Unit(id)
				require.NotNil(n.t, u, "%s on the map %s: %s", id, m.ID, line)
				require.Same(n.t, u, n.top.Resolve(id, d.Date), "%s", line)
			}
		}
	}
}

// Live traffic goes on over both reorganisations: each day's events are of units of that day.
func TestLiveTrafficIsOfTheUnitsOfTheDay(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes a year and a half of days")
	}
	top, g := lamdong(t), generator(t, 1)
	var d scenario.Day
	seen := make(map[string]*named)
	for g.Date() <= calendar.MustDate("2025-07-31") {
		require.NoError(t, g.Next(&d))
		if d.History {
			continue
		}
		m := top.MapAt(d.Date)
		if seen[m.ID] == nil {
			seen[m.ID] = &named{t: t, top: top, units: make(map[string]int), subjects: make(map[string]bool)}
		}
		seen[m.ID].day(&d)
	}
	before, merged, two := seen["2024-07"], seen["2024-12"], seen["2025-07"]
	for _, id := range []string{"681", "682", "683", "25114", "25120"} {
		assert.Positive(t, before.units[id], id)
		assert.Zero(t, merged.units[id], id)
	}
	assert.Greater(t, merged.units["682-202412"], 100, "the new Đạ Huoai")
	assert.Positive(t, merged.units["25114-202412"], "Bà Gia")
	for id := range two.units {
		assert.False(t, strings.HasPrefix(id, "67"), "there are no districts: %s", id)
	}
	assert.Positive(t, two.units["24846-202507"], "Phường Lang Biang - Đà Lạt")
	assert.Greater(t, len(two.units), 52, "the province and every commune of the old territory")
	assert.Greater(t, len(two.subjects), 30_000, "what districts handled, communes do")
}
