package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/services/simulator/scenario"
)

func h1(t testing.TB) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Load("h1-2024")
	require.NoError(t, err)
	return s
}

func lamdong(t testing.TB) *topology.Topology {
	t.Helper()
	top, err := topology.Default()
	require.NoError(t, err)
	return top
}

func minimal(t testing.TB) *topology.Topology {
	t.Helper()
	top, err := topology.LoadFile("../../../pkg/topology/testdata/minimal.json")
	require.NoError(t, err)
	return top
}

func TestTheFiguresAtTheCutsAreThePublishedOnes(t *testing.T) {
	for name, run := range map[string]struct {
		top  *topology.Topology
		seed uint64
	}{
		"default seed":                   {lamdong(t), 1},
		"another seed":                   {lamdong(t), 20240710},
		"an invented province":           {minimal(t), 1},
		"an invented province, reseeded": {minimal(t), 99},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFold(t, run.top)
			require.NoError(t, scenario.Generate(h1(t), run.top, run.seed, f.batch))

			assert.Equal(t, 279_813, upTo(f.received, "2024-06-15"), "received by 15 June")
			assert.Equal(t, 257_417, upTo(f.resolved, "2024-06-15"), "resolved by 15 June")
			assert.Equal(t, 313_772, upTo(f.received, "2024-06-30"), "received by 30 June")
			assert.Equal(t, 88_183, upTo(f.full, "2024-06-30"), "resolved wholly online by 30 June")
			assert.Equal(t, 191_643, upTo(f.paid, "2024-06-30"), "paid by 30 June")
			assert.Equal(t, 7, upTo(f.opened, "2024-06-30"))
			assert.Equal(t, 7, upTo(f.closed, "2024-06-30"))
			assert.Equal(t, f.received, within(f.received), "no event lies outside the history")

			status := make(map[string]int)
			for _, kind := range f.models {
				status[kind]++
			}
			assert.Equal(t, map[string]int{
				"model.completed.v1": 12, "model.started.v1": 18, "model.blocked.v1": 2, "model.preparing.v1": 1,
			}, status)
			t.Logf("%d events, %d bytes, %d read by the parser, types %v", f.events, f.bytes, f.parsed, f.types)
			t.Logf("units %v", f.units)
			t.Logf("procedures %v", f.procedure)
		})
	}
}

func within(count map[string]int) map[string]int {
	in := make(map[string]int)
	for d, n := range count {
		if d >= "2024-01-01" && d <= "2024-06-30" {
			in[d] = n
		}
	}
	return in
}
