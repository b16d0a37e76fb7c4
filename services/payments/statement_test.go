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
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
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

func TestAStatementIsComparedWithTheBillsOfItsDay(t *testing.T) {
	log := intaketest.Log(t)
	db := openDB(t)
	s, err := New(Config{
		Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon.Add(24 * time.Hour) }, DB: db,
	})
	require.NoError(t, err)
	h := s.Handler()
	for _, bill := range []string{"matched", "mismatch", "missing-there", "twice", "refunded", "unpaid"} {
		body := fmt.Sprintf(`{"bill":%q,"unit":"24769","amount_vnd":8000,"time":"2024-06-15T02:00:00Z"}`, bill)
		intaketest.Post(t, h, "/api/v1/payments", body)
		if bill != "unpaid" {
			intaketest.Post(t, h, "/api/v1/payments/"+bill+"/succeed", `{"method":"truc-tuyen","transaction":"T","time":"2024-06-15T03:00:00Z"}`)
		}
	}
	b := clickhouse.NewBatch(ledger.New(s.Topology.Location()))
	entries, err := log.Read(t.Context(), 0, 1000)
	require.NoError(t, err)
	for i := range entries {
		require.NoError(t, b.Add(&entries[i]))
	}
	_, err = db.Intend(t.Context(), b.Bounds())
	require.NoError(t, err)
	require.NoError(t, db.Insert(t.Context(), b))

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
	spoilt := post("day=2024-06-15", strings.Replace(file, "9000", "9x", 1), http.StatusUnprocessableEntity)
	require.Len(t, spoilt.Errors, 1)
	assert.Equal(t, []any{3, "amount_vnd"}, []any{spoilt.Errors[0].Row, spoilt.Errors[0].Column})
	after, err := log.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, before, after, "neither has changed anything")

	taken := post("day=2024-06-15", file, http.StatusOK)
	assert.Equal(t, want, taken.Outcomes)
	assert.EqualValues(t, before+1, taken.Position, "one statement, one commit")
	again := post("day=2024-06-15", file, http.StatusOK)
	assert.Empty(t, again.Outcomes)
	assert.Equal(t, 7, again.Unchanged)
	for bill, outcome := range map[string]event.Outcome{
		"matched": event.OutcomeMatched, "missing-there": event.OutcomeMissingThere, "nobody-knows": event.OutcomeMissingHere,
	} {
		state, _, err := s.intake.State(t.Context(), event.PaymentSubject(bill))
		require.NoError(t, err)
		assert.Equal(t, outcome, state.Outcome, bill)
	}
	assert.Equal(t, http.StatusUnprocessableEntity, intaketest.Send(t, h, "/api/v1/payments/statements?day=2024-07-15", "text/csv", file).Code, "a day to come")
}
