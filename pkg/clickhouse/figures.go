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

// The marker of the batches carries the position, so that it is read with the sums.
const (
	sumsSQL = `measure,
    sumIf(amount, day BETWEEN toDate32(@from) AND toDate32(@at)) AS flow,
    sumIf(amount, day <= toDate32(@at)) AS stock,
    sumIf(amount, day < toDate32(@from)) AS opening,
    sumIf(amount, day <= toDate32(@at) AND due != toDate32('1970-01-01') AND due < toDate32(@at)) AS overdue,
    sumIf(amount, day <= toDate32(@at) AND due BETWEEN toDate32(@at) AND addDays(toDate32(@at), 1)) AS soon,
    max(position)
FROM rollup
WHERE grain = 1 AND (measure = ''%s)
GROUP BY measure`
	figuresSQL = `SELECT ` + sumsSQL
)

// Figures are the values of every figure of ledger.Figures at the end of the day at: flows
// since from, in the units (nil: everywhere) and the department ("": all), and the position
// that they are of.
func (db *DB) Figures(ctx context.Context, units []string, department string, from, at calendar.Date) (map[string]int64, eventlog.Position, error) {
	sql, args := figuresQuery(figuresSQL, units, department, from, at)
	sums := make(map[ledger.Measure]measureSums)
	var position eventlog.Position
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		var measure string
		var s measureSums
		var p uint64
		if err := rows.Scan(&measure, &s.flow, &s.stock, &s.opening, &s.overdue, &s.soon, &p); err != nil {
			return err
		}
		sums[ledger.Measure(measure)] = s
		position = max(position, eventlog.Position(p))
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read figures: %w", err)
	}
	return figuresOf(sums), position, nil
}

func figuresQuery(sql string, units []string, department string, from, at calendar.Date) (string, []any) {
	within := " OR 1"
	args := []any{
		named("from", ledger.Storable(from).Time().Format(time.DateOnly)),
		named("at", ledger.Storable(at).Time().Format(time.DateOnly)),
	}
	if units != nil {
		within = " OR (unit IN @units"
		args = append(args, named("units", units))
		if department != "" {
			within += " AND department = @department"
		}
		within += ")"
	} else if department != "" {
		within = " OR department = @department"
	}
	if department != "" {
		args = append(args, named("department", department))
	}
	return fmt.Sprintf(sql, within), args
}

type measureSums struct{ flow, stock, opening, overdue, soon int64 }

func figuresOf(sums map[ledger.Measure]measureSums) map[string]int64 {
	figures := make(map[string]int64)
	for _, f := range ledger.Figures() {
		var value int64
		for _, m := range f.Measures {
			switch s := sums[m]; f.Kind {
			case ledger.Flow, ledger.Cohort:
				value += s.flow
			case ledger.Stock:
				value += s.stock
			case ledger.Overdue:
				value += s.overdue
			case ledger.InTime:
				value += s.stock - s.overdue
			case ledger.DueSoon:
				value += s.soon
			case ledger.Opening:
				value += s.opening
			}
		}
		figures[f.Name] = value
	}
	return figures
}

func named(name string, value any) driver.NamedValue {
	return driver.NamedValue{Name: name, Value: value}
}
