package eventlog_test

import (
	"context"
	"fmt"
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

// watched is a log that counts what is read from it, and whose taps a test can call.
type watched struct {
	*sqlite.Log
	taps  []func(eventlog.Entry)
	reads int
}

func (w *watched) Read(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Entry, error) {
	w.reads++
	return w.Log.Read(ctx, after, limit)
}

func (w *watched) ReadRaw(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Entry, error) {
	w.reads++
	return w.Log.ReadRaw(ctx, after, limit)
}

func (w *watched) Tap(f func(eventlog.Entry)) { w.taps = append(w.taps, f); w.Log.Tap(f) }

func openWatched(t *testing.T) *watched {
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "log.db")})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, log.Close()) })
	return &watched{Log: log}
}

func TestReadersAtTheHeadGetWhatWasAppendedWithoutReading(t *testing.T) {
	inner := openWatched(t)
	log := eventlog.Share(inner, 1<<20)
	c := eventlogtest.CommitOf(eventlogtest.Event("dossier/1", "a"))
	_, err := log.Append(t.Context(), c)
	require.NoError(t, err)
	for _, read := range []func(context.Context, eventlog.Position, int) ([]eventlog.Entry, error){log.Read, log.ReadRaw} {
		entries, err := read(t.Context(), 0, 0)
		require.NoError(t, err)
		require.Len(t, entries, 1)
		assert.Same(t, &c.Events[0], &entries[0].Events[0], "the very events")
		assert.Nil(t, entries[0].Payload)
		assert.Equal(t, "1", entries[0].Metadata[eventlog.MetaEvents])
	}
	assert.Zero(t, inner.reads)
}

func TestReadersFurtherBehindReadTheLog(t *testing.T) {
	inner := openWatched(t)
	log := eventlog.Share(inner, 4<<10) // room for a few
	for i := range 20 {
		_, err := log.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/1", fmt.Sprint(i))))
		require.NoError(t, err)
	}
	_, err := log.Read(t.Context(), 19, 0)
	require.NoError(t, err)
	assert.Zero(t, inner.reads)
	assert.Len(t, eventlogtest.ReadAll(t, log, 0), 20)
	assert.NotZero(t, inner.reads)
}

func TestEntriesThatComeEarlyWaitForThoseBefore(t *testing.T) {
	inner := openWatched(t)
	log := eventlog.Share(inner, 1<<20)
	give := func(p eventlog.Position) {
		inner.taps[0](eventlog.Entry{Position: p, Events: []event.Event{eventlogtest.Event("dossier/1", fmt.Sprint(p))}})
	}
	in := func(after eventlog.Position) (positions []eventlog.Position) {
		entries, err := log.Read(t.Context(), after, 0)
		require.NoError(t, err)
		for _, e := range entries {
			positions = append(positions, e.Position)
		}
		return positions
	}
	give(1)
	give(3)
	give(4)
	assert.Equal(t, []eventlog.Position{1}, in(0), "no gap is shown")
	give(2)
	give(2)
	assert.Equal(t, []eventlog.Position{1, 2, 3, 4}, in(0))
	for p := eventlog.Position(6); p < 6+17; p++ { // 5 was appended by another process
		give(p)
	}
	assert.Empty(t, in(4))
	assert.Empty(t, in(20))
	assert.Equal(t, []eventlog.Position{22}, in(21), "it begins anew, with the newest, after a gap that does not close")
	give(23)
	assert.Equal(t, []eventlog.Position{22, 23}, in(21))
}

func TestWhatComesEarlyCountsAsMemoryToo(t *testing.T) {
	inner := openWatched(t)
	const most = 8 << 10
	log := eventlog.Share(inner, most)
	give := func(p eventlog.Position) {
		inner.taps[0](eventlog.Entry{Position: p, Payload: make([]byte, most/3)})
	}
	give(1)
	give(3)
	give(4) // with 1 and 3, more than the bound
	entries, err := log.Read(t.Context(), 3, 0)
	require.NoError(t, err)
	require.Len(t, entries, 1, "it begins anew with the newest")
	entries, err = log.Read(t.Context(), 0, 0)
	require.NoError(t, err)
	require.Empty(t, entries, "what was kept before has gone")
}

func TestWhoeverWaitsFindsTheEntryInMemory(t *testing.T) {
	inner := openWatched(t)
	log := eventlog.Share(inner, 64<<20)
	const commits = 200
	var wg sync.WaitGroup
	wg.Go(func() {
		for p := eventlog.Position(0); p < commits; {
			if _, err := log.Wait(t.Context(), p); !assert.NoError(t, err) {
				return
			}
			entries, err := log.Read(t.Context(), p, 0)
			if !assert.NoError(t, err) || !assert.NotEmpty(t, entries) {
				return
			}
			for _, e := range entries {
				p++
				assert.Equal(t, p, e.Position)
			}
		}
	})
	for w := range 4 {
		wg.Go(func() {
			for i := range commits / 4 {
				_, err := log.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/1", fmt.Sprint(w, " ", i))))
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
	assert.Zero(t, inner.reads)
}
