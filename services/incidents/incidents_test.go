package incidents

import (
	"context"
	"errors"
	"fmt"
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

var noon = time.Date(2024, 6, 15, 5, 0, 0, 0, time.UTC)

// stood is where a stream stands, and the latest moment that counts in it.
type stood struct {
	State
	latest intaketest.Latest
}

// telling is a test's view of an aggregate: one event, and what was recorded of it.
func telling(t require.TestingT, a *aggregate, s stood, what event.Type, at time.Time, data event.Data) (stood, *event.Event) {
	e := &event.Event{Type: what, Subject: string(what.Noun()) + "/x", Time: at, Data: data}
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

func opened(change event.Incident) *event.Incident {
	change.Unit, change.Title, change.Category = "68", "Mã độc", 1
	return &change
}

func verdict(to string, flags []event.Flag) string {
	if len(flags) == 0 {
		return to
	}
	return to + " " + string(flags[0][0])
}

func TestEveryTransitionOfAnIncident(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	reach := [][]event.Type{
		{},
		{event.IncidentOpened},
		{event.IncidentOpened, event.IncidentVerified},
		{event.IncidentOpened, event.IncidentVerified, event.IncidentContained},
		{event.IncidentOpened, event.IncidentVerified, event.IncidentContained, event.IncidentResolved},
		{event.IncidentOpened, event.IncidentVerified, event.IncidentContained, event.IncidentResolved, event.IncidentClosed},
	}
	for what, want := range map[event.Type][2][]string{ // from each status, told in time, and too late
		event.IncidentOpened:    {{"open", "open r", "verified o", "contained o", "resolved o", "closed o"}, {"open", "open r", "verified o", "contained o", "resolved o", "closed o"}},
		event.IncidentVerified:  {{"verified s", "verified", "verified r", "contained o", "resolved o", "closed o"}, {"verified s", "open o", "verified r", "contained o", "resolved o", "closed o"}},
		event.IncidentContained: {{"contained s", "contained s", "contained", "contained r", "resolved o", "closed o"}, {"contained s", "open o", "verified o", "contained r", "resolved o", "closed o"}},
		event.IncidentResolved:  {{"resolved s", "resolved s", "resolved s", "resolved", "resolved r", "closed o"}, {"resolved s", "resolved o", "resolved o", "resolved o", "resolved r", "closed o"}},
		event.IncidentClosed:    {{"closed s", "closed s", "closed s", "closed s", "closed", "closed r"}, {"closed s", "closed o", "closed o", "closed o", "closed o", "closed r"}},
		event.IncidentReopened:  {{"open s", "open r", "verified r", "contained r", "open", "open"}, {"open s", "open r", "verified r", "contained r", "resolved o", "closed o"}},
		event.IncidentEscalated: {{"open s", "open", "verified", "contained", "resolved o", "closed o"}, {"open s", "open o", "verified o", "contained o", "resolved o", "closed o"}},
	} {
		for i, at := range []time.Time{noon.Add(time.Hour), noon.Add(-time.Hour)} {
			var got []string
			for _, story := range reach {
				var s stood
				for _, told := range story {
					s, _ = telling(t, a, s, told, noon, opened(event.Incident{}))
				}
				told := opened(event.Incident{SystemLevel: 4})
				if what == event.IncidentEscalated {
					told.Criteria = severe
				}
				_, e := telling(t, a, s, what, at, told)
				d := e.Data.(*event.Incident)
				got = append(got, verdict(string(d.To), d.Flags))
			}
			assert.Equal(t, want[i], got, "%s, late: %v", what, i == 1)
		}
	}
}

func TestEveryTransitionOfAnAlert(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	raised := func() *event.Alert { return &event.Alert{Unit: "68", Severity: event.AlertHigh} }
	reach := [][]event.Type{
		{},
		{event.AlertRaised},
		{event.AlertRaised, event.AlertTriaged},
		{event.AlertRaised, event.AlertDismissed},
		{event.AlertRaised, event.AlertPromoted},
	}
	for what, want := range map[event.Type][2][]string{
		event.AlertRaised:    {{"open", "open r", "triaged o", "dismissed o", "promoted o"}, {"open", "open r", "triaged o", "dismissed o", "promoted o"}},
		event.AlertTriaged:   {{"triaged s", "triaged", "triaged r", "dismissed o", "promoted o"}, {"triaged s", "open o", "triaged r", "dismissed o", "promoted o"}},
		event.AlertDismissed: {{"dismissed s", "dismissed", "dismissed", "dismissed r", "promoted o"}, {"dismissed s", "dismissed o", "dismissed o", "dismissed r", "promoted o"}},
		event.AlertPromoted:  {{"promoted s", "promoted", "promoted", "dismissed o", "promoted r"}, {"promoted s", "promoted o", "promoted o", "dismissed o", "promoted r"}},
	} {
		for i, at := range []time.Time{noon.Add(time.Hour), noon.Add(-time.Hour)} {
			var got []string
			for _, story := range reach {
				var s stood
				for _, told := range story {
					s, _ = telling(t, a, s, told, noon, raised())
				}
				_, e := telling(t, a, s, what, at, raised())
				d := e.Data.(*event.Alert)
				got = append(got, verdict(string(d.To), d.Flags))
			}
			assert.Equal(t, want[i], got, "%s, late: %v", what, i == 1)
		}
	}
}

var severe = &event.Criteria{ControlLost: true, BeyondOwner: true}

func TestSeverity(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	s, e := telling(t, a, stood{}, event.IncidentOpened, noon, opened(event.Incident{SystemLevel: 4}))
	assert.Equal(t, &event.Incident{
		Unit: "68", Department: "information", Title: "Mã độc", Category: 1, SystemLevel: 4, Severity: event.IncidentOrdinary, To: open,
		Owed:   []event.OwedReport{{Report: event.ReportInitial, Due: calendar.MustDate("2024-06-20"), Change: 1}},
		Phases: []event.IncidentPhase{{Phase: open, At: noon}},
	}, e.Data)
	s, e = telling(t, a, s, event.IncidentEscalated, noon, &event.Incident{Criteria: severe})
	d := e.Data.(*event.Incident)
	assert.Equal(t, []event.IncidentSeverity{event.IncidentOrdinary, event.IncidentSevere}, []event.IncidentSeverity{d.FromSeverity, d.Severity})
	s, _ = telling(t, a, s, event.IncidentClosed, noon, &event.Incident{})
	s, e = telling(t, a, s, event.IncidentReopened, noon, &event.Incident{})
	assert.Equal(t, event.IncidentSevere, e.Data.(*event.Incident).Severity)
	_, e = telling(t, a, s, event.IncidentResolved, noon, &event.Incident{})
	assert.False(t, e.Data.(*event.Incident).CountsResolved, "closing it the first time counted")
}

func TestANationallyImportantSystemIsSevereWhateverItsLevel(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	s, e := telling(t, a, stood{}, event.IncidentOpened, noon, opened(event.Incident{Severity: event.IncidentSevere, SystemLevel: 3, Important: true, Criteria: severe}))
	assert.Equal(t, event.IncidentSevere, e.Data.(*event.Incident).Severity)
	assert.Empty(t, e.Flags())
	s, e = telling(t, a, s, event.IncidentVerified, noon, &event.Incident{Severity: event.IncidentOrdinary})
	assert.Equal(t, event.IncidentSevere, e.Data.(*event.Incident).Severity, "a later report is no downgrade")
	assert.True(t, s.Incident.Important)
}

func TestWhatASourceCallsSevereIsNotSoByItsWord(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	for name, claim := range map[string]event.Incident{
		"no criteria":   {SystemLevel: 5},
		"a low level":   {SystemLevel: 3, Criteria: severe},
		"no level":      {Criteria: severe},
		"not grave":     {SystemLevel: 5, Criteria: &event.Criteria{BeyondOwner: true}},
		"the owner can": {SystemLevel: 5, Criteria: &event.Criteria{Interrupted: true}},
	} {
		claim.Severity = event.IncidentSevere
		_, e := telling(t, a, stood{}, event.IncidentOpened, noon, opened(claim))
		assert.Equal(t, event.IncidentOrdinary, e.Data.(*event.Incident).Severity, name)
		assert.Equal(t, []event.Flag{event.FlagContradicts}, e.Flags(), name)
	}
	s, _ := telling(t, a, stood{}, event.IncidentOpened, noon, opened(event.Incident{SystemLevel: 2}))
	_, e := telling(t, a, s, event.IncidentVerified, noon, &event.Incident{Severity: event.IncidentSevere})
	assert.Equal(t, event.IncidentOrdinary, e.Data.(*event.Incident).Severity)
}

func TestALevelThatIsLearntLaterJudgesAnew(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	s, _ := telling(t, a, stood{}, event.IncidentOpened, noon, opened(event.Incident{}))
	s, e := telling(t, a, s, event.IncidentAssessed, noon, &event.Incident{Criteria: severe})
	assert.Equal(t, event.IncidentOrdinary, e.Data.(*event.Incident).Severity, "of no known level")
	s, e = telling(t, a, s, event.IncidentVerified, noon, &event.Incident{SystemLevel: 4})
	assert.Equal(t, event.IncidentSevere, e.Data.(*event.Incident).Severity)
	assert.Equal(t, event.IncidentOrdinary, e.Data.(*event.Incident).FromSeverity)
	s, e = telling(t, a, s, event.IncidentContained, noon, &event.Incident{SystemLevel: 2})
	assert.Equal(t, event.IncidentOrdinary, e.Data.(*event.Incident).Severity)
	s, _ = telling(t, a, s, event.IncidentResolved, noon, &event.Incident{})
	_, e = telling(t, a, s, event.IncidentClosed, noon, &event.Incident{SystemLevel: 5})
	assert.Equal(t, event.IncidentOrdinary, e.Data.(*event.Incident).Severity, "what is over is not judged again")
}

func TestTheRegisteredLevelHolds(t *testing.T) {
	registered := &event.System{Name: "Trung tâm dữ liệu tỉnh", Level: 4}
	a := &aggregate{topology: intaketest.Topology(t), systems: map[string]*event.System{"HT01": registered}}
	s, e := telling(t, a, stood{}, event.IncidentOpened, noon, opened(event.Incident{System: "HT01", Criteria: severe}))
	d := e.Data.(*event.Incident)
	assert.Equal(t, []any{"Trung tâm dữ liệu tỉnh", uint8(4), event.IncidentSevere}, []any{d.SystemName, d.SystemLevel, d.Severity})
	assert.Empty(t, d.Flags)
	_, e = telling(t, a, s, event.IncidentVerified, noon, &event.Incident{SystemLevel: 2})
	d = e.Data.(*event.Incident)
	assert.Equal(t, []any{uint8(4), event.IncidentSevere}, []any{d.SystemLevel, d.Severity})
	assert.Equal(t, []event.Flag{event.FlagContradicts}, d.Flags)
	registered.Level = 3
	_, e = telling(t, a, s, event.IncidentVerified, noon, &event.Incident{})
	assert.Equal(t, event.IncidentOrdinary, e.Data.(*event.Incident).Severity, "registered anew")
	_, e = telling(t, a, stood{}, event.IncidentOpened, noon, opened(event.Incident{System: "ngoài danh mục", SystemLevel: 2}))
	assert.Equal(t, uint8(2), e.Data.(*event.Incident).SystemLevel, "who knows better?")
}

func TestTheRegisterIsReadFromTheLog(t *testing.T) {
	log := intaketest.Log(t)
	subject := event.SystemSubject("HT01")
	_, err := log.Append(t.Context(), eventlog.Commit{
		Events: []event.Event{{
			ID: "1", Source: "s", Type: event.SystemRegistered, Subject: subject, Time: noon,
			Data: &event.System{Name: "Trung tâm dữ liệu tỉnh", Unit: "68", Level: 4, Active: true},
		}},
		Streams: []eventlog.StreamUpdate{{Stream: subject, Expected: 0}},
	})
	require.NoError(t, err)
	s, err := New(intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	told, err := s.Submit(t.Context(), event.Event{
		ID: "2", Source: "s", Type: event.IncidentOpened, Subject: "incident/SC-1", Time: noon, Data: opened(event.Incident{System: "HT01", Criteria: severe}),
	}, nil)
	require.NoError(t, err)
	d := told.Event.Data.(*event.Incident)
	assert.Equal(t, []any{event.IncidentSevere, "Trung tâm dữ liệu tỉnh", uint8(4)}, []any{d.Severity, d.SystemName, d.SystemLevel})
}

// away is a log that does not give a stream's events for a while.
type away struct {
	eventlog.Log
	err error
}

func (a *away) Last(ctx context.Context, stream string) (*eventlog.Located, error) {
	if a.err != nil && stream != event.ClockSubject {
		return nil, a.err
	}
	return a.Log.Last(ctx, stream)
}

func TestARegisterThatCannotBeReadIsAFaultOfTheRequestAndDecidesNothing(t *testing.T) {
	log := &away{Log: intaketest.Log(t), err: errors.New("the log is away")}
	s, err := New(intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	send := func() *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/incidents/events", strings.NewReader(
			`{"specversion":"1.0","id":"1","source":"s","type":"incident.opened.v1","subject":"incident/SC-1","time":"2024-06-15T08:00:00+07:00",`+
				`"data":{"title":"Mã độc","unit":"68","category":2,"severity":"ordinary","system":"HT01"}}`))
		r.Header.Set("Content-Type", event.ContentType)
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		return w
	}
	w := send()
	assert.Equal(t, http.StatusServiceUnavailable, w.Code, "%s", w.Body)
	assert.Equal(t, "1", w.Header().Get("Retry-After"))
	log.err = nil
	w = send()
	assert.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
	assert.Equal(t, "1", w.Header().Get(intake.PositionHeader))
}

func TestThePhasesKeepWhoAndWhen(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	at := func(hour int) time.Time { return noon.Add(time.Duration(hour) * time.Hour) }
	s, _ := telling(t, a, stood{}, event.IncidentOpened, at(0), opened(event.Incident{By: "truc-soc"}))
	s, _ = telling(t, a, s, event.IncidentContained, at(4), &event.Incident{By: "doi-ung-cuu"})
	s, _ = telling(t, a, s, event.IncidentVerified, at(1), &event.Incident{By: "truc-soc"}) // told late
	s, _ = telling(t, a, s, event.IncidentContained, at(5), &event.Incident{By: "ai-do"})   // told again
	s, e := telling(t, a, s, event.IncidentResolved, at(6), &event.Incident{By: "doi-ung-cuu"})
	_, last := telling(t, a, s, event.IncidentReopened, at(9), &event.Incident{By: "truc-soc"})
	want := []event.IncidentPhase{
		{Phase: open, At: at(0), By: "truc-soc"},
		{Phase: verified, At: at(1), By: "truc-soc"},
		{Phase: contained, At: at(4), By: "doi-ung-cuu"},
		{Phase: resolved, At: at(6), By: "doi-ung-cuu"},
	}
	assert.Equal(t, want, e.Data.(*event.Incident).Phases)
	assert.Equal(t, append(want, event.IncidentPhase{Phase: open, At: at(9), By: "truc-soc"}), last.Data.(*event.Incident).Phases)
}

func TestWhatIsRefused(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	anIncident, _ := telling(t, a, stood{}, event.IncidentOpened, noon, opened(event.Incident{SystemLevel: 3}))
	anAlert, _ := telling(t, a, stood{}, event.AlertRaised, noon, &event.Alert{Unit: "68", Severity: event.AlertLow})
	incident, alert := anIncident.State, anAlert.State
	for _, c := range []struct {
		field string
		state State
		what  event.Type
		data  event.Data
	}{
		{"data.unit", State{}, event.IncidentOpened, &event.Incident{Title: "x", Category: 1}},
		{"data.unit", State{}, event.IncidentOpened, &event.Incident{Unit: "0", Title: "x", Category: 1}},
		{"data.title", State{}, event.IncidentOpened, &event.Incident{Unit: "68", Category: 1}},
		{"data.category", State{}, event.IncidentOpened, &event.Incident{Unit: "68", Title: "x"}},
		{"data.criteria", incident, event.IncidentEscalated, &event.Incident{}},
		{"data.criteria", incident, event.IncidentEscalated, &event.Incident{Criteria: severe}},
		{"data.criteria", incident, event.IncidentVerified, &event.Incident{Criteria: severe}},
		{"data.criteria", incident, event.IncidentAssessed, &event.Incident{}},
		{"data.phases", incident, event.IncidentClosed, &event.Incident{Phases: []event.IncidentPhase{}}},
		{"data.severity", State{}, event.IncidentEscalated, opened(event.Incident{Severity: event.IncidentOrdinary})},
		{"data.unit", incident, event.IncidentClosed, &event.Incident{Unit: "672"}},
		{"data.department", incident, event.IncidentClosed, &event.Incident{Department: "x"}},
		{"data.from", incident, event.IncidentClosed, &event.Incident{From: open}},
		{"data.to", incident, event.IncidentClosed, &event.Incident{To: closed}},
		{"data.from_severity", incident, event.IncidentClosed, &event.Incident{FromSeverity: event.IncidentSevere}},
		{"data.counts_resolved", incident, event.IncidentClosed, &event.Incident{CountsResolved: true}},
		{"data.flags", incident, event.IncidentClosed, &event.Incident{Flags: []event.Flag{}}},
		{"data.unit", State{}, event.AlertRaised, &event.Alert{Severity: event.AlertLow}},
		{"data.severity", State{}, event.AlertRaised, &event.Alert{Unit: "68"}},
		{"data.severity", alert, event.AlertTriaged, &event.Alert{Severity: event.AlertHigh}},
		{"data.unit", alert, event.AlertTriaged, &event.Alert{Unit: "672"}},
		{"data.department", alert, event.AlertTriaged, &event.Alert{Department: "x"}},
		{"data.to", alert, event.AlertTriaged, &event.Alert{To: alertOpen}},
	} {
		_, err := a.Decide(c.state, &event.Event{Type: c.what, Time: noon, Data: c.data})
		var refusal *event.FieldError
		require.ErrorAs(t, err, &refusal, c.field)
		assert.Equal(t, c.field, refusal.Field)
	}
}

// TestStocksCloseWhateverTheOrder: an incident is counted as opened and resolved at most once, and
// the stocks tell whether it is open, and severe.
func TestStocksCloseWhateverTheOrder(t *testing.T) {
	top := intaketest.Topology(t)
	a := &aggregate{topology: top}
	book := ledger.New(top.Location())
	var types []event.Type
	for _, what := range event.Types() {
		if what.Noun() == event.NounIncident {
			types = append(types, what)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var s stood
		sums := make(map[ledger.Measure]int64)
		owed := make(map[calendar.Date]int64)
		for range rapid.IntRange(1, 15).Draw(t, "events") {
			data := opened(event.Incident{SystemLevel: 4})
			what := rapid.SampledFrom(types).Draw(t, "type")
			if what != event.IncidentEscalated {
				data.Severity = rapid.SampledFrom([]event.IncidentSeverity{"", "", event.IncidentOrdinary, event.IncidentSevere}).Draw(t, "severity")
			}
			switch what {
			case event.IncidentEscalated:
				data.Criteria = severe
			case event.IncidentAssessed:
				data.Criteria = &event.Criteria{ControlLost: true, BeyondOwner: rapid.Bool().Draw(t, "beyond the owner")}
			case event.IncidentReported:
				data.Report = rapid.SampledFrom(event.IncidentReports).Draw(t, "report")
			}
			at := noon.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "hour")) * time.Hour)
			var e *event.Event
			s, e = telling(t, a, s, what, at, data)
			for _, entry := range book.Postings(nil, e) {
				sums[entry.Measure] += entry.Amount
				if entry.Measure == ledger.IncidentsReportsOwed {
					owed[entry.Due] += entry.Amount
				}
			}
			for _, o := range s.Incident.Owed {
				owed[o.Due]--
			}
			for due, n := range owed {
				require.Zero(t, n, "reports due on %s that nobody owes", due)
			}
			for _, o := range s.Incident.Owed {
				owed[o.Due]++
			}
			one := map[bool]int64{true: 1}
			i := s.Incident
			if sums[ledger.IncidentsOpened] != 1 || sums[ledger.IncidentsResolved] != one[i.Resolved] ||
				sums[ledger.IncidentsOpen] != one[i.Status.Open()] ||
				sums[ledger.IncidentsSevere] != one[i.Status.Open() && i.Severity == event.IncidentSevere] {
				t.Fatalf("%+v is counted as %v", *i, sums)
			}
		}
	})
}

// TestTheSeverityOfTheDecision is the table of Decision 05/2017: level 4 or 5, or nationally important; and one of five
// criteria; and beyond the owner's own strength.
func TestTheSeverityOfTheDecision(t *testing.T) {
	grave := []event.Criteria{{Interrupted: true}, {Disclosed: true}, {IntegrityLost: true}, {ControlLost: true}, {Cascading: true}}
	for _, c := range grave {
		assert.False(t, Severe(5, true, c), "the owner can control it")
		c.BeyondOwner = true
		for level, want := range []bool{false, false, false, false, true, true} {
			assert.Equal(t, want, Severe(uint8(level), false, c), "level %d", level)
			assert.True(t, Severe(uint8(level), true, c), "level %d, nationally important", level)
		}
	}
	assert.False(t, Severe(5, true, event.Criteria{BeyondOwner: true}), "nothing grave has happened")

	a := &aggregate{topology: intaketest.Topology(t)}
	s, _ := telling(t, a, stood{}, event.IncidentOpened, noon, opened(event.Incident{SystemLevel: 4}))
	s, e := telling(t, a, s, event.IncidentAssessed, noon, &event.Incident{Criteria: &event.Criteria{ControlLost: true, BeyondOwner: true}})
	assert.Equal(t, event.IncidentSevere, e.Data.(*event.Incident).Severity)
	_, e = telling(t, a, s, event.IncidentAssessed, noon, &event.Incident{Criteria: &event.Criteria{ControlLost: true}})
	assert.Equal(t, event.IncidentOrdinary, e.Data.(*event.Incident).Severity, "assessed anew")
}

func TestTheSevenPhasesAndTheReportsToTheNationalCentre(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	book := ledger.New(a.topology.Location())
	overdue := make(map[calendar.Date]int64)
	var s stood
	for _, told := range []struct {
		what event.Type
		day  int
		data event.Incident
		owed string // after it: report@day of June
	}{
		{event.IncidentOpened, 3, *opened(event.Incident{}), "initial@8"},
		{event.IncidentNotified, 3, event.Incident{By: "truc-soc"}, "initial@8"},
		{event.IncidentVerified, 3, event.Incident{}, "initial@8"},
		{event.IncidentReported, 4, event.Incident{Report: event.ReportInitial, Reference: "BC-1"}, "progress@9"},
		{event.IncidentContained, 5, event.Incident{}, "progress@9"},
		{event.IncidentReported, 10, event.Incident{Report: event.ReportProgress}, "progress@15"},
		{event.IncidentEradicated, 11, event.Incident{}, "progress@15"},
		{event.IncidentResolved, 12, event.Incident{}, "progress@15"},
		{event.IncidentClosed, 13, event.Incident{}, "closing@18"},
		{event.IncidentReported, 14, event.Incident{Report: event.ReportClosing}, ""},
	} {
		at := calendar.Date(calendar.MustDate("2024-06-01") + calendar.Date(told.day-1)).Midnight(a.topology.Location()).Add(9 * time.Hour)
		var e *event.Event
		s, e = telling(t, a, s, told.what, at, &told.data)
		assert.Empty(t, e.Flags(), "%s is in order", told.what)
		assert.Equal(t, told.data.By, e.Data.(*event.Incident).By)
		owed := ""
		for _, o := range s.Incident.Owed {
			owed += fmt.Sprintf("%s@%d", o.Report, o.Due.Time().Day())
		}
		assert.Equal(t, told.owed, owed, "after %s on %d June", told.what, told.day)
		for _, x := range book.Postings(nil, e) {
			if x.Measure == ledger.IncidentsReportsOwed {
				overdue[x.Due] += x.Amount
			}
		}
	}
	for due, n := range overdue {
		assert.Zero(t, n, "%s", due)
	}
}

func TestTheAPI(t *testing.T) {
	s, err := New(intake.Common{Log: intaketest.Log(t), Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	api := intaketest.NewAPI(t, "incidents", s.Handler())
	const all, one = "/api/v1/incidents", "/api/v1/incidents/SC-1"
	body := `{"incident":"SC-1","unit":"68","title":"Mã độc","category":1,"system_level":4,"by":"truc-soc"}`
	assert.Contains(t, api.Post(all, strings.Replace(body, `,"by":"truc-soc"`, "", 1), http.StatusUnprocessableEntity), `"field":"by"`)
	first := api.Post(all, body, http.StatusOK, "Idempotency-Key", "k")
	assert.Equal(t, first, api.Post(all, body, http.StatusOK, "Idempotency-Key", "k"))
	api.Post(all, body, http.StatusConflict)
	api.Post(one+"/escalate", "", http.StatusUnprocessableEntity)
	assert.Contains(t, api.Post(one+"/escalate", `{"criteria":{"control_lost":true,"beyond_owner":true},"by":"truc-soc"}`, http.StatusOK), `"from_severity":"ordinary"`)
	assert.Contains(t, api.Post(one+"/close", "", http.StatusConflict), `,"error":{"code":"impossible_transition","message":"incident.closed.v1 does not fit where it stands: open","status":"open"}}`)
	for _, command := range []string{"verify", "contain", "resolve", "close", "reopen"} {
		assert.Contains(t, api.Post(one+"/"+command, `{"note":"x"}`, http.StatusUnprocessableEntity), `"field":"by"`, command)
		api.Post(one+"/"+command, `{"note":"x","by":"truc-soc"}`, http.StatusOK)
	}
	assert.Contains(t, api.Get(one, http.StatusOK), `"version":7,"state":{"unit":"68","department":"information","title":"Mã độc","category":1,"severity":"severe","system":"","system_level":4,"status":"open","resolved":true,`)
	api.Post(one+"/report", `{"report":"initial","reference":"BC-1","by":"truc-soc"}`, http.StatusOK)
	api.Post(one+"/report", ``, http.StatusUnprocessableEntity)
	api.Post(one+"/assess", ``, http.StatusUnprocessableEntity)
	api.Post(one+"/assess", `{"criteria":{"interrupted":true,"beyond_owner":true},"by":"truc-soc"}`, http.StatusOK)
	api.Get(all+"/unknown", http.StatusNotFound)
	api.Post(all+"/unknown/close", "", http.StatusNotFound)
	api.Post(one+"/explode", "", http.StatusNotFound)
	api.Post(one+"/verify", "{", http.StatusBadRequest)
	api.Post(one+"/verify", `{"time":"2024-01-01T00:00:00Z"}`, http.StatusUnprocessableEntity)
	api.Post(all, "{", http.StatusBadRequest)
	api.Post(all, `{"incident":"SC-2","unit":"68","title":"x","category":13}`, http.StatusUnprocessableEntity)

	const alerts = all + "/alerts"
	api.Post(alerts, `{"alert":"A-1","unit":"68","severity":"high","sensor":"EDR"}`, http.StatusOK)
	api.Post(alerts, `{"alert":"A-1","unit":"68","severity":"high"}`, http.StatusConflict)
	api.Post(alerts, `{"alert":"A-2","unit":"68","severity":"dire"}`, http.StatusUnprocessableEntity)
	api.Post(alerts, "{", http.StatusBadRequest)
	api.Post(alerts+"/A-1/triage", "", http.StatusOK)
	api.Post(alerts+"/A-1/promote", `{"incident":"SC-1"}`, http.StatusOK)
	api.Post(alerts+"/A-1/dismiss", "", http.StatusConflict)
	api.Post(alerts+"/A-1/triage", "{", http.StatusBadRequest)
	api.Post(alerts+"/A-1/triage", `{"time":"2024-01-01T00:00:00Z"}`, http.StatusUnprocessableEntity)
	api.Post(alerts+"/A-9/triage", "", http.StatusNotFound)
	api.Post(alerts+"/A-1/explode", "", http.StatusNotFound)
	assert.Contains(t, api.Get(alerts+"/A-1", http.StatusOK), `"version":3,"state":{"unit":"68","department":"information","severity":"high","sensor":"EDR","rule":"","system":"","incident":"SC-1","status":"promoted"}`)
	api.Get(alerts+"/A-9", http.StatusNotFound)

	line := `{"specversion":"1.0","id":"1","source":"soc","type":"alert.raised.v1","subject":"alert/B-1","time":"2024-06-15T01:00:00Z","data":{"unit":"68","severity":"low"}}`
	both := strings.NewReplacer("alert.raised", "incident.opened", "alert/", "incident/", `"id":"1"`, `"id":"2"`, `"severity":"low"`, `"title":"x","category":2`).Replace(line)
	assert.Contains(t, api.Send(all+"/events", event.BatchContentType, "["+line+","+both+"]", http.StatusOK), `"accepted":2`)
	api.TakesEvents(all+"/events", line, strings.NewReplacer(`"68"`, `"0"`, `"id":"1"`, `"id":"3"`, "B-1", "B-2").Replace(line))
}

// From December 2024 on the code 682 is that of the new Đạ Huoai.
func TestAnIncidentAndAnAlertAreTheUnitsWhoseCodeWasGiven(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	at := calendar.MustDate("2024-12-02").Midnight(a.topology.Location())
	later := at.Add(time.Hour)
	s, opening := telling(t, a, stood{}, event.IncidentOpened, at, &event.Incident{Unit: "682", Title: "x", Category: 1})
	assert.Equal(t, "682-202412", opening.Data.(*event.Incident).Unit)
	telling(t, a, s, event.IncidentVerified, later, &event.Incident{Unit: "682"})
	s, raised := telling(t, a, stood{}, event.AlertRaised, at, &event.Alert{Unit: "682", Severity: event.AlertLow, Sensor: "ids"})
	assert.Equal(t, "682-202412", raised.Data.(*event.Alert).Unit)
	telling(t, a, s, event.AlertTriaged, later, &event.Alert{Unit: "682"})
	_, err := a.Decide(s.State, &event.Event{Type: event.AlertTriaged, Subject: "alert/x", Time: later, Data: &event.Alert{Unit: "681"}})
	require.ErrorContains(t, err, "the alert is of")
}
