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
		all = append(all, page...)
		if len(page) < limit {
			return all
		}
		after = clickhouse.Next(page, after)
	}
}

// lives makes commits of random events of all countable nouns, in the order of their times. Statuses need not be in the
// order of the rules: what holds of sums holds of any.
func lives(r *rand.Rand, commits int) []eventlog.Entry {
	units := []string{"68", "672", "24769", "673", "24814"}
	departments := []string{"", "education", "construction"}
	state := make(map[string]event.Dossier)
	paid := make(map[string]event.Payment)
	sites := make(map[string]event.Model)
	at := time.Date(2023, 12, 20, 1, 0, 0, 0, time.UTC)
	var all []eventlog.Entry
	for p := range commits {
		var events []event.Event
		for range 1 + r.IntN(4) {
			at = at.Add(time.Duration(r.IntN(7200)) * time.Second)
			n := r.IntN(40)
			id := fmt.Sprint(n)
			e := event.Event{ID: fmt.Sprint(p, "/", len(events)), Source: "/test", Time: at, Recorded: recorded}
			switch r.IntN(4) {
			case 0, 1:
				e.Type, e.Subject = event.DossierAssigned, event.DossierSubject(id)
				d := nextDossier(r, state[id], calendar.DateOf(at, ict))
				if d.Unit == "" {
					d.Unit, d.Department = units[n%len(units)], departments[n%len(departments)]
					d.Procedure, d.Channel, d.Level = fmt.Sprintf("1.%06d", n%3), event.Channel(1+n%3), []event.ServiceLevel{"full", "partial"}[n%2]
				}
				state[id], e.Data = d, &d
			case 2:
				e.Type, e.Subject = event.PaymentSucceeded, event.PaymentSubject(id)
				d := paid[id]
				d.Unit, d.Method, d.AmountVND, d.From, d.To = units[n%len(units)], "truc-tuyen", int64(1000*n), d.To, event.PaymentPaid
				if d.From == event.PaymentPaid {
					e.Type, d.To = event.PaymentRefunded, event.PaymentRefundedStatus
				}
				paid[id], e.Data = d, &d
			default:
				e.Type, e.Subject = event.ModelSiteActivated, event.ModelSubject(id)
				d := sites[id]
				d.Name, d.Unit, d.From, d.To = "Mô hình", "68", d.To, event.ModelStatusInProgress
				d.Sites++
				sites[id], e.Data = d, &d
			}
			events = append(events, e)
		}
		all = append(all, entry(eventlog.Position(p+1), events...))
	}
	return all
}

func nextDossier(r *rand.Rand, d event.Dossier, day calendar.Date) event.Dossier {
	was := d.To
	d.From, d.PreviousDue = d.To, d.Due
	d.To = event.DossierStatus(1 + r.IntN(10))
	d.Due = day + calendar.Date(r.IntN(12)) - 3
	if r.IntN(5) == 0 {
		d.Due = 0
	}
	d.CountsReceived = was == 0
	d.CountsResolved = d.To >= event.StatusResolved && was < event.StatusResolved
	d.Timeliness = []event.Timeliness{event.TimelyEarly, event.TimelyOnTime, event.TimelyLate}[r.IntN(3)]
	d.Digitised, d.ElectronicResult = d.CountsReceived && r.IntN(2) == 0, d.CountsResolved
	return d
}

func TestEveryFigureIsMadeUpOfItsMembers(t *testing.T) {
	db := openDB(t)
	r := rand.New(rand.NewPCG(3, 8))
	entries := lives(r, 300)
	insert(t, db, batchOf(t, entries...))
	for range 6 {
		from := date("2023-12-20") + calendar.Date(r.IntN(25))
		at := from + calendar.Date(r.IntN(40))
		scope := clickhouse.Scope{From: from, At: at, UpTo: 300}
		units, department := []string(nil), ""
		if r.IntN(2) == 0 {
			units = []string{"672", "24769"}
			scope.Within = map[clickhouse.Dimension][]string{clickhouse.ByUnit: units}
		}
		if r.IntN(3) == 0 {
			department = "construction"
			scope.Within = map[clickhouse.Dimension][]string{clickhouse.ByDepartment: {department}}
			units = nil
		}
		want, _, err := db.Figures(t.Context(), units, department, from, at)
		require.NoError(t, err)
		table, err := db.Table(t.Context(), scope, ledger.Figures(), clickhouse.ByUnit, clickhouse.ByDay)
		require.NoError(t, err)
		tabled := make(map[string]int64)
		for _, row := range table {
			for name, value := range row.Values {
				tabled[name] += value
			}
		}
		for _, f := range ledger.Figures() {
			what := fmt.Sprintf("%s from %s at %s in %v %s", f.Name, from, at, units, department)
			list := members(t, db, scope, f, 1+r.IntN(30))
			var sum int64
			seen := make(map[string]bool)
			for _, m := range list {
				sum += m.Amount
				seen[m.Subject] = true
				assert.NotEmpty(t, m.Subject, what)
				if f.Name != "payments.amount_vnd" {
					assert.Equal(t, int64(1), m.Amount, what)
				}
			}
			count, value, err := db.Count(t.Context(), scope, f)
			require.NoError(t, err)
			assert.Equal(t, want[f.Name], sum, what)
			assert.Equal(t, want[f.Name], value, what)
			assert.Equal(t, want[f.Name], tabled[f.Name], what)
			assert.Len(t, list, int(count), what)
			if f.Name != "payments.amount_vnd" {
				assert.Equal(t, want[f.Name], count, what)
			}
			if f.Kind != ledger.Flow && f.Name != "models.sites" {
				assert.Len(t, seen, len(list), what)
			}
		}
	}
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
	count, value, err := db.Count(t.Context(), scope, figure(t, "dossiers.open"))
	require.NoError(t, err)
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
