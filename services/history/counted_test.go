package history_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/ledger/ledgertest"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/alarms"
	"langbiang.internal/ioc/services/dossiers"
	"langbiang.internal/ioc/services/explanations"
	"langbiang.internal/ioc/services/incidents"
	"langbiang.internal/ioc/services/indicators"
	"langbiang.internal/ioc/services/models"
	"langbiang.internal/ioc/services/payments"
	"langbiang.internal/ioc/services/steps"
	"langbiang.internal/ioc/services/systems"
)

// ports are the services of every noun, over one log and one clock.
type ports struct {
	t        testing.TB
	log      eventlog.Log
	topology *topology.Topology
	now      time.Time
	of       map[event.Noun]string // the service that takes a noun
	handlers map[string]http.Handler
}

type port interface{ Handler() http.Handler }

func newPorts(t testing.TB) *ports {
	p := &ports{
		t: t, log: intaketest.Log(t), topology: intaketest.Topology(t), now: on("03-01"),
		of: make(map[event.Noun]string), handlers: make(map[string]http.Handler),
	}
	now, quiet := func() time.Time { return p.now }, intaketest.Quiet()
	add := func(name string, service port, err error, nouns ...event.Noun) {
		require.NoError(t, err)
		p.handlers[name] = service.Handler()
		for _, n := range nouns {
			p.of[n] = name
		}
	}
	d, err := dossiers.New(intake.Common{Log: p.log, Topology: p.topology, Logger: quiet, Now: now})
	add("dossiers", d, err, event.NounDossier)
	pay, err := payments.New(payments.Config{Common: intake.Common{Log: p.log, Topology: p.topology, Logger: quiet, Now: now}})
	add("payments", pay, err, event.NounPayment)
	i, err := incidents.New(intake.Common{Log: p.log, Topology: p.topology, Logger: quiet, Now: now})
	add("incidents", i, err, event.NounIncident, event.NounAlert)
	a, err := alarms.New(alarms.Config{Common: intake.Common{Log: p.log, Topology: p.topology, Logger: quiet, Now: now}})
	add("alarms", a, err, event.NounAlarm)
	r, err := models.New(intake.Common{Log: p.log, Topology: p.topology, Logger: quiet, Now: now})
	add("models", r, err, event.NounModel)
	s, err := systems.New(intake.Common{Log: p.log, Topology: p.topology, Logger: quiet, Now: now})
	add("systems", s, err, event.NounSystem, event.NounFeed)
	b, err := steps.New(intake.Common{Log: p.log, Topology: p.topology, Logger: quiet, Now: now})
	add("steps", b, err, event.NounStep)
	f, err := indicators.New(indicators.Config{Common: intake.Common{Log: p.log, Topology: p.topology, Logger: quiet, Now: now}})
	add("indicators", f, err, event.NounIndicator)
	x, err := explanations.New(intake.Common{Log: p.log, Topology: p.topology, Logger: quiet, Now: now})
	add("explanations", x, err, event.NounExplanation)
	return p
}

// tell sends one event as a source does, and tells whether it was taken.
func (p *ports) tell(e event.Event) bool {
	body, err := event.Marshal(&e)
	require.NoError(p.t, err)
	name := p.of[e.Type.Noun()]
	w := intaketest.Send(p.t, p.handlers[name], "/api/v1/"+name+"/events", event.ContentType, string(body))
	require.Contains(p.t, []int{http.StatusOK, http.StatusUnprocessableEntity}, w.Code, "%s", w.Body)
	return w.Code == http.StatusOK
}

// course is the postings of one stream, event by event.
type course [][]ledger.Posting

// dimensions are what the amounts of a stock are held apart by.
func dimensions(e ledger.Posting) ledger.Posting {
	e.Day, e.Hour, e.Amount = 0, 0, 0
	return e
}

// stocks are the measures that some figure takes as what is there at a moment.
var stocks = func() map[ledger.Measure]bool {
	all := make(map[ledger.Measure]bool)
	for _, f := range ledger.Figures() {
		for _, m := range f.Measures {
			all[m] = all[m] || !f.Kind.Periodic() || f.Kind == ledger.Cohort
		}
	}
	return all
}()

// requireLife holds a stream's stocks at every position and at the end of every day: none is negative, what can be there once is
// there once at most, a dossier is in one status of one unit, and its period balances in each unit.
func requireLife(t require.TestingT, subject string, l course) {
	var days []calendar.Date
	for _, entries := range l {
		for _, e := range entries {
			days = append(days, e.Day)
		}
	}
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		sums, flows, began := make(map[ledger.Posting]int64), make(unitSums), false
		for position, entries := range l {
			for _, e := range entries {
				if e.Day > day {
					continue
				}
				began = true
				flows.add(&e)
				if stocks[e.Measure] {
					sums[dimensions(e)] += e.Amount
				}
			}
			requireStocks(t, fmt.Sprintf("%s after event %d, at the end of %s", subject, position, day), sums)
			if began && strings.HasPrefix(subject, "dossier/") {
				requireDossier(t, fmt.Sprintf("%s after event %d, at the end of %s", subject, position, day), flows)
			}
		}
	}
}

func requireStocks(t require.TestingT, where string, sums map[ledger.Posting]int64) {
	for key, n := range sums {
		most := int64(1)
		if ledgertest.Several(string(key.Measure)) {
			most = n
		}
		if n < 0 || n > most {
			require.Fail(t, "a stock that cannot be", "%s: %s is %d (due %s)", where, key.Measure, n, key.Due)
		}
	}
}

// unitSums are sums by unit and measure.
type unitSums map[string]map[ledger.Measure]int64

func (s unitSums) add(e *ledger.Posting) {
	if s[e.Unit] == nil {
		s[e.Unit] = make(map[ledger.Measure]int64)
	}
	s[e.Unit][e.Measure] += e.Amount
}

func requireDossier(t require.TestingT, where string, units unitSums) {
	in, moved := int64(0), int64(0)
	for unit, sums := range units {
		for s := event.StatusSubmitted; s <= event.StatusReturned; s++ {
			in += sums[ledger.DossierStatus(s)]
		}
		moved += sums[ledger.DossiersTransferredIn] - sums[ledger.DossiersTransferredOut]
		came := sums[ledger.DossiersReceived] + sums[ledger.DossiersTransferredIn]
		went := sums[ledger.DossiersResolved] + sums["dossiers.rejected"] + sums["dossiers.withdrawn"] + sums[ledger.DossiersTransferredOut]
		open := sums[ledger.DossiersRunning] + sums[ledger.DossiersStopped]
		if came != went+open {
			require.Fail(t, "a period that does not balance", "%s: of %s %d came, %d went, %d are open", where, unit, came, went, open)
		}
		if sums[ledger.DossiersReceived] != sums[ledger.DossiersDigitised]+sums[ledger.DossiersNotDigitised] {
			require.Fail(t, "what was received is neither digitised nor not", "%s: of %s %v", where, unit, sums)
		}
	}
	if in != 1 || moved != 0 {
		require.Fail(t, "a dossier that is not in one status of one unit", "%s: in %d, %d more came than went", where, in, moved)
	}
}

// course reads a stream's entries from the log.
func (p *ports) course(t require.TestingT, subject string) course {
	events, err := p.log.Load(p.t.Context(), subject)
	require.NoError(t, err)
	book := ledger.New(p.topology.Location())
	l := make(course, len(events))
	for i := range events {
		l[i] = book.Postings(nil, &events[i].Event)
	}
	return l
}

// Whatever sources tell, in whatever order, however late, by clocks however wrong: at every position and at the end of every day the
// stocks of every noun are what can be.
func TestNoStockIsEverNegativeAndEachDossierIsInOneStatusAtEveryCut(t *testing.T) {
	p := newPorts(t)
	things, moved := 0, 0
	for _, noun := range ledgertest.SourceNouns {
		taken := 0
		t.Run(string(noun), rapid.MakeCheck(func(t *rapid.T) {
			source := &ledgertest.Source{
				IntN: func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "n") }, Location: p.topology.Location(), Now: p.now,
			}
			things++
			subjects := make(map[string]bool)
			for range rapid.IntRange(2, 14).Draw(t, "events") {
				e := source.Next(noun, fmt.Sprint("t", things))
				e.ID = fmt.Sprint(things, "-", e.ID)
				p.now = source.Now
				if p.tell(e) {
					taken++
					subjects[e.Subject] = true
				}
			}
			for subject := range subjects {
				l := p.course(t, subject)
				requireLife(t, subject, l)
				for _, e := range slices.Concat(l...) {
					if e.Measure == ledger.DossiersTransferredIn {
						moved++
					}
				}
			}
		}))
		assert.Positive(t, taken, "nothing was told of a %s", noun)
	}
	assert.Positive(t, moved, "no dossier went to another unit")
}

// late-end: received on the 24th, assigned on the 28th, and then a resolution of the 26th.
func TestALateEndNeverMakesAStockNegative(t *testing.T) {
	p := newPorts(t)
	p.now = on("06-28")
	for i, told := range []struct {
		what event.Type
		day  string
	}{{event.DossierReceived, "06-24"}, {event.DossierAssigned, "06-28"}, {event.DossierResolved, "06-26"}} {
		d := &event.Dossier{}
		if i == 0 {
			d.Procedure, d.Unit = "1.013225", "24769"
		}
		require.True(t, p.tell(event.Event{ID: fmt.Sprint(i), Source: "//late", Type: told.what, Subject: "dossier/L-1", Time: on(told.day), Data: d}))
	}
	requireLife(t, "dossier/L-1", p.course(t, "dossier/L-1"))
	events, err := p.log.Load(t.Context(), "dossier/L-1")
	require.NoError(t, err)
	end := events[2].Event
	assert.True(t, end.Time.Equal(on("06-26")), "what the source says is kept")
	assert.True(t, end.At().Equal(on("06-28")), "it counts when the log knew what it ends")
	assert.Equal(t, []event.Flag{event.FlagOutOfOrder}, end.Flags())
	d := end.Data.(*event.Dossier)
	assert.Equal(t, event.StatusResolved, d.To)
	assert.Equal(t, event.TimelyEarly, d.Timeliness, "whether it was in time is told by when it happened")
}

// The lists of every stock have its members once each, in ClickHouse, at the end of every day: late-end's among them.
func TestTheListsOfStocksHaveEachMemberOnceWhateverTheOrder(t *testing.T) {
	const seed = 9
	ports, p := newPorts(t), newProvince(t, nil)
	r := rand.New(rand.NewPCG(seed, seed))
	source := &ledgertest.Source{IntN: r.IntN, Location: ports.topology.Location(), Now: ports.now}
	for range 1500 {
		noun := ledgertest.SourceNouns[r.IntN(len(ledgertest.SourceNouns))]
		e := source.Next(noun, fmt.Sprint("t", r.IntN(12)))
		ports.now = source.Now
		ports.tell(e)
	}
	first, last := calendar.DateOf(on("03-01"), p.topology.Location()), calendar.DateOf(ports.now, p.topology.Location())
	p.follow(ports.log)
	seen := make(ledgertest.Seen)
	for day := first; day <= last; day += calendar.Date(1 + r.IntN(int(last-first)/8)) {
		figures := p.figures("province", first, day)
		seen.Add(figures)
		for _, f := range ledger.Figures() {
			if f.Kind.Periodic() || f.Kind == ledger.Opening {
				continue
			}
			require.GreaterOrEqual(t, figures[f.Name], int64(0), "seed %d: %s on %s", seed, f.Name, day)
			if ledgertest.Several(f.Name) {
				continue // one event can owe two reports
			}
			period := fmt.Sprintf("province?figure=%s&from=%s&at=%s&upto=%d", f.Name, first, day, p.position)
			requirePages(p, period, figures[f.Name], true)
		}
	}
	assert.True(t, seen["dossiers.open"] && seen["dossiers.transferred_in"] && seen["feeds.down"] && seen["explanations.owed"], "seed %d: nothing was compared", seed)
}

// follow projects a whole log.
func (p *province) follow(log eventlog.Log) {
	p.t.Helper()
	for {
		entries, err := log.Read(p.t.Context(), p.position, 10_000)
		require.NoError(p.t, err)
		if len(entries) == 0 {
			return
		}
		p.insert(entries)
	}
}

// What each source's clock says against ours is told by what the log took of it.
func TestTheClocksOfSourcesAreTold(t *testing.T) {
	p := newProvince(t, nil)
	now := time.Date(2024, 7, 1, 5, 0, 0, 0, time.UTC) // the service's
	var entries []eventlog.Entry
	for i, told := range []struct {
		source  string
		ahead   time.Duration
		counted time.Duration // against ours; 0: at its own time
		history bool
	}{
		{"//true", -2 * time.Second, 0, false},
		{"//true", -time.Second, 0, false},
		{"//true", -30 * time.Minute, -time.Minute, false},
		{"//fast", 4 * time.Minute, time.Nanosecond, false},
		{"//import", -20 * time.Hour, 0, true},
		{"//scenario", -9000 * time.Hour, 0, false},
	} {
		at := now.Add(-time.Hour)
		e := happened(event.FeedUp, "feed/x", at.Add(told.ahead), &event.Feed{Name: "x", Unit: "68", Up: true, WasUp: true, Known: i > 0})
		e.Source, e.Backfill = told.source, told.history
		if told.counted != 0 {
			e.Counted = at.Add(told.counted)
		}
		entries = append(entries, eventlog.Entry{Position: eventlog.Position(i + 1), Recorded: at, Events: []event.Event{e}})
	}
	command := happened(event.CommandAnswered, event.CommandSubject("c"), now, &event.Command{Path: "/api/v1/x", Key: "k", Request: strings.Repeat("0", event.CommandRequestDigits)})
	command.Source = "/api/v1/x" // of this program's own time, as all commands
	entries = append(entries, eventlog.Entry{Position: eventlog.Position(len(entries) + 1), Recorded: now, Events: []event.Event{command}})
	for i, refused := range []event.Source{
		{Source: "//true", Service: "dossiers", Events: 3, AheadSeconds: 301},
		{Source: "//day", Service: "systems", Events: 40, AheadSeconds: 82_800},
		{Source: "//day", Service: "systems", Events: 2, AheadSeconds: 82_801},
	} {
		at := now.Add(-time.Duration(30-10*i) * time.Minute)
		e := happened(event.SourceRefused, event.SourceSubject(refused.Source), at, &refused)
		e.Source = "langbiang/" + refused.Service
		entries = append(entries, eventlog.Entry{Position: eventlog.Position(len(entries) + 1), Recorded: at, Events: []event.Event{e}})
	}
	p.insert(entries)
	answer := get[wire.Sources](p, "/api/v1/sources")
	const last = "2024-07-01T11:00:00+07:00"
	for i := range answer.Sources {
		assert.Equal(t, event.SourceSubject(answer.Sources[i].Source), answer.Sources[i].Subject)
		answer.Sources[i].Subject = ""
	}
	assert.Equal(t, []wire.SourceClock{
		{Source: "//day", Refused: 42, RefusedAheadSeconds: 82_801, RefusedLast: "2024-07-01T11:50:00+07:00"},
		{Source: "//true", Events: 3, AheadSeconds: -2, MostAheadSeconds: -1, Late: 1, Last: last, Refused: 3, RefusedAheadSeconds: 301, RefusedLast: "2024-07-01T11:30:00+07:00"},
		{Source: "//fast", Events: 1, AheadSeconds: 240, MostAheadSeconds: 240, CountedAtOurs: 1, Last: last},
	}, answer.Sources)
}

// What a source adds to an event, and when the event counts, stand on its timeline, from the wire through log and ClickHouse.
func TestATimelineKeepsWhatTheSourceAddedAndWhenItCounts(t *testing.T) {
	sources, p := newPorts(t), newProvince(t, nil)
	sources.now = time.Date(2024, 6, 15, 5, 0, 0, 0, time.UTC)
	feed := func(id, kind, at, more string) {
		body := `{"specversion":"1.0","id":"` + id + `","source":"//noc","type":"feed.` + kind + `.v1","subject":"feed/x","time":"` + at + `",` + more +
			`"data":{"name":"Cổng","unit":"68"}}`
		w := intaketest.Send(t, sources.handlers["systems"], "/api/v1/systems/events", event.ContentType, body)
		require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
	}
	feed("1", "down", "2024-06-15T04:00:00Z", `"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","sampled":true,`)
	feed("2", "up", "2024-06-15T03:00:00Z", ``)
	p.follow(sources.log)
	story := get[wire.Timeline](p, "/api/v1/timeline/feed/x").Events
	require.Len(t, story, 2)
	assert.Equal(t, map[string]any{"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "sampled": true}, story[0].Extensions)
	assert.Equal(t, "2024-06-15T11:00:00+07:00", story[0].CountedAt)
	assert.Equal(t, map[string]any{}, story[1].Extensions)
	assert.Equal(t, [...]string{"2024-06-15T10:00:00+07:00", "2024-06-15T11:00:00+07:00"}, [...]string{story[1].OccurredAt, story[1].CountedAt})
}
