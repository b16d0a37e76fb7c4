package systems

import (
	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// State is where a system or a feed stands: one of the two, or neither. What it points to is never changed.
type State struct {
	System *SystemState `json:"system,omitzero"`
	Feed   *FeedState   `json:"feed,omitzero"`
}

func (s State) system() SystemState {
	if s.System == nil {
		return SystemState{}
	}
	return *s.System
}

func (s State) feed() FeedState {
	if s.Feed == nil {
		return FeedState{}
	}
	return *s.Feed
}

// aggregate decides about systems and about feeds. It is pure: the topology does not change.
type aggregate struct{ topology *topology.Topology }

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type {
	return append(intake.Decided(changes), intake.Decided(ups)...)
}

// Decide tells what an event means for a system or feed in state s.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	switch in := e.Data.(type) {
	case *event.System:
		return a.decideSystem(s.system(), e, in)
	case *event.Feed:
		return a.decideFeed(s.feed(), e, in)
	}
	return nil, event.Refuse("type", "%q is about neither a system nor a feed", e.Type)
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	switch d := e.Data.(type) {
	case *event.System:
		return State{System: evolveSystem(s.system(), e, d)}
	case *event.Feed:
		return State{Feed: evolveFeed(s.feed(), e, d)}
	}
	return s
}

const snapshotVersion = 2

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	return intake.EncodeJSON(dst, snapshotVersion, s)
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (State, error) {
	return intake.DecodeJSON[State](b, snapshotVersion)
}

// derived is a member that only the service sets, and whether a source has.
type derived struct {
	field string
	set   bool
}

func refuseDerived(all []derived) error {
	for _, d := range all {
		if d.set {
			return event.Refuse("data."+d.field, "is worked out here, a source may not set it")
		}
	}
	return nil
}

// day is the local day of an event.
func (a *aggregate) day(e *event.Event) calendar.Date {
	return calendar.DateOf(e.Time, a.topology.Location())
}

// unitOf is the unit that a source means on a day by its code or id, the province for none.
func (a *aggregate) unitOf(idOrCode string, on calendar.Date) (string, error) {
	if idOrCode == "" {
		return a.topology.Root().ID, nil
	}
	u := a.topology.Resolve(idOrCode, on)
	if u == nil {
		return "", event.Refuse("data.unit", "%q is not a unit of this province", idOrCode)
	}
	return u.ID, nil
}

func flags(flag event.Flag) []event.Flag {
	if flag == "" {
		return nil
	}
	return []event.Flag{flag}
}
