package clickhouse_test

import (
	"fmt"
	"log/slog"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func openDB(t *testing.T) *clickhouse.DB {
	t.Helper()
	db, err := clickhouse.Open(t.Context(), enginetest.DSN(t), quiet())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(t.Context()))
	return db
}

var (
	ict      = time.FixedZone("ICT", 7*3600)
	recorded = time.Date(2024, 6, 15, 3, 0, 0, 123456000, time.UTC)
)

func date(s string) calendar.Date { return calendar.MustDate(s) }

// dossier is a dossier received in a unit on a day, resolved by the next event.
func dossier(code, unit, department string, at time.Time, due calendar.Date) event.Event {
	return event.Event{
		ID: code + "/received", Source: "/motcua", Type: event.DossierReceived, Subject: event.DossierSubject(code),
		Time: at, Recorded: recorded,
		Data: &event.Dossier{
			Procedure: "1.013225", Unit: unit, Department: department, Channel: event.ChannelOnline, Level: event.LevelFull,
			To: event.StatusReceived, Due: due, CountsReceived: true,
		},
	}
}

func resolved(e event.Event, at time.Time) event.Event {
	d := *e.Data.(*event.Dossier)
	d.From, d.To, d.PreviousDue = event.StatusReceived, event.StatusResolved, d.Due
	d.CountsReceived, d.CountsResolved, d.Timeliness = false, true, event.TimelyEarly
	e.ID, e.Type, e.Time, e.Data = e.Subject+"/resolved", event.DossierResolved, at, &d
	return e
}

func entry(p eventlog.Position, events ...event.Event) eventlog.Entry {
	return eventlog.Entry{Position: p, Recorded: recorded, Events: events}
}

func batchOf(t *testing.T, entries ...eventlog.Entry) *clickhouse.Batch {
	t.Helper()
	b := clickhouse.NewBatch(ledger.New(ict))
	for i := range entries {
		require.NoError(t, b.Add(&entries[i]))
	}
	return b
}

func insert(t *testing.T, db *clickhouse.DB, b *clickhouse.Batch) {
	t.Helper()
	stands, err := db.Intend(t.Context(), b.Bounds())
	require.NoError(t, err)
	require.Equal(t, b.Bounds(), stands)
	require.NoError(t, db.Insert(t.Context(), b))
}

// expected is what the ledger itself says of the entries.
func expected(entries ...eventlog.Entry) clickhouse.Check {
	c := clickhouse.Check{Sums: map[ledger.Measure]int64{}}
	l := ledger.New(ict)
	for _, x := range entries {
		c.Position = x.Position
		for i := range x.Events {
			for _, e := range l.Postings(nil, &x.Events[i]) {
				c.Checksum += e.Checksum()
				c.Sums[e.Measure] += e.Amount
			}
		}
	}
	return c
}

func TestAnEmptyDatabaseIsAtPositionZero(t *testing.T) {
	db := openDB(t)
	p, err := db.Progress(t.Context())
	require.NoError(t, err)
	assert.Equal(t, clickhouse.Progress{}, p)
	check, err := db.Check(t.Context())
	require.NoError(t, err)
	assert.Equal(t, clickhouse.Check{Sums: map[ledger.Measure]int64{}}, check)
}

func TestMigrateTwiceChangesNothing(t *testing.T) {
	db := openDB(t)
	require.NoError(t, db.Migrate(t.Context()))
}

func TestARepeatedBatchChangesNothing(t *testing.T) {
	db := openDB(t)
	noon := time.Date(2024, 6, 14, 12, 0, 0, 0, ict)
	a := dossier("A", "672", "education", noon, date("2024-06-20"))
	entries := []eventlog.Entry{entry(1, a), entry(2, resolved(a, noon.Add(time.Hour)), dossier("B", "24769", "", noon, 0))}
	for range 3 {
		insert(t, db, batchOf(t, entries...))
		check, err := db.Check(t.Context())
		require.NoError(t, err)
		assert.Equal(t, expected(entries...), check)
	}
	p, err := db.Progress(t.Context())
	require.NoError(t, err)
	assert.Equal(t, clickhouse.Progress{Projected: 2, Intended: clickhouse.Bounds{First: 1, Last: 2}}, p)
	counts, err := db.Counts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, clickhouse.Counts{Events: 3, Postings: 15}, counts)
}

func TestTheFirstIntentStands(t *testing.T) {
	db := openDB(t)
	stands, err := db.Intend(t.Context(), clickhouse.Bounds{First: 1, Last: 50})
	require.NoError(t, err)
	assert.Equal(t, clickhouse.Bounds{First: 1, Last: 50}, stands)
	stands, err = db.Intend(t.Context(), clickhouse.Bounds{First: 1, Last: 70})
	require.NoError(t, err)
	assert.Equal(t, clickhouse.Bounds{First: 1, Last: 50}, stands)
}

func TestAForeignEntryCountsItsPositionOnly(t *testing.T) {
	db := openDB(t)
	insert(t, db, batchOf(t, entry(1)))
	check, err := db.Check(t.Context())
	require.NoError(t, err)
	assert.Equal(t, clickhouse.Check{Position: 1, Sums: map[ledger.Measure]int64{}}, check)
	require.ErrorContains(t, batchOf(t, entry(1)).Add(&eventlog.Entry{Position: 3}), "position 3 does not follow 1")
}

func TestChecksumsAgreeForEveryShapeOfEntry(t *testing.T) {
	db := openDB(t)
	var entries []eventlog.Entry
	days := []time.Time{
		time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 2, 29, 23, 59, 59, 0, ict), time.Date(2199, 12, 31, 12, 0, 0, 0, ict),
	}
	amounts := []int64{1, math.MaxInt64, math.MaxInt64, 50_000} // the sum goes round
	for i, at := range days {
		for j, amount := range amounts {
			p := eventlog.Position(i*len(amounts) + j + 1)
			paid := event.Event{
				ID: fmt.Sprint(p), Source: "/payments", Type: event.PaymentSucceeded, Subject: event.PaymentSubject(fmt.Sprint(p)), Time: at,
				Data: &event.Payment{Unit: "Đà Lạt", Procedure: "1.013225", AmountVND: amount, To: event.PaymentPaid},
			}
			refunded := paid
			refunded.ID, refunded.Type = fmt.Sprint(p, "/refunded"), event.PaymentRefunded
			refunded.Data = &event.Payment{Unit: "672", Department: "construction", AmountVND: amount, From: event.PaymentPaid, To: event.PaymentRefundedStatus}
			due := []calendar.Date{0, date("2024-06-20"), -1, 10_000_000}[j]
			entries = append(entries, entry(p, paid, refunded, dossier(fmt.Sprint(p), "672", "education", at, due)))
		}
	}
	insert(t, db, batchOf(t, entries...))
	check, err := db.Check(t.Context())
	require.NoError(t, err)
	assert.Equal(t, expected(entries...), check)
}

func TestStreamsGiveTheLastEventWholeAndTheFirstTime(t *testing.T) {
	db := openDB(t)
	opened := time.Date(2024, 6, 1, 8, 0, 0, 987654000, time.UTC)
	first := event.Event{
		ID: "1", Source: "/soc", Type: event.IncidentOpened, Subject: event.IncidentSubject("i1"), Time: opened, Recorded: recorded,
		Correlation: "c", Causation: "d", Simulated: true, Backfill: true,
		Data: &event.Incident{Unit: "672", Title: "Tấn công từ chối dịch vụ", Category: 1, Severity: event.IncidentSevere, To: event.IncidentStatusOpen},
	}
	last := first
	last.ID, last.Type, last.Time = "2", event.IncidentVerified, opened.Add(-time.Hour)
	last.Counted = opened // it is late
	last.Extensions = event.Extensions(`{"sampled":true,"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}`)
	last.Data = &event.Incident{
		Unit: "672", Title: "Tấn công từ chối dịch vụ", Category: 1, Severity: event.IncidentSevere, FromSeverity: event.IncidentSevere,
		From: event.IncidentStatusOpen, To: event.IncidentStatusVerified, Flags: []event.Flag{event.FlagSkipped, event.FlagOutOfOrder},
	}
	day := event.Event{
		ID: "day", Source: "/clock", Type: event.ClockDayOpened, Subject: event.ClockSubject, Time: opened, Recorded: recorded,
		Data: &event.Clock{Date: date("2024-06-01")},
	}
	insert(t, db, batchOf(t, entry(1, day, first), entry(2, last)))

	states, err := db.Streams(t.Context(), []event.Noun{event.NounIncident, event.NounAlarm}, math.MaxInt64)
	require.NoError(t, err)
	assert.Equal(t, []clickhouse.StreamState{{Last: last, Address: eventlog.Address{Position: 2}, FirstCounted: opened}}, states)
	states, err = db.Streams(t.Context(), []event.Noun{event.NounIncident, event.NounClock}, 1)
	require.NoError(t, err)
	assert.Equal(t, []clickhouse.StreamState{
		{Last: day, Address: eventlog.Address{Position: 1}, FirstCounted: opened},
		{Last: first, Address: eventlog.Address{Position: 1, Index: 1}, FirstCounted: opened},
	}, states)
}

func TestLoadRollupReturnsEverySumAtOnePosition(t *testing.T) {
	db := openDB(t)
	noon := time.Date(2024, 6, 14, 12, 30, 0, 0, ict)
	a := dossier("A", "672", "education", noon, date("2024-06-20"))
	b := dossier("B", "672", "education", noon.Add(-24*time.Hour), date("2024-06-20"))
	b.Simulated = true
	insert(t, db, batchOf(t, entry(1, a)))
	insert(t, db, batchOf(t, entry(2, b), entry(3)))
	received := make(map[clickhouse.RollupRow]int64) // sums by key
	var checksum uint64
	var latest eventlog.Position
	position, err := db.LoadRollup(t.Context(), date("2024-06-14"), func(r clickhouse.RollupRow) error {
		checksum += r.Checksum
		if r.Measure == ledger.DossiersReceived {
			latest = max(latest, r.Position)
			key := clickhouse.RollupRow{Grain: r.Grain, Measure: r.Measure, Unit: r.Unit, Department: r.Department}
			key.Procedure, key.Year, key.Day, key.Hour, key.Due = r.Procedure, r.Year, r.Day, r.Hour, r.Due
			assert.Equal(t, r.Position == 2, r.Simulated)
			assert.Equal(t, recorded.Truncate(time.Millisecond), r.Recorded)
			received[key] += r.Amount
		}
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, eventlog.Position(3), position)
	assert.Equal(t, expected(entry(1, a), entry(2, b), entry(3)).Checksum, checksum)
	base := clickhouse.RollupRow{Measure: ledger.DossiersReceived, Unit: "672", Department: "education", Hour: ledger.NoHour}
	onA, onB, both := base, base, base
	onA.Grain, onA.Day, onA.Hour = clickhouse.GrainDay, date("2024-06-14"), 12
	onB.Grain, onB.Day = clickhouse.GrainDay, date("2024-06-13")
	both.Grain, both.Procedure, both.Year = clickhouse.GrainProcedure, "1.013225", 2024
	assert.Equal(t, map[clickhouse.RollupRow]int64{onA: 1, onB: 1, both: 2}, received)
	assert.Equal(t, eventlog.Position(2), latest)
}

func TestFiguresSumFlowsStocksAndOverdue(t *testing.T) {
	db := openDB(t)
	noon := time.Date(2024, 6, 14, 12, 30, 0, 0, ict)
	a := dossier("A", "672", "education", noon, date("2024-06-16"))
	b := dossier("B", "24769", "", noon.Add(-24*time.Hour), date("2024-06-14"))
	c := dossier("C", "673", "", noon.AddDate(-1, 0, 0), 0)
	insert(t, db, batchOf(t, entry(1, a, b, c), entry(2, resolved(a, noon.AddDate(0, 0, 3)))))
	for _, c := range []struct {
		name                              string
		units                             []string
		department, at                    string
		received, resolved, open, overdue int64
	}{
		{"province", nil, "", "2024-06-15", 2, 0, 3, 1},
		{"province after the end", nil, "", "2024-06-17", 2, 1, 2, 1},
		{"on the due date nothing is overdue", nil, "", "2024-06-14", 2, 0, 3, 0},
		{"two units", []string{"672", "24769"}, "", "2024-06-15", 2, 0, 2, 1},
		{"a department", nil, "education", "2024-06-17", 1, 1, 0, 0},
		{"a department in a unit without it", []string{"24769"}, "education", "2024-06-17", 0, 0, 0, 0},
		{"no unit", []string{}, "", "2024-06-17", 0, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			figures, position, err := db.Figures(t.Context(), c.units, c.department, date("2024-01-01"), date(c.at))
			require.NoError(t, err)
			assert.Equal(t, eventlog.Position(2), position)
			assert.Len(t, figures, len(ledger.FiguresByDay()))
			got := [...]int64{figures["dossiers.received"], figures["dossiers.resolved"], figures["dossiers.open"], figures["dossiers.overdue"]}
			assert.Equal(t, [...]int64{c.received, c.resolved, c.open, c.overdue}, got)
		})
	}
}
