package simulator

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/problem"
)

func TestTheHistoryArrivesWhole(t *testing.T) {
	r := newReceiver(t)
	var out bytes.Buffer
	s := start(t, r, func(c *Config) { c.Out = &out })
	assert.False(t, s.Loaded())
	require.NoError(t, s.Run(t.Context()))

	assert.True(t, s.Loaded())
	events := r.events()
	assert.Equal(t, 400, count(events, event.PaymentSucceeded))
	assert.Equal(t, 10, count(events, event.ClockDayOpened))
	assert.Equal(t, 400, count(events, event.DossierResolved))
	for i := range events {
		assert.True(t, events[i].Simulated && events[i].Backfill)
	}
	progress := s.Progress()
	assert.Equal(t, Progress{
		Date: calendar.MustDate("2024-01-10"), Days: 10, DaysTotal: 10, Events: len(events), Loaded: true,
	}, progress)
	assert.Contains(t, out.String(), "Loading scenario h1-2024 from 2024-01-01\n100 %  2024-01-10  ")
	assert.Contains(t, out.String(), "Loaded scenario h1-2024: ")
	assert.NotContains(t, out.String(), "\r", "no bar where there is no terminal")
}

func TestEachDaysEventsFollowItsOpening(t *testing.T) {
	r := newReceiver(t)
	require.NoError(t, start(t, r, nil).Run(t.Context()))
	_, top := small(t)
	var open calendar.Date
	for _, e := range r.events() {
		if clock, ok := e.Data.(*event.Clock); ok {
			assert.Equal(t, clock.Date, max(open+1, calendar.MustDate("2024-01-01")))
			open = clock.Date
			continue
		}
		require.Equal(t, open, calendar.DateOf(e.Time, top.Location()), "%s %s", e.Type, e.ID)
	}
}

func TestAnInterruptedLoadGoesOnAndCountsNothingTwice(t *testing.T) {
	whole := newReceiver(t)
	require.NoError(t, start(t, whole, nil).Run(t.Context()))

	r := newReceiver(t)
	ctx, stop := context.WithCancel(t.Context())
	r.onDay(func(d calendar.Date) {
		if d == calendar.MustDate("2024-01-04") {
			stop() // its events are on their way or not yet
		}
	})
	require.ErrorIs(t, start(t, r, nil).Run(ctx), context.Canceled)
	r.onDay(nil)
	partial := len(r.events())
	assert.Less(t, partial, len(whole.events()))

	again := start(t, r, nil)
	require.NoError(t, again.Run(t.Context()))
	assert.Equal(t, identities(whole.events()), identities(r.events()))
	assert.Less(t, again.Progress().Events, len(whole.events()), "days before the clock's are not sent again")
}

// identities maps each event's identity to how often it is in the log.
func identities(events []event.Event) map[string]int {
	all := make(map[string]int, len(events))
	for i := range events {
		all[events[i].Identity()]++
	}
	return all
}

func TestAServiceThatIsAwayIsWaitedFor(t *testing.T) {
	r := newReceiver(t)
	var refused atomic.Int64
	r.before = func(w http.ResponseWriter, request *http.Request) bool {
		switch refused.Add(1) {
		case 1: // the very first question
			problem.Write(w, request, problem.New(problem.Unavailable, "", "not yet"))
			return false
		case 3, 7:
			problem.Write(w, request, problem.New(problem.TooManyRequests, "", "wait"))
			return false
		case 5: // cut off in the middle
			panic(http.ErrAbortHandler)
		}
		return true
	}
	s := start(t, r, nil)
	require.NoError(t, s.Run(t.Context()))
	events := r.events()
	assert.Len(t, identities(events), len(events), "nothing is there twice")
	assert.Equal(t, 400, count(events, event.PaymentSucceeded))
}

func TestARejectedEventStopsTheLoadByName(t *testing.T) {
	r := newReceiver(t)
	r.refuse = func(e *event.Event) error {
		if e.Type == event.PaymentFailed {
			return event.Refuse("data.reason", "is not to our liking")
		}
		return nil
	}
	s := start(t, r, nil)
	err := s.Run(t.Context())
	var rejected *RejectedError
	require.ErrorAs(t, err, &rejected)
	assert.Equal(t, "payments", rejected.Service)
	assert.Equal(t, "data.reason", rejected.Field)
	assert.Regexp(t, `^load scenario h1-2024: 2024-01-\d\d: payments rejected \d+ of \d+ events, first p2401\d\d-\d{6}: data.reason is not to our liking$`, err.Error())
	assert.False(t, s.Loaded())
}

func TestARequestThatIsWrongAsAWholeStopsTheLoad(t *testing.T) {
	r := newReceiver(t)
	r.before = func(w http.ResponseWriter, request *http.Request) bool {
		if isPost(request, "dossiers") {
			problem.Write(w, request, problem.New(problem.TooLarge, "", "too much for us"))
			return false
		}
		return true
	}
	require.ErrorContains(t, start(t, r, nil).Run(t.Context()), "413: too much for us")
}

func TestEachServiceMayBeElsewhere(t *testing.T) {
	near, far := newReceiver(t), newReceiver(t)
	s := start(t, near, func(c *Config) { c.Targets = map[string]string{"payments": far.url + "/"} })
	require.NoError(t, s.Run(t.Context()))
	assert.Zero(t, count(near.events(), event.PaymentSucceeded))
	assert.Equal(t, 400, count(far.events(), event.PaymentSucceeded))
	assert.Zero(t, count(far.events(), event.DossierReceived))
}

func TestLiveTrafficFollowsTheHistoryAndGoesOnAfterARestart(t *testing.T) {
	r := newReceiver(t)
	file := filepath.Join(t.TempDir(), "state.json")
	runUntil := func(day string) *Simulator {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		r.onDay(func(d calendar.Date) {
			if d == calendar.MustDate(day) {
				stop()
			}
		})
		s := start(t, r, func(c *Config) { c.Live, c.StateFile = true, file })
		require.ErrorIs(t, s.Run(ctx), context.Canceled)
		return s
	}
	assert.True(t, runUntil("2024-01-13").Loaded())
	assert.True(t, runUntil("2024-01-15").Loaded())

	var open calendar.Date
	live := make(map[event.Type]int)
	midnight := calendar.MustDate("2024-01-15").Midnight(time.FixedZone("", 7*3600))
	interrupted := before(r.events(), midnight)
	for _, e := range interrupted {
		if clock, ok := e.Data.(*event.Clock); ok {
			open = clock.Date
		}
		assert.Equal(t, open <= calendar.MustDate("2024-01-10"), e.Backfill, "%s of %s", e.Type, open)
		if !e.Backfill {
			live[e.Type]++
		}
	}
	assert.Equal(t, 4, live[event.ClockDayOpened], "11 to 14 January")
	assert.Positive(t, live[event.DossierReceived])
	assert.Positive(t, live[event.AlarmAcknowledged])

	r, file = newReceiver(t), filepath.Join(t.TempDir(), "state.json")
	runUntil("2024-01-15")
	assert.Equal(t, identities(before(r.events(), midnight)), identities(interrupted),
		"a run without a stop has the same events, each once")
}

func before(events []event.Event, end time.Time) []event.Event {
	return slices.DeleteFunc(events, func(e event.Event) bool { return !e.Time.Before(end) })
}

func TestARejectedLiveEventIsLoggedAndPassedOver(t *testing.T) {
	r := newReceiver(t)
	r.refuse = func(e *event.Event) error {
		if e.Type == event.AlarmAcknowledged {
			return event.Refuse("subject", "is not known")
		}
		return nil
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	r.onDay(func(d calendar.Date) {
		if d == calendar.MustDate("2024-01-12") {
			stop()
		}
	})
	var logged bytes.Buffer
	s := start(t, r, func(c *Config) { c.Live, c.Logger = true, slog.New(slog.NewTextHandler(&logged, nil)) })
	require.ErrorIs(t, s.Run(ctx), context.Canceled)
	assert.Contains(t, logged.String(), "a live event was rejected")
	assert.Contains(t, logged.String(), "alarms rejected 1 of 1 events, first a240111-000000: subject is not known")
}

func TestQuietHoursPassFaster(t *testing.T) {
	for name, c := range map[string]struct {
		second, elapsed float64
		working         bool
		want            float64
	}{
		"office hours":        {9 * 3600, 60, true, 9*3600 + 60},
		"night":               {0, 60, true, 1800},
		"into the morning":    {7*3600 - 300, 20, true, 7*3600 + 10},
		"into the evening":    {18*3600 - 5, 6, true, 18*3600 + 30},
		"a holiday":           {9 * 3600, 60, false, 9*3600 + 1800},
		"not beyond midnight": {23 * 3600, 1e6, true, 24 * 3600},
		"a whole day":         {0, 1e9, true, 24 * 3600},
		"no time":             {5, 0, true, 5},
	} {
		assert.InDelta(t, c.want, advance(c.second, c.elapsed, c.working), 1e-6, name)
	}
}

func TestTheStateFileCountsOnlyForItsOwnDay(t *testing.T) {
	r := newReceiver(t)
	file := filepath.Join(t.TempDir(), "state.json")
	s := start(t, r, func(c *Config) { c.StateFile = file })
	fresh := place{Scenario: DefaultScenario, Seed: DefaultSeed, Date: calendar.MustDate("2024-01-01")}
	assert.Equal(t, fresh, s.begin(true), "no file")

	saved := fresh
	saved.Sent, saved.Second = 17, 30_000.5
	s.save(&saved)
	assert.Equal(t, saved, s.begin(true))
	assert.Equal(t, fresh, s.begin(false), "the history was just loaded")

	for name, other := range map[string]place{
		"another day":      {Scenario: DefaultScenario, Seed: DefaultSeed, Date: fresh.Date + 1, Sent: 17},
		"another seed":     {Scenario: DefaultScenario, Seed: 2, Date: fresh.Date, Sent: 17},
		"another scenario": {Scenario: "x", Seed: DefaultSeed, Date: fresh.Date, Sent: 17},
	} {
		b, err := json.Marshal(other)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file, b, 0o600))
		assert.Equal(t, fresh, s.begin(true), name)
	}
	require.NoError(t, os.WriteFile(file, []byte("{"), 0o600))
	assert.Equal(t, fresh, s.begin(true), "a damaged file")
}

func TestEveryFaultOfAConfigurationIsTold(t *testing.T) {
	_, err := New(Config{Targets: map[string]string{"projector": "http://x", "clock": "localhost:1"}, Speed: -1})
	for _, fault := range []string{
		"no Base is given", "no Topology is given", "no Logger is given", "speed -1 is negative",
		`a target is given for "projector", which takes no events`, `the target of clock, "localhost:1", is not an http URL`,
	} {
		require.ErrorContains(t, err, fault)
	}
	_, top := small(t)
	_, err = New(Config{Base: "http://x", Topology: top, Logger: slog.New(slog.DiscardHandler), Scenario: "none"})
	require.ErrorContains(t, err, `scenario "none" is not known`)
}

func TestATerminalGetsABar(t *testing.T) {
	s, _ := small(t)
	var out bytes.Buffer
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := newProgress(&out, s, func() time.Time { return now })
	p.terminal = true
	p.begin(s.From)
	now = now.Add(time.Second)
	p.day(s.From+4, 500)
	p.day(s.From+5, 100) // too soon to be shown
	now = now.Add(time.Second)
	p.day(s.From+9, 400)
	p.end()
	assert.Equal(t, "Loading scenario h1-2024 from 2024-01-01\n"+
		"\r███████████████░░░░░░░░░░░░░░░  50 %  2024-01-05  500 events, 500/s "+
		"\r██████████████████████████████ 100 %  2024-01-10  1000 events, 500/s "+
		"\nLoaded scenario h1-2024: 1000 events in 2.0 s, 500/s\n", out.String())
}

func TestRunEndsWhenNothingAnswersAndItIsToldToStop(t *testing.T) {
	r := newReceiver(t)
	ctx, stop := context.WithCancelCause(t.Context())
	told := errors.New("told to stop")
	r.before = func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusServiceUnavailable)
		stop(told)
		return false
	}
	require.ErrorIs(t, start(t, r, nil).Run(ctx), told)
}
