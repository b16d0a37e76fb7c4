package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
)

func TestSmoke(t *testing.T) {
	l, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "log.db")})
	require.NoError(t, err)
	e := event.Event{ID: "1", Source: "/s", Type: event.DossierReceived, Subject: "dossier/1", Time: time.Now(), Data: &event.Dossier{}}
	p, err := l.Append(t.Context(), eventlog.Commit{Events: []event.Event{e}, Streams: []eventlog.StreamUpdate{{Stream: "dossier/1", State: []byte("x")}}})
	require.NoError(t, err)
	require.EqualValues(t, 1, p)
	es, err := l.Read(t.Context(), 0, 0)
	require.NoError(t, err)
	require.Len(t, es, 1)
	loc, err := l.Load(t.Context(), "dossier/1")
	require.NoError(t, err)
	require.Len(t, loc, 1)
	require.NoError(t, l.Close())
}
