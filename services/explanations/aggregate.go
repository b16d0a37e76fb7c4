package explanations

import (
	"cmp"
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
)

// State is where one explanation stands. The zero State is one that nobody has requested.
type State struct {
	Unit       string                  `json:"unit"`
	Department string                  `json:"department"`
	Alarm      string                  `json:"alarm"`
	Figure     string                  `json:"figure"`
	Question   string                  `json:"question"`
	Answer     string                  `json:"answer"` // the last one
	Status     event.ExplanationStatus `json:"status"`
	Due        calendar.Date           `json:"due"`
	Rounds     int                     `json:"rounds"` // answers so far
}

// aggregate decides about explanations. It is pure: the topology does not change.
type aggregate struct{ topology *topology.Topology }

const (
	requested = event.ExplanationStatusRequested
	submitted = event.ExplanationStatusSubmitted
	accepted  = event.ExplanationStatusAccepted
	returned  = event.ExplanationStatusReturned
	withdrawn = event.ExplanationStatusWithdrawn
)

var target = map[event.Type]event.ExplanationStatus{
	event.ExplanationRequested: requested,
	event.ExplanationSubmitted: submitted,
	event.ExplanationAccepted:  accepted,
	event.ExplanationReturned:  returned,
	event.ExplanationWithdrawn: withdrawn,
}

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type { return intake.Decided(target) }

// next are the transitions that are in order; ahead, besides, those that skip steps.
var (
	next = map[event.ExplanationStatus][]event.ExplanationStatus{
		"":        {requested},
		requested: {submitted, withdrawn},
		submitted: {accepted, returned, withdrawn},
		returned:  {submitted, withdrawn},
	}
	ahead = map[event.ExplanationStatus][]event.ExplanationStatus{
		requested: {accepted, returned},
		returned:  {accepted},
	}
)

// judge is the status after an event that leads to status to, and its flag ("": in order). What is told too late changes
// nothing.
func judge(s State, to event.ExplanationStatus, e *event.Event) (event.ExplanationStatus, event.Flag) {
	switch {
	case to == s.Status:
		return s.Status, event.FlagRepeated
	case e.Late():
		return s.Status, event.FlagOutOfOrder
	case slices.Contains(next[s.Status], to):
		return to, ""
	case slices.Contains(ahead[s.Status], to):
		return to, event.FlagSkipped
	}
	return s.Status, event.FlagOutOfOrder
}

// Decide tells what an event means for an explanation in state s.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	in, ok := e.Data.(*event.Explanation)
	if !ok {
		return nil, event.Refuse("type", "%q is not about an explanation", e.Type)
	}
	if err := refuseDerived(in); err != nil {
		return nil, err
	}
	x, err := a.identify(s, e, in)
	if err != nil {
		return nil, err
	}
	x.From, x.PreviousDue, x.Due, x.Rounds, x.By = s.Status, s.Due, s.Due, s.Rounds, in.By
	var flag event.Flag
	if x.To, flag = judge(s, target[e.Type], e); flag != "" {
		x.Flags = []event.Flag{flag}
	}
	if x.To == x.From {
		return x, nil
	}
	return x, a.complete(x, s, in, calendar.DateOf(e.Time, a.topology.Location()))
}

// complete checks and adds what each step says besides.
func (a *aggregate) complete(x *event.Explanation, s State, in *event.Explanation, today calendar.Date) error {
	switch x.To {
	case requested, returned:
		x.Due = cmp.Or(in.Due, s.Due)
		switch {
		case x.Due == 0:
			return event.Refuse("data.due", "is missing: by when is the answer owed?")
		case in.Due != 0 && in.Due < today:
			return event.Refuse("data.due", "%s lies before the event's own day, %s", in.Due, today)
		case x.To == returned && in.Reason == "":
			return event.Refuse("data.reason", "is missing: what is not enough?")
		}
		x.Reason = in.Reason
	case submitted:
		if in.Answer == "" {
			return event.Refuse("data.answer", "is missing")
		}
		x.Answer, x.Late = in.Answer, s.Due != 0 && today > s.Due
		x.Rounds++
	default:
		x.Reason = in.Reason
	}
	return nil
}

// refuseDerived refuses a source that says what only the service can know.
func refuseDerived(x *event.Explanation) error {
	field := ""
	switch {
	case x.From != "":
		field = "from"
	case x.To != "":
		field = "to"
	case x.PreviousDue != 0:
		field = "previous_due"
	case x.Late:
		field = "late"
	case x.Rounds != 0:
		field = "rounds"
	case x.Flags != nil:
		field = "flags"
	default:
		return nil
	}
	return event.Refuse("data."+field, "is worked out here, a source may not set it")
}

// identify repeats what is known; the request says it.
func (a *aggregate) identify(s State, e *event.Event, in *event.Explanation) (*event.Explanation, error) {
	today := calendar.DateOf(e.Time, a.topology.Location())
	if s.Status != "" {
		if in.Unit != "" && !a.topology.Means(in.Unit, s.Unit, today) {
			return nil, event.Refuse("data.unit", "is %q, but the explanation is owed by %q", in.Unit, s.Unit)
		}
		return &event.Explanation{
			Unit: s.Unit, Department: s.Department, Alarm: s.Alarm, Figure: s.Figure, Question: s.Question, Answer: s.Answer,
		}, nil
	}
	unit := a.topology.Resolve(in.Unit, today)
	switch {
	case e.Type != event.ExplanationRequested:
		return nil, event.Refuse("subject", "%q is an explanation that nobody has requested", e.Subject)
	case unit == nil:
		return nil, event.Refuse("data.unit", "%q is not a unit of this province", in.Unit)
	case in.Department != "" && a.topology.Department(in.Department) == nil:
		return nil, event.Refuse("data.department", "%q is not a department of this province", in.Department)
	case in.Figure != "" && !ledger.IsFigure(in.Figure) && a.topology.Indicator(in.Figure) == nil:
		return nil, event.Refuse("data.figure", "%q is neither a figure nor an indicator", in.Figure)
	case in.Question == "":
		return nil, event.Refuse("data.question", "is missing: what is to be explained?")
	}
	return &event.Explanation{Unit: unit.ID, Department: in.Department, Alarm: in.Alarm, Figure: in.Figure, Question: in.Question}, nil
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	x, ok := e.Data.(*event.Explanation)
	if !ok {
		return s
	}
	return State{
		Unit: x.Unit, Department: x.Department, Alarm: x.Alarm, Figure: x.Figure, Question: x.Question,
		Answer: x.Answer, Status: x.To, Due: x.Due, Rounds: x.Rounds,
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
