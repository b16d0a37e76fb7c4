package eventlogtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// Source is the source of the events that this package makes.
const Source = "/eventlogtest"

var occurred = time.Date(2024, 6, 15, 8, 30, 0, 0, time.UTC)

// Event makes an event of a stream "dossier/…".
func Event(stream, id string) event.Event {
	return event.Event{
		ID: id, Source: Source, Type: event.DossierReceived, Subject: stream, Time: occurred,
		Data: &event.Dossier{Procedure: "1.000111"},
	}
}

// Update is an update of a stream that expects a version and leaves a state.
func Update(stream string, expected int64, state string) eventlog.StreamUpdate {
	return eventlog.StreamUpdate{Stream: stream, Expected: expected, State: []byte(state)}
}

// CommitOf makes a commit of events at any version of their streams.
func CommitOf(events ...event.Event) eventlog.Commit {
	c := eventlog.Commit{Events: events}
	seen := make(map[string]bool)
	for _, e := range events {
		if !seen[e.Subject] {
			seen[e.Subject] = true
			c.Streams = append(c.Streams, Update(e.Subject, eventlog.AnyVersion, "after "+e.ID))
		}
	}
	return c
}

// Bulk is the nth commit of a bulk import: events of many streams, which come again in later commits.
func Bulk(n, events, streams int) eventlog.Commit {
	all := make([]event.Event, events)
	for i := range all {
		d := n*streams/3 + i%streams
		all[i] = Event(fmt.Sprintf("dossier/%06d", d), fmt.Sprintf("h1-d-%06d-%d-%d", d, n, i/streams))
	}
	return CommitOf(all...)
}

// deadline bounds every wait of the suite: it is long, and reached only by a failing log.
const deadline = 30 * time.Second

func bounded(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	t.Cleanup(cancel)
	return ctx
}

func mustAppend(t *testing.T, log eventlog.Log, c eventlog.Commit) eventlog.Position {
	t.Helper()
	p, err := log.Append(bounded(t), c)
	require.NoError(t, err)
	return p
}

func mustHead(t *testing.T, log eventlog.Log) eventlog.Position {
	t.Helper()
	p, err := log.Head(bounded(t))
	require.NoError(t, err)
	return p
}

func mustStreams(t *testing.T, log eventlog.Log, names ...string) []eventlog.Stream {
	t.Helper()
	s, err := log.Streams(bounded(t), names)
	require.NoError(t, err)
	return s
}

// ReadAll reads the whole log after a position, and makes sure that it is dense.
func ReadAll(t *testing.T, log eventlog.Log, after eventlog.Position) []eventlog.Entry {
	t.Helper()
	var all []eventlog.Entry
	for {
		entries, err := log.Read(bounded(t), after, 0)
		require.NoError(t, err)
		if len(entries) == 0 {
			return all
		}
		for _, e := range entries {
			after++
			require.Equal(t, after, e.Position, "positions are dense")
		}
		all = append(all, entries...)
	}
}
