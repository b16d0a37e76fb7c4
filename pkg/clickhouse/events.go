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
	"langbiang.internal/ioc/pkg/ledger"
)

// StreamState is a stream as of a position: its last event whole, and when its first counts.
type StreamState struct {
	Last         event.Event
	Address      eventlog.Address // of Last
	FirstCounted time.Time
}

const eventColumnsSQL = `e.position, e.idx, e.id, e.source, e.type, e.subject, e.occurred_at, e.counted_at, e.recorded_at, e.correlation, e.causation, e.extensions, ` +
	`e.simulated, e.backfill, e.data`

// momentSQL is when an event counts: event.Event.At.
const momentSQL = `if(toUnixTimestamp64Micro(counted_at) = 0, occurred_at, counted_at)`

// streamsSQL finds the last events by subject first and reads them by their address, so
// that the large columns are read of those alone.
const streamsSQL = `WITH streams AS
(
    SELECT subject, max((position, idx)) AS last, argMin(` + momentSQL + `, (position, idx)) AS first_counted
    FROM events
    WHERE type IN @types AND position <= @upTo%s
    GROUP BY subject
)
SELECT ` + eventColumnsSQL + `, s.first_counted
FROM (SELECT * FROM events WHERE (position, idx) IN (SELECT last.1, last.2 FROM streams)) AS e
INNER JOIN streams AS s ON s.subject = e.subject
ORDER BY e.position, e.idx`

// typesOf are the types of events of the nouns.
func typesOf(nouns []event.Noun) (types []string) {
	for _, n := range nouns {
		for _, t := range event.TypesOf(n) {
			types = append(types, string(t))
		}
	}
	return types
}

// Streams are the states of all streams of the nouns at a position, in the order of their
// last events. Times are exact to the microsecond.
func (db *DB) Streams(ctx context.Context, nouns []event.Noun, upTo eventlog.Position) ([]StreamState, error) {
	return db.streams(ctx, nouns, upTo, "")
}

// StreamsBefore is Streams by the events that count before a moment: since the moments of a stream never go back, those are its
// beginning.
func (db *DB) StreamsBefore(ctx context.Context, nouns []event.Noun, upTo eventlog.Position, moment time.Time) ([]StreamState, error) {
	return db.streams(ctx, nouns, upTo, " AND "+momentSQL+" < fromUnixTimestamp64Micro(@moment, 'UTC')", named("moment", moment.UnixMicro()))
}

// EventsFrom are the events of the nouns at a position that count at a moment or later, in the order of the log.
func (db *DB) EventsFrom(ctx context.Context, nouns []event.Noun, upTo eventlog.Position, moment time.Time) ([]event.Event, error) {
	return db.eventsOf(ctx, nouns, upTo, moment, "")
}

func (db *DB) eventsOf(
	ctx context.Context, nouns []event.Noun, upTo eventlog.Position, moment time.Time, where string, more ...any,
) ([]event.Event, error) {
	var events []event.Event
	args := append([]any{named("types", typesOf(nouns)), named("upTo", min(uint64(upTo), math.MaxInt64)), named("moment", moment.UnixMicro())}, more...)
	err := db.query(ctx, fmt.Sprintf(eventsFromSQL, where), args, func(rows driver.Rows) error {
		located, err := scanEvent(rows)
		events = append(events, located.Event)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read events of %v from %s: %w", nouns, moment, err)
	}
	return events, nil
}

const eventsFromSQL = `SELECT ` + eventColumnsSQL + `
FROM events AS e
WHERE type IN @types AND position <= @upTo AND ` + momentSQL + ` >= fromUnixTimestamp64Micro(@moment, 'UTC')%s
ORDER BY e.position, e.idx`

// ProceduresAfter are the sums, by procedure and day, of the postings of the measures at a position that are of days after day.
func (db *DB) ProceduresAfter(ctx context.Context, measures []ledger.Measure, upTo eventlog.Position, day calendar.Date) ([]ledger.Posting, error) {
	var postings []ledger.Posting
	args := []any{
		named("measures", texts(measures)), named("upTo", min(uint64(upTo), math.MaxInt64)),
		named("day", ledger.Storable(day).Time().Format(time.DateOnly)),
	}
	err := db.query(ctx, proceduresAfterSQL, args, func(rows driver.Rows) error {
		var e ledger.Posting
		var on int32
		err := rows.Scan((*string)(&e.Measure), &e.Unit, &e.Department, &e.Procedure, &on, &e.Amount)
		e.Day = calendar.Date(on)
		postings = append(postings, e)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read procedures after %s: %w", day, err)
	}
	return postings, nil
}

const proceduresAfterSQL = `SELECT measure, unit, department, procedure, toInt32(day), sum(amount)
FROM ledger
WHERE measure IN @measures AND day > toDate32(@day) AND procedure != '' AND position <= @upTo
GROUP BY measure, unit, department, procedure, day`

func (db *DB) streams(ctx context.Context, nouns []event.Noun, upTo eventlog.Position, where string, more ...any) ([]StreamState, error) {
	var states []StreamState
	args := append([]any{named("types", typesOf(nouns)), named("upTo", min(uint64(upTo), math.MaxInt64))}, more...)
	err := db.query(ctx, fmt.Sprintf(streamsSQL, where), args, func(rows driver.Rows) error {
		var s StreamState
		located, err := scanEvent(rows, &s.FirstCounted)
		if err != nil {
			return err
		}
		s.Last, s.Address = located.Event, located.Address
		states = append(states, s)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read streams of %v: %w", nouns, err)
	}
	return states, nil
}

func texts(measures []ledger.Measure) []string {
	all := make([]string, len(measures))
	for i, m := range measures {
		all[i] = string(m)
	}
	return all
}

// scanEvent reads the eventColumnsSQL of a row, and what follows them.
func scanEvent(rows driver.Rows, more ...any) (eventlog.Located, error) {
	var located eventlog.Located
	e := &located.Event
	var position uint64
	var index uint32
	var extensions, data string
	dest := []any{
		&position, &index, &e.ID, &e.Source, (*string)(&e.Type), &e.Subject, &e.Time, &e.Counted, &e.Recorded,
		&e.Correlation, &e.Causation, &extensions, &e.Simulated, &e.Backfill, &data,
	}
	if err := rows.Scan(append(dest, more...)...); err != nil {
		return located, err
	}
	if extensions != "" {
		e.Extensions = event.Extensions(extensions)
	}
	e.Counted = orNever(e.Counted)
	located.Address = eventlog.Address{Position: eventlog.Position(position), Index: int(index)}
	var err error
	if e.Data, err = event.UnmarshalData(e.Type, []byte(data)); err != nil {
		return located, fmt.Errorf("position %d, event %d: %w", position, index, err)
	}
	return located, nil
}
