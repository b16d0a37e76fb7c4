package clickhouse

import (
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A query that finds no memory is asked again, after pauses, before its asker is told.
func TestAQueryWithoutMemoryIsAskedAgain(t *testing.T) {
	db := openInternal(t)
	ctx := clickhouse.Context(t.Context(), clickhouse.WithSettings(clickhouse.Settings{"max_memory_usage": 4 << 20}))
	began := time.Now()
	err := db.query(ctx, "SELECT sum(n) FROM (SELECT number, count() AS n FROM numbers(3000000) GROUP BY number)", nil, func(driver.Rows) error {
		t.Error("there is no row")
		return nil
	})
	var refusal *clickhouse.Exception
	require.ErrorAs(t, err, &refusal)
	assert.EqualValues(t, memoryExceeded, refusal.Code)
	assert.GreaterOrEqual(t, time.Since(began), memoryPause*(1+2+3))
}
