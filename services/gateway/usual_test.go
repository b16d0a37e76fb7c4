package gateway

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
)

// received are n dossiers that a unit received on a day in an hour, in one entry.
func received(p eventlog.Position, unit, date string, hour, n int) *eventlog.Entry {
	events := make([]event.Event, n)
	for i := range events {
		events[i] = dossier(fmt.Sprint(p, "-", i), unit, "construction", fmt.Sprintf("%sT%02d:30:00+07:00", date, hour),
			event.Dossier{To: event.StatusReceived, CountsReceived: true})
	}
	return entry(p, events...)
}

// unusualOf is what a view's frame says of what is unusual.
func unusualOf(t *testing.T, f *fold, view string) any {
	t.Helper()
	f.render()
	return decode(t, f.byID[view].cells.frame())["unusual"]
}

// Đà Lạt's ward has 4 to 9 dossiers before ten on Tuesdays; the 30th of April was one, and a holiday.
func TestWhatIsUnusualIsToldByTheSameWeekdayUpToTheSameHour(t *testing.T) {
	f := testFold(t)
	p := eventlog.Position(1)
	next := func(e *eventlog.Entry) { e.Position = p; f.apply(e); p++ }
	tuesdays := map[string]int{"2024-04-09": 9, "2024-04-16": 4, "2024-04-23": 5, "2024-04-30": 0, "2024-05-07": 8, "2024-05-14": 6}
	for d := calendar.MustDate("2024-04-09"); d < calendar.MustDate("2024-05-21"); d++ {
		next(day(p, d.String()))
		if n := tuesdays[d.String()]; n > 0 {
			next(received(p, "24769", d.String(), 9, n))
		} else if d.Weekday() == time.Wednesday {
			next(received(p, "24769", d.String(), 9, 300)) // another day of the week is no measure
		}
		next(received(p, "24769", d.String(), 14, 40)) // and so are later hours
	}
	next(day(p, "2024-05-21"))
	next(received(p, "24769", "2024-05-21", 8, 17))
	assert.Empty(t, unusualOf(t, f, "commune/24769"), "the hour is not over")
	next(received(p, "24772", "2024-05-21", 10, 1)) // somewhere else ten has struck
	one := map[string]any{"value": 17.0, "low": 0.0, "high": 16.0, "hour": 10.0, "days": 5.0, "tenths": 37.0}
	for _, view := range []string{"commune/24769", "district/672", "province", "department/construction/commune/24769"} {
		got := unusualOf(t, f, view).(map[string]any)
		assert.Equal(t, map[string]any{"dossiers.received": one}, got[view], view)
	}
	assert.Equal(t, []string{"commune/24769", "district/672"}, keysOf(unusualOf(t, f, "district/672")), "the view and the units right below it")
	next(received(p, "24769", "2024-05-21", 11, 1))
	assert.NotEmpty(t, unusualOf(t, f, "commune/24769"))
	next(day(p, "2024-05-22"))
	assert.Empty(t, unusualOf(t, f, "commune/24769"), "of a new day nothing is known yet")
}

func keysOf(object any) []string {
	var keys []string
	for key := range object.(map[string]any) {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// weeks are the entries of ten weeks, some told days late: on each day a few dossiers in each of some units, now and
// then very many.
func weeks(r *rand.Rand, from calendar.Date) []*eventlog.Entry {
	var log []*eventlog.Entry
	p := eventlog.Position(0)
	for d := from; d < from+70; d++ {
		p++
		log = append(log, day(p, d.String()))
		for _, unit := range []string{"24769", "24814", "672", "68"} {
			p++
			date, n := d, 2+r.IntN(3)
			if r.IntN(6) == 0 {
				date -= calendar.Date(1 + r.IntN(20))
			}
			if r.IntN(5) == 0 {
				n = 15
			}
			log = append(log, received(p, unit, date.String(), r.IntN(24), n))
		}
	}
	return log
}

// wholeFold has the views of units seen whole.
func wholeFold(topo *topology.Topology) *fold {
	views := slices.DeleteFunc(topo.ViewsOn(topo.Map("")), func(v topology.View) bool { return v.Department != "" })
	return newFoldOf(ledger.Figures(), topo, ledger.New(topo.Location()), topo.Map(""), views)
}

// What is unusual is a part of the frame, which does not depend on how a fold came to its position: not on where it was
// restored, nor on the order in which what happened was told.
func TestWhatIsUnusualIsTheSameInARestoredFoldAndInAnyOrder(t *testing.T) {
	topo := lamdong(t)
	told := 0
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 7))
		log := weeks(r, calendar.MustDate("2024-03-04"))
		cut := len(log) - r.IntN(60)
		whole, restored, shuffled := wholeFold(topo), wholeFold(topo), wholeFold(topo)
		for _, e := range log {
			whole.apply(e)
			if r.IntN(9) == 0 {
				whole.render()
			}
		}
		rows, k := rollup(topo, log[:cut])
		restored.openDay(k.day)
		for i := range rows {
			restored.restoreRow(&rows[i])
		}
		restored.restored(eventlog.Position(cut), k)
		for _, e := range log[cut:] {
			restored.apply(e)
		}
		for i := range log { // the days first, then what happened on them, in any order
			if _, isDay := log[i].Events[0].Data.(*event.Clock); isDay {
				shuffled.apply(log[i])
			}
		}
		for _, i := range r.Perm(len(log)) {
			if _, isDay := log[i].Events[0].Data.(*event.Clock); !isDay {
				shuffled.apply(log[i])
			}
		}
		for _, f := range []*fold{whole, restored, shuffled} {
			f.render()
		}
		for i, v := range whole.views {
			require.Equal(t, string(v.cells.frame()), string(restored.views[i].cells.frame()), "%s of %d", v.ID, seed)
			of := decode(t, v.cells.frame())["unusual"]
			require.Equal(t, of, decode(t, shuffled.views[i].cells.frame())["unusual"], "%s of %d", v.ID, seed)
			told += len(of.(map[string]any))
		}
	}
	assert.Greater(t, told, 4, "nothing was compared")
}

// A past frame says the same of what is unusual as the one that was shown, of every view: also where the hour was
// reached elsewhere.
func TestWhatIsUnusualIsTheSameInThePast(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 24))
	g, entries := gatewayOver(t, func(log eventlog.Log, _ *topology.Topology) {
		for i, e := range weeks(r, calendar.MustDate("2023-11-27")) {
			for j := range e.Events {
				e.Events[j].ID, e.Events[j].Source = fmt.Sprint(i, "-", j), "//test"
			}
			appendAll(t, log, e.Events...)
		}
	})
	f := newFold(g.config.Topology, ledger.New(g.config.Topology.Location()), g.liveMap())
	told := 0
	for i := range entries {
		f.apply(&entries[i])
		if i < 200 || r.IntN(8) > 0 {
			continue
		}
		f.render()
		m, err := g.shownAt(t.Context(), entries[i].Position)
		require.NoError(t, err)
		for _, v := range someViews(t, g, r) {
			told += len(decode(t, requirePast(t, g, f, v, m))["unusual"].(map[string]any))
		}
	}
	assert.Greater(t, told, 5, "nothing was compared")
	f.render()
	restored, err := g.restore(t.Context(), 0)
	require.NoError(t, err)
	for i, v := range f.views {
		require.Equal(t, string(v.cells.frame()), string(restored.views[i].cells.frame()), "%s restored", v.ID)
	}
}
