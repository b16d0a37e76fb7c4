package gateway

import (
	"cmp"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// wallNouns are the nouns of the displays and what they show. The last event of each stream carries the whole of it.
var wallNouns = []event.Noun{event.NounDisplay, event.NounPlaylist}

// wall is the paired displays and the playlists, by id, as of the fold's position.
type wall struct {
	displays  map[string]*event.Display
	playlists map[string]*event.Playlist
	changed   bool // since the last time that anybody asked
}

func newWall() *wall {
	return &wall{displays: make(map[string]*event.Display), playlists: make(map[string]*event.Playlist)}
}

// apply takes an event of a display or a playlist.
func (w *wall) apply(e *event.Event) {
	id := cardID(e.Subject)
	switch d := e.Data.(type) {
	case *event.Display:
		w.changed = true
		if d.Paired {
			w.displays[id] = d
		} else {
			delete(w.displays, id)
		}
	case *event.Playlist:
		w.changed = true
		if d.Active {
			w.playlists[id] = d
		} else {
			delete(w.playlists, id)
		}
	}
}

// admits tells whether that token, by its SHA-256 in hexadecimal, is the display's.
func (w *wall) admits(display, hash string) bool {
	return w.displays[display].Admits(hash)
}

// show is what a paired display shows.
func (w *wall) show(display string) wire.Show {
	d := w.displays[display]
	id := strings.TrimPrefix(d.Shows, string(event.NounPlaylist)+"/")
	var p *event.Playlist
	if id != d.Shows {
		p = w.playlists[id]
	}
	return wire.ShowOf(display, d, p, id)
}

// shown are all displays by name, then id.
func (w *wall) shown() []wire.Show {
	all := make([]wire.Show, 0, len(w.displays))
	for id := range w.displays {
		all = append(all, w.show(id))
	}
	slices.SortFunc(all, func(a, b wire.Show) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Display, b.Display))
	})
	return all
}

// lists are all playlists by name, then id.
func (w *wall) lists() []wire.Playlist {
	all := make([]wire.Playlist, 0, len(w.playlists))
	for id, p := range w.playlists {
		all = append(all, wire.PlaylistOf(id, p))
	}
	slices.SortFunc(all, func(a, b wire.Playlist) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return all
}
