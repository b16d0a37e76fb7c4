package intake

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// Bounds of what is kept of sources whose clocks are too far ahead.
const (
	MaxAheadSources = 1024             // told apart by a service; further ones are told of together
	AheadPause      = 10 * time.Minute // between two records of one source by one service
)

// refusals are the events that were refused for lying ahead, by source, until they are recorded.
type refusals struct {
	mu sync.Mutex
	of map[string]*refusedAhead
}

type refusedAhead struct {
	since     event.Source // the record
	simulated bool
	next      time.Time // not before it, by this machine's clock
}

// note counts a refused event.
func (r *refusals) note(service string, e *event.Event, ahead time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	name := e.Source
	if r.of[name] == nil && len(r.of) >= MaxAheadSources {
		name = ""
	}
	if r.of == nil {
		r.of = make(map[string]*refusedAhead)
	}
	x := r.of[name]
	if x == nil {
		x = new(refusedAhead)
		r.of[name] = x
	}
	x.since.Source, x.since.Service, x.since.Last = name, service, e.Time
	x.since.Events++
	x.since.AheadSeconds = max(x.since.AheadSeconds, int64(ahead/time.Second))
	x.simulated = e.Simulated
}

// due takes what is to be recorded now; what could not be recorded is given back.
func (r *refusals) due(now time.Time) []refusedAhead {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []refusedAhead
	for _, x := range r.of {
		if x.since.Events > 0 && !now.Before(x.next) {
			x.next = now.Add(AheadPause)
			all = append(all, *x)
			x.since = event.Source{}
		}
	}
	return all
}

// hurry has all that was counted be due, and tells whether there is any.
func (r *refusals) hurry() (waiting bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, x := range r.of {
		x.next = time.Time{}
		waiting = waiting || x.since.Events > 0
	}
	return waiting
}

// back has what was taken to be recorded wait for the next refusal.
func (r *refusals) back(all []refusedAhead) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range all {
		x := r.of[all[i].since.Source]
		all[i].since.Events += x.since.Events
		all[i].since.AheadSeconds = max(all[i].since.AheadSeconds, x.since.AheadSeconds)
		x.since, x.next = all[i].since, time.Time{}
	}
}

// recordRefused appends what is known of sources whose clocks are too far ahead, at now of the log: at once, and then
// not more often than each AheadPause. What was counted since then is recorded when whatever comes next after it, or the service ends.
func (in *Intake[S]) recordRefused(ctx context.Context, now time.Time) error {
	var c eventlog.Commit
	due := in.ahead.due(in.Now())
	for i := range due {
		x := &due[i]
		subject := event.SourceSubject(x.since.Source)
		c.Events = append(c.Events, event.Event{
			ID: uuid.NewString(), Source: event.PolicySource + in.Name, Type: event.SourceRefused, Subject: subject, Time: now,
			Simulated: x.simulated, Data: new(x.since),
		})
		c.Streams = append(c.Streams, eventlog.StreamUpdate{Stream: subject, Expected: eventlog.AnyVersion})
		in.Logger.WarnContext(ctx, "events are refused: their source's clock is ahead", "service", in.Name, "source", x.since.Source,
			"time", x.since.Last.Format(time.RFC3339), "now", now.Format(time.RFC3339), "events", x.since.Events)
	}
	if len(c.Events) == 0 {
		return nil
	}
	if _, err := in.Log.Append(ctx, c); err != nil {
		in.ahead.back(due)
		return fmt.Errorf("record that sources are refused: %w", err)
	}
	return nil
}
