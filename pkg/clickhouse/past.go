package clickhouse

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

// Past is which postings the sums of a past moment count, and what they are told apart by.
type Past struct {
	// UpTo is the cut: postings of later positions are not seen. Of the day At and before, those count that occurred before Before.
	UpTo   eventlog.Position
	At     calendar.Date
	Before time.Time
	// From is the first day of flows, Recent that from which on days are told apart: days before either are put together.
	From, Recent calendar.Date
	// Hourly are the measures whose days and hours are told apart from the day HourlyFrom on, on At's day of the week.
	Hourly     []ledger.Measure
	HourlyFrom calendar.Date
	// Within are the units that are seen; nil: all. Places says under which each is counted; one that it lacks is under Other.
	Within     []string
	Places     map[string]string
	Other      string
	Department string // "": all
	// Since is the moment from which on hours are told apart, by PastSum.Slot; zero: none are.
	Since time.Time
}

// PastSum is a sum of postings. Its posting has the days and due dates that Past puts together, and hours of the day At and of those that are
// told apart by the hour.
type PastSum struct {
	ledger.Posting
	Slot int // of the hours since Past.Since, -1 for what lies before
	// Position, Recorded and Occurred are the latest of the postings summed.
	Position  eventlog.Position
	Recorded  time.Time
	Occurred  time.Time
	Simulated bool // any of them
}

const (
	pastWhereSQL = `measure IN @measures AND day <= toDate32(@at) AND position <= @upTo AND ` + beforeSQL + `%s`
	pastSlotSQL  = `if(toUnixTimestamp64Milli(occurred) < @since, -1, intDiv(toUnixTimestamp64Milli(occurred) - @since, 3600000))`

	pastSumsSQL = `WITH measure IN @hourly AND day >= toDate32(@hourlyFrom) AS apart
SELECT measure, %s AS place,
    toInt32(multiIf(day >= toDate32(@recent) OR apart, day, day >= toDate32(@from), toDate32(@from), toDate32(@old))) AS of_day,
    if(day = toDate32(@at) OR (apart AND dateDiff('day', day, toDate32(@at)) %% 7 = 0), hour, 24) AS of_hour,
    toInt32(if(measure IN @dated AND due != toDate32('1970-01-01'), greatest(due, toDate32(@passed)), toDate32('1970-01-01'))) AS of_due,
    toInt32(%s) AS slot,
    sum(amount), max(position), toUnixTimestamp64Milli(max(recorded)), toUnixTimestamp64Milli(max(occurred)), max(simulated)
FROM ledger
WHERE %s
GROUP BY measure, place, of_day, of_hour, of_due, slot`

	pastHoursSQL = `SELECT DISTINCT hour FROM ledger WHERE %s AND day = toDate32(@at) AND hour < 24`

	pastProceduresSQL = `SELECT measure, procedure, toYear(day) AS year, toInt32(%s) AS slot, sum(amount)
FROM ledger
WHERE %s AND procedure != ''
GROUP BY measure, procedure, year, slot`
)

// PastSums calls sum with the sums of the measures, in no order; of those that are dated, due dates that had not passed are told apart.
func (db *DB) PastSums(ctx context.Context, p *Past, measures, dated []ledger.Measure, sum func(PastSum)) error {
	sql, args := p.sums(measures, dated)
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		var s PastSum
		var day, due, slot int32
		var position uint64
		var recorded, occurred int64
		var simulated uint8
		err := rows.Scan((*string)(&s.Measure), &s.Unit, &day, &s.Hour, &due, &slot, &s.Amount, &position, &recorded, &occurred, &simulated)
		if err != nil {
			return err
		}
		s.Department = p.Department
		s.Day, s.Due, s.Slot = calendar.Date(day), calendar.Date(due), int(slot)
		s.Position, s.Simulated = eventlog.Position(position), simulated != 0
		s.Recorded, s.Occurred = time.UnixMilli(recorded).UTC(), time.UnixMilli(occurred).UTC()
		sum(s)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the sums at %d of %s: %w", p.UpTo, p.At, err)
	}
	return nil
}

// PastHours are the hours of the day At in which something of the hourly measures came anywhere, in whatever unit.
func (db *DB) PastHours(ctx context.Context, p *Past) (hours []int, err error) {
	anywhere := Past{UpTo: p.UpTo, At: p.At, Before: p.Before}
	where, args := anywhere.where(p.Hourly)
	err = db.query(ctx, fmt.Sprintf(pastHoursSQL, where), args, func(rows driver.Rows) error {
		var hour uint8
		err := rows.Scan(&hour)
		hours = append(hours, int(hour))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the hours of %s at %d: %w", p.At, p.UpTo, err)
	}
	return hours, nil
}

// PastProcedures calls sum with the sums of the measures by procedure and year, whose first day is theirs, all under Other.
func (db *DB) PastProcedures(ctx context.Context, p *Past, measures []ledger.Measure, sum func(PastSum)) error {
	where, args := p.where(measures)
	err := db.query(ctx, fmt.Sprintf(pastProceduresSQL, p.slot(), where), args, func(rows driver.Rows) error {
		s := PastSum{Posting: ledger.Posting{Unit: p.Other, Department: p.Department}}
		var year uint16
		var slot int32
		err := rows.Scan((*string)(&s.Measure), &s.Procedure, &year, &slot, &s.Amount)
		s.Day = calendar.DateOf(time.Date(int(year), 1, 1, 0, 0, 0, 0, time.UTC), time.UTC)
		s.Slot = int(slot)
		sum(s)
		return err
	})
	if err != nil {
		return fmt.Errorf("read the procedures at %d of %s: %w", p.UpTo, p.At, err)
	}
	return nil
}

func (p *Past) sums(measures, dated []ledger.Measure) (string, []any) {
	where, args := p.where(measures)
	place, more := p.place()
	args = append(args, more...)
	return fmt.Sprintf(pastSumsSQL, place, p.slot(), where), append(args,
		named("dated", texts(dated)), named("passed", dayText(p.At-1)), named("recent", dayText(p.Recent)),
		named("from", dayText(p.From)), named("old", dayText(min(p.From, p.Recent, p.HourlyFrom)-1)),
		named("hourly", texts(p.Hourly)), named("hourlyFrom", dayText(p.HourlyFrom)))
}

// place is the SQL of the unit that a posting is counted under.
func (p *Past) place() (string, []any) {
	args := []any{named("other", p.Other)}
	if len(p.Places) == 0 {
		return "@other", args
	}
	units := slices.Sorted(maps.Keys(p.Places))
	places := make([]string, len(units))
	for i, u := range units {
		places[i] = p.Places[u]
	}
	return "transform(toString(unit), @units, @places, @other)", append(args, named("units", units), named("places", places))
}

// slot is the SQL of the hour since Since.
func (p *Past) slot() string {
	if p.Since.IsZero() {
		return "-1"
	}
	return pastSlotSQL
}

// where is the condition that postings of the measures meet, and its arguments.
func (p *Past) where(measures []ledger.Measure) (string, []any) {
	var more strings.Builder
	args := []any{
		named("measures", texts(measures)), named("at", dayText(p.At)), named("upTo", min(uint64(p.UpTo), math.MaxInt64)),
		named("before", p.Before.UnixMilli()),
	}
	if !p.Since.IsZero() {
		args = append(args, named("since", p.Since.UnixMilli()))
	}
	if p.Within != nil {
		more.WriteString(" AND unit IN @within")
		args = append(args, named("within", p.Within))
	}
	if p.Department != "" {
		more.WriteString(" AND department = @department")
		args = append(args, named("department", p.Department))
	}
	return fmt.Sprintf(pastWhereSQL, more.String()), args
}

// EventsWithin are the events of the nouns at a position that count from a moment on and before another, in the order of the log.
func (db *DB) EventsWithin(
	ctx context.Context, nouns []event.Noun, upTo eventlog.Position, from, before time.Time,
) ([]event.Event, error) {
	return db.eventsOf(ctx, nouns, upTo, from, " AND "+momentSQL+" < fromUnixTimestamp64Micro(@before, 'UTC')", named("before", before.UnixMicro()))
}

// OpenedDay is where the log's clock opened a day, and how that was told.
type OpenedDay struct {
	Opened   eventlog.Position // 0: the day was not opened
	Recorded time.Time         // when the log took it
	Next     eventlog.Position // where the next day was opened; 0: none was
}

const openedDaySQL = `SELECT maxIf(position, date = @day), maxIf(recorded_at, date = @day), minIf(position, date > @day)
FROM (SELECT position, recorded_at, JSONExtractString(data, 'date') AS date FROM events WHERE type = @type)`

// OpenedDay is where the log's clock opened a day. Positions that ClickHouse does not have yet are not seen.
func (db *DB) OpenedDay(ctx context.Context, day calendar.Date) (o OpenedDay, err error) {
	args := []any{named("type", string(event.ClockDayOpened)), named("day", day.String())}
	err = db.query(ctx, openedDaySQL, args, func(rows driver.Rows) error {
		return rows.Scan((*uint64)(&o.Opened), &o.Recorded, (*uint64)(&o.Next))
	})
	if err != nil {
		return o, fmt.Errorf("read where %s was opened: %w", day, err)
	}
	return o, nil
}

const toldSQL = `SELECT uniqExactIf(position, NOT backfill), minIf(position, %[1]s > fromUnixTimestamp64Micro(@moment, 'UTC') AND %[1]s < fromUnixTimestamp64Micro(@over, 'UTC'))
FROM events WHERE position > @opened AND position < @next`

// Told tells of a day how many positions have events that were told as they happened, and the first position with one of after a moment
// of that day, 0 if there is none: by when the log took it where that was on the day itself, else by when it occurred.
func (db *DB) Told(
	ctx context.Context, o OpenedDay, moment, over time.Time,
) (positions uint64, later eventlog.Position, err error) {
	column := "occurred_at"
	if o.Recorded.Before(over) {
		column = "recorded_at"
	}
	next := uint64(o.Next)
	if next == 0 {
		next = math.MaxInt64
	}
	args := []any{
		named("opened", uint64(o.Opened)), named("next", next), named("moment", moment.UnixMicro()), named("over", over.UnixMicro()),
	}
	err = db.query(ctx, fmt.Sprintf(toldSQL, column), args, func(rows driver.Rows) error {
		return rows.Scan(&positions, (*uint64)(&later))
	})
	if err != nil {
		return 0, 0, fmt.Errorf("read what was told since position %d: %w", o.Opened, err)
	}
	return positions, later, nil
}
