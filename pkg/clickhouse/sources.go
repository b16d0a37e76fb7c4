package clickhouse

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
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
}

// History that is imported says nothing of a clock, nor does a scenario in a time of its own: what is recorded more than a day and a
// half after its time is passed over.
const sourcesSQL = `SELECT source, count(), toInt64(quantileExact(0.5)(ahead)), max(ahead),
    countIf(counted != 0 AND counted < occurred), countIf(counted > occurred), max(recorded_at)
FROM
(
    SELECT source, recorded_at, toUnixTimestamp64Micro(occurred_at) AS occurred, toUnixTimestamp64Micro(counted_at) AS counted,
        occurred - toUnixTimestamp64Micro(recorded_at) AS ahead
    FROM events
    WHERE NOT backfill AND recorded_at >= fromUnixTimestamp64Micro(@since, 'UTC') AND occurred_at > recorded_at - INTERVAL 36 HOUR
)
GROUP BY source
ORDER BY max(ahead) DESC, source
LIMIT @limit`

// Sources are the clocks of the sources that have sent something since a moment, the one furthest ahead first.
func (db *DB) Sources(ctx context.Context, since time.Time) ([]SourceClock, error) {
	var clocks []SourceClock
	args := []any{named("since", since.UnixMicro()), named("limit", MaxSources)}
	err := db.query(ctx, sourcesSQL, args, func(rows driver.Rows) error {
		var c SourceClock
		var median, most int64
		err := rows.Scan(&c.Source, &c.Events, &median, &most, &c.Counted, &c.Late, &c.Last)
		c.Ahead, c.MostAhead = time.Duration(median)*time.Microsecond, time.Duration(most)*time.Microsecond
		clocks = append(clocks, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the sources' clocks: %w", err)
	}
	return clocks, nil
}
