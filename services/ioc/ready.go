package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"langbiang.internal/ioc/pkg/eventlog"
)

// readyLag is how long an entry may wait for its projections while the process stays ready.
const readyLag = 5 * time.Second

// readiness answers GET /readyz: 200 only when every projection here has caught up with the log,
// and the scenario, if there is one, is loaded.
type readiness struct {
	log eventlog.Log
	// projections are what must have caught up, by name.
	projections map[string]func() eventlog.Position
	loaded      func() bool

	mu      sync.Mutex
	reason  string            // why not ready; "" when ready
	goal    eventlog.Position // the head when the scenario was found loaded: to be reached exactly
	hasGoal bool
	heads   []headSample // of the last readyLag
}

type headSample struct {
	at   time.Time
	head eventlog.Position
}

func newReadiness(log eventlog.Log, loaded func() bool) *readiness {
	return &readiness{log: log, projections: make(map[string]func() eventlog.Position), loaded: loaded, reason: "starting"}
}

// run looks twice a second until ctx ends.
func (r *readiness) run(ctx context.Context) error {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		reason := r.look(ctx)
		r.mu.Lock()
		r.reason = reason
		r.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// look says why the process is not ready, or "".
func (r *readiness) look(ctx context.Context) string {
	loaded := r.loaded == nil || r.loaded()
	head, err := r.log.Head(ctx)
	if err != nil {
		return "the log does not answer: " + err.Error()
	}
	if !loaded {
		return fmt.Sprintf("the scenario is being loaded (log position %d)", head)
	}
	if !r.hasGoal {
		r.goal, r.hasGoal = head, true
	}
	now := time.Now()
	r.heads = append(r.heads, headSample{now, head})
	for len(r.heads) > 1 && now.Sub(r.heads[1].at) >= readyLag {
		r.heads = r.heads[1:]
	}
	want := max(r.goal, min(r.heads[0].head, head))
	for name, position := range r.projections {
		if p := position(); p < want {
			return fmt.Sprintf("%s is at position %d of %d", name, p, head)
		}
	}
	return ""
}

func (r *readiness) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reason != "" {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "not ready: "+r.reason, http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}

// wait blocks until the process is ready; false when ctx ended first.
func (r *readiness) wait(ctx context.Context) bool {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		r.mu.Lock()
		ready := r.reason == ""
		r.mu.Unlock()
		if ready {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
}
