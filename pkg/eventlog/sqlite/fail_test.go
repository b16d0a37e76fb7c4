package sqlite

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
)

func openInside(t *testing.T) *Log {
	t.Helper()
	log, err := Open(t.Context(), Config{Path: filepath.Join(t.TempDir(), "log.db")})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, log.Close()) })
	return log
}

// stopWriter lets the test be the writer.
func stopWriter(t *testing.T) *writer {
	t.Helper()
	log := openInside(t)
	require.NoError(t, log.Close())
	reopened, err := Open(t.Context(), log.config)
	require.NoError(t, err)
	reopened.head.Close()
	<-reopened.stopped
	t.Cleanup(func() { assert.NoError(t, reopened.Close()) })
	return reopened.writer
}

func draftOf(t *testing.T, w *writer, id string) *request {
	t.Helper()
	d, err := eventlog.Prepare(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/"+id, id)), w.log.config.Now())
	require.NoError(t, err)
	return newAppend(d)
}

func TestARefusalWithinAGroupThatFailsIsTheGroupsFailure(t *testing.T) {
	w := stopWriter(t)
	group := []*request{draftOf(t, w, "a"), draftOf(t, w, "a"), draftOf(t, w, "b")}
	require.NoError(t, w.conn.Exec("CREATE TEMP TRIGGER full BEFORE INSERT ON main.entry WHEN new.position = 2 BEGIN SELECT raise(ABORT, 'disk full'); END"))
	w.commit(group)
	for i, r := range group {
		require.ErrorContains(t, r.err, "disk full", "request %d", i)
		var duplicate *eventlog.DuplicateError
		assert.NotErrorAs(t, r.err, &duplicate, "request %d is told of an append that was rolled back", i)
		assert.Zero(t, r.position)
	}
}

func TestALogThatIsDamagedSaysSo(t *testing.T) {
	log := openInside(t)
	p, err := log.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/a", "a")))
	require.NoError(t, err)
	waiting := make(chan error, 1)
	go func() {
		_, err := log.Wait(t.Context(), p)
		waiting <- err
	}()
	require.Error(t, log.writer.why(nil, fmt.Errorf("commit: %w", sqlite3.CORRUPT_INDEX)))

	require.ErrorIs(t, <-waiting, sqlite3.CORRUPT, "a wait under way")
	_, err = log.Head(t.Context())
	require.ErrorIs(t, err, sqlite3.CORRUPT)
	require.ErrorContains(t, err, "is damaged")
	require.ErrorIs(t, log.Check(t.Context()), sqlite3.CORRUPT)
	_, err = log.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/b", "b")))
	require.ErrorIs(t, err, sqlite3.CORRUPT)
	head, err := log.Wait(t.Context(), 0)
	require.NoError(t, err, "what is there can be read")
	assert.Equal(t, p, head)
	entries, err := log.Read(t.Context(), 0, 0)
	require.NoError(t, err)
	assert.Len(t, entries, 1)
}

func TestAfterALargeImportSingleAppendsDoNotCheckpoint(t *testing.T) {
	w := stopWriter(t)
	begun := 0
	commit := func(r *request) {
		busy := w.checkpoints.busy
		w.commit([]*request{r})
		require.NoError(t, r.err)
		if w.checkpoints.busy && !busy {
			begun++
			<-w.checkpoints.done // it ends before the next commit
			w.checkpoints.done <- struct{}{}
		}
	}
	for i := range 24 {
		r := draftOf(t, w, fmt.Sprint("import ", i))
		r.payload = make([]byte, 3<<20)
		_, _ = rand.Read(r.payload)
		commit(r)
	}
	assert.GreaterOrEqual(t, begun, 2, "the import itself moves its pages")
	assert.LessOrEqual(t, begun, 8)
	begun = 0
	for i := range 60 {
		commit(draftOf(t, w, fmt.Sprint("single ", i)))
	}
	assert.LessOrEqual(t, begun, 1)
}

func TestAWriteThatFailedOtherwiseFailsAppendsUntilTheFileIsOpenedAgain(t *testing.T) {
	w := stopWriter(t)
	first := draftOf(t, w, "a")
	w.commit([]*request{first})
	require.NoError(t, first.err)
	for range 2 { // the failure, then what comes after it
		r := draftOf(t, w, "b")
		if w.unwritable.Load() == nil {
			w.fail([]*request{r}, w.why([]*request{r}, fmt.Errorf("commit: %w", sqlite3.IOERR_FSYNC)))
		} else {
			w.commit([]*request{r})
		}
		require.ErrorIs(t, r.err, sqlite3.IOERR)
		require.NotErrorIs(t, r.err, eventlog.ErrFull)
	}
	w.look()
	again := draftOf(t, w, "b")
	w.commit([]*request{again})
	require.NoError(t, again.err)
	assert.Equal(t, eventlog.Position(2), again.position)
	known := draftOf(t, w, "a")
	w.commit([]*request{known})
	var duplicate *eventlog.DuplicateError
	require.ErrorAs(t, known.err, &duplicate, "the index was made again")
}
