package alarms

import (
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// State is where the alarm of one rule about one originator stands. The zero State was never raised.
type State struct {
	Rule         string    `json:"rule"`
	Originator   string    `json:"originator"`
	Unit         string    `json:"unit"`
	Department   string    `json:"department"`
	Title        string    `json:"title"`
	By           string    `json:"by"` // who acknowledged or cleared it last
	Active       bool      `json:"active"`
	Acknowledged bool      `json:"acknowledged"`
	Last         time.Time `json:"last"` // latest time of an event, by its source's clock
}

func (s State) raised() bool { return s.Rule != "" }

// aggregate decides about alarms. It is pure: the topology does not change.
type aggregate struct{ topology *topology.Topology }

// judge is what e makes of an alarm: active, acknowledged, and a flag ("": in order). What
// happened before the latest event is flagged and changes nothing.
func judge(s State, e *event.Event) (active, acknowledged bool, flag event.Flag) {
	active, acknowledged = s.Active, s.Acknowledged
	late := e.Time.Before(s.Last)
	switch {
	case e.Type == event.AlarmRaised && s.Active,
		e.Type == event.AlarmAcknowledged && s.Acknowledged,
		e.Type == event.AlarmCleared && !s.Active:
		return active, acknowledged, event.FlagRepeated
	case late:
		return active, acknowledged, event.FlagOutOfOrder
	case e.Type == event.AlarmRaised:
		return true, false, ""
	case e.Type == event.AlarmAcknowledged:
		return active, true, ""
	}
	return false, acknowledged, ""
}

// Decide tells what an event means for an alarm in state s.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	in, ok := e.Data.(*event.Alarm)
	if !ok {
		return nil, event.Refuse("type", "%q is not about an alarm", e.Type)
	}
	if err := refuseDerived(in); err != nil {
		return nil, err
	}
	var alarm *event.Alarm
	var err error
	if s.raised() {
		alarm, err = keep(s, in)
	} else {
		alarm, err = a.identify(e, in)
	}
	if err != nil {
		return nil, err
	}
	alarm.WasActive, alarm.WasAcknowledged = s.Active, s.Acknowledged
	var flag event.Flag
	alarm.Active, alarm.Acknowledged, flag = judge(s, e)
	if flag != "" {
		alarm.Flags = []event.Flag{flag}
	}
	return alarm, nil
}

// refuseDerived refuses a source that says what only the service can know.
func refuseDerived(a *event.Alarm) error {
	field := ""
	switch {
	case a.Department != "":
		field = "department"
	case a.Active:
		field = "active"
	case a.Acknowledged:
		field = "acknowledged"
	case a.WasActive:
		field = "was_active"
	case a.WasAcknowledged:
		field = "was_acknowledged"
	case a.Flags != nil:
		field = "flags"
	default:
		return nil
	}
	return event.Refuse("data."+field, "is worked out here, a source may not set it")
}

// identify takes what the first event of an alarm must say of it; that is its raising.
func (a *aggregate) identify(e *event.Event, in *event.Alarm) (*event.Alarm, error) {
	unit := a.topology.Unit(in.Unit)
	noun, id, _ := strings.Cut(in.Originator, "/")
	switch {
	case e.Type != event.AlarmRaised:
		return nil, event.Refuse("subject", "%q is an alarm that was never raised", e.Subject)
	case in.Rule == "" || strings.Contains(in.Rule, "/"):
		return nil, event.Refuse("data.rule", "%q is not the name of a rule", in.Rule)
	case noun == "" || id == "" || strings.Contains(id, "/"):
		return nil, event.Refuse("data.originator", "%q is not a subject: it must be a noun, a slash and an id", in.Originator)
	case e.Subject != event.AlarmSubject(in.Rule, in.Originator):
		return nil, event.Refuse("subject", "is %q, but this rule about this originator is %q", e.Subject, event.AlarmSubject(in.Rule, in.Originator))
	case unit == nil:
		return nil, event.Refuse("data.unit", "%q is not a unit of this province", in.Unit)
	case in.Title == "":
		return nil, event.Refuse("data.title", "is missing in the raising of an alarm")
	}
	department, ok := a.topology.Owners[event.Noun(noun)]
	if !ok {
		department = a.topology.Owners[event.NounAlarm]
	}
	return &event.Alarm{Rule: in.Rule, Originator: in.Originator, Unit: unit.ID, Department: department, Title: in.Title, By: in.By}, nil
}

// keep repeats what is known; a later event may give another title, and who it was.
func keep(s State, in *event.Alarm) (*event.Alarm, error) {
	switch {
	case in.Rule != "" && in.Rule != s.Rule:
		return nil, event.Refuse("data.rule", "is %q, but the alarm is of %q", in.Rule, s.Rule)
	case in.Originator != "" && in.Originator != s.Originator:
		return nil, event.Refuse("data.originator", "is %q, but the alarm is about %q", in.Originator, s.Originator)
	case in.Unit != "" && in.Unit != s.Unit:
		return nil, event.Refuse("data.unit", "is %q, but the alarm is of %q", in.Unit, s.Unit)
	}
	alarm := &event.Alarm{
		Rule: s.Rule, Originator: s.Originator, Unit: s.Unit, Department: s.Department, Title: s.Title, By: in.By,
	}
	if in.Title != "" {
		alarm.Title = in.Title
	}
	return alarm, nil
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	d, ok := e.Data.(*event.Alarm)
	if !ok {
		return s
	}
	next := State{
		Rule: d.Rule, Originator: d.Originator, Unit: d.Unit, Department: d.Department, Title: d.Title, By: s.By,
		Active: d.Active, Acknowledged: d.Acknowledged, Last: s.Last,
	}
	if d.By != "" {
		next.By = d.By
	}
	if e.Time.After(s.Last) {
		next.Last = e.Time.UTC()
	}
	return next
}

const snapshotVersion = 1

func (s *State) texts() [6]*string {
	return [...]*string{&s.Rule, &s.Originator, &s.Unit, &s.Department, &s.Title, &s.By}
}

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	var bits byte
	if s.Active {
		bits |= 1
	}
	if s.Acknowledged {
		bits |= 2
	}
	dst = append(dst, snapshotVersion, bits)
	dst = intake.AppendInt(dst, s.Last.UnixNano())
	for _, text := range s.texts() {
		dst = intake.AppendText(dst, *text)
	}
	return dst
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (State, error) {
	r := intake.OpenSnapshot(b, snapshotVersion)
	bits := r.Byte()
	s := State{Active: bits&1 != 0, Acknowledged: bits&2 != 0, Last: time.Unix(0, r.Int()).UTC()}
	for _, text := range s.texts() {
		*text = r.Text()
	}
	return s, r.Err()
}
