package eventlog_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

func TestAppendsAreCountedByWhatBecameOfThem(t *testing.T) {
	registry := prometheus.NewPedanticRegistry()
	meter, err := eventlog.NewMeter(registry)
	require.NoError(t, err)
	var none *eventlog.Meter
	for _, outcome := range []error{
		nil, nil, &eventlog.DuplicateError{}, &eventlog.ConflictError{}, fmt.Errorf("%w: empty", eventlog.ErrInvalid), eventlog.ErrFull, errors.New("away"),
		fmt.Errorf("wait: %w", context.Canceled), context.DeadlineExceeded,
	} {
		for _, m := range []*eventlog.Meter{meter, none} {
			p, err := m.Append(t.Context(), new(eventlog.Commit), func(context.Context) (*eventlog.Draft, eventlog.Position, error) {
				return &eventlog.Draft{Events: make([]event.Event, 3), Payload: make([]byte, 1000)}, 7, outcome
			})
			assert.Equal(t, outcome, err)
			assert.EqualValues(t, 7, p)
		}
	}
	families, err := registry.Gather()
	require.NoError(t, err)
	counts, sums := make(map[string]uint64), make(map[string]float64)
	for _, f := range families {
		for _, m := range f.Metric {
			name := f.GetName()
			for _, l := range m.Label {
				name += " " + l.GetValue()
			}
			counts[name], sums[name] = m.GetHistogram().GetSampleCount(), m.GetHistogram().GetSampleSum()
		}
	}
	const took = "ioc_log_append_duration_seconds "
	assert.Equal(t, map[string]uint64{
		took + "taken": 2, took + "known": 1, took + "conflict": 1, took + "invalid": 1, took + "full": 1, took + "failed": 2, took + "left": 1,
		"ioc_log_commit_events": 2, "ioc_log_commit_bytes": 2, "ioc_log_appends_in_flight": 0,
	}, counts)
	assert.Equal(t, []float64{6, 2000}, []float64{sums["ioc_log_commit_events"], sums["ioc_log_commit_bytes"]})
}

func TestHistoryWaitsForNothing(t *testing.T) {
	latency := eventlog.NewLatency("ioc_x_seconds", "X.")
	registry := prometheus.NewPedanticRegistry()
	require.NoError(t, registry.Register(latency))
	now := time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
	var w eventlog.Waiting
	for _, e := range []eventlog.Entry{
		{Recorded: now.Add(-time.Second)},
		{Recorded: now.Add(time.Hour)}, // by a clock that is ahead of ours
		{Recorded: now.Add(-time.Hour), Metadata: map[string]string{eventlog.MetaBackfill: "all"}},
	} {
		w.Add(&e)
	}
	w.Done(latency, nil, "x", now)
	w.Done(latency, nil, "x", now)
	families, err := registry.Gather()
	require.NoError(t, err)
	h := families[0].Metric[0].GetHistogram()
	assert.EqualValues(t, 2, h.GetSampleCount(), "once each")
	assert.InDelta(t, 1.0, h.GetSampleSum(), 0)
}
