package history

import (
	"context"
	"net/url"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
)

// yearBefore is the only thing that compare asks for.
const yearBefore = "year"

// before is the same dates of the year before, under the same map, with the figures of then.
type before struct {
	told   *wire.Before
	values map[string]map[string]int64 // by row's key and figure
	isSame func(key, view string) bool // whether a row was of the same territory; the view's own key is wholeKey
}

// wholeKey stands for the view itself, which is the row of no axis.
const wholeKey = "\x00"

// before reads what the answer by an axis is held against: nil where nobody asked, the log does not know the period, or small numbers may
// be withheld. Of a period whose last day is not over it counts that day up to the same moment.
func (s *Service) before(ctx context.Context, q *question, a ledger.Axis, figures []ledger.Figure, parameters url.Values) (*before, error) {
	switch asked := parameters.Get("compare"); {
	case asked == "":
		return nil, nil
	case asked != yearBefore:
		return nil, refuse("compare", "%q is not %s", asked, yearBefore)
	case a.Name == "day" || q.isCell(parameters) || q.divides(a, parameters):
		return nil, nil
	}
	then := *q
	then.scope.From, then.scope.At = aYearBefore(q.scope.From), aYearBefore(q.scope.At)
	first, err := s.DB.FirstDay(ctx, q.scope.UpTo)
	if err != nil || first == 0 || then.scope.From < first {
		return nil, err
	}
	b := &before{
		told:   &wire.Before{From: then.scope.From.String(), At: then.scope.At.String()},
		values: make(map[string]map[string]int64), isSame: s.sameRows(q, a, then.scope.From),
	}
	if then.scope.Before, err = s.reachedThen(ctx, q); err != nil {
		return nil, err
	}
	if !then.scope.Before.IsZero() {
		b.told.Until = then.scope.Before.In(s.Topology.Location()).Format("15:04")
	}
	rows, err := s.rows(ctx, &then, a, figures)
	if err != nil {
		return nil, err
	}
	whole := make(map[string]int64)
	for i := range rows {
		b.values[rows[i].key] = rows[i].values
		for figure, value := range rows[i].values {
			whole[figure] += value
		}
	}
	b.values[wholeKey] = whole
	return b, nil
}

// aYearBefore is the same date of the year before; of 29 February the 28th.
func aYearBefore(d calendar.Date) calendar.Date {
	t := d.Time()
	then := time.Date(t.Year()-1, t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	if then.Month() != t.Month() {
		then = then.AddDate(0, 0, -1)
	}
	return calendar.DateOf(then, time.UTC)
}

// reachedThen is a year before the moment up to which the period's last day is asked for, or else has come; the zero time where that day
// is over.
func (s *Service) reachedThen(ctx context.Context, q *question) (time.Time, error) {
	if !q.scope.Before.IsZero() {
		into := q.scope.Before.Sub(q.scope.At.Midnight(s.Topology.Location()))
		return aYearBefore(q.scope.At).Midnight(s.Topology.Location()).Add(into), nil
	}
	reached, err := s.DB.Day(ctx, q.scope.UpTo)
	if err != nil || q.scope.At != reached {
		return time.Time{}, err
	}
	midnight := reached.Midnight(s.Topology.Location())
	latest, err := s.DB.Latest(ctx, reached, q.scope.UpTo)
	if err != nil {
		return time.Time{}, err
	}
	into := min(max(latest.Sub(midnight), 0), 24*time.Hour)
	if latest.IsZero() {
		into = 0
	}
	// What came last is counted, and of then all of the same minute.
	return aYearBefore(reached).Midnight(s.Topology.Location()).Add(into.Truncate(time.Minute) + time.Minute), nil
}

// sameRows tells whether a row is of the same territory in both years, under the question's map.
func (s *Service) sameRows(q *question, a ledger.Axis, from calendar.Date) func(key, view string) bool {
	whole := s.Topology.IsSame(q.units, q.view.Unit, from, q.scope.At)
	return func(key, view string) bool {
		if a.Name != "unit" || key == wholeKey || key == "" {
			return whole
		}
		v, ok := s.Topology.ViewOn(q.units, view)
		return ok && s.Topology.IsSame(q.units, v.Unit, from, q.scope.At)
	}
}

// of is what a figure was in a row's period before; nil where there is none.
func (b *before) of(key, view, figure string) *int64 {
	if b == nil || !b.isSame(key, view) {
		return nil
	}
	value := b.values[key][figure]
	return &value
}

// columns are the columns of a report's row in the period before; nil where there are none.
func (b *before) columns(key, view string) map[string]int64 {
	if b == nil || !b.isSame(key, view) {
		return nil
	}
	values := make(map[string]int64, len(columns))
	for _, c := range columns {
		values[c.id] = b.values[key][c.sum()]
	}
	return values
}

// heldAgainst puts what was before beside a report's rows.
func (b *before) heldAgainst(r *wire.Report) {
	if b == nil {
		return
	}
	r.Before = b.told
	r.Total.Before = b.columns(wholeKey, "")
	for i := range r.Rows {
		r.Rows[i].Before = b.columns(r.Rows[i].Key, r.Rows[i].View)
	}
}
