package gateway

import (
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// view is the sums of one view and the frame rendered from them.
type view struct {
	topology.View
	parent *view

	series     []series // by measure number
	dueLater   map[dueKey]int64
	hours      map[hourKey]*hourAmounts // of curved measures today and the day before, of banded ones bandedDays
	procedures procedures
	nouns      map[event.Noun]*freshness
	simulated  bool

	dirty         bool // in fold.dirty
	dirtyMeasures []bool
	dirtyDays     []calendar.Date // counted since the last render; at most maxDirtyDays
	dirtyBands    bool            // what is held against what is usual, or what is usual, has changed
	frameChanged  bool            // in fold.changed
	renderDay     calendar.Date
	cells         cells
	dirtyShelves  []*shelf // put or taken away since the last render
	subscribers   map[*client]struct{}
	changes       uint64 // renders that changed the frame
	// deltas are those to the latest change by where they start.
	deltas map[eventlog.Position]*message
}

// maxDirtyDays is how many days are told apart between two renders; beyond, all are rendered.
const maxDirtyDays = wire.DaysShown

// dueKey is a due date that has not passed.
type dueKey struct {
	due     calendar.Date
	measure int
}

type hourKey struct {
	day     calendar.Date
	measure int
}

// series is one measure's sums.
type series struct {
	total int64 // all days up to today
	year  int64 // today's year up to today
	// dated is the part of total that has a due date, overdue the part that was due before today.
	dated, overdue int64
	days           daySums
}

// daySums holds an amount per day, densely from the first day.
type daySums struct {
	first calendar.Date
	sums  []int64
}

func (d *daySums) add(day calendar.Date, amount int64) {
	switch {
	case len(d.sums) == 0:
		d.first = day
	case day < d.first:
		grown := make([]int64, len(d.sums)+int(d.first-day))
		copy(grown[d.first-day:], d.sums)
		d.first, d.sums = day, grown
	}
	i := int(day - d.first)
	for len(d.sums) <= i {
		d.sums = append(d.sums, 0)
	}
	d.sums[i] += amount
}

func (d *daySums) at(day calendar.Date) int64 {
	if i := int(day - d.first); i >= 0 && i < len(d.sums) {
		return d.sums[i]
	}
	return 0
}

// between sums the days from a to b, both included.
func (d *daySums) between(a, b calendar.Date) int64 {
	var sum int64
	for day := max(a, d.first); day <= b && int(day-d.first) < len(d.sums); day++ {
		sum += d.sums[day-d.first]
	}
	return sum
}

type freshness struct {
	position           eventlog.Position
	recorded, occurred time.Time
}

func newView(tv topology.View, measures int) *view {
	return &view{
		View:          tv,
		series:        make([]series, measures),
		dueLater:      make(map[dueKey]int64),
		hours:         make(map[hourKey]*hourAmounts),
		procedures:    procedures{byCode: make(map[string]*procedure)},
		nouns:         make(map[event.Noun]*freshness),
		dirtyMeasures: make([]bool, measures),
		cells:         newCells(),
		subscribers:   make(map[*client]struct{}),
	}
}

// add counts a fact whose day is today or before.
func (v *view) add(f *fold, measure int, x *fact) {
	v.addDay(f, measure, x)
	v.refresh(f.figures.nouns[measure], x)
	v.dirtyMeasures[measure] = true
	if len(v.dirtyDays) < maxDirtyDays && !slices.Contains(v.dirtyDays, x.Day) {
		v.dirtyDays = append(v.dirtyDays, x.Day)
	}
	f.touch(v)
}

func (v *view) addDay(f *fold, measure int, x *fact) {
	s := &v.series[measure]
	s.total += x.Amount
	if x.Day >= f.newYear {
		s.year += x.Amount
	}
	s.days.add(x.Day, x.Amount)
	if f.figures.dated[measure] && x.Due != 0 {
		s.dated += x.Amount
		if x.Due < f.today {
			s.overdue += x.Amount
		} else {
			v.dueLater[dueKey{x.Due, measure}] += x.Amount
		}
	}
	banded := f.isBanded(measure, x)
	if banded || x.Hour < ledger.NoHour && f.figures.curved[measure] && x.Day >= f.today-1 {
		v.addHour(measure, x)
	}
	// What comes in the hour that is reached is held against nothing yet.
	v.dirtyBands = v.dirtyBands || f.figures.banded[measure] && (x.Day < f.today || int(x.Hour) < f.hour)
}

func (v *view) addHour(measure int, x *fact) {
	key := hourKey{x.Day, measure}
	h := v.hours[key]
	if h == nil {
		h = new(hourAmounts)
		v.hours[key] = h
	}
	h[x.Hour] += int32(x.Amount)
}

// addProcedure counts an amount of one procedure in the year of its day.
func (v *view) addProcedure(f *fold, m ledger.Measure, key procedureYear, amount int64) {
	if v.procedures.add(f, m, key, amount) {
		f.touch(v)
	}
}

func (v *view) refresh(noun event.Noun, x *fact) {
	n := v.nouns[noun]
	if n == nil {
		n = new(freshness)
		v.nouns[noun] = n
	}
	if x.position > n.position {
		n.position, n.recorded = x.position, x.recorded
	}
	if x.occurred.After(n.occurred) {
		n.occurred = x.occurred
	}
	v.simulated = v.simulated || x.simulated
}

// openDay brings what depends on the date to f.today.
func (v *view) openDay(f *fold, previous calendar.Date) {
	for key, amount := range v.dueLater {
		if key.due < f.today {
			v.series[key.measure].overdue += amount
			delete(v.dueLater, key)
		}
	}
	for key := range v.hours {
		if key.day < f.today-1 && (!f.figures.banded[key.measure] || key.day < f.today-bandedDays) {
			delete(v.hours, key)
		}
	}
	if previous != 0 && previous.Year() == f.today.Year() {
		return
	}
	for i := range v.series {
		v.series[i].year = v.series[i].days.between(f.newYear, f.today)
	}
}

// value is a figure's value now, with the period beginning on a day of the caller's choice: that of flows is the first of the year.
func (v *view) value(f *fold, figure int, from calendar.Date) int64 {
	r := f.figures.figures[figure].Range(ledger.Period{From: from, At: f.today})
	var value int64
	for _, t := range f.figures.terms[figure] {
		value += t.sign * v.sum(f, t.measure, r)
	}
	return value
}

// sum is the amount of a measure's postings in a range. By due date only what stands now can be told apart, see isLive.
func (v *view) sum(f *fold, measure int, r ledger.Range) int64 {
	s := &v.series[measure]
	if r.Due.IsAll() {
		return s.between(f, r.Days)
	}
	var sum int64
	if r.Due.Undated {
		sum = s.total - s.dated
	}
	if !r.Due.Begins() {
		sum += s.overdue
	}
	if !r.Due.Ends() {
		return sum + s.dated - s.overdue
	}
	for due := max(f.today, r.Due.From); due <= r.Due.To; due++ {
		sum += v.dueLater[dueKey{due, measure}]
	}
	return sum
}

// between is the amount of the postings of some days.
func (s *series) between(f *fold, days ledger.Span) int64 {
	switch {
	case days.Begins() && days.From == f.newYear && days.To == f.today:
		return s.year
	case days.Begins():
		return s.days.between(days.From, min(days.To, f.today))
	case days.To < f.today:
		return s.total - s.days.between(days.To+1, f.today)
	default:
		return s.total
	}
}

// isLive tells whether what is kept of a view is enough for a figure: sums by day up to today, and of what stands today sums by due date,
// where all dates that have passed are one, and so are all that have not.
func isLive(f *ledger.Figure) bool {
	days, due := f.Kind.Days.To, f.Kind.Due
	upToToday := days.Anchor != ledger.Never && days.Plus <= 0
	passed := due.From.Anchor == ledger.Never || due.From.Anchor == ledger.Last && due.From.Plus >= 0
	standing := due.To.Anchor == ledger.Never && due.From.Plus == 0 || due.To.Anchor == ledger.Last && due.To.Plus >= -1
	return f.ByDay() && upToToday && (!f.Kind.Dated() || f.Kind.Days == ledger.Stock.Days && passed && standing)
}
