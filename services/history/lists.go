package history

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
)

// defaultLimit is how many members or events a page has unless another limit is asked for; at most maxLimit.
const (
	defaultLimit = 100
	maxLimit     = clickhouse.MaxMembers - 1
)

// list answers GET /api/v1/lists/{view}?figure=: the members that make the figure up.
// Problems: bad_request, not_yet, not_found, unavailable.
func (s *Service) list(ctx context.Context, r *http.Request) (any, error) {
	figure, err := s.figure(r)
	if err != nil {
		return nil, err
	}
	limit, err := limit(r.URL.Query())
	if err != nil {
		return nil, err
	}
	after, err := parseCursor(r.URL.Query().Get("cursor"))
	if err != nil {
		return nil, err
	}
	q, err := s.ask(ctx, r, ledger.Noun(figure.Measures[0]))
	if err != nil {
		return nil, err
	}
	answer := wire.List{
		View: q.view.ID, Map: q.units.ID, Figure: figure.Name, From: q.scope.From.String(), At: q.scope.At.String(), Position: uint64(q.scope.UpTo),
		Standing: !figure.Kind.Periodic(),
	}
	page, err := s.DB.Members(ctx, q.scope, figure, after, limit+1) // one more tells whether there is a next page
	if err != nil {
		return nil, err
	}
	few, err := s.isFewOfACell(ctx, q, figure, &page, r.URL.Query())
	if err != nil {
		return nil, err
	}
	if few {
		answer.Members, answer.Withheld = []wire.Member{}, true
		return answer, nil
	}
	members := page.Members
	if len(members) > limit {
		members = members[:limit]
		answer.Next = cursor(clickhouse.Next(members, after))
	}
	answer.Count, answer.Value, answer.Members = page.Count, page.Value, make([]wire.Member, 0, len(members))
	for i := range members {
		answer.Members = append(answer.Members, s.member(&members[i]))
	}
	return answer, nil
}

// isFewOfACell tells whether a list is of a single procedure in a single commune and too short to be told, or whether it tells by
// difference: the part that its other filters leave out is, or, of an amount of money, the payments or the refunds.
func (s *Service) isFewOfACell(ctx context.Context, q *question, figure ledger.Figure, page *clickhouse.Page, parameters url.Values) (bool, error) {
	if !q.isCell(parameters) || page.Count == 0 {
		return false, nil
	}
	for _, f := range s.countsOf(figure) {
		listed := page.Count
		var err error
		if f.Name != figure.Name {
			if listed, err = s.count(ctx, q.scope, f); err != nil {
				return false, err
			}
		}
		few, err := s.leavesFew(ctx, q, f, listed)
		if err != nil || few || wire.IsFew(listed) {
			return err == nil, err
		}
	}
	return false, nil
}

// leavesFew tells whether a figure that counts so many leaves out a few, by the question's filters or by being of one channel or method
// itself: the whole is told elsewhere.
func (s *Service) leavesFew(ctx context.Context, q *question, figure ledger.Figure, counted int64) (bool, error) {
	whole := q.scope
	whole.Within = maps.Clone(q.scope.Within)
	for _, part := range []ledger.Dimension{ledger.ByAspect, ledger.ByLevel, ledger.ByStatus} {
		delete(whole.Within, part)
	}
	if len(whole.Within) == len(q.scope.Within) && figure.ByDay() {
		return false, nil
	}
	figure.Only = ledger.Only{}
	all, err := s.count(ctx, whole, figure)
	return wire.IsFew(all - counted), err
}

// count is how many members a figure has.
func (s *Service) count(ctx context.Context, scope clickhouse.Scope, f ledger.Figure) (int64, error) {
	page, err := s.DB.Members(ctx, scope, f, clickhouse.After{}, 1)
	return page.Count, err
}

func (s *Service) member(m *clickhouse.Member) wire.Member {
	return wire.Member{
		Position: uint64(m.Address.Position), Index: int64(m.Address.Index), Subject: m.Subject, Type: string(m.Type),
		OccurredAt: s.local(m.Occurred), Unit: m.Unit, Department: m.Department, Procedure: m.Procedure,
		Aspect: m.Aspect, Level: m.Level, Due: dateText(m.Due), Amount: m.Amount,
	}
}

func (s *Service) local(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(s.Topology.Location()).Format(time.RFC3339)
}

func dateText(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func limit(parameters url.Values) (int, error) {
	text := parameters.Get("limit")
	if text == "" {
		return defaultLimit, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxLimit {
		return 0, refuse("limit", "%q is not a number from 1 to %d", text, maxLimit)
	}
	return n, nil
}

// cursor is After as text: position-index-skip.
func cursor(a clickhouse.After) string {
	return fmt.Sprintf("%d-%d-%d", a.Address.Position, a.Address.Index, a.Skip)
}

func parseCursor(text string) (clickhouse.After, error) {
	if text == "" {
		return clickhouse.After{}, nil
	}
	parts := strings.Split(text, "-")
	var numbers [3]uint64
	for i := range numbers {
		var err error
		if len(parts) != len(numbers) {
			return clickhouse.After{}, refuse("cursor", "%q is not the next of a page", text)
		}
		if numbers[i], err = strconv.ParseUint(parts[i], 10, [...]int{63, 32, 31}[i]); err != nil {
			return clickhouse.After{}, refuse("cursor", "%q is not the next of a page", text)
		}
	}
	return clickhouse.After{
		Address: eventlog.Address{Position: eventlog.Position(numbers[0]), Index: int(numbers[1])}, Skip: int(numbers[2]),
	}, nil
}
