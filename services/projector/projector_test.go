package projector_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/services/projector"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func openLog(t *testing.T) eventlog.Log {
	t.Helper()
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "log.db")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, log.Close()) })
	return log
}

func openDB(t *testing.T, dsn string) *clickhouse.DB {
	t.Helper()
	db, err := clickhouse.Open(t.Context(), dsn, quiet())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(t.Context()))
	return db
}

func appendLoad(t *testing.T, log eventlog.Log, l *load, commits, events int) {
	t.Helper()
	for range commits {
		_, err := log.Append(t.Context(), l.commit(events))
		require.NoError(t, err)
	}
}

// start runs a projector until the test ends.
func start(t *testing.T, cfg projector.Config) *projector.Projector {
	t.Helper()
	cfg.Ledger, cfg.Logger = ledger.New(ict), quiet()
	p, err := projector.New(cfg)
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- p.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-done)
	})
	return p
}

func requireExact(t *testing.T, log eventlog.Log, db *clickhouse.DB) {
	t.Helper()
	want, wantCounts, err := totals(t.Context(), log)
	require.NoError(t, err)
	check, err := db.Check(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, check)
	counts, err := db.Counts(t.Context())
	require.NoError(t, err)
	require.Equal(t, wantCounts, counts)
}

func TestTheLogIsProjectedAsItGrows(t *testing.T) {
	log, db := openLog(t), openDB(t, enginetest.DSN(t))
	l := newLoad(1)
	appendLoad(t, log, l, 5, 200)
	registry := prometheus.NewRegistry()
	p := start(t, projector.Config{Log: log, DB: db, Registerer: registry, Interval: 20 * time.Millisecond, Linger: time.Millisecond})
	enginetest.WaitFor(t.Context(), t, "position 5", func() bool { return p.Position() == 5 })
	requireExact(t, log, db)
	appendLoad(t, log, l, 3, 1)
	enginetest.WaitFor(t.Context(), t, "position 8", func() bool { return p.Position() == 8 })
	requireExact(t, log, db)

	families, err := registry.Gather()
	require.NoError(t, err)
	values := make(map[string]float64)
	for _, f := range families {
		values[f.GetName()] = f.Metric[0].GetGauge().GetValue() + f.Metric[0].GetCounter().GetValue()
	}
	assert.Equal(t, 8.0, values["ioc_consumer_position"])
	assert.Equal(t, 0.0, values["ioc_consumer_lag_entries"])
	assert.Equal(t, 1003.0, values["ioc_projector_events_total"])
	assert.Equal(t, 0.0, values["ioc_projector_failures_total"])
}

func TestABatchThatAnotherBeganIsFinishedWithItsBounds(t *testing.T) {
	log, db := openLog(t), openDB(t, enginetest.DSN(t))
	appendLoad(t, log, newLoad(2), 10, 10)
	_, err := db.Intend(t.Context(), clickhouse.Bounds{First: 1, Last: 3})
	require.NoError(t, err)
	p := start(t, projector.Config{Log: log, DB: db})
	enginetest.WaitFor(t.Context(), t, "position 10", func() bool { return p.Position() == 10 })
	requireExact(t, log, db)
	progress, err := db.Progress(t.Context())
	require.NoError(t, err)
	assert.Equal(t, clickhouse.Progress{Projected: 10, Intended: clickhouse.Bounds{First: 4, Last: 10}}, progress)
}

func TestTwoProjectorsAtOnceCountOnce(t *testing.T) {
	log, db := openLog(t), openDB(t, enginetest.DSN(t))
	l := newLoad(3)
	appendLoad(t, log, l, 50, 10)
	first := start(t, projector.Config{Log: log, DB: db, MaxEvents: 70, Interval: time.Millisecond, Linger: time.Millisecond})
	second := start(t, projector.Config{Log: log, DB: db, MaxEvents: 30, Interval: time.Millisecond, Linger: time.Millisecond})
	appendLoad(t, log, l, 50, 10)
	enginetest.WaitFor(t.Context(), t, "both at the end", func() bool { return first.Position() == 100 && second.Position() == 100 })
	requireExact(t, log, db)
}

func TestADatabaseThatIsAheadOfTheLogIsRefused(t *testing.T) {
	log, db := openLog(t), openDB(t, enginetest.DSN(t))
	_, err := db.Intend(t.Context(), clickhouse.Bounds{First: 1, Last: 3})
	require.NoError(t, err)
	p, err := projector.New(projector.Config{Log: log, DB: db, Ledger: ledger.New(ict)})
	require.NoError(t, err)
	var ahead *projector.AheadError
	require.ErrorAs(t, p.Run(t.Context()), &ahead)
	assert.Equal(t, projector.AheadError{ClickHouse: 3, Log: 0}, *ahead)
}

func TestADatabaseOfAnotherLogIsRefused(t *testing.T) {
	log, db := openLog(t), openDB(t, enginetest.DSN(t))
	appendLoad(t, log, newLoad(1), 2, 5)
	first := start(t, projector.Config{Log: log, DB: db, Linger: time.Millisecond})
	enginetest.WaitFor(t.Context(), t, "position 2", func() bool { return first.Position() == 2 })

	another := openLog(t)
	appendLoad(t, another, newLoad(2), 9, 5)
	p, err := projector.New(projector.Config{Log: eventlog.Share(another, 1<<20), DB: db, Ledger: ledger.New(ict)})
	require.NoError(t, err)
	err = p.Run(t.Context())
	var other *clickhouse.OtherLogError
	require.ErrorAs(t, err, &other)
	assert.Equal(t, clickhouse.OtherLogError{Database: log.(eventlog.Identified).ID(), Log: another.(eventlog.Identified).ID()}, *other)
	require.ErrorContains(t, err, "give the log that filled it, or an empty database")
	requireExact(t, log, db)
}

func TestAnEventOfAnUnknownTypeIsStoredAndCountsForNothing(t *testing.T) {
	log, db := openLog(t), openDB(t, enginetest.DSN(t))
	e := newLoad(1).payment()
	e.ID, e.Type, e.Subject, e.Data = "x", "drone.launched.v1", "drone/1", &event.Unknown{Noun: "drone", Raw: []byte(`{"height":120}`)}
	_, err := log.Append(t.Context(), eventlog.Commit{
		Events: []event.Event{e}, Streams: []eventlog.StreamUpdate{{Stream: e.Subject, Expected: eventlog.AnyVersion}},
	})
	require.NoError(t, err)
	p := start(t, projector.Config{Log: log, DB: db, Linger: time.Millisecond})
	enginetest.WaitFor(t.Context(), t, "position 1", func() bool { return p.Position() == 1 })
	requireExact(t, log, db)
	counts, err := db.Counts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, clickhouse.Counts{Events: 1, Postings: 0}, counts)
}

func TestNewNamesEverythingThatIsMissing(t *testing.T) {
	_, err := projector.New(projector.Config{})
	require.EqualError(t, err, "projector: no log is given\nprojector: no database is given\nprojector: no ledger is given")
}
