package event

import (
	"fmt"
	"slices"
)

// Playlist events: what displays show one after the other. They count for nothing.
const (
	PlaylistSaved   Type = "playlist.saved.v1"
	PlaylistDeleted Type = "playlist.deleted.v1"
)

var playlists = describe[Playlist](PlaylistSaved, PlaylistDeleted).toldBy(Program)

// Bounds of a playlist.
const (
	MaxPlaylistItems   = 50
	MinPlaylistSeconds = 5 // shorter, nobody can read it
	MaxPlaylistSeconds = 24 * 60 * 60
)

// PlaylistItem is one address of a playlist: how long it is shown, and when at all.
type PlaylistItem struct {
	Address string `json:"address"` // "/screens/672" or "/views/district/672"
	Seconds int    `json:"seconds"`
	// From and To are local times of day, "07:30"; both or neither. To is the first minute without it; From after To spans midnight.
	From string `json:"from,omitzero"`
	To   string `json:"to,omitzero"`
	Days []int  `json:"days,omitzero"` // of the week, 1 is Monday; none is every day
}

// Playlist is the data of every playlist event, the whole playlist after it.
type Playlist struct {
	Name   string         `json:"name,omitzero"`
	Items  []PlaylistItem `json:"items,omitzero"`
	By     string         `json:"by,omitzero"`     // a role or account, never a person's name
	Active bool           `json:"active,omitzero"` // saved and not deleted; worked out by the service
}

func (*Playlist) noun() Noun { return NounPlaylist }

// Facets implements Data.
func (*Playlist) Facets() Facets { return Facets{} }

// PlaylistSubject is the stream of the playlist with that id.
func PlaylistSubject(id string) string { return string(NounPlaylist) + "/" + id }

// Validate reports what no source may send.
func (p *Playlist) Validate() error {
	if err := checkCodes(member{"by", p.By}); err != nil {
		return err
	}
	if err := checkTexts(member{"name", p.Name}); err != nil {
		return err
	}
	if len(p.Items) > MaxPlaylistItems {
		return fieldError("data.items", "are %d; at most %d are taken", len(p.Items), MaxPlaylistItems)
	}
	for i := range p.Items {
		if err := p.Items[i].validate(fmt.Sprintf("items[%d]", i)); err != nil {
			return err
		}
	}
	return nil
}

func (i *PlaylistItem) validate(at string) error {
	if err := checkCodes(member{at + ".address", i.Address}); err != nil {
		return err
	}
	if i.Seconds < MinPlaylistSeconds || i.Seconds > MaxPlaylistSeconds {
		return fieldError("data."+at+".seconds", "is %d; %d to %d are taken", i.Seconds, MinPlaylistSeconds, MaxPlaylistSeconds)
	}
	if (i.From == "") != (i.To == "") {
		return fieldError("data."+at+".from", "and to go together")
	}
	if i.From != "" && (!isTimeOfDay(i.From) || !isTimeOfDay(i.To) || i.From == i.To) {
		return fieldError("data."+at+".from", "and to are two different times of day like 07:30")
	}
	for n, d := range i.Days {
		if d < 1 || d > 7 || slices.Contains(i.Days[:n], d) {
			return fieldError("data."+at+".days", "are 1 (Monday) to 7, each once")
		}
	}
	return nil
}

func isTimeOfDay(text string) bool {
	digit := func(i int, most byte) bool { return text[i] >= '0' && text[i] <= most }
	return len(text) == 5 && digit(0, '2') && digit(1, '9') && text[2] == ':' && digit(3, '5') && digit(4, '9') && text[:2] <= "23"
}
