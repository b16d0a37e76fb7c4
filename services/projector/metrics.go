package projector

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
)

type metrics struct {
	lag           *eventlog.Lag
	read          prometheus.Gauge
	events, rows  prometheus.Counter
	failures      prometheus.Counter
	size, seconds prometheus.Histogram
	latency       prometheus.Histogram
}

func newMetrics(log eventlog.Log) metrics {
	name := func(name, help string) prometheus.Opts {
		return prometheus.Opts{Namespace: "ioc", Subsystem: "projector", Name: name, Help: help}
	}
	gauge := func(n, help string) prometheus.Gauge { return prometheus.NewGauge(prometheus.GaugeOpts(name(n, help))) }
	counter := func(n, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts(name(n, help)))
	}
	return metrics{
		lag:      eventlog.NewLag(log, consumer),
		read:     gauge("read_position", "The last log position that was read; what it is beyond the consumer's position waits in batches."),
		events:   counter("events_total", "Events written to ClickHouse."),
		rows:     counter("postings_total", "Postings written to ClickHouse."),
		failures: counter("failures_total", "Times that the projection was interrupted and begun again."),
		size: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "ioc", Subsystem: "projector", Name: "batch_events", Help: "Events of a batch.",
			Buckets: prometheus.ExponentialBuckets(1, 10, 6),
		}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "ioc", Subsystem: "projector", Name: "batch_duration_seconds", Help: "Time from a batch's intent to its acknowledgement.",
			Buckets: prometheus.ExponentialBuckets(0.005, 2, 11),
		}),
		latency: eventlog.NewLatency("ioc_append_to_projection_seconds", "Time from an entry's being recorded to its being in ClickHouse."),
	}
}

func (m *metrics) all() []prometheus.Collector {
	return []prometheus.Collector{m.lag, m.read, m.events, m.rows, m.failures, m.size, m.seconds, m.latency}
}

func (m *metrics) batch(b *clickhouse.Batch, took time.Duration) {
	m.events.Add(float64(b.Events()))
	m.rows.Add(float64(b.Postings()))
	m.size.Observe(float64(b.Events()))
	m.seconds.Observe(took.Seconds())
}
