package displays

import (
	"net/http"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
)

// MaxCommanded is how many displays one command is for at most.
const MaxCommanded = 256

// order is the body of POST /api/v1/displays/commands: the same for all displays named, in one commit or not at all.
type order struct {
	Displays []string             `json:"displays"`
	Command  event.DisplayCommand `json:"command"` // or commandAssign, commandUnpair
	Shows    string               `json:"shows"`   // with assign
	Name     string               `json:"name"`    // with assign, of one display
	Place    string               `json:"place"`
	Group    string               `json:"group"`
	Diagonal int                  `json:"diagonal"` // inches, with assign
	Distance int                  `json:"distance"` // centimetres, with assign
	Text     string               `json:"text"`     // with message
	TextEn   string               `json:"text_en"`
	Seconds  int64                `json:"seconds"` // how long the message stands; default defaultMessage
	By       string               `json:"by"`
}

const defaultMessage = 10 * time.Minute

// The commands of the API that are events of their own.
const (
	commandAssign event.DisplayCommand = "assign"
	commandUnpair event.DisplayCommand = "unpair"
)

// commands are all of the API.
func commands() []event.DisplayCommand {
	return slices.Concat([]event.DisplayCommand{commandAssign}, event.DisplayCommands(), []event.DisplayCommand{commandUnpair})
}

// carriedOut is the answer: where the events are in the log.
type carriedOut struct {
	Position eventlog.Position `json:"position"`
	Displays int               `json:"displays"`
}

func (s *Service) command(w http.ResponseWriter, r *http.Request) {
	var body order
	if !intake.ReadCommand(w, r, &body) {
		return
	}
	events, err := s.events(r, &body)
	if err == nil {
		err = s.checkPlaylist(r.Context(), body.Shows)
	}
	if err != nil {
		s.Refuse(w, r, err)
		return
	}
	done := carriedOut{Displays: len(events)}
	if done.Position, err = s.All(r.Context(), events, func([]intake.Recorded) any { return done }); err != nil {
		s.Refuse(w, r, err, "command", body.Command)
		return
	}
	intake.WriteJSON(w, http.StatusOK, done)
}

// events are one for each display.
func (s *Service) events(r *http.Request, o *order) ([]event.Event, error) {
	ids := slices.Compact(slices.Sorted(slices.Values(o.Displays)))
	switch {
	case len(ids) == 0:
		return nil, event.Refuse("displays", "is empty: which displays?")
	case len(ids) > MaxCommanded:
		return nil, event.Refuse("displays", "are %d; at most %d are taken", len(ids), MaxCommanded)
	case o.Name != "" && len(ids) > 1:
		return nil, event.Refuse("name", "is for one display")
	case o.Seconds < 0 || o.Seconds > int64(event.MaxDisplayMessage/time.Second):
		return nil, event.Refuse("seconds", "is %d; a message stands for a day at most", o.Seconds)
	}
	if err := event.CheckCommand(o.Command, commands()); err != nil {
		return nil, err
	}
	now := s.Now().UTC()
	t, data := s.meaning(o, now)
	if err := data.Validate(); err != nil {
		return nil, err
	}
	events := make([]event.Event, len(ids))
	for i, id := range ids {
		events[i] = event.Event{
			Source: r.URL.EscapedPath(), Type: t, Subject: event.DisplaySubject(id), Time: now, Data: data,
		}
	}
	return events, nil
}

// meaning is the event that a command becomes.
func (s *Service) meaning(o *order, now time.Time) (event.Type, *event.Display) {
	if o.Command == commandAssign {
		return event.DisplayAssigned, &event.Display{
			Shows: o.Shows, Name: o.Name, Place: o.Place, Group: o.Group, Diagonal: o.Diagonal, Distance: o.Distance, By: o.By,
		}
	}
	if o.Command == commandUnpair {
		return event.DisplayUnpaired, &event.Display{By: o.By}
	}
	d := &event.Display{Command: o.Command, By: o.By}
	if o.Command == event.CommandMessage {
		stands := time.Duration(o.Seconds) * time.Second
		if stands == 0 {
			stands = defaultMessage
		}
		d.Message = &event.DisplayMessage{Text: o.Text, TextEn: o.TextEn, Until: now.Add(stands)}
	}
	return event.DisplayCommanded, d
}
