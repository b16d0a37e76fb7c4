package event_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
)

func TestWhatNoSourceMaySendOfADisplayOrAPlaylistIsRefusedByItsField(t *testing.T) {
	item := func(change func(*event.PlaylistItem)) *event.Playlist {
		i := event.PlaylistItem{Address: "/screens/672", Seconds: 30}
		change(&i)
		return &event.Playlist{Items: []event.PlaylistItem{i}}
	}
	type data interface{ Validate() error }
	for _, good := range []data{
		item(func(*event.PlaylistItem) {}),
		item(func(i *event.PlaylistItem) { i.From, i.To, i.Days = "22:00", "06:00", []int{7, 1} }),
		&event.Display{Token: strings.Repeat("af09", 16), Command: event.CommandNext},
		&event.Display{Diagonal: 5, Distance: 20},
		&event.Display{Diagonal: 1000, Distance: 10_000},
	} {
		require.NoError(t, good.Validate())
	}
	for _, c := range []struct {
		field string
		bad   data
	}{
		{"data.items[0].seconds", item(func(i *event.PlaylistItem) { i.Seconds = 4 })},
		{"data.items[0].seconds", item(func(i *event.PlaylistItem) { i.Seconds = 86_401 })},
		{"data.items[0].from", item(func(i *event.PlaylistItem) { i.From = "07:30" })},
		{"data.items[0].from", item(func(i *event.PlaylistItem) { i.From, i.To = "07:30", "24:00" })},
		{"data.items[0].from", item(func(i *event.PlaylistItem) { i.From, i.To = "07:30", "7:45" })},
		{"data.items[0].from", item(func(i *event.PlaylistItem) { i.From, i.To = "07:30", "07:30" })},
		{"data.items[0].days", item(func(i *event.PlaylistItem) { i.Days = []int{0} })},
		{"data.items[0].days", item(func(i *event.PlaylistItem) { i.Days = []int{2, 2} })},
		{"data.items", &event.Playlist{Items: make([]event.PlaylistItem, event.MaxPlaylistItems+1)}},
		{"data.token", &event.Display{Token: "a plain token"}},
		{"data.token", &event.Display{Token: strings.Repeat("AF09", 16)}},
		{"data.command", &event.Display{Command: "dance"}},
		{"data.diagonal", &event.Display{Diagonal: 4}},
		{"data.diagonal", &event.Display{Diagonal: 1001}},
		{"data.diagonal", &event.Display{Diagonal: -55}},
		{"data.distance", &event.Display{Distance: 19}},
		{"data.distance", &event.Display{Distance: 10_001}},
		{"data.message.text", &event.Display{Message: &event.DisplayMessage{Text: strings.Repeat("ồ", event.MaxDisplayMessageRunes+1)}}},
	} {
		var refusal *event.FieldError
		require.ErrorAs(t, c.bad.Validate(), &refusal, c.field)
		assert.Equal(t, c.field, refusal.Field)
	}
}
