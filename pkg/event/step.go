package event

import "langbiang.internal/ioc/pkg/calendar"

// Step events: one step of the procedure (SOP) that an incident opens.
const (
	StepOpened   Type = "step.opened.v1"   // → open
	StepAssigned Type = "step.assigned.v1" // → assigned
	StepDone     Type = "step.done.v1"     // → done
	StepSkipped  Type = "step.skipped.v1"  // → skipped, with the reason
)

var steps = describe[Step](StepOpened, StepAssigned, StepDone, StepSkipped).toldBy(Policies, StepOpened)

// StepStatus is where a step stands.
type StepStatus string

// The states of a step.
const (
	StepStatusOpen     StepStatus = "open"
	StepStatusAssigned StepStatus = "assigned"
	StepStatusDone     StepStatus = "done"
	StepStatusSkipped  StepStatus = "skipped"
)

// Open tells whether the step is still to be done.
func (s StepStatus) Open() bool { return s == StepStatusOpen || s == StepStatusAssigned }

// Step is the data of every step event.
type Step struct {
	Incident   string        `json:"incident,omitzero"` // its id
	Playbook   string        `json:"playbook,omitzero"` // id of the procedure in the topology
	Number     int           `json:"number,omitzero"`   // from 1
	Title      string        `json:"title,omitzero"`
	Unit       string        `json:"unit,omitzero"`
	Department string        `json:"department,omitzero"`
	Role       string        `json:"role,omitzero"`     // who does it by the procedure
	Assignee   string        `json:"assignee,omitzero"` // with assigned: a role or account, never a person's name
	Due        calendar.Date `json:"due,omitzero"`
	From       StepStatus    `json:"from,omitzero"`
	To         StepStatus    `json:"to,omitzero"`
	Late       bool          `json:"late,omitzero"` // with done: after Due
	By         string        `json:"by,omitzero"`
	Reason     string        `json:"reason,omitzero"`
	Flags      []Flag        `json:"flags,omitzero"`
}

func (*Step) noun() Noun { return NounStep }

// Facets implements Data.
func (s *Step) Facets() Facets { return Facets{s.Unit, s.Department, "", s.Flags} }

// SignedBy is who did it.
func (s *Step) SignedBy() string { return s.By }

// StepSubject is the stream of a step: "step/<incident>:<number>".
func StepSubject(id string) string { return string(NounStep) + "/" + id }

// Validate reports what no source may send.
func (s *Step) Validate() error {
	if err := checkCodes(member{"incident", s.Incident}, member{"playbook", s.Playbook}, member{"unit", s.Unit},
		member{"assignee", s.Assignee}, member{"by", s.By}); err != nil {
		return err
	}
	return checkTexts(member{"title", s.Title}, member{"role", s.Role}, member{"reason", s.Reason})
}
