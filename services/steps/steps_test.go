package steps

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
)

var noon = time.Date(2024, 6, 12, 5, 0, 0, 0, time.UTC)

func newService(t *testing.T, log eventlog.Log) *Service {
	t.Helper()
	s, err := New(intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	return s
}

func opening() *event.Step {
	return &event.Step{Incident: "SC-1", Number: 2, Title: "Cô lập", Unit: "68", Role: "Đội ứng cứu", Due: calendar.MustDate("2024-06-12")}
}

func TestEveryTransition(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	var latest intaketest.Latest
	run := func(s State, what event.Type, at time.Time) (State, *event.Event) {
		if s.Status == "" {
			latest = intaketest.Latest{}
		}
		data := &event.Step{Assignee: "doi-1", Reason: "không cần"}
		if what == event.StepOpened {
			data = opening()
		}
		e := &event.Event{Type: what, Subject: "step/SC-1:2", Time: at, Data: data}
		latest.Count(e)
		filled, err := a.Decide(s, e)
		require.NoError(t, err)
		e.Data = filled
		next := a.Evolve(s, e)
		decoded, err := a.Decode(a.Encode(nil, next))
		require.NoError(t, err)
		require.Equal(t, next, decoded)
		return next, e
	}
	open, assign, done, skip := event.StepOpened, event.StepAssigned, event.StepDone, event.StepSkipped
	reach := [][]event.Type{{open}, {open, assign}, {open, done}, {open, skip}}
	for what, want := range map[event.Type]string{open: "rooo", assign: "==oo", done: "==ro", skip: "==or"} {
		got := ""
		for _, story := range reach {
			var s State
			for _, told := range story {
				s, _ = run(s, told, noon)
			}
			_, e := run(s, what, noon.Add(time.Hour))
			if flags := e.Flags(); len(flags) == 0 {
				got += "="
			} else {
				got += map[event.Flag]string{event.FlagRepeated: "r", event.FlagOutOfOrder: "o"}[flags[0]]
			}
		}
		assert.Equal(t, want, got, what)
	}
	s, _ := run(State{}, open, noon)
	_, e := run(s, done, noon.Add(24*time.Hour))
	assert.True(t, e.Data.(*event.Step).Late, "a day after it was due")
}

func TestALiveIncidentOpensItsPlaybookOnce(t *testing.T) {
	log := intaketest.Log(t)
	s := newService(t, log)
	cause := event.Event{
		ID: "1", Source: "/soc", Type: event.IncidentOpened, Subject: "incident/SC-1", Time: noon,
		Data: &event.Incident{Unit: "672", Title: "Mã độc", Category: 3, To: event.IncidentStatusOpen},
	}
	backfill := cause
	backfill.Backfill = true
	require.NoError(t, s.onIncident(t.Context(), 1, backfill))
	head, err := log.Head(t.Context())
	require.NoError(t, err)
	require.Zero(t, head, "history opens nothing")

	require.NoError(t, s.onIncident(t.Context(), 1, cause))
	require.NoError(t, s.onIncident(t.Context(), 1, cause), "handled again after a crash")
	steps := intaketest.Topology(t).PlaybookFor(3).Steps
	l := ledger.New(s.Topology.Location())
	open := make(map[calendar.Date]int64)
	for n := range steps {
		events, err := log.Load(context.Background(), Subject("SC-1", n+1))
		require.NoError(t, err)
		require.Len(t, events, 1)
		e := events[0].Event
		assert.Equal(t, steps[n].Title.Vi, e.Data.(*event.Step).Title)
		assert.Equal(t, "/soc#1", e.Causation)
		for _, x := range l.Postings(nil, &e) {
			require.Equal(t, ledger.StepsOpen, x.Measure)
			open[x.Due] += x.Amount
		}
	}
	assert.Equal(t, map[calendar.Date]int64{
		calendar.MustDate("2024-06-12"): 2, calendar.MustDate("2024-06-13"): 1, calendar.MustDate("2024-06-14"): 1,
		calendar.MustDate("2024-06-15"): 1, calendar.MustDate("2024-06-17"): 1, calendar.MustDate("2024-06-22"): 1,
	}, open, "the playbook for malware, by its days")
}

func TestTheAPI(t *testing.T) {
	api := intaketest.NewAPI(t, "steps", newService(t, intaketest.Log(t)).Handler())
	const all, one = "/api/v1/steps", "/api/v1/steps/SC-1/2"
	const line = `{"specversion":"1.0","id":"1","source":"s","backfill":true,"type":"step.opened.v1","subject":"step/SC-1:2","time":"2024-06-12T01:00:00Z",
		"data":{"incident":"SC-1","number":2,"title":"Cô lập","unit":"68","due":"2024-06-12"}}`
	api.TakesEvents(all+"/events", line, strings.ReplaceAll(line, `SC-1:2`, `SC-1:3`))
	api.Post(one+"/assign", ``, http.StatusUnprocessableEntity)
	assert.Contains(t, api.Post(one+"/assign", `{"assignee":"doi-1"}`, http.StatusUnprocessableEntity), `"field":"by"`)
	api.Post(one+"/assign", `{"assignee":"doi-1","by":"truc-soc"}`, http.StatusOK)
	api.Post(one+"/skip", ``, http.StatusUnprocessableEntity)
	api.Post(one+"/done", `{`, http.StatusBadRequest)
	api.Post(one+"/done", `{"by":"doi-1"}`, http.StatusOK)
	api.Post(one+"/done", ``, http.StatusConflict)
	api.Post(one+"/explode", ``, http.StatusNotFound)
	api.Post(all+"/SC-1/x/done", ``, http.StatusNotFound)
	assert.Contains(t, api.Get(one, http.StatusOK), `"assignee":"doi-1","due":"2024-06-12","status":"done"`)
	api.Get(all+"/SC-1/9", http.StatusNotFound)
	api.Get(all+"/SC-1/nine", http.StatusNotFound)
}

// The code 682 is Đạ Tẻh's until 30 November 2024, and then that of the new Đạ Huoai.
func TestAUnitIsMeantAsOfTheDay(t *testing.T) {
	log := intaketest.Log(t)
	s, err := New(intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon.AddDate(1, 0, 0) }})
	require.NoError(t, err)
	a := &aggregate{topology: s.Topology}
	for day, unit := range map[string]string{"2024-11-30": "682", "2024-12-01": "682-202412"} {
		at := calendar.MustDate(day).Midnight(a.topology.Location())
		data := opening()
		data.Unit = "682"
		filled, err := a.Decide(State{}, &event.Event{Type: event.StepOpened, Subject: "step/SC-1:2", Time: at, Data: data})
		require.NoError(t, err)
		assert.Equal(t, unit, filled.(*event.Step).Unit, day)

		// A recorded incident says the id of a unit that may be no more.
		incident := "SC-" + day
		require.NoError(t, s.onIncident(t.Context(), 1, event.Event{
			ID: day, Source: "/soc", Type: event.IncidentOpened, Subject: event.IncidentSubject(incident), Time: at,
			Data: &event.Incident{Unit: "683", Category: 3, Title: "Mã độc", To: event.IncidentStatusOpen},
		}))
		events, err := log.Load(t.Context(), Subject(incident, 1))
		require.NoError(t, err)
		require.Len(t, events, 1)
		want := map[string]string{"2024-11-30": "683", "2024-12-01": "682-202412"}[day]
		assert.Equal(t, want, events[0].Event.Data.(*event.Step).Unit)
	}
}
