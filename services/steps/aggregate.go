package steps

import (
	"fmt"
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// State is where one step of an incident's playbook stands. The zero State is a step that nobody has opened.
type State struct {
	Incident   string           `json:"incident"`
	Playbook   string           `json:"playbook"`
	Number     int              `json:"number"`
	Title      string           `json:"title"`
	Unit       string           `json:"unit"`
	Department string           `json:"department"`
	Role       string           `json:"role"`
	Assignee   string           `json:"assignee"`
	Due        calendar.Date    `json:"due"`
	Status     event.StepStatus `json:"status"`
}

// aggregate decides about steps. It is pure: the topology does not change.
type aggregate struct{ topology *topology.Topology }

var target = map[event.Type]event.StepStatus{
	event.StepOpened:   event.StepStatusOpen,
	event.StepAssigned: event.StepStatusAssigned,
	event.StepDone:     event.StepStatusDone,
	event.StepSkipped:  event.StepStatusSkipped,
}

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type { return intake.Decided(target) }

// next are the transitions that are in order: a step may be done by whoever is at hand, and be given to somebody else.
var next = map[event.StepStatus][]event.StepStatus{
	"":                       {event.StepStatusOpen},
	event.StepStatusOpen:     {event.StepStatusAssigned, event.StepStatusDone, event.StepStatusSkipped},
	event.StepStatusAssigned: {event.StepStatusAssigned, event.StepStatusDone, event.StepStatusSkipped},
}

// judge is the status after e, and its flag ("": in order).
func judge(s State, e *event.Event) (event.StepStatus, event.Flag) {
	to := target[e.Type]
	switch {
	case !slices.Contains(next[s.Status], to) && to == s.Status:
		return s.Status, event.FlagRepeated
	case !slices.Contains(next[s.Status], to), e.Late():
		return s.Status, event.FlagOutOfOrder
	}
	return to, ""
}

// Decide tells what an event means for a step in state s.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	in, ok := e.Data.(*event.Step)
	if !ok {
		return nil, event.Refuse("type", "%q is not about a step", e.Type)
	}
	for _, d := range []struct {
		field string
		set   bool
	}{{"department", in.Department != ""}, {"from", in.From != ""}, {"to", in.To != ""}, {"late", in.Late}, {"flags", in.Flags != nil}} {
		if d.set {
			return nil, event.Refuse("data."+d.field, "is worked out here, a source may not set it")
		}
	}
	d, err := a.identify(s, e, in)
	if err != nil {
		return nil, err
	}
	d.From, d.By = s.Status, in.By
	var flag event.Flag
	if d.To, flag = judge(s, e); flag != "" {
		d.Flags = []event.Flag{flag}
		return d, nil
	}
	switch e.Type {
	case event.StepAssigned:
		if in.Assignee == "" {
			return nil, event.Refuse("data.assignee", "is missing: who does it?")
		}
		d.Assignee = in.Assignee
	case event.StepSkipped:
		if in.Reason == "" {
			return nil, event.Refuse("data.reason", "is missing: why is the step skipped?")
		}
		d.Reason = in.Reason
	case event.StepDone:
		d.Reason = in.Reason
		d.Late = s.Due != 0 && calendar.DateOf(e.Time, a.topology.Location()) > s.Due
	default: // an opening has said all in identify
	}
	return d, nil
}

// identify repeats what is known of the step; its opening says it.
func (a *aggregate) identify(s State, e *event.Event, in *event.Step) (*event.Step, error) {
	if s.Status != "" {
		return &event.Step{
			Incident: s.Incident, Playbook: s.Playbook, Number: s.Number, Title: s.Title, Unit: s.Unit, Department: s.Department,
			Role: s.Role, Assignee: s.Assignee, Due: s.Due,
		}, nil
	}
	unit := a.topology.Resolve(in.Unit, calendar.DateOf(e.Time, a.topology.Location()))
	switch {
	case e.Type != event.StepOpened:
		return nil, event.Refuse("subject", "%q is a step that nobody has opened", e.Subject)
	case in.Incident == "" || in.Number < 1 || e.Subject != Subject(in.Incident, in.Number):
		return nil, event.Refuse("subject", "is %q, but step %d of incident %q is %q", e.Subject, in.Number, in.Incident, Subject(in.Incident, in.Number))
	case in.Title == "":
		return nil, event.Refuse("data.title", "is missing in the opening of a step")
	case unit == nil:
		return nil, event.Refuse("data.unit", "%q is not a unit of this province", in.Unit)
	}
	return &event.Step{
		Incident: in.Incident, Playbook: in.Playbook, Number: in.Number, Title: in.Title, Unit: unit.ID,
		Department: a.topology.Owners[event.NounStep], Role: in.Role, Due: in.Due,
	}, nil
}

// Subject is the stream of the n-th step (from 1) of an incident.
func Subject(incident string, n int) string {
	return event.StepSubject(fmt.Sprintf("%s:%d", incident, n))
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	d, ok := e.Data.(*event.Step)
	if !ok {
		return s
	}
	return State{
		Incident: d.Incident, Playbook: d.Playbook, Number: d.Number, Title: d.Title, Unit: d.Unit, Department: d.Department,
		Role: d.Role, Assignee: d.Assignee, Due: d.Due, Status: d.To,
	}
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
