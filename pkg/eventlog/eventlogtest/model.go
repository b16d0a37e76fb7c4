package eventlogtest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// model is what a log should do, in the simplest form.
type model struct {
	entries [][]event.Event
	known   map[string]eventlog.Address
	streams map[string]eventlog.Stream
}

// append says what Append should answer, and does it.
func (m *model) append(c eventlog.Commit) (eventlog.Position, error) {
	known := make(map[int]eventlog.Address)
	for i := range c.Events {
		if a, ok := m.known[c.Events[i].Identity()]; ok {
			known[i] = a
		}
	}
	if len(known) > 0 {
		return 0, &eventlog.DuplicateError{Known: known}
	}
	for _, e := range c.Events { // the first stream, in the order of mention, that does not fit
		for _, u := range c.Streams {
			if actual := m.streams[u.Stream].Version; u.Stream == e.Subject && u.Expected != eventlog.AnyVersion && u.Expected != actual {
				return 0, &eventlog.ConflictError{Stream: u.Stream, Expected: u.Expected, Actual: actual}
			}
		}
	}
	m.entries = append(m.entries, c.Events)
	p := eventlog.Position(len(m.entries))
	for i := range c.Events {
		m.known[c.Events[i].Identity()] = eventlog.Address{Position: p, Index: i}
		s := m.streams[c.Events[i].Subject]
		s.Version++
		m.streams[c.Events[i].Subject] = s
	}
	for _, u := range c.Streams {
		m.streams[u.Stream] = eventlog.Stream{Version: m.streams[u.Stream].Version, State: u.State}
	}
	return p, nil
}

// property compares a log with the model on random commits of few streams and few ids, so that
// versions clash and events come again.
func property(t *testing.T, place Place) {
	run := 0
	rapid.Check(t, func(r *rapid.T) {
		run++
		t.Run(fmt.Sprint("run ", run), func(t *testing.T) {
			log := place(t)(t)
			defer func() { assert.NoError(t, log.Close()) }()
			m := &model{known: make(map[string]eventlog.Address), streams: make(map[string]eventlog.Stream)}
			for range rapid.IntRange(1, 30).Draw(r, "commits") {
				c := drawCommit(r, m)
				want, wantErr := m.append(c)
				got, gotErr := log.Append(bounded(t), c)
				require.Equal(t, want, got)
				requireSame(t, wantErr, gotErr)
			}
			compare(t, m, log)
		})
		if t.Failed() {
			r.Fatal("the log and the model differ")
		}
	})
}

func drawCommit(r *rapid.T, m *model) eventlog.Commit {
	used := make(map[string]bool)
	var c eventlog.Commit
	for range rapid.IntRange(1, 4).Draw(r, "events") {
		stream := fmt.Sprintf("dossier/%d", rapid.IntRange(1, 4).Draw(r, "stream"))
		id := fmt.Sprint(rapid.IntRange(1, 60).Draw(r, "id"))
		if used[id] {
			continue
		}
		used[id] = true
		c.Events = append(c.Events, Event(stream, id))
		if used[stream] {
			continue
		}
		used[stream] = true
		u := eventlog.StreamUpdate{Stream: stream, Expected: eventlog.AnyVersion}
		switch rapid.IntRange(0, 5).Draw(r, "expected") {
		case 0:
			u.Expected = int64(rapid.IntRange(0, 6).Draw(r, "version"))
		case 1, 2, 3:
			u.Expected = m.streams[stream].Version
		}
		if rapid.Bool().Draw(r, "has state") {
			u.State = []byte(rapid.String().Draw(r, "state"))
		}
		c.Streams = append(c.Streams, u)
	}
	return c
}

func requireSame(t *testing.T, want, got error) {
	t.Helper()
	var duplicate, gotDuplicate *eventlog.DuplicateError
	var conflict, gotConflict *eventlog.ConflictError
	switch {
	case errors.As(want, &duplicate):
		require.ErrorAs(t, got, &gotDuplicate)
		require.Equal(t, duplicate, gotDuplicate)
	case errors.As(want, &conflict):
		require.ErrorAs(t, got, &gotConflict)
		require.Equal(t, conflict, gotConflict)
	default:
		require.NoError(t, got)
	}
}

func compare(t *testing.T, m *model, log eventlog.Log) {
	entries := ReadAll(t, log, 0)
	require.Len(t, entries, len(m.entries))
	for i, want := range m.entries {
		require.Equal(t, want, entries[i].Events)
	}
	for name, want := range m.streams {
		require.Equal(t, want, mustStreams(t, log, name)[0])
		located, err := log.Load(bounded(t), name)
		require.NoError(t, err)
		require.Len(t, located, int(want.Version))
		for _, l := range located {
			require.Equal(t, m.known[l.Event.Identity()], l.Address)
		}
	}
}
