package gateway

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

func TestARestoredWallIsTheOneThatReadEveryEvent(t *testing.T) {
	display := func(id string, d event.Display) event.Event {
		return event.Event{Type: event.DisplayPaired, Subject: event.DisplaySubject(id), Data: &d}
	}
	list := event.Event{Type: event.PlaylistSaved, Subject: event.PlaylistSubject("p"), Data: &event.Playlist{Name: "P", Active: true}}
	events := []event.Event{
		display("a", event.Display{Name: "A", Paired: true, Shows: "/screens/672"}),
		list,
		display("b", event.Display{Name: "B", Paired: true, Shows: "playlist/p"}),
		display("a", event.Display{Name: "A", WasPaired: true}),
	}
	whole := testFold(t)
	for i, e := range events {
		whole.apply(entry(eventlog.Position(i+1), e))
	}
	restored := testFold(t)
	var streams []clickhouse.StreamState
	for _, e := range events[1:] { // the last of each stream
		streams = append(streams, clickhouse.StreamState{Last: e})
	}
	restored.restored(4, &knowledge{streams: streams})
	assert.Equal(t, whole.wall.shown(), restored.wall.shown())
	assert.Equal(t, whole.wall.lists(), restored.wall.lists())
	assert.Len(t, whole.wall.shown(), 1)
	assert.Equal(t, "P", whole.wall.shown()[0].Playlist.Name)
	for _, n := range wallNouns {
		assert.NotContains(t, cardNouns, n, "a display is in no frame")
	}
}
