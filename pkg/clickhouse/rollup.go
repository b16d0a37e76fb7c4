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

// Grain is what a row of the rollup sums over.
type Grain uint8

const (
	// GrainDay sums by measure, unit, department, day, hour and due date.
	GrainDay Grain = 1
	// GrainProcedure sums by measure, unit, department, procedure and year.
	GrainProcedure Grain = 2
)

// RollupRow is a sum, or a part of one. The members that its grain does not sum by are zero.
type RollupRow struct {
	Grain      Grain
	Measure    ledger.Measure
	Unit       string
	Department string
	Procedure  string
	Year       int
	Day        calendar.Date
	Hour       uint8 // ledger.NoHour on days before the hours asked for
	Due        calendar.Date
	Amount     int64
	// Checksum is the sum of the postings' checksums. It cannot be computed from the row,
	// which may have lost its hour.
	Checksum uint64
	// Position, Recorded and Occurred are the latest of the postings summed.
	Position  eventlog.Position
	Recorded  time.Time
	Occurred  time.Time
	Simulated bool // any of them
}

// The rows are as they lie in the table: to sum them up first costs ten times the reading.
const rollupSQL = `SELECT grain, measure, unit, department, procedure, year, toInt32(day), if(day >= toDate32(?), hour, 24), toInt32(due),
    amount, checksum, position, toUnixTimestamp64Milli(recorded), toUnixTimestamp64Milli(occurred), simulated
FROM rollup`

// LoadRollup calls row for every row of the rollup, all as of one position, which it
// returns. Rows of one key may come several times, each with a part of the sum, in any
// order. Hours are told apart from the day hoursFrom on. Strings are shared among rows.
func (db *DB) LoadRollup(ctx context.Context, hoursFrom calendar.Date, row func(RollupRow) error) (eventlog.Position, error) {
	var position eventlog.Position
	scanner := rollupScanner{texts: make(map[string]string)}
	first := ledger.Storable(hoursFrom).Time().Format(time.DateOnly)
	err := db.query(ctx, rollupSQL, []any{first}, func(rows driver.Rows) error {
		r, err := scanner.scan(rows)
		if err != nil {
			return err
		}
		position = max(position, r.Position)
		if r.Measure == "" { // a batch's marker
			return nil
		}
		return row(r)
	})
	if err != nil {
		return 0, fmt.Errorf("load rollup: %w", err)
	}
	return position, nil
}

type rollupScanner struct {
	texts                                map[string]string
	measure, unit, department, procedure string
	grain, simulated                     uint8
	year                                 uint16
	day, due                             int32
	position                             uint64
	recorded, occurred                   int64
}

func (s *rollupScanner) scan(rows driver.Rows) (RollupRow, error) {
	var r RollupRow
	err := rows.Scan(&s.grain, &s.measure, &s.unit, &s.department, &s.procedure, &s.year, &s.day, &r.Hour, &s.due,
		&r.Amount, &r.Checksum, &s.position, &s.recorded, &s.occurred, &s.simulated)
	if err != nil {
		return r, err
	}
	r.Grain, r.Year = Grain(s.grain), int(s.year)
	r.Measure, r.Unit = ledger.Measure(s.intern(s.measure)), s.intern(s.unit)
	r.Department, r.Procedure = s.intern(s.department), s.intern(s.procedure)
	r.Day, r.Due = calendar.Date(s.day), calendar.Date(s.due)
	r.Position, r.Simulated = eventlog.Position(s.position), s.simulated != 0
	r.Recorded, r.Occurred = time.UnixMilli(s.recorded).UTC(), time.UnixMilli(s.occurred).UTC()
	return r, nil
}

func (s *rollupScanner) intern(text string) string {
	if known, ok := s.texts[text]; ok {
		return known
	}
	s.texts[text] = text
	return text
}

// Check is what ClickHouse holds at one position, to be compared with what another sum of
// the same log holds there.
type Check struct {
	Position eventlog.Position
	Checksum uint64 // Σ ledger.Posting.Checksum, modulo 2^64
	Sums     map[ledger.Measure]int64
}

const checkSQL = `SELECT measure, sum(amount), sum(checksum), max(position) FROM rollup WHERE grain = 1 GROUP BY measure`

// Check sums the rollup, at one position.
func (db *DB) Check(ctx context.Context) (Check, error) {
	c := Check{Sums: make(map[ledger.Measure]int64)}
	err := db.query(ctx, checkSQL, nil, func(rows driver.Rows) error {
		var measure string
		var sum int64
		var checksum, position uint64
		if err := rows.Scan(&measure, &sum, &checksum, &position); err != nil {
			return err
		}
		c.Position = max(c.Position, eventlog.Position(position))
		c.Checksum += checksum
		if measure != "" {
			c.Sums[ledger.Measure(measure)] = sum
		}
		return nil
	})
	if err != nil {
		return Check{}, fmt.Errorf("check the sums: %w", err)
	}
	return c, nil
}

// Counts are the numbers of rows that hold the log's events and their postings.
type Counts struct{ Events, Postings uint64 }

const countsSQL = `SELECT (SELECT count() FROM events), (SELECT count() FROM ledger WHERE measure != '')`

// Counts counts the rows, which shows a batch that is missing or there twice.
func (db *DB) Counts(ctx context.Context) (c Counts, err error) {
	err = db.query(ctx, countsSQL, nil, func(rows driver.Rows) error { return rows.Scan(&c.Events, &c.Postings) })
	if err != nil {
		return Counts{}, fmt.Errorf("count the rows: %w", err)
	}
	return c, nil
}
