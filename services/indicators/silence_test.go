package indicators

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// silences are what the collector tells, by metric and label.
func silences(t *testing.T, s *silence) map[string]float64 {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	require.NoError(t, registry.Register(s))
	families, err := registry.Gather()
	require.NoError(t, err)
	got := make(map[string]float64)
	for _, f := range families {
		for _, m := range f.Metric {
			got[f.GetName()+" "+m.Label[0].GetValue()] = m.GetGauge().GetValue()
		}
	}
	return got
}

// requireHeard holds what ClickHouse says of who was heard against the log.
func requireHeard(t *testing.T, log eventlog.Log, db *clickhouse.DB) {
	t.Helper()
	heard, err := db.Heard(t.Context())
	require.NoError(t, err)
	last, err := log.Last(t.Context(), event.IndicatorSubject("services.online_total", "68", "bcd-06"))
	require.NoError(t, err)
	assert.Len(t, heard.Agencies, 3)
	assert.Equal(t, last.Event.Recorded, heard.Agencies["bcd-06"].UTC())
	assert.Empty(t, heard.Feeds)
	got := silences(t, newSilence(db.Heard, time.Now, []string{"so-y-te"}))
	assert.InDelta(t, float64(last.Event.Recorded.UnixMilli())/1000, got["ioc_agency_last_heard_timestamp_seconds bcd-06"], 0.001)
	assert.Contains(t, got, "ioc_agency_last_heard_timestamp_seconds so-y-te")
	assert.Zero(t, got["ioc_agency_last_heard_timestamp_seconds so-y-te"], "it is expected to report, and never did")
}

func TestWhatWasHeardStandsWhileNobodyCanTell(t *testing.T) {
	now := time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
	answer, err := &clickhouse.Heard{
		Agencies: map[string]time.Time{"a": time.Unix(1000, 0)}, Feeds: map[string]time.Time{"national": time.Unix(2000, 0)},
		Missing: map[string]int64{"a": 2},
	}, error(nil)
	asked := 0
	s := newSilence(func(context.Context) (*clickhouse.Heard, error) { asked++; return answer, err }, func() time.Time { return now }, nil)
	want := map[string]float64{
		"ioc_agency_last_heard_timestamp_seconds a": 1000, "ioc_agency_missing_reports a": 2, "ioc_feed_last_heard_timestamp_seconds national": 2000,
	}
	assert.Equal(t, want, silences(t, s))
	silences(t, s)
	assert.Equal(t, 1, asked, "who asks often is told the last answer")
	now, err = now.Add(silenceInterval), errors.New("ClickHouse is away")
	assert.Equal(t, want, silences(t, s))
	assert.Equal(t, 2, asked)
}
