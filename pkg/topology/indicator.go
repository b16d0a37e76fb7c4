package topology

import (
	"slices"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// Agency is who reports a figure or answers for one: an issuer, an owner.
type Agency struct {
	ID         string `json:"id"`
	Name       Text   `json:"name"`
	Short      Text   `json:"short,omitzero"`
	Unit       string `json:"unit,omitempty"`       // unit id; the province if empty
	Department string `json:"department,omitempty"` // department id, if it is one of the topology's
}

// Programme is one of the systems and programmes whose figures the operations centre shows.
type Programme struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
}

// Indicator defines a figure that agencies report.
type Indicator struct {
	ID        string `json:"id"` // "certificates.personal"
	Name      Text   `json:"name"`
	Programme string `json:"programme"`
	// Measured is what the value is: count, percent, vnd, hours, score.
	Measured string `json:"measured"`
	// Better is up, down or "" where neither is; Watch and Late are the values from which it is so.
	Better string         `json:"better,omitempty"`
	Target *event.Decimal `json:"target,omitempty"`
	Watch  *event.Decimal `json:"watch,omitempty"`
	Late   *event.Decimal `json:"late,omitempty"`
	// Restricted keeps it to the units that it names: it is never shown finer than a district.
	Restricted bool          `json:"restricted,omitempty"`
	Expected   []Expectation `json:"expected,omitempty"`
}

// Expectation is the freshness contract: which agency reports an indicator, of which units, how often, and how many
// working days after a period's end.
type Expectation struct {
	Agency string `json:"agency"`
	// Units is a unit id, or a kind for all units of it; each unit's own agency reports where Agency is "unit".
	Units string `json:"units"`
	// Departments tells that it is about each department of the topology at these units, and not about the units themselves.
	Departments bool          `json:"departments,omitempty"`
	Cadence     string        `json:"cadence"` // day, week, month, quarter, half, year
	GraceDays   int           `json:"grace_days"`
	From        calendar.Date `json:"from"` // first day of the first period
}

// Period is the period of x's cadence that holds the day: its first and its last day. Weeks begin on Monday.
func (x *Expectation) Period(day calendar.Date) (from, to calendar.Date) {
	y, m, _ := day.Time().Date()
	first := func(year int, month time.Month) calendar.Date {
		return calendar.DateOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	}
	months := map[string]time.Month{"month": 1, "quarter": 3, "half": 6, "year": 12}[x.Cadence]
	switch x.Cadence {
	case "day":
		return day, day
	case "week":
		from = day - calendar.Date((day.Weekday()+6)%7)
		return from, from + 6
	}
	begin := (m-1)/months*months + 1
	return first(y, begin), first(y, begin+months) - 1
}

// Due is by when the report of the period that ends on that day is expected.
func (t *Topology) Due(x *Expectation, to calendar.Date) calendar.Date {
	return t.cal.AddWorkingDays(to, x.GraceDays)
}

// RemindEvery is after how many days a report that is missing is asked for again. Assumed.
const RemindEvery = 7

// Overdue is the latest period of x whose report should have come before the day; false where there is none yet. Where several
// periods passed in silence, the latest stands for them.
func (t *Topology) Overdue(x *Expectation, day calendar.Date) (from, to calendar.Date, ok bool) {
	from, to = x.Period(day)
	for from >= x.From && t.Due(x, to) >= day {
		from, to = x.Period(from - 1)
	}
	return from, to, from >= x.From
}

// About is what a report is about: a unit, or a department at it.
type About struct{ Unit, Department string }

// Expects is the expectation that an agency reports an indicator about a unit or a department, nil if there is none.
func (t *Topology) Expects(indicator, agency string, about About) *Expectation {
	i, u := t.indicator[indicator], t.Unit(about.Unit)
	if i == nil || u == nil {
		return nil
	}
	for n := range i.Expected {
		x := &i.Expected[n]
		if x.Agency == agency && (x.Units == about.Unit || x.Units == u.Kind) && x.Departments == (about.Department != "") {
			return x
		}
	}
	return nil
}

// AboutOf is all that x is about on a day; see UnitsOf.
func (t *Topology) AboutOf(x *Expectation, on calendar.Date, also ...calendar.Date) []About {
	var all []About
	for _, unit := range t.UnitsOf(x, on, also...) {
		if !x.Departments {
			all = append(all, About{Unit: unit})
			continue
		}
		for i := range t.Departments {
			all = append(all, About{Unit: unit, Department: t.Departments[i].ID})
		}
	}
	return all
}

// UnitsOf are the ids of the units that x is about on a day, and that are on each of the other days too: of a period that ended before a
// reorganisation nothing is expected, after it, of units that are no more, nor of units that were not yet.
func (t *Topology) UnitsOf(x *Expectation, on calendar.Date, also ...calendar.Date) []string {
	var ids []string
	for _, u := range t.MapAt(on).units {
		if u.ID != x.Units && u.Kind != x.Units {
			continue
		}
		if !slices.ContainsFunc(also, func(d calendar.Date) bool { return t.MapAt(d).byID[u.ID] == nil }) {
			ids = append(ids, u.ID)
		}
	}
	return ids
}

// Agency is the agency with that id, or nil; Programme and Indicator likewise.
func (t *Topology) Agency(id string) *Agency { return t.agency[id] }

// Programme is the programme with that id, or nil.
func (t *Topology) Programme(id string) *Programme { return t.programme[id] }

// Indicator is the indicator with that id, or nil.
func (t *Topology) Indicator(id string) *Indicator { return t.indicator[id] }

var (
	measures = []string{"count", "percent", "vnd", "hours", "score"}
	cadences = []string{"day", "week", "month", "quarter", "half", "year"}
)

func (t *Topology) indexIndicators(fault func(string, ...any)) {
	t.agency, t.programme, t.indicator = make(map[string]*Agency), make(map[string]*Programme), make(map[string]*Indicator)
	for i := range t.Agencies {
		a := &t.Agencies[i]
		switch {
		case a.ID == "" || strings.ContainsAny(a.ID, ": /") || t.agency[a.ID] != nil:
			fault("agencies[%d]: id %q is missing, used twice or has a colon, a slash or a space", i, a.ID)
		case a.Unit != "" && t.Unit(a.Unit) == nil:
			fault("agencies[%d] %s: unit %q is not a unit", i, a.ID, a.Unit)
		case a.Department != "" && t.department[a.Department] == nil:
			fault("agencies[%d] %s: department %q is not a department", i, a.ID, a.Department)
		}
		t.agency[a.ID] = a
	}
	for i := range t.Programmes {
		p := &t.Programmes[i]
		if p.ID == "" || t.programme[p.ID] != nil {
			fault("programmes[%d]: id %q is missing or used twice", i, p.ID)
		}
		t.programme[p.ID] = p
	}
	for i := range t.Indicators {
		x := &t.Indicators[i]
		switch {
		case x.ID == "" || strings.ContainsAny(x.ID, ": /") || t.indicator[x.ID] != nil:
			fault("indicators[%d]: id %q is missing, used twice or has a colon, a slash or a space", i, x.ID)
		case t.programme[x.Programme] == nil:
			fault("indicators[%d] %s: programme %q is not listed", i, x.ID, x.Programme)
		case !slices.Contains(measures, x.Measured):
			fault("indicators[%d] %s: measured %q is none of %v", i, x.ID, x.Measured, measures)
		case !slices.Contains([]string{"", "up", "down"}, x.Better):
			fault("indicators[%d] %s: better %q is neither up nor down", i, x.ID, x.Better)
		}
		t.indicator[x.ID] = x
		for n := range x.Expected {
			t.checkExpectation(x, n, fault)
		}
	}
}

func (t *Topology) checkExpectation(x *Indicator, n int, fault func(string, ...any)) {
	e := &x.Expected[n]
	if t.agency[e.Agency] == nil {
		fault("indicators %s: expected[%d]: agency %q is not listed", x.ID, n, e.Agency)
	}
	if !slices.Contains(cadences, e.Cadence) || e.GraceDays < 0 || e.From == 0 {
		fault("indicators %s: expected[%d]: needs a cadence of %v, grace days of 0 or more and a first day", x.ID, n, cadences)
		return
	}
	if !slices.ContainsFunc(t.maps, func(m *Map) bool { return len(t.UnitsOf(e, m.From)) > 0 }) {
		fault("indicators %s: expected[%d]: %q is neither a unit nor a kind", x.ID, n, e.Units)
	}
	if from, _ := e.Period(e.From); from != e.From {
		fault("indicators %s: expected[%d]: %s is not the first day of a %s", x.ID, n, e.From, e.Cadence)
	}
}
