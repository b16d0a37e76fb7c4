package gateway

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/ledger/ledgertest"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/services/gateway/screen"
)

func lamdong(t require.TestingT) *topology.Topology {
	topo, err := topology.Default()
	require.NoError(t, err)
	return topo
}

func testFold(t require.TestingT) *fold {
	topo := lamdong(t)
	return newFold(topo, ledger.New(topo.Location()), topo.Map(""))
}

func day(p eventlog.Position, date string) *eventlog.Entry {
	d := calendar.MustDate(date)
	return entry(p, event.Event{Type: event.ClockDayOpened, Subject: event.ClockSubject, Time: d.Time(), Data: &event.Clock{Date: d}})
}

func entry(p eventlog.Position, events ...event.Event) *eventlog.Entry {
	recorded := time.UnixMilli(1_700_000_000_000 + int64(p)*1000)
	for i := range events {
		events[i].Recorded = recorded
	}
	return &eventlog.Entry{Position: p, Recorded: recorded, Events: events}
}

func dossier(code, unit, department, when string, d event.Dossier) event.Event {
	at, err := time.Parse(time.RFC3339, when)
	if err != nil {
		panic(err)
	}
	d.Unit, d.Department = unit, department
	return event.Event{Type: event.DossierReceived, Subject: event.DossierSubject(code), Time: at, Data: &d}
}

func TestOneEventChangesItsUnitItsDepartmentAndTheProvinceAtOnePosition(t *testing.T) {
	f := testFold(t)
	f.apply(day(1, "2024-07-01"))
	f.render()
	f.apply(entry(2, dossier("A", "24769", "construction", "2024-07-01T09:30:00+07:00",
		event.Dossier{To: event.StatusReceived, CountsReceived: true, Procedure: "1.013225"})))
	var ids []string
	for _, v := range f.render() {
		ids = append(ids, v.ID)
	}
	assert.ElementsMatch(t, []string{
		"province", "district/672", "commune/24769",
		"department/construction", "department/construction/district/672", "department/construction/commune/24769",
	}, ids)
	frame := decode(t, f.byID["district/672"].cells.frame())
	assert.Equal(t, 1.0, frame["figures"].(map[string]any)["dossiers.received"])
	assert.Equal(t, 1.0, frame["today"].(map[string]any)["dossiers.received"])
	assert.Equal(t, map[string]any{"09": 1.0}, frame["hours"].(map[string]any)["dossiers.received"])
	assert.Equal(t, map[string]any{"2024-07-01": 1.0}, frame["days"].(map[string]any)["dossiers.received"])
	assert.Equal(t, map[string]any{"dossiers.received": 1.0, "dossiers.open": 1.0}, frame["children"].(map[string]any)["commune/24769"])
	assert.Equal(t, map[string]any{"received": 1.0, "resolved": 0.0, "open": 1.0, "withheld": []any{}}, frame["procedures"].(map[string]any)["1.013225"])
	commune := decode(t, f.byID["commune/24769"].cells.frame())
	assert.Equal(t, map[string]any{"received": 0.0, "resolved": 0.0, "open": 0.0, "withheld": []any{"received", "open"}}, commune["procedures"].(map[string]any)["1.013225"],
		"one dossier of a commune: a person could be guessed")
	f.apply(entry(3, slices.Repeat([]event.Event{dossier("B", "24769", "construction", "2024-07-01T09:30:00+07:00",
		event.Dossier{To: event.StatusReceived, CountsReceived: true, Procedure: "1.013225"})}, 4)...))
	f.render()
	commune = decode(t, f.byID["commune/24769"].cells.frame())
	assert.Equal(t, map[string]any{"received": 5.0, "resolved": 0.0, "open": 5.0, "withheld": []any{}}, commune["procedures"].(map[string]any)["1.013225"])
	assert.Equal(t, 2.0, frame["nouns"].(map[string]any)["dossier"].(map[string]any)["position"])
	assert.NotContains(t, frame["figures"], "", "every figure has a name")
	for _, fig := range ledger.Figures() {
		if fig.Report {
			assert.NotContains(t, frame["figures"], fig.Name, "only reports have it")
		} else {
			assert.Contains(t, frame["figures"], fig.Name)
		}
	}
}

func TestADeadlinePassesWhenTheLogOpensTheDay(t *testing.T) {
	f := testFold(t)
	overdue := func() int64 { return f.views[0].series[f.figures.measureIndex["dossiers.running"]].overdue }
	f.apply(day(1, "2024-07-01"))
	f.apply(entry(2, dossier("A", "672", "", "2024-07-01T09:00:00+07:00",
		event.Dossier{To: event.StatusReceived, CountsReceived: true, Due: calendar.MustDate("2024-07-02")})))
	assert.EqualValues(t, 0, overdue())
	f.apply(day(3, "2024-07-02"))
	assert.EqualValues(t, 0, overdue(), "on its due date it is not overdue")
	f.apply(day(4, "2024-07-03"))
	assert.EqualValues(t, 1, overdue())
	f.apply(entry(5, dossier("A", "672", "", "2024-07-03T09:00:00+07:00", event.Dossier{
		From: event.StatusReceived, To: event.StatusPaused, Due: calendar.MustDate("2024-07-02"), PreviousDue: calendar.MustDate("2024-07-02"),
	})))
	assert.EqualValues(t, 0, overdue(), "the clock is stopped")
}

func TestAnEventOfADayNotYetOpenedWaitsForIt(t *testing.T) {
	f := testFold(t)
	f.apply(day(1, "2024-07-01"))
	f.apply(entry(2, dossier("A", "672", "", "2024-07-02T00:10:00+07:00", event.Dossier{To: event.StatusReceived, CountsReceived: true})))
	f.render()
	assert.Contains(t, string(f.views[0].cells.frame()), `"dossiers.received":0`)
	f.apply(day(3, "2024-07-02"))
	f.render()
	assert.Contains(t, string(f.views[0].cells.frame()), `"dossiers.received":1`)
}

func TestEveryFigureThatSumsByDayMakeCanBeKeptLive(t *testing.T) {
	for _, f := range ledger.Figures() {
		assert.Equal(t, f.ByDay(), isLive(&f), "%s: a view has the same figures now and in the past", f.Name)
	}
}

func TestANewYearStartsTheFlowsAnewAndKeepsTheStocks(t *testing.T) {
	f := testFold(t)
	f.apply(day(1, "2024-12-31"))
	f.apply(entry(2, dossier("A", "672", "", "2024-12-31T09:00:00+07:00", event.Dossier{To: event.StatusReceived, CountsReceived: true})))
	f.apply(day(3, "2025-01-01"))
	f.render()
	figures := decode(t, f.views[0].cells.frame())["figures"].(map[string]any)
	assert.Equal(t, 0.0, figures["dossiers.received"])
	assert.Equal(t, 1.0, figures["dossiers.open"])
}

// What is dated by a day that the clock has not opened is nowhere in the frame until it is: neither in the sums, nor in the procedures'
// table, nor as a card. And an event that changes nothing does not take a card's time back.
func TestAtOnePositionTheTableTheTilesAndTheCardsAreOfTheSameDays(t *testing.T) {
	f := testFold(t)
	feed := func(p eventlog.Position, when string, up, wasUp bool) *eventlog.Entry {
		at, err := time.Parse(time.RFC3339, when)
		require.NoError(t, err)
		return entry(p, event.Event{Type: event.FeedUp, Subject: "feed/x", Time: at, Data: &event.Feed{
			Name: "x", Unit: "68", Up: up, WasUp: wasUp, Known: p > 2,
		}})
	}
	received := event.Dossier{To: event.StatusReceived, CountsReceived: true, Procedure: "1.013225"}
	f.apply(day(1, "2024-07-01"))
	f.apply(feed(2, "2024-07-01T08:00:00+07:00", true, true))
	f.apply(entry(3, dossier("A", "672", "construction", "2024-07-01T09:00:00+07:00", received)))
	f.apply(entry(4, dossier("B", "672", "construction", "2024-07-02T09:00:00+07:00", received)))
	f.apply(feed(5, "2024-07-02T07:00:00+07:00", false, true))
	at := func() (tile, row, down, up any, changed float64) {
		f.render()
		frame := decode(t, f.views[0].cells.frame())
		figures := frame["figures"].(map[string]any)
		card := frame["feeds"].(map[string]any)["x"].(map[string]any)
		return figures["dossiers.received"], frame["procedures"].(map[string]any)["1.013225"].(map[string]any)["received"],
			figures["feeds.down"], card["up"], card["changed"].(float64)
	}
	tile, row, down, up, before := at()
	assert.Equal(t, []any{1.0, 1.0, 0.0, true}, []any{tile, row, down, up}, "the second day has not come")
	f.apply(day(6, "2024-07-02"))
	tile, row, down, up, changed := at()
	assert.Equal(t, []any{2.0, 2.0, 1.0, false}, []any{tile, row, down, up})
	assert.Greater(t, changed, before)
	late := feed(7, "2024-07-01T10:00:00+07:00", false, false)
	late.Events[0].Counted = time.Date(2024, 7, 2, 0, 0, 0, 0, time.UTC) // 07:00
	f.apply(late)
	_, _, _, _, then := at()
	assert.Equal(t, changed, then)
}

// However long a day is not opened, what waits for it is one card of each thing, its last, which knows when the thing began.
func TestOfWhatWaitsForADayTheLastCardOfEachThingIsKept(t *testing.T) {
	f := testFold(t)
	f.apply(day(1, "2024-07-01"))
	began := time.Date(2024, 7, 2, 1, 0, 0, 0, time.UTC)
	for i := range 1000 {
		e := event.Event{Type: event.IncidentVerified, Subject: "incident/i", Time: began.Add(time.Duration(i) * time.Minute), Data: &event.Incident{
			Unit: "68", Title: fmt.Sprint(i), To: event.IncidentStatusVerified,
		}}
		f.apply(entry(eventlog.Position(i+2), e))
	}
	assert.Len(t, f.ahead.cards, 2, "of the 2nd and of the 3rd, local time")
	f.apply(day(1002, "2024-07-03"))
	f.render()
	card := decode(t, f.views[0].cells.frame())["incidents"].(map[string]any)["i"].(map[string]any)
	assert.Equal(t, []any{"999", float64(began.UnixMilli())}, []any{card["title"], card["opened"]})
	assert.Empty(t, f.ahead.cards)
}

// The frame is a pure function of the log up to a position: folding every entry, and starting from the
// sums at some position and folding the rest, give the same bytes; and province = Σ districts = Σ communes.
func TestARestoredFoldGivesTheSameBytesAsOneThatReadEverything(t *testing.T) {
	topo := lamdong(t)
	rapid.Check(t, func(t *rapid.T) {
		log := drawLog(t, topo)
		cut := rapid.IntRange(0, len(log)).Draw(t, "cut")
		units := rapid.SampledFrom(topo.Maps()).Draw(t, "map")
		// Beside the figures that there are, some that nobody defined.
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "figures"), 0))
		figures := append(ledger.Figures(), ledgertest.Figures(r.IntN, 200)...)
		whole := newFoldOf(figures, topo, ledger.New(topo.Location()), units, topo.ViewsOn(units))
		for _, e := range log {
			whole.apply(e)
		}
		whole.render()

		restored := newFoldOf(figures, topo, ledger.New(topo.Location()), units, topo.ViewsOn(units))
		rows, k := rollup(topo, log[:cut])
		// The clock is read before the sums, when it may stand at an earlier day.
		if early := rapid.IntRange(0, cut).Draw(t, "clock read at"); early > 0 {
			_, clock := rollup(topo, log[:early])
			restored.openDay(clock.day)
		}
		for i := range rows {
			restored.restoreRow(&rows[i])
		}
		restored.restored(eventlog.Position(cut), k)
		for _, e := range log[cut:] {
			restored.apply(e)
		}
		restored.render()

		assert.Equal(t, whole.checksum.sum, restored.checksum.sum)
		for i, v := range whole.views {
			require.Equal(t, string(v.cells.frame()), string(restored.views[i].cells.frame()), "view %s, cut at %d of %d", v.ID, cut, len(log))
		}
		requireSums(t, whole, log, whole.newYear)
		requireSums(t, whole, log, whole.today-calendar.Date(r.IntN(6)))
		requireCards(t, whole, make(map[string]bool))
	})
}

// A screen that leaves one gateway with a frame and comes to another, which rendered at other moments, ends with the frame
// that the other gives: by a delta only where that is sound.
func TestAScreenThatChangesGatewaysMissesNothing(t *testing.T) {
	topo := lamdong(t)
	rapid.Check(t, func(t *rapid.T) {
		log := drawLog(t, topo)
		type held struct {
			position eventlog.Position
			frames   map[string][]byte
		}
		var given []held
		a, b := newFold(topo, ledger.New(topo.Location()), topo.Map("")), newFold(topo, ledger.New(topo.Location()), topo.Map(""))
		watched := []string{"province", "department/construction", "commune/24769"}
		for _, e := range log {
			a.apply(e)
			b.apply(e)
			if rapid.Bool().Draw(t, "a renders") {
				a.render()
				h := held{a.position, make(map[string][]byte)}
				for _, id := range watched {
					h.frames[id] = a.byID[id].cells.frame()
				}
				given = append(given, h)
			}
			if rapid.Bool().Draw(t, "b renders") {
				b.render()
			}
		}
		b.render()
		for _, h := range given {
			for _, id := range watched {
				v := b.byID[id]
				if !b.renders.has(h.position) || h.position < v.cells.floor {
					continue // it gets a snapshot
				}
				require.Equal(t, prune(decode(t, v.cells.frame())), prune(screen.Merge(decode(t, h.frames[id]), decode(t, v.cells.patch(h.position)))),
					"view %s from position %d of %d", id, h.position, len(log))
			}
		}
	})
}

// requireSums holds every figure of a view since a day against the sum of the views below it and of its unit's own entries.
func requireSums(t require.TestingT, f *fold, log []*eventlog.Entry, from calendar.Date) {
	own := ownEntries(f, log)
	for i, fig := range f.figures.figures {
		sums := make(map[*view]int64)
		for _, v := range f.views {
			for _, e := range own[v] {
				sums[v] += fig.Of(&e, ledger.Period{From: from, At: f.today})
			}
			if v.parent != nil {
				sums[v.parent] += v.value(f, i, from)
			}
		}
		for _, v := range f.views {
			require.Equal(t, sums[v], v.value(f, i, from), "%+v of %s", fig, v.ID)
		}
	}
}

// ownEntries are the entries of a log, by the views of their very unit: whole, and through their department.
func ownEntries(f *fold, log []*eventlog.Entry) map[*view][]ledger.Posting {
	own := make(map[*view][]ledger.Posting)
	for _, entry := range log {
		for i := range entry.Events {
			for _, e := range f.ledger.Postings(nil, &entry.Events[i]) {
				u, _ := f.units.Target(e.Unit)
				v := f.byID[f.topo.ViewID(u, "")]
				own[v] = append(own[v], e)
				if e.Department != "" {
					v = f.byID[f.topo.ViewID(u, e.Department)]
					own[v] = append(own[v], e)
				}
			}
		}
	}
	return own
}

// living draws what happens to things of every noun, in communes, in a district and in the province themselves.
func living(topo *topology.Topology, intN func(int) int, things int) *ledgertest.Lives {
	return ledgertest.New(ledgertest.Config{
		IntN: intN, Location: topo.Location(), Things: things,
		Units:       []string{"24769", "24772", "24814", "25114", "672", "68"},
		Departments: []string{"", "construction", "information"},
		Procedures:  []string{"1.013225", "1.001193", ""},
		Indicators:  []string{"iocs.total", "response_team.members"},
	})
}

// drawLog makes a log of a few days in which things of every noun live, out of order in time by up to some days.
func drawLog(t *rapid.T, topo *topology.Topology) []*eventlog.Entry {
	first := calendar.MustDate("2024-12-28")
	today := first
	log := []*eventlog.Entry{day(1, first.String())}
	lives := living(topo, func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "n") }, 2)
	latest := make(map[string]*intaketest.Latest)
	for len(log) < rapid.IntRange(2, 25).Draw(t, "length") {
		p := eventlog.Position(len(log) + 1)
		if rapid.IntRange(0, 4).Draw(t, "opens a day") == 0 {
			today += calendar.Date(rapid.IntRange(1, 3).Draw(t, "days"))
			log = append(log, day(p, today.String()))
			continue
		}
		var events []event.Event
		for range rapid.IntRange(1, 3).Draw(t, "events") {
			at := (today + calendar.Date(rapid.IntRange(-3, 1).Draw(t, "day"))).Midnight(topo.Location()).
				Add(time.Duration(rapid.IntRange(0, 23).Draw(t, "hour")) * time.Hour)
			e := lives.Next(at)
			e.Simulated = rapid.IntRange(0, 3).Draw(t, "simulated") == 0
			count(latest, &e)
			events = append(events, e)
		}
		log = append(log, entry(p, events...))
	}
	return log
}

// count sets when an event counts, as an intake does.
func count(latest map[string]*intaketest.Latest, e *event.Event) {
	if latest[e.Subject] == nil {
		latest[e.Subject] = new(intaketest.Latest)
	}
	latest[e.Subject].Count(e)
}

// Every figure, by a log long enough that each has something to count: the frames' own sums are those of the entries, and what a
// view has is what the views below it have and what its unit has itself, at random cuts; and what is there now has as many cards.
func TestEveryFigureOfAViewIsMadeUpOfTheViewsBelowAndItsOwn(t *testing.T) {
	topo := lamdong(t)
	r := rand.New(rand.NewPCG(20, 24))
	lives := living(topo, r.IntN, 10)
	f := newFold(topo, ledger.New(topo.Location()), topo.Map(""))
	today := calendar.MustDate("2024-12-20")
	log := []*eventlog.Entry{day(1, today.String())}
	f.apply(log[0])
	seen, carded, latest := make(ledgertest.Seen), make(map[string]bool), make(map[string]*intaketest.Latest)
	for len(log) < 5000 {
		p := eventlog.Position(len(log) + 1)
		var next *eventlog.Entry
		if r.IntN(250) == 0 {
			today++
			next = day(p, today.String())
		} else {
			e := lives.Next((today - 2 + calendar.Date(r.IntN(4))).Midnight(topo.Location()).Add(time.Duration(r.IntN(24)) * time.Hour))
			count(latest, &e)
			next = entry(p, e)
		}
		log = append(log, next)
		f.apply(next)
		if r.IntN(300) == 0 {
			f.render()
			requireSums(t, f, log, f.newYear)
			requireCards(t, f, carded)
			values := make(map[string]int64)
			for i, fig := range f.figures.figures {
				values[fig.Name] = f.views[0].value(f, i, f.newYear)
			}
			seen.Add(values)
		}
	}
	requireSums(t, f, log, f.newYear)
	assert.Empty(t, seen.Missing(), "nothing was compared of these")
	requireAllSeen(t, carded)
}

// rollup sums a log as ClickHouse's rollup table does.
func rollup(topo *topology.Topology, log []*eventlog.Entry) ([]clickhouse.RollupRow, *knowledge) {
	l := ledger.New(topo.Location())
	k := new(knowledge)
	for _, entry := range log {
		for i := range entry.Events {
			if c, ok := entry.Events[i].Data.(*event.Clock); ok {
				k.day = c.Date
			}
		}
	}
	figures := newFigureIndex(ledger.Figures())
	rows := make(map[string]*clickhouse.RollupRow)
	streams := make(map[string]*clickhouse.StreamState)
	sum := func(e *event.Event, p eventlog.Position, r clickhouse.RollupRow) {
		key := fmt.Sprint(r.Grain, r.Measure, r.Unit, r.Department, r.Procedure, r.Year, r.Day, r.Hour, r.Due)
		if rows[key] == nil {
			rows[key] = &r
			r.Amount = 0
		}
		row := rows[key]
		row.Position, row.Recorded = p, e.Recorded
		row.Simulated = row.Simulated || e.Simulated
		if e.At().After(row.Occurred) {
			row.Occurred = e.At()
		}
	}
	for _, entry := range log {
		for i := range entry.Events {
			e := &entry.Events[i]
			switch isCard := slices.Contains(cardNouns, e.Type.Noun()); {
			case isCard && l.Day(e) > k.day:
				k.ahead = append(k.ahead, *e)
			case streams[e.Subject] == nil:
				streams[e.Subject] = &clickhouse.StreamState{Last: *e, FirstCounted: e.At()}
			default:
				streams[e.Subject].Last = *e
			}
			for _, x := range l.Postings(nil, e) {
				byDay := clickhouse.RollupRow{Grain: clickhouse.GrainDay, Measure: x.Measure, Unit: x.Unit, Department: x.Department, Day: x.Day, Hour: x.Hour, Due: x.Due}
				byProcedure := clickhouse.RollupRow{Grain: clickhouse.GrainProcedure, Measure: x.Measure, Unit: x.Unit, Department: x.Department, Procedure: x.Procedure, Year: x.Day.Year()}
				if x.Day > k.day && x.Procedure != "" && figures.procedure[x.Measure] {
					k.procedures = append(k.procedures, x)
				}
				for _, r := range []clickhouse.RollupRow{byDay, byProcedure} {
					sum(e, entry.Position, r)
					rows[fmt.Sprint(r.Grain, r.Measure, r.Unit, r.Department, r.Procedure, r.Year, r.Day, r.Hour, r.Due)].Amount += x.Amount
				}
				key := fmt.Sprint(byDay.Grain, byDay.Measure, byDay.Unit, byDay.Department, byDay.Procedure, byDay.Year, byDay.Day, byDay.Hour, byDay.Due)
				rows[key].Checksum += x.Checksum()
			}
		}
	}
	var all []clickhouse.RollupRow
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		all = append(all, *rows[key])
	}
	for _, subject := range slices.Sorted(maps.Keys(streams)) {
		if !strings.HasPrefix(subject, "dossier/") {
			k.streams = append(k.streams, *streams[subject])
		}
	}
	return all, k
}
