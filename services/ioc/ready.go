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

// logPatience is how long the log may take to answer whether it takes appends.
const logPatience = 3 * time.Second

// readiness answers two questions, and says why not. GET /healthz: is this process whole, that is, does its log take
// appends. GET /readyz: is it whole and at the log's end, that is, has every projection here caught up, do the sums agree
// with ClickHouse, and is the scenario, if there is one, loaded. Neither is for a supervisor that kills: a restart mends none of
// what they tell, and both turn good by themselves.
type readiness struct {
	log eventlog.Log
	// projections are what must have caught up, by name.
	projections map[string]func() eventlog.Position
	loaded      func() bool
	// agreement is why the sums are not known to agree with ClickHouse's; nil where nothing is compared.
	agreement func() string

	mu      sync.Mutex
	sick    string            // why not healthy; "" when healthy
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
	return &readiness{log: log, projections: make(map[string]func() eventlog.Position), loaded: loaded, sick: "starting", reason: "starting"}
}

// run looks twice a second until ctx ends.
func (r *readiness) run(ctx context.Context) error {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		sick := r.checkLog(ctx)
		reason := sick
		if sick == "" {
			reason = r.look(ctx)
		}
		r.mu.Lock()
		r.sick, r.reason = sick, reason
		r.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// checkLog says why the log takes no appends, or "".
func (r *readiness) checkLog(ctx context.Context) string {
	patient, cancel := context.WithTimeout(ctx, logPatience)
	defer cancel()
	if err := r.log.Check(patient); err != nil {
		return "the log takes no appends: " + err.Error()
	}
	return ""
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
		switch p := position(); {
		case p == 0 && want > 0:
			return fmt.Sprintf("%s does not answer, or has nothing yet, of %d", name, head)
		case p < want:
			return fmt.Sprintf("%s is at position %d of %d", name, p, head)
		}
	}
	if r.agreement == nil {
		return ""
	}
	if reason := r.agreement(); reason != "" {
		return "the sums are not known to agree with ClickHouse's: " + reason
	}
	return ""
}

func (r *readiness) serveReady(w http.ResponseWriter, _ *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	answer(w, "ready", r.reason)
}

func (r *readiness) serveHealth(w http.ResponseWriter, _ *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	answer(w, "ok", r.sick)
}

func answer(w http.ResponseWriter, good, reason string) {
	if reason != "" {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "not "+good+": "+reason, http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, good)
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
