package intake

import (
	"log/slog"
	"sync"
	"time"

	"langbiang.internal/ioc/pkg/event"
)

// Bounds of what is kept of sources whose clocks are too far ahead.
const (
	MaxAheadSources = 1024        // of which it is known; further ones are told of together
	aheadPause      = time.Minute // between two words about one source
)

// refusals are the events that were refused for lying ahead, by source: the operator is told once a minute, however many there are.
type refusals struct {
	mu sync.Mutex
	of map[string]*refusedAhead
}

type refusedAhead struct {
	events int64
	told   time.Time
}

// note counts a refusal, and says so in the program's log.
func (r *refusals) note(logger *slog.Logger, service string, e *event.Event, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	source := e.Source
	if r.of[source] == nil && len(r.of) >= MaxAheadSources {
		source = ""
	}
	if r.of == nil {
		r.of = make(map[string]*refusedAhead)
	}
	x := r.of[source]
	if x == nil {
		x = new(refusedAhead)
		r.of[source] = x
	}
	x.events++
	if now.Sub(x.told) < aheadPause {
		return
	}
	x.told = now
	logger.Warn("events are refused: their source's clock is ahead", "service", service, "source", e.Source,
		"time", e.Time.Format(time.RFC3339), "now", now.Format(time.RFC3339), "refused so far", x.events)
}
