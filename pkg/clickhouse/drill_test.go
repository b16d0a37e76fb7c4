package clickhouse_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/ledger/ledgertest"
)

func figure(t *testing.T, name string) ledger.Figure {
	t.Helper()
	for _, f := range ledger.Figures() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("there is no figure %s", name)
	return ledger.Figure{}
}

// members pages through all members of a figure, limit at a time.
func members(t *testing.T, db *clickhouse.DB, scope clickhouse.Scope, f ledger.Figure, limit int) []clickhouse.Member {
	t.Helper()
	var all []clickhouse.Member
	var after clickhouse.After
	for {
		page, err := db.Members(t.Context(), scope, f, after, limit)
		require.NoError(t, err)
		all = append(all, page.Members...)
		if len(page.Members) < limit {
			return all
		}
		after = clickhouse.Next(page.Members, after)
	}
}

// totals are those that come with the first member of a figure.
func totals(t *testing.T, db *clickhouse.DB, scope clickhouse.Scope, f ledger.Figure) (count, value int64) {
	t.Helper()
	page, err := db.Members(t.Context(), scope, f, clickhouse.After{}, 1)
	require.NoError(t, err)
	return page.Count, page.Value
}

var (
	livingIn    = []string{"68", "672", "24769", "673", "24814"}
	departments = []string{"", "education", "construction"}
)

// lives makes commits of random events of things of all countable nouns, in the order of their times, a dozen an hour from
// 20 December 2023 on.
func lives(r *rand.Rand, commits int) []eventlog.Entry {
	all := make([]eventlog.Entry, 0, commits)
	random := ledgertest.New(ledgertest.Config{
		IntN: r.IntN, Location: ict, Units: livingIn, Departments: departments,
		Procedures: []string{"1.000000", "1.000001", "1.000002", ""}, Indicators: []string{"mail.boxes", "iocs.total"}, Things: 25,
	})
	at := time.Date(2023, 12, 20, 1, 0, 0, 0, time.UTC)
	for p := range commits {
		var events []event.Event
		for range 1 + r.IntN(4) {
			at = at.Add(time.Duration(r.IntN(600)) * time.Second)
			e := random.Next(at)
			e.Recorded = recorded
			events = append(events, e)
		}
		all = append(all, entry(eventlog.Position(p+1), events...))
	}
	return all
}

// randomScope is a period and a part of the province; the first is a period in the middle of everything, everywhere.
func randomScope(r *rand.Rand, n int, upTo eventlog.Position) (scope clickhouse.Scope, units []string, department string) {
	scope = clickhouse.Scope{From: date("2023-12-26"), At: date("2023-12-30"), UpTo: upTo}
	if n == 0 {
		return scope, nil, ""
	}
	scope.From = date("2023-12-19") + calendar.Date(r.IntN(10))
	scope.At = scope.From + calendar.Date(r.IntN(10))
	scope.Within = make(map[ledger.Dimension][]string)
	if n%3 == 1 {
		units = []string{"672", "24769"}
		scope.Within[ledger.ByUnit] = units
	}
	if n%3 == 2 {
		department = "construction"
		scope.Within[ledger.ByDepartment] = []string{department}
	}
	return scope, units, department
}

func TestEveryFigureIsMadeUpOfItsMembers(t *testing.T) {
	db := openDB(t)
	r := rand.New(rand.NewPCG(3, 8))
	const commits = 1600
	insert(t, db, batchOf(t, lives(r, commits)...))
	seen := make(ledgertest.Seen)
	for n := range 4 {
		scope, units, department := randomScope(r, n, commits)
		want, _, err := db.Figures(t.Context(), units, department, scope.From, scope.At)
		require.NoError(t, err)
		seen.Add(want)
		requireRows(t, db, scope, want)
		for _, f := range ledger.FiguresByDay() {
			requireMembers(t, db, scope, f, want[f.Name], 30+r.IntN(300))
		}
	}
	// What was 0 in these scopes was something at the end of some day.
	for at := date("2023-12-20"); at < date("2024-01-02") && len(seen.Missing()) > 0; at++ {
		scope := clickhouse.Scope{From: at - 2, At: at, UpTo: commits}
		want, _, err := db.Figures(t.Context(), nil, "", scope.From, scope.At)
		require.NoError(t, err)
		for _, name := range seen.Missing() {
			requireMembers(t, db, scope, figure(t, name), want[name], 1000)
		}
		seen.Add(want)
	}
	assert.Empty(t, seen.Missing(), "nothing was compared of these")
}

// requireRows holds the rows of every table against the figures: they add up, by each dimension and by all.
func requireRows(t *testing.T, db *clickhouse.DB, scope clickhouse.Scope, want map[string]int64) {
	t.Helper()
	for _, by := range [][]ledger.Dimension{
		{ledger.ByUnit},
		{ledger.ByDepartment},
		{ledger.ByProcedure},
		{ledger.ByAspect},
		{ledger.ByLevel},
		{ledger.ByDay},
		{ledger.ByStatus},
		{ledger.ByUnit, ledger.ByDepartment, ledger.ByProcedure, ledger.ByAspect, ledger.ByLevel, ledger.ByDay},
	} {
		table, err := db.Table(t.Context(), scope, ledger.FiguresByDay(), by...)
		require.NoError(t, err)
		tabled := make(map[string]int64)
		for name := range want {
			tabled[name] = 0
		}
		for _, row := range table {
			for name, value := range row.Values {
				tabled[name] += value
			}
		}
		require.Equal(t, want, tabled, "by %v from %s at %s in %v", by, scope.From, scope.At, scope.Within)
	}
}

// requireMembers holds the list of a figure against its value.
func requireMembers(t *testing.T, db *clickhouse.DB, scope clickhouse.Scope, f ledger.Figure, want int64, limit int) {
	t.Helper()
	what := fmt.Sprintf("%s from %s at %s in %v", f.Name, scope.From, scope.At, scope.Within)
	counted := f.Name != "payments.amount_vnd" // of the others a member is 1
	list := members(t, db, scope, f, limit)
	var sum int64
	seen := make(map[string]bool)
	for _, m := range list {
		sum += m.Amount
		seen[m.Subject] = true
		assert.NotEmpty(t, m.Subject, what)
		if counted {
			assert.Equal(t, int64(1), m.Amount, what)
		}
	}
	count, value := totals(t, db, scope, f)
	assert.Equal(t, want, sum, what)
	assert.Equal(t, want, value, what)
	assert.Len(t, list, int(count), what)
	if counted {
		assert.Equal(t, want, count, what)
	}
	table, err := db.Table(t.Context(), scope, []ledger.Figure{f}, ledger.ByUnit)
	require.NoError(t, err)
	var tabled int64
	for _, row := range table {
		tabled += row.Values[f.Name]
	}
	assert.Equal(t, want, tabled, what)
	if f.Kind != ledger.Flow && !ledgertest.Several(f.Name) {
		assert.Len(t, seen, len(list), what)
	}
}

// What is counted in the districts, in their communes and in the province itself is what is counted in the province, at any cut.
func TestTheProvinceIsTheSumOfItsUnits(t *testing.T) {
	db := openDB(t)
	r := rand.New(rand.NewPCG(12, 142))
	insert(t, db, batchOf(t, lives(r, 1600)...))
	seen := make(ledgertest.Seen)
	for range 20 {
		from := date("2023-12-19") + calendar.Date(r.IntN(10))
		at := from + calendar.Date(r.IntN(10))
		for _, department := range departments {
			whole, _, err := db.Figures(t.Context(), nil, department, from, at)
			require.NoError(t, err)
			seen.Add(whole)
			sums := make(map[string]int64)
			for _, unit := range livingIn {
				part, _, err := db.Figures(t.Context(), []string{unit}, department, from, at)
				require.NoError(t, err)
				for name, value := range part {
					sums[name] += value
				}
			}
			require.Equal(t, whole, sums, "from %s at %s in %q", from, at, department)
		}
	}
	assert.Empty(t, seen.Missing(), "nothing was compared of these")
}

// The cut is a position: what comes after it changes neither a list nor its number.
func TestACutDoesNotMove(t *testing.T) {
	db := openDB(t)
	noon := time.Date(2024, 6, 14, 12, 0, 0, 0, ict)
	a, b := dossier("A", "672", "", noon, date("2024-06-14")), dossier("B", "672", "", noon, 0)
	insert(t, db, batchOf(t, entry(1, a), entry(2, b), entry(3, resolved(a, noon.Add(time.Hour)))))
	scope := clickhouse.Scope{From: date("2024-01-01"), At: date("2024-06-15"), UpTo: 2}
	open := figure(t, "dossiers.open")
	list := members(t, db, scope, open, 10)
	assert.Equal(t, []string{"dossier/B", "dossier/A"}, subjects(list))
	assert.Equal(t, []string{"dossier/A"}, subjects(members(t, db, scope, figure(t, "dossiers.overdue"), 10)))
	assert.EqualExportedValues(t, clickhouse.Member{
		Address: eventlog.Address{Position: 1}, Type: event.DossierReceived, Subject: "dossier/A", Occurred: noon.UTC(),
		Unit: "672", Procedure: "1.013225", Aspect: "online", Level: "full", Due: date("2024-06-14"), Amount: 1,
	}, list[1])
	scope.UpTo = 3
	assert.Equal(t, []string{"dossier/B"}, subjects(members(t, db, scope, open, 10)))
	scope.UpTo = 1
	assert.Equal(t, []string{"dossier/A"}, subjects(members(t, db, scope, open, 10)))
}

// By status a figure's members are told apart by where their dossiers are at the cut, whatever they were when they were counted.
func TestMembersAreToldApartByTheStatusThatTheyHaveAtTheCut(t *testing.T) {
	db := openDB(t)
	noon := time.Date(2024, 6, 14, 12, 0, 0, 0, ict)
	a, b, c := dossier("A", "672", "", noon, 0), dossier("B", "672", "", noon, 0), dossier("C", "24769", "", noon, 0)
	insert(t, db, batchOf(t, entry(1, a, b, c), entry(2, resolved(a, noon.Add(time.Hour)))))
	received := figure(t, "dossiers.received")
	byStatus := func(scope clickhouse.Scope) map[string]int64 {
		table, err := db.Table(t.Context(), scope, []ledger.Figure{received}, ledger.ByStatus)
		require.NoError(t, err)
		rows := make(map[string]int64)
		for _, row := range table {
			rows[row.Keys[0]] = row.Values[received.Name]
		}
		return rows
	}
	scope := clickhouse.Scope{From: date("2024-01-01"), At: date("2024-06-15"), UpTo: 2}
	assert.Equal(t, map[string]int64{"2": 2, "9": 1}, byStatus(scope))
	scope.Within = map[ledger.Dimension][]string{ledger.ByStatus: {"9"}}
	assert.Equal(t, map[string]int64{"9": 1}, byStatus(scope))
	assert.Equal(t, []string{"dossier/A"}, subjects(members(t, db, scope, received, 10)))
	assert.Empty(t, members(t, db, scope, figure(t, "dossiers.open"), 10))
	scope.Within = map[ledger.Dimension][]string{ledger.ByUnit: {"672"}, ledger.ByStatus: {"2", "3"}}
	assert.Equal(t, []string{"dossier/B"}, subjects(members(t, db, scope, figure(t, "dossiers.open"), 10)))
	scope.UpTo, scope.Within = 1, nil
	assert.Equal(t, map[string]int64{"2": 3}, byStatus(scope), "before it was resolved")
}

func subjects(list []clickhouse.Member) []string {
	var all []string
	for _, m := range list {
		all = append(all, m.Subject)
	}
	return all
}

// Between the day of the leaving and the later day of the coming a stream counts −1, and the list says so.
func TestALeavingDatedBeforeTheComingIsListedAgainstTheFigure(t *testing.T) {
	db := openDB(t)
	noon := time.Date(2024, 6, 14, 12, 0, 0, 0, ict)
	a, b := dossier("A", "672", "", noon, 0), dossier("B", "672", "", noon.AddDate(0, 0, -9), 0)
	insert(t, db, batchOf(t, entry(1, a, b), entry(2, resolved(a, noon.AddDate(0, 0, -4)))))
	scope := clickhouse.Scope{From: date("2024-01-01"), At: date("2024-06-12"), UpTo: 2}
	count, value := totals(t, db, scope, figure(t, "dossiers.open"))
	assert.Equal(t, [...]int64{2, 0}, [...]int64{count, value})
	list := members(t, db, scope, figure(t, "dossiers.open"), 10)
	assert.Equal(t, []string{"dossier/A", "dossier/B"}, subjects(list))
	assert.Equal(t, [...]int64{-1, 1}, [...]int64{list[0].Amount, list[1].Amount})
}

func TestATimelineIsTheEventsOfOneSubject(t *testing.T) {
	db := openDB(t)
	noon := time.Date(2024, 6, 14, 12, 0, 0, 0, time.UTC)
	a, b := dossier("A", "672", "", noon, 0), dossier("B", "672", "", noon, 0)
	end := resolved(a, noon.Add(time.Hour))
	insert(t, db, batchOf(t, entry(1, a, b), entry(2, end)))
	all, err := db.Timeline(t.Context(), "dossier/A", eventlog.Address{}, 2, 0)
	require.NoError(t, err)
	assert.Equal(t, []eventlog.Located{
		{Address: eventlog.Address{Position: 1}, Event: a}, {Address: eventlog.Address{Position: 2}, Event: end},
	}, withoutRecorded(all, a))
	rest, err := db.Timeline(t.Context(), "dossier/A", eventlog.Address{Position: 1}, 2, 1)
	require.NoError(t, err)
	assert.Equal(t, all[1:], rest)
	cut, err := db.Timeline(t.Context(), "dossier/A", eventlog.Address{}, 1, 1)
	require.NoError(t, err)
	assert.Equal(t, all[:1], cut)
}

// withoutRecorded gives the events the recording time of the template.
func withoutRecorded(all []eventlog.Located, template event.Event) []eventlog.Located {
	for i := range all {
		all[i].Event.Recorded = template.Recorded
	}
	return all
}

func TestReportsLieWithinThePeriodAskedFor(t *testing.T) {
	db := openDB(t)
	report := func(id, indicator, from, to string) event.Event {
		return event.Event{
			ID: id, Source: "/agency", Type: event.IndicatorReported, Subject: event.IndicatorSubject(indicator, "672", "x"), Time: recorded,
			Data: &event.Indicator{Indicator: indicator, Unit: "672", Issuer: "x", From: date(from), To: date(to)},
		}
	}
	opened := event.Event{
		ID: "day", Source: "/clock", Type: event.ClockDayOpened, Subject: event.ClockSubject, Time: recorded, Data: &event.Clock{Date: date("2024-07-01")},
	}
	insert(t, db, batchOf(t, entry(1,
		report("a", "scorecard.x", "2024-04-01", "2024-04-30"), report("b", "scorecard.x", "2024-04-01", "2024-06-30"),
		report("c", "scorecard.x", "2024-03-01", "2024-06-30"), report("d", "scorecard.x", "2024-04-01", "2024-07-31"),
		report("e", "mail.x", "2024-04-01", "2024-06-30"),
	), entry(2, report("f", "scorecard.x", "2024-06-30", "2024-06-30"), opened)))
	for upTo, want := range map[eventlog.Position][]string{1: {"a", "b"}, 2: {"a", "b", "f"}} {
		all, err := db.Reports(t.Context(), "scorecard.", date("2024-04-01"), date("2024-06-30"), upTo)
		require.NoError(t, err)
		var ids []string
		for _, e := range all {
			ids = append(ids, e.Event.ID)
		}
		assert.Equal(t, want, ids)
	}
	day, err := db.Day(t.Context(), 2)
	require.NoError(t, err)
	assert.Equal(t, date("2024-07-01"), day)
	day, err = db.Day(t.Context(), 1)
	require.NoError(t, err)
	assert.Zero(t, day)
}
