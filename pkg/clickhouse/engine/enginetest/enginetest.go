// Package enginetest gives tests a real ClickHouse.
package enginetest

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"langbiang.internal/ioc/pkg/clickhouse/engine"
)

// shared is the one engine of the test program, started by the first test that wants it.
var shared struct {
	sync.Mutex
	dir       string
	engine    *engine.Engine
	databases int
}

// Main belongs in TestMain of every package that uses an engine: the test program is its
// own engine's child process.
//
//	func TestMain(m *testing.M) { enginetest.Main(m) }
func Main(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == engine.Command {
		os.Exit(engine.Main(os.Args[2:]))
	}
	code := m.Run()
	if shared.engine != nil {
		if err := shared.engine.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = max(code, 1)
		}
		if err := os.RemoveAll(shared.dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(code)
}

// Start is the test program's shared engine. Tests keep out of each other's way by
// databases of their own.
func Start(t testing.TB) *engine.Engine {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.engine != nil {
		return shared.engine
	}
	dir, err := os.MkdirTemp("", "langbiang-engine-")
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.Start(context.Background(), engine.Config{Dir: dir, Logger: slog.Default()})
	if err != nil {
		t.Fatal(err)
	}
	shared.dir, shared.engine = dir, e
	return e
}

// StartOwn is an engine for this test alone, which may kill it.
func StartOwn(t testing.TB) *engine.Engine {
	t.Helper()
	return StartIn(t, t.TempDir())
}

// StartIn is an engine for this test alone, with its data in a directory.
func StartIn(t testing.TB, dir string) *engine.Engine {
	t.Helper()
	e, err := engine.Start(context.Background(), engine.Config{Dir: dir, Logger: slog.Default()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// DSN names a database of the shared engine that no other test uses.
func DSN(t testing.TB) string {
	t.Helper()
	e := Start(t)
	shared.Lock()
	defer shared.Unlock()
	shared.databases++
	return e.Database(fmt.Sprintf("test_%d", shared.databases))
}

// Exec runs a statement on the server of a DSN, through a connection that is in none of the tests' databases.
func Exec(t testing.TB, dsn, sql string) {
	t.Helper()
	options, err := clickhouse.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	options.Auth.Database = "default"
	conn, err := clickhouse.Open(options)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

// WaitFor polls until done, or fails the test after a minute.
func WaitFor(ctx context.Context, t testing.TB, what string, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for !done() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain for %s", what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
