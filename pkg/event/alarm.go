package event

// Alarm events: raised once per originator and rule; active or cleared, acknowledged or not.
const (
	AlarmRaised       Type = "alarm.raised.v1"
	AlarmAcknowledged Type = "alarm.acknowledged.v1"
	AlarmCleared      Type = "alarm.cleared.v1"
)

var alarmTypes = []Type{AlarmRaised, AlarmAcknowledged, AlarmCleared}

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
	By              string `json:"by,omitzero"` // a role or account, never a person's name
	Flags           []Flag `json:"flags,omitzero"`
}

func (*Alarm) noun() Noun { return NounAlarm }

// AlarmSubject is the stream of the alarm of that rule about that originator.
func AlarmSubject(rule, originator string) string {
	return string(NounAlarm) + "/" + rule + "/" + originator
}

// Validate reports what no source may send.
func (a *Alarm) Validate() error {
	if err := checkCodes(member{"rule", a.Rule}, member{"originator", a.Originator}, member{"unit", a.Unit}, member{"by", a.By}); err != nil {
		return err
	}
	return checkTexts(member{"title", a.Title})
}
