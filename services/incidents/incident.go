package incidents

import (
	"cmp"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// SevereFrom is the lowest security level of a system whose incidents can be severe; those of a
// system on the list of nationally important ones can be whatever its level.
// Source: Decision 05/2017/QĐ-TTg.
const SevereFrom = 4

// IncidentState is where one incident stands.
type IncidentState struct {
	Unit        string                 `json:"unit"`
	Department  string                 `json:"department"`
	Title       string                 `json:"title"`
	Category    uint8                  `json:"category"`
	Severity    event.IncidentSeverity `json:"severity"`
	System      string                 `json:"system"`
	SystemLevel uint8                  `json:"system_level"`       // 0: not known
	Important   bool                   `json:"important,omitzero"` // the system is a nationally important one
	Status      event.IncidentStatus   `json:"status"`
	Resolved    bool                   `json:"resolved"` // counted as resolved
	Last        time.Time              `json:"last"`     // latest time of an event, by its source's clock
	Owed        []event.OwedReport     `json:"owed"`     // reports to the national centre that are to come
}

const (
	open       = event.IncidentStatusOpen
	notified   = event.IncidentStatusNotified
	verified   = event.IncidentStatusVerified
	contained  = event.IncidentStatusContained
	eradicated = event.IncidentStatusEradicated
	resolved   = event.IncidentStatusResolved
	closed     = event.IncidentStatusClosed
)

var incidentTarget = map[event.Type]event.IncidentStatus{
	event.IncidentOpened:     open,
	event.IncidentNotified:   notified,
	event.IncidentVerified:   verified,
	event.IncidentContained:  contained,
	event.IncidentEradicated: eradicated,
	event.IncidentResolved:   resolved,
	event.IncidentClosed:     closed,
	event.IncidentReopened:   open,
}

// phases are the response in order; many sources do not report the second and the fifth, and nothing is skipped where they
// are missing.
var phases = []event.IncidentStatus{"", open, notified, verified, contained, eradicated, resolved, closed}

// between counts the phases from one status to a later one that should have been reported; it is −1 for the same status and less
// for an earlier one.
func between(from, to event.IncidentStatus) int {
	a, b := slices.Index(phases, from), slices.Index(phases, to)
	if b <= a {
		return b - a - 1
	}
	n := 0
	for _, p := range phases[a+1 : b] {
		if p != notified && p != eradicated {
			n++
		}
	}
	return n
}

// judgeIncident is the status after e, and its flag ("": in order). The response goes forward, one
// phase after the other; only a reopening goes back.
func judgeIncident(s IncidentState, e *event.Event) (event.IncidentStatus, event.Flag) {
	late := e.Time.Before(s.Last)
	switch e.Type {
	case event.IncidentEscalated, event.IncidentAssessed:
		return judgeEscalation(s, late, e.Type)
	case event.IncidentReported:
		return judgeReport(s)
	case event.IncidentReopened:
		return judgeReopening(s, late)
	default: // the phases, in order
	}
	to := incidentTarget[e.Type]
	switch skips := between(s.Status, to); {
	case skips == -1:
		return s.Status, event.FlagRepeated
	case skips < 0, late && to.Open():
		return s.Status, event.FlagOutOfOrder
	case late:
		return to, event.FlagOutOfOrder
	case skips > 0:
		return to, event.FlagSkipped
	}
	return to, ""
}

// judgeReport is judge for reports to the national centre: they are true whenever they are told.
func judgeReport(s IncidentState) (event.IncidentStatus, event.Flag) {
	if s.Status == "" {
		return open, event.FlagSkipped
	}
	return s.Status, ""
}

func judgeEscalation(s IncidentState, late bool, what event.Type) (event.IncidentStatus, event.Flag) {
	switch {
	case s.Status == "":
		return open, event.FlagSkipped
	case !s.Status.Open(), late:
		return s.Status, event.FlagOutOfOrder
	case s.Severity == event.IncidentSevere && what == event.IncidentEscalated:
		return s.Status, event.FlagRepeated
	}
	return s.Status, ""
}

func judgeReopening(s IncidentState, late bool) (event.IncidentStatus, event.Flag) {
	switch {
	case s.Status == "":
		return open, event.FlagSkipped
	case s.Status.Open():
		return s.Status, event.FlagRepeated
	case late:
		return s.Status, event.FlagOutOfOrder
	}
	return open, ""
}

func decideIncident(t *topology.Topology, s IncidentState, e *event.Event, in *event.Incident) (*event.Incident, error) {
	if err := refuseDerivedIncident(in); err != nil {
		return nil, err
	}
	i, err := identifyIncident(t, s, e, in)
	if err != nil {
		return nil, err
	}
	to, flag := judgeIncident(s, e)
	i.From, i.To, i.Flags = s.Status, to, flags(flag)
	if err := assess(i, s, e, in); err != nil {
		return nil, err
	}
	switch {
	case (in.Report != "") != (e.Type == event.IncidentReported):
		return nil, event.Refuse("data.report", "goes with %s, which needs it: initial, progress or closing", event.IncidentReported)
	case in.Reference != "" && e.Type != event.IncidentReported:
		return nil, event.Refuse("data.reference", "goes with %s only", event.IncidentReported)
	}
	i.Report, i.Reference, i.By, i.Note = in.Report, in.Reference, in.By, in.Note
	i.Owed = settle(s, i, e, calendar.DateOf(e.Time, t.Location()))
	i.CountsResolved = !s.Resolved && (to == resolved || to == closed)
	return i, nil
}

func refuseDerivedIncident(i *event.Incident) error {
	return refuseDerived([]derived{
		{"department", i.Department != ""},
		{"from", i.From != ""},
		{"to", i.To != ""},
		{"from_severity", i.FromSeverity != ""},
		{"counts_resolved", i.CountsResolved},
		{"owed", i.Owed != nil},
		{"flags", i.Flags != nil},
	})
}

// assess sets the severity: what the source says at first, severe on an escalation, by the rule on an assessment, else as
// before: no other event changes it, whatever it says, or is refused for it. What is told too late
// or after the end changes nothing.
func assess(i *event.Incident, s IncidentState, e *event.Event, in *event.Incident) error {
	i.FromSeverity, i.Severity = s.Severity, s.Severity
	history := len(i.Flags) > 0 && i.Flags[0] == event.FlagOutOfOrder && i.From == i.To
	if (in.Criteria != nil) != (e.Type == event.IncidentAssessed) {
		return event.Refuse("data.criteria", "goes with %s, which needs it", event.IncidentAssessed)
	}
	i.Criteria = in.Criteria
	switch {
	case history:
	case e.Type == event.IncidentAssessed:
		i.Severity = event.IncidentOrdinary
		if Severe(i.SystemLevel, i.Important, *in.Criteria) {
			i.Severity = event.IncidentSevere
		}
	case e.Type == event.IncidentEscalated && in.Severity == event.IncidentOrdinary:
		return event.Refuse("data.severity", "is ordinary, but an escalation is to severe")
	case e.Type == event.IncidentEscalated:
		i.Severity = event.IncidentSevere
	case s.Status == "":
		i.Severity = cmp.Or(in.Severity, event.IncidentOrdinary)
	}
	becomes := i.Severity == event.IncidentSevere && s.Severity != event.IncidentSevere
	if becomes && i.SystemLevel != 0 && i.SystemLevel < SevereFrom && !i.Important {
		return event.Refuse("data.severity", "is severe, but the system is of level %d: only those of level %d and 5 can be, and nationally important ones", i.SystemLevel, SevereFrom)
	}
	return nil
}

func identifyIncident(t *topology.Topology, s IncidentState, e *event.Event, in *event.Incident) (*event.Incident, error) {
	i := &event.Incident{
		Unit: s.Unit, Department: s.Department, Title: cmp.Or(in.Title, s.Title), Category: cmp.Or(in.Category, s.Category),
		System: cmp.Or(in.System, s.System), SystemLevel: cmp.Or(in.SystemLevel, s.SystemLevel),
		Important: in.Important || s.Important,
	}
	if s.Status != "" {
		if in.Unit != "" && in.Unit != s.Unit && in.Unit != t.Unit(s.Unit).Code {
			return nil, event.Refuse("data.unit", "is %q, but the incident is of %q", in.Unit, s.Unit)
		}
		return i, nil
	}
	unit, err := unitOf(t, in.Unit, e.Time)
	switch {
	case err != nil:
		return nil, err
	case in.Title == "":
		return nil, event.Refuse("data.title", "is missing in the first event of this incident")
	case in.Category == 0:
		return nil, event.Refuse("data.category", "is missing in the first event of this incident")
	}
	i.Unit, i.Department = unit, t.Owners[event.NounIncident]
	return i, nil
}

func evolveIncident(s IncidentState, e *event.Event, i *event.Incident) *IncidentState {
	return &IncidentState{
		Unit: i.Unit, Department: i.Department, Title: i.Title, Category: i.Category, Severity: i.Severity,
		System: i.System, SystemLevel: i.SystemLevel, Important: i.Important, Status: i.To,
		Resolved: s.Resolved || i.CountsResolved, Last: latest(s.Last, e.Time), Owed: stillOwed(s.Owed, i.Owed),
	}
}

func (s *IncidentState) texts() [6]*string {
	return [...]*string{&s.Unit, &s.Department, &s.Title, (*string)(&s.Severity), &s.System, (*string)(&s.Status)}
}

func (s *IncidentState) encode(dst []byte) []byte {
	var bits byte
	if s.Resolved {
		bits |= 1
	}
	if s.Important {
		bits |= 2
	}
	dst = append(dst, s.Category, s.SystemLevel, bits)
	dst = intake.AppendInt(dst, s.Last.UnixNano())
	for _, text := range s.texts() {
		dst = intake.AppendText(dst, *text)
	}
	dst = intake.AppendInt(dst, int64(len(s.Owed)))
	for _, o := range s.Owed {
		dst = intake.AppendInt(intake.AppendText(dst, string(o.Report)), int64(o.Due))
	}
	return dst
}

func decodeIncident(r *intake.Snapshot) *IncidentState {
	s := &IncidentState{Category: r.Byte(), SystemLevel: r.Byte()}
	bits := r.Byte()
	s.Resolved, s.Important = bits&1 != 0, bits&2 != 0
	s.Last = time.Unix(0, r.Int()).UTC()
	for _, text := range s.texts() {
		*text = r.Text()
	}
	for n := r.Int(); n > 0 && r.Ok(); n-- {
		s.Owed = append(s.Owed, event.OwedReport{Report: event.IncidentReport(r.Text()), Due: calendar.Date(r.Int()), Change: 1})
	}
	return s
}
