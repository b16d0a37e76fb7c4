package projector_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/disktest"
	"langbiang.internal/ioc/services/projector"
)

const diskBytes = 256 << 20

// TestAFullDiskUnderClickHouseEndsByItself fills the disk at moments spread over a batch, and gives the room back.
func TestAFullDiskUnderClickHouseEndsByItself(t *testing.T) {
	disk := disktest.New(t, diskBytes)
	e := enginetest.StartIn(t, filepath.Join(disk.Dir, "clickhouse"))
	log, db := openLog(t), openDB(t, e.DSN())
	l := newLoad(5)
	registry := prometheus.NewRegistry()
	p := start(t, projector.Config{
		Log: log, DB: db, Registerer: registry, MaxEvents: 2000, Interval: time.Millisecond, Linger: time.Millisecond,
	})
	for round := range 4 {
		failed := failures(t, registry)
		disk.Fill(t, rand.Int64N(200<<10))
		enginetest.WaitFor(t.Context(), t, fmt.Sprintf("a full disk, round %d", round), func() bool {
			appendLoad(t, log, l, 1, 500)
			return failures(t, registry) > failed
		})
		disk.Free(t)
		head, err := log.Head(t.Context())
		require.NoError(t, err)
		enginetest.WaitFor(t.Context(), t, fmt.Sprintf("position %d, round %d", head, round), func() bool { return p.Position() == head })
		requireExact(t, log, db)
	}
}

// failures is how often a projector has had to begin again.
func failures(t *testing.T, registry *prometheus.Registry) float64 {
	t.Helper()
	families, err := registry.Gather()
	require.NoError(t, err)
	for _, f := range families {
		if f.GetName() == "ioc_projector_failures_total" {
			return f.Metric[0].GetCounter().GetValue()
		}
	}
	return 0
}
