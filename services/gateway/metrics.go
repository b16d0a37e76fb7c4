package gateway

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/wire"
)

// metrics are counted by renders and messages; nothing is counted on the way of an event. Positions are read when scraped.
type metrics struct {
	gateway *Gateway
	renders prometheus.Histogram

	// By type of the message.
	encoded, sent, sentBytes *prometheus.CounterVec

	conflated prometheus.Counter

	position, head, clients, agrees *prometheus.Desc
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
			Namespace: "ioc", Subsystem: "gateway", Name: "render_seconds", Help: "Time that one render of all frames that changed takes.",
			Buckets: prometheus.ExponentialBuckets(0.0001, 2, 12),
		}),
		encoded:   byType("messages_encoded_total", "Messages to screens that were encoded, each once for all that it is sent to."),
		sent:      byType("messages_sent_total", "Messages written to sockets."),
		sentBytes: byType("sent_bytes_total", "Bytes of the messages written to sockets, before compression."),
		conflated: prometheus.NewCounter(prometheus.CounterOpts(opts("deltas_conflated_total",
			"Changes of a view that a screen got together with a later one, because it was slower than they came."))),
		position: desc("position", "Log position of the frames given now."),
		head:     desc("log_head", "Last position of the log as last seen."),
		clients:  desc("clients", "Open sockets."),
		agrees:   desc("consistent", "1 when the sums here and in ClickHouse were compared and agree, 0 when they differ, -1 when that is not known."),
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
	for _, counted := range []prometheus.Collector{m.renders, m.encoded, m.sent, m.sentBytes, m.conflated} {
		counted.Collect(out)
	}
	gauge := func(d *prometheus.Desc, v float64) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v)
	}
	g := m.gateway
	gauge(m.position, float64(g.Position()))
	gauge(m.head, float64(g.head.Load()))
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
