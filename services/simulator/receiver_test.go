package simulator

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/services/simulator/scenario"
)

// ledgerless takes every event as it comes; the real services' rules are tested with them.
type ledgerless struct {
	nouns  []event.Noun
	refuse func(*event.Event) error
}

func (a ledgerless) Decide(_ int, e *event.Event) (event.Data, error) {
	if a.refuse != nil {
		if err := a.refuse(e); err != nil {
			return nil, err
		}
	}
	return e.Data, nil
}

func (ledgerless) Evolve(n int, _ *event.Event) int { return n + 1 }

func (a ledgerless) Types() (all []event.Type) {
	for _, n := range a.nouns {
		all = append(all, event.TypesOf(n)...)
	}
	return all
}

func (ledgerless) Encode(dst []byte, n int) []byte { return intake.AppendInt(append(dst, 1), int64(n)) }

func (ledgerless) Decode(b []byte) (int, error) {
	r := intake.OpenSnapshot(b, 1)
	return int(r.Int()), r.Err()
}

// receiver is the services' ports over a real log.
type receiver struct {
	t   *testing.T
	log eventlog.Log
	url string

	refuse   func(*event.Event) error
	before   func(w http.ResponseWriter, r *http.Request) bool // false: answered already
	requests atomic.Int64

	mu     sync.Mutex
	opened func(calendar.Date)
}

var nouns = map[string][]event.Noun{
	"dossiers": {event.NounDossier}, "payments": {event.NounPayment}, "incidents": {event.NounAlert, event.NounIncident},
	"alarms": {event.NounAlarm}, "models": {event.NounModel}, "clock": {event.NounClock},
	"systems": {event.NounSystem, event.NounFeed}, "steps": {event.NounStep}, "indicators": {event.NounIndicator},
	"explanations": {event.NounExplanation},
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "log.db")})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, log.Close()) })
	r := &receiver{t: t, log: log}
	mux := http.NewServeMux()
	for name, of := range nouns {
		in, err := intake.New(intake.Config[int]{
			Name: name, Nouns: of, Timekeeper: name == "clock", Log: log, Location: time.UTC, Logger: slog.New(slog.DiscardHandler), Now: time.Now,
			Aggregate: ledgerless{nouns: of, refuse: func(e *event.Event) error { return r.check(e) }},
		})
		require.NoError(t, err)
		mux.Handle("POST /api/v1/"+name+"/events", in.Serve(http.HandlerFunc(in.Events)))
	}
	mux.HandleFunc("GET /api/v1/clock", func(w http.ResponseWriter, request *http.Request) {
		intake.WriteJSON(w, http.StatusOK, map[string]calendar.Date{"date": r.day(request)})
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.requests.Add(1)
		if r.before == nil || r.before(w, request) {
			mux.ServeHTTP(w, request)
		}
	}))
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

func (r *receiver) check(e *event.Event) error {
	if day, ok := e.Data.(*event.Clock); ok {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.opened != nil {
			r.opened(day.Date)
		}
	}
	if r.refuse != nil {
		return r.refuse(e)
	}
	return nil
}

// onDay calls f when a day opens.
func (r *receiver) onDay(f func(calendar.Date)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.opened = f
}

func (r *receiver) day(request *http.Request) calendar.Date {
	last, err := r.log.Last(request.Context(), event.ClockSubject)
	if !assert.NoError(r.t, err) || last == nil {
		return 0
	}
	return last.Event.Data.(*event.Clock).Date
}

// events is everything in the log.
func (r *receiver) events() []event.Event {
	r.t.Helper()
	var all []event.Event
	for position := eventlog.Position(0); ; {
		entries, err := r.log.Read(r.t.Context(), position, 0)
		require.NoError(r.t, err)
		if len(entries) == 0 {
			return all
		}
		for _, e := range entries {
			all = append(all, e.Events...)
			position = e.Position
		}
	}
}

func count(events []event.Event, kind event.Type) int {
	n := 0
	for i := range events {
		if events[i].Type == kind {
			n++
		}
	}
	return n
}

// small is a scenario of ten days in a province of six communes.
func small(t *testing.T) (*scenario.Scenario, *topology.Topology) {
	t.Helper()
	s, err := scenario.Load("h1-2024")
	require.NoError(t, err)
	s.Cuts = []scenario.Cut{
		{Date: calendar.MustDate("2024-01-05"), Received: 300, Resolved: 230, ResolvedFullOnline: 70},
		{Date: calendar.MustDate("2024-01-10"), Received: 500, Resolved: 400, ResolvedFullOnline: 120, Payments: 400},
	}
	s.Incidents = nil
	s.Alerts = map[event.AlertSeverity]int{event.AlertLow: 20, event.AlertHigh: 1}
	top, err := topology.LoadFile("../../pkg/topology/testdata/minimal.json")
	require.NoError(t, err)
	return s, top
}

// start plans the small scenario against a receiver.
func start(t *testing.T, r *receiver, change func(*Config)) *Simulator {
	t.Helper()
	s, top := small(t)
	config := Config{Base: r.url, Topology: top, Speed: 1e9, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))}
	if change != nil {
		change(&config)
	}
	require.NoError(t, config.Validate())
	config.setDefaults()
	simulator, err := plan(config, s)
	require.NoError(t, err)
	return simulator
}

func isPost(r *http.Request, service string) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/api/v1/"+service+"/")
}
