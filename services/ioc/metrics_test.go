package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/trace"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway/screen"
)

// province is all services in this process, served.
type province struct {
	*process
	log eventlog.Log
	url string
}

func startProvince(t *testing.T) *province { return startTracedProvince(t, nil) }

// startTracedProvince is traced, unless the tracer is nil; it closes it. All is ready: a gateway that starts later than an event comes has
// it from ClickHouse, and tells of no frame.
func startTracedProvince(t *testing.T, tracer *trace.Tracer) *province {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	p := newProcess(ctx, slog.New(slog.DiscardHandler))
	p.tracer = tracer
	t.Cleanup(func() { closeTracer(p) })
	topo, err := topology.Default()
	require.NoError(t, err)
	db, err := clickhouse.Open(ctx, enginetest.DSN(t), p.logger)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(ctx))
	flags := provinceFlags{Data: filepath.Join(t.TempDir(), "data"), Log: "sqlite"}
	log, _, err := flags.openLog(p, topo, true)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, log.Close()) })
	s, err := newStack(p, topo, log, &database{DB: db}, serviceNames(), stackOptions{access: accessFlags{exposureFlags: exposureFlags{Ops: noOps}}})
	require.NoError(t, err)
	started, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- s.run(ctx, "127.0.0.1:0", func(url string) { started <- url }) }()
	t.Cleanup(func() {
		stop()
		assert.NoError(t, <-done)
	})
	served := &province{p, log, <-started}
	require.Eventually(t, func() bool { return askHealth(ctx, served.url+"/readyz") == nil }, time.Minute, 10*time.Millisecond)
	return served
}

// send posts events of dossiers, history or not, one request for all.
func (p *province) send(t *testing.T, ids []string, backfill bool) {
	t.Helper()
	var events []string
	for _, id := range ids {
		events = append(events, fmt.Sprintf(`{"specversion":"1.0","id":%q,"source":"//test","type":"dossier.received.v1","subject":"dossier/%s",
			"time":"2024-07-01T09:00:00+07:00","backfill":%v,"data":{"procedure":"1.013225","unit":"672"}}`, id, id, backfill))
	}
	resp, err := http.Post(p.url+"/api/v1/dossiers/events", event.BatchContentType, strings.NewReader("["+strings.Join(events, ",")+"]"))
	require.NoError(t, err)
	resp.Body.Close()
	require.Equal(t, http.StatusOK, resp.StatusCode)
}

// feedUp says that the link to the national centre is up, and waits until ClickHouse knows.
func (p *province) feedUp(t *testing.T) {
	t.Helper()
	resp, err := http.Post(p.url+"/api/v1/systems/events", event.ContentType, strings.NewReader(`{"specversion":"1.0","id":"up","source":"//test",
		"type":"feed.up.v1","subject":"feed/national","time":"2024-07-01T08:00:00+07:00","backfill":true,"data":{"name":"national"}}`))
	require.NoError(t, err)
	resp.Body.Close()
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Eventually(t, func() bool {
		var status wire.Status
		return getJSON(t.Context(), p.url+"/api/v1/status", &status) == nil && status.ProjectedPosition != nil && *status.ProjectedPosition > 0
	}, time.Minute, 10*time.Millisecond)
}

// gathered are the metrics of a process by name and labels.
func (p *process) gathered(t *testing.T) map[string]*dto.Metric {
	t.Helper()
	families, err := p.registry.Gather()
	require.NoError(t, err)
	all := make(map[string]*dto.Metric)
	for _, f := range families {
		for _, m := range f.Metric {
			name := f.GetName()
			for _, l := range m.Label {
				name += " " + l.GetName() + "=" + l.GetValue()
			}
			all[name] = m
		}
	}
	return all
}

// One dossier that comes now and a hundred of history: all are counted on their ways, but history is nowhere in the latencies.
func TestWhatIsMeasuredOfAnEventFromTheRequestToTheFrame(t *testing.T) {
	p := startProvince(t)
	s, err := screen.Dial(t.Context(), p.url, []string{"province"}, screen.Options{})
	require.NoError(t, err)
	defer s.Close()
	p.feedUp(t)
	before := p.gathered(t)
	history := make([]string, 100)
	for i := range history {
		history[i] = fmt.Sprint("H-", i)
	}
	p.send(t, history, true)
	p.send(t, []string{"NOW"}, false)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var all map[string]*dto.Metric
	count := func(name string) uint64 {
		return all[name].GetHistogram().GetSampleCount() - before[name].GetHistogram().GetSampleCount()
	}
	sum := func(name string) float64 {
		return all[name].GetHistogram().GetSampleSum() - before[name].GetHistogram().GetSampleSum()
	}
	require.NoError(t, s.Wait(ctx, func(*screen.Screen) bool {
		all = p.gathered(t)
		return count("ioc_append_to_frame_seconds") == 1 && all["ioc_consumer_lag_entries consumer=gateway"].GetGauge().GetValue() == 0 &&
			count("ioc_append_to_projection_seconds") == 1 && all["ioc_consumer_lag_entries consumer=projector"].GetGauge().GetValue() == 0
	}))
	assert.EqualValues(t, 2, count("ioc_http_request_duration_seconds code=200 route=POST /api/v1/dossiers/events"))
	assert.EqualValues(t, 2, count("ioc_log_append_duration_seconds outcome=taken"))
	assert.EqualValues(t, 101, sum("ioc_log_commit_events"))
	assert.Greater(t, sum("ioc_log_commit_bytes"), 101*200.0)
	assert.Less(t, sum("ioc_append_to_frame_seconds"), 60.0)
	assert.EqualValues(t, 1, all["ioc_gateway_clients"].GetGauge().GetValue())
	assert.Positive(t, all["ioc_gateway_sent_bytes_total type=snapshot"].GetCounter().GetValue())
	assert.Zero(t, all["ioc_log_appends_in_flight"].GetGauge().GetValue())
	for _, policy := range []string{"dossiers.fee-paid", "alarms.severe-incident", "playbooks.open", "indicators.freshness"} {
		assert.NotNil(t, all["ioc_consumer_lag_entries consumer="+policy], policy)
	}

	families, err := p.registry.Gather()
	require.NoError(t, err)
	problems, err := promlint.NewWithMetricFamilies(families).Lint()
	require.NoError(t, err)
	for _, problem := range problems {
		if !strings.HasPrefix(problem.Metric, "go_") {
			assert.Fail(t, problem.Text, problem.Metric)
		}
	}
	requireMonitored(t, families)
}
