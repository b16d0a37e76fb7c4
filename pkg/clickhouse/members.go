package clickhouse

import (
	"context"
	"fmt"
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

	last eventlog.Address // of a stock the last entry of its stream: by it the list is ordered
}

// After is where a page begins: after Skip members of the event, or of the stream whose last event is, at Address. The zero
// After is the beginning.
type After struct {
	Address eventlog.Address
	Skip    int
}

// A page of a flow. The order is total but for members that are alike in everything shown.
const flowSQL = `SELECT position, idx, position, idx, unit, department, procedure, aspect, level, toInt32(due), amount
FROM ledger
WHERE %s%s
ORDER BY position DESC, idx DESC, measure, unit, department, procedure, aspect, level, due, amount
LIMIT @limit OFFSET @skip`

// A page of a stock: the streams that do not cancel out, the last changed first, and only then, of those on the page, the
// entries. A stream of which n stand there (three sites of one model) is n members: its last n entries of that sign. An
// address is packed into one number, because the greatest of tuples is slow to find.
const stockSQL = `SELECT toUInt64(bitShiftRight(last, 32)), toUInt32(bitAnd(last, 4294967295)),
    position, idx, unit, department, procedure, aspect, level, toInt32(due), amount
FROM
(
    SELECT position, idx, unit, department, procedure, aspect, level, due, amount, net, last,
        row_number() OVER (PARTITION BY stream ORDER BY position DESC, idx DESC, measure, due) AS nth
    FROM ledger
    INNER JOIN
    (
        SELECT stream, sum(amount) AS net, max(bitShiftLeft(toUInt128(position), 32) + idx) AS last
        FROM ledger
        WHERE %[1]s
        GROUP BY stream
        HAVING net != 0%[2]s
        ORDER BY last DESC
        LIMIT @streams
    ) AS standing USING (stream)
    WHERE %[1]s AND (amount > 0) = (net > 0)
)
WHERE nth <= abs(net)
ORDER BY last DESC, nth
LIMIT @limit OFFSET @skip`

const (
	flowAfterSQL  = " AND (position, idx) <= (@afterPosition, @afterIndex)"
	stockAfterSQL = " AND last <= bitShiftLeft(toUInt128(@afterPosition), 32) + @afterIndex"
)

// Members lists the members of a figure, latest event first, at most limit and MaxMembers of them.
func (db *DB) Members(ctx context.Context, scope Scope, figure ledger.Figure, after After, limit int) ([]Member, error) {
	sql, args := membersQuery(&scope, figure, after, limit)
	var members []Member
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		var m Member
		var position, lastPosition uint64
		var index, lastIndex uint32
		var due int32
		err := rows.Scan(&lastPosition, &lastIndex, &position, &index, &m.Unit, &m.Department, &m.Procedure, &m.Aspect, &m.Level, &due, &m.Amount)
		m.Address, m.last = address(position, index), address(lastPosition, lastIndex)
		m.Due = calendar.Date(due)
		members = append(members, m)
		return err
	})
	if err == nil {
		err = db.describe(ctx, members)
	}
	if err != nil {
		return nil, fmt.Errorf("list members of %s: %w", figure.Name, err)
	}
	return members, nil
}

func membersQuery(scope *Scope, figure ledger.Figure, after After, limit int) (string, []any) {
	where, args := scope.where([]ledger.Figure{figure})
	if limit <= 0 || limit > MaxMembers {
		limit = MaxMembers
	}
	sql, afterSQL := stockSQL, stockAfterSQL
	if figure.Kind == ledger.Flow {
		sql, afterSQL = flowSQL, flowAfterSQL
	} else {
		args = append(args, named("streams", limit+1)) // one more: the first may be wholly on the page before
	}
	args = append(args, named("limit", limit), named("skip", after.Skip))
	if after == (After{}) {
		return fmt.Sprintf(sql, where, ""), args
	}
	args = append(args, named("afterPosition", uint64(after.Address.Position)), named("afterIndex", after.Address.Index))
	return fmt.Sprintf(sql, where, afterSQL), args
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

const (
	flowTotalsSQL  = `SELECT count(), sum(amount) FROM ledger WHERE %s`
	stockTotalsSQL = `SELECT toUInt64(sum(abs(net))), sum(net) FROM (SELECT sum(amount) AS net FROM ledger WHERE %s GROUP BY stream)`
)

// Count is how many members a figure has, and the sum of their amounts: the figure's value.
func (db *DB) Count(ctx context.Context, scope Scope, figure ledger.Figure) (members, value int64, err error) {
	where, args := scope.where([]ledger.Figure{figure})
	sql := stockTotalsSQL
	if figure.Kind == ledger.Flow {
		sql = flowTotalsSQL
	}
	var n uint64
	err = db.query(ctx, fmt.Sprintf(sql, where), args, func(rows driver.Rows) error { return rows.Scan(&n, &value) })
	if err != nil {
		return 0, 0, fmt.Errorf("count members of %s: %w", figure.Name, err)
	}
	return int64(n), value, nil
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
