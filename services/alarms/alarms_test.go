package alarms

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
)

var noon = time.Date(2024, 6, 15, 5, 0, 0, 0, time.UTC)

func newService(t *testing.T, log eventlog.Log) *Service {
	t.Helper()
	s, err := New(Config{Common: intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }}})
	require.NoError(t, err)
	return s
}

func TestAnAlarmIsRaisedOnceAcknowledgedAndCleared(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	raise := event.Alarm{Rule: "r", Originator: "incident/1", Unit: "68", Title: "x"}
	var s State
	var latest intaketest.Latest
	var raised time.Time // when it last became active
	for i, c := range []struct {
		what   event.Type
		minute int
		want   event.Alarm
	}{
		{event.AlarmRaised, 0, event.Alarm{Active: true}},
		{event.AlarmRaised, 1, event.Alarm{WasActive: true, Active: true, Flags: []event.Flag{event.FlagRepeated}}},
		{event.AlarmAcknowledged, 2, event.Alarm{WasActive: true, Active: true, Acknowledged: true}},
		{event.AlarmAcknowledged, 3, event.Alarm{WasActive: true, Active: true, WasAcknowledged: true, Acknowledged: true, Flags: []event.Flag{event.FlagRepeated}}},
		{event.AlarmCleared, 1, event.Alarm{WasActive: true, Active: true, WasAcknowledged: true, Acknowledged: true, Flags: []event.Flag{event.FlagOutOfOrder}}},
		{event.AlarmCleared, 4, event.Alarm{WasActive: true, WasAcknowledged: true, Acknowledged: true}},
		{event.AlarmCleared, 5, event.Alarm{WasAcknowledged: true, Acknowledged: true, Flags: []event.Flag{event.FlagRepeated}}},
		{event.AlarmRaised, 6, event.Alarm{WasAcknowledged: true, Active: true}},
		{event.AlarmCleared, 7, event.Alarm{WasActive: true}},
		{event.AlarmAcknowledged, 8, event.Alarm{Acknowledged: true}},
		{event.AlarmEscalated, 9, event.Alarm{WasAcknowledged: true, Acknowledged: true, Flags: []event.Flag{event.FlagOutOfOrder}}},
		{event.AlarmRaised, 10, event.Alarm{WasAcknowledged: true, Active: true}},
		{event.AlarmEscalated, 11, event.Alarm{WasActive: true, Active: true, Escalated: true, EscalatedTo: "68"}},
		{event.AlarmEscalated, 12, event.Alarm{WasActive: true, Active: true, WasEscalated: true, Escalated: true, EscalatedTo: "68", Flags: []event.Flag{event.FlagRepeated}}},
		{event.AlarmAcknowledged, 13, event.Alarm{WasActive: true, Active: true, WasEscalated: true, Escalated: true, EscalatedTo: "68", Acknowledged: true}},
		{event.AlarmCleared, 14, event.Alarm{WasActive: true, WasAcknowledged: true, Acknowledged: true, WasEscalated: true, Escalated: true, EscalatedTo: "68"}},
		{event.AlarmRaised, 15, event.Alarm{Active: true, WasAcknowledged: true, WasEscalated: true}},
	} {
		in := event.Alarm{}
		if c.what == event.AlarmRaised {
			in = raise
		}
		e := &event.Event{Type: c.what, Subject: "alarm/r/incident/1", Time: noon.Add(time.Duration(c.minute) * time.Minute), Data: &in}
		latest.Count(e)
		got, err := a.Decide(s, e)
		require.NoError(t, err)
		if c.want.Active && !c.want.WasActive {
			raised = e.Time
		}
		c.want.RaisedAt = raised
		c.want.Rule, c.want.Originator, c.want.Unit, c.want.Department, c.want.Title = "r", "incident/1", "68", "information", "x"
		assert.Equal(t, &c.want, got, "step %d", i)
		e.Data = got
		s = a.Evolve(s, e)
		decoded, err := a.Decode(a.Encode(nil, s))
		require.NoError(t, err)
		assert.Equal(t, s, decoded)
	}
}

func TestTheAPI(t *testing.T) {
	api := intaketest.NewAPI(t, "alarms", newService(t, intaketest.Log(t)).Handler())
	const all, one = "/api/v1/alarms", "/api/v1/alarms/r/incident/1"
	const missing = `"code":"invalid","message":"by is missing: say in which role or account this is done","field":"by"`
	body := `{"rule":"r","originator":"incident/1","unit":"68","title":"Thử","by":"truc-ban"}`
	assert.Contains(t, api.Post(all, strings.Replace(body, "truc-ban", " ", 1), http.StatusUnprocessableEntity), missing)
	first := api.Post(all, body, http.StatusOK, "Idempotency-Key", "k")
	assert.Equal(t, first, api.Post(all, body, http.StatusOK, "Idempotency-Key", "k"))
	assert.Contains(t, api.Post(all, body, http.StatusConflict), `"status":"active, unacknowledged"`)
	for _, nobody := range []string{"", "{}", `{"by":""}`, `{"by":"  "}`} {
		for _, command := range []string{"acknowledge", "clear"} {
			assert.Contains(t, api.Post(one+"/"+command, nobody, http.StatusUnprocessableEntity), missing, "%s %s", command, nobody)
		}
	}
	api.Post(one+"/acknowledge", `{"by":"truc-ban"}`, http.StatusOK)
	api.Post(one+"/acknowledge", `{"by":"truc-ban"}`, http.StatusConflict)
	api.Post(one+"/clear", `{"by":"truc-ban"}`, http.StatusOK)
	assert.Contains(t, api.Get(one, http.StatusOK), `"version":3,"state":{"rule":"r","originator":"incident/1","unit":"68","department":"information","title":"Thử","severity":"","figure":"","value":0,"base":0,"threshold":0,"cut":0,"by":"truc-ban","active":false,"acknowledged":true,"escalated":false,`)
	api.Get(all+"/r/incident/2", http.StatusNotFound)
	api.Post(all+"/r/incident/2/clear", "", http.StatusNotFound)
	api.Post(one+"/explode", "", http.StatusNotFound)
	api.Post(one+"/clear", `{"time":"2024-06-14T00:00:00Z"}`, http.StatusUnprocessableEntity)
	api.Post(one+"/clear", "{", http.StatusBadRequest)
	api.Post(all, "{", http.StatusBadRequest)
	assert.Contains(t, api.Post(all, `{"rule":"r","originator":"incident","unit":"68","title":"x","by":"truc-ban"}`, http.StatusUnprocessableEntity), `"field":"data.originator"`)

	line := `{"specversion":"1.0","id":"1","source":"op","type":"alarm.acknowledged.v1","subject":"alarm/r/incident/1","time":"2024-06-15T05:00:00Z","data":{"by":"truc-ban","active":false,"acknowledged":false}}`
	api.TakesEvents(all+"/events", line, `{"specversion":"1.0","id":"2","source":"op","type":"alarm.cleared.v1","subject":"alarm/r/incident/9","time":"2024-06-15T05:00:00Z","data":{"active":false,"acknowledged":false}}`)
}

func incident(id string, minute int, change event.Incident) event.Event {
	change.Unit, change.Title, change.Category = "68", "Mã độc tống tiền", 1
	return event.Event{
		ID: id, Source: "soc", Type: event.IncidentVerified, Subject: "incident/7",
		Time: noon.Add(time.Duration(minute) * time.Minute), Data: &change,
	}
}

func TestASevereIncidentRaisesAnAlarmThatItsEndClears(t *testing.T) {
	const ordinary, severe = event.IncidentOrdinary, event.IncidentSevere
	log := intaketest.Log(t)
	s := newService(t, log)
	history := incident("0", 0, event.Incident{To: event.IncidentStatusOpen, Severity: severe})
	history.Backfill, history.Subject = true, "incident/old"
	told := []event.Event{
		history,
		incident("1", 0, event.Incident{To: event.IncidentStatusOpen, Severity: ordinary}),
		incident("2", 1, event.Incident{From: event.IncidentStatusOpen, To: event.IncidentStatusOpen, FromSeverity: ordinary, Severity: severe}),
		incident("3", 2, event.Incident{From: event.IncidentStatusOpen, To: event.IncidentStatusContained, FromSeverity: severe, Severity: severe}),
		incident("4", 3, event.Incident{From: event.IncidentStatusContained, To: event.IncidentStatusResolved, FromSeverity: severe, Severity: severe}),
		incident("5", 4, event.Incident{From: event.IncidentStatusResolved, To: event.IncidentStatusClosed, FromSeverity: severe, Severity: severe}),
	}
	for _, e := range told {
		_, err := log.Append(t.Context(), eventlog.Commit{
			Events: []event.Event{e}, Streams: []eventlog.StreamUpdate{{Stream: e.Subject, Expected: eventlog.AnyVersion}},
		})
		require.NoError(t, err)
	}
	runUntil(t, s, log, eventlog.Position(len(told)))

	alarm, err := log.Load(t.Context(), "alarm/incident.severe/incident/7")
	require.NoError(t, err)
	require.Len(t, alarm, 2)
	raised, cleared := alarm[0].Event, alarm[1].Event
	assert.Equal(t, &event.Alarm{
		Rule: "incident.severe", Originator: "incident/7", Unit: "68", Department: "information",
		Title: "Sự cố nghiêm trọng: Mã độc tống tiền", Severity: "late", Active: true, RaisedAt: raised.At().UTC(),
	}, raised.Data)
	assert.Equal(t, "soc#2", raised.Causation)
	assert.Equal(t, event.AlarmCleared, cleared.Type)
	assert.Equal(t, "soc#4", cleared.Causation)

	for _, e := range told { // handled again after a crash
		require.NoError(t, s.onEvent(t.Context(), 0, e))
	}
	alarm, err = log.Load(t.Context(), "alarm/incident.severe/incident/7")
	require.NoError(t, err)
	assert.Len(t, alarm, 2)
	old, err := log.Load(t.Context(), "alarm/incident.severe/incident/old")
	require.NoError(t, err)
	assert.Empty(t, old, "no policy acts on history")
}

func TestAMissingReportRaisesAnAlarmOfItsOwnThatItsComingClears(t *testing.T) {
	log := intaketest.Log(t)
	s := newService(t, log)
	report := func(id, indicator, issuer string, was, is bool) event.Event {
		return event.Event{
			ID: id, Source: "indicators", Type: event.IndicatorMissed, Subject: event.IndicatorSubject(indicator, "68", issuer), Time: noon,
			Data: &event.Indicator{Indicator: indicator, Unit: "68", Issuer: issuer, WasSilent: was, Silent: is},
		}
	}
	history := report("0", "health.checkins", "so-y-te", false, true)
	history.Backfill = true
	for range 2 { // the second time after a crash
		for _, e := range []event.Event{
			history, report("1", "health.facilities", "so-y-te", false, true), report("2", "mail.mailboxes", "bao-cao-cds", false, true),
			report("3", "health.facilities", "so-y-te", true, true), report("4", "health.facilities", "so-y-te", true, false),
		} {
			require.NoError(t, s.onEvent(t.Context(), 0, e))
		}
	}
	told := func(subject string) (types []event.Type, last *event.Alarm) {
		events, err := log.Load(t.Context(), "alarm/indicators.silent/"+subject)
		require.NoError(t, err)
		for i := range events {
			types, last = append(types, events[i].Event.Type), events[i].Event.Data.(*event.Alarm)
		}
		return types, last
	}
	types, alarm := told("indicator/mail.mailboxes:68:bao-cao-cds")
	assert.Equal(t, []event.Type{event.AlarmRaised}, types)
	assert.Equal(t, []string{"Chưa nhận được số liệu: Hộp thư điện tử công vụ (Báo cáo CĐS)", "watch", "68"}, []string{alarm.Title, alarm.Severity, alarm.Unit})
	types, _ = told("indicator/health.facilities:68:so-y-te")
	assert.Equal(t, []event.Type{event.AlarmRaised, event.AlarmCleared}, types)
	types, _ = told("indicator/health.checkins:68:so-y-te")
	assert.Empty(t, types, "no policy acts on history")
}

// runUntil runs the service until its policy has handled the log up to a position.
func runUntil(t *testing.T, s *Service, log eventlog.Log, p eventlog.Position) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- s.Run(ctx) }()
	for {
		at, err := log.Cursor(t.Context(), Policy)
		require.NoError(t, err)
		if at >= p {
			break
		}
		soon, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, err = log.Wait(soon, p+100) // nothing comes: look again in a moment
		cancel()
		require.ErrorIs(t, err, context.DeadlineExceeded)
	}
	stop()
	require.NoError(t, <-stopped)
}

// The code 682 is Đạ Tẻh's until 30 November 2024, and then that of the new Đạ Huoai.
func TestAUnitIsMeantAsOfTheDay(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	for day, unit := range map[string]string{"2024-11-30": "682", "2024-12-01": "682-202412"} {
		at := calendar.MustDate(day).Midnight(a.topology.Location())
		var s State
		for i, what := range []event.Type{event.AlarmRaised, event.AlarmEscalated} {
			e := &event.Event{Type: what, Subject: "alarm/r/incident/1", Time: at.Add(time.Duration(i) * time.Hour), Data: &event.Alarm{
				Rule: "r", Originator: "incident/1", Unit: "682", Title: "x",
			}}
			data, err := a.Decide(s, e)
			require.NoError(t, err)
			assert.Equal(t, unit, data.(*event.Alarm).Unit, "%s on %s", what, day)
			e.Data = data
			s = a.Evolve(s, e)
		}
	}
}

func TestAnAlarmGoesToTheUnitAboveOfTheDay(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	for _, c := range []struct{ unit, on, want string }{
		{"25141", "2024-11-30", "682"},
		{"25141", "2024-12-01", "682-202412"},
		{"25141", "2025-07-01", "68"},
		{"682", "2024-12-01", "68"},
		{"68", "2025-07-01", "68"},
		{"25120", "2024-12-01", "682-202412"}, // Đoàn Kết is now in Bà Gia
	} {
		assert.Equal(t, c.want, a.above(c.unit, calendar.MustDate(c.on)), "%s on %s", c.unit, c.on)
	}
}

// A recorded incident says the id of a unit that may be no more.
func TestTheAlarmOfAnIncidentIsOfTheUnitThatAnswersThen(t *testing.T) {
	log := intaketest.Log(t)
	s, err := New(Config{Common: intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon.AddDate(1, 0, 0) }}})
	require.NoError(t, err)
	tell := func(id, day string, from, to event.IncidentStatus, was, is event.IncidentSeverity) {
		t.Helper()
		require.NoError(t, s.onEvent(t.Context(), 1, event.Event{
			ID: id, Source: "soc", Type: event.IncidentVerified, Subject: "incident/7", Time: calendar.MustDate(day).Midnight(time.UTC),
			Data: &event.Incident{Unit: "683", Title: "x", Category: 1, From: from, To: to, FromSeverity: was, Severity: is},
		}))
	}
	const open, ordinary, severe = event.IncidentStatusOpen, event.IncidentOrdinary, event.IncidentSevere
	tell("1", "2024-12-02", open, open, ordinary, severe)
	tell("2", "2024-12-03", open, open, severe, ordinary)
	tell("3", "2024-12-04", open, open, ordinary, severe)
	alarm, err := log.Load(t.Context(), event.AlarmSubject(SevereIncident, "incident/7"))
	require.NoError(t, err)
	require.Len(t, alarm, 3)
	for _, x := range alarm {
		assert.Equal(t, "682-202412", x.Event.Data.(*event.Alarm).Unit)
	}
}
