package clickhouse

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/event"
)

// MaxSources bounds the answer of Sources.
const MaxSources = 500

// SourceClock is what the clock of one source says against ours, by the events that the log took of it.
type SourceClock struct {
	Source string
	Events uint64
	// Ahead is by how much the times of its events were ahead of ours when they were recorded; negative: behind, which the way takes
	// as well. Median, and the most that was taken.
	Ahead, MostAhead time.Duration
	Counted          uint64 // that were of a time after ours: they count at ours
	Late             uint64 // of a time before what was known of their streams
	Last             time.Time
	// Refused were not taken, because their times were further ahead than is taken, RefusedAhead at most.
	Refused      uint64
	RefusedAhead time.Duration
	RefusedLast  time.Time // when that was recorded last
}

// History that is imported says nothing of a clock, nor does a scenario in a time of its own: what is recorded more than a day and a
// half after its time is passed over. Commands and policies of this program have its own clock.
const sourcesSQL = `SELECT name, countIf(taken), toInt64(quantileExactIf(0.5)(ahead, taken)), maxIf(ahead, taken),
    countIf(counted != 0 AND counted < occurred AND taken), countIf(counted > occurred AND taken), maxIf(recorded_at, taken),
    sum(refused), max(refused_ahead), maxIf(recorded_at, NOT taken)
FROM
(
    SELECT type != @refusal AS taken, if(taken, source, JSONExtractString(data, 'source')) AS name, recorded_at,
        toUnixTimestamp64Micro(occurred_at) AS occurred, toUnixTimestamp64Micro(counted_at) AS counted,
        occurred - toUnixTimestamp64Micro(recorded_at) AS ahead,
        if(taken, 0, JSONExtractUInt(data, 'events')) AS refused, if(taken, 0, JSONExtractInt(data, 'ahead_seconds')) AS refused_ahead
    FROM events
    WHERE NOT (taken AND (startsWith(source, '/api/') OR startsWith(source, 'langbiang/'))) AND NOT backfill AND recorded_at >= fromUnixTimestamp64Micro(@since, 'UTC') AND (NOT taken OR occurred_at > recorded_at - INTERVAL 36 HOUR)
)
GROUP BY name
ORDER BY max(refused_ahead) DESC, maxIf(ahead, taken) DESC, name
LIMIT @limit`

// Sources are the clocks of the sources that have sent something since a moment, the one furthest ahead first.
func (db *DB) Sources(ctx context.Context, since time.Time) ([]SourceClock, error) {
	var clocks []SourceClock
	args := []any{
		named("since", since.UnixMicro()), named("limit", MaxSources), named("refusal", string(event.SourceRefused)),
	}
	err := db.query(ctx, sourcesSQL, args, func(rows driver.Rows) error {
		var c SourceClock
		var median, most, refused int64
		err := rows.Scan(&c.Source, &c.Events, &median, &most, &c.Counted, &c.Late, &c.Last, &c.Refused, &refused, &c.RefusedLast)
		c.Ahead, c.MostAhead = time.Duration(median)*time.Microsecond, time.Duration(most)*time.Microsecond
		c.RefusedAhead = time.Duration(refused) * time.Second
		c.Last, c.RefusedLast = orNever(c.Last), orNever(c.RefusedLast)
		clocks = append(clocks, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the sources' clocks: %w", err)
	}
	return clocks, nil
}

// orNever is the zero time for ClickHouse's: the epoch.
func orNever(t time.Time) time.Time {
	if t.Unix() == 0 {
		return time.Time{}
	}
	return t
}
