package scenario_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
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
		"default seed":         {lamdong(t), 1},
		"another seed":         {lamdong(t), 20240710},
		"an invented province": {minimal(t), 1},
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && name != "default seed" {
				t.Skip("one seed of one province tells most")
			}
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
			approved := make(map[string]int)
			for _, by := range f.levels {
				approved[by]++
			}
			assert.Equal(t, map[string]int{"province": 8, "department": 23}, approved, "level files approved by 30 June")
			assert.InDelta(t, 2_340_000, f.events, 150_000)
			if run.top.ID == "lamdong" {
				assert.Equal(t, 23, f.published, "21 figures of the article and two published scores")
			}
			t.Logf("%d events, %d bytes, %d of them read by the real parser", f.events, f.bytes, f.parsed)
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

func TestTheSplitIsPlausible(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes the whole history once more")
	}
	top := lamdong(t)
	f := newFold(t, top)
	require.NoError(t, scenario.Generate(h1(t), top, 1, f.batch))

	for _, u := range top.Units {
		assert.Positive(t, f.units[u.ID], "dossiers of %s", u.Name.Vi)
	}
	for _, p := range top.Procedures {
		assert.Positive(t, f.procedure[p.Code], "dossiers of %s", p.Name)
	}
	for _, p := range top.Procedures {
		assert.Equal(t, p.FeeVND > 0, f.online[p.Code], "each procedure with a fee has online payments, as was published: %s", p.Name)
	}
	assert.Greater(t, f.procedure["2.000815"], 20*f.procedure["1.013226"], "certified copies are common, changed building permits are not")
	district := func(id string) int {
		n := f.units[id]
		for _, c := range top.Unit(id).Children() {
			n += f.units[c.ID]
		}
		return n
	}
	assert.Greater(t, district("672"), 4*district("681"), "Đà Lạt has five times the people of Đạ Huoai")

	cal := top.Calendar()
	for day := calendar.MustDate("2024-01-01"); day <= calendar.MustDate("2024-06-30"); day++ {
		n := f.received[day.String()]
		switch {
		case cal.IsWorkingDay(day):
			assert.Greater(t, n, 1200, "%s is a working day", day)
		case day.Weekday() == time.Saturday:
			assert.Less(t, n, 600, "%s is a Saturday", day)
		default:
			assert.Zero(t, n, "nobody receives dossiers on %s", day)
		}
	}
	for kind, least := range map[string]int{
		"dossier.refused.v1": 2000, "dossier.withdrawn.v1": 2000, "dossier.supplement_requested.v1": 5000,
		"dossier.paused.v1": 1000, "dossier.fee_requested.v1": 20_000, "payment.failed.v1": 5000,
		"payment.cancelled.v1": 500, "payment.refunded.v1": 100, "alert.raised.v1": 6000,
	} {
		assert.Greater(t, f.types[kind], least, kind)
	}
}
