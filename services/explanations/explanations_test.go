package explanations

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
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
)

var noon = time.Date(2024, 6, 12, 5, 0, 0, 0, time.UTC)

// stood is where a stream stands, and the latest moment that counts in it.
type stood struct {
	State
	latest intaketest.Latest
}

func step(t require.TestingT, a *aggregate, s stood, what event.Type, at time.Time) (stood, *event.Event) {
	e := &event.Event{Type: what, Subject: "explanation/x", Time: at, Data: &event.Explanation{
		Unit: "672", Question: "Vì sao?", Answer: "Vì thế.", Reason: "chưa rõ", Due: calendar.DateOf(at, time.UTC) + 3,
	}}
	s.latest.Count(e)
	filled, err := a.Decide(s.State, e)
	require.NoError(t, err)
	e.Data = filled
	s.State = a.Evolve(s.State, e)
	decoded, err := a.Decode(a.Encode(nil, s.State))
	require.NoError(t, err)
	require.Equal(t, s.State, decoded)
	return s, e
}

func TestEveryTransition(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	request, submit, accept := event.ExplanationRequested, event.ExplanationSubmitted, event.ExplanationAccepted
	giveBack, withdraw := event.ExplanationReturned, event.ExplanationWithdrawn
	reach := [][]event.Type{{request}, {request, submit}, {request, submit, accept}, {request, submit, giveBack}, {request, withdraw}}
	// After requested, submitted, accepted, returned, withdrawn: "=" in order, "s" skipped, "r" repeated, "o" out of order.
	for what, want := range map[event.Type]string{
		request: "roooo", submit: "=ro=o", accept: "s=rso", giveBack: "s=oro", withdraw: "==o=r",
	} {
		got, late := "", ""
		for _, story := range reach {
			for _, at := range []time.Time{noon.Add(time.Hour), noon.Add(-time.Hour)} {
				var s stood
				for _, told := range story {
					s, _ = step(t, a, s, told, noon)
				}
				after, e := step(t, a, s, what, at)
				x := e.Data.(*event.Explanation)
				mark := "="
				if len(x.Flags) > 0 {
					mark = map[event.Flag]string{event.FlagSkipped: "s", event.FlagRepeated: "r", event.FlagOutOfOrder: "o"}[x.Flags[0]]
				}
				require.Equal(t, mark == "r" || mark == "o", after.Status == s.Status, "%s after %s", what, s.Status)
				if at.After(noon) {
					got += mark
				} else {
					late += mark
					assert.Equal(t, s.Status, after.Status, "what is told late changes nothing")
				}
			}
		}
		assert.Equal(t, want, got, what)
		assert.NotContains(t, late, "=", what)
	}
}

func TestAnAnswerAfterItsDayIsLateAndAReturnOwesItAgain(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	l := ledger.New(a.topology.Location())
	var entries []ledger.Posting
	var s stood
	for _, told := range []struct {
		what event.Type
		day  string
		data event.Explanation
	}{
		{event.ExplanationRequested, "2024-06-03", event.Explanation{Unit: "672", Question: "?", Due: calendar.MustDate("2024-06-05")}},
		{event.ExplanationSubmitted, "2024-06-06", event.Explanation{Answer: "a"}},
		{event.ExplanationReturned, "2024-06-07", event.Explanation{Reason: "r", Due: calendar.MustDate("2024-06-10")}},
		{event.ExplanationSubmitted, "2024-06-10", event.Explanation{Answer: "b"}},
		{event.ExplanationAccepted, "2024-06-11", event.Explanation{}},
	} {
		e := &event.Event{Type: told.what, Subject: "explanation/x", Time: calendar.MustDate(told.day).Midnight(a.topology.Location()).Add(9 * time.Hour), Data: &told.data}
		data, err := a.Decide(s.State, e)
		require.NoError(t, err)
		e.Data = data
		s.State = a.Evolve(s.State, e)
		entries = l.Postings(entries, e)
	}
	sums := make(map[ledger.Measure]int64)
	byDue := make(map[calendar.Date]int64)
	for _, x := range entries {
		sums[x.Measure] += x.Amount
		if x.Measure == ledger.ExplanationsOwed {
			byDue[x.Due] += x.Amount
		}
	}
	assert.Equal(t, map[ledger.Measure]int64{
		"explanations.requested": 1, "explanations.open": 0, "explanations.owed": 0, "explanations.submitted": 2,
		"explanations.submitted_late": 1, "explanations.returned": 1, "explanations.accepted": 1,
	}, sums)
	assert.Equal(t, map[calendar.Date]int64{calendar.MustDate("2024-06-05"): 0, calendar.MustDate("2024-06-10"): 0}, byDue)
	assert.Equal(t, 2, s.Rounds)
}

func TestSumsCloseWhateverTheOrder(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	l := ledger.New(a.topology.Location())
	types := []event.Type{event.ExplanationRequested, event.ExplanationSubmitted, event.ExplanationAccepted, event.ExplanationReturned, event.ExplanationWithdrawn}
	rapid.Check(t, func(t *rapid.T) {
		s, e := step(t, a, stood{}, event.ExplanationRequested, noon)
		entries := l.Postings(nil, e)
		for range rapid.IntRange(0, 12).Draw(t, "events") {
			at := noon.Add(time.Duration(rapid.IntRange(-48, 200).Draw(t, "hours")) * time.Hour)
			s, e = step(t, a, s, rapid.SampledFrom(types).Draw(t, "type"), at)
			entries = l.Postings(entries, e)
			stocks := make(map[ledger.Posting]int64)
			for _, x := range entries {
				stocks[ledger.Posting{Measure: x.Measure, Due: x.Due}] += x.Amount
			}
			owed := int64(0)
			if s.Status.Owed() {
				owed = 1
			}
			require.Equal(t, owed, stocks[ledger.Posting{Measure: ledger.ExplanationsOwed, Due: s.Due}])
			for key, n := range stocks {
				require.GreaterOrEqual(t, n, int64(0), "%v", key)
			}
		}
	})
}

func newService(t *testing.T, log eventlog.Log) *Service {
	t.Helper()
	s, err := New(intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	return s
}

func TestTheAPI(t *testing.T) {
	log := intaketest.Log(t)
	api := intaketest.NewAPI(t, "explanations", newService(t, log).Handler())
	const all, one = "/api/v1/explanations", "/api/v1/explanations/GT-1"
	nobody := `{"id":"GT-1","unit":"672","question":"?","due":"2024-06-14"}`
	assert.Contains(t, api.Post(all, nobody, http.StatusUnprocessableEntity), `"field":"by"`)
	api.Post(all, `{"id":"GT-1","unit":"672","figure":"dossiers.overdue","question":"Vì sao quá hạn?","due":"2024-06-14","by":"lanh-dao"}`, http.StatusOK)
	api.Post(all, `{"id":"GT-1","unit":"672","question":"?","due":"2024-06-14"}`, http.StatusConflict)
	api.Post(all, `{"unit":"9","question":"?","due":"2024-06-14"}`, http.StatusUnprocessableEntity)
	api.Post(all, `{"unit":"672","question":"?","due":"2024-06-11"}`, http.StatusUnprocessableEntity)
	api.Post(all, `{"alarm":"alarm/x/unit/672","due":"2024-06-14"}`, http.StatusUnprocessableEntity)
	api.Post(one+"/accept", "", http.StatusConflict)
	assert.Contains(t, api.Post(one+"/submit", `{"answer":"Thiếu người."}`, http.StatusUnprocessableEntity), `"field":"by"`)
	api.Post(one+"/submit", `{"answer":""}`, http.StatusUnprocessableEntity)
	api.Post(one+"/submit", `{"answer":"Thiếu người.","by":"don-vi"}`, http.StatusOK)
	api.Post(one+"/return", `{"due":"2024-06-20"}`, http.StatusUnprocessableEntity)
	api.Post(one+"/return", `{"reason":"Chưa nêu giải pháp","due":"2024-06-20","by":"lanh-dao"}`, http.StatusOK)
	api.Post(one+"/explode", "", http.StatusNotFound)
	api.Post("/api/v1/explanations/none/submit", `{"answer":"x"}`, http.StatusNotFound)
	got := api.Get(one, http.StatusOK)
	assert.Contains(t, got, `"status":"returned","due":"2024-06-20","rounds":1`)
	api.Get("/api/v1/explanations/none", http.StatusNotFound)
	api.Post(all, "{", http.StatusBadRequest)
	api.Post(one+"/submit", "{", http.StatusBadRequest)
	const line = `{"specversion":"1.0","id":"1","source":"s","type":"explanation.requested.v1","subject":"explanation/GT-2","time":"2024-06-12T01:00:00Z",
		"data":{"unit":"672","question":"?","due":"2024-06-14"}}`
	api.TakesEvents(all+"/events", line, strings.NewReplacer(`"672"`, `"9"`, `GT-2`, `GT-3`).Replace(line))

	_, err := log.Append(t.Context(), eventlog.Commit{Events: []event.Event{{
		ID: "1", Source: "/test", Type: event.AlarmRaised, Subject: "alarm/dossiers.overdue/unit/672", Time: noon,
		Data: &event.Alarm{Rule: "dossiers.overdue", Originator: "unit/672", Unit: "672", Title: "Quá hạn trên 10 %", Figure: "dossiers.overdue", Active: true},
	}}, Streams: []eventlog.StreamUpdate{{Stream: "alarm/dossiers.overdue/unit/672", State: []byte{1}}}})
	require.NoError(t, err)
	ordered := api.Post(all, `{"alarm":"alarm/dossiers.overdue/unit/672","due":"2024-06-14","by":"lanh-dao"}`, http.StatusOK)
	assert.Contains(t, ordered, `"unit":"672","alarm":"alarm/dossiers.overdue/unit/672","figure":"dossiers.overdue","question":"Quá hạn trên 10 %"`,
		"an order from an alarm takes what the alarm says")
}

// The code 682 is Đạ Tẻh's until 30 November 2024, and then that of the new Đạ Huoai.
func TestAUnitIsMeantAsOfTheDay(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	for day, unit := range map[string]string{"2024-11-30": "682", "2024-12-01": "682-202412"} {
		at := calendar.MustDate(day).Midnight(a.topology.Location())
		var s stood
		for _, what := range []event.Type{event.ExplanationRequested, event.ExplanationSubmitted} {
			e := &event.Event{Type: what, Subject: "explanation/x", Time: at, Data: &event.Explanation{
				Unit: "682", Question: "?", Answer: "!", Due: calendar.MustDate("2024-12-09"),
			}}
			data, err := a.Decide(s.State, e)
			require.NoError(t, err)
			assert.Equal(t, unit, data.(*event.Explanation).Unit, "%s on %s", what, day)
			e.Data = data
			s.State = a.Evolve(s.State, e)
		}
	}
}

func TestWhoAnswersForTheAlarmsUnitOwesTheExplanation(t *testing.T) {
	log := intaketest.Log(t)
	const alarm = "alarm/dossiers.overdue/unit/683"
	_, err := log.Append(t.Context(), eventlog.Commit{Events: []event.Event{{
		ID: "1", Source: "/test", Type: event.AlarmRaised, Subject: alarm, Time: noon,
		Data: &event.Alarm{Rule: "dossiers.overdue", Originator: "unit/683", Unit: "683", Title: "Quá hạn", Active: true},
	}}, Streams: []eventlog.StreamUpdate{{Stream: alarm, State: []byte{1}}}})
	require.NoError(t, err)
	s := newService(t, log)
	for at, unit := range map[string]string{"2024-11-30T05:00:00Z": "683", "2024-12-02T05:00:00Z": "682-202412"} {
		when, err := time.Parse(time.RFC3339, at)
		require.NoError(t, err)
		body := request{Alarm: alarm, Time: when}
		require.NoError(t, s.completeFromAlarm(t.Context(), &body))
		assert.Equal(t, unit, body.Unit, at)
	}
}

func TestWhatACommandMakesHasItsIDFromTheKey(t *testing.T) {
	made := func(key string) (subject, id string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/explanations", strings.NewReader(
			`{"unit":"672","question":"Vì sao?","due":"2099-01-04","by":"vp-ubnd"}`))
		if key != "" {
			r.Header.Set(intake.KeyHeader, key)
		}
		w := httptest.NewRecorder()
		newService(t, intaketest.Log(t)).Handler().ServeHTTP(w, r)
		require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
		var done struct {
			Event struct {
				ID      string `json:"id"`
				Subject string `json:"subject"`
			} `json:"event"`
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &done))
		require.NotEqual(t, event.ExplanationSubject(done.Event.ID), done.Event.Subject)
		return done.Event.Subject, done.Event.ID
	}
	subject, id := made("k")
	againSubject, againID := made("k")
	assert.Equal(t, []string{subject, id}, []string{againSubject, againID}, "the same command, carried out by another process")
	otherSubject, otherID := made("l")
	assert.NotEqual(t, subject, otherSubject)
	assert.NotEqual(t, id, otherID)
	first, _ := made("")
	second, _ := made("")
	assert.NotEqual(t, first, second)
}
