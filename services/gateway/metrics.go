package gateway

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/wire"
)

// metrics are counted by renders and messages; of an event only when it was recorded is kept until it is in a frame.
type metrics struct {
	gateway *Gateway
	renders prometheus.Histogram
	latency prometheus.Histogram
	lag     *eventlog.Lag

	// By type of the message.
	encoded, sent, sentBytes *prometheus.CounterVec

	conflated prometheus.Counter

	clients, agrees *prometheus.Desc
}

func newMetrics(g *Gateway) *metrics {
	desc := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("ioc_gateway_"+name, help, nil, nil)
	}
	opts := func(name, help string) prometheus.Opts {
		return prometheus.Opts{Namespace: "ioc", Subsystem: "gateway", Name: name, Help: help}
	}
	byType := func(name, help string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts(opts(name, help)), []string{"type"})
	}
	m := &metrics{
		gateway: g,
		renders: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "ioc", Subsystem: "gateway", Name: "render_duration_seconds", Help: "Time that one render of all frames that changed takes.",
			Buckets: prometheus.ExponentialBuckets(0.0001, 2, 12),
		}),
		latency:   eventlog.NewLatency("ioc_append_to_frame_seconds", "Time from an entry's being recorded to its being in the frames."),
		lag:       eventlog.NewLag(g.config.Log, "gateway"),
		encoded:   byType("messages_encoded_total", "Messages to screens that were encoded, each once for all that it is sent to."),
		sent:      byType("messages_sent_total", "Messages written to sockets."),
		sentBytes: byType("sent_bytes_total", "Bytes of the messages written to sockets, before compression."),
		conflated: prometheus.NewCounter(prometheus.CounterOpts(opts("deltas_conflated_total",
			"Changes of a view that a screen got together with a later one, because it was slower than they came."))),
		clients: desc("clients", "Open sockets."),
		agrees:  desc("consistent", "1 when the sums here and in ClickHouse were compared and agree, 0 when they differ, -1 when that is not known."),
	}
	for _, kind := range wire.ServerTypes {
		m.encoded.WithLabelValues(kind)
		m.sent.WithLabelValues(kind)
		m.sentBytes.WithLabelValues(kind)
	}
	return m
}

// Collector is for the process's Prometheus registry.
func (g *Gateway) Collector() prometheus.Collector { return g.metrics }

// Describe implements prometheus.Collector.
func (m *metrics) Describe(descs chan<- *prometheus.Desc) { prometheus.DescribeByCollect(m, descs) }

// Collect implements prometheus.Collector.
func (m *metrics) Collect(out chan<- prometheus.Metric) {
	for _, counted := range []prometheus.Collector{m.renders, m.latency, m.lag, m.encoded, m.sent, m.sentBytes, m.conflated} {
		counted.Collect(out)
	}
	gauge := func(d *prometheus.Desc, v float64) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v)
	}
	g := m.gateway
	g.mu.Lock()
	clients := len(g.clients)
	g.mu.Unlock()
	gauge(m.clients, float64(clients))
	agrees := -1.0
	if consistent, _ := g.agreement(time.Now()); consistent != nil {
		agrees = 0
		if *consistent {
			agrees = 1
		}
	}
	gauge(m.agrees, agrees)
}
