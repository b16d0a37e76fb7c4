package clickhouse

import (
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// Rows of every earlier schema read as they did: they count at their time, and have no attributes besides those known.
func TestRowsOfEveryEarlierSchemaStayReadable(t *testing.T) {
	all, err := migrations(migrationFiles)
	require.NoError(t, err)
	for version := 3; version < len(all); version++ {
		t.Run(all[version-1].name, func(t *testing.T) {
			db, err := Open(t.Context(), enginetest.DSN(t), slog.New(slog.DiscardHandler))
			require.NoError(t, err)
			defer func() { require.NoError(t, db.Close()) }()
			require.NoError(t, db.migrate(t.Context(), all[:version]))
			require.NoError(t, db.conn.Exec(t.Context(), `INSERT INTO events (position, idx, id, source, type, subject, occurred_at, recorded_at,
				correlation, causation, simulated, backfill, data) VALUES (7, 1, 'a', '/soc', 'feed.up.v1', 'feed/x', '2024-06-15 02:00:00', '2024-06-15 02:00:01',
				'c', 'd', true, false, '{"unit":"68","up":true}')`))
			require.NoError(t, db.Migrate(t.Context()))
			events, err := db.Timeline(t.Context(), "feed/x", eventlog.Address{}, 7, 10)
			require.NoError(t, err)
			assert.Equal(t, []eventlog.Located{{
				Address: eventlog.Address{Position: 7, Index: 1},
				Event: event.Event{
					ID: "a", Source: "/soc", Type: event.FeedUp, Subject: "feed/x", Time: time.Unix(1718416800, 0).UTC(),
					Recorded: time.Unix(1718416801, 0).UTC(), Correlation: "c", Causation: "d", Simulated: true,
					Data: &event.Feed{Unit: "68", Up: true},
				},
			}}, events)
		})
	}
}
