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

const reportedSQL = `SELECT ` + eventColumnsSQL + `
FROM events AS e
WHERE e.type = 'indicator.reported.v1' AND e.unit = @unit AND JSONExtractString(e.data, 'as_of') <= @at
    AND NOT JSONExtractBool(e.data, 'ignored')
ORDER BY JSONExtractString(e.data, 'to') DESC, JSONExtractString(e.data, 'from'), e.position DESC, e.idx DESC
LIMIT 1 BY e.subject`

// Reported is, of each indicator that an issuer reports of the unit, the report of the latest period as of the day at: by what had
// been reported as of then. What the service ignored, because it repeated or preceded what was known of its period, is passed over,
// and of two periods that end on one day the longer holds, as in the frame.
func (db *DB) Reported(ctx context.Context, unit string, at calendar.Date) ([]eventlog.Located, error) {
	var reports []eventlog.Located
	args := []any{named("unit", unit), named("at", ledger.Storable(at).Time().Format(time.DateOnly))}
	err := db.query(ctx, reportedSQL, args, func(rows driver.Rows) error {
		located, err := scanEvent(rows)
		reports = append(reports, located)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read reports of %s: %w", unit, err)
	}
	return reports, nil
}

// Contract is how an agency keeps what is expected of it for one unit.
type Contract struct {
	Issuer, Unit string
	Sums         map[ledger.Measure]int64 // the measures indicators.*; indicators.silent as it stands at the end
	LastAsOf     calendar.Date            // of its latest report; 0 for none
}

const (
	contractsSQL = `SELECT level, unit, measure, sumIf(amount, day >= toDate32(@from) OR measure = 'indicators.silent'), max(position)
FROM ledger
WHERE startsWith(measure, 'indicators.') AND day <= toDate32(@at)
GROUP BY level, unit, measure
ORDER BY level, unit, measure`
	lastReportsSQL = `SELECT JSONExtractString(data, 'issuer') AS issuer, unit, max(JSONExtractString(data, 'as_of'))
FROM events
WHERE type = 'indicator.reported.v1' AND JSONExtractString(data, 'as_of') <= @at
GROUP BY issuer, unit`
)

// Contracts are how the agencies kept what was expected of them, by agency and unit, in the days from and at and between.
func (db *DB) Contracts(ctx context.Context, from, at calendar.Date) ([]Contract, error) {
	day := func(d calendar.Date) string { return ledger.Storable(d).Time().Format(time.DateOnly) }
	var all []Contract
	index := make(map[[2]string]int)
	of := func(issuer, unit string) *Contract {
		key := [2]string{issuer, unit}
		i, ok := index[key]
		if !ok {
			i = len(all)
			index[key] = i
			all = append(all, Contract{Issuer: issuer, Unit: unit, Sums: make(map[ledger.Measure]int64)})
		}
		return &all[i]
	}
	err := db.query(ctx, contractsSQL, []any{named("from", day(from)), named("at", day(at))}, func(rows driver.Rows) error {
		var issuer, unit, measure string
		var amount int64
		var position uint64
		if err := rows.Scan(&issuer, &unit, &measure, &amount, &position); err != nil {
			return err
		}
		of(issuer, unit).Sums[ledger.Measure(measure)] = amount
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read contracts: %w", err)
	}
	err = db.query(ctx, lastReportsSQL, []any{named("at", day(at))}, func(rows driver.Rows) error {
		var issuer, unit, asOf string
		if err := rows.Scan(&issuer, &unit, &asOf); err != nil {
			return err
		}
		d, err := calendar.ParseDate(asOf)
		of(issuer, unit).LastAsOf = d
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read latest reports: %w", err)
	}
	return all, nil
}
