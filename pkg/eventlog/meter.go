package eventlog

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/trace"
)

// What became of an append.
const (
	outcomeTaken    = "taken"
	outcomeKnown    = "known"    // some of its events are in the log already
	outcomeConflict = "conflict" // a stream had moved on
	outcomeInvalid  = "invalid"
	outcomeFull     = "full" // the log has no room
	outcomeLeft     = "left" // who asked for it has gone: it may have been taken
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
	for _, outcome := range []string{outcomeTaken, outcomeKnown, outcomeConflict, outcomeInvalid, outcomeFull, outcomeLeft, outcomeFailed} {
		m.took.WithLabelValues(outcome)
	}
	for _, c := range []prometheus.Collector{m.took, m.events, m.bytes, m.underway} {
		if err := registerer.Register(c); err != nil {
			return nil, fmt.Errorf("register the log's metrics: %w", err)
		}
	}
	return m, nil
}

// Append does an append that is counted, as a step of the trace that it belongs to: the request's, or, where that begins here, the one
// that the first event names which names one. do gives the draft, nil before there is one, and whether it was taken.
func (m *Meter) Append(ctx context.Context, c *Commit, do func(context.Context) (*Draft, Position, error)) (p Position, err error) {
	err = trace.Within(ctx, "append", c.traceParent, func(ctx context.Context) error {
		p, err = m.append(ctx, do)
		return err
	})
	return p, err
}

// traceParent is the trace that the first event names which names one; "" for none.
func (c *Commit) traceParent() string {
	for i := range c.Events {
		if parent := c.Events[i].TraceParent(); parent != "" {
			return parent
		}
	}
	return ""
}

func (m *Meter) append(ctx context.Context, do func(context.Context) (*Draft, Position, error)) (Position, error) {
	if m == nil {
		_, p, err := do(ctx)
		return p, err
	}
	m.underway.Inc()
	defer m.underway.Dec()
	began := time.Now()
	draft, p, err := do(ctx)
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
	case errors.Is(err, context.Canceled):
		return outcomeLeft
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

// Waiting are entries that wait for what becomes of them, history left out: when each was recorded, and of the first ones that are traced
// their trace. Its zero value is ready.
type Waiting struct {
	recorded []time.Time
	traced   []tracedEntry
}

type tracedEntry struct {
	position Position
	recorded time.Time
	parent   string
}

// maxTraced bounds how many entries are told of in their traces at one time.
const maxTraced = 100

// Add has an entry wait.
func (w *Waiting) Add(e *Entry) {
	if e.IsBackfill() {
		return
	}
	w.recorded = append(w.recorded, e.Recorded)
	if parent := e.Metadata[MetaTrace]; parent != "" && len(w.traced) < maxTraced {
		w.traced = append(w.traced, tracedEntry{e.Position, e.Recorded, parent})
	}
}

// Done observes how long they waited, tells the step in their traces, and empties w. A clock that is behind makes a time 0.
func (w *Waiting) Done(latency prometheus.Histogram, tracer *trace.Tracer, step string, now time.Time) {
	for _, at := range w.recorded {
		latency.Observe(max(0, now.Sub(at).Seconds()))
	}
	for _, e := range w.traced {
		tracer.Told(e.parent, step, e.recorded, trace.Position(uint64(e.position)))
	}
	w.Reset()
}

// Reset empties w.
func (w *Waiting) Reset() { w.recorded, w.traced = w.recorded[:0], w.traced[:0] }

// NewLatency is a histogram of the time from an entry's being recorded to something that becomes of it: see Waiting.
func NewLatency(name, help string) prometheus.Histogram {
	return prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: name, Help: help + " Entries that are history (backfill) do not count.",
		Buckets: []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600},
	})
}
