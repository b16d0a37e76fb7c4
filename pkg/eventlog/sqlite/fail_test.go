package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

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
	d, err := eventlog.Prepare(eventlogtest.CommitOf(eventlogtest.Event("dossier/"+id, id)), w.log.config.Now())
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
		assert.False(t, errors.As(r.err, &duplicate), "request %d is told of an append that was rolled back", i)
		assert.Zero(t, r.position)
	}
}
