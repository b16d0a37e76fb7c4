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

// fold is the sum of the log up to a position, by view. It is a pure function of the
// entries applied to it in order: a fold restored from ClickHouse at a position and one that
// read every entry up to there give the same frames. Not safe for concurrent use.
type fold struct {
	topo    *topology.Topology
	units   *topology.Map // whose views these are
	ledger  *ledger.Ledger
	figures *figureIndex

	position eventlog.Position
	today    calendar.Date     // the day that the log's clock has opened; 0 before the first
	newYear  calendar.Date     // 1 January of today's year
	openedAt eventlog.Position // where today was opened
	hour     int               // that today has reached, see reach

	views    []*view
	byID     map[string]*view
	byUnit   map[string]unitViews
	fallback unitViews // where postings of a unit that the topology does not know are counted

	// ahead is what waits for a day that the clock has not opened yet.
	ahead ahead

	rendered  eventlog.Position  // of the frames: where the last render was
	renders   positions          // where frames were rendered
	snapshots map[*view]*message // at rendered

	cards    *cards
	wall     *wall // displays and playlists: no part of any frame
	checksum checksum

	dirty    []*view          // touched since the last render
	changed  []*view          // whose frame this render changed
	postings []ledger.Posting // reused
}

// fact is a posting with where and when it comes from.
type fact struct {
	ledger.Posting
	position  eventlog.Position
	recorded  time.Time
	occurred  time.Time
	simulated bool
}

// unitViews are the views that count a unit's postings: whole, and by department.
type unitViews struct {
	whole        []*view
	byDepartment map[string][]*view
}

// newFold is the fold of an empty log onto the views of a map.
func newFold(topo *topology.Topology, l *ledger.Ledger, units *topology.Map) *fold {
	return newFoldOf(ledger.Figures(), topo, l, units, topo.ViewsOn(units))
}

// newFoldOf keeps the figures that can be kept live, of the views alone, parents first.
func newFoldOf(figures []ledger.Figure, topo *topology.Topology, l *ledger.Ledger, units *topology.Map, views []topology.View) *fold {
	f := &fold{
		topo:    topo,
		units:   units,
		ledger:  l,
		figures: newFigureIndex(figures),
		byID:    make(map[string]*view),
		byUnit:  make(map[string]unitViews),
		ahead:   newAhead(),
		cards:   newCards(),
		wall:    newWall(),
		hour:    noHour,

		snapshots: make(map[*view]*message),
	}
	f.checksum.sums = make([]int64, len(f.figures.measures))
	for _, tv := range views {
		v := newView(tv, len(f.figures.measures))
		f.views = append(f.views, v)
		f.byID[v.ID] = v
	}
	for _, id := range units.UnitsWithin(units.Root()) {
		u, _ := units.Target(id)
		f.byUnit[id] = f.viewsAbove(u)
	}
	f.fallback = f.byUnit[units.Root().ID]
	for _, v := range f.views {
		if v.Unit != units.Root() {
			v.parent = f.byID[topo.ViewID(v.Unit.Ancestors()[1], v.Department)]
		}
		f.touch(v) // so that every view has a frame from the start
	}
	f.render()
	return f
}

// markSimulated marks all that is shown as simulated, whatever comes.
func (f *fold) markSimulated() {
	for _, v := range f.views {
		v.simulated = true
		f.touch(v)
	}
}

func (f *fold) viewsAbove(u *topology.Unit) unitViews {
	uv := unitViews{byDepartment: make(map[string][]*view)}
	for _, a := range u.Ancestors() {
		if v := f.byID[f.topo.ViewID(a, "")]; v != nil {
			uv.whole = append(uv.whole, v)
		}
		for _, d := range f.topo.Departments {
			if v := f.byID[f.topo.ViewID(a, d.ID)]; v != nil {
				uv.byDepartment[d.ID] = append(uv.byDepartment[d.ID], v)
			}
		}
	}
	return uv
}

// apply adds one entry of the log. Frames change only at the next render.
func (f *fold) apply(entry *eventlog.Entry) {
	f.position = entry.Position
	for i := range entry.Events {
		e := &entry.Events[i]
		if c, ok := e.Data.(*event.Clock); ok {
			f.openDay(c.Date)
			continue
		}
		f.postings = f.ledger.Postings(f.postings[:0], e)
		for j := range f.postings {
			f.checksum.add(&f.postings[j], f.figures)
			f.add(fact{f.postings[j], entry.Position, entry.Recorded, e.At(), e.Simulated})
		}
		f.show(e)
		f.wall.apply(e)
	}
	f.checksum.at(entry.Position)
}

// eachView calls do with every view that counts the unit's postings of that department.
func (f *fold) eachView(unit, department string, do func(*view)) {
	uv, ok := f.byUnit[unit]
	if !ok {
		uv = f.fallback
	}
	for _, v := range uv.whole {
		do(v)
	}
	if department != "" {
		for _, v := range uv.byDepartment[department] {
			do(v)
		}
	}
}

// addProcedure counts an entry in its procedure's row.
func (f *fold) addProcedure(e *ledger.Posting) {
	if e.Procedure == "" || !f.figures.procedure[e.Measure] {
		return
	}
	key := procedureYear{e.Procedure, e.Day.Year()}
	f.eachView(e.Unit, e.Department, func(v *view) { v.addProcedure(f, e.Measure, key, e.Amount) })
}

// add counts x in every view that it concerns, now or when its day opens.
func (f *fold) add(x fact) {
	if x.Day > f.today {
		f.ahead.add(x, f.figures)
		return
	}
	f.addProcedure(&x.Posting)
	measure, known := f.figures.measureIndex[x.Measure]
	if !known {
		return
	}
	f.eachView(x.Unit, x.Department, func(v *view) { v.add(f, measure, &x) })
	if x.Day == f.today && f.isBanded(measure, &x) {
		f.reach(int(x.Hour))
	}
}

// openDay moves the log's clock to the day d. A clock never goes back.
func (f *fold) openDay(d calendar.Date) {
	if d <= f.today {
		return
	}
	previous := f.today
	f.today = d
	f.hour = noHour
	f.newYear = firstOfYear(d)
	for _, v := range f.views {
		v.openDay(f, previous)
		v.dirtyBands = true
		v.cells.forget(f.openedAt)
		f.touch(v)
	}
	f.openedAt = f.position
	f.ahead.open(d, f)
}

// show shows e's card, if it has one, now or when the day on which e counts opens: as its postings.
func (f *fold) show(e *event.Event) {
	if cardRules[e.Type.Noun()] == nil {
		return
	}
	if day := f.ledger.Day(e); day > f.today {
		f.cards.open(e)
		f.ahead.addCard(e, day)
		return
	}
	f.cards.apply(f, e)
}

// touch marks v as to be rendered.
func (f *fold) touch(v *view) {
	if !v.dirty {
		v.dirty = true
		f.dirty = append(f.dirty, v)
	}
}

// figureIndex gives every measure that some figure sums a small number.
type figureIndex struct {
	figures      []ledger.Figure
	measures     []ledger.Measure
	measureIndex map[ledger.Measure]int
	terms        [][]term // by figure
	nouns        []event.Noun
	curved       []bool                  // measure → some figure draws a curve of it
	banded       []bool                  // measure → some figure of it is held against what is usual
	dated        []bool                  // measure → counted by due date
	procedure    map[ledger.Measure]bool // measure → procedure rows show it
	open         map[ledger.Measure]bool // measure → counts open dossiers
	child        []bool                  // figure → parents show it of their children
	paths        []figurePaths
}

// term is a measure, by its number, with the sign by which a figure counts it.
type term struct {
	measure int
	sign    int64
}

// newFigureIndex is of the figures that can be kept live.
func newFigureIndex(figures []ledger.Figure) *figureIndex {
	x := &figureIndex{measureIndex: make(map[ledger.Measure]int), procedure: make(map[ledger.Measure]bool), open: make(map[ledger.Measure]bool)}
	for i := range figures {
		fig := &figures[i]
		if !isLive(fig) {
			continue
		}
		x.figures = append(x.figures, *fig)
		x.child = append(x.child, slices.Contains(wire.ChildFigures, fig.Name))
		x.paths = append(x.paths, pathsOf(fig.Name))
		var terms []term
		for _, m := range slices.Concat(fig.Measures, fig.Less) {
			j := x.number(m)
			x.curved[j] = x.curved[j] || fig.Curve
			x.banded[j] = x.banded[j] || fig.Banded
			x.dated[j] = x.dated[j] || fig.Kind.Dated()
			terms = append(terms, term{j, fig.Sign(m)})
		}
		x.terms = append(x.terms, terms)
	}
	return x
}

// number is the number of a measure, which it is given when it is seen first.
func (x *figureIndex) number(m ledger.Measure) int {
	j, ok := x.measureIndex[m]
	if ok {
		return j
	}
	j = len(x.measures)
	x.measureIndex[m] = j
	x.measures = append(x.measures, m)
	x.open[m] = ledger.CountsOpen(m)
	x.procedure[m] = x.open[m] || m == ledger.DossiersReceived || m == ledger.DossiersResolved
	x.nouns = append(x.nouns, ledger.Noun(m))
	x.curved = append(x.curved, false)
	x.banded = append(x.banded, false)
	x.dated = append(x.dated, false)
	return j
}
