package engine_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse/engine"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
)

// parentArgument makes this test program a parent that can be killed: it starts an engine on
// the directory after it and says the child's process id.
const parentArgument = "parent"

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == parentArgument {
		e, err := engine.Start(context.Background(), engine.Config{Dir: os.Args[2]})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(e.PID())
		select {}
	}
	enginetest.Main(m)
}

func TestTheEngineDiesWithItsParentAndTheDirectoryIsFreeAgain(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	parent := exec.CommandContext(t.Context(), self, parentArgument, dir)
	parent.Stderr = os.Stderr
	said, err := parent.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, parent.Start())
	var child int
	_, err = fmt.Fscanln(said, &child)
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(child, 0), "it runs")

	require.NoError(t, parent.Process.Kill())
	require.Error(t, parent.Wait())
	e, err := engine.Start(t.Context(), engine.Config{Dir: dir}) // waits for the lock that the child holds too
	require.NoError(t, err)
	require.NoError(t, e.Close())
	if status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", child)); err == nil {
		assert.Contains(t, string(status), "zombie", "the child is dead, though init may not have collected it")
	}
}

func open(t *testing.T, dsn string) driver.Conn {
	t.Helper()
	options, err := clickhouse.ParseDSN(dsn)
	require.NoError(t, err)
	conn, err := clickhouse.Open(options)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestRowsSurviveAKilledEngine(t *testing.T) {
	e := enginetest.StartOwn(t)
	conn := open(t, e.Database("default"))
	ctx := t.Context()
	require.NoError(t, conn.Exec(ctx, "CREATE TABLE kept (n UInt64) ENGINE = MergeTree ORDER BY n"))
	require.NoError(t, conn.Exec(ctx, "INSERT INTO kept SELECT number FROM numbers(1000)"))

	killed := e.PID()
	require.NoError(t, syscall.Kill(killed, syscall.SIGKILL))
	enginetest.WaitFor(ctx, t, "a new child", func() bool { return e.PID() != 0 && e.PID() != killed })
	enginetest.WaitFor(ctx, t, "an answer", func() bool { return conn.Ping(ctx) == nil })

	var n uint64
	require.NoError(t, conn.QueryRow(ctx, "SELECT sum(n) FROM kept").Scan(&n))
	assert.Equal(t, uint64(499_500), n)
	assert.Equal(t, 1, e.Restarts())
}

func TestCloseStopsTheChildAndTheNextStartFindsItsRows(t *testing.T) {
	dir := t.TempDir()
	first, err := engine.Start(t.Context(), engine.Config{Dir: dir})
	require.NoError(t, err)
	conn := open(t, first.Database("default"))
	require.NoError(t, conn.Exec(t.Context(), "CREATE TABLE kept (n UInt64) ENGINE = MergeTree ORDER BY n"))
	require.NoError(t, conn.Exec(t.Context(), "INSERT INTO kept VALUES (7)"))
	pid := first.PID()
	stopping := time.Now()
	require.NoError(t, first.Close())
	assert.Less(t, time.Since(stopping), 9*time.Second, "SIGTERM was enough")
	require.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH)

	second, err := engine.Start(t.Context(), engine.Config{Dir: dir})
	require.NoError(t, err)
	defer func() { require.NoError(t, second.Close()) }()
	assert.NotEqual(t, first.Database("default"), second.Database("default"))
	var n uint64
	require.NoError(t, open(t, second.Database("default")).QueryRow(t.Context(), "SELECT n FROM kept").Scan(&n))
	assert.Equal(t, uint64(7), n)
}

func TestOnlyWhoKnowsThePasswordReads(t *testing.T) {
	e := enginetest.StartOwn(t)
	conn := open(t, e.Database("default"))
	require.NoError(t, conn.Exec(t.Context(), "CREATE TABLE secret (n UInt64) ENGINE = MergeTree ORDER BY n"))

	options, err := clickhouse.ParseDSN(e.Database("default"))
	require.NoError(t, err)
	options.Auth.Username, options.Auth.Password = "default", ""
	stranger, err := clickhouse.Open(options)
	require.NoError(t, err)
	defer stranger.Close()
	for _, sql := range []string{"SELECT n FROM secret", "INSERT INTO secret SELECT 1", "DROP TABLE secret", "SELECT * FROM file('/etc/passwd', 'LineAsString')"} {
		var refusal *clickhouse.Exception
		require.ErrorAs(t, stranger.Exec(t.Context(), sql), &refusal, sql)
		assert.Equal(t, int32(497), refusal.Code, "%s: %s", sql, refusal.Message) // ACCESS_DENIED
	}
	info, err := os.Stat(filepath.Join(e.Dir(), "users.xml"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestClientsThatFailDoNotEndTheEngine(t *testing.T) {
	e := enginetest.StartOwn(t)
	options, err := clickhouse.ParseDSN(e.Database("default"))
	require.NoError(t, err)
	options.Auth.Password = "wrong"
	guessing, err := clickhouse.Open(options)
	require.NoError(t, err)
	defer guessing.Close()
	conn := open(t, e.Database("default"))
	for range 5 {
		var refusal *clickhouse.Exception
		require.ErrorAs(t, guessing.Ping(t.Context()), &refusal)
		assert.Equal(t, int32(516), refusal.Code) // AUTHENTICATION_FAILED
		reset, err := net.Dial("tcp", options.Addr[0])
		require.NoError(t, err)
		_, err = reset.Write([]byte{0xff, 0xfe})
		require.NoError(t, err)
		require.NoError(t, reset.(*net.TCPConn).SetLinger(0)) // closes with RST
		require.NoError(t, reset.Close())
		require.NoError(t, conn.Ping(t.Context()))
	}
	assert.Zero(t, e.Restarts())
	output, err := os.ReadFile(filepath.Join(e.Dir(), "engine.out"))
	require.NoError(t, err)
	assert.NotContains(t, string(output), "a lost client")
}

func TestASecondEngineOnOneDirectoryIsRefused(t *testing.T) {
	e := enginetest.StartOwn(t)
	_, err := engine.Start(t.Context(), engine.Config{Dir: e.Dir()})
	require.ErrorIs(t, err, engine.ErrDirInUse)
}

func TestAMissingLibraryNamesTheRemedy(t *testing.T) {
	_, err := engine.Start(t.Context(), engine.Config{Dir: t.TempDir(), Library: "/nowhere/libchdb.so"})
	require.ErrorContains(t, err, "make engine")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestAChildThatCannotStartIsReported(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := engine.Start(ctx, engine.Config{Dir: t.TempDir(), Program: []string{"/bin/false"}})
	require.ErrorContains(t, err, "ClickHouse died at its start")
}
