package eventlog

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// What became of an append.
const (
	outcomeTaken    = "taken"
	outcomeKnown    = "known"    // some of its events are in the log already
	outcomeConflict = "conflict" // a stream had moved on
	outcomeInvalid  = "invalid"
	outcomeFull     = "full" // the log has no room
	outcomeFailed   = "failed"
)

// Meter counts what is appended to a log. A nil one counts nothing.
type Meter struct {
	took          *prometheus.HistogramVec
	events, bytes prometheus.Histogram
	underway      prometheus.Gauge
}

// NewMeter registers a log's metrics: ioc_log_append_duration_seconds by outcome, ioc_log_commit_events and ioc_log_commit_bytes of what
// was taken, and ioc_log_appends_in_flight.
func NewMeter(registerer prometheus.Registerer) (*Meter, error) {
	m := &Meter{
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "ioc_log_append_duration_seconds", Help: "Time that an append takes, until what is taken is durable.",
			Buckets: []float64{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5},
		}, []string{"outcome"}),
		events: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "ioc_log_commit_events", Help: "Events of a commit that was taken.", Buckets: prometheus.ExponentialBuckets(1, 4, 8),
		}),
		bytes: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "ioc_log_commit_bytes", Help: "Encoded size of a commit that was taken.", Buckets: prometheus.ExponentialBuckets(256, 4, 9),
		}),
		underway: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "ioc_log_appends_in_flight", Help: "Appends that wait for the log, or are being taken.",
		}),
	}
	for _, outcome := range []string{outcomeTaken, outcomeKnown, outcomeConflict, outcomeInvalid, outcomeFull, outcomeFailed} {
		m.took.WithLabelValues(outcome)
	}
	for _, c := range []prometheus.Collector{m.took, m.events, m.bytes, m.underway} {
		if err := registerer.Register(c); err != nil {
			return nil, fmt.Errorf("register the log's metrics: %w", err)
		}
	}
	return m, nil
}

// Append does an append that is counted: do gives the draft, nil before there is one, and whether it was taken.
func (m *Meter) Append(do func() (*Draft, Position, error)) (Position, error) {
	if m == nil {
		_, p, err := do()
		return p, err
	}
	m.underway.Inc()
	defer m.underway.Dec()
	began := time.Now()
	draft, p, err := do()
	m.took.WithLabelValues(outcomeOf(err)).Observe(time.Since(began).Seconds())
	if err == nil {
		m.events.Observe(float64(len(draft.Events)))
		m.bytes.Observe(float64(len(draft.Payload)))
	}
	return p, err
}

func outcomeOf(err error) string {
	var known *DuplicateError
	var conflict *ConflictError
	switch {
	case err == nil:
		return outcomeTaken
	case errors.As(err, &known):
		return outcomeKnown
	case errors.As(err, &conflict):
		return outcomeConflict
	case errors.Is(err, ErrInvalid):
		return outcomeInvalid
	case errors.Is(err, ErrFull):
		return outcomeFull
	}
	return outcomeFailed
}

// lagPatience is how long the log may take to tell its head to who asks for metrics.
const lagPatience = time.Second

// Lag tells how far a consumer of a log has come, and how many entries are before it: ioc_consumer_position and
// ioc_consumer_lag_entries, the latter only while the log answers.
type Lag struct {
	log              Log
	position         atomic.Uint64
	reached, missing *prometheus.Desc
}

// NewLag is of a consumer that is at the log's beginning.
func NewLag(log Log, consumer string) *Lag {
	desc := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("ioc_consumer_"+name, help, nil, prometheus.Labels{"consumer": consumer})
	}
	return &Lag{
		log:     log,
		reached: desc("position", "Log position of the last entry that the consumer is done with."),
		missing: desc("lag_entries", "Entries of the log that the consumer is not done with."),
	}
}

// Set says how far the consumer is.
func (l *Lag) Set(p Position) { l.position.Store(uint64(p)) }

// Describe implements prometheus.Collector.
func (l *Lag) Describe(descs chan<- *prometheus.Desc) { descs <- l.reached; descs <- l.missing }

// Collect implements prometheus.Collector.
func (l *Lag) Collect(out chan<- prometheus.Metric) {
	at := l.position.Load()
	out <- prometheus.MustNewConstMetric(l.reached, prometheus.GaugeValue, float64(at))
	ctx, cancel := context.WithTimeout(context.Background(), lagPatience)
	defer cancel()
	if head, err := l.log.Head(ctx); err == nil {
		out <- prometheus.MustNewConstMetric(l.missing, prometheus.GaugeValue, float64(uint64(head)-min(at, uint64(head))))
	}
}

// NewLatency is a histogram of the time from an entry's being recorded to something that becomes of it.
func NewLatency(name, help string) prometheus.Histogram {
	return prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: name, Help: help + " Entries that are history (backfill) do not count.",
		Buckets: []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600},
	})
}

// ObserveLatency observes the time from each of some moments to now; a clock that is behind makes it 0.
func ObserveLatency(h prometheus.Histogram, recorded []time.Time, now time.Time) {
	for _, at := range recorded {
		h.Observe(max(0, now.Sub(at).Seconds()))
	}
}
