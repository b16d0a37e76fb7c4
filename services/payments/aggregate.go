package payments

import (
	"cmp"
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// MaxAmountVND bounds one bill: beyond ten trillion đồng it is a slip of somebody's pen, and
// sums of millions of such bills would leave 64 bits.
const MaxAmountVND = 10_000_000_000_000

// maxOthers bounds the second transactions that are remembered of one bill.
const maxOthers = 16

// State is where one bill stands. The zero State is a bill that nobody has reported.
type State struct {
	Dossier     string              `json:"dossier"`
	Procedure   string              `json:"procedure"`
	Unit        string              `json:"unit"`
	Department  string              `json:"department"`
	Method      string              `json:"method"`
	Transaction string              `json:"transaction"`
	AmountVND   int64               `json:"amount_vnd"`
	Status      event.PaymentStatus `json:"status"`
	PaidOn      calendar.Date       `json:"paid_on"` // "": not paid online
	Outcome     event.Outcome       `json:"outcome"` // of the last comparison with the provider's statement; "": none yet
	// Statement is the day of the statement that told Outcome; ExceptionDue by when it must be cleared up, if it is an exception.
	Statement    calendar.Date `json:"statement"`
	ExceptionDue calendar.Date `json:"exception_due"`
	// Others are the transactions besides Transaction by which the bill was said to be paid: money that came twice.
	Others []string `json:"others,omitzero"`
}

// aggregate decides about bills. It is pure: neither the topology nor the catalogue changes.
type aggregate struct {
	topology *topology.Topology
	// catalogue is the province's as it is when they are decided.
	catalogue *catalogue.Catalogue
}

const (
	unpaid    = event.PaymentUnpaid
	pending   = event.PaymentPending
	paid      = event.PaymentPaid
	cancelled = event.PaymentCancelledStatus
	refunded  = event.PaymentRefundedStatus
)

const (
	skipped    = event.FlagSkipped
	repeated   = event.FlagRepeated
	outOfOrder = event.FlagOutOfOrder
)

// outcome is where an event leads from a status, and the flag it gets ("": in order).
type outcome struct {
	to   event.PaymentStatus
	flag event.Flag
}

// outcomes are the rules, by type and status ("": the first event). Providers call back twice
// and late, and some report only the end. Money that has arrived is paid even after a
// cancellation; it can then be refunded.
var outcomes = map[event.Type]map[event.PaymentStatus]outcome{
	event.PaymentBilled: {
		"": {unpaid, ""}, unpaid: {unpaid, repeated}, pending: {pending, outOfOrder},
		paid: {paid, outOfOrder}, cancelled: {cancelled, outOfOrder}, refunded: {refunded, outOfOrder},
	},
	event.PaymentInitiated: {
		"": {pending, skipped}, unpaid: {pending, ""}, pending: {pending, repeated},
		paid: {paid, outOfOrder}, cancelled: {cancelled, outOfOrder}, refunded: {refunded, outOfOrder},
	},
	event.PaymentSucceeded: {
		"": {paid, skipped}, unpaid: {paid, skipped}, pending: {paid, ""}, paid: {paid, repeated},
		cancelled: {paid, outOfOrder}, refunded: {refunded, outOfOrder},
	},
	event.PaymentFailed: {
		"": {unpaid, skipped}, unpaid: {unpaid, skipped}, pending: {unpaid, ""},
		paid: {paid, outOfOrder}, cancelled: {cancelled, outOfOrder}, refunded: {refunded, outOfOrder},
	},
	event.PaymentCancelled: {
		"": {cancelled, skipped}, unpaid: {cancelled, ""}, pending: {cancelled, ""},
		paid: {paid, outOfOrder}, cancelled: {cancelled, repeated}, refunded: {refunded, outOfOrder},
	},
	event.PaymentRefunded: {
		"": {refunded, skipped}, unpaid: {refunded, skipped}, pending: {refunded, skipped},
		paid: {refunded, ""}, cancelled: {refunded, skipped}, refunded: {refunded, repeated},
	},
	event.PaymentReconciled: nil, // moves no bill: see reconcile
}

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type { return intake.Decided(outcomes) }

// judge is the outcome of e in state s. What happened before the latest event is flagged; it
// changes the status only if money moved, for that is true whenever it is told.
func judge(s State, e *event.Event) outcome {
	o := outcomes[e.Type][s.Status]
	if !e.Late() || o.flag == repeated {
		return o
	}
	if e.Type != event.PaymentSucceeded && e.Type != event.PaymentRefunded {
		o.to = s.Status
	}
	o.flag = outOfOrder
	return o
}

// Decide tells what an event means for a bill in state s.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	in, ok := e.Data.(*event.Payment)
	if !ok {
		return nil, event.Refuse("type", "%q is not about a payment", e.Type)
	}
	if err := refuseDerived(in); err != nil {
		return nil, err
	}
	var p *event.Payment
	var err error
	if s.Status == "" {
		p, err = a.identify(in, calendar.DateOf(e.Time, a.topology.Location()))
	} else {
		p, err = a.keep(s, in, e)
	}
	if err != nil {
		return nil, err
	}
	p.From, p.PaidOn, p.Outcome, p.PreviousOutcome = s.Status, s.PaidOn, s.Outcome, s.Outcome
	if e.Type == event.PaymentReconciled {
		err = a.reconcile(p, s, in, e)
	} else {
		err = a.move(p, s, in, e)
	}
	if err != nil {
		return nil, err
	}
	if s.Status != "" && p.Method != s.Method {
		p.PreviousMethod = &s.Method
	}
	a.dateException(p, s, e)
	return p, nil
}

// move decides about an event that may lead the bill from one status to another.
func (a *aggregate) move(p *event.Payment, s State, in *event.Payment, e *event.Event) error {
	if in.Outcome != "" || in.Statement != 0 || in.StatementVND != 0 {
		return event.Refuse("data.outcome", "goes with %s only, as data.statement and data.statement_vnd do", event.PaymentReconciled)
	}
	o := judge(s, e)
	p.To, p.Reason = o.to, in.Reason
	if p.To == paid && s.Status != paid && p.Method == event.MethodOnline {
		p.PaidOn = calendar.DateOf(e.Time, a.topology.Location())
	}
	if e.Type == event.PaymentSucceeded && settled(s) {
		paidAgain(p, s, in)
	}
	if o.flag != "" {
		p.Flags = []event.Flag{o.flag}
	}
	return nil
}

// settled tells whether the money of a bill has come: then it stays known how, and by which transaction.
func settled(s State) bool { return s.Status == paid || s.Status == refunded }

// paidAgain tells what another success of a settled bill is: a resend, or money that came twice, by another transaction or another
// method. The second one is counted once, however often it is told, and stays readable in the flagged event. A transaction
// that was not told before is learnt.
func paidAgain(p *event.Payment, s State, in *event.Payment) {
	switch {
	case in.Transaction != "" && (in.Transaction == s.Transaction || slices.Contains(s.Others, in.Transaction)):
		return
	case in.Transaction != "" && s.Transaction != "":
	case in.Method != "" && s.Method != "" && in.Method != s.Method:
	default:
		p.Transaction = cmp.Or(s.Transaction, in.Transaction)
		return
	}
	p.Second, p.Other = true, in.Transaction
	if p.Reason == "" {
		p.Reason = "Báo thành công bởi giao dịch khác: " + cmp.Or(in.Transaction, in.Method)
	}
}

// exceptionGrace is how many working days there are to clear up what a comparison found.
const exceptionGrace = 3

// dateException gives an exception its due date, counted from the day on which it was found.
func (a *aggregate) dateException(p *event.Payment, s State, e *event.Event) {
	p.PreviousExceptionDue = s.ExceptionDue
	if !p.Outcome.IsException(p.To) {
		return
	}
	p.ExceptionDue = s.ExceptionDue
	if p.ExceptionDue == 0 {
		p.ExceptionDue = a.topology.Calendar().AddWorkingDays(calendar.DateOf(e.At(), a.topology.Location()), exceptionGrace)
	}
}

// refuseDerived refuses a source that says what only the service can know.
func refuseDerived(p *event.Payment) error {
	field := ""
	switch {
	case p.Department != "":
		field = "department"
	case p.From != "":
		field = "from"
	case p.To != "":
		field = "to"
	case p.PaidOn != 0:
		field = "paid_on"
	case p.PreviousOutcome != "":
		field = "previous_outcome"
	case p.PreviousMethod != nil:
		field = "previous_method"
	case p.ExceptionDue != 0 || p.PreviousExceptionDue != 0:
		field = "exception_due"
	case p.Second || p.Other != "":
		field = "second"
	case p.Flags != nil:
		field = "flags"
	default:
		return nil
	}
	return event.Refuse("data."+field, "is worked out here, a source may not set it")
}

// identify takes what a bill's first event must say of it.
func (a *aggregate) identify(in *event.Payment, on calendar.Date) (*event.Payment, error) {
	p := &event.Payment{Dossier: in.Dossier, Method: in.Method, Transaction: in.Transaction, AmountVND: in.AmountVND}
	switch unit := a.topology.Resolve(in.Unit, on); {
	case in.Unit == "":
		return nil, event.Refuse("data.unit", "is missing in the first event of this bill")
	case unit == nil:
		return nil, event.Refuse("data.unit", "%q is not a unit of this province", in.Unit)
	default:
		p.Unit = unit.ID
	}
	switch {
	case in.AmountVND <= 0:
		return nil, event.Refuse("data.amount_vnd", "is missing in the first event of this bill")
	case in.AmountVND > MaxAmountVND:
		return nil, event.Refuse("data.amount_vnd", "is %d; at most %d is taken", in.AmountVND, int64(MaxAmountVND))
	}
	if in.Procedure == "" {
		return p, nil
	}
	procedure, ok := a.catalogue.At(in.Procedure, on)
	if !ok {
		return nil, event.Refuse("data.procedure", "%q is not in the catalogue", in.Procedure)
	}
	p.Procedure, p.Department = procedure.Code, a.topology.FieldOwner(procedure.Field)
	return p, nil
}

// keep repeats what is known; a later event may not contradict it. The amount is part of it:
// a success over another sum than the bill's is a fault that must not pass as paid. How a settled bill was paid
// does not change any more: late callbacks of other attempts are about other attempts.
func (a *aggregate) keep(s State, in *event.Payment, e *event.Event) (*event.Payment, error) {
	switch {
	case in.Unit != "" && !a.topology.Means(in.Unit, s.Unit, calendar.DateOf(e.Time, a.topology.Location())):
		return nil, event.Refuse("data.unit", "is %q, but the bill is of %q", in.Unit, s.Unit)
	case in.Procedure != "" && in.Procedure != s.Procedure:
		return nil, event.Refuse("data.procedure", "is %q, but the bill's first event said %q", in.Procedure, s.Procedure)
	case in.Dossier != "" && s.Dossier != "" && in.Dossier != s.Dossier:
		return nil, event.Refuse("data.dossier", "is %q, but the bill is for %q", in.Dossier, s.Dossier)
	case in.AmountVND != 0 && in.AmountVND != s.AmountVND:
		return nil, event.Refuse("data.amount_vnd", "is %d, but the bill is over %d", in.AmountVND, s.AmountVND)
	}
	p := &event.Payment{
		Dossier: s.Dossier, Procedure: s.Procedure, Unit: s.Unit, Department: s.Department,
		Method: s.Method, Transaction: s.Transaction, AmountVND: s.AmountVND,
	}
	for _, given := range []struct {
		known *string
		said  string
	}{{&p.Dossier, in.Dossier}, {&p.Method, in.Method}, {&p.Transaction, in.Transaction}} {
		if given.said != "" && (given.known == &p.Dossier || !settled(s)) {
			*given.known = given.said
		}
	}
	return p, nil
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	p, ok := e.Data.(*event.Payment)
	if !ok {
		return s
	}
	next := State{
		Dossier: p.Dossier, Procedure: p.Procedure, Unit: p.Unit, Department: p.Department,
		Method: p.Method, Transaction: p.Transaction, AmountVND: p.AmountVND, Status: p.To,
		PaidOn: p.PaidOn, Outcome: p.Outcome, Statement: s.Statement, ExceptionDue: p.ExceptionDue, Others: s.Others,
	}
	if p.Other != "" && len(s.Others) < maxOthers {
		next.Others = append(slices.Clip(s.Others), p.Other)
	}
	if e.Type == event.PaymentReconciled && !slices.Contains(p.Flags, outOfOrder) {
		next.Statement = p.Statement
	}
	return next
}

const snapshotVersion = 4

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	dst = append(dst, snapshotVersion)
	dst = intake.AppendInt(dst, s.AmountVND)
	for _, day := range [...]calendar.Date{s.PaidOn, s.Statement, s.ExceptionDue} {
		dst = intake.AppendInt(dst, int64(day))
	}
	for _, text := range [...]string{s.Dossier, s.Procedure, s.Unit, s.Department, s.Method, s.Transaction, string(s.Status), string(s.Outcome)} {
		dst = intake.AppendText(dst, text)
	}
	dst = intake.AppendInt(dst, int64(len(s.Others)))
	for _, other := range s.Others {
		dst = intake.AppendText(dst, other)
	}
	return dst
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (State, error) {
	r := intake.OpenSnapshot(b, snapshotVersion)
	s := State{AmountVND: r.Int()}
	for _, day := range [...]*calendar.Date{&s.PaidOn, &s.Statement, &s.ExceptionDue} {
		*day = calendar.Date(r.Int())
	}
	for _, text := range [...]*string{&s.Dossier, &s.Procedure, &s.Unit, &s.Department, &s.Method, &s.Transaction, (*string)(&s.Status), (*string)(&s.Outcome)} {
		*text = r.Text()
	}
	for range min(r.Int(), maxOthers) {
		s.Others = append(s.Others, r.Text())
	}
	return s, r.Err()
}
