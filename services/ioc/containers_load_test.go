//go:build containers

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/intake"
)

const (
	loadDay     = "2024-07-01" // the day after what was published
	loadWriters = 4
	writerRest  = 20 * time.Millisecond  // after each event
	retryRest   = 100 * time.Millisecond // after what was not answered
	oneAnswer   = 10 * time.Second
	resendItems = 1000
)

// load is sources that post pairs of a dossier and a payment, one event a request, each again until it is acknowledged.
type load struct {
	t       *testing.T
	url     string
	run     string // names its events and their source
	source  string
	client  *http.Client
	end     context.CancelFunc // begins no pair any more
	writers sync.WaitGroup

	mu           sync.Mutex
	pairs        int // begun
	again        int // attempts that were not answered
	acknowledged []acknowledged
	more         chan struct{} // closed at the next acknowledgement
	refused      error         // the first event that a service did not take
}

// acknowledged is an event and the position that it was answered with.
type acknowledged struct {
	service, event string
	position       uint64
}

// newLoad opens the day after the published history, of which the events are.
func newLoad(ctx context.Context, t *testing.T, url, run string) *load {
	l := &load{t: t, url: url, run: run, source: "//example/faults/" + run, client: &http.Client{Timeout: oneAnswer}, more: make(chan struct{})}
	_, err := l.post(ctx, "clock", l.event("clock.day_opened.v1", loadDay, "clock/province", "00:00:00", `{"date":"`+loadDay+`"}`))
	require.NoError(t, err)
	return l
}

// start begins to post.
func (l *load) start(ctx context.Context) {
	begin, end := context.WithCancel(ctx)
	l.end = end
	for range loadWriters {
		l.writers.Go(func() {
			for begin.Err() == nil {
				l.pair(ctx)
			}
		})
	}
	l.t.Cleanup(end)
}

func (l *load) event(kind, id, subject, clock, data string) string {
	return fmt.Sprintf(`{"specversion":"1.0","id":%q,"source":%q,"type":%q,"subject":%q,"time":"%sT%s+07:00","simulated":true,"data":%s}`,
		id, l.source, kind, subject, loadDay, clock, data)
}

// pair posts a dossier and a payment until both are acknowledged.
func (l *load) pair(ctx context.Context) {
	l.mu.Lock()
	l.pairs++
	n := l.pairs
	l.mu.Unlock()
	id, unit := fmt.Sprintf("%s-%d", l.run, n), []string{"672", "673", "674"}[n%3]
	l.insist(ctx, "dossiers", l.event("dossier.received.v1", "d-"+id, "dossier/"+id, "09:00:00", `{"procedure":"1.013225","unit":"`+unit+`"}`))
	l.insist(ctx, "payments", l.event("payment.succeeded.v1", "p-"+id, "payment/"+id, "09:05:00", `{"unit":"`+unit+`","amount_vnd":1000}`))
}

// insist posts an event until it is acknowledged, as the contract asks of a source.
func (l *load) insist(ctx context.Context, service, event string) {
	for ctx.Err() == nil {
		answer, err := l.post(ctx, service, event)
		l.mu.Lock()
		switch {
		case err != nil:
			l.again++
		case answer.Accepted == 1:
			l.acknowledged = append(l.acknowledged, acknowledged{service, event, uint64(answer.Position)})
			close(l.more)
			l.more = make(chan struct{})
		case l.refused == nil:
			l.refused = fmt.Errorf("%s: %+v", event, answer)
		}
		l.mu.Unlock()
		if err == nil {
			_ = ctxSleep(ctx, writerRest)
			return
		}
		_ = ctxSleep(ctx, retryRest)
	}
}

// post sends one event, or several as a batch. What is no answer of the service is an error.
func (l *load) post(ctx context.Context, service string, events ...string) (*intake.Answer, error) {
	body, kind := events[0], "application/cloudevents+json"
	if len(events) > 1 {
		body, kind = "["+strings.Join(events, ",")+"]", "application/cloudevents-batch+json"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url+"/api/v1/"+service+"/events", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", kind)
	resp, err := l.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= http.StatusInternalServerError {
		return nil, fmt.Errorf("%s: %s", resp.Status, b)
	}
	answer := new(intake.Answer)
	return answer, json.Unmarshal(b, answer)
}

// awaitMore returns when an event was acknowledged after now by each service.
func (l *load) awaitMore(ctx context.Context) {
	l.mu.Lock()
	from := len(l.acknowledged)
	l.mu.Unlock()
	late := time.After(recovery)
	for seen := make(map[string]bool); len(seen) < 2; {
		l.mu.Lock()
		for _, a := range l.acknowledged[from:] {
			seen[a.service] = true
		}
		from = len(l.acknowledged)
		more := l.more
		l.mu.Unlock()
		select {
		case <-more:
		case <-ctx.Done():
			require.NoError(l.t, ctx.Err())
		case <-late:
			require.FailNow(l.t, "no event is acknowledged any more")
		}
	}
}

// stop begins no other pair and returns when all are acknowledged.
func (l *load) stop() {
	l.end()
	l.writers.Wait()
	require.NoError(l.t, l.refused)
	require.Len(l.t, l.acknowledged, 2*l.pairs)
}

// requireSameAnswers sends all events again: each is answered as the first time.
func (l *load) requireSameAnswers(ctx context.Context) {
	for _, service := range []string{"dossiers", "payments"} {
		var events []string
		var positions []uint64
		for _, a := range l.acknowledged {
			if a.service == service {
				events, positions = append(events, a.event), append(positions, a.position)
			}
		}
		for from := 0; from < len(events); from += resendItems {
			to := min(from+resendItems, len(events))
			answer, err := l.post(ctx, service, events[from:to]...)
			require.NoError(l.t, err)
			require.Len(l.t, answer.Items, to-from)
			for i, item := range answer.Items {
				assert.EqualValues(l.t, positions[from+i], item.Position, events[from+i])
			}
		}
	}
}
