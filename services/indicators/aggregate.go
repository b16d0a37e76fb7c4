package indicators

import (
	"cmp"
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// MaxPeriods is how many of the latest reported periods a stream remembers: an older one can no longer be told from a new one.
const MaxPeriods = 24

// State is what one issuer has reported of one indicator of one unit. The zero State is a stream that nobody has reported.
// Its lists are never changed in place.
type State struct {
	Indicator  string                 `json:"indicator"`
	Unit       string                 `json:"unit"`
	Department string                 `json:"department"`
	Issuer     string                 `json:"issuer"`
	Reports    []event.ReportedFigure `json:"reports,omitzero"` // by the period's end, at most MaxPeriods
	// Missed is the end of the latest expected period whose report did not come in time, until it comes.
	Missed    calendar.Date `json:"missed"`
	Due       calendar.Date `json:"due"`       // of that period
	Reminders int           `json:"reminders"` // of it
	Reminded  calendar.Date `json:"reminded"`  // when last
	// Accounted is the end of the latest expected period that is reported or missed.
	Accounted calendar.Date `json:"accounted"`
}

// current is the report of the latest period; nil before the first.
func (s *State) current() *event.ReportedFigure {
	if len(s.Reports) == 0 {
		return nil
	}
	return &s.Reports[len(s.Reports)-1]
}

// report is what was reported of a period, or nil.
func (s *State) report(from, to calendar.Date) *event.ReportedFigure {
	for i := range s.Reports {
		if s.Reports[i].From == from && s.Reports[i].To == to {
			return &s.Reports[i]
		}
	}
	return nil
}

// with is the reports with r among them.
func (s *State) with(r event.ReportedFigure) []event.ReportedFigure {
	all := slices.DeleteFunc(slices.Clone(s.Reports), func(x event.ReportedFigure) bool { return x.From == r.From && x.To == r.To })
	all = append(all, r)
	slices.SortStableFunc(all, func(a, b event.ReportedFigure) int {
		return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(b.From, a.From))
	})
	return all[max(0, len(all)-MaxPeriods):]
}

// aggregate decides about reports. It is pure: the topology does not change.
type aggregate struct{ topology *topology.Topology }

// decisions are what each type makes of i, which is completed with what is known.
var decisions = map[event.Type]func(a *aggregate, i *event.Indicator, s State, in *event.Indicator, e *event.Event) (event.Data, error){
	event.IndicatorReported: (*aggregate).report,
	event.IndicatorMissed:   (*aggregate).miss,
	event.IndicatorReminded: (*aggregate).remind,
}

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type { return intake.Decided(decisions) }

// Decide tells what an event means for a stream in state s.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	in, ok := e.Data.(*event.Indicator)
	if !ok {
		return nil, event.Refuse("type", "%q is not about an indicator", e.Type)
	}
	if err := refuseDerived(in); err != nil {
		return nil, err
	}
	i, err := a.identify(e, in)
	if err != nil {
		return nil, err
	}
	i.WasSilent, i.Silent, i.Reminders, i.Due = s.Missed != 0, s.Missed != 0, s.Reminders, s.Due
	i.Current = s.current()
	return decisions[e.Type](a, i, s, in, e)
}

// refuseDerived refuses a source that says what only the service can know.
func refuseDerived(i *event.Indicator) error {
	for _, d := range []struct {
		field string
		set   bool
	}{
		{"due", i.Due != 0},
		{"counts_due", i.CountsDue},
		{"timeliness", i.Timeliness != ""},
		{"silent", i.Silent},
		{"was_silent", i.WasSilent},
		{"corrects", i.Corrects},
		{"ignored", i.Ignored},
		{"reminders", i.Reminders != 0},
		{"current", i.Current != nil},
		{"flags", i.Flags != nil},
	} {
		if d.set {
			return event.Refuse("data."+d.field, "is worked out here, a source may not set it")
		}
	}
	return nil
}

// identify checks that the event is about something that is defined, and that its subject says the same.
func (a *aggregate) identify(e *event.Event, in *event.Indicator) (*event.Indicator, error) {
	t := a.topology
	definition, agency := t.Indicator(in.Indicator), t.Agency(in.Issuer)
	unit := t.Resolve(in.Unit, cmp.Or(in.To, calendar.DateOf(e.Time, t.Location())))
	switch {
	case definition == nil:
		return nil, event.Refuse("data.indicator", "%q is not an indicator of this province", in.Indicator)
	case unit == nil:
		return nil, event.Refuse("data.unit", "%q is not a unit of this province", in.Unit)
	case agency == nil:
		return nil, event.Refuse("data.issuer", "%q is not an agency of this province", in.Issuer)
	case in.Department != "" && t.Department(in.Department) == nil:
		return nil, event.Refuse("data.department", "%q is not a department of this province", in.Department)
	case in.Department != "" && unit.Kind != t.Root().Kind:
		return nil, event.Refuse("data.department", "%q is reported at the province, and %s lies below it", in.Department, unit.ID)
	case definition.Restricted && !a.shows(unit):
		return nil, event.Refuse("data.unit", "%q lies below the districts, and %s is not shown finer than that", in.Unit, in.Indicator)
	}
	i := &event.Indicator{Indicator: definition.ID, Unit: unit.ID, Issuer: agency.ID, Department: cmp.Or(in.Department, agency.Department)}
	if subject := a.subject(i); e.Subject != subject {
		return nil, event.Refuse("subject", "is %q, but this indicator of this unit by this issuer is %q", e.Subject, subject)
	}
	return i, nil
}

// about is what a completed report is about: its issuer's own department is no other than the unit's figure.
func (a *aggregate) about(i *event.Indicator) topology.About {
	about := topology.About{Unit: i.Unit, Department: i.Department}
	if agency := a.topology.Agency(i.Issuer); agency != nil && agency.Department == i.Department {
		about.Department = ""
	}
	return about
}

func (a *aggregate) subject(i *event.Indicator) string {
	return event.IndicatorSubjectAbout(i.Indicator, i.Unit, i.Issuer, a.about(i).Department)
}

// shows tells whether a restricted figure may be shown of the unit: of the province or of a district, on whichever map, never of what
// lies below the districts, also where there are none.
func (a *aggregate) shows(unit *topology.Unit) bool {
	kinds := a.topology.Kinds
	level := slices.IndexFunc(kinds, func(k topology.Kind) bool { return k.ID == unit.Kind })
	return level >= 0 && level < max(len(kinds)-1, 1)
}

// report decides about a report: of a new period, of one that was reported (the same again, or corrected), or of one that was
// missed.
func (a *aggregate) report(i *event.Indicator, s State, in *event.Indicator, e *event.Event) (event.Data, error) {
	on := calendar.DateOf(e.Time, a.topology.Location())
	if err := a.check(in, on); err != nil {
		return nil, err
	}
	r := event.ReportedFigure{
		From: in.From, To: in.To, AsOf: cmp.Or(in.AsOf, in.To), Value: in.Value, Of: in.Of, Method: in.Method, Document: in.Document, Note: in.Note,
	}
	i.From, i.To, i.AsOf, i.Value, i.Of = r.From, r.To, r.AsOf, r.Value, r.Of
	i.Method, i.Document, i.Note = r.Method, r.Document, r.Note
	known := s.report(r.From, r.To)
	switch {
	case known != nil && same(*known, r):
		i.Ignored, i.Flags = true, []event.Flag{event.FlagRepeated}
		return i, nil
	case known != nil && e.Late():
		i.Ignored, i.Flags = true, []event.Flag{event.FlagOutOfOrder}
		return i, nil
	case known != nil:
		i.Corrects = true
	default:
		a.account(i, s, r, on)
	}
	after := s.with(r)
	i.Current = &after[len(after)-1]
	return i, nil
}

// account tells whether a first report of a period is one that was expected, and whether it is in time.
func (a *aggregate) account(i *event.Indicator, s State, r event.ReportedFigure, on calendar.Date) {
	if current := s.current(); current != nil && r.To < current.To {
		i.Flags = []event.Flag{event.FlagOutOfOrder}
	}
	x := a.topology.Expects(i.Indicator, i.Issuer, a.about(i))
	if x == nil || r.From < x.From {
		return
	}
	if from, to := x.Period(r.To); from != r.From || to != r.To {
		i.Flags = append(i.Flags, event.FlagOffCadence)
		return
	}
	due := a.topology.Due(x, r.To)
	i.Due = due
	i.CountsDue = r.To > s.Accounted
	switch {
	case on < due:
		i.Timeliness = event.TimelyEarly
	case on == due:
		i.Timeliness = event.TimelyOnTime
	default:
		i.Timeliness = event.TimelyLate
	}
	if r.To >= s.Missed {
		i.Silent, i.Reminders = false, 0
	}
}

// check refuses periods and values that cannot be. A report of the day on is about what is over, or ends that day.
func (a *aggregate) check(in *event.Indicator, on calendar.Date) error {
	switch {
	case in.From == 0 || in.To == 0:
		return event.Refuse("data.to", "the period is missing: from and to, both days included")
	case in.From > in.To:
		return event.Refuse("data.from", "%s lies after data.to, %s", in.From, in.To)
	case in.To > on:
		return event.Refuse("data.to", "%s lies after the day of the report, %s: the period is not over", in.To, on)
	case in.AsOf != 0 && in.AsOf < in.From:
		return event.Refuse("data.as_of", "%s lies before the period, which begins on %s", in.AsOf, in.From)
	case in.AsOf > on:
		return event.Refuse("data.as_of", "%s lies after the day of the report, %s", in.AsOf, on)
	}
	return a.checkValue(in)
}

// checkValue refuses values that cannot be.
func (a *aggregate) checkValue(in *event.Indicator) error {
	switch definition := a.topology.Indicator(in.Indicator); {
	case in.Value == nil:
		return nil // no data, which is not 0
	case *in.Value < 0:
		return event.Refuse("data.value", "%s is negative", *in.Value)
	case definition.Measured == "percent" && *in.Value > event.DecimalOf(100):
		return event.Refuse("data.value", "%s is more than 100 percent", *in.Value)
	case definition.Measured == "count" && *in.Value%event.DecimalUnit != 0:
		return event.Refuse("data.value", "%s is not a whole number, and %s is counted", *in.Value, in.Indicator)
	case in.Of != nil && *in.Value > *in.Of:
		return event.Refuse("data.of", "is %s, less than the value, %s", *in.Of, *in.Value)
	}
	return nil
}

func same(a, b event.ReportedFigure) bool {
	equal := func(x, y *event.Decimal) bool { return x == y || x != nil && y != nil && *x == *y }
	return equal(a.Value, b.Value) && equal(a.Of, b.Of)
}

// miss notes that the expected report of a period has not come.
func (a *aggregate) miss(i *event.Indicator, s State, in *event.Indicator, _ *event.Event) (event.Data, error) {
	x := a.topology.Expects(i.Indicator, i.Issuer, a.about(i))
	if x == nil {
		return nil, event.Refuse("subject", "nobody expects this report")
	}
	if from, to := x.Period(in.To); from != in.From || to != in.To {
		return nil, event.Refuse("data.to", "%s to %s is not a %s", in.From, in.To, x.Cadence)
	}
	i.From, i.To = in.From, in.To
	if in.To <= s.Accounted || s.report(in.From, in.To) != nil {
		i.Flags = []event.Flag{event.FlagRepeated}
		return i, nil
	}
	i.CountsDue, i.Silent, i.Reminders, i.Due = true, true, 0, a.topology.Due(x, in.To)
	return i, nil
}

// remind notes a reminder of the report that is missing.
func (a *aggregate) remind(i *event.Indicator, s State, _ *event.Indicator, _ *event.Event) (event.Data, error) {
	if s.Missed == 0 {
		return nil, event.Refuse("subject", "no report is missing")
	}
	i.To = s.Missed
	i.Reminders++
	return i, nil
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	i, ok := e.Data.(*event.Indicator)
	if !ok {
		return s
	}
	s.Indicator, s.Unit, s.Department, s.Issuer = i.Indicator, i.Unit, i.Department, i.Issuer
	switch {
	case e.Type == event.IndicatorReminded:
		s.Reminders, s.Reminded = i.Reminders, calendar.DateOf(e.At(), a.topology.Location())
	case e.Type == event.IndicatorMissed && i.CountsDue:
		s.Missed, s.Due, s.Reminders, s.Reminded = i.To, i.Due, 0, 0
		s.Accounted = max(s.Accounted, i.To)
	case e.Type == event.IndicatorReported && (i.Corrects || s.report(i.From, i.To) == nil):
		s.Reports = s.with(event.ReportedFigure{
			From: i.From, To: i.To, AsOf: i.AsOf, Value: i.Value, Of: i.Of, Method: i.Method, Document: i.Document, Note: i.Note,
		})
		if i.CountsDue {
			s.Accounted = max(s.Accounted, i.To)
		}
		if !i.Silent {
			s.Missed, s.Due, s.Reminders, s.Reminded = 0, 0, 0, 0
		}
	}
	return s
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
