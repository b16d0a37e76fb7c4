package incidents

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// State is where an alert or an incident stands: one of the two, or neither. What it points to
// is never changed.
type State struct {
	Alert    *AlertState
	Incident *IncidentState
}

// MarshalJSONTo writes the one that there is.
func (s State) MarshalJSONTo(enc *jsontext.Encoder) error {
	if s.Alert != nil {
		return json.MarshalEncode(enc, s.Alert)
	}
	return json.MarshalEncode(enc, s.Incident)
}

// alert and incident are the state, or the zero one of a thing that nobody has reported.
func (s State) alert() AlertState {
	if s.Alert == nil {
		return AlertState{}
	}
	return *s.Alert
}

func (s State) incident() IncidentState {
	if s.Incident == nil {
		return IncidentState{}
	}
	return *s.Incident
}

// aggregate decides about alerts and about incidents. It is pure: neither the topology nor a registered system changes.
type aggregate struct {
	topology *topology.Topology
	systems  map[string]*event.System // by id, as they are registered
}

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type {
	all := slices.Concat(intake.Decided(alertTarget), intake.Decided(incidentTarget), intake.Decided(besides))
	slices.Sort(all)
	return slices.Compact(all) // a reopening names a phase, and is judged by itself
}

// Decide tells what an event means for an alert or incident in state s.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	switch in := e.Data.(type) {
	case *event.Alert:
		return decideAlert(a.topology, s.alert(), e, in)
	case *event.Incident:
		return a.decideIncident(s.incident(), e, in)
	}
	return nil, event.Refuse("type", "%q is about neither an alert nor an incident", e.Type)
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	switch d := e.Data.(type) {
	case *event.Alert:
		return State{Alert: evolveAlert(s.alert(), e, d)}
	case *event.Incident:
		return State{Incident: evolveIncident(s.incident(), e, d)}
	}
	return s
}

const (
	snapshotVersion = 4
	kindAlert       = 1
	kindIncident    = 2
)

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	switch {
	case s.Alert != nil:
		return s.Alert.encode(append(dst, snapshotVersion, kindAlert))
	case s.Incident != nil:
		return s.Incident.encode(append(dst, snapshotVersion, kindIncident))
	}
	return dst
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (State, error) {
	var s State
	r := intake.OpenSnapshot(b, snapshotVersion)
	switch r.Byte() {
	case kindAlert:
		s.Alert = decodeAlert(r)
	case kindIncident:
		s.Incident = decodeIncident(r)
	default:
		return s, intake.ErrSnapshot
	}
	return s, r.Err()
}

// derived is a field that only the service can know, and whether the source has set it.
type derived struct {
	field string
	set   bool
}

func refuseDerived(fields []derived) error {
	for _, f := range fields {
		if f.set {
			return event.Refuse("data."+f.field, "is worked out here, a source may not set it")
		}
	}
	return nil
}

// unitOf is the unit that the id or the official code means at that time.
func unitOf(t *topology.Topology, id string, at time.Time) (string, error) {
	if id == "" {
		return "", event.Refuse("data.unit", "is missing in the first event")
	}
	unit := t.Resolve(id, calendar.DateOf(at, t.Location()))
	if unit == nil {
		return "", event.Refuse("data.unit", "%q is not a unit of this province", id)
	}
	return unit.ID, nil
}

func flags(f event.Flag) []event.Flag {
	if f == "" {
		return nil
	}
	return []event.Flag{f}
}
