package projector_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/services/projector"
)

// memoryLog is a log whose reading costs nothing, so that the projector alone is measured.
type memoryLog struct {
	eventlog.Log
	entries []eventlog.Entry
}

func (l *memoryLog) Head(context.Context) (eventlog.Position, error) {
	return eventlog.Position(len(l.entries)), nil
}

func (l *memoryLog) Read(_ context.Context, after eventlog.Position, limit int) ([]eventlog.Entry, error) {
	return append([]eventlog.Entry(nil), l.entries[after:min(int(after)+limit, len(l.entries))]...), nil
}

func (l *memoryLog) Wait(ctx context.Context, _ eventlog.Position) (eventlog.Position, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

func (l *memoryLog) SetCursor(context.Context, string, eventlog.Position) error { return nil }

// BenchmarkProject projects a load of 400,000 events, and tells the CPU time that the
// projector and ClickHouse take per million events.
func BenchmarkProject(b *testing.B) {
	const commits, events = 4000, 100
	log := &memoryLog{}
	l := newLoad(1)
	for i := range commits {
		log.entries = append(log.entries, eventlog.Entry{
			Position: eventlog.Position(i + 1), Recorded: time.Now(), Events: l.commit(events).Events,
		})
	}
	e := enginetest.Start(b)
	for b.Loop() {
		benchmarkOnce(b, log, enginetest.DSN(b), e.PID())
	}
}

func benchmarkOnce(b *testing.B, log *memoryLog, dsn string, engine int) {
	db, err := clickhouse.Open(b.Context(), dsn, quiet())
	require.NoError(b, err)
	defer db.Close()
	require.NoError(b, db.Migrate(b.Context()))
	p, err := projector.New(projector.Config{Log: log, DB: db, Ledger: ledger.New(ict)})
	require.NoError(b, err)
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	done := make(chan error, 1)
	started, own, engines := time.Now(), ownCPU(b), cpu(b, engine)
	go func() { done <- p.Run(ctx) }()
	enginetest.WaitFor(ctx, b, "the end of the load", func() bool { return int(p.Position()) == len(log.entries) })
	took := time.Since(started)
	stop()
	require.NoError(b, <-done)
	counts, err := db.Counts(b.Context())
	require.NoError(b, err)
	millions := float64(counts.Events) / 1e6
	b.ReportMetric(float64(counts.Events)/took.Seconds(), "events/s")
	b.ReportMetric(float64(counts.Postings)/took.Seconds(), "postings/s")
	b.ReportMetric((ownCPU(b)-own).Seconds()/millions, "projector-s/Mevent")
	b.ReportMetric((cpu(b, engine)-engines).Seconds()/millions, "clickhouse-s/Mevent")
}

func ownCPU(b *testing.B) time.Duration {
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// cpu is the processor time of another process; Linux counts it in hundredths of a second.
func cpu(b *testing.B, pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	require.NoError(b, err)
	_, after, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after)
	var ticks int64
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(f, 10, 64)
		require.NoError(b, err)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
