package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
)

// crashPath, when set, makes this test binary the child that appends until it is killed.
const crashPath = "LANGBIANG_TEST_CRASH_PATH"

const crashIndexBytes = 100 << 10 // small: the index is on its way to the file at most moments

func TestMain(m *testing.M) {
	if path := os.Getenv(crashPath); path != "" {
		fmt.Fprintln(os.Stderr, appendForEver(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// appendForEver appends from several goroutines and prints each acknowledged position with what it
// should hold: "position first-id events".
func appendForEver(path string) error {
	log, err := sqlite.Open(context.Background(), sqlite.Config{Path: path, IndexBytes: crashIndexBytes})
	if err != nil {
		return err
	}
	var mu sync.Mutex
	failed := make(chan error)
	for w := range 4 {
		go func() {
			for i := 0; ; i++ {
				c := crashCommit(w, i)
				p, err := log.Append(context.Background(), c)
				if err != nil {
					failed <- err
					return
				}
				mu.Lock()
				fmt.Printf("%d %s %d\n", p, c.Events[0].ID, len(c.Events))
				mu.Unlock()
			}
		}()
	}
	return <-failed
}

// crashCommit has one event, or in every tenth commit 300, of 50 streams.
func crashCommit(w, i int) eventlog.Commit {
	n := 1
	if i%10 == 0 {
		n = 300
	}
	events := make([]event.Event, n)
	for k := range events {
		events[k] = eventlogtest.Event(fmt.Sprintf("dossier/%d", (i+k)%50), fmt.Sprintf("%d-%d-%d-%d", os.Getpid(), w, i, k))
	}
	return eventlogtest.CommitOf(events...)
}

func TestAKilledProcessLosesNothingAcknowledged(t *testing.T) {
	if testing.Short() {
		t.Skip("a real process is killed again and again")
	}
	path := filepath.Join(t.TempDir(), "log.db")
	acknowledged := make(map[eventlog.Position]string)
	for range 6 {
		killOne(t, path, 20+rand.IntN(600), acknowledged)
		checkAfterCrash(t, path, acknowledged)
	}
	t.Logf("%d acknowledged commits", len(acknowledged))
}

// killOne runs a child and kills it after that many acknowledgements.
func killOne(t *testing.T, path string, after int, acknowledged map[eventlog.Position]string) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashPath+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		var p eventlog.Position
		var id string
		var events int
		if _, err := fmt.Sscan(lines.Text(), &p, &id, &events); err != nil {
			continue // the last line may be cut by the kill
		}
		require.NotContains(t, acknowledged, p, "a position is given once")
		acknowledged[p] = fmt.Sprint(id, " ", events)
		if n == after {
			require.NoError(t, child.Process.Kill())
		}
	}
	require.Error(t, child.Wait())
}

func checkAfterCrash(t *testing.T, path string, acknowledged map[eventlog.Position]string) {
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: path, IndexBytes: crashIndexBytes})
	require.NoError(t, err)
	defer func() { assert.NoError(t, log.Close()) }()
	entries := eventlogtest.ReadAll(t, log, 0)
	for p, want := range acknowledged {
		require.LessOrEqual(t, int(p), len(entries))
		e := entries[p-1]
		require.Equal(t, want, fmt.Sprint(e.Events[0].ID, " ", len(e.Events)))
	}
	versions := make(map[string]int64)
	for _, e := range entries {
		for _, ev := range e.Events {
			versions[ev.Subject]++
		}
		_, err := log.Append(t.Context(), eventlogtest.CommitOf(e.Events...))
		var duplicate *eventlog.DuplicateError
		require.ErrorAs(t, err, &duplicate, "the index knows every event of entry %d", e.Position)
		require.Len(t, duplicate.Known, len(e.Events))
		require.Equal(t, eventlog.Address{Position: e.Position}, duplicate.Known[0])
	}
	for name, want := range versions {
		streams, err := log.Streams(t.Context(), []string{name})
		require.NoError(t, err)
		require.Equal(t, want, streams[0].Version)
	}
	located, err := log.Load(t.Context(), "dossier/7")
	require.NoError(t, err)
	require.Len(t, located, int(versions["dossier/7"]))
}
