package indicators

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/clickhouse"
)

const (
	// silenceInterval is for how long what ClickHouse said of who was heard is told again.
	silenceInterval = 15 * time.Second
	silencePatience = 3 * time.Second
)

// silence tells operators who has been silent for how long, of the agencies of which reports are expected and those that have sent some,
// and of the links to other systems. While ClickHouse does not answer, what it said before stands.
type silence struct {
	read     func(context.Context) (*clickhouse.Heard, error)
	now      func() time.Time
	expected []string // agencies

	mu      sync.Mutex
	heard   *clickhouse.Heard // nil before the first answer
	heardAt time.Time

	agency, feed, missing *prometheus.Desc
}

func newSilence(read func(context.Context) (*clickhouse.Heard, error), now func() time.Time, expected []string) *silence {
	desc := func(name, help, label string) *prometheus.Desc {
		return prometheus.NewDesc("ioc_"+name, help, []string{label}, nil)
	}
	return &silence{
		read: read, now: now, expected: expected,
		agency: desc("agency_last_heard_timestamp_seconds",
			"When an agency reported last, by our clock, in seconds since 1970; 0 for one that never did and is expected to.", "agency"),
		feed: desc("feed_last_heard_timestamp_seconds",
			"When a link to another system said last that it is up or down, by our clock, in seconds since 1970.", "feed"),
		missing: desc("agency_missing_reports", "Reports that are expected of an agency by now, and have not come.", "agency"),
	}
}

// Describe implements prometheus.Collector.
func (s *silence) Describe(descs chan<- *prometheus.Desc) {
	descs <- s.agency
	descs <- s.feed
	descs <- s.missing
}

// Collect implements prometheus.Collector.
func (s *silence) Collect(out chan<- prometheus.Metric) {
	heard := s.latest()
	if heard == nil {
		return
	}
	gauge := func(d *prometheus.Desc, value float64, label string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, label)
	}
	agencies := slices.Sorted(maps.Keys(heard.Agencies))
	for _, id := range slices.Compact(slices.Sorted(slices.Values(append(agencies, s.expected...)))) {
		gauge(s.agency, seconds(heard.Agencies[id]), id)
		gauge(s.missing, float64(heard.Missing[id]), id)
	}
	for id, at := range heard.Feeds {
		gauge(s.feed, seconds(at), id)
	}
}

// latest is what ClickHouse said last, asked again if that was a while ago.
func (s *silence) latest() *clickhouse.Heard {
	s.mu.Lock()
	heard, now := s.heard, s.now()
	due := now.Sub(s.heardAt) >= silenceInterval
	if due {
		s.heardAt = now // whoever comes meanwhile is told the last answer
	}
	s.mu.Unlock()
	if !due {
		return heard
	}
	ctx, cancel := context.WithTimeout(context.Background(), silencePatience)
	defer cancel()
	fresh, err := s.read(ctx)
	if err != nil {
		return heard
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = fresh
	return fresh
}

// seconds since 1970; 0 for never.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}

// expectedAgencies are those of which the topology expects reports, but for units' own.
func (s *Service) expectedAgencies() []string {
	all := make(map[string]bool)
	for _, i := range s.Topology.Indicators {
		for _, x := range i.Expected {
			if x.Agency != "unit" {
				all[x.Agency] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}
