package alarms

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
)

// nounUnit is the noun of originators that are units: "unit/672", through a department "unit/68:construction".
const nounUnit = event.Noun("unit")

// figureByName are the ledger's figures: every look reads them for every rule and place.
var figureByName = func() map[string]ledger.Figure {
	byName := make(map[string]ledger.Figure)
	for _, f := range ledger.Figures() {
		byName[f.Name] = f
	}
	return byName
}()

// checkFigures reports every rule that names a figure that there is not, or one that its kind cannot look at.
func checkFigures(rules []topology.Rule) error {
	var errs []error
	for _, r := range rules {
		for _, name := range []string{r.Figure, r.Base} {
			f, ok := figureByName[name]
			switch {
			case name == "":
			case !ok:
				errs = append(errs, fmt.Errorf("rule %s: there is no figure %q", r.ID, name))
			case !f.ByDay():
				errs = append(errs, fmt.Errorf("rule %s: %s is not kept by day", r.ID, name))
			case r.Kind == topology.RuleTrend && f.Kind.Dated():
				errs = append(errs, fmt.Errorf("rule %s: %s looks at due dates, of which there is no trend", r.ID, name))
			}
		}
	}
	return errors.Join(errs...)
}

// place is what a rule is looked at for: a unit with all below it, through a department ("": all).
type place struct{ unit, department string }

func (p place) originator() string {
	id := p.unit
	if p.department != "" {
		id += ":" + p.department
	}
	return string(nounUnit) + "/" + id
}

// places are those of a rule on a map.
func places(t *topology.Topology, m *topology.Map, r *topology.Rule) []place {
	var all []place
	for _, u := range m.Units() {
		if slices.Contains(r.Over, u.Kind) {
			all = append(all, place{unit: u.ID})
		}
	}
	if slices.Contains(r.Over, topology.OverDepartments) {
		for i := range t.Departments {
			all = append(all, place{m.Root().ID, t.Departments[i].ID})
		}
	}
	return all
}

// figures are what one look sees: the sums of every place, as of one position.
type figures struct {
	units *topology.Map // that of now: what a unit that is no more has is where it lies
	cut   eventlog.Position
	today calendar.Date
	now   time.Time // by the log
	sums  map[place]map[ledger.Measure]*clickhouse.PlaceSum
	at    map[ledger.Range]int // where the sum of a range stands
}

// periodOf is the last days of a rule; a rule without days sums the year.
func periodOf(r *topology.Rule, today calendar.Date) ledger.Period {
	if r.Days > 0 {
		return ledger.Period{From: today - calendar.Date(r.Days) + 1, At: today}
	}
	newYear := time.Date(today.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)
	return ledger.Period{From: calendar.DateOf(newYear, time.UTC), At: today}
}

// before is as many days that end where a period begins.
func before(p ledger.Period) ledger.Period {
	return ledger.Period{From: p.From - (p.At - p.From) - 1, At: p.From - 1}
}

// needs are the measures that the rules look at, and the ranges of them.
func needs(rules []topology.Rule, today calendar.Date) ([]ledger.Measure, []ledger.Range) {
	var measures []ledger.Measure
	var ranges []ledger.Range
	for i := range rules {
		r := &rules[i]
		p := periodOf(r, today)
		for _, name := range []string{r.Figure, r.Base} {
			f, ok := figureByName[name]
			if !ok {
				continue
			}
			measures = append(measures, f.Measures...)
			measures = append(measures, f.Less...)
			for _, of := range []ledger.Period{p, before(p)} {
				if x := f.Range(of); (of == p || r.Kind == topology.RuleTrend) && !slices.Contains(ranges, x) {
					ranges = append(ranges, x)
				}
			}
		}
	}
	slices.Sort(measures)
	return slices.Compact(measures), ranges
}

// rollUp adds what each unit has of its own, or where it lies now, to every unit above it, and for the whole province to its department.
func (f *figures) rollUp(t *topology.Topology, own []clickhouse.PlaceSum) {
	f.units = t.MapAt(calendar.DateOf(f.now, t.Location()))
	f.sums = make(map[place]map[ledger.Measure]*clickhouse.PlaceSum)
	for i := range own {
		u, _ := f.units.Target(own[i].Unit)
		if u == nil {
			continue
		}
		for _, a := range u.Ancestors() {
			f.add(place{unit: a.ID}, &own[i])
		}
		if own[i].Department != "" {
			f.add(place{f.units.Root().ID, own[i].Department}, &own[i])
		}
	}
}

func (f *figures) add(p place, s *clickhouse.PlaceSum) {
	if f.sums[p] == nil {
		f.sums[p] = make(map[ledger.Measure]*clickhouse.PlaceSum)
	}
	into := f.sums[p][s.Measure]
	if into == nil {
		into = &clickhouse.PlaceSum{Sums: make([]int64, len(s.Sums))}
		f.sums[p][s.Measure] = into
	}
	for i, amount := range s.Sums {
		into.Sums[i] += amount
	}
	into.Simulated = into.Simulated || s.Simulated
	if s.Occurred.After(into.Occurred) {
		into.Occurred = s.Occurred
	}
}

// value is a figure of a place in a period.
func (f *figures) value(p place, name string, of ledger.Period) int64 {
	figure := figureByName[name]
	return figure.Value(of, func(m ledger.Measure, r ledger.Range) int64 {
		if s := f.sums[p][m]; s != nil {
			return s.Sums[f.at[r]]
		}
		return 0
	})
}

// heard is when anything of a figure last happened at a place, zero if nothing ever did, and whether any of it is simulated.
func (f *figures) heard(p place, name string) (last time.Time, simulated bool) {
	figure := figureByName[name]
	for _, m := range slices.Concat(figure.Measures, figure.Less) {
		if s := f.sums[p][m]; s != nil {
			simulated = simulated || s.Simulated
			if s.Occurred.After(last) {
				last = s.Occurred
			}
		}
	}
	return last, simulated
}

// sight is what a rule sees at a place.
type sight struct {
	value, base int64
	holds, back bool // beyond the threshold; back as far as the rule wants before its alarm is cleared
	simulated   bool
}

// see holds one rule to the figures of a place.
func (f *figures) see(t *topology.Topology, r *topology.Rule, p place) sight {
	var s sight
	var last time.Time
	last, s.simulated = f.heard(p, r.Figure)
	if r.Kind == topology.RuleSilence {
		if !last.IsZero() { // what never was heard is not silent: it has not begun
			s.value = int64(workingDayHours(t, last, f.now, r.Hours))
		}
		s.base = int64(r.Hours)
		s.holds = s.value >= s.base
		s.back = !s.holds
		return s
	}
	of := periodOf(r, f.today)
	s.value = f.value(p, r.Figure, of)
	switch {
	case r.Base != "":
		s.base = f.value(p, r.Base, of)
	case r.Kind == topology.RuleTrend:
		s.base = f.value(p, r.Figure, before(of))
	}
	s.holds, s.back = holds(r, s.value, s.base), isBack(r, s.value, s.base)
	return s
}

// workingDayHours are the hours from one instant to another that fall on working days, whole ones, at most limit.
func workingDayHours(t *topology.Topology, from, to time.Time, limit int) int {
	var sum time.Duration
	end := time.Duration(limit) * time.Hour
	for d := calendar.DateOf(from, t.Location()); sum < end; d++ {
		begin := d.Midnight(t.Location())
		if !begin.Before(to) {
			break
		}
		if !t.Calendar().IsWorkingDay(d) {
			continue
		}
		if begin.Before(from) {
			begin = from
		}
		finish := (d + 1).Midnight(t.Location())
		if finish.After(to) {
			finish = to
		}
		sum += max(0, finish.Sub(begin))
	}
	return int(min(sum, end) / time.Hour)
}

// decision is an alarm to be raised or cleared, with what the rule saw.
type decision struct {
	rule  *topology.Rule
	place place
	raise bool
	sight sight
}

func (d *decision) subject() string { return event.AlarmSubject(d.rule.ID, d.place.originator()) }

// evaluate holds every rule of figures to what is seen: an alarm is raised where its rule holds and it is not active (by its
// subject), and cleared where it is active and its figure is back, or its unit is no more. A rule gives way to the one that stands for it.
func (f *figures) evaluate(t *topology.Topology, active map[string]bool) []decision {
	var all []decision
	for i := range t.Rules {
		r := &t.Rules[i]
		if r.Kind == topology.RuleEvent {
			continue
		}
		for _, p := range places(t, f.units, r) {
			d := decision{rule: r, place: p, sight: f.see(t, r, p)}
			was := active[d.subject()]
			if by := t.Rule(r.Unless); by != nil && f.stands(t, by, p, active) {
				d.sight.holds, d.sight.back = false, true
			}
			d.raise = d.sight.holds
			if d.raise && !was || was && !d.raise && d.sight.back {
				all = append(all, d)
			}
		}
	}
	return append(all, f.orphaned(t, active)...)
}

// orphaned are the alarms of figures whose unit is no more, to be cleared: nobody answers for them, and what they were about is looked at
// where the unit lies now.
func (f *figures) orphaned(t *topology.Topology, active map[string]bool) []decision {
	var all []decision
	for _, subject := range slices.Sorted(maps.Keys(active)) {
		_, rest, _ := strings.Cut(subject, "/")
		id, originator, _ := strings.Cut(rest, "/")
		noun, unit, _ := strings.Cut(originator, "/")
		r := t.Rule(id)
		if r == nil || r.Kind == topology.RuleEvent || event.Noun(noun) != nounUnit {
			continue
		}
		if t.Unit(unit) != nil && f.units.Unit(unit) == nil {
			all = append(all, decision{rule: r, place: place{unit: unit}, sight: sight{back: true}})
		}
	}
	return all
}

// stands tells whether the alarm of a rule at a place is active once the rule has been applied.
func (f *figures) stands(t *topology.Topology, r *topology.Rule, p place, active map[string]bool) bool {
	s := f.see(t, r, p)
	d := decision{rule: r, place: p}
	return s.holds || active[d.subject()] && !s.back
}

// speaks tells whether there is enough for the rule to hold at all.
func speaks(r *topology.Rule, base int64) bool {
	return !r.Ratio() || base > 0 && base >= r.MinBase
}

// holds tells whether the figure is beyond the rule's threshold.
func holds(r *topology.Rule, value, base int64) bool {
	if !speaks(r, base) {
		return false
	}
	side := compare(r, value, base, r.Threshold())
	return r.Above != nil && side > 0 || r.Below != nil && side < 0
}

// isBack tells whether the figure has come back as far as the rule wants before its alarm is cleared.
func isBack(r *topology.Rule, value, base int64) bool {
	if !speaks(r, base) {
		return true
	}
	limit := r.Threshold()
	if r.ClearAt != nil {
		limit = *r.ClearAt
	}
	side := compare(r, value, base, limit)
	return r.Above != nil && side <= 0 || r.Below != nil && side >= 0
}

// compare compares the value, or its percentage of the base, with a limit: exactly, without dividing.
func compare(r *topology.Rule, value, base int64, limit event.Decimal) int {
	if r.Ratio() {
		return cmp.Compare(100*event.DecimalOf(value), limit*event.Decimal(base))
	}
	return cmp.Compare(event.DecimalOf(value), limit)
}
