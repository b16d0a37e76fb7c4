package clickhouse

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Heard is when agencies and links to other systems were heard last, by our clock, and of agencies how many reports are missing that
// are expected of them.
type Heard struct {
	Agencies, Feeds map[string]time.Time // by id
	Missing         map[string]int64     // by agency's id; none is 0 or not there
}

// MaxHeard is of how many agencies, and of how many feeds, it is told: the first ones by their ids.
const MaxHeard = 1000

const (
	heardSQL = `SELECT startsWith(type, 'feed.') AS feed,
    if(feed, substring(subject, length('feed/') + 1), JSONExtractString(data, 'issuer')) AS name, max(recorded_at)
FROM events
WHERE type IN ('indicator.reported.v1', 'feed.up.v1', 'feed.down.v1')
GROUP BY feed, name
ORDER BY feed, name
LIMIT @most BY feed`
	missingSQL = `SELECT level, sum(amount) FROM ledger WHERE measure = 'indicators.silent' GROUP BY level`
)

// Heard reads it of the agencies and feeds that have ever said something.
func (db *DB) Heard(ctx context.Context) (*Heard, error) {
	h := &Heard{Agencies: make(map[string]time.Time), Feeds: make(map[string]time.Time), Missing: make(map[string]int64)}
	err := db.query(ctx, heardSQL, []any{named("most", MaxHeard)}, func(rows driver.Rows) error {
		var feed bool
		var name string
		var at time.Time
		err := rows.Scan(&feed, &name, &at)
		if feed {
			h.Feeds[name] = at
		} else {
			h.Agencies[name] = at
		}
		return err
	})
	if err == nil {
		err = db.query(ctx, missingSQL, nil, func(rows driver.Rows) error {
			var agency string
			var n int64
			err := rows.Scan(&agency, &n)
			h.Missing[agency] = n
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("read who was heard when: %w", err)
	}
	return h, nil
}
