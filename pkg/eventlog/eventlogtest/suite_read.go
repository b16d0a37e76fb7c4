package eventlogtest

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

func load(t *testing.T, log eventlog.Log) {
	mustAppend(t, log, CommitOf(Event("dossier/1", "a"), Event("dossier/2", "b"), Event("dossier/1", "c")))
	mustAppend(t, log, CommitOf(Event("dossier/2", "d")))
	mustAppend(t, log, CommitOf(Event("dossier/3", "e"), Event("dossier/2", "f"), Event("dossier/1", "g")))
	for stream, want := range map[string][]string{
		"dossier/1": {"1.0 a", "1.2 c", "3.2 g"}, "dossier/2": {"1.1 b", "2.0 d", "3.1 f"}, "dossier/3": {"3.0 e"}, "dossier/4": nil,
	} {
		located, err := log.Load(bounded(t), stream)
		require.NoError(t, err)
		var got []string
		for _, l := range located {
			assert.Equal(t, stream, l.Event.Subject)
			got = append(got, fmt.Sprintf("%d.%d %s", l.Position, l.Index, l.Event.ID))
		}
		assert.Equal(t, want, got, stream)
		last, err := log.Last(bounded(t), stream)
		require.NoError(t, err)
		if want == nil {
			assert.Nil(t, last, stream)
			continue
		}
		assert.Equal(t, &located[len(located)-1], last, stream)
	}
}

func known(t *testing.T, log eventlog.Log) {
	a, c := Event("dossier/1", "a"), Event("dossier/3", "c\nd")
	other := Event("dossier/2", "a")
	other.Source = "/another"
	none := Event("dossier/1", "none")
	mustAppend(t, log, CommitOf(a, other))
	mustAppend(t, log, eventlog.Commit{Message: &eventlog.Message{UUID: "m", Payload: []byte("x")}})
	mustAppend(t, log, CommitOf(c))
	mustAppend(t, log, Bulk(1, 2000, 1500))
	ids := []string{c.Identity(), none.Identity(), other.Identity(), a.Identity(), c.Identity()}
	bulk := Bulk(1, 2000, 1500)
	for i := range bulk.Events {
		ids = append(ids, bulk.Events[i].Identity())
	}
	found, err := log.Known(bounded(t), ids)
	require.NoError(t, err)
	require.Len(t, found, len(ids))
	entries := ReadAll(t, log, 0)
	at := func(p, index int) *eventlog.Located {
		return &eventlog.Located{Address: eventlog.Address{Position: eventlog.Position(p), Index: index}, Event: entries[p-1].Events[index]}
	}
	assert.Equal(t, []*eventlog.Located{at(3, 0), nil, at(1, 1), at(1, 0), at(3, 0)}, found[:5])
	for i := range bulk.Events {
		require.Equal(t, at(4, i), found[5+i])
	}
	found, err = log.Known(bounded(t), nil)
	require.NoError(t, err)
	assert.Empty(t, found)
}

func readBounds(t *testing.T, log eventlog.Log) {
	for i := range 10 {
		mustAppend(t, log, CommitOf(Event("dossier/1", fmt.Sprint(i))))
	}
	for _, limit := range []int{1, 3, 10, 11} {
		entries, err := log.Read(bounded(t), 0, limit)
		require.NoError(t, err)
		assert.Len(t, entries, min(limit, 10))
	}
	const big = 3 << 20
	for i := range 5 {
		mustAppend(t, log, eventlog.Commit{Message: &eventlog.Message{UUID: fmt.Sprint(i), Payload: make([]byte, big)}})
	}
	entries, err := log.Read(bounded(t), 10, 0)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(entries), 1)
	assert.LessOrEqual(t, len(entries), eventlog.MaxReadBytes/big+1, "a read stops at about MaxReadBytes")
	assert.Len(t, ReadAll(t, log, 0), 15)
}

func messages(t *testing.T, log eventlog.Log) {
	m := &eventlog.Message{UUID: "foreign-1", Metadata: map[string]string{"kind": "thử"}, Payload: []byte{0, 1, 2, 255}}
	mustAppend(t, log, eventlog.Commit{Message: m})
	mustAppend(t, log, eventlog.Commit{Message: m, Streams: []eventlog.StreamUpdate{Update("poison/x", 0, "one")}})
	_, err := log.Append(bounded(t), eventlog.Commit{Message: m, Streams: []eventlog.StreamUpdate{Update("poison/x", 0, "one")}})
	var conflict *eventlog.ConflictError
	require.ErrorAs(t, err, &conflict)
	entries := ReadAll(t, log, 0)
	require.Len(t, entries, 2)
	for _, e := range entries {
		assert.Equal(t, eventlog.Message{UUID: e.UUID, Metadata: e.Metadata, Payload: e.Payload}, *m)
		assert.Nil(t, e.Events)
		assert.False(t, e.Recorded.IsZero())
	}
	assert.Equal(t, eventlog.Stream{Version: 1, State: []byte("one")}, mustStreams(t, log, "poison/x")[0])
	located, err := log.Load(bounded(t), "poison/x")
	require.NoError(t, err)
	assert.Empty(t, located)
}

func rawRead(t *testing.T, log eventlog.Log) {
	raw, ok := log.(eventlog.RawReader)
	if !ok {
		return // it need not be one
	}
	mustAppend(t, log, CommitOf(Event("dossier/1", "a")))
	mustAppend(t, log, eventlog.Commit{Message: &eventlog.Message{UUID: "m", Payload: []byte("x")}})
	entries, err := raw.ReadRaw(bounded(t), 0, 0)
	require.NoError(t, err)
	want := ReadAll(t, log, 0)
	for i := range entries {
		require.NoError(t, eventlog.Decode(&entries[i]))
		assert.Equal(t, want[i].Events, entries[i].Events)
		assert.Equal(t, want[i].Metadata, entries[i].Metadata)
	}
}

func pastBackfill(t *testing.T, log eventlog.Log) {
	backfilled, ok := eventlog.AsBackfilled(log)
	if !ok {
		return // it need not tell
	}
	history := func(ids ...string) {
		var all []event.Event
		for _, id := range ids {
			e := Event("dossier/1", id)
			e.Backfill = true
			all = append(all, e)
		}
		mustAppend(t, log, CommitOf(all...))
	}
	requirePassed := func(want ...eventlog.Position) {
		t.Helper()
		var got []eventlog.Position
		for after := range want {
			p, err := backfilled.PastBackfill(bounded(t), eventlog.Position(after))
			require.NoError(t, err)
			got = append(got, p)
		}
		assert.Equal(t, want, got)
	}
	requirePassed(0)
	history("a", "b")
	history("c")
	requirePassed(2, 2, 2)
	mustAppend(t, log, CommitOf(Event("dossier/1", "live")))
	requirePassed(2, 2, 2, 3)
	mustAppend(t, log, eventlog.Commit{Message: &eventlog.Message{UUID: "m", Payload: []byte("x")}})
	history("d")
	history("e")
	requirePassed(0, 1, 2, 3, 6, 6, 6)
	mixed := CommitOf(Event("dossier/1", "live too"), Event("dossier/1", "old"))
	mixed.Events[1].Backfill = true
	mustAppend(t, log, mixed)
	requirePassed(0, 1, 2, 3, 6, 6, 6, 7)
}

func reopen(t *testing.T, open func(*testing.T) eventlog.Log) {
	log := open(t)
	for n := range 5 {
		mustAppend(t, log, Bulk(n, 300, 200))
	}
	require.NoError(t, log.SetCursor(bounded(t), "projector", 3))
	want := ReadAll(t, log, 0)
	state := mustStreams(t, log, "dossier/000100", "dossier/000200")
	require.NoError(t, log.Close())

	log = open(t)
	defer func() { assert.NoError(t, log.Close()) }()
	got := ReadAll(t, log, 0)
	for i := range got {
		assert.Equal(t, want[i].Events, got[i].Events)
		assert.Equal(t, want[i].UUID, got[i].UUID)
	}
	assert.Equal(t, state, mustStreams(t, log, "dossier/000100", "dossier/000200"))
	p, err := log.Cursor(bounded(t), "projector")
	require.NoError(t, err)
	assert.Equal(t, eventlog.Position(3), p)
	_, err = log.Append(bounded(t), Bulk(2, 300, 200))
	var duplicate *eventlog.DuplicateError
	require.ErrorAs(t, err, &duplicate)
	assert.Equal(t, eventlog.Position(6), mustAppend(t, log, Bulk(5, 300, 200)))
}

func closed(t *testing.T, log eventlog.Log) {
	mustAppend(t, log, CommitOf(Event("dossier/1", "a")))
	waiting := make(chan error, 1)
	go func() {
		_, err := log.Wait(context.WithoutCancel(t.Context()), 1)
		waiting <- err
	}()
	require.NoError(t, log.Close())
	require.ErrorIs(t, <-waiting, eventlog.ErrClosed)
	require.NoError(t, log.Close(), "it may be closed again")
	ctx := bounded(t)
	_, appendErr := log.Append(ctx, CommitOf(Event("dossier/1", "b")))
	_, readErr := log.Read(ctx, 0, 0)
	_, waitErr := log.Wait(ctx, 0)
	_, headErr := log.Head(ctx)
	_, streamsErr := log.Streams(ctx, []string{"dossier/1"})
	_, loadErr := log.Load(ctx, "dossier/1")
	_, knownErr := log.Known(ctx, []string{"/source\na"})
	_, cursorErr := log.Cursor(ctx, "x")
	setErr := log.SetCursor(ctx, "x", 1)
	for i, err := range []error{appendErr, readErr, waitErr, headErr, streamsErr, loadErr, knownErr, cursorErr, setErr} {
		assert.ErrorIs(t, err, eventlog.ErrClosed, "call %d", i)
	}
}
