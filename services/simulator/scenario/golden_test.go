package scenario_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/services/simulator/scenario"
)

// days makes a number of days and returns a digest of each.
func digests(t *testing.T, g *scenario.Generator, n int) []string {
	t.Helper()
	var d scenario.Day
	var all []string
	for range n {
		require.NoError(t, g.Next(&d))
		h := sha256.New()
		for _, b := range d.Batches {
			h.Write(b.Lines)
		}
		all = append(all, d.Date.String()+" "+hex.EncodeToString(h.Sum(nil)[:8]))
	}
	return all
}

func generator(t testing.TB, seed uint64) *scenario.Generator {
	t.Helper()
	g, err := scenario.NewGenerator(h1(t), lamdong(t), seed)
	require.NoError(t, err)
	return g
}

func TestTheSameSeedMakesTheSameBytes(t *testing.T) {
	days := 190 // beyond the history
	if testing.Short() {
		days = 31
	}
	first := digests(t, generator(t, 1), days)
	assert.Equal(t, first, digests(t, generator(t, 1), days))
	other := digests(t, generator(t, 2), 2)
	assert.NotEqual(t, first[1], other[1])
}

// The golden file holds one event of each type of the first month, as it is sent. With
// UPDATE_GOLDEN=1 in the environment it is written instead of compared.
func TestEventsLookAsTheyDid(t *testing.T) {
	g := generator(t, 1)
	seen := make(map[string]bool)
	var sample strings.Builder
	var d scenario.Day
	for range 31 {
		require.NoError(t, g.Next(&d))
		for _, b := range d.Batches {
			for i := range b.Marks {
				line := b.Line(i)
				if kind := attribute(line, "type"); !seen[kind] {
					seen[kind] = true
					fmt.Fprintf(&sample, "%s", line)
				}
			}
		}
	}
	name := filepath.Join("testdata", "january.ndjson")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(name, []byte(sample.String()), 0o600))
	}
	golden, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(golden), sample.String())
}

func TestTheDayAfterTheHistoryIsLive(t *testing.T) {
	g := generator(t, 1)
	var d scenario.Day
	for g.Date() <= calendar.MustDate("2024-06-30") {
		require.NoError(t, g.Next(&d))
		assert.True(t, d.History)
	}
	require.NoError(t, g.Next(&d))
	require.Equal(t, "2024-07-01", d.Date.String())
	assert.False(t, d.History)

	kinds := make(map[string]int)
	severe := 0
	for _, e := range d.InOrder() {
		line := d.Batches[e.Batch].Line(e.Index)
		kinds[attribute(line, "type")]++
		assert.NotContains(t, string(line), "backfill")
		assert.Contains(t, string(line), `"simulated":true`)
		assert.NotEqual(t, "severe", attribute(line, "severity"), "an incident is severe by its assessment")
		if strings.Contains(string(line), `"beyond_owner":true`) {
			severe++
		}
	}
	assert.Equal(t, 1, severe, "the first live day has a severe incident")
	assert.Equal(t, 1, kinds["alarm.acknowledged.v1"])
	assert.Equal(t, 1, kinds["incident.resolved.v1"])
	assert.Equal(t, 1, kinds["clock.day_opened.v1"])
	assert.Greater(t, kinds["dossier.received.v1"], 1500)
	assert.Greater(t, kinds["payment.succeeded.v1"], 700)
	assert.Greater(t, kinds["dossier.fee_requested.v1"], 100)
	assert.Less(t, kinds["dossier.resumed.v1"], kinds["dossier.fee_requested.v1"], "who waits for a fee is resumed by the dossiers service")
}

func TestADaysEventsAreInOrderOfSending(t *testing.T) {
	g := generator(t, 1)
	var d scenario.Day
	for range 3 {
		require.NoError(t, g.Next(&d))
	}
	order := d.InOrder()
	require.Len(t, order, d.Events())
	assert.Equal(t, "clock", d.Batches[order[0].Batch].Service)
	for i := 1; i < len(order); i++ {
		assert.LessOrEqual(t, order[i-1].Second, order[i].Second)
	}
	for i, m := range d.Batches[1].Marks {
		if i > 0 {
			assert.Less(t, d.Batches[1].Marks[i-1].End, m.End)
		}
	}
}

func TestAScenarioThatCannotBeIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ text, fault string }{
		"unknown member": {`{"x": 1}`, "x"},
		"no cuts":        {`{"id": "a"}`, "at least two are needed"},
		"shrinking cuts": {
			`{"id": "a", "from": "2024-01-01", "cuts": [
				{"date": "2024-06-15", "received": 10, "resolved": 11},
				{"date": "2024-06-01", "received": 5, "resolved_full_online": 1}],
			  "incidents": [{"at": "yesterday", "system": 3}]}`,
			"cuts[1]: date and received must grow",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := scenario.Parse([]byte(c.text))
			require.ErrorContains(t, err, c.fault)
		})
	}
	_, err := scenario.Load("h2-1999")
	require.ErrorContains(t, err, `scenario "h2-1999" is not known`)
}

func BenchmarkHistory(b *testing.B) {
	s, top := h1(b), lamdong(b)
	var events, size int
	for b.Loop() {
		err := scenario.Generate(s, top, 1, func(batch scenario.Batch) error {
			events += len(batch.Marks)
			size += len(batch.Lines)
			return nil
		})
		require.NoError(b, err)
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
	b.SetBytes(int64(size / b.N))
}

func BenchmarkPlan(b *testing.B) {
	s, top := h1(b), lamdong(b)
	for b.Loop() {
		_, err := scenario.NewGenerator(s, top, 1)
		require.NoError(b, err)
	}
}
