package event

import "time"

// Alarm events: raised once per originator and rule; active or cleared, acknowledged or not.
const (
	AlarmRaised       Type = "alarm.raised.v1"
	AlarmAcknowledged Type = "alarm.acknowledged.v1"
	AlarmCleared      Type = "alarm.cleared.v1"
	AlarmEscalated    Type = "alarm.escalated.v1" // nobody acknowledged it in time: it goes to the unit above
)

var alarms = describe[Alarm](AlarmRaised, AlarmAcknowledged, AlarmCleared, AlarmEscalated).toldBy(Policies, AlarmEscalated)

// Alarm is the data of every alarm event.
type Alarm struct {
	Rule            string `json:"rule,omitzero"`       // "incident.severe"
	Originator      string `json:"originator,omitzero"` // subject of what it is about
	Unit            string `json:"unit,omitzero"`
	Department      string `json:"department,omitzero"`
	Title           string `json:"title,omitzero"`
	Active          bool   `json:"active"`
	Acknowledged    bool   `json:"acknowledged"`
	WasActive       bool   `json:"was_active,omitzero"`
	WasAcknowledged bool   `json:"was_acknowledged,omitzero"`
	Escalated       bool   `json:"escalated,omitzero"`
	WasEscalated    bool   `json:"was_escalated,omitzero"`
	EscalatedTo     string `json:"escalated_to,omitzero"` // the unit above, once escalated
	// RaisedAt is when it last became active.
	RaisedAt time.Time `json:"raised_at,omitzero"`
	// Severity is the rule's: watch or late. Figure, Value, Base and Threshold are what the rule saw, and Cut the
	// position at which it saw it; Base is the denominator of a ratio, 0 where the figure is a number;
	// the threshold of a ratio is in percent.
	Severity  string  `json:"severity,omitzero"`
	Figure    string  `json:"figure,omitzero"`
	Value     Decimal `json:"value,omitzero"`
	Base      Decimal `json:"base,omitzero"`
	Threshold Decimal `json:"threshold,omitzero"`
	Cut       uint64  `json:"cut,omitzero"`
	By        string  `json:"by,omitzero"` // a role or account, never a person's name
	Flags     []Flag  `json:"flags,omitzero"`
}

func (*Alarm) noun() Noun { return NounAlarm }

// Facets implements Data.
func (a *Alarm) Facets() Facets { return Facets{a.Unit, a.Department, "", a.Flags} }

// SignedBy is who did it.
func (a *Alarm) SignedBy() string { return a.By }

// AlarmSubject is the stream of the alarm of that rule about that originator.
func AlarmSubject(rule, originator string) string {
	return string(NounAlarm) + "/" + rule + "/" + originator
}

// Validate reports what no source may send.
func (a *Alarm) Validate() error {
	if err := checkCodes(member{"rule", a.Rule}, member{"originator", a.Originator}, member{"unit", a.Unit}, member{"by", a.By}, member{"severity", a.Severity}, member{"figure", a.Figure}, member{"escalated_to", a.EscalatedTo}); err != nil {
		return err
	}
	return checkTexts(member{"title", a.Title})
}
