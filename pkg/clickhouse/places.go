package clickhouse

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

// PlaceSum is the sums of one measure's postings of one unit itself and one department ("" where the postings name none).
type PlaceSum struct {
	Unit, Department string
	Measure          ledger.Measure
	Sums             []int64   // of each of the ranges asked for
	Occurred         time.Time // the latest of the postings up to the day at; zero if there is none
	Simulated        bool      // any of the postings
}

// Sums by hour, due date and day lie side by side in the rollup, and its key begins with the measure: what is read is the measures asked
// for, once, however many ranges are.
const placeSumsSQL = `SELECT unit, department, measure, [%s] AS sums,
    toUnixTimestamp64Milli(maxIf(occurred, day <= %s)),
    max(simulated), max(position)
FROM rollup
WHERE grain = 1 AND (measure = '' OR measure IN @measures)
GROUP BY unit, department, measure`

// PlaceSums sums the measures by unit and department, all as of one position, which it returns. The ranges are of all axes.
func (db *DB) PlaceSums(
	ctx context.Context, measures []ledger.Measure, ranges []ledger.Range, at calendar.Date,
) ([]PlaceSum, eventlog.Position, error) {
	sql, args := placeSumsQuery(measures, ranges, at)
	var sums []PlaceSum
	var position eventlog.Position
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		var s PlaceSum
		var measure string
		var occurred int64
		var simulated uint8
		var p uint64
		if err := rows.Scan(&s.Unit, &s.Department, &measure, &s.Sums, &occurred, &simulated, &p); err != nil {
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

func placeSumsQuery(measures []ledger.Measure, ranges []ledger.Range, at calendar.Date) (string, []any) {
	names := make([]string, len(measures))
	for i, m := range measures {
		names[i] = string(m)
	}
	return fmt.Sprintf(placeSumsSQL, sumsSQL(ranges), dateSQL(at)), []any{named("measures", names)}
}
