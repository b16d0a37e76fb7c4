package gateway

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are read when scraped; nothing is counted on the way of an event.
type metrics struct {
	gateway  *Gateway
	position *prometheus.Desc
	head     *prometheus.Desc
	clients  *prometheus.Desc
	agrees   *prometheus.Desc
}

func newMetrics(g *Gateway) *metrics {
	desc := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("ioc_gateway_"+name, help, nil, nil)
	}
	return &metrics{
		gateway:  g,
		position: desc("position", "Log position of the frames given now."),
		head:     desc("log_head", "Last position of the log as last seen."),
		clients:  desc("clients", "Open sockets."),
		agrees:   desc("consistent", "1 when the sums here and in ClickHouse were compared and agree, 0 when they differ, -1 when that is not known."),
	}
}

// Collector is for the process's Prometheus registry.
func (g *Gateway) Collector() prometheus.Collector { return g.metrics }

// Describe implements prometheus.Collector.
func (m *metrics) Describe(descs chan<- *prometheus.Desc) { prometheus.DescribeByCollect(m, descs) }

// Collect implements prometheus.Collector.
func (m *metrics) Collect(out chan<- prometheus.Metric) {
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
