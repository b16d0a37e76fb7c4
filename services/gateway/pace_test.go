package gateway

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
)

// rendersIn counts the renders of 10 ms each in the time in which an entry comes each millisecond.
func rendersIn(d time.Duration, watched func(at time.Duration) bool) (renders int) {
	var p pace
	start := time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
	for at := time.Duration(0); at < d; at += time.Millisecond {
		if now := start.Add(at); !now.Before(p.due(watched(at))) {
			p.rendered(now, 10*time.Millisecond)
			renders++
		}
	}
	return renders
}

func TestRendersTakeAFifthOfTheTimeAndATwentyFifthWhereNobodyWatches(t *testing.T) {
	assert.Equal(t, 20, rendersIn(time.Second, func(time.Duration) bool { return true }))
	assert.Equal(t, 4, rendersIn(time.Second, func(time.Duration) bool { return false }))
	assert.Equal(t, 1+18, rendersIn(time.Second, func(at time.Duration) bool { return at >= 100*time.Millisecond }),
		"a screen that comes at 100 ms waits no longer than if it had been there: at 0, 100, 150 … 950 ms")
}

// What is given between two renders is the frame of the last one, at its position, cards included, and whenever it is encoded.
func TestAFrameIsThatOfTheLastRenderUntilTheNext(t *testing.T) {
	f := testFold(t)
	v := f.views[0]
	received := event.Dossier{To: event.StatusReceived, CountsReceived: true, Procedure: "1.013225"}
	incident := event.Event{Type: event.IncidentVerified, Subject: "incident/i", Time: day(1, "2024-07-01").Events[0].Time, Data: &event.Incident{
		Unit: "68", Title: "i", To: event.IncidentStatusVerified,
	}}
	f.apply(day(1, "2024-07-01"))
	f.render()
	first := f.snapshot(v)
	want := string(f.snapshotText(v))
	assert.Contains(t, want, `"position":1,`)

	f.apply(entry(2, incident))
	f.apply(entry(3, dossier("A", "672", "construction", "2024-07-01T09:00:00+07:00", received)))
	assert.Same(t, first, f.snapshot(v), "all who ask for it get one message")
	assert.Equal(t, want, string(f.snapshotText(v)))
	assert.EqualValues(t, 1, f.rendered)

	f.render()
	assert.NotSame(t, first, f.snapshot(v))
	assert.Contains(t, string(f.snapshotText(v)), `"position":3,`)
	delta := string(v.delta(1).encode())
	assert.Contains(t, delta, `"from":1,"to":3,`)
	assert.Contains(t, delta, `"incidents":{"i":{`)
	assert.Contains(t, delta, `"dossiers.received":1`)
	assert.Equal(t, want, string(first.encode()), "encoded after the next render, it is still the frame of its position")
}

// snapshotText is the snapshot, encoded anew.
func (f *fold) snapshotText(v *view) []byte {
	return (&fold{rendered: f.rendered, snapshots: make(map[*view]*message)}).snapshot(v).encode()
}

// Who asks for a comparison waits as long as it wants to, whatever the comparison under way waits for.
func TestWhoAsksForAComparisonWaitsNoLongerThanItWants(t *testing.T) {
	g := &Gateway{asked: make(chan chan<- error, 1), closed: make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, g.compareNow(ctx), context.Canceled)
	close(g.closed)
	require.ErrorIs(t, g.compareNow(t.Context()), errClosed)
}

// However many ask at once, one comparison is made for them.
func TestOneComparisonIsForAllWhoAskedBeforeItBegan(t *testing.T) {
	p := comparer{Gateway: &Gateway{asked: make(chan chan<- error, maxAsked)}}
	for range 3 {
		p.asked <- make(chan error, 1)
	}
	assert.Len(t, p.others(<-p.asked), 3)
	assert.Empty(t, p.asked)
}
