package wire

import (
	"time"

	"langbiang.internal/ioc/pkg/event"
)

// Show tells a display what it shows: the answer to its hello, and again whenever that changes. Which item of a playlist is
// shown at a moment follows from this alone and the gateway's clock.
type Show struct {
	Type    string `json:"type"`
	Display string `json:"display"`
	// Paired is false for a display that nobody has paired, or not any more, and for a wrong token; Notice says so, and all else is empty.
	Paired bool   `json:"paired"`
	Notice string `json:"notice"`
	Name   string `json:"name"`
	Place  string `json:"place"`
	Group  string `json:"group"`
	// Diagonal in inches and Distance of who reads it in centimetres; 0 where nobody has said.
	Diagonal int `json:"diagonal"`
	Distance int `json:"distance"`
	// Shows is "playlist/<id>", an address ("/screens/672", "/views/district/672"), or "" for nothing yet.
	Shows    string          `json:"shows"`
	Assigned int64           `json:"assigned"` // since when, Unix milliseconds
	Blank    bool            `json:"blank"`
	Steps    []DisplayStep   `json:"steps"`   // hold, resume and next since then that still matter, oldest first
	Message  *DisplayMessage `json:"message"` // covers the display until its end
	Playlist *Playlist       `json:"playlist"`
}

// DisplayStep is one hold, resume or next.
type DisplayStep struct {
	Command string `json:"command"`
	At      int64  `json:"at"` // Unix milliseconds
}

// DisplayMessage is a text that covers a display.
type DisplayMessage struct {
	Text   string `json:"text"`    // Vietnamese
	TextEn string `json:"text_en"` // "" for none
	Until  int64  `json:"until"`   // Unix milliseconds
}

// Playlist is what displays show one after the other.
type Playlist struct {
	ID    string         `json:"id"`
	Name  string         `json:"name"`
	Items []PlaylistItem `json:"items"`
}

// PlaylistItem is one address of a playlist.
type PlaylistItem struct {
	Address string `json:"address"`
	Seconds int    `json:"seconds"`
	// From and To are local times of day ("07:30"), "" for the whole day; From after To spans midnight.
	From string `json:"from"`
	To   string `json:"to"`
	Days []int  `json:"days"` // of the week, 1 is Monday; none is every day
}

// Presence is GET /api/v1/presence: the displays and playlists of the log, and who is connected to this gateway.
type Presence struct {
	Head      uint64            `json:"head"`     // last position of the log
	Position  uint64            `json:"position"` // of the frames that this gateway gives now
	Version   string            `json:"version"`  // of the program
	Time      int64             `json:"time"`     // gateway's clock, Unix milliseconds
	Displays  []DisplayPresence `json:"displays"` // by name
	Playlists []Playlist        `json:"playlists"`
}

// WallPages are the pages for a desk that a display can show too, by their names: /brief and so on.
var WallPages = []string{"needs", "brief", "reports", "payments", "scorecard", "security", "models", "explanations", "freshness", "reported", "maps"}

// DisplayPresence is a paired display: what it was told, and what it painted last. All times are of the gateway's clock.
type DisplayPresence struct {
	Show   Show `json:"show"`
	Online bool `json:"online"` // connected, which says nothing of what is seen: see Painting
	// Painting tells whether it has said within NotPaintingMillis what it painted. A page that hangs is connected all the same: the
	// browser answers for it.
	Painting bool  `json:"painting"`
	Painted  int64 `json:"painted"` // when it said so last; 0 for never since it connected
	// Since is when it connected, or when it was last heard of if it is not online; 0 for never since this gateway started.
	Since int64 `json:"since"`
	// What it painted last; 0 or "" before it did.
	Position uint64 `json:"position"` // of the frames painted
	Behind   uint64 `json:"behind"`   // by how many positions Head is ahead of it
	Item     int    `json:"item"`     // of its playlist, from 1 on; 0 for none
	Width    int    `json:"width"`    // pixels
	Height   int    `json:"height"`
	Version  string `json:"version"` // of the program that it runs
	Showing  string `json:"showing"` // the address shown, "" for none
	Held     bool   `json:"held"`    // it stays on the item shown
	Blank    bool   `json:"blank"`   // it is dark
	Covered  bool   `json:"covered"` // by a message
	// Places are the pages that paint with this display's token now, the oldest first, where there are several: somebody has copied it.
	Places []DisplayPlace `json:"places"`
}

// DisplayPlace is one of several pages that are the same display.
type DisplayPlace struct {
	Since   int64  `json:"since"` // when it connected
	Width   int    `json:"width"` // pixels
	Height  int    `json:"height"`
	Address string `json:"address"` // from which it is connected, as far as the gateway sees it
}

// ShowOf is what a display is told; playlist is the one that it shows, nil if it shows none or that one is deleted.
func ShowOf(id string, d *event.Display, playlist *event.Playlist, playlistID string) Show {
	s := Show{
		Type: TypeShow, Display: id, Paired: d.Paired, Name: d.Name, Place: d.Place, Group: d.Group,
		Diagonal: d.Diagonal, Distance: d.Distance,
		Shows: d.Shows, Assigned: unixMilli(d.Assigned), Blank: d.Blank, Steps: []DisplayStep{},
	}
	for _, step := range d.Steps {
		s.Steps = append(s.Steps, DisplayStep{Command: string(step.Command), At: unixMilli(step.At)})
	}
	if m := d.Message; m != nil {
		s.Message = &DisplayMessage{Text: m.Text, TextEn: m.TextEn, Until: unixMilli(m.Until)}
	}
	if playlist != nil {
		p := PlaylistOf(playlistID, playlist)
		s.Playlist = &p
	}
	return s
}

// NotPaired is what a display is told that may show nothing, and why, in its language.
func NotPaired(id, notice string) Show {
	return Show{Type: TypeShow, Display: id, Steps: []DisplayStep{}, Notice: notice}
}

// PlaylistOf is a playlist as it travels.
func PlaylistOf(id string, p *event.Playlist) Playlist {
	made := Playlist{ID: id, Name: p.Name, Items: []PlaylistItem{}}
	for _, i := range p.Items {
		days := i.Days
		if days == nil {
			days = []int{}
		}
		made.Items = append(made.Items, PlaylistItem{Address: i.Address, Seconds: i.Seconds, From: i.From, To: i.To, Days: days})
	}
	return made
}

func unixMilli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
