package clickhouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

// The marker of the batches carries the position, so that it is read with the sums.
const figuresSQL = `SELECT %[1]smeasure, max(position), %[2]s
FROM rollup
WHERE grain = 1 AND (measure = ''%[3]s)
GROUP BY %[1]smeasure`

// Figures are the values of the figures of ledger.Figures that sums by day keep, at the end of the day at: of the days since from, in the
// units (nil: everywhere) and the department ("": all), and the position that they are of.
func (db *DB) Figures(ctx context.Context, units []string, department string, from, at calendar.Date) (map[string]int64, eventlog.Position, error) {
	q := figuresQuestion{figures: ledger.FiguresByDay(), units: units, department: department, period: ledger.Period{From: from, At: at}}
	byUnit, position, err := db.sumFigures(ctx, &q)
	if err != nil {
		return nil, 0, fmt.Errorf("read figures: %w", err)
	}
	return q.values(byUnit[""]), position, nil
}

// FiguresByUnit are the figures that Figures adds up, of each unit that has postings of its own, at one position.
func (db *DB) FiguresByUnit(
	ctx context.Context, units []string, department string, from, at calendar.Date,
) (map[string]map[string]int64, eventlog.Position, error) {
	q := figuresQuestion{
		figures: ledger.FiguresByDay(), units: units, department: department, period: ledger.Period{From: from, At: at}, byUnit: true,
	}
	byUnit, position, err := db.sumFigures(ctx, &q)
	if err != nil {
		return nil, 0, fmt.Errorf("read figures by unit: %w", err)
	}
	figures := make(map[string]map[string]int64, len(byUnit))
	for unit, sums := range byUnit {
		figures[unit] = q.values(sums)
	}
	return figures, position, nil
}

// figuresQuestion is what the rollup is asked.
type figuresQuestion struct {
	figures    []ledger.Figure
	units      []string // nil: everywhere
	department string   // "": all
	period     ledger.Period
	byUnit     bool
}

// measureSums are sums by measure, of each in the order of the ranges.
type measureSums map[ledger.Measure][]int64

// values are the figures of a question, of what it summed.
func (q *figuresQuestion) values(sums measureSums) map[string]int64 {
	ranges := rangesOf(q.figures, q.period)
	values := make(map[string]int64, len(q.figures))
	for i := range q.figures {
		f := &q.figures[i]
		values[f.Name] = f.Value(q.period, func(m ledger.Measure, r ledger.Range) int64 {
			if of := sums[m]; of != nil {
				return of[slices.Index(ranges, r)]
			}
			return 0
		})
	}
	return values
}

// sumFigures are the sums by unit, or of all of them under "".
func (db *DB) sumFigures(ctx context.Context, q *figuresQuestion) (map[string]measureSums, eventlog.Position, error) {
	sql, args := q.query()
	byUnit := make(map[string]measureSums)
	var position eventlog.Position
	var unit, measure string
	var p uint64
	into := []any{&measure, &p}
	if q.byUnit {
		into = append([]any{&unit}, into...)
	}
	before := len(into)
	into = append(into, make([]any, len(rangesOf(q.figures, q.period)))...)
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		sums := make([]int64, len(into)-before)
		for i := range sums {
			into[before+i] = &sums[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		position = max(position, eventlog.Position(p))
		if measure == "" { // a batch's marker
			return nil
		}
		if byUnit[unit] == nil {
			byUnit[unit] = make(measureSums)
		}
		byUnit[unit][ledger.Measure(measure)] = sums
		return nil
	})
	return byUnit, position, err
}

func (q *figuresQuestion) query() (string, []any) {
	var within []string
	var args []any
	if q.units != nil {
		within = append(within, "unit IN @units")
		args = append(args, named("units", q.units))
	}
	if q.department != "" {
		within = append(within, "department = @department")
		args = append(args, named("department", q.department))
	}
	if len(within) == 0 {
		within = []string{"1"}
	}
	key := ""
	if q.byUnit {
		key = "unit, "
	}
	return fmt.Sprintf(figuresSQL, key, sumsSQL(rangesOf(q.figures, q.period)), " OR "+strings.Join(within, " AND ")), args
}

func named(name string, value any) driver.NamedValue {
	return driver.NamedValue{Name: name, Value: value}
}
