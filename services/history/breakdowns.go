package history

import (
	"context"
	"net/http"

	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
)

// maxDays bounds a breakdown by day.
const maxDays = 366

// breakdown answers GET /api/v1/breakdowns/{view}?figure=&by=: what a figure is made of. Of a stock, the row of a day is by
// how much it changed on that day. Problems: bad_request, not_yet, not_found, unavailable.
func (s *Service) breakdown(ctx context.Context, r *http.Request) (any, error) {
	figure, err := s.figure(r)
	if err != nil {
		return nil, err
	}
	q, err := s.ask(ctx, r, ledger.Noun(figure.Measures[0]))
	if err != nil {
		return nil, err
	}
	a, err := q.axis(r.URL.Query().Get("by"))
	if err != nil {
		return nil, err
	}
	if a.Name == "day" && q.scope.At-q.scope.From >= maxDays {
		return nil, refuse("from", "more than %d days before at are not told apart", maxDays)
	}
	counted := s.countsOf(figure)
	figures := []ledger.Figure{figure}
	if counted[0].Name != figure.Name {
		figures = append(figures, counted...)
	}
	rows, err := s.rows(ctx, q, a, figures)
	if err != nil {
		return nil, err
	}
	then, err := s.before(ctx, q, a, figures, r.URL.Query())
	if err != nil {
		return nil, err
	}
	answer := wire.Breakdown{
		View: q.view.ID, Map: q.units.ID, Figure: figure.Name, By: a.Name, From: q.scope.From.String(), At: q.scope.At.String(), Position: uint64(q.scope.UpTo),
		Rows: make([]wire.Share, 0, len(rows)), Standing: !figure.Kind.Periodic(),
	}
	var counts []int64 // of how many each row is
	var count int64
	for i := range rows {
		value := rows[i].values[figure.Name]
		if value == 0 && a.Name != "unit" {
			continue
		}
		counts = append(counts, rows[i].sums(counted))
		count += counts[len(counts)-1]
		answer.Total += value
		answer.Rows = append(answer.Rows, wire.Share{Key: rows[i].key, Name: rows[i].name, View: rows[i].view, Value: value, Before: then.of(rows[i].key, rows[i].view, figure.Name)})
	}
	if then != nil {
		answer.Before, answer.TotalBefore = then.told, then.of(wholeKey, "", figure.Name)
	}
	parameters := r.URL.Query()
	few := q.isCell(parameters) && wire.IsFew(count)
	if q.isCell(parameters) && count > 0 && !few {
		if few, err = s.leaveFew(ctx, q, counted, rows); err != nil {
			return nil, err
		}
	}
	switch {
	case few:
		answer.Total, answer.Rows, answer.Withheld = 0, []wire.Share{}, true
	case q.divides(a, parameters):
		s.withholdShares(q, a, &answer, counts, parameters)
	}
	return answer, nil
}

// leaveFew tells whether any of the figures leaves out a few, see leavesFew; rows have what they count.
func (s *Service) leaveFew(ctx context.Context, q *question, figures []ledger.Figure, rows []row) (bool, error) {
	for _, f := range figures {
		var counts int64
		for i := range rows {
			counts += rows[i].values[f.Name]
		}
		if few, err := s.leavesFew(ctx, q, f, counts); few || err != nil {
			return few, err
		}
	}
	return false, nil
}
