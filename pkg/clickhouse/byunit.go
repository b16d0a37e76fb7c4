package clickhouse

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

const figuresByUnitSQL = `SELECT unit, ` + sumsSQL + `, unit`

// FiguresByUnit are the figures that Figures adds up, of each unit that has entries of its own, at one position.
func (db *DB) FiguresByUnit(
	ctx context.Context, units []string, department string, from, at calendar.Date,
) (map[string]map[string]int64, eventlog.Position, error) {
	sql, args := figuresQuery(figuresByUnitSQL, units, department, from, at)
	sums := make(map[string]map[ledger.Measure]measureSums)
	var position eventlog.Position
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		var unit, measure string
		var s measureSums
		var p uint64
		if err := rows.Scan(&unit, &measure, &s.flow, &s.stock, &s.opening, &s.overdue, &s.soon, &p); err != nil {
			return err
		}
		position = max(position, eventlog.Position(p))
		if measure == "" { // a batch's marker
			return nil
		}
		if sums[unit] == nil {
			sums[unit] = make(map[ledger.Measure]measureSums)
		}
		sums[unit][ledger.Measure(measure)] = s
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read figures by unit: %w", err)
	}
	figures := make(map[string]map[string]int64, len(sums))
	for unit, of := range sums {
		figures[unit] = figuresOf(of)
	}
	return figures, position, nil
}
