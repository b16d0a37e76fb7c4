package projector_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/services/projector"
)

// projectArgument makes this test program a projector that can be killed: it takes the
// path of the log and the address of the database, and ends at the log's end.
const projectArgument = "project"

func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == projectArgument {
		if err := projectAll(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	enginetest.Main(m)
}

func projectAll(path, dsn string) error {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	log, err := sqlite.Open(ctx, sqlite.Config{Path: path})
	if err != nil {
		return err
	}
	db, err := clickhouse.Open(ctx, dsn, logger)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	head, err := log.Head(ctx)
	if err != nil {
		return err
	}
	p, err := projector.New(projector.Config{
		Log: log, DB: db, Ledger: ledger.New(ict), Logger: logger, MaxEvents: 700, Interval: time.Millisecond, Linger: time.Millisecond,
	})
	if err != nil {
		return err
	}
	go func() {
		for p.Position() < head {
			time.Sleep(time.Millisecond)
		}
		stop()
	}()
	return p.Run(ctx)
}

const (
	killCommits = 600
	killEvents  = 100
	kills       = 8 // of each process
)

// TestKillsLoseNothingAndCountNothingTwice kills the projector and ClickHouse with SIGKILL
// in turn, at moments spread over the load.
func TestKillsLoseNothingAndCountNothingTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
	require.NoError(t, err)
	appendLoad(t, log, newLoad(4), killCommits, killEvents)
	require.NoError(t, log.Close())

	e := enginetest.StartOwn(t)
	db := openDB(t, e.DSN())
	child := startChild(t, path, e)
	for round := range 2 * kills {
		// Positions pass until the threshold; then chance says where within a batch.
		threshold := eventlog.Position((round + 1) * killCommits / (2*kills + 1))
		enginetest.WaitFor(t.Context(), t, fmt.Sprintf("position %d", threshold), func() bool {
			p, err := db.Position(t.Context())
			return err == nil && p >= threshold
		})
		time.Sleep(time.Duration(rand.IntN(30)) * time.Millisecond)
		if round%2 == 0 {
			require.NoError(t, child.Process.Kill())
			require.Error(t, child.Wait())
			assert.Equal(t, "signal: killed", child.ProcessState.String(), "it was killed before its end")
			child = startChild(t, path, e)
			continue
		}
		var killed int
		enginetest.WaitFor(t.Context(), t, "a running engine", func() bool { killed = e.PID(); return killed != 0 })
		require.NoError(t, syscall.Kill(killed, syscall.SIGKILL))
		enginetest.WaitFor(t.Context(), t, "the engine's restart", func() bool { return e.PID() != 0 && e.PID() != killed })
	}
	require.NoError(t, child.Wait())

	log, err = sqlite.Open(t.Context(), sqlite.Config{Path: path})
	require.NoError(t, err)
	defer func() { require.NoError(t, log.Close()) }()
	requireExact(t, log, db)
	require.Equal(t, kills, e.Restarts())
}

func startChild(t *testing.T, path string, e *engine.Engine) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, projectArgument, path, e.DSN())
	cmd.Stderr = io.Discard
	if testing.Verbose() {
		cmd.Stderr = os.Stderr
	}
	require.NoError(t, cmd.Start())
	return cmd
}
