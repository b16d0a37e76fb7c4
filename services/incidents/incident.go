package incidents

import (
	"cmp"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
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
	Owed        []event.OwedReport     `json:"owed"`     // reports to the national centre that are to come
	SystemName  string                 `json:"system_name,omitzero"`
	// Criteria are those of the decision, as last told; nil before.
	Criteria *event.Criteria       `json:"criteria,omitzero"`
	Phases   []event.IncidentPhase `json:"phases"` // told so far, in order of time; at most MaxPhases
}

// MaxPhases bounds the phases that are kept of an incident that is reopened again and again: the latest.
const MaxPhases = 32

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

// besides judges of the types that do not lead from one phase to the next.
var besides = map[event.Type]func(s IncidentState, e *event.Event) (event.IncidentStatus, event.Flag){
	event.IncidentEscalated: judgeEscalation,
	event.IncidentAssessed:  judgeEscalation,
	event.IncidentReported:  judgeReport,
	event.IncidentReopened:  judgeReopening,
}

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
	if judge := besides[e.Type]; judge != nil {
		return judge(s, e)
	}
	late, to := e.Late(), incidentTarget[e.Type]
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
func judgeReport(s IncidentState, _ *event.Event) (event.IncidentStatus, event.Flag) {
	if s.Status == "" {
		return open, event.FlagSkipped
	}
	return s.Status, ""
}

func judgeEscalation(s IncidentState, e *event.Event) (event.IncidentStatus, event.Flag) {
	switch {
	case s.Status == "":
		return open, event.FlagSkipped
	case !s.Status.Open(), e.Late():
		return s.Status, event.FlagOutOfOrder
	case s.Severity == event.IncidentSevere && e.Type == event.IncidentEscalated:
		return s.Status, event.FlagRepeated
	}
	return s.Status, ""
}

func judgeReopening(s IncidentState, e *event.Event) (event.IncidentStatus, event.Flag) {
	switch {
	case s.Status == "":
		return open, event.FlagSkipped
	case s.Status.Open():
		return s.Status, event.FlagRepeated
	case e.Late():
		return s.Status, event.FlagOutOfOrder
	}
	return open, ""
}

func (a *aggregate) decideIncident(s IncidentState, e *event.Event, in *event.Incident) (*event.Incident, error) {
	if err := refuseDerivedIncident(in); err != nil {
		return nil, err
	}
	i, err := a.identifyIncident(s, e, in)
	if err != nil {
		return nil, err
	}
	to, flag := judgeIncident(s, e)
	i.From, i.To = s.Status, to
	i.Flags = append(flags(flag), i.Flags...)
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
	i.Owed = settle(s, i, e, calendar.DateOf(e.Time, a.topology.Location()))
	i.CountsResolved = !s.Resolved && (to == resolved || to == closed)
	i.Phases = phasesAfter(s.Phases, i, e)
	return i, nil
}

// phasesAfter adds the phase that e tells of: that to which it leads, or one that was passed over before and is told of now.
func phasesAfter(told []event.IncidentPhase, i *event.Incident, e *event.Event) []event.IncidentPhase {
	phase, names := incidentTarget[e.Type]
	switch {
	case i.To != i.From:
		phase = i.To
	case !names || slices.ContainsFunc(told, func(p event.IncidentPhase) bool { return p.Phase == phase }):
		return told
	}
	after := append(slices.Clip(told), event.IncidentPhase{Phase: phase, At: e.Time.UTC(), By: i.By})
	slices.SortStableFunc(after, func(a, b event.IncidentPhase) int { return a.At.Compare(b.At) })
	return after[max(0, len(after)-MaxPhases):]
}

func refuseDerivedIncident(i *event.Incident) error {
	return refuseDerived([]derived{
		{"department", i.Department != ""},
		{"from", i.From != ""},
		{"to", i.To != ""},
		{"from_severity", i.FromSeverity != ""},
		{"counts_resolved", i.CountsResolved},
		{"owed", i.Owed != nil},
		{"phases", i.Phases != nil},
		{"system_name", i.SystemName != ""},
		{"flags", i.Flags != nil},
	})
}

// assess derives the severity from what is known of the system and of the criteria: with each event that tells more of either. What
// is told too late or after the end changes nothing. A source that calls an incident severe which is not so by the rule is
// contradicted when it opens it, and refused when it escalates it, which says nothing else.
func assess(i *event.Incident, s IncidentState, e *event.Event, in *event.Incident) error {
	i.FromSeverity, i.Severity, i.Criteria = s.Severity, s.Severity, s.Criteria
	if err := checkCriteria(e, in); err != nil {
		return err
	}
	if s.Status != "" && (!i.To.Open() && !s.Status.Open() || i.From == i.To && slices.Contains(i.Flags, event.FlagOutOfOrder)) {
		return nil
	}
	if in.Criteria != nil {
		i.Criteria = in.Criteria
	}
	switch {
	case i.Criteria != nil:
		i.Severity = event.IncidentOrdinary
		if Severe(i.SystemLevel, i.Important, *i.Criteria) {
			i.Severity = event.IncidentSevere
		}
	case s.Status == "":
		i.Severity = event.IncidentOrdinary
	}
	if i.Severity == event.IncidentSevere {
		return nil
	}
	switch {
	case e.Type == event.IncidentEscalated:
		return event.Refuse("data.criteria", "do not make the incident severe: the system must be of level %d or 5 or nationally important (it is of level %d), one of the five criteria must hold, and the owner be unable to control it alone", SevereFrom, i.SystemLevel)
	case in.Severity == event.IncidentSevere:
		i.Flags = append(i.Flags, event.FlagContradicts)
	}
	return nil
}

func checkCriteria(e *event.Event, in *event.Incident) error {
	switch {
	case e.Type == event.IncidentAssessed && in.Criteria == nil:
		return event.Refuse("data.criteria", "are missing: which of those of Decision 05/2017 hold?")
	case in.Criteria != nil && e.Type != event.IncidentAssessed && e.Type != event.IncidentOpened && e.Type != event.IncidentEscalated:
		return event.Refuse("data.criteria", "go with %s, %s and %s only", event.IncidentOpened, event.IncidentEscalated, event.IncidentAssessed)
	case e.Type == event.IncidentEscalated && in.Severity == event.IncidentOrdinary:
		return event.Refuse("data.severity", "is ordinary, but an escalation is to severe")
	}
	return nil
}

func (a *aggregate) identifyIncident(s IncidentState, e *event.Event, in *event.Incident) (*event.Incident, error) {
	t := a.topology
	i := &event.Incident{
		Unit: s.Unit, Department: s.Department, Title: cmp.Or(in.Title, s.Title), Category: cmp.Or(in.Category, s.Category),
		System: cmp.Or(in.System, s.System), SystemName: s.SystemName, SystemLevel: cmp.Or(in.SystemLevel, s.SystemLevel),
		Important: in.Important || s.Important,
	}
	a.consult(i, in)
	if s.Status != "" {
		if in.Unit != "" && !t.Means(in.Unit, s.Unit, calendar.DateOf(e.Time, t.Location())) {
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

// consult asks the register about the incident's system: the registered level holds, and a source that says another is flagged.
func (a *aggregate) consult(i, in *event.Incident) {
	if i.System == "" {
		return
	}
	system := a.systems[i.System]
	if system == nil {
		i.SystemName = ""
		return
	}
	i.SystemName = system.Name
	if system.Level == 0 {
		return
	}
	i.SystemLevel = system.Level
	if in.SystemLevel != 0 && in.SystemLevel != system.Level {
		i.Flags = flags(event.FlagContradicts)
	}
}

func evolveIncident(s IncidentState, e *event.Event, i *event.Incident) *IncidentState {
	after := &IncidentState{
		Unit: i.Unit, Department: i.Department, Title: i.Title, Category: i.Category, Severity: i.Severity,
		System: i.System, SystemName: i.SystemName, SystemLevel: i.SystemLevel, Important: i.Important, Status: i.To,
		Resolved: s.Resolved || i.CountsResolved, Owed: stillOwed(s.Owed, i.Owed),
		Criteria: i.Criteria, Phases: i.Phases,
	}
	if i.Criteria == nil { // events recorded before criteria were repeated
		after.Criteria = s.Criteria
	}
	if i.Phases == nil { // or before phases were
		after.Phases = phasesAfter(s.Phases, i, e)
	}
	return after
}

func (s *IncidentState) texts() [7]*string {
	return [...]*string{&s.Unit, &s.Department, &s.Title, (*string)(&s.Severity), &s.System, &s.SystemName, (*string)(&s.Status)}
}

func (s *IncidentState) encode(dst []byte) []byte {
	var bits byte
	if s.Resolved {
		bits |= 1
	}
	if s.Important {
		bits |= 2
	}
	if s.Criteria != nil {
		bits |= 4
	}
	dst = append(dst, s.Category, s.SystemLevel, bits, criteriaBits(s.Criteria))
	for _, text := range s.texts() {
		dst = intake.AppendText(dst, *text)
	}
	dst = intake.AppendInt(dst, int64(len(s.Owed)))
	for _, o := range s.Owed {
		dst = intake.AppendInt(intake.AppendText(dst, string(o.Report)), int64(o.Due))
	}
	dst = intake.AppendInt(dst, int64(len(s.Phases)))
	for _, p := range s.Phases {
		dst = intake.AppendText(intake.AppendInt(intake.AppendText(dst, string(p.Phase)), p.At.UnixNano()), p.By)
	}
	return dst
}

// criterion is the n-th of the decision's.
func criterion(c *event.Criteria, n int) *bool {
	return [...]*bool{&c.Interrupted, &c.Disclosed, &c.IntegrityLost, &c.ControlLost, &c.Cascading, &c.BeyondOwner}[n]
}

const criteriaCount = 6

func criteriaBits(c *event.Criteria) (bits byte) {
	for n := range criteriaCount {
		if c != nil && *criterion(c, n) {
			bits |= 1 << n
		}
	}
	return bits
}

func criteriaOf(bits byte) *event.Criteria {
	c := new(event.Criteria)
	for n := range criteriaCount {
		*criterion(c, n) = bits&(1<<n) != 0
	}
	return c
}

func decodeIncident(r *intake.Snapshot) *IncidentState {
	s := &IncidentState{Category: r.Byte(), SystemLevel: r.Byte()}
	bits := r.Byte()
	s.Resolved, s.Important = bits&1 != 0, bits&2 != 0
	if criteria := r.Byte(); bits&4 != 0 {
		s.Criteria = criteriaOf(criteria)
	}
	for _, text := range s.texts() {
		*text = r.Text()
	}
	for n := r.Int(); n > 0 && r.Ok(); n-- {
		s.Owed = append(s.Owed, event.OwedReport{Report: event.IncidentReport(r.Text()), Due: calendar.Date(r.Int()), Change: 1})
	}
	for n := r.Int(); n > 0 && r.Ok(); n-- {
		s.Phases = append(s.Phases, event.IncidentPhase{Phase: event.IncidentStatus(r.Text()), At: time.Unix(0, r.Int()).UTC(), By: r.Text()})
	}
	return s
}
