package event

import "langbiang.internal/ioc/pkg/calendar"

// Explanation events: leadership orders a unit to explain (giải trình) why a figure is as it is.
const (
	ExplanationRequested Type = "explanation.requested.v1" // → requested
	ExplanationSubmitted Type = "explanation.submitted.v1" // → submitted
	ExplanationAccepted  Type = "explanation.accepted.v1"  // → accepted
	ExplanationReturned  Type = "explanation.returned.v1"  // → returned: not enough, with the reason; it is owed again
	ExplanationWithdrawn Type = "explanation.withdrawn.v1" // → withdrawn: no longer wanted
)

var explanations = describe[Explanation](
	ExplanationRequested, ExplanationSubmitted, ExplanationAccepted, ExplanationReturned, ExplanationWithdrawn,
)

// ExplanationStatus is where an explanation stands.
type ExplanationStatus string

// The states of an explanation.
const (
	ExplanationStatusRequested ExplanationStatus = "requested"
	ExplanationStatusSubmitted ExplanationStatus = "submitted"
	ExplanationStatusAccepted  ExplanationStatus = "accepted"
	ExplanationStatusReturned  ExplanationStatus = "returned"
	ExplanationStatusWithdrawn ExplanationStatus = "withdrawn"
)

// Owed tells whether the unit still has to answer.
func (s ExplanationStatus) Owed() bool {
	return s == ExplanationStatusRequested || s == ExplanationStatusReturned
}

// Explanation is the data of every explanation event. A source must give Unit, Question and Due first.
type Explanation struct {
	Unit       string `json:"unit,omitzero"` // which has to explain
	Department string `json:"department,omitzero"`
	Alarm      string `json:"alarm,omitzero"`  // subject of the alarm that it is ordered from
	Figure     string `json:"figure,omitzero"` // what is to be explained
	Question   string `json:"question,omitzero"`
	Answer     string `json:"answer,omitzero"` // with submitted; no personal data
	Reason     string `json:"reason,omitzero"` // with returned, withdrawn
	// Due is by when the answer is owed after this event, PreviousDue before it.
	Due         calendar.Date     `json:"due,omitzero"`
	PreviousDue calendar.Date     `json:"previous_due,omitzero"`
	From        ExplanationStatus `json:"from,omitzero"`
	To          ExplanationStatus `json:"to,omitzero"`
	Late        bool              `json:"late,omitzero"`   // with submitted: after Due
	Rounds      int               `json:"rounds,omitzero"` // answers so far
	By          string            `json:"by,omitzero"`     // a role or account, never a person's name
	Flags       []Flag            `json:"flags,omitzero"`
}

func (*Explanation) noun() Noun { return NounExplanation }

// Facets implements Data.
func (x *Explanation) Facets() Facets { return Facets{x.Unit, x.Department, "", x.Flags} }

// SignedBy is who did it.
func (x *Explanation) SignedBy() string { return x.By }

// ExplanationSubject is the stream of the explanation with that id.
func ExplanationSubject(id string) string { return string(NounExplanation) + "/" + id }

// Validate reports what no source may send.
func (x *Explanation) Validate() error {
	if err := checkCodes(member{"unit", x.Unit}, member{"department", x.Department}, member{"figure", x.Figure}, member{"by", x.By}); err != nil {
		return err
	}
	return checkTexts(member{"alarm", x.Alarm}, member{"question", x.Question}, member{"answer", x.Answer}, member{"reason", x.Reason})
}
