package systems

import (
	"cmp"

	"langbiang.internal/ioc/pkg/event"
)

// FeedState is where one link stands.
type FeedState struct {
	Name       string `json:"name"`
	Unit       string `json:"unit"`
	Department string `json:"department"`
	Up         bool   `json:"up"`
	Reason     string `json:"reason"` // why it is down
}

// ups tells of each type whether the link is up by it.
var ups = map[event.Type]bool{event.FeedUp: true, event.FeedDown: false}

func (a *aggregate) decideFeed(s FeedState, e *event.Event, in *event.Feed) (event.Data, error) {
	err := refuseDerived([]derived{
		{"department", in.Department != ""}, {"up", in.Up}, {"was_up", in.WasUp}, {"known", in.Known}, {"flags", in.Flags != nil},
	})
	if err != nil {
		return nil, err
	}
	known := s.Name != ""
	f := &event.Feed{Name: cmp.Or(in.Name, s.Name), Unit: s.Unit, Department: s.Department, Up: s.Up, WasUp: s.Up, Known: known}
	switch {
	case !known && in.Name == "":
		return nil, event.Refuse("data.name", "is missing in the first event of this feed")
	case !known:
		if f.Unit, err = a.unitOf(in.Unit, a.day(e)); err != nil {
			return nil, err
		}
		f.Department = a.topology.Owners[event.NounFeed]
	case in.Unit != "" && !a.topology.Means(in.Unit, s.Unit, a.day(e)):
		return nil, event.Refuse("data.unit", "is %q, but the feed is of %q", in.Unit, s.Unit)
	}
	up := ups[e.Type]
	switch {
	case known && e.Late():
		f.Flags, f.Reason = flags(event.FlagOutOfOrder), s.Reason
	case known && up == s.Up:
		f.Flags, f.Reason = flags(event.FlagRepeated), s.Reason
	default:
		f.Up = up
		if !up {
			f.Reason = in.Reason
		}
	}
	return f, nil
}

func evolveFeed(s FeedState, e *event.Event, f *event.Feed) *FeedState {
	return &FeedState{Name: f.Name, Unit: f.Unit, Department: f.Department, Up: f.Up, Reason: f.Reason}
}
