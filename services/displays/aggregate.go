package displays

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/text"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// State is a display or a playlist: one of the two, or neither. It is the data of the stream's last event, which carries the
// whole of it, and is never changed.
type State struct {
	Display  *event.Display
	Playlist *event.Playlist
}

// MarshalJSONTo writes the one that there is.
func (s State) MarshalJSONTo(enc *jsontext.Encoder) error {
	if s.Playlist != nil {
		return json.MarshalEncode(enc, s.Playlist)
	}
	return json.MarshalEncode(enc, s.Display)
}

// paired tells whether a display is known and may show the province.
func (s State) paired() bool { return s.Display != nil && s.Display.Paired }

// aggregate decides about displays and playlists. It is pure: the topology does not change.
type aggregate struct{ topology *topology.Topology }

// orders are what each type makes of a paired display. A pairing makes one.
var orders = map[event.Type]func(d *event.Display, at time.Time, in *event.Display) error{
	event.DisplayAssigned: assign, event.DisplayCommanded: obey, event.DisplayUnpaired: unpair,
}

// keeps tells of each type whether the playlist is there after it.
var keeps = map[event.Type]bool{event.PlaylistSaved: true, event.PlaylistDeleted: false}

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type {
	return slices.Concat([]event.Type{event.DisplayPaired}, intake.Decided(orders), intake.Decided(keeps))
}

// Decide tells what an event means for a display or a playlist in state s.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	switch in := e.Data.(type) {
	case *event.Display:
		return a.decideDisplay(s, e, in)
	case *event.Playlist:
		return a.decidePlaylist(s, e, in)
	}
	return nil, event.Refuse("type", "%q is about neither a display nor a playlist", e.Type)
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	switch d := e.Data.(type) {
	case *event.Display:
		return State{Display: d}
	case *event.Playlist:
		return State{Playlist: d}
	}
	return s
}

const (
	snapshotVersion = 1
	kindDisplay     = 'd'
	kindPlaylist    = 'p'
)

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	if s.Playlist != nil {
		return intake.EncodeJSON(append(dst, kindPlaylist), snapshotVersion, s.Playlist)
	}
	return intake.EncodeJSON(append(dst, kindDisplay), snapshotVersion, s.Display)
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (s State, err error) {
	switch {
	case len(b) > 0 && b[0] == kindPlaylist:
		s.Playlist, err = intake.DecodeJSON[*event.Playlist](b[1:], snapshotVersion)
	case len(b) > 0 && b[0] == kindDisplay:
		s.Display, err = intake.DecodeJSON[*event.Display](b[1:], snapshotVersion)
	default:
		err = intake.ErrSnapshot
	}
	return s, err
}

func (a *aggregate) decidePlaylist(s State, e *event.Event, in *event.Playlist) (event.Data, error) {
	switch {
	case in.Active:
		return nil, derived("active")
	case !keeps[e.Type] && s.Playlist == nil:
		return nil, event.Refuse("subject", "nothing is known of %q", e.Subject)
	case !keeps[e.Type]:
		return &event.Playlist{Name: s.Playlist.Name, By: in.By}, nil
	case in.Name == "":
		return nil, event.Refuse("data.name", "is missing")
	case len(in.Items) == 0:
		return nil, event.Refuse("data.items", "is empty: what is to be shown?")
	}
	for i := range in.Items {
		if err := a.checkAddress(in.Items[i].Address); err != nil {
			return nil, event.Refuse(fmt.Sprintf("data.items[%d].address", i), "%v", err)
		}
	}
	p := *in
	p.Active = true
	return &p, nil
}

// replayQuery in the address of a screen or a view has a display play a day: the one that the log has reached, or a given one.
const (
	replayQuery = "?replay="
	replayToday = "today"
)

// checkAddress refuses what a display cannot show: it shows a screen or a view of the province, or a day of one, or one of the pages.
func (a *aggregate) checkAddress(address string) error {
	board, day, isReplay := strings.Cut(address, replayQuery)
	if isReplay && (strings.HasPrefix(board, "/screens/") || strings.HasPrefix(board, "/views/")) {
		if _, err := calendar.ParseDate(day); err != nil && day != replayToday {
			return text.Errorf("%q is neither a day nor %s", day, replayToday)
		}
		return a.checkAddress(board)
	}
	if id, ok := strings.CutPrefix(address, "/screens/"); ok {
		for i := range a.topology.Screens {
			if a.topology.Screens[i].ID == id {
				return nil
			}
		}
		return text.Errorf("%q is no screen of this province", address)
	}
	if id, ok := strings.CutPrefix(address, "/views/"); ok {
		if _, ok := a.topology.View(id); ok {
			return nil
		}
		return text.Errorf("%q is no view of this province", address)
	}
	if page, ok := strings.CutPrefix(address, "/"); ok && slices.Contains(wire.WallPages, page) {
		return nil
	}
	return text.Errorf("%q is neither a screen (/screens/672), nor a view (/views/district/672), nor one of the pages /%s",
		address, strings.Join(wire.WallPages, ", /"))
}

// playlistPrefix begins what a display shows when that is a playlist.
const playlistPrefix = string(event.NounPlaylist) + "/"

func (a *aggregate) checkShows(shows string) error {
	if shows == "" || strings.HasPrefix(shows, playlistPrefix) {
		return nil
	}
	if err := a.checkAddress(shows); err != nil {
		return event.Refuse("data.shows", "%v", err)
	}
	return nil
}

// decideDisplay completes the card of a display.
func (a *aggregate) decideDisplay(s State, e *event.Event, in *event.Display) (event.Data, error) {
	if err := refuseDerived(in); err != nil {
		return nil, err
	}
	if err := a.checkShows(in.Shows); err != nil {
		return nil, err
	}
	if e.Type == event.DisplayPaired {
		return pair(s, e, in)
	}
	if !s.paired() {
		return nil, event.Refuse("subject", "%q is no paired display", e.Subject)
	}
	d := *s.Display
	d.WasPaired, d.Command, d.By, d.Flags = true, "", in.By, nil
	if d.Message != nil && !d.Message.Until.After(e.Time) {
		d.Message = nil
	}
	if err := orders[e.Type](&d, e.Time, in); err != nil {
		return nil, err
	}
	return &d, nil
}

func pair(s State, e *event.Event, in *event.Display) (event.Data, error) {
	switch {
	case s.paired():
		return nil, event.Refuse("subject", "%q is paired already", e.Subject)
	case in.Token == "":
		return nil, event.Refuse("data.token", "is missing: the SHA-256 of the display's token")
	case in.Name == "":
		return nil, event.Refuse("data.name", "is missing")
	}
	return &event.Display{
		Name: in.Name, Place: in.Place, Group: in.Group, Diagonal: in.Diagonal, Distance: in.Distance,
		Shows: in.Shows, Token: in.Token, By: in.By,
		Paired: true, Assigned: e.Time.UTC(),
	}, nil
}

// assign begins what is shown anew; all else stays unless given.
func assign(d *event.Display, at time.Time, in *event.Display) error {
	d.Name, d.Place, d.Group = cmp.Or(in.Name, d.Name), cmp.Or(in.Place, d.Place), cmp.Or(in.Group, d.Group)
	d.Diagonal, d.Distance = cmp.Or(in.Diagonal, d.Diagonal), cmp.Or(in.Distance, d.Distance)
	if in.Shows != "" {
		d.Shows, d.Assigned, d.Steps = in.Shows, at.UTC(), nil
	}
	return nil
}

func unpair(d *event.Display, _ time.Time, in *event.Display) error {
	*d = event.Display{Name: d.Name, Place: d.Place, Group: d.Group, By: in.By, WasPaired: true}
	return nil
}

// obey carries out a command.
func obey(d *event.Display, at time.Time, in *event.Display) error {
	d.Command = in.Command
	repeated := false
	switch in.Command {
	case event.CommandHold, event.CommandResume:
		if repeated = d.Held() == (in.Command == event.CommandHold); repeated {
			break
		}
		return step(d, at)
	case event.CommandNext:
		return step(d, at)
	case event.CommandBlank, event.CommandUnblank:
		want := in.Command == event.CommandBlank
		repeated = d.Blank == want
		d.Blank = want
	case event.CommandMessage:
		return tell(d, at, in.Message)
	case event.CommandClear:
		repeated = d.Message == nil
		d.Message = nil
	default:
		return event.Refuse("data.command", "is missing")
	}
	if repeated {
		d.Flags = []event.Flag{event.FlagRepeated}
	}
	return nil
}

func tell(d *event.Display, at time.Time, m *event.DisplayMessage) error {
	switch {
	case m == nil || strings.TrimSpace(m.Text) == "":
		return event.Refuse("data.message.text", "is missing")
	case !m.Until.After(at):
		return event.Refuse("data.message.until", "is not after the event's own time")
	case m.Until.Sub(at) > event.MaxDisplayMessage:
		return event.Refuse("data.message.until", "is more than %s ahead", event.MaxDisplayMessage)
	}
	d.Message = m
	return nil
}

// stepMemory is how long a step can matter: a playlist begins anew at each local midnight.
const stepMemory = 24 * time.Hour

// step adds the command to those that decide which item is shown, and forgets those that no longer do. Steps are in the order
// of their times whatever the clocks of those who give them say.
func step(d *event.Display, at time.Time) error {
	at = at.UTC()
	since := at // a display that is held shows what it showed then
	held := false
	for _, s := range d.Steps {
		if s.Command == event.CommandHold && !held {
			since, held = s.At, true
		}
		if s.Command == event.CommandResume {
			since, held = at, false
		}
		if s.At.After(at) {
			at = s.At
		}
	}
	kept := make([]event.DisplayStep, 0, len(d.Steps)+1)
	for _, s := range d.Steps {
		if s.At.After(since.Add(-stepMemory)) {
			kept = append(kept, s)
		}
	}
	if len(kept) >= event.MaxDisplaySteps {
		return problem.NewState(len(kept), "it was told hold, resume or next %d times: assign it again to begin anew", len(kept))
	}
	d.Steps = append(kept, event.DisplayStep{Command: d.Command, At: at})
	return nil
}

// refuseDerived refuses a source that says what only the service can know.
func refuseDerived(d *event.Display) error {
	switch {
	case d.Paired:
		return derived("paired")
	case d.WasPaired:
		return derived("was_paired")
	case !d.Assigned.IsZero():
		return derived("assigned")
	case d.Blank:
		return derived("blank")
	case d.Steps != nil:
		return derived("steps")
	case d.Flags != nil:
		return derived("flags")
	}
	return nil
}

func derived(field string) error {
	return event.Refuse("data."+field, "is worked out here, a source may not set it")
}
