package clickhouse

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/ledger/ledgertest"
)

// The cases are 5 ledgers, of each 50 questions, of each 40 figures.
const (
	algebraLedgers   = 5
	algebraQuestions = 50
	algebraFigures   = 40
)

// TestFiguresReadInMemoryAndInSQLAreEqual draws ledgers, figures, periods, cuts, units, departments and axes, and holds equal what single
// postings add to a figure, what the rollup sums, what the ledger is broken down to, and what a list has. IOC_ALGEBRA_SEED draws the same.
func TestFiguresReadInMemoryAndInSQLAreEqual(t *testing.T) {
	seed := rand.Uint64()
	if text := os.Getenv("IOC_ALGEBRA_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
	}
	t.Logf("IOC_ALGEBRA_SEED=%d", seed)
	cases, counted := 0, 0
	for n := range algebraLedgers {
		a := newAlgebra(t, rand.New(rand.NewPCG(seed, uint64(n))))
		for range algebraQuestions {
			q := a.draw()
			cases += len(q.figures)
			counted += a.requireTable(q)
			a.requireRollup(q)
			a.requirePlaces(q)
			for i := range 2 {
				a.requireList(q, &q.figures[i])
			}
		}
	}
	t.Logf("%d cases, of which %d counted something", cases, counted)
	require.Greater(t, counted, cases/4)
}

// fact is a posting of the ledger with the thing that it is of, and where.
type fact struct {
	ledger.Posting
	stream  string
	address eventlog.Address
}

type algebra struct {
	t     *testing.T
	r     *rand.Rand
	db    *DB
	facts []fact
	head  eventlog.Position
}

var algebraUnits = []string{"68", "672", "24769", "673", "24814"}

func newAlgebra(t *testing.T, r *rand.Rand) *algebra {
	a := &algebra{t: t, r: r, db: openInternal(t), head: 500}
	lives := ledgertest.New(ledgertest.Config{
		IntN: r.IntN, Location: time.UTC, Units: algebraUnits, Departments: []string{"", "education", "construction"},
		Procedures: []string{"1.000000", "1.000001", "1.000002", ""}, Indicators: []string{"mail.boxes", "iocs.total"}, Things: 5 + r.IntN(30),
	})
	l := ledger.New(time.UTC)
	b := NewBatch(l)
	for p := eventlog.Position(1); p <= a.head; p++ {
		var events []event.Event
		for i := range 1 + r.IntN(4) {
			e := lives.Next(time.Date(2023, 12, 20, 0, 0, 0, 0, time.UTC).Add(time.Duration(int(p)*30+r.IntN(4000)) * time.Minute))
			events = append(events, e)
			for _, x := range l.Postings(nil, &e) {
				a.facts = append(a.facts, fact{x, e.Subject, eventlog.Address{Position: p, Index: i}})
			}
		}
		require.NoError(t, b.Add(&eventlog.Entry{Position: p, Events: events}))
	}
	require.NoError(t, a.db.Insert(t.Context(), b))
	return a
}

// algebraQuestion is some figures in a scope, by axes.
type algebraQuestion struct {
	scope      Scope
	units      []string
	department string
	figures    []ledger.Figure
	by         []ledger.Dimension
}

func (a *algebra) draw() *algebraQuestion {
	r := a.r
	from := calendar.MustDate("2023-12-18") + calendar.Date(r.IntN(14))
	q := &algebraQuestion{
		scope: Scope{
			From: from, At: from + calendar.Date(r.IntN(10)), UpTo: eventlog.Position(r.IntN(int(a.head) + 2)),
			Within: make(map[ledger.Dimension][]string),
		},
		figures: ledgertest.Figures(r.IntN, algebraFigures),
	}
	if r.IntN(3) == 0 {
		q.scope.UpTo = a.head
	}
	if r.IntN(2) == 0 {
		q.units = slices.DeleteFunc(slices.Clone(algebraUnits), func(string) bool { return r.IntN(2) == 0 })
		q.scope.Within[ledger.ByUnit] = append(q.units, "nowhere")
	}
	if r.IntN(3) == 0 {
		q.department = "construction"
		q.scope.Within[ledger.ByDepartment] = []string{q.department}
	}
	if r.IntN(4) == 0 {
		q.scope.Within[ledger.ByAspect] = []string{"online", "direct", "high"}
	}
	if r.IntN(4) == 0 {
		q.scope.Outside = map[ledger.Dimension][]string{ledger.ByProcedure: {"1.000002", ""}}
	}
	all := []ledger.Dimension{ledger.ByUnit, ledger.ByDepartment, ledger.ByProcedure, ledger.ByAspect, ledger.ByLevel, ledger.ByDay, ledger.ByStatus}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	q.by = all[:1+r.IntN(3)]
	return q
}

func valueBy(e *ledger.Posting, d ledger.Dimension) string {
	return map[ledger.Dimension]string{
		ledger.ByUnit: e.Unit, ledger.ByDepartment: e.Department, ledger.ByProcedure: e.Procedure, ledger.ByAspect: e.Aspect, ledger.ByLevel: e.Level,
	}[d]
}

// in tells whether a posting is in the scope, whatever its day.
func (s *Scope) in(x *fact) bool {
	for d, values := range s.Within {
		if !slices.Contains(values, valueBy(&x.Posting, d)) {
			return false
		}
	}
	for d, values := range s.Outside {
		if slices.Contains(values, valueBy(&x.Posting, d)) {
			return false
		}
	}
	return x.address.Position <= s.UpTo
}

// statuses are those that dossiers have at the cut.
func (a *algebra) statuses(s *Scope) map[string]string {
	statuses := make(map[string]string)
	for i := range a.facts {
		x := &a.facts[i]
		status, is := strings.CutPrefix(string(x.Measure), ledger.DossierStatusPrefix)
		if is && x.Amount > 0 && x.Day <= s.At && x.address.Position <= s.UpTo {
			statuses[x.stream] = status
		}
	}
	return statuses
}

// requireTable holds a breakdown against the postings, key by key, of all figures at once and of single ones. It tells how many figures
// had anything to count.
func (a *algebra) requireTable(q *algebraQuestion) (counted int) {
	statuses := a.statuses(&q.scope)
	keyOf := func(x *fact) string {
		keys := make([]string, len(q.by))
		for i, d := range q.by {
			switch keys[i] = valueBy(&x.Posting, d); {
			case d == ledger.ByStatus:
				keys[i] = statuses[x.stream]
			case d == ledger.ByDay && x.Day >= q.scope.From:
				keys[i] = x.Day.String()
			}
		}
		return strings.Join(keys, "|")
	}
	want := make(map[string]map[string]int64)
	for i := range a.facts {
		x := &a.facts[i]
		if !q.scope.in(x) {
			continue
		}
		for j := range q.figures {
			if n := q.figures[j].Of(&x.Posting, q.scope.period()); n != 0 {
				addTo(want, q.figures[j].Name, keyOf(x), n)
			}
		}
	}
	single := a.r.IntN(len(q.figures))
	for _, figures := range [][]ledger.Figure{q.figures, q.figures[single : single+1]} {
		table, err := a.db.Table(a.t.Context(), q.scope, figures, q.by...)
		require.NoError(a.t, err)
		got := make(map[string]map[string]int64)
		for _, row := range table {
			for name, n := range row.Values {
				addTo(got, name, strings.Join(row.Keys, "|"), n)
			}
		}
		for i := range figures {
			name := figures[i].Name
			require.Equal(a.t, want[name], got[name], "%+v by %v in %+v", figures[i], q.by, q.scope)
		}
	}
	return len(want)
}

// addTo keeps no zeroes.
func addTo(sums map[string]map[string]int64, figure, key string, n int64) {
	of := sums[figure]
	if of == nil {
		of = make(map[string]int64)
	}
	if of[key] += n; of[key] == 0 {
		delete(of, key)
	}
	if sums[figure] = of; len(of) == 0 {
		delete(sums, figure)
	}
}

// sum is a figure of the postings that a question's units and department have, at no cut but the end of the log.
func (a *algebra) sum(q *algebraQuestion, f *ledger.Figure, unit string) (value int64) {
	for i := range a.facts {
		x := &a.facts[i]
		if (q.units == nil || slices.Contains(q.units, x.Unit)) && (q.department == "" || x.Department == q.department) && (unit == "" || x.Unit == unit) {
			value += f.Of(&x.Posting, q.scope.period())
		}
	}
	return value
}

func byDay(figures []ledger.Figure) []ledger.Figure {
	return slices.DeleteFunc(slices.Clone(figures), func(f ledger.Figure) bool { return !f.ByDay() })
}

// requireRollup holds the sums by day against the postings, of all units together and of each.
func (a *algebra) requireRollup(q *algebraQuestion) {
	figures := byDay(q.figures)
	for _, byUnit := range []bool{false, true} {
		asked := figuresQuestion{figures: figures, units: q.units, department: q.department, period: q.scope.period(), byUnit: byUnit}
		sums, position, err := a.db.sumFigures(a.t.Context(), &asked)
		require.NoError(a.t, err)
		require.Equal(a.t, a.head, position)
		of := []string{""}
		if byUnit {
			of = algebraUnits
		}
		for _, unit := range of {
			values := asked.values(sums[unit])
			for i := range figures {
				require.Equal(a.t, a.sum(q, &figures[i], unit), values[figures[i].Name], "%+v in %q of %+v", figures[i], unit, asked)
			}
		}
	}
}

// requirePlaces holds the sums of a rule's places against the postings.
func (a *algebra) requirePlaces(q *algebraQuestion) {
	figures := byDay(q.figures)[:5]
	ranges := rangesOf(figures, q.scope.period())
	measures := make(map[ledger.Measure]bool)
	for i := range figures {
		for _, m := range slices.Concat(figures[i].Measures, figures[i].Less) {
			measures[m] = true
		}
	}
	places, _, err := a.db.PlaceSums(a.t.Context(), slices.Sorted(maps.Keys(measures)), ranges, q.scope.At)
	require.NoError(a.t, err)
	everywhere := &algebraQuestion{scope: q.scope}
	for i := range figures {
		f := &figures[i]
		value := f.Value(q.scope.period(), func(m ledger.Measure, r ledger.Range) (sum int64) {
			for _, p := range places {
				if p.Measure == m {
					sum += p.Sums[slices.Index(ranges, r)]
				}
			}
			return sum
		})
		require.Equal(a.t, a.sum(everywhere, f, ""), value, "%+v", f)
	}
}

// requireList holds a list against the postings: of a flow they are its members, of what stands the things by how often they stand.
func (a *algebra) requireList(q *algebraQuestion, f *ledger.Figure) {
	var value, count int64
	net := make(map[string]int64)
	for i := range a.facts {
		x := &a.facts[i]
		if !q.scope.in(x) || !f.Range(q.scope.period()).Has(&x.Posting) || f.Sign(x.Measure) == 0 {
			continue
		}
		n := f.Of(&x.Posting, q.scope.period())
		value += n
		net[x.stream] += n
		count++
	}
	if f.Kind.ByThing {
		count = 0
		for _, n := range net {
			count += max(n, -n)
		}
	}
	if count > 5000 { // money that stands
		return
	}
	what := fmt.Sprintf("%+v in %+v", f, q.scope)
	var listed, amounts int64
	for after := (After{}); ; {
		page, err := a.db.Members(a.t.Context(), q.scope, *f, after, 400)
		require.NoError(a.t, err, what)
		if count > 0 {
			require.Equal(a.t, [...]int64{count, value}, [...]int64{page.Count, page.Value}, what)
		}
		for _, m := range page.Members {
			amounts += m.Amount
		}
		listed += int64(len(page.Members))
		if after = Next(page.Members, after); len(page.Members) < 400 {
			break
		}
	}
	if !f.Kind.ByThing || !a.isMoney(f) {
		require.Equal(a.t, [...]int64{count, value}, [...]int64{listed, amounts}, what)
	}
}

// isMoney tells whether a figure sums amounts of which a posting is more than one.
func (a *algebra) isMoney(f *ledger.Figure) bool { return f.Sign(ledger.PaymentsAmount) != 0 }
