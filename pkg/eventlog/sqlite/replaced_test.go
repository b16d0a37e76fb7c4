package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
)

// parts are the files of a log; the last is made anew from the others.
var parts = []string{"log.db", "log.db-wal", "log.db-shm"}

func room(t *testing.T) eventlogtest.Room {
	dir := t.TempDir()
	move := func(t *testing.T, from, to string) {
		for _, part := range parts {
			if err := os.Rename(filepath.Join(from, part), filepath.Join(to, part)); err != nil {
				require.ErrorIs(t, err, os.ErrNotExist)
			}
		}
	}
	copied := func(t *testing.T, from, to string) {
		for _, part := range parts[:2] {
			b, err := os.ReadFile(filepath.Join(from, part))
			if err == nil {
				err = os.WriteFile(filepath.Join(to, part), b, 0o600)
			} else if os.IsNotExist(err) {
				err = nil
			}
			require.NoError(t, err)
		}
	}
	return eventlogtest.Room{
		Open: func(t *testing.T) eventlog.Log { return open(t, filepath.Join(dir, "log.db")) },
		Copy: func(t *testing.T) any {
			to := t.TempDir()
			copied(t, dir, to)
			return to
		},
		Put: func(t *testing.T, contents any) { copied(t, contents.(string), dir) },
		Away: func(t *testing.T) func(*testing.T) {
			aside := t.TempDir()
			move(t, dir, aside)
			return func(t *testing.T) { move(t, aside, dir) }
		},
	}
}

func TestWhatStandsInTheLogsPlaceIsNotTakenForIt(t *testing.T) { eventlogtest.RunReplaced(t, room) }

func TestAFileThatWasWrittenOverIsNotTakenForTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	log := open(t, path)
	defer log.Close()
	_, err := log.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/1", "a")))
	require.NoError(t, err)
	older, err := os.ReadFile(path + "-wal")
	require.NoError(t, err)
	_, err = log.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/1", "b")))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path+"-wal", older, 0o600))
	_, err = log.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/1", "c")))
	var replaced *eventlog.ReplacedError
	require.ErrorAs(t, err, &replaced)
	require.Equal(t, eventlog.Back, replaced.Kind)
	require.Equal(t, eventlog.Position(2), replaced.Head)
}
