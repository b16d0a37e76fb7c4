package pubsub_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
	"langbiang.internal/ioc/pkg/eventlog/pubsub"
	"langbiang.internal/ioc/pkg/eventlog/redis"
	"langbiang.internal/ioc/pkg/eventlog/redis/redistest"
	"langbiang.internal/ioc/pkg/problem"
)

func appendEvents(t *testing.T, log eventlog.Log, ids ...string) {
	t.Helper()
	var events []event.Event
	for _, id := range ids {
		events = append(events, eventlogtest.Event("dossier/"+id, id))
	}
	_, err := log.Append(t.Context(), eventlogtest.CommitOf(events...))
	require.NoError(t, err)
}

func appendBackfill(t *testing.T, log eventlog.Log, id string) {
	t.Helper()
	e := eventlogtest.Event("dossier/"+id, id)
	e.Backfill = true
	_, err := log.Append(t.Context(), eventlogtest.CommitOf(e))
	require.NoError(t, err)
}

// running is a policy under way that remembers what it was called with.
type running struct {
	mu     sync.Mutex
	calls  []string
	seen   chan string
	cancel context.CancelFunc
	ended  chan error
}

func start(t *testing.T, log eventlog.Log, config pubsub.PolicyConfig, handle func(e event.Event) error) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{seen: make(chan string, 1000), cancel: cancel, ended: make(chan error, 1)}
	config.Consumer, config.Backoff = "alarms", time.Millisecond
	config.Handle = func(_ context.Context, at eventlog.Position, e event.Event) error {
		r.mu.Lock()
		r.calls = append(r.calls, fmt.Sprintf("%d %s", at, e.ID))
		r.mu.Unlock()
		defer func() { r.seen <- e.ID }()
		return handle(e)
	}
	go func() { r.ended <- pubsub.RunPolicy(ctx, log, config) }()
	return r
}

// until waits for the event with that id.
func (r *running) until(t *testing.T, id string) {
	t.Helper()
	timeout := time.After(30 * time.Second)
	for {
		select {
		case got := <-r.seen:
			if got == id {
				return
			}
		case <-timeout:
			t.Fatalf("event %s was not handled", id)
		}
	}
}

func (r *running) stop(t *testing.T) []string {
	t.Helper()
	r.cancel()
	require.NoError(t, <-r.ended)
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.calls
}

func fine(event.Event) error { return nil }

func eachLog(t *testing.T, test func(t *testing.T, log eventlog.Log)) {
	for name, of := range map[string]*logs{"sqlite": sqliteLogs(t), "redis": redisLogs(t), "shared": sharedLogs(t)} {
		t.Run(name, func(t *testing.T) {
			log, err := of.get("lamdong")
			require.NoError(t, err)
			test(t, log)
		})
	}
}

func TestAPolicyHandlesEachEventInOrderAndGoesOnWhereItWas(t *testing.T) {
	eachLog(t, func(t *testing.T, log eventlog.Log) {
		appendEvents(t, log, "a", "b")
		r := start(t, log, pubsub.PolicyConfig{}, fine)
		r.until(t, "b")
		appendEvents(t, log, "c")
		r.until(t, "c")
		appendEvents(t, log, "d")
		r.until(t, "d")
		assert.Equal(t, []string{"1 a", "1 b", "2 c", "3 d"}, r.stop(t))

		appendEvents(t, log, "e")
		r = start(t, log, pubsub.PolicyConfig{}, fine)
		r.until(t, "e")
		calls := r.stop(t)
		// The ack of d may have been cut off by the stop: it may come again, nothing before it.
		if calls[0] == "3 d" {
			calls = calls[1:]
		}
		assert.Equal(t, []string{"4 e"}, calls)
	})
}

func TestAPolicyFromTheHeadLeavesOutWhatWasBefore(t *testing.T) {
	eachLog(t, func(t *testing.T, log eventlog.Log) {
		appendEvents(t, log, "a")
		require.NoError(t, log.SetCursor(t.Context(), "another", 1))
		r := start(t, log, pubsub.PolicyConfig{FromHead: true}, fine)
		require.Eventually(t, func() bool {
			p, err := log.Cursor(t.Context(), "alarms")
			return err == nil && p == 1
		}, 30*time.Second, time.Millisecond)
		appendEvents(t, log, "b")
		r.until(t, "b")
		assert.Equal(t, []string{"2 b"}, r.stop(t))
	})
}

func TestAPolicyDoesNotActOnBackfillUnlessAsked(t *testing.T) {
	eachLog(t, func(t *testing.T, log eventlog.Log) {
		appendBackfill(t, log, "old")
		mixed := []event.Event{eventlogtest.Event("dossier/m", "older"), eventlogtest.Event("dossier/m", "new")}
		mixed[0].Backfill = true
		_, err := log.Append(t.Context(), eventlogtest.CommitOf(mixed...))
		require.NoError(t, err)
		r := start(t, log, pubsub.PolicyConfig{}, fine)
		r.until(t, "new")
		assert.Equal(t, []string{"2 new"}, r.stop(t))
	})
}

func TestAnEventThatFailsForAWhileIsTriedAgain(t *testing.T) {
	eachLog(t, func(t *testing.T, log eventlog.Log) {
		appendEvents(t, log, "a", "b", "c")
		failures := 3
		r := start(t, log, pubsub.PolicyConfig{}, func(e event.Event) error {
			if e.ID == "b" && failures > 0 {
				failures--
				return errors.New("not yet")
			}
			return nil
		})
		r.until(t, "c")
		assert.Equal(t, []string{"1 a", "1 b", "1 b", "1 b", "1 b", "1 c"}, r.stop(t))
		poison, total, err := pubsub.Poisoned(t.Context(), log, "alarms")
		require.NoError(t, err)
		assert.Empty(t, poison)
		assert.Zero(t, total)
	})
}

func TestAPoisonEventIsSetAsideAndThePolicyGoesOn(t *testing.T) {
	eachLog(t, func(t *testing.T, log eventlog.Log) {
		appendEvents(t, log, "a", "bad", "panics", "misfit", "d")
		told := make(chan pubsub.Poison, 10)
		r := start(t, log, pubsub.PolicyConfig{Retries: 2, OnPoison: func(p pubsub.Poison) { told <- p }}, func(e event.Event) error {
			switch e.ID {
			case "bad":
				return fmt.Errorf("decide: %w", event.Refuse("data", "cannot be done"))
			case "panics":
				panic("hoảng loạn")
			case "misfit":
				return fmt.Errorf("decide: %w", problem.New(problem.NotFound, "", "there is nothing at %s", "x"))
			}
			return nil
		})
		r.until(t, "d")
		assert.Equal(t, []string{"1 a", "1 bad", "1 bad", "1 bad", "1 panics", "1 panics", "1 panics", "1 misfit", "1 misfit", "1 misfit", "1 d"}, r.stop(t))

		poison, total, err := pubsub.Poisoned(t.Context(), log, "alarms")
		require.NoError(t, err)
		assert.Equal(t, int64(3), total)
		require.Len(t, poison, 3)
		assert.Equal(t, pubsub.Poison{
			Position: 1, Index: 1, Source: eventlogtest.Source, ID: "bad", Type: event.DossierReceived, Error: "decide: data cannot be done",
		}, poison[0])
		assert.Contains(t, poison[1].Error, "hoảng loạn")
		assert.Equal(t, []pubsub.Poison{<-told, <-told, <-told}, poison)
		entries, err := log.Read(t.Context(), 1, 0)
		require.NoError(t, err)
		require.Len(t, entries, 3)
		assert.True(t, slices.ContainsFunc(entries, func(e eventlog.Entry) bool { return e.Metadata["poison"] == "alarms" && e.Events == nil }))
	})
}

func TestAnEventIsNotSetAsideForWhatIsNotItsFault(t *testing.T) {
	log, err := sqliteLogs(t).get("lamdong")
	require.NoError(t, err)
	appendEvents(t, log, "a", "b", "wrong", "c")
	registry := prometheus.NewRegistry()
	const failures = 6 // more than the retries
	failed := 0
	config := pubsub.PolicyConfig{Retries: 1, Registerer: registry}
	r := start(t, log, config, func(e event.Event) error {
		switch {
		case e.ID == "b" && failed < failures:
			failed++
			return errors.New("log away")
		case e.ID == "wrong":
			return fmt.Errorf("submit: %w", &event.FieldError{Field: "time", Message: "is missing"})
		}
		return nil
	})
	r.until(t, "c")
	calls := r.stop(t)
	assert.Equal(t, []string{"1 a", "1 b", "1 wrong", "1 wrong", "1 c"}, append(calls[:1:1], calls[1+failures:]...), "in order")
	poison, total, err := pubsub.Poisoned(t.Context(), log, "alarms")
	require.NoError(t, err)
	assert.Equal(t, int64(1), total)
	assert.Equal(t, "wrong", poison[0].ID)

	r = start(t, log, config, fine) // the same metrics again
	appendEvents(t, log, "d")
	r.until(t, "d")
	r.stop(t)
	families, err := registry.Gather()
	require.NoError(t, err)
	values := make(map[string]float64)
	for _, f := range families {
		m := f.GetMetric()[0]
		assert.Equal(t, "alarms", m.GetLabel()[0].GetValue(), "the policy, as what it is and as a consumer")
		values[f.GetName()] = m.GetCounter().GetValue() + m.GetGauge().GetValue()
	}
	assert.GreaterOrEqual(t, values["ioc_policy_handled_total"], 5.0)
	assert.Equal(t, 7.0, values["ioc_policy_retried_total"])
	assert.Equal(t, 1.0, values["ioc_policy_set_aside_total"])
	head, err := log.Head(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, head, values["ioc_consumer_position"]+values["ioc_consumer_lag_entries"])
	assert.LessOrEqual(t, values["ioc_consumer_lag_entries"], 1.0, "what was handled last may not be acknowledged yet")
}

func TestAPolicyOnALogThatClosesSaysSo(t *testing.T) {
	log, err := sqliteLogs(t).get("lamdong")
	require.NoError(t, err)
	appendEvents(t, log, "a")
	r := start(t, log, pubsub.PolicyConfig{}, fine)
	r.until(t, "a")
	require.NoError(t, log.Close())
	require.ErrorIs(t, <-r.ended, eventlog.ErrClosed)
}

func TestAPolicyNamesEverythingThatItLacks(t *testing.T) {
	err := pubsub.RunPolicy(t.Context(), nil, pubsub.PolicyConfig{Retries: -1})
	for _, want := range []string{"consumer", "handle", "retries"} {
		assert.ErrorContains(t, err, want)
	}
}

// Each append is repeated until it is answered; a policy meanwhile sees every event, in order, though the
// server is killed and started again on the way.
func TestAPolicyGoesOnWhenTheServerWasKilled(t *testing.T) {
	server := redistest.StartServer(t)
	log, err := redis.Open(t.Context(), redis.Config{URL: server.URL, Province: "lamdong"})
	require.NoError(t, err)
	defer log.Close()
	r := start(t, log, pubsub.PolicyConfig{}, fine)
	const events = 300
	for i := range events {
		if i == 100 || i == 200 {
			server.Kill()
			require.NoError(t, server.Run())
		}
		e := eventlogtest.Event("dossier/1", fmt.Sprintf("%03d", i))
		require.Eventually(t, func() bool {
			_, err := log.Append(t.Context(), eventlogtest.CommitOf(e))
			var duplicate *eventlog.DuplicateError
			return err == nil || errors.As(err, &duplicate)
		}, 30*time.Second, 10*time.Millisecond)
	}
	r.until(t, fmt.Sprintf("%03d", events-1))
	calls := slices.Compact(r.stop(t))
	require.Len(t, calls, events)
	for i, call := range calls {
		require.Equal(t, fmt.Sprintf("%d %03d", i+1, i), call)
	}
}
