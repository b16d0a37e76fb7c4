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
	Rule            string `json:"rule,omitempty"`       // "incident.severe"
	Originator      string `json:"originator,omitempty"` // subject of what it is about
	Unit            string `json:"unit,omitempty"`
	Department      string `json:"department,omitempty"`
	Title           string `json:"title,omitempty"`
	Active          bool   `json:"active"`
	Acknowledged    bool   `json:"acknowledged"`
	WasActive       bool   `json:"was_active,omitempty"`
	WasAcknowledged bool   `json:"was_acknowledged,omitempty"`
	By              string `json:"by,omitempty"` // a role or account, never a person's name
	Flags           []Flag `json:"flags,omitempty"`
}

func (*Alarm) noun() Noun { return NounAlarm }

// AlarmSubject is the stream of the alarm of that rule about that originator.
func AlarmSubject(rule, originator string) string {
	return string(NounAlarm) + "/" + rule + "/" + originator
}

// Validate reports what no source may send.
func (a *Alarm) Validate() error { return nil }
