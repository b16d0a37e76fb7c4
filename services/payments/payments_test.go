package payments

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
)

var noon = time.Date(2024, 6, 15, 5, 0, 0, 0, time.UTC)

// reach are stories that bring a bill to a status.
var reach = map[event.PaymentStatus][]event.Type{
	"":        {},
	unpaid:    {event.PaymentBilled},
	pending:   {event.PaymentBilled, event.PaymentInitiated},
	paid:      {event.PaymentBilled, event.PaymentInitiated, event.PaymentSucceeded},
	cancelled: {event.PaymentBilled, event.PaymentCancelled},
	refunded:  {event.PaymentBilled, event.PaymentInitiated, event.PaymentSucceeded, event.PaymentRefunded},
}

// aggregateOf decides by a province's own catalogue.
func aggregateOf(t *topology.Topology) *aggregate {
	return &aggregate{topology: t, catalogue: catalogue.New(t)}
}

func bill() *event.Payment {
	return &event.Payment{Unit: "24769", Procedure: "1.005092", Dossier: "D", AmountVND: 8000}
}

// stood is where a stream stands, and the latest moment that counts in it.
type stood struct {
	State
	latest intaketest.Latest
}

func step(t require.TestingT, a *aggregate, s stood, what event.Type, at time.Time, data *event.Payment) (stood, *event.Payment) {
	e := &event.Event{Type: what, Subject: "payment/x", Time: at, Data: data}
	s.latest.Count(e)
	filled, err := a.Decide(s.State, e)
	require.NoError(t, err)
	e.Data = filled
	s.State = a.Evolve(s.State, e)
	return s, filled.(*event.Payment)
}

func TestEveryTransition(t *testing.T) {
	a := aggregateOf(intaketest.Topology(t))
	statuses := []event.PaymentStatus{"", unpaid, pending, paid, cancelled, refunded}
	for what, want := range map[event.Type][]string{ // from each status: told in time | told too late
		event.PaymentBilled:    {"unpaid", "unpaid r", "pending o", "paid o", "cancelled o", "refunded o", "|", "unpaid", "unpaid r", "pending o", "paid o", "cancelled o", "refunded o"},
		event.PaymentInitiated: {"pending s", "pending", "pending r", "paid o", "cancelled o", "refunded o", "|", "pending s", "unpaid o", "pending r", "paid o", "cancelled o", "refunded o"},
		event.PaymentSucceeded: {"paid s", "paid s", "paid", "paid r", "paid o", "refunded o", "|", "paid s", "paid o", "paid o", "paid r", "paid o", "refunded o"},
		event.PaymentFailed:    {"unpaid s", "unpaid s", "unpaid", "paid o", "cancelled o", "refunded o", "|", "unpaid s", "unpaid o", "pending o", "paid o", "cancelled o", "refunded o"},
		event.PaymentCancelled: {"cancelled s", "cancelled", "cancelled", "paid o", "cancelled r", "refunded o", "|", "cancelled s", "unpaid o", "pending o", "paid o", "cancelled r", "refunded o"},
		event.PaymentRefunded:  {"refunded s", "refunded s", "refunded s", "refunded", "refunded s", "refunded r", "|", "refunded s", "refunded o", "refunded o", "refunded o", "refunded o", "refunded r"},
	} {
		var got []string
		for _, at := range []time.Time{noon.Add(time.Hour), noon.Add(-time.Hour)} {
			for _, from := range statuses {
				var s stood
				for _, told := range reach[from] {
					s, _ = step(t, a, s, told, noon, bill())
				}
				next, p := step(t, a, s, what, at, bill())
				require.Equal(t, from, p.From)
				require.Equal(t, next.Status, p.To)
				verdict := string(p.To)
				if len(p.Flags) > 0 {
					verdict += " " + string(p.Flags[0][0])
				}
				got = append(got, verdict)
				decoded, err := a.Decode(a.Encode(nil, next.State))
				require.NoError(t, err)
				require.Equal(t, next.State, decoded)
			}
			if len(got) == len(statuses) {
				got = append(got, "|")
			}
		}
		assert.Equal(t, want, got, what)
	}
}

func TestWhatIsFilledInAndWhatIsRefused(t *testing.T) {
	a := aggregateOf(intaketest.Topology(t))
	known, first := step(t, a, stood{}, event.PaymentBilled, noon, bill())
	assert.Equal(t, &event.Payment{Dossier: "D", Procedure: "1.005092", Unit: "24769", Department: "education", AmountVND: 8000, To: unpaid}, first)
	_, second := step(t, a, known, event.PaymentSucceeded, noon, &event.Payment{Method: "truc-tuyen", Transaction: "T1"})
	assert.Equal(t, &event.Payment{
		Dossier: "D", Procedure: "1.005092", Unit: "24769", Department: "education", AmountVND: 8000,
		Method: "truc-tuyen", PreviousMethod: new(""), Transaction: "T1", PaidOn: calendar.MustDate("2024-06-15"), From: unpaid, To: paid, Flags: []event.Flag{event.FlagSkipped},
	}, second)
	for _, c := range []struct {
		field string
		state State
		data  event.Payment
	}{
		{"data.unit", State{}, event.Payment{AmountVND: 1}},
		{"data.unit", State{}, event.Payment{AmountVND: 1, Unit: "nowhere"}},
		{"data.amount_vnd", State{}, event.Payment{Unit: "24769"}},
		{"data.amount_vnd", State{}, event.Payment{Unit: "24769", AmountVND: MaxAmountVND + 1}},
		{"data.procedure", State{}, event.Payment{Unit: "24769", AmountVND: 1, Procedure: "9.9"}},
		{"data.amount_vnd", known.State, event.Payment{AmountVND: 7999}},
		{"data.unit", known.State, event.Payment{Unit: "68"}},
		{"data.procedure", known.State, event.Payment{Procedure: "1.001193"}},
		{"data.dossier", known.State, event.Payment{Dossier: "E"}},
		{"data.department", known.State, event.Payment{Department: "education"}},
		{"data.from", known.State, event.Payment{From: unpaid}},
		{"data.to", known.State, event.Payment{To: paid}},
		{"data.outcome", known.State, event.Payment{Outcome: event.OutcomeMatched}},
		{"data.paid_on", known.State, event.Payment{PaidOn: 1}},
		{"data.second", known.State, event.Payment{Second: true}},
		{"data.second", known.State, event.Payment{Other: "T9"}},
		{"data.previous_method", known.State, event.Payment{PreviousMethod: new("")}},
		{"data.exception_due", known.State, event.Payment{ExceptionDue: 1}},
		{"data.flags", known.State, event.Payment{Flags: []event.Flag{}}},
	} {
		_, err := a.Decide(c.state, &event.Event{Type: event.PaymentSucceeded, Time: noon, Data: &c.data})
		var refusal *event.FieldError
		require.ErrorAs(t, err, &refusal, c.field)
		assert.Equal(t, c.field, refusal.Field)
	}
}

func TestASecondTransactionDoesNotReplaceTheFirst(t *testing.T) {
	a := aggregateOf(intaketest.Topology(t))
	s, _ := step(t, a, stood{}, event.PaymentBilled, noon, bill())
	s, _ = step(t, a, s, event.PaymentSucceeded, noon, &event.Payment{Transaction: "T1"})
	s, p := step(t, a, s, event.PaymentSucceeded, noon, &event.Payment{Transaction: "T2"})
	assert.Equal(t, "T1", s.Transaction)
	assert.Equal(t, "Báo thành công bởi giao dịch khác: T2", p.Reason)
	assert.Equal(t, []event.Flag{event.FlagRepeated}, p.Flags)
	assert.True(t, p.Second)
	s, p = step(t, a, s, event.PaymentSucceeded, noon, &event.Payment{Transaction: "T2"})
	assert.False(t, p.Second, "told again, it is the same second payment")
	decoded, err := a.Decode(a.Encode(nil, s.State))
	require.NoError(t, err)
	assert.Equal(t, s.State, decoded)
}

// Callbacks of other attempts come late. How a bill was paid does not change by them, and the transaction that paid is no second one
// when it is told again.
func TestHowABillWasPaidDoesNotChangeAnyMore(t *testing.T) {
	a := aggregateOf(intaketest.Topology(t))
	for _, end := range []event.Type{event.PaymentSucceeded, event.PaymentRefunded} {
		s, _ := step(t, a, stood{}, event.PaymentBilled, noon, bill())
		s, _ = step(t, a, s, event.PaymentSucceeded, noon, &event.Payment{Method: event.MethodOnline, Transaction: "T1"})
		if end == event.PaymentRefunded {
			s, _ = step(t, a, s, end, noon, &event.Payment{})
		}
		for _, late := range []event.Type{event.PaymentInitiated, event.PaymentFailed, event.PaymentCancelled, event.PaymentBilled} {
			s, _ = step(t, a, s, late, noon, &event.Payment{Method: "chuyen-khoan", Transaction: "T0"})
		}
		assert.Equal(t, []string{event.MethodOnline, "T1"}, []string{s.Method, s.Transaction})
		s, p := step(t, a, s, event.PaymentSucceeded, noon, &event.Payment{Method: event.MethodOnline, Transaction: "T1"})
		assert.False(t, p.Second, "a resend")
		s, p = step(t, a, s, event.PaymentSucceeded, noon, &event.Payment{Method: "tien-mat"})
		assert.True(t, p.Second, "cash at the counter too")
		assert.Equal(t, event.MethodOnline, s.Method)
	}
	s, _ := step(t, a, stood{}, event.PaymentBilled, noon, bill())
	s, _ = step(t, a, s, event.PaymentSucceeded, noon, &event.Payment{Method: event.MethodOnline})
	s, p := step(t, a, s, event.PaymentSucceeded, noon, &event.Payment{Method: event.MethodOnline, Transaction: "T1"})
	assert.False(t, p.Second)
	assert.Equal(t, "T1", s.Transaction, "what was not told is learnt")
}

// What is in a stock is there by the method that it has, whatever it had when it came.
func TestStocksByMethodAddUp(t *testing.T) {
	top := intaketest.Topology(t)
	a := aggregateOf(top)
	book := ledger.New(top.Location())
	var s stood
	sums := make(map[string]int64)
	for _, x := range []struct {
		what   event.Type
		method string
		want   map[string]int64
	}{
		{event.PaymentBilled, "", map[string]int64{"payments.unpaid ": 1}},
		{event.PaymentInitiated, "chuyen-khoan", map[string]int64{"payments.pending chuyen-khoan": 1}},
		{event.PaymentInitiated, event.MethodOnline, map[string]int64{"payments.pending truc-tuyen": 1}}, // another attempt before the first ended
		{event.PaymentFailed, "", map[string]int64{"payments.unpaid truc-tuyen": 1}},
		{event.PaymentSucceeded, "tien-mat", map[string]int64{}},
	} {
		var p *event.Payment
		s, p = step(t, a, s, x.what, noon, &event.Payment{Unit: "24769", AmountVND: 8000, Method: x.method})
		for _, entry := range book.Postings(nil, &event.Event{Type: x.what, Time: noon, Data: p}) {
			if entry.Measure == ledger.PaymentsUnpaid || entry.Measure == ledger.PaymentsPending {
				key := string(entry.Measure) + " " + entry.Aspect
				if sums[key] += entry.Amount; sums[key] == 0 {
					delete(sums, key)
				}
			}
		}
		assert.Equal(t, x.want, sums, "%s by %q", x.what, x.method)
	}
}

// A refund on the provider's statement of a bill that is paid here, and any other difference, is due within three working days of
// the day on which it was found: found on Saturday 15 June 2024, on Wednesday 19 June.
func TestExceptionsHaveADueDateUntilTheyAreCleared(t *testing.T) {
	top := intaketest.Topology(t)
	a := aggregateOf(top)
	book := ledger.New(top.Location())
	sums := make(map[calendar.Date]int64)
	var s stood
	tell := func(what event.Type, at time.Time, data *event.Payment) *event.Payment {
		var p *event.Payment
		s, p = step(t, a, s, what, at, data)
		for _, x := range book.Postings(nil, &event.Event{Type: what, Time: at, Data: p}) {
			if x.Measure == ledger.PaymentsExceptions {
				if sums[x.Due] += x.Amount; sums[x.Due] == 0 {
					delete(sums, x.Due)
				}
			}
		}
		return p
	}
	due := calendar.MustDate("2024-06-19")
	tell(event.PaymentBilled, noon, bill())
	tell(event.PaymentSucceeded, noon, &event.Payment{Method: event.MethodOnline, Transaction: "T1"})
	tell(event.PaymentReconciled, noon, &event.Payment{Outcome: event.OutcomeMissingThere})
	assert.Equal(t, map[calendar.Date]int64{due: 1}, sums)
	tell(event.PaymentReconciled, noon.Add(48*time.Hour), &event.Payment{Outcome: event.OutcomeRefunded})
	assert.Equal(t, map[calendar.Date]int64{due: 1}, sums, "another finding does not put it off")
	assert.Equal(t, due, s.ExceptionDue)
	tell(event.PaymentRefunded, noon.Add(49*time.Hour), &event.Payment{})
	assert.Empty(t, sums, "refunded here too")
	assert.Zero(t, s.ExceptionDue)
}

func TestAFailureIsCountedWhenItChangesTheBill(t *testing.T) {
	top := intaketest.Topology(t)
	a := aggregateOf(top)
	book := ledger.New(top.Location())
	var s stood
	failed := int64(0)
	for _, what := range []event.Type{event.PaymentInitiated, event.PaymentFailed, event.PaymentFailed} {
		var p *event.Payment
		s, p = step(t, a, s, what, noon, bill())
		for _, entry := range book.Postings(nil, &event.Event{Type: what, Time: noon, Data: p}) {
			if entry.Measure == ledger.PaymentsFailed {
				failed += entry.Amount
			}
		}
	}
	assert.Equal(t, int64(1), failed)
}

func TestADaysStatementIsComparedBillByBill(t *testing.T) {
	top := intaketest.Topology(t)
	a := aggregateOf(top)
	book := ledger.New(top.Location())
	statement := noon.Add(24 * time.Hour)
	for outcome, want := range map[event.Outcome]map[ledger.Measure]int64{
		event.OutcomeMatched:      {"payments.reconciled.matched": 1},
		event.OutcomeMissingThere: {"payments.reconciled.missing_there": 1, "payments.exceptions": 1},
		event.OutcomeMismatch:     {"payments.reconciled.amount_mismatch": 1, "payments.exceptions": 1},
		event.OutcomeDuplicate:    {"payments.reconciled.duplicate": 1, "payments.exceptions": 1},
		event.OutcomeRefunded:     {"payments.reconciled.refunded": 1, "payments.exceptions": 1}, // still paid here
	} {
		var s stood
		sums := make(map[ledger.Measure]int64)
		tell := func(what event.Type, at time.Time, data *event.Payment) *event.Payment {
			var p *event.Payment
			s, p = step(t, a, s, what, at, data)
			for _, x := range book.Postings(nil, &event.Event{Type: what, Time: at, Data: p}) {
				if sums[x.Measure] += x.Amount; sums[x.Measure] == 0 {
					delete(sums, x.Measure)
				}
			}
			return p
		}
		tell(event.PaymentBilled, noon, bill())
		paidBill := tell(event.PaymentSucceeded, noon, &event.Payment{Method: event.MethodOnline, Transaction: "T1"})
		assert.Equal(t, calendar.MustDate("2024-06-15"), paidBill.PaidOn)
		assert.EqualValues(t, 1, sums["payments.unreconciled"], "it waits for the statement of its day")
		compared := tell(event.PaymentReconciled, statement, &event.Payment{Outcome: outcome, StatementVND: 8000})
		assert.Equal(t, calendar.MustDate("2024-06-15"), compared.Statement)
		again := tell(event.PaymentReconciled, statement, &event.Payment{Outcome: outcome, StatementVND: 8000})
		assert.Equal(t, []event.Flag{event.FlagRepeated}, again.Flags, "a statement that comes twice counts once")
		for m, n := range map[ledger.Measure]int64{"payments.billed": 1, "payments.attempts": 1, "payments.succeeded": 1, "payments.amount_vnd": 8000} {
			want[m] = n
		}
		assert.Equal(t, want, sums, outcome)
	}
	unknown, p := step(t, a, stood{}, event.PaymentReconciled, noon, &event.Payment{Unit: "68", AmountVND: 5000, Outcome: event.OutcomeMissingHere})
	assert.Equal(t, unpaid, unknown.Status, "only the provider knows of it")
	assert.Equal(t, []event.Flag{event.FlagSkipped}, p.Flags)
	cash, _ := step(t, a, stood{}, event.PaymentSucceeded, noon, &event.Payment{Unit: "68", AmountVND: 5000, Method: "tien-mat"})
	assert.Zero(t, cash.PaidOn, "cash is on no provider's statement")
	known, _ := step(t, a, stood{}, event.PaymentBilled, noon, bill())
	for field, data := range map[string]event.Payment{
		"data.outcome": {}, "data.statement": {Outcome: event.OutcomeMissingHere, Statement: calendar.MustDate("2024-06-16")},
	} {
		_, err := a.Decide(known.State, &event.Event{Type: event.PaymentReconciled, Time: noon, Data: &data})
		var refusal *event.FieldError
		require.ErrorAs(t, err, &refusal)
		assert.Equal(t, field, refusal.Field)
	}
	for _, data := range []event.Payment{{Outcome: event.OutcomeMatched}} {
		_, err := a.Decide(known.State, &event.Event{Type: event.PaymentReconciled, Time: noon, Data: &data})
		require.ErrorContains(t, err, "is not paid here")
	}
}

// TestMoneyIsCountedOnce draws callbacks in any order: the sum is the amount if the bill ended paid
// and nothing if it did not, and no stock falls below zero.
func TestMoneyIsCountedOnce(t *testing.T) {
	top := intaketest.Topology(t)
	a := aggregateOf(top)
	book := ledger.New(top.Location())
	var types []event.Type
	for _, what := range event.Types() {
		if what.Noun() == event.NounPayment {
			types = append(types, what)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var s stood
		sums, where := make(map[ledger.Measure]int64), make(map[ledger.Measure]int64)
		for range rapid.IntRange(1, 15).Draw(t, "events") {
			what := rapid.SampledFrom(types).Draw(t, "type")
			at := noon.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "minute")) * time.Minute)
			var p *event.Payment
			data := bill()
			if what == event.PaymentReconciled {
				data.Outcome = rapid.SampledFrom(event.Outcomes).Draw(t, "outcome")
				if data.Outcome == event.OutcomeMatched && s.Status != paid && s.Status != refunded {
					data.Outcome = event.OutcomeMissingHere
				}
			} else {
				data.Method = rapid.SampledFrom([]string{"", event.MethodOnline, "tien-mat", "chuyen-khoan"}).Draw(t, "method")
				data.Transaction = rapid.SampledFrom([]string{"", "T1", "T2"}).Draw(t, "transaction")
			}
			s, p = step(t, a, s, what, at, data)
			for _, entry := range book.Postings(nil, &event.Event{Type: what, Time: at, Data: p}) {
				sums[entry.Measure] += entry.Amount
				where[entry.Measure+" "+ledger.Measure(entry.Aspect+" "+entry.Due.String())] += entry.Amount
			}
			for _, m := range []ledger.Measure{ledger.PaymentsUnpaid, ledger.PaymentsPending, ledger.PaymentsUnreconciled, ledger.PaymentsExceptions} {
				for key, n := range where {
					if strings.HasPrefix(string(key), string(m)+" ") && (n < 0 || n > 1 || n == 1 && !strings.HasPrefix(string(key), string(m)+" "+s.Method+" ")) {
						t.Fatalf("%s has %d of a bill by %q", key, n, s.Method)
					}
				}
			}
			open := s.Status == paid && s.PaidOn != 0 && s.Outcome == ""
			exception := s.Outcome != "" && s.Outcome != event.OutcomeMatched && (s.Outcome != event.OutcomeRefunded || s.Status == paid)
			if sums[ledger.PaymentsUnreconciled] != map[bool]int64{true: 1}[open] || sums[ledger.PaymentsExceptions] != map[bool]int64{true: 1}[exception] {
				t.Fatalf("%+v: %d to be compared, %d exceptions", s, sums[ledger.PaymentsUnreconciled], sums[ledger.PaymentsExceptions])
			}
			want := map[bool]int64{true: 8000}[s.Status == paid]
			if sums[ledger.PaymentsAmount] != want || sums[ledger.PaymentsSucceeded] > 1 {
				t.Fatalf("%s after %s: %d VND of %d payments", s.Status, what, sums[ledger.PaymentsAmount], sums[ledger.PaymentsSucceeded])
			}
			for measure, status := range map[ledger.Measure]event.PaymentStatus{ledger.PaymentsUnpaid: unpaid, ledger.PaymentsPending: pending} {
				if want := map[bool]int64{true: 1}[s.Status == status]; sums[measure] != want {
					t.Fatalf("%s is %d in status %s", measure, sums[measure], s.Status)
				}
			}
		}
	})
}

func TestTheAPI(t *testing.T) {
	log, db := intaketest.Log(t), openDB(t)
	s, err := New(Config{Common: intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }}, DB: db})
	require.NoError(t, err)
	api := intaketest.NewAPI(t, "payments", s.Handler())
	const all, one = "/api/v1/payments", "/api/v1/payments/HD-1"
	body := `{"bill":"HD-1","dossier":"D","procedure":"1.005092","unit":"24769","amount_vnd":8000}`
	first := api.Post(all, body, http.StatusOK, "Idempotency-Key", "k")
	assert.Equal(t, first, api.Post(all, body, http.StatusOK, "Idempotency-Key", "k"))
	assert.Contains(t, api.Post(all, body, http.StatusConflict), `,"error":{"code":"impossible_transition","message":"this bill exists already","status":"unpaid"}}`)
	api.Post(one+"/initiate", `{"method":"truc-tuyen"}`, http.StatusOK)
	assert.Contains(t, api.Post(one+"/succeed", `{"amount_vnd":1}`, http.StatusUnprocessableEntity), `"field":"data.amount_vnd"`)
	assert.Contains(t, api.Post(one+"/succeed", `{"transaction":"T"}`, http.StatusOK), `"from":"pending","to":"paid"`)
	assert.Contains(t, api.Post(one+"/cancel", "", http.StatusConflict), `,"error":{"code":"impossible_transition","message":"payment.cancelled.v1 does not fit a bill that is paid","status":"paid"}}`)
	api.Post(one+"/reconcile", "{}", http.StatusUnprocessableEntity)
	for _, path := range []string{one + "/refund", all + "/events"} {
		assert.Contains(t, api.Post(path+"?dry_run=true", "{}", http.StatusBadRequest), `"field":"dry_run"`)
	}
	api.Send(all+"/statements?day=2024-06-14&dry_run=yes", "text/csv", "", http.StatusBadRequest)
	api.Send(all+"/statements?day=x", "text/csv", "", http.StatusUnprocessableEntity)
	s.patience = 0
	assert.Contains(t, api.Send(all+"/statements?day=2024-06-14", "text/csv", "bill,amount_vnd\n", http.StatusServiceUnavailable), "has not caught up")
	project(t, log, db)
	s.patience = projectionPatience
	api.Send(all+"/statements?day=2024-06-14", "text/csv", "bill,amount_vnd\n", http.StatusOK)
	api.Post(one+"/refund", "", http.StatusOK)
	assert.Contains(t, api.Get(one, http.StatusOK), `"version":4,"state":{"dossier":"D","procedure":"1.005092","unit":"24769","department":"education","method":"truc-tuyen","transaction":"T","amount_vnd":8000,"status":"refunded"`)
	api.Get(all+"/unknown", http.StatusNotFound)
	api.Post(all+"/unknown/cancel", "", http.StatusNotFound)
	api.Post(one+"/explode", "", http.StatusNotFound)
	api.Post(one+"/fail", "{", http.StatusBadRequest)
	api.Post(all, "{", http.StatusBadRequest)
	api.Post(all, `{"bill":"HD-2","unit":"24769"}`, http.StatusUnprocessableEntity)

	line := `{"specversion":"1.0","id":"1","source":"pay","type":"payment.succeeded.v1","subject":"payment/B-1","time":"2024-06-15T01:00:00Z","data":{"unit":"24769","amount_vnd":1}}`
	api.TakesEvents(all+"/events", line, strings.NewReplacer("24769", "0", `"id":"1"`, `"id":"2"`).Replace(line))
}
