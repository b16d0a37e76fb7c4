// Package eventlogtest is the suite that every implementation of eventlog.Log passes.
package eventlogtest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// Place makes room for one empty log, and returns what opens it: the same log each time.
type Place func(t *testing.T) (open func(t *testing.T) eventlog.Log)

// Run runs the whole suite.
func Run(t *testing.T, place Place) {
	tests := []struct {
		name string
		run  func(t *testing.T, log eventlog.Log)
	}{
		{"an empty log has nothing", empty},
		{"what was appended is read as it was", roundTrip},
		{"a commit is one entry at the next position", densePositions},
		{"concurrent appends get dense positions of their own", concurrentAppends},
		{"an expected version that is not the stream's is a conflict and changes nothing", conflicts},
		{"of concurrent writers at one version one wins", optimisticRace},
		{"of concurrent appends of one event one is taken", sameEventRace},
		{"an event that is in the log is a duplicate and changes nothing", duplicates},
		{"a resend is a duplicate even where the version has moved on", duplicateBeforeConflict},
		{"the same id from another source is another event", identityHasSource},
		{"a commit that no log takes changes nothing", invalidCommits},
		{"a state is kept with the commit, and none with none", states},
		{"a stream loads in order across entries", load},
		{"events are known by their identities, wherever they are", known},
		{"Read keeps its limit and its bytes", readBounds},
		{"Wait wakes, and honours its context", wait},
		{"a cursor never goes back", cursors},
		{"a big commit is one entry", bigCommits},
		{"names and ids may be any text", unicode},
		{"a foreign message is kept as it is", messages},
		{"a raw read decodes to the same", rawRead},
		{"what is passed over as history is nothing else", pastBackfill},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			log := place(t)(t)
			t.Cleanup(func() { assert.NoError(t, log.Close()) })
			test.run(t, log)
		})
	}
	t.Run("what was acknowledged is there when it is opened again", func(t *testing.T) { reopen(t, place(t)) })
	t.Run("a closed log says so", func(t *testing.T) { closed(t, place(t)(t)) })
	t.Run("it behaves as the model does", func(t *testing.T) { property(t, place) })
}

func empty(t *testing.T, log eventlog.Log) {
	assert.Zero(t, mustHead(t, log))
	assert.Empty(t, ReadAll(t, log, 0))
	assert.Equal(t, []eventlog.Stream{{}, {}}, mustStreams(t, log, "dossier/1", "dossier/2"))
	located, err := log.Load(bounded(t), "dossier/1")
	require.NoError(t, err)
	assert.Empty(t, located)
	p, err := log.Cursor(bounded(t), "nobody")
	require.NoError(t, err)
	assert.Zero(t, p)
}

func roundTrip(t *testing.T, log eventlog.Log) {
	before := time.Now().Add(-time.Second)
	a, b := Event("dossier/1", "a"), Event("payment/1", "b")
	b.Type, b.Data = event.PaymentSucceeded, &event.Payment{AmountVND: 120_000}
	b.Correlation, b.Causation, b.Simulated, b.Backfill = "c1", "c2", true, true
	want := []event.Event{a, b}
	c := CommitOf(a, b)
	p := mustAppend(t, log, c)
	assert.Equal(t, eventlog.Position(1), p)

	entries := ReadAll(t, log, 0)
	require.Len(t, entries, 1)
	e := entries[0]
	assert.NotEmpty(t, e.UUID)
	assert.Equal(t, event.BatchContentType, e.Metadata[eventlog.MetaContentType])
	assert.Equal(t, "2", e.Metadata[eventlog.MetaEvents])
	assert.WithinRange(t, e.Recorded, before, time.Now().Add(time.Second))
	for i := range want {
		want[i].Recorded = e.Recorded
	}
	assert.Equal(t, want, e.Events)
	assert.Equal(t, want, c.Events, "the commit's events are stamped in place")
}

func densePositions(t *testing.T, log eventlog.Log) {
	for i := 1; i <= 5; i++ {
		p := mustAppend(t, log, CommitOf(Event("dossier/1", fmt.Sprint(i, "a")), Event("dossier/2", fmt.Sprint(i, "b"))))
		assert.Equal(t, eventlog.Position(i), p)
		assert.Equal(t, p, mustHead(t, log))
	}
	assert.Len(t, ReadAll(t, log, 0), 5)
	assert.Len(t, ReadAll(t, log, 3), 2)
	assert.Empty(t, ReadAll(t, log, 5))
	assert.Empty(t, ReadAll(t, log, 99))
}

func concurrentAppends(t *testing.T, log eventlog.Log) {
	const writers, each = 8, 25
	positions := make([][]eventlog.Position, writers)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				p, err := log.Append(bounded(t), CommitOf(Event(fmt.Sprintf("dossier/%d", w), fmt.Sprintf("%d-%d", w, i))))
				if !assert.NoError(t, err) {
					return
				}
				positions[w] = append(positions[w], p)
			}
		})
	}
	wg.Wait()
	entries := ReadAll(t, log, 0)
	require.Len(t, entries, writers*each)
	for w := range writers {
		for i, p := range positions[w] {
			assert.Equal(t, fmt.Sprintf("%d-%d", w, i), entries[p-1].Events[0].ID)
		}
	}
}

func conflicts(t *testing.T, log eventlog.Log) {
	mustAppend(t, log, eventlog.Commit{
		Events:  []event.Event{Event("dossier/1", "a"), Event("dossier/1", "b")},
		Streams: []eventlog.StreamUpdate{Update("dossier/1", 0, "two")},
	})
	for _, expected := range []int64{0, 1, 3} {
		_, err := log.Append(bounded(t), eventlog.Commit{
			Events:  []event.Event{Event("dossier/2", "c"), Event("dossier/1", "d")},
			Streams: []eventlog.StreamUpdate{Update("dossier/2", 0, "changed"), Update("dossier/1", expected, "changed")},
		})
		var conflict *eventlog.ConflictError
		require.ErrorAs(t, err, &conflict)
		assert.Equal(t, eventlog.ConflictError{Stream: "dossier/1", Expected: expected, Actual: 2}, *conflict)
	}
	assert.Equal(t, eventlog.Position(1), mustHead(t, log))
	assert.Equal(t, []eventlog.Stream{{Version: 2, State: []byte("two")}, {}}, mustStreams(t, log, "dossier/1", "dossier/2"))
	p := mustAppend(t, log, eventlog.Commit{ // c and d were not taken: they are no duplicates
		Events:  []event.Event{Event("dossier/2", "c"), Event("dossier/1", "d")},
		Streams: []eventlog.StreamUpdate{Update("dossier/2", 0, "one"), Update("dossier/1", 2, "three")},
	})
	assert.Equal(t, eventlog.Position(2), p)
	assert.Equal(t, []eventlog.Stream{{Version: 3, State: []byte("three")}, {Version: 1, State: []byte("one")}}, mustStreams(t, log, "dossier/1", "dossier/2"))
}

func optimisticRace(t *testing.T, log eventlog.Log) {
	const writers, rounds = 6, 10
	for round := range rounds {
		var wg sync.WaitGroup
		errs := make([]error, writers)
		for w := range writers {
			wg.Go(func() {
				_, errs[w] = log.Append(bounded(t), eventlog.Commit{
					Events:  []event.Event{Event("dossier/1", fmt.Sprintf("%d-%d", round, w))},
					Streams: []eventlog.StreamUpdate{Update("dossier/1", int64(round), "x")},
				})
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			var conflict *eventlog.ConflictError
			if err == nil {
				won++
			} else {
				require.ErrorAs(t, err, &conflict)
			}
		}
		assert.Equal(t, 1, won)
	}
	assert.Equal(t, int64(rounds), mustStreams(t, log, "dossier/1")[0].Version)
}

func sameEventRace(t *testing.T, log eventlog.Log) {
	const writers, rounds = 8, 20
	for round := range rounds {
		var wg sync.WaitGroup
		errs := make([]error, writers)
		start := make(chan struct{})
		for w := range writers {
			wg.Go(func() {
				<-start
				_, errs[w] = log.Append(bounded(t), CommitOf(Event(fmt.Sprintf("dossier/%d", w), fmt.Sprint(round))))
			})
		}
		close(start)
		wg.Wait()
		want := map[int]eventlog.Address{0: {Position: eventlog.Position(round + 1)}}
		taken := 0
		for _, err := range errs {
			var duplicate *eventlog.DuplicateError
			if err == nil {
				taken++
			} else {
				require.ErrorAs(t, err, &duplicate)
				require.Equal(t, want, duplicate.Known)
			}
		}
		require.Equal(t, 1, taken)
	}
}

func duplicates(t *testing.T, log eventlog.Log) {
	mustAppend(t, log, CommitOf(Event("dossier/1", "a")))
	mustAppend(t, log, CommitOf(Event("dossier/1", "b"), Event("dossier/2", "c"), Event("dossier/3", "d")))
	_, err := log.Append(bounded(t), CommitOf(Event("dossier/4", "new"), Event("dossier/3", "d"), Event("dossier/1", "a")))
	var duplicate *eventlog.DuplicateError
	require.ErrorAs(t, err, &duplicate)
	assert.Equal(t, map[int]eventlog.Address{1: {Position: 2, Index: 2}, 2: {Position: 1, Index: 0}}, duplicate.Known)
	assert.Equal(t, eventlog.Position(2), mustHead(t, log))
	assert.Equal(t, []eventlog.Stream{{}, {Version: 2, State: []byte("after b")}}, mustStreams(t, log, "dossier/4", "dossier/1"))
	assert.Equal(t, eventlog.Position(3), mustAppend(t, log, CommitOf(Event("dossier/4", "new"))))
}

func duplicateBeforeConflict(t *testing.T, log eventlog.Log) {
	c := eventlog.Commit{Events: []event.Event{Event("dossier/1", "a")}, Streams: []eventlog.StreamUpdate{Update("dossier/1", 0, "x")}}
	mustAppend(t, log, c)
	_, err := log.Append(bounded(t), c)
	var duplicate *eventlog.DuplicateError
	require.ErrorAs(t, err, &duplicate)
	assert.Equal(t, map[int]eventlog.Address{0: {Position: 1, Index: 0}}, duplicate.Known)
}

func identityHasSource(t *testing.T, log eventlog.Log) {
	a, b := Event("dossier/1", "same"), Event("dossier/1", "same")
	b.Source = "/another"
	mustAppend(t, log, CommitOf(a, b))
	_, err := log.Append(bounded(t), CommitOf(b))
	var duplicate *eventlog.DuplicateError
	require.ErrorAs(t, err, &duplicate)
	assert.Equal(t, map[int]eventlog.Address{0: {Position: 1, Index: 1}}, duplicate.Known)
}

func invalidCommits(t *testing.T, log eventlog.Log) {
	a, b := Event("dossier/1", "a"), Event("dossier/2", "b")
	many := make([]event.Event, eventlog.MaxCommitEvents+1)
	for i := range many {
		many[i] = Event("dossier/1", fmt.Sprint(i))
	}
	for name, c := range map[string]eventlog.Commit{
		"no events":            {},
		"too many events":      CommitOf(many...),
		"an event twice":       CommitOf(a, b, a),
		"a stream not updated": {Events: []event.Event{a, b}, Streams: CommitOf(a).Streams},
		"an update too many":   {Events: []event.Event{a}, Streams: CommitOf(a, b).Streams},
		"a stream twice":       {Events: []event.Event{a}, Streams: append(CommitOf(a).Streams, CommitOf(a).Streams...)},
		"message and events":   {Events: []event.Event{a}, Streams: CommitOf(a).Streams, Message: &eventlog.Message{}},
	} {
		_, err := log.Append(bounded(t), c)
		assert.ErrorIs(t, err, eventlog.ErrInvalid, name)
	}
	assert.Zero(t, mustHead(t, log))
	assert.Equal(t, eventlog.Position(1), mustAppend(t, log, CommitOf(a, b)))
}

func states(t *testing.T, log eventlog.Log) {
	append1 := func(id string, state []byte) {
		mustAppend(t, log, eventlog.Commit{
			Events:  []event.Event{Event("dossier/1", id)},
			Streams: []eventlog.StreamUpdate{{Stream: "dossier/1", Expected: eventlog.AnyVersion, State: state}},
		})
	}
	for i, state := range [][]byte{[]byte("one"), {0, '=', ' ', '\n', 255}, nil, {}, []byte(strings.Repeat("long ", 10_000))} {
		append1(fmt.Sprint(i), state)
		got := mustStreams(t, log, "dossier/1")[0]
		assert.Equal(t, eventlog.Stream{Version: int64(i + 1), State: state}, got)
	}
}

func wait(t *testing.T, log eventlog.Log) {
	ctx, cancel := context.WithCancel(bounded(t))
	ended := make(chan error, 1)
	go func() {
		_, err := log.Wait(ctx, 0)
		ended <- err
	}()
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)

	const waiters = 5
	heads := make(chan eventlog.Position, waiters)
	for range waiters {
		go func() {
			p, err := log.Wait(bounded(t), 0)
			assert.NoError(t, err)
			heads <- p
		}()
	}
	mustAppend(t, log, CommitOf(Event("dossier/1", "a")))
	for range waiters {
		assert.Equal(t, eventlog.Position(1), <-heads)
	}
	p, err := log.Wait(bounded(t), 0)
	require.NoError(t, err, "what is there already is not waited for")
	assert.Equal(t, eventlog.Position(1), p)
}

func cursors(t *testing.T, log eventlog.Log) {
	for _, step := range []struct{ set, want eventlog.Position }{{5, 5}, {3, 5}, {5, 5}, {9, 9}, {0, 9}} {
		require.NoError(t, log.SetCursor(bounded(t), "projector", step.set))
		p, err := log.Cursor(bounded(t), "projector")
		require.NoError(t, err)
		assert.Equal(t, step.want, p)
	}
	p, err := log.Cursor(bounded(t), "another")
	require.NoError(t, err)
	assert.Zero(t, p)
}

func bigCommits(t *testing.T, log eventlog.Log) {
	for n := range 3 {
		assert.Equal(t, eventlog.Position(n+1), mustAppend(t, log, Bulk(n, 2000, 1500)))
	}
	largest := Bulk(9, eventlog.MaxCommitEvents, eventlog.MaxCommitEvents)
	assert.Equal(t, eventlog.Position(4), mustAppend(t, log, largest))
	entries := ReadAll(t, log, 0)
	require.Len(t, entries, 4)
	assert.Equal(t, largest.Events, entries[3].Events)
	_, err := log.Append(bounded(t), Bulk(1, 2000, 1500))
	var duplicate *eventlog.DuplicateError
	require.ErrorAs(t, err, &duplicate)
	assert.Len(t, duplicate.Known, 2000)
	assert.Equal(t, eventlog.Address{Position: 2, Index: 1999}, duplicate.Known[1999])
}

func unicode(t *testing.T, log eventlog.Log) {
	names := []string{"dossier/Đà Lạt – phường 1", "dossier/a b", "dossier/{x}", "dossier/a/b:c", "dossier/" + strings.Repeat("ệ", 80)}
	for i, name := range names {
		mustAppend(t, log, CommitOf(Event(name, "số "+name)))
		assert.Equal(t, eventlog.Stream{Version: 1, State: []byte("after số " + name)}, mustStreams(t, log, name)[0])
		located, err := log.Load(bounded(t), name)
		require.NoError(t, err)
		require.Len(t, located, 1)
		assert.Equal(t, eventlog.Address{Position: eventlog.Position(i + 1)}, located[0].Address)
		require.NoError(t, log.SetCursor(bounded(t), name, 1))
	}
}
