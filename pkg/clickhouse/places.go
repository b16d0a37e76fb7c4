package clickhouse

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

// PlaceSum is the sums of one measure's entries of one unit itself and one department ("" where the entries name none).
type PlaceSum struct {
	Unit, Department string
	Measure          ledger.Measure
	// UpTo are the sums of the entries of all days up to each of the days asked for.
	UpTo []int64
	// Overdue and DueSoon are the parts of the sum up to the day at that ledger.Overdue and ledger.DueSoon count.
	Overdue, DueSoon int64
	Occurred         time.Time // the latest of the entries up to the day at; zero if there is none
	Simulated        bool      // any of the entries
}

// Sums by hour, due date and day lie side by side in the rollup, and its key begins with the measure: what is read is the measures asked
// for, once, however many days are.
const placeSumsSQL = `SELECT unit, department, measure, [%s] AS upto,
    sumIf(amount, day <= toDate32(@at) AND due != toDate32('1970-01-01') AND due < toDate32(@at)) AS overdue,
    sumIf(amount, day <= toDate32(@at) AND due BETWEEN toDate32(@at) AND addDays(toDate32(@at), 1)) AS soon,
    toUnixTimestamp64Milli(maxIf(occurred, day <= toDate32(@at))),
    max(simulated), max(position)
FROM rollup
WHERE grain = 1 AND (measure = '' OR measure IN @measures)
GROUP BY unit, department, measure`

// PlaceSums sums the measures by unit and department, all as of one position, which it returns.
func (db *DB) PlaceSums(
	ctx context.Context, measures []ledger.Measure, days []calendar.Date, at calendar.Date,
) ([]PlaceSum, eventlog.Position, error) {
	sql, args := placeSumsQuery(measures, days, at)
	var sums []PlaceSum
	var position eventlog.Position
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		var s PlaceSum
		var measure string
		var occurred int64
		var simulated uint8
		var p uint64
		if err := rows.Scan(&s.Unit, &s.Department, &measure, &s.UpTo, &s.Overdue, &s.DueSoon, &occurred, &simulated, &p); err != nil {
			return err
		}
		position = max(position, eventlog.Position(p))
		if measure == "" { // a batch's marker
			return nil
		}
		s.Measure, s.Simulated = ledger.Measure(measure), simulated != 0
		if occurred != 0 {
			s.Occurred = time.UnixMilli(occurred).UTC()
		}
		sums = append(sums, s)
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("sum by places: %w", err)
	}
	return sums, position, nil
}

func placeSumsQuery(measures []ledger.Measure, days []calendar.Date, at calendar.Date) (string, []any) {
	text := func(d calendar.Date) string { return ledger.Storable(d).Time().Format(time.DateOnly) }
	upTo := make([]string, len(days))
	for i, d := range days {
		upTo[i] = fmt.Sprintf("sumIf(amount, day <= toDate32('%s'))", text(d))
	}
	names := make([]string, len(measures))
	for i, m := range measures {
		names[i] = string(m)
	}
	return fmt.Sprintf(placeSumsSQL, strings.Join(upTo, ", ")), []any{named("at", text(at)), named("measures", names)}
}
