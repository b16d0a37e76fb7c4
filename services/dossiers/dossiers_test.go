package dossiers

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

func newService(t *testing.T, log eventlog.Log) *Service {
	t.Helper()
	s, err := New(intake.Common{
		Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(),
		Now: func() time.Time { return time.Date(2024, 6, 15, 2, 0, 0, 0, time.UTC) },
	})
	require.NoError(t, err)
	return s
}

const registered = `{"code":"000.00.19.H36-240615-0001","procedure":"1.001193","unit":"24769"}`

func TestTheAPI(t *testing.T) {
	api := intaketest.NewAPI(t, "dossiers", newService(t, intaketest.Log(t)).Handler())
	const all, one = "/api/v1/dossiers", "/api/v1/dossiers/000.00.19.H36-240615-0001"
	first := api.Post(all, registered, http.StatusOK, "Idempotency-Key", "k1")
	assert.JSONEq(t, `{"position":1,"index":0,"event":{"specversion":"1.0","id":"`+member(first, "id")+`","source":"/api/v1/dossiers","type":"dossier.submitted.v1",
		"subject":"dossier/000.00.19.H36-240615-0001","time":"2024-06-15T02:00:00Z","recordedtime":"`+member(first, "recordedtime")+`",
		"data":{"procedure":"1.001193","unit":"24769","channel":2,"level":"partial","to":1,"accept_by":"2024-06-17T10:00:00Z","accept_due":"2024-06-17"}}}`, first)
	api.Post(one+"/receive", "", http.StatusOK)
	assert.Equal(t, first, api.Post(all, registered, http.StatusOK, "Idempotency-Key", "k1"), "sent again, although it is received by now")
	assert.Contains(t, api.Post(all, registered, http.StatusConflict, "Idempotency-Key", "k2"), `,"error":{"code":"impossible_transition","message":"this dossier is registered already","status":2}}`)
	assert.Contains(t, api.Post(one+"/return", "", http.StatusConflict), `,"error":{"code":"impossible_transition","message":"a dossier in status 2 cannot go to status 10 by this command","status":2}}`)
	api.Post(one+"/resume", "", http.StatusConflict)
	api.Post(one+"/request-fee", `{"fee_vnd":8000,"reason":"lệ phí","time":"2024-06-15T02:03:00Z"}`, http.StatusOK)
	assert.Contains(t, api.Post(one+"/resume", `{"time":"2024-06-15T01:59:00Z"}`, http.StatusUnprocessableEntity), `"field":"time"`)
	api.Post(one+"/resume", `{"time":"2024-06-15T02:04:00Z"}`, http.StatusOK)
	api.Post(one+"/assign", `{"time":"2024-06-15T02:04:00Z"}`, http.StatusConflict)

	const two = "/api/v1/dossiers/000.00.19.H36-240615-0002"
	api.Post(all, strings.Replace(registered, "0001", "0002", 1), http.StatusOK)
	assert.Contains(t, api.Post(two+"/transfer", `{"unit":"24772"}`, http.StatusConflict),
		`,"error":{"code":"impossible_transition","message":"a dossier in status 1 cannot go to another unit","status":1}}`)
	api.Post(two+"/receive", "", http.StatusOK)
	assert.Contains(t, api.Post(two+"/transfer", "", http.StatusUnprocessableEntity), `"field":"data.unit"`)
	assert.Contains(t, api.Post(two+"/transfer", `{"unit":"24846-202507"}`, http.StatusUnprocessableEntity), `"field":"data.unit"`)
	assert.Contains(t, api.Post(two+"/transfer", `{"unit":"24772","reason":"không thuộc thẩm quyền"}`, http.StatusOK),
		`"unit":"24772","channel":2,"level":"partial","from":2,"to":2,"due":"2024-06-17","previous_due":"2024-06-17","previous_unit":"24769","reason":"không thuộc thẩm quyền"`)
	assert.Contains(t, api.Get(two, http.StatusOK), `"received_unit":"24769","transferred_at":"2024-06-15T02:00:00Z"`)
	api.Post(two+"/resolve", "", http.StatusConflict)
	api.Post(two+"/withdraw", "", http.StatusOK)
	api.Post(two+"/transfer", `{"unit":"24775"}`, http.StatusConflict)

	thing := api.Get(one, http.StatusOK)
	assert.Contains(t, thing, `"subject":"dossier/000.00.19.H36-240615-0001","version":4,"state":{"procedure":"1.001193","unit":"24769","department":"","channel":2,"level":"partial","status":4,`)
	assert.Equal(t, 4, strings.Count(thing, `"type":"dossier.`))
	api.Get(all+"/unknown", http.StatusNotFound)
	api.Post(all+"/unknown/receive", "", http.StatusNotFound)
	api.Post(one+"/explode", "", http.StatusNotFound)
	api.Post(one+"/receive", "{", http.StatusBadRequest)
	api.Post(all, "[", http.StatusBadRequest)
	assert.Contains(t, api.Post(all, `{"code":"x","colour":1}`, http.StatusUnprocessableEntity), `,"error":{"code":"invalid","message":"body.colour is not a known field","field":"body.colour"}}`)
	assert.Contains(t, api.Post(all, `{"code":"a/b","procedure":"1.001193","unit":"24769"}`, http.StatusUnprocessableEntity), `"field":"subject"`)

	line := `{"specversion":"1.0","id":"1","source":"mc","type":"dossier.received.v1","subject":"dossier/B-1","time":"2024-06-15T01:00:00Z","data":{"procedure":"1.001193","unit":"24769"}}`
	api.Send(all+"/events", event.BatchContentType, "["+line+"]", http.StatusOK)
	api.Send(all+"/events", event.StreamContentType, line+"\n"+line, http.StatusOK)
	api.TakesEvents(all+"/events", line, strings.NewReplacer("24769", "0", `"id":"1"`, `"id":"2"`).Replace(line))
}

// member is a text of an answer.
func member(answer, name string) string {
	_, rest, _ := strings.Cut(answer, `"`+name+`":"`)
	text, _, _ := strings.Cut(rest, `"`)
	return text
}

// paid is a payment as its service records it.
func paid(id, dossier string) event.Event {
	return event.Event{
		ID: id, Source: "pay", Type: event.PaymentSucceeded, Subject: "payment/" + id,
		Time: time.Date(2024, 6, 15, 1, 30, 0, 0, time.UTC),
		Data: &event.Payment{Dossier: dossier, Unit: "24769", AmountVND: 8000, From: event.PaymentPending, To: event.PaymentPaid},
	}
}

func TestAPaidFeeMovesItsWaitingDossierOn(t *testing.T) {
	log := intaketest.Log(t)
	s := newService(t, log)
	h := s.Handler()
	api := func(path, body string) { intaketest.Post(t, h, path, body) }
	for _, code := range []string{"A", "B", "C"} {
		api("/api/v1/dossiers", `{"code":"`+code+`","procedure":"1.001193","unit":"24769","time":"2024-06-15T01:00:00Z"}`)
		api("/api/v1/dossiers/"+code+"/receive", `{"time":"2024-06-15T01:10:00Z"}`)
	}
	api("/api/v1/dossiers/A/request-fee", `{"time":"2024-06-15T01:40:00Z"}`) // after the payment, by its own clock
	api("/api/v1/dossiers/C/request-fee", `{"time":"2024-06-15T01:20:00Z"}`)
	history := paid("p0", "C")
	history.Backfill = true
	for _, e := range []event.Event{history, paid("p1", "A"), paid("p2", "B"), paid("p3", ""), paid("p4", "no such")} {
		appendAny(t, log, e)
	}

	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- s.Run(ctx) }()
	head, err := log.Head(t.Context())
	require.NoError(t, err)
	for {
		at, err := log.Cursor(t.Context(), FeePaid)
		require.NoError(t, err)
		if at >= head {
			break
		}
		next, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, err = log.Wait(next, head+100)
		cancel()
		require.ErrorIs(t, err, context.DeadlineExceeded)
	}
	stop()
	require.NoError(t, <-stopped)

	a, err := log.Load(t.Context(), "dossier/A")
	require.NoError(t, err)
	require.Len(t, a, 4)
	resumed := a[3].Event
	assert.Equal(t, event.DossierResumed, resumed.Type)
	assert.Equal(t, []string{"pay#p1", "pay#p1"}, []string{resumed.Causation, resumed.Correlation}, "one line each")
	assert.Equal(t, event.StatusProcessing, resumed.Data.(*event.Dossier).To)
	assert.Empty(t, resumed.Flags())
	assert.Equal(t, "2024-06-15T01:40:00Z", resumed.Time.UTC().Format(time.RFC3339))
	for _, code := range []string{"B", "C"} {
		state, version, err := s.State(t.Context(), "dossier/"+code)
		require.NoError(t, err)
		assert.NotEqual(t, event.StatusProcessing, state.Status, code)
		assert.LessOrEqual(t, version, int64(3), code)
	}

	again := paid("p1", "A")
	require.NoError(t, s.onPayment(t.Context(), 0, again), "handled again after a crash")
	a, err = log.Load(t.Context(), "dossier/A")
	require.NoError(t, err)
	assert.Len(t, a, 4)
}

// The procedure is in the log's catalogue only, in calendar days. The service that resumes the dossier has taken no request since it
// was started: from Thursday 13 June to Saturday the 15th the clock stood still for two days, of which one was a working day.
func TestThePolicyKnowsTheCatalogueBeforeAnyRequest(t *testing.T) {
	log := intaketest.Log(t)
	appendAny(t, log, event.Event{
		ID: "c1", Source: "catalogue", Type: event.CatalogueAmended, Subject: event.CatalogueSubject, Time: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC),
		Data: &event.Catalogue{ValidFrom: calendar.MustDate("2024-01-01"), Procedures: []event.Procedure{
			{Code: "9.000001", Name: "x", Field: "Hộ tịch", Level: event.LevelFull, HandledBy: []string{"commune"}, Days: 10, CalendarDays: true},
		}},
	})
	h := newService(t, log).Handler()
	intaketest.Post(t, h, "/api/v1/dossiers", `{"code":"A","procedure":"9.000001","unit":"24769","time":"2024-06-13T01:00:00Z"}`)
	intaketest.Post(t, h, "/api/v1/dossiers/A/receive", `{"time":"2024-06-13T01:10:00Z"}`)
	intaketest.Post(t, h, "/api/v1/dossiers/A/request-fee", `{"time":"2024-06-13T02:00:00Z"}`)
	restarted := newService(t, log)
	require.NoError(t, restarted.onPayment(t.Context(), 0, paid("p1", "A")))
	state, _, err := restarted.State(t.Context(), "dossier/A")
	require.NoError(t, err)
	assert.Equal(t, event.StatusProcessing, state.Status)
	assert.Equal(t, "2024-06-25", state.Due.String(), "the 23rd and two days")
}

func appendAny(t *testing.T, log eventlog.Log, e event.Event) {
	t.Helper()
	_, err := log.Append(t.Context(), eventlog.Commit{
		Events: []event.Event{e}, Streams: []eventlog.StreamUpdate{{Stream: e.Subject, Expected: eventlog.AnyVersion}},
	})
	require.NoError(t, err)
}
