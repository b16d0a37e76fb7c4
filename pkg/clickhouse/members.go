package clickhouse

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

// MaxMembers bounds a page of Members or of a Timeline: a thousand, and one more that tells whether another page follows.
const MaxMembers = 1001

// Member is one of the things that make a figure up: of a flow an event, of a stock a stream, with the event that
// put it there.
type Member struct {
	Address    eventlog.Address
	Type       event.Type
	Subject    string
	Occurred   time.Time
	Unit       string
	Department string
	Procedure  string
	Aspect     string
	Level      string
	Due        calendar.Date // 0: none
	// Amount is what it adds to the figure: 1 for what is counted. It is −1 for a stream whose leaving is dated before its
	// coming, at a cut between the two.
	Amount int64

	last eventlog.Address // of a stock the last posting of its stream: by it the list is ordered
}

// After is where a page begins: after Skip members of the event, or of the stream whose last event is, at Address. The zero
// After is the beginning.
type After struct {
	Address eventlog.Address
	Skip    int
}

// Page is a part of the members of a figure.
type Page struct {
	Count   int64 // how many members the figure has, on all pages
	Value   int64 // the sum of all their amounts: the figure
	Members []Member
}

const flowTotalsSQL = `SELECT count(), sum(%s) FROM ledger WHERE %s`

// A page of a flow. The order is total but for members that are alike in everything shown.
const flowSQL = `SELECT position, idx, unit, department, procedure, aspect, level, toInt32(due), %s
FROM ledger
WHERE %s%s
ORDER BY position DESC, idx DESC, measure, unit, department, procedure, aspect, level, due, amount
LIMIT @limit OFFSET @skip`

// The streams of a page of a stock, the last changed first: those that do not cancel out; and beside each the totals of all
// of them. An address is packed into one number, because the greatest of tuples is slow to find.
const standingSQL = `SELECT stream, net, toUInt64(bitShiftRight(last, 32)), toUInt32(bitAnd(last, 4294967295)), members, value
FROM
(
    SELECT stream, sum(%s) AS net, max(bitShiftLeft(toUInt128(position), 32) + idx) AS last,
        toInt64(sum(abs(net)) OVER ()) AS members, sum(net) OVER () AS value
    FROM ledger
    WHERE %s
    GROUP BY stream
    HAVING net != 0
)
WHERE %s
ORDER BY last DESC
LIMIT @streams`

// The postings by which streams stand, of each its latest first.
const standingPostingsSQL = `SELECT stream, position, idx, unit, department, procedure, aspect, level, toInt32(due), %s
FROM ledger
PREWHERE stream IN @these AND %s
ORDER BY stream, position DESC, idx DESC, measure, due`

const (
	flowAfterSQL  = " AND (position, idx) <= (@afterPosition, @afterIndex)"
	stockAfterSQL = "last <= bitShiftLeft(toUInt128(@afterPosition), 32) + @afterIndex"
)

// Members lists the members of a figure, latest event first, at most limit and MaxMembers of them.
func (db *DB) Members(ctx context.Context, scope Scope, figure ledger.Figure, after After, limit int) (Page, error) {
	if limit <= 0 || limit > MaxMembers {
		limit = MaxMembers
	}
	list := db.flowed
	if figure.Kind.ByThing {
		list = db.standing
	}
	page, err := list(ctx, &scope, figure, after, limit)
	if err == nil {
		err = db.describe(ctx, page.Members)
	}
	if err != nil {
		return Page{}, fmt.Errorf("list members of %s: %w", figure.Name, err)
	}
	return page, nil
}

// flowed is a page of a flow.
func (db *DB) flowed(ctx context.Context, scope *Scope, figure ledger.Figure, after After, limit int) (Page, error) {
	var page Page
	where, args := scope.where([]ledger.Figure{figure})
	var count uint64
	err := db.query(ctx, fmt.Sprintf(flowTotalsSQL, amountSQL(&figure), where), args, func(rows driver.Rows) error { return rows.Scan(&count, &page.Value) })
	if err != nil {
		return page, err
	}
	page.Count = int64(count)
	sql, args := flowQuery(scope, figure, after, limit)
	return page, db.query(ctx, sql, args, func(rows driver.Rows) error {
		var m Member
		err := m.scan(rows)
		m.last = m.Address
		page.Members = append(page.Members, m)
		return err
	})
}

func flowQuery(scope *Scope, figure ledger.Figure, after After, limit int) (string, []any) {
	where, args := scope.where([]ledger.Figure{figure})
	args = append(args, named("limit", limit), named("skip", after.Skip))
	if after == (After{}) {
		return fmt.Sprintf(flowSQL, amountSQL(&figure), where, ""), args
	}
	return fmt.Sprintf(flowSQL, amountSQL(&figure), where, flowAfterSQL), append(args, after.arguments()...)
}

// stream is one that stands in a stock: net times.
type stream struct {
	net  int64
	last eventlog.Address
}

// standing is a page of a stock. A stream that stands there n times (three sites of one model) is n members: its last n
// postings of that sign.
func (db *DB) standing(ctx context.Context, scope *Scope, figure ledger.Figure, after After, limit int) (Page, error) {
	var page Page
	streams := make(map[uint64]stream)
	var order []uint64
	sql, args := standingQuery(scope, figure, after, limit)
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		var id, position uint64
		var index uint32
		var s stream
		err := rows.Scan(&id, &s.net, &position, &index, &page.Count, &page.Value)
		s.last = address(position, index)
		streams[id] = s
		order = append(order, id)
		return err
	})
	if err != nil {
		return page, err
	}
	if len(order) == 0 && after != (After{}) { // beyond the last page: the totals are what they are
		first, err := db.standing(ctx, scope, figure, After{}, 1)
		return Page{Count: first.Count, Value: first.Value}, err
	}
	postings, err := db.standingPostings(ctx, scope, figure, streams)
	if err != nil {
		return page, err
	}
	for _, id := range order {
		page.Members = append(page.Members, postings[id]...)
	}
	page.Members = page.Members[min(after.Skip, len(page.Members)):]
	page.Members = page.Members[:min(limit, len(page.Members))]
	return page, nil
}

func standingQuery(scope *Scope, figure ledger.Figure, after After, limit int) (string, []any) {
	where, args := scope.where([]ledger.Figure{figure})
	args = append(args, named("streams", limit+1)) // one more: the first may be wholly on the page before
	if after == (After{}) {
		return fmt.Sprintf(standingSQL, amountSQL(&figure), where, "1"), args
	}
	return fmt.Sprintf(standingSQL, amountSQL(&figure), where, stockAfterSQL), append(args, after.arguments()...)
}

// standingPostings are the postings by which each of the streams stands.
func (db *DB) standingPostings(ctx context.Context, scope *Scope, figure ledger.Figure, streams map[uint64]stream) (map[uint64][]Member, error) {
	if len(streams) == 0 {
		return nil, nil
	}
	where, args := scope.where([]ledger.Figure{figure})
	args = append(args, named("these", slices.Sorted(maps.Keys(streams))))
	postings := make(map[uint64][]Member, len(streams))
	err := db.query(ctx, fmt.Sprintf(standingPostingsSQL, amountSQL(&figure), where), args, func(rows driver.Rows) error {
		var id uint64
		var m Member
		if err := m.scan(rows, &id); err != nil {
			return err
		}
		s := streams[id]
		m.last = s.last
		if (m.Amount > 0) == (s.net > 0) && int64(len(postings[id])) < max(s.net, -s.net) {
			postings[id] = append(postings[id], m)
		}
		return nil
	})
	return postings, err
}

// scan reads a row of a posting, after what stands before it.
func (m *Member) scan(rows driver.Rows, before ...any) error {
	var position uint64
	var index uint32
	var due int32
	err := rows.Scan(append(before, &position, &index, &m.Unit, &m.Department, &m.Procedure, &m.Aspect, &m.Level, &due, &m.Amount)...)
	m.Address, m.Due = address(position, index), calendar.Date(due)
	return err
}

func (a After) arguments() []any {
	return []any{named("afterPosition", uint64(a.Address.Position)), named("afterIndex", a.Address.Index)}
}

// Next is where the page after this one begins, given where this one began.
func Next(page []Member, began After) After {
	if len(page) == 0 {
		return began
	}
	next := After{Address: page[len(page)-1].last}
	for _, m := range page {
		if m.last == next.Address {
			next.Skip++
		}
	}
	if next.Address == began.Address { // the whole page is of that one event or stream
		next.Skip += began.Skip
	}
	return next
}

// describe tells of each member what its event was.
func (db *DB) describe(ctx context.Context, members []Member) error {
	if len(members) == 0 {
		return nil
	}
	at := make(map[eventlog.Address][]int, len(members))
	var addresses strings.Builder
	for i, m := range members {
		if at[m.Address] == nil {
			fmt.Fprintf(&addresses, ",(%d,%d)", m.Address.Position, m.Address.Index)
		}
		at[m.Address] = append(at[m.Address], i)
	}
	sql := "SELECT position, idx, type, subject, occurred_at FROM events WHERE (position, idx) IN (" + addresses.String()[1:] + ")"
	return db.query(ctx, sql, nil, func(rows driver.Rows) error {
		var position uint64
		var index uint32
		var m Member
		if err := rows.Scan(&position, &index, (*string)(&m.Type), &m.Subject, &m.Occurred); err != nil {
			return err
		}
		for _, i := range at[address(position, index)] {
			members[i].Type, members[i].Subject, members[i].Occurred = m.Type, m.Subject, m.Occurred
		}
		return nil
	})
}

func address(position uint64, index uint32) eventlog.Address {
	return eventlog.Address{Position: eventlog.Position(position), Index: int(index)}
}
