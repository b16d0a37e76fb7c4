package payments

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/sheet/sheettest"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

func openDB(t *testing.T) *clickhouse.DB {
	t.Helper()
	db, err := clickhouse.Open(t.Context(), enginetest.DSN(t), intaketest.Quiet())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(t.Context()))
	return db
}

// project writes to ClickHouse what the log has and it has not.
func project(t *testing.T, log eventlog.Log, db *clickhouse.DB) {
	t.Helper()
	position, err := db.Position(t.Context())
	require.NoError(t, err)
	b := clickhouse.NewBatch(ledger.New(intaketest.Topology(t).Location()))
	entries, err := log.Read(t.Context(), position, 1000)
	require.NoError(t, err)
	for i := range entries {
		require.NoError(t, b.Add(&entries[i]))
	}
	_, err = db.Intend(t.Context(), b.Bounds())
	require.NoError(t, err)
	require.NoError(t, db.Insert(t.Context(), b))
}

func TestAStatementIsComparedWithTheBillsOfItsDay(t *testing.T) {
	log := intaketest.Log(t)
	db := openDB(t)
	s, err := New(Config{Common: intake.Common{
		Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon.Add(24 * time.Hour) },
	}, DB: db})
	require.NoError(t, err)
	h := s.Handler()
	for _, bill := range []string{"matched", "mismatch", "missing-there", "twice", "refunded", "unpaid"} {
		body := fmt.Sprintf(`{"bill":%q,"unit":"24769","amount_vnd":8000,"time":"2024-06-15T02:00:00Z"}`, bill)
		intaketest.Post(t, h, "/api/v1/payments", body)
		if bill != "unpaid" {
			intaketest.Post(t, h, "/api/v1/payments/"+bill+"/succeed", `{"method":"truc-tuyen","transaction":"T","time":"2024-06-15T03:00:00Z"}`)
		}
	}
	project(t, log, db)
	post := func(query, file string, status int) Statement {
		t.Helper()
		w := intaketest.Send(t, h, "/api/v1/payments/statements?"+query, "text/csv", file)
		require.Equal(t, status, w.Code, "%s", w.Body)
		var result Statement
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &result))
		return result
	}
	const file = `bill,amount_vnd,status
matched,8000,paid
mismatch,9000,paid
twice,8000,paid
twice,8000,paid
refunded,8000,refunded
unpaid,8000,paid
nobody-knows,5000,paid
`
	want := map[event.Outcome]int64{
		event.OutcomeMatched: 1, event.OutcomeMismatch: 1, event.OutcomeDuplicate: 1, event.OutcomeRefunded: 1, event.OutcomeMissingHere: 2, event.OutcomeMissingThere: 1,
	}
	before, err := log.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, want, post("day=2024-06-15&dry_run=true", file, http.StatusOK).Outcomes)
	for _, query := range []string{"dry_run=1", "dry_run=", "dryrun=true"} {
		post("day=2024-06-15&"+query, file, http.StatusBadRequest)
	}
	spoilt := post("day=2024-06-15", strings.Replace(file, "9000", "9x", 1), http.StatusUnprocessableEntity)
	require.Len(t, spoilt.Errors, 1)
	assert.Equal(t, []any{3, "amount_vnd"}, []any{spoilt.Errors[0].Row, spoilt.Errors[0].Column})
	after, err := log.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, before, after, "neither has changed anything")

	taken := post("day=2024-06-15", file, http.StatusOK)
	assert.Equal(t, want, taken.Outcomes)
	assert.EqualValues(t, before+1, taken.Position, "one statement, one commit")
	project(t, log, db)
	again := post("day=2024-06-15", file, http.StatusOK)
	assert.Empty(t, again.Outcomes)
	assert.Equal(t, 7, again.Unchanged)
	for bill, outcome := range map[string]event.Outcome{
		"matched": event.OutcomeMatched, "missing-there": event.OutcomeMissingThere, "nobody-knows": event.OutcomeMissingHere,
	} {
		state, _, err := s.State(t.Context(), event.PaymentSubject(bill))
		require.NoError(t, err)
		assert.Equal(t, outcome, state.Outcome, bill)
	}
	assert.Equal(t, http.StatusUnprocessableEntity, intaketest.Send(t, h, "/api/v1/payments/statements?day=2024-07-15", "text/csv", file).Code, "a day to come")
}

// A payment of the evening of day D may be on the provider's statement of D+1. Then it is there, whatever D's statement, sent again,
// has; until the other one has come it is missing.
func TestAStatementSentAgainDoesNotUndoTheNextDays(t *testing.T) {
	log, db := intaketest.Log(t), openDB(t)
	now := noon.Add(48 * time.Hour)
	s, err := New(Config{Common: intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return now }}, DB: db})
	require.NoError(t, err)
	h := s.Handler()
	intaketest.Post(t, h, "/api/v1/payments", `{"bill":"late","unit":"24769","amount_vnd":8000,"time":"2024-06-15T02:00:00Z"}`)
	intaketest.Post(t, h, "/api/v1/payments/late/succeed", `{"method":"truc-tuyen","transaction":"T","time":"2024-06-15T15:00:00Z"}`)
	send := func(day, file string) (result Statement) {
		project(t, log, db)
		w := intaketest.Send(t, h, "/api/v1/payments/statements?day="+day, "text/csv", "bill,amount_vnd\n"+file)
		require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &result))
		return result
	}
	outcome := func() State {
		state, _, err := s.State(t.Context(), event.PaymentSubject("late"))
		require.NoError(t, err)
		return state
	}
	send("2024-06-15", "")
	assert.Equal(t, event.OutcomeMissingThere, outcome().Outcome)
	send("2024-06-16", "late,8000\n")
	assert.Equal(t, event.OutcomeMatched, outcome().Outcome)
	again := send("2024-06-15", "")
	assert.Equal(t, 1, again.Unchanged)
	assert.Empty(t, again.Outcomes)
	assert.Equal(t, []any{event.OutcomeMatched, "2024-06-16"}, []any{outcome().Outcome, outcome().Statement.String()})
	told := fmt.Sprintf(`{"outcome":"missing_there","statement":"2024-06-15","time":%q}`, now.Format(time.RFC3339))
	intaketest.Post(t, h, "/api/v1/payments/late/reconcile", told)
	assert.Equal(t, event.OutcomeMatched, outcome().Outcome, "nor does one who tells it bill by bill")
	project(t, log, db)
	corrected := send("2024-06-16", "")
	assert.Empty(t, corrected.Outcomes, "a bill of the 15th is not looked for on the 16th's statement")
}

// A payment of which one hears only after the next day's events counts when it is told, and is looked for on its own day's statement.
func TestALatePaymentIsLookedForOnTheStatementOfTheDayOnWhichItWasPaid(t *testing.T) {
	log, db := intaketest.Log(t), openDB(t)
	s, err := New(Config{Common: intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon.Add(48 * time.Hour) }}, DB: db})
	require.NoError(t, err)
	tell := func(id, kind, at, data string) {
		body := fmt.Sprintf(`{"specversion":"1.0","id":%q,"source":"//gate","type":"payment.%s.v1","subject":"payment/b","time":%q,"data":{%s}}`, id, kind, at, data)
		w := intaketest.Send(t, s.Handler(), "/api/v1/payments/events", event.ContentType, body)
		require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
	}
	tell("1", "billed", "2024-06-15T02:00:00Z", `"unit":"24769","amount_vnd":8000`)
	tell("2", "failed", "2024-06-16T02:00:00Z", `"method":"truc-tuyen","transaction":"T1"`)
	tell("3", "succeeded", "2024-06-15T09:00:00Z", `"method":"truc-tuyen","transaction":"T2"`)
	project(t, log, db)
	w := intaketest.Send(t, s.Handler(), "/api/v1/payments/statements?day=2024-06-15&dry_run=true", "text/csv", "bill,amount_vnd\n")
	assert.Contains(t, w.Body.String(), `"missing_there":1`)
	w = intaketest.Send(t, s.Handler(), "/api/v1/payments/statements?day=2024-06-16&dry_run=true", "text/csv", "bill,amount_vnd\n")
	assert.Contains(t, w.Body.String(), `"outcomes":{}`)
}

// What is paid and not in ClickHouse yet is waited for: it is not missing.
func TestAStatementWaitsForTheProjection(t *testing.T) {
	log, db := intaketest.Log(t), openDB(t)
	s, err := New(Config{Common: intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon.Add(48 * time.Hour) }}, DB: db})
	require.NoError(t, err)
	h := s.Handler()
	intaketest.Post(t, h, "/api/v1/payments", `{"bill":"B","unit":"24769","amount_vnd":8000,"time":"2024-06-15T02:00:00Z"}`)
	project(t, log, db)
	intaketest.Post(t, h, "/api/v1/payments/B/succeed", `{"method":"truc-tuyen","transaction":"T","time":"2024-06-15T15:00:00Z"}`)
	s.patience = 0
	w := intaketest.Send(t, h, "/api/v1/payments/statements?day=2024-06-15", "text/csv", "bill,amount_vnd\n")
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, w.Body.String(), "send the file again")
	s.patience = time.Minute
	answered := make(chan string, 1)
	go func() {
		answered <- intaketest.Send(t, h, "/api/v1/payments/statements?day=2024-06-15", "text/csv", "bill,amount_vnd\n").Body.String()
	}()
	project(t, log, db)
	assert.Contains(t, <-answered, `"missing_there":1`)
}

// A statement in a workbook is read as a person sees it: an amount that shows something else than it holds is refused, the hidden
// sheet is not read.
func TestAStatementInAWorkbookIsReadAsItIsSeen(t *testing.T) {
	log := intaketest.Log(t)
	db := openDB(t)
	s, err := New(Config{Common: intake.Common{
		Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon.Add(24 * time.Hour) },
	}, DB: db})
	require.NoError(t, err)
	h := s.Handler()
	intaketest.Post(t, h, "/api/v1/payments", `{"bill":"b","unit":"24769","amount_vnd":8000,"time":"2024-06-15T02:00:00Z"}`)
	intaketest.Post(t, h, "/api/v1/payments/b/succeed", `{"method":"truc-tuyen","transaction":"T","time":"2024-06-15T03:00:00Z"}`)
	project(t, log, db)
	heads := sheettest.Row(1, "", sheettest.Text("A1", "bill"), sheettest.Text("B1", "amount_vnd"), sheettest.Text("C1", "status"))
	take := func(amount string, status int) (result Statement) {
		book := sheettest.Book{Formats: []string{"#,##0", `#,##0,"k"`}, Sheets: []sheettest.Sheet{
			{Name: "Cũ", State: "hidden", Rows: heads + sheettest.Row(2, "", sheettest.Text("A2", "b"), sheettest.Number("B2", "1", 0), sheettest.Text("C2", "paid"))},
			{Name: "Sao kê", Rows: heads + sheettest.Row(2, "", sheettest.Text("A2", "b"), amount, sheettest.Text("C2", "paid"))},
		}}
		w := intaketest.Send(t, h, "/api/v1/payments/statements?day=2024-06-15&dry_run=true", "application/octet-stream", string(book.File(t)))
		require.Equal(t, status, w.Code, "%s", w.Body)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &result))
		return result
	}
	seen := take(sheettest.Number("B2", "8000", 1), http.StatusOK)
	assert.Equal(t, "Sao kê", seen.Sheet)
	assert.Equal(t, map[event.Outcome]int64{event.OutcomeMatched: 1}, seen.Outcomes)
	for name, amount := range map[string]string{
		"shown in thousands": sheettest.Number("B2", "8000", 2), "a formula without a result": sheettest.Cell("B2", "", "<f>A1</f>"),
	} {
		wrong := take(amount, http.StatusUnprocessableEntity)
		require.Len(t, wrong.Errors, 1, name)
		assert.Equal(t, []any{2, "B2"}, []any{wrong.Errors[0].Row, wrong.Errors[0].Cell}, name)
	}
}
