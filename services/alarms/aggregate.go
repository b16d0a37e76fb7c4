package alarms

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
)

// State is where the alarm of one rule about one originator stands. The zero State was never raised.
type State struct {
	Rule       string `json:"rule"`
	Originator string `json:"originator"`
	Unit       string `json:"unit"`
	Department string `json:"department"`
	Title      string `json:"title"`
	Severity   string `json:"severity"`
	Figure     string `json:"figure"`
	// What the rule saw when it was raised, and where.
	Value     event.Decimal `json:"value"`
	Base      event.Decimal `json:"base"`
	Threshold event.Decimal `json:"threshold"`
	Cut       uint64        `json:"cut"`

	By           string    `json:"by"` // who acknowledged or cleared it last
	Active       bool      `json:"active"`
	Acknowledged bool      `json:"acknowledged"`
	Escalated    bool      `json:"escalated"`
	RaisedAt     time.Time `json:"raised_at"` // when it last became active
}

func (s State) raised() bool { return s.Rule != "" }

// aggregate decides about alarms. It is pure: the topology does not change.
type aggregate struct{ topology *topology.Topology }

// standing is what judge decides of an alarm.
type standing struct{ active, acknowledged, escalated bool }

func (s State) standing() standing { return standing{s.Active, s.Acknowledged, s.Escalated} }

// changes are what each type makes of an alarm, in order.
var changes = map[event.Type]func(standing) standing{
	event.AlarmRaised:       func(standing) standing { return standing{active: true} },
	event.AlarmAcknowledged: func(now standing) standing { now.acknowledged = true; return now },
	event.AlarmEscalated:    func(now standing) standing { now.escalated = true; return now },
	event.AlarmCleared:      func(now standing) standing { now.active = false; return now },
}

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type { return intake.Decided(changes) }

// judge is what e makes of an alarm, and a flag ("": in order). What happened before the latest
// event is flagged and changes nothing, and so is the escalation of what somebody has seen.
func judge(s State, e *event.Event) (standing, event.Flag) {
	now := s.standing()
	switch {
	case e.Type == event.AlarmRaised && s.Active,
		e.Type == event.AlarmAcknowledged && s.Acknowledged,
		e.Type == event.AlarmEscalated && s.Escalated,
		e.Type == event.AlarmCleared && !s.Active:
		return now, event.FlagRepeated
	case e.Late(),
		e.Type == event.AlarmEscalated && (!s.Active || s.Acknowledged):
		return now, event.FlagOutOfOrder
	}
	return changes[e.Type](now), ""
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
	today := calendar.DateOf(e.Time, a.topology.Location())
	var alarm *event.Alarm
	var err error
	if s.raised() {
		alarm, err = a.keep(s, in, today)
	} else {
		alarm, err = a.identify(e, in, today)
	}
	if err != nil {
		return nil, err
	}
	alarm.WasActive, alarm.WasAcknowledged, alarm.WasEscalated = s.Active, s.Acknowledged, s.Escalated
	now, flag := judge(s, e)
	alarm.Active, alarm.Acknowledged, alarm.Escalated = now.active, now.acknowledged, now.escalated
	if alarm.Escalated {
		alarm.EscalatedTo = a.above(alarm.Unit, today)
	}
	alarm.RaisedAt = s.RaisedAt
	if alarm.Active && !alarm.WasActive {
		alarm.RaisedAt = e.At().UTC()
	}
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
	case a.Escalated:
		field = "escalated"
	case a.WasEscalated:
		field = "was_escalated"
	case a.EscalatedTo != "":
		field = "escalated_to"
	case !a.RaisedAt.IsZero():
		field = "raised_at"
	case a.Flags != nil:
		field = "flags"
	default:
		return nil
	}
	return event.Refuse("data."+field, "is worked out here, a source may not set it")
}

// identify takes what the first event of an alarm must say of it; that is its raising.
func (a *aggregate) identify(e *event.Event, in *event.Alarm, today calendar.Date) (*event.Alarm, error) {
	unit := a.topology.Resolve(in.Unit, today)
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
	case in.Severity != "" && !slices.Contains(topology.Severities, in.Severity):
		return nil, event.Refuse("data.severity", "%q is neither watch nor late", in.Severity)
	}
	severity := in.Severity
	if rule := a.topology.Rule(in.Rule); rule != nil {
		severity = cmp.Or(severity, rule.Severity)
	}
	return &event.Alarm{
		Rule: in.Rule, Originator: in.Originator, Unit: unit.ID, Department: a.department(event.Noun(noun), id, in.Figure),
		Title: in.Title, Severity: severity, Figure: in.Figure, By: in.By,
		Value: in.Value, Base: in.Base, Threshold: in.Threshold, Cut: in.Cut,
	}, nil
}

// department is who answers for an alarm: of a unit seen through a department ("unit/68:construction") that one, of a unit's
// figure the owner of what it counts, of anything else its owner, or else that of alarms.
func (a *aggregate) department(noun event.Noun, id, figure string) string {
	if noun == nounUnit && figure != "" {
		if _, through, ok := strings.Cut(id, ":"); ok && a.topology.Department(through) != nil {
			return through
		}
		return a.topology.Owners[ledger.Noun(ledger.Measure(figure))]
	}
	if d, ok := a.topology.Owners[noun]; ok {
		return d
	}
	return a.topology.Owners[event.NounAlarm]
}

// above is the unit to which alarms of a unit go on a day: the one above it, or above the one that answers for it then; the
// province's stay where they are.
func (a *aggregate) above(unit string, on calendar.Date) string {
	u := a.topology.Successor(unit, on)
	if u == nil {
		return unit
	}
	ancestors := u.Ancestors()
	return ancestors[min(1, len(ancestors)-1)].ID
}

// keep repeats what is known; a later event may give another title, and who it was. Only a new raising may be of another
// severity and figure: what is active is counted by its own.
func (a *aggregate) keep(s State, in *event.Alarm, today calendar.Date) (*event.Alarm, error) {
	switch {
	case in.Rule != "" && in.Rule != s.Rule:
		return nil, event.Refuse("data.rule", "is %q, but the alarm is of %q", in.Rule, s.Rule)
	case in.Originator != "" && in.Originator != s.Originator:
		return nil, event.Refuse("data.originator", "is %q, but the alarm is about %q", in.Originator, s.Originator)
	case in.Unit != "" && !a.topology.Means(in.Unit, s.Unit, today):
		return nil, event.Refuse("data.unit", "is %q, but the alarm is of %q", in.Unit, s.Unit)
	}
	alarm := &event.Alarm{
		Rule: s.Rule, Originator: s.Originator, Unit: s.Unit, Department: s.Department, Title: s.Title,
		Severity: s.Severity, Figure: s.Figure, By: in.By,
		Value: s.Value, Base: s.Base, Threshold: s.Threshold, Cut: s.Cut,
	}
	if in.Cut != 0 { // the rule has looked again
		alarm.Value, alarm.Base, alarm.Threshold, alarm.Cut = in.Value, in.Base, in.Threshold, in.Cut
	}
	if !s.Active && in.Severity != "" && slices.Contains(topology.Severities, in.Severity) {
		alarm.Severity, alarm.Figure = in.Severity, in.Figure
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
		Rule: d.Rule, Originator: d.Originator, Unit: d.Unit, Department: d.Department, Title: d.Title, Severity: d.Severity,
		Figure: d.Figure, By: s.By, Active: d.Active, Acknowledged: d.Acknowledged, Escalated: d.Escalated,
		RaisedAt: d.RaisedAt, Value: d.Value, Base: d.Base, Threshold: d.Threshold, Cut: d.Cut,
	}
	if d.By != "" {
		next.By = d.By
	}
	return next
}

const snapshotVersion = 4

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	return intake.EncodeJSON(dst, snapshotVersion, s)
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (State, error) {
	return intake.DecodeJSON[State](b, snapshotVersion)
}
