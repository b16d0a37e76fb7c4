package clickhouse

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, sql string, args []any) {
	t.Helper()
	got := sql + "\n"
	for _, a := range args {
		n := a.(driver.NamedValue)
		got += fmt.Sprintf("-- @%s = %v\n", n.Name, n.Value)
	}
	path := filepath.Join("testdata", name+".sql")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func TestQueriesAreTheGoldenOnes(t *testing.T) {
	for name, q := range map[string]figuresQuestion{
		"figures_everywhere":           {},
		"figures_units":                {units: []string{"672", "24769"}},
		"figures_department":           {department: "education"},
		"figures_units_and_department": {units: []string{"672"}, department: "education"},
		"figures_by_unit":              {units: []string{"672"}, department: "education", byUnit: true},
	} {
		q.figures = ledger.FiguresByDay()
		q.period = ledger.Period{From: calendar.MustDate("2024-01-01"), At: calendar.MustDate("2024-06-15")}
		sql, args := q.query()
		golden(t, name, sql, args)
	}
	golden(t, "bills_paid_on", billsPaidOnSQL, nil)
	golden(t, "streams", fmt.Sprintf(streamsSQL, ""), nil)
	golden(t, "events_from", fmt.Sprintf(eventsFromSQL, ""), nil)
	golden(t, "procedures_after", proceduresAfterSQL, nil)
	past := Past{
		UpTo: 7, At: calendar.MustDate("2024-06-15"), Before: time.UnixMilli(1_718_470_800_000), From: calendar.MustDate("2024-01-01"),
		Recent: calendar.MustDate("2024-05-16"), Within: []string{"672", "24769"}, Places: map[string]string{"24769": "24769"}, Other: "672",
		Department: "education", Since: time.UnixMilli(1_718_384_400_000),
		Hourly: []ledger.Measure{"dossiers.received"}, HourlyFrom: calendar.MustDate("2024-04-20"),
	}
	sql, args := past.sums([]ledger.Measure{"dossiers.received", "dossiers.running"}, []ledger.Measure{"dossiers.running"})
	golden(t, "past_sums", sql, args)
	golden(t, "rollup", rollupSQL, nil)
	golden(t, "check", checkSQL, nil)
}

func openInternal(t testing.TB) *DB {
	t.Helper()
	db, err := Open(t.Context(), enginetest.DSN(t), slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(t.Context()))
	return db
}

func number(t testing.TB, db *DB, sql string) (n uint64) {
	t.Helper()
	require.NoError(t, db.conn.QueryRow(t.Context(), sql).Scan(&n))
	return n
}

// A batch is all or nothing because each of its inserts makes one part, the view's too.
func TestALargeBatchIsOnePartOfEveryTable(t *testing.T) {
	db := openInternal(t)
	for _, table := range []string{"events", "ledger", "rollup"} {
		require.NoError(t, db.conn.Exec(t.Context(), "SYSTEM STOP MERGES "+table))
	}
	const events = 150_000
	b := NewBatch(ledger.New(time.UTC))
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range events {
		at := start.Add(time.Duration(i) * time.Minute)
		require.NoError(t, b.Add(&eventlog.Entry{Position: eventlog.Position(i + 1), Recorded: at, Events: []event.Event{{
			ID: fmt.Sprint(i), Source: "/motcua", Type: event.DossierReceived, Subject: event.DossierSubject(fmt.Sprint(i)), Time: at,
			Data: &event.Dossier{
				Unit: fmt.Sprint(24000 + i%142), Procedure: fmt.Sprintf("1.%06d", i%977), To: event.StatusReceived,
				Due: calendar.DateOf(at, time.UTC) + calendar.Date(i%30), CountsReceived: true,
			},
		}}}))
	}
	for range 2 {
		require.NoError(t, db.Insert(t.Context(), b))
		for _, table := range []string{"events", "ledger", "rollup"} {
			parts := "SELECT count() FROM system.parts WHERE active AND database = currentDatabase() AND table = '" + table + "'"
			assert.Equal(t, uint64(1), number(t, db, parts), table)
		}
	}
	assert.Equal(t, uint64(events), number(t, db, "SELECT count() FROM events"))
	assert.Equal(t, uint64(4*events+1), number(t, db, "SELECT count() FROM ledger"))
	assert.Equal(t, uint64(4*2*events), number(t, db, "SELECT toUInt64(sum(amount)) FROM rollup"))
}

func TestASchemaThatIsNewerIsRefused(t *testing.T) {
	db := openInternal(t)
	all, err := migrations(migrationFiles)
	require.NoError(t, err)
	known := uint32(len(all))
	require.NoError(t, db.migrate(t.Context(), append(all, migration{version: known + 1, name: "next", statements: []string{
		"CREATE TABLE IF NOT EXISTS next (n UInt8) ENGINE = MergeTree ORDER BY n",
	}})))
	assert.Zero(t, number(t, db, "SELECT count() FROM next"))
	var newer *NewerSchemaError
	require.ErrorAs(t, db.Migrate(t.Context()), &newer)
	assert.Equal(t, NewerSchemaError{Database: known + 1, Known: known}, *newer)
}

func TestMigrationsAreNumberedWithoutAGap(t *testing.T) {
	_, err := migrations(fstest.MapFS{"migrations/0002_second.sql": {Data: []byte("SELECT 1")}})
	require.EqualError(t, err, "migration migrations/0002_second.sql is not number 1")
}

func TestQuoteName(t *testing.T) {
	assert.Equal(t, "`a\\`b\\\\c`", quoteName("a`b\\c"))
	var refusal *clickhouse.Exception
	_, err := Open(t.Context(), enginetest.Start(t).DSN()+"?no_such_setting=1", slog.New(slog.DiscardHandler))
	require.ErrorAs(t, err, &refusal)
}

// fillLedger puts rows of five million made-up entries into the ledger, and so the rollup.
func fillLedger(b *testing.B, db *DB) {
	b.Helper()
	const sql = `INSERT INTO ledger SELECT number, 0,
		if(h % 3 = 0, 'dossiers.received', 'dossiers.status.' || toString(h % 10 + 1)) AS measure,
		toString(24000 + h % 142), ['', 'education', 'construction'][h % 142 % 3 + 1], '1.' || toString(intDiv(h, 7) % 60),
		toDate32('2024-01-01') + intDiv(number, 28000), if(h % 3 = 0, 8 + intDiv(h, 11) % 6, 24),
		if(h % 3 = 0, toDate32('1970-01-01'), toDate32('2024-01-01') + intDiv(number, 28000) + intDiv(h, 13) % 4),
		1, now64(3), now64(3), 1
		FROM (SELECT number, cityHash64(number) AS h FROM numbers(5000000))`
	ctx := clickhouse.Context(context.Background(), clickhouse.WithSettings(clickhouse.Settings{"max_insert_threads": 1}))
	require.NoError(b, db.conn.Exec(ctx, sql))
}

func BenchmarkQueries(b *testing.B) {
	db := openInternal(b)
	fillLedger(b, db)
	var units []string
	for i := range 142 {
		units = append(units, fmt.Sprint(24000+i))
	}
	b.Run("Figures", func(b *testing.B) {
		for b.Loop() {
			_, _, err := db.Figures(b.Context(), units, "", calendar.MustDate("2024-01-01"), calendar.MustDate("2024-06-15"))
			require.NoError(b, err)
		}
	})
	b.Run("Check", func(b *testing.B) {
		for b.Loop() {
			_, err := db.Check(b.Context())
			require.NoError(b, err)
		}
	})
	b.Run("LoadRollup", func(b *testing.B) {
		rows := 0
		for b.Loop() {
			_, err := db.LoadRollup(b.Context(), calendar.MustDate("2024-06-27"), func(RollupRow) error { rows++; return nil })
			require.NoError(b, err)
		}
		b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		b.ReportMetric(float64(rows)/float64(b.N), "rows")
	})
}
