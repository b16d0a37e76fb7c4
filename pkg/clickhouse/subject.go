package clickhouse

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

const timelineSQL = `SELECT ` + eventColumnsSQL + `
FROM events AS e
WHERE e.subject = @subject AND e.position <= @upTo AND (e.position, e.idx) > (@afterPosition, @afterIndex)
ORDER BY e.position, e.idx
LIMIT @limit`

// Timeline are the events of one subject, first ones first, after an address (zero: from the beginning) and up to a cut;
// at most limit and MaxMembers of them.
func (db *DB) Timeline(ctx context.Context, subject string, after eventlog.Address, upTo eventlog.Position, limit int) ([]eventlog.Located, error) {
	if limit <= 0 || limit > MaxMembers {
		limit = MaxMembers
	}
	events, err := db.events(ctx, timelineSQL, []any{
		named("subject", subject), named("upTo", min(uint64(upTo), math.MaxInt64)),
		named("afterPosition", uint64(after.Position)), named("afterIndex", after.Index), named("limit", limit),
	})
	if err != nil {
		return nil, fmt.Errorf("read timeline of %s: %w", subject, err)
	}
	return events, nil
}

const reportsSQL = `SELECT ` + eventColumnsSQL + `
FROM events AS e
PREWHERE e.type = @type AND startsWith(e.subject, @prefix) AND e.position <= @upTo
WHERE JSONExtractString(e.data, 'from') BETWEEN @from AND @to AND JSONExtractString(e.data, 'to') BETWEEN @from AND @to
ORDER BY e.position, e.idx`

// Reports are the reports, in the order of the log, of the indicators whose ids begin with prefix and whose period lies
// within the days from and to, at a cut.
func (db *DB) Reports(ctx context.Context, prefix string, from, to calendar.Date, upTo eventlog.Position) ([]eventlog.Located, error) {
	events, err := db.events(ctx, reportsSQL, []any{
		named("type", string(event.IndicatorReported)), named("prefix", string(event.NounIndicator)+"/"+prefix),
		named("upTo", min(uint64(upTo), math.MaxInt64)), named("from", from.String()), named("to", to.String()),
	})
	if err != nil {
		return nil, fmt.Errorf("read reports of %s…: %w", prefix, err)
	}
	return events, nil
}

func (db *DB) events(ctx context.Context, sql string, args []any) ([]eventlog.Located, error) {
	var events []eventlog.Located
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		located, err := scanEvent(rows)
		events = append(events, located)
		return err
	})
	return events, err
}

const billsPaidOnSQL = `SELECT DISTINCT subject
FROM events
PREWHERE type IN @types AND position <= @upTo AND occurred_at >= @from AND occurred_at < @to
WHERE JSONExtractString(data, 'paid_on') = @day
ORDER BY subject
LIMIT @limit`

// BillsPaidOn are the subjects of the bills that were paid on a day of a place, by their sources' time, at a cut.
func (db *DB) BillsPaidOn(ctx context.Context, day calendar.Date, loc *time.Location, upTo eventlog.Position, limit int) ([]string, error) {
	var subjects []string
	args := []any{
		named("types", typesOf([]event.Noun{event.NounPayment})), named("upTo", min(uint64(upTo), math.MaxInt64)),
		named("day", day.String()), named("limit", limit),
		named("from", day.Midnight(loc).UTC()), named("to", (day + 1).Midnight(loc).UTC()),
	}
	err := db.query(ctx, billsPaidOnSQL, args, func(rows driver.Rows) error {
		var subject string
		err := rows.Scan(&subject)
		subjects = append(subjects, subject)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the bills paid on %s: %w", day, err)
	}
	return subjects, nil
}

const (
	firstDaySQL = `SELECT JSONExtractString(data, 'date') FROM events WHERE type = @type AND position <= @upTo ORDER BY position LIMIT 1`
	latestSQL   = `SELECT toUnixTimestamp64Milli(max(occurred)) FROM ledger WHERE day = toDate32(@day) AND position <= @upTo`
)

// FirstDay is the first day that the log's clock has opened at a cut; 0 before it.
func (db *DB) FirstDay(ctx context.Context, upTo eventlog.Position) (calendar.Date, error) {
	return db.clockDay(ctx, firstDaySQL, upTo)
}

// Latest is when the latest of what counts on a day occurred, as it is known at a cut; the zero time for nothing.
func (db *DB) Latest(ctx context.Context, day calendar.Date, upTo eventlog.Position) (time.Time, error) {
	var millis int64
	args := []any{named("day", dayText(day)), named("upTo", min(uint64(upTo), math.MaxInt64))}
	err := db.query(ctx, latestSQL, args, func(rows driver.Rows) error { return rows.Scan(&millis) })
	if err != nil {
		return time.Time{}, fmt.Errorf("read what came last on %s: %w", day, err)
	}
	if millis == 0 {
		return time.Time{}, nil
	}
	return time.UnixMilli(millis), nil
}

// The clock never goes back: its last event has its latest day. Events are read from the cut backwards until there is one.
const daySQL = `SELECT JSONExtractString(data, 'date') FROM events WHERE type = @type AND position <= @upTo ORDER BY position DESC LIMIT 1`

// Day is the last day that the log's clock has opened at a cut; 0 before the first.
func (db *DB) Day(ctx context.Context, upTo eventlog.Position) (calendar.Date, error) {
	return db.clockDay(ctx, daySQL, upTo)
}

// clockDay is a day that the log's clock has opened, by the query; 0 for none.
func (db *DB) clockDay(ctx context.Context, sql string, upTo eventlog.Position) (calendar.Date, error) {
	var text string
	args := []any{named("type", string(event.ClockDayOpened)), named("upTo", min(uint64(upTo), math.MaxInt64))}
	err := db.query(ctx, sql, args, func(rows driver.Rows) error { return rows.Scan(&text) })
	if err != nil {
		return 0, fmt.Errorf("read the clock's day: %w", err)
	}
	if text == "" {
		return 0, nil
	}
	day, err := calendar.ParseDate(text)
	if err != nil {
		return 0, fmt.Errorf("read the clock's day: %w", err)
	}
	return day, nil
}
