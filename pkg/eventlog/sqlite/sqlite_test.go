package sqlite_test

import (
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
)

func open(t testing.TB, path string) *sqlite.Log {
	t.Helper()
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: path, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
	require.NoError(t, err)
	return log
}

func place(t *testing.T) func(t *testing.T) eventlog.Log {
	path := filepath.Join(t.TempDir(), "log.db")
	return func(t *testing.T) eventlog.Log { return open(t, path) }
}

func TestLog(t *testing.T) { eventlogtest.Run(t, place) }

// With so little memory the index moves to the file all the time.
func TestLogWithTheIndexInTheFile(t *testing.T) {
	eventlogtest.Run(t, func(t *testing.T) func(t *testing.T) eventlog.Log {
		path := filepath.Join(t.TempDir(), "log.db")
		return func(t *testing.T) eventlog.Log {
			log, err := sqlite.Open(t.Context(), sqlite.Config{Path: path, IndexBytes: 1})
			require.NoError(t, err)
			return log
		}
	})
}

func TestSharedLog(t *testing.T) {
	for name, bytes := range map[string]int{"all in memory": 1 << 30, "little in memory": 10 << 10, "nothing in memory": 0} {
		t.Run(name, func(t *testing.T) {
			eventlogtest.Run(t, func(t *testing.T) func(t *testing.T) eventlog.Log {
				inner := place(t)
				return func(t *testing.T) eventlog.Log { return eventlog.Share(inner(t), bytes) }
			})
		})
	}
}

func TestASecondOpenOfTheSameFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	log := open(t, path)
	_, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
	require.ErrorIs(t, err, sqlite.ErrLocked)
	require.ErrorContains(t, err, path)
	require.NoError(t, log.Close())
	require.NoError(t, open(t, path).Close())
}
