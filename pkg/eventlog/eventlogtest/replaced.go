package eventlogtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
)

// Room is where one log is. What is in it can be replaced under the processes that have it open.
type Room struct {
	Open func(t *testing.T) eventlog.Log
	// Copy takes a copy of what is there; Put puts a copy, of this room or another, where nothing is.
	Copy func(t *testing.T) any
	Put  func(t *testing.T, contents any)
	// Away takes away what is there; back puts that itself back, instead of what stands there then.
	Away func(t *testing.T) (back func(t *testing.T))
	// Exact tells that the log says in which way it was replaced, not only that it was.
	Exact bool
}

// RunReplaced runs what every log does when something else is in its place.
func RunReplaced(t *testing.T, room func(t *testing.T) Room) {
	const before = 5
	tests := []struct {
		name string
		kind eventlog.Replacement
		// put makes what the log finds in its place; older has three of its five entries.
		put func(t *testing.T, r Room, older any)
	}{
		{"a log that is gone takes nothing until it is back", eventlog.Gone, func(*testing.T, Room, any) {}},
		{"an older copy in the log's place is not taken for it", eventlog.Back, func(t *testing.T, r Room, older any) {
			r.Put(t, older)
		}},
		{"another log in the log's place is not taken for it", eventlog.Other, func(t *testing.T, r Room, _ any) {
			r.Put(t, contentsOf(t, room(t), nil, before+4))
		}},
		{"a copy that others went on with is not taken for the log", eventlog.Altered, func(t *testing.T, r Room, older any) {
			r.Put(t, contentsOf(t, room(t), older, before+4))
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := room(t)
			log := r.Open(t)
			t.Cleanup(func() { assert.NoError(t, log.Close()) })
			appendNumbered(t, log, "", 1, 3)
			older := r.Copy(t)
			appendNumbered(t, log, "", 4, before)
			require.Len(t, ReadAll(t, log, 0), before)
			waiting := make(chan error, 1)
			go func() {
				_, err := log.Wait(context.WithoutCancel(t.Context()), before)
				waiting <- err
			}()

			back := r.Away(t)
			test.put(t, r, older)
			requireReplaced(t, log, test.kind, r.Exact)
			requireKind(t, <-waiting, test.kind, r.Exact)

			back(t)
			require.Eventually(t, func() bool { return log.Check(t.Context()) == nil }, deadline, time.Millisecond)
			appendNumbered(t, log, "", before+1, before+2)
			entries := ReadAll(t, log, 0)
			require.Len(t, entries, before+2)
			for i := range entries {
				assert.Equal(t, fmt.Sprint(i+1), entries[i].Events[0].ID, "nothing was taken meanwhile, nothing is lost")
			}
		})
	}
}

// contentsOf are those of a log in another room, begun with a copy if there is one, with so many entries.
func contentsOf(t *testing.T, r Room, begun any, entries int) any {
	if begun != nil {
		r.Away(t)
		r.Put(t, begun)
	}
	log := r.Open(t)
	appendNumbered(t, log, "other ", int(mustHead(t, log))+1, entries)
	require.NoError(t, log.Close())
	return r.Copy(t)
}

func appendNumbered(t *testing.T, log eventlog.Log, prefix string, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		require.Equal(t, eventlog.Position(i), mustAppend(t, log, CommitOf(Event("dossier/1", fmt.Sprint(prefix, i)))))
	}
}

// requireReplaced calls every method until all of them fail.
func requireReplaced(t *testing.T, log eventlog.Log, kind eventlog.Replacement, exact bool) {
	t.Helper()
	if kind != eventlog.Altered || !exact { // that one is noticed within a second; the others with the next append
		_, err := log.Append(bounded(t), CommitOf(Event("dossier/1", "lost")))
		requireKind(t, err, kind, exact)
	}
	calls := map[string]func(ctx context.Context) error{
		"Check": func(ctx context.Context) error { return log.Check(ctx) },
		"Append": func(ctx context.Context) error {
			_, err := log.Append(ctx, CommitOf(Event("dossier/1", "lost")))
			return err
		},
		"Read": func(ctx context.Context) error { _, err := log.Read(ctx, 5, 0); return err },
		"Wait": func(ctx context.Context) error { _, err := log.Wait(ctx, 5); return err },
		"Head": func(ctx context.Context) error { _, err := log.Head(ctx); return err },
		"Streams": func(ctx context.Context) error {
			_, err := log.Streams(ctx, []string{"dossier/1"})
			return err
		},
		"Load":      func(ctx context.Context) error { _, err := log.Load(ctx, "dossier/1"); return err },
		"Last":      func(ctx context.Context) error { _, err := log.Last(ctx, "dossier/1"); return err },
		"Known":     func(ctx context.Context) error { _, err := log.Known(ctx, []string{"/source\na"}); return err },
		"Cursor":    func(ctx context.Context) error { _, err := log.Cursor(ctx, "x"); return err },
		"SetCursor": func(ctx context.Context) error { return log.SetCursor(ctx, "x", 1) },
	}
	check := calls["Check"]
	require.Eventually(t, func() bool { return check(t.Context()) != nil }, deadline, time.Millisecond)
	for name, call := range calls {
		t.Run(name, func(t *testing.T) { requireKind(t, call(bounded(t)), kind, exact) })
	}
}

func requireKind(t *testing.T, err error, kind eventlog.Replacement, exact bool) {
	t.Helper()
	var replaced *eventlog.ReplacedError
	require.ErrorAs(t, err, &replaced)
	assert.NotEmpty(t, replaced.ID)
	assert.GreaterOrEqual(t, replaced.Head, eventlog.Position(5))
	if exact {
		assert.Equal(t, kind, replaced.Kind, "%v", err)
	}
}
