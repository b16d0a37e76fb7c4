package event

import (
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
)

// Payment events: a bill and the attempts to pay it.
const (
	PaymentBilled    Type = "payment.billed.v1"    // → unpaid
	PaymentInitiated Type = "payment.initiated.v1" // → pending
	PaymentSucceeded Type = "payment.succeeded.v1" // → paid
	PaymentFailed    Type = "payment.failed.v1"    // pending → unpaid
	PaymentCancelled Type = "payment.cancelled.v1" // → cancelled
	PaymentRefunded  Type = "payment.refunded.v1"  // paid → refunded
	// PaymentReconciled compares the bill with the provider's statement of a day; the status stays.
	PaymentReconciled Type = "payment.reconciled.v1"
)

var payments = describe[Payment](
	PaymentBilled, PaymentInitiated, PaymentSucceeded, PaymentFailed, PaymentCancelled, PaymentRefunded, PaymentReconciled,
)

// PaymentStatus is the state of a bill.
type PaymentStatus string

// The states of the national payment platform.
const (
	PaymentUnpaid          PaymentStatus = "unpaid"    // Chưa thanh toán
	PaymentPending         PaymentStatus = "pending"   // Chờ thanh toán
	PaymentPaid            PaymentStatus = "paid"      // Đã thanh toán
	PaymentCancelledStatus PaymentStatus = "cancelled" // Hủy thanh toán
	PaymentRefundedStatus  PaymentStatus = "refunded"  // Đã hoàn phí
)

// MethodOnline is the method of the payments that are made online, on the payment platform: those that a provider's daily statement must
// have.
const MethodOnline = "truc-tuyen"

// Outcome is what comparing a bill with the provider's statement found.
type Outcome string

// The outcomes of a reconciliation.
const (
	OutcomeMatched      Outcome = "matched"
	OutcomeMissingHere  Outcome = "missing_here"    // the provider has it, the bill is not paid here
	OutcomeMissingThere Outcome = "missing_there"   // paid here, not on the provider's statement
	OutcomeMismatch     Outcome = "amount_mismatch" // both have it, over another sum
	OutcomeDuplicate    Outcome = "duplicate"       // the provider took the money twice
	OutcomeRefunded     Outcome = "refunded"        // the provider gave the money back
)

// Outcomes lists them all.
var Outcomes = []Outcome{OutcomeMatched, OutcomeMissingHere, OutcomeMissingThere, OutcomeMismatch, OutcomeDuplicate, OutcomeRefunded}

// IsException tells whether somebody has to look at what a comparison of a bill in that status found. Money that the provider gave
// back is an exception until the bill is refunded here too.
func (o Outcome) IsException(status PaymentStatus) bool {
	if o == OutcomeRefunded {
		return status == PaymentPaid
	}
	return o != "" && o != OutcomeMatched
}

// Payment is the data of every payment event. A source must give Unit and AmountVND in
// the first event of a bill; Dossier ties the bill to the dossier that waits for it.
type Payment struct {
	Dossier    string `json:"dossier,omitzero"` // dossier code
	Procedure  string `json:"procedure,omitzero"`
	Unit       string `json:"unit,omitzero"`
	Department string `json:"department,omitzero"`
	Method     string `json:"method,omitzero"` // truc-tuyen, tien-mat, chuyen-khoan
	// PreviousMethod is the method before the event ("": none), where it was another; nil: Method has not changed.
	PreviousMethod *string       `json:"previous_method,omitzero"`
	Transaction    string        `json:"transaction,omitzero"` // the payment provider's id; of the one that paid, once the bill is paid
	AmountVND      int64         `json:"amount_vnd,omitzero"`  // VND, which has no decimals
	From           PaymentStatus `json:"from,omitzero"`
	To             PaymentStatus `json:"to,omitzero"`
	// PaidOn is the local date of the payment: the provider's statement of that day must have it.
	PaidOn calendar.Date `json:"paid_on,omitzero"`
	// Outcome, Statement (the day that the provider's statement is of) and StatementVND go with reconciled;
	// PreviousOutcome is the one before.
	Outcome         Outcome       `json:"outcome,omitzero"`
	PreviousOutcome Outcome       `json:"previous_outcome,omitzero"`
	Statement       calendar.Date `json:"statement,omitzero"`
	StatementVND    int64         `json:"statement_vnd,omitzero"`
	// ExceptionDue is by when somebody must have cleared up what a comparison found; PreviousExceptionDue the one before.
	ExceptionDue         calendar.Date `json:"exception_due,omitzero"`
	PreviousExceptionDue calendar.Date `json:"previous_exception_due,omitzero"`
	// Second marks a success by another transaction (Other, where it is told) than the one that paid the bill: money came twice.
	Second bool   `json:"second,omitzero"`
	Other  string `json:"other,omitzero"`
	Reason string `json:"reason,omitzero"`
	Flags  []Flag `json:"flags,omitzero"`
}

func (*Payment) noun() Noun { return NounPayment }

// Facets implements Data.
func (p *Payment) Facets() Facets { return Facets{p.Unit, p.Department, p.Procedure, p.Flags} }

// PaymentSubject is the stream of the bill with that id.
func PaymentSubject(bill string) string { return string(NounPayment) + "/" + bill }

// Validate reports what no source may send.
func (p *Payment) Validate() error {
	if err := checkCodes(member{"dossier", p.Dossier}, member{"procedure", p.Procedure}, member{"unit", p.Unit}, member{"transaction", p.Transaction}, member{"other", p.Other}); err != nil {
		return err
	}
	if err := checkTexts(member{"reason", p.Reason}); err != nil {
		return err
	}
	if p.AmountVND < 0 {
		return fieldError("data.amount_vnd", "must not be negative")
	}
	if p.StatementVND < 0 {
		return fieldError("data.statement_vnd", "must not be negative")
	}
	if p.Outcome != "" && !slices.Contains(Outcomes, p.Outcome) {
		return fieldError("data.outcome", "is none of matched, missing_here, missing_there, amount_mismatch, duplicate, refunded")
	}
	switch p.Method {
	case "", MethodOnline, "tien-mat", "chuyen-khoan":
		return nil
	}
	return fieldError("data.method", "is none of truc-tuyen, tien-mat, chuyen-khoan")
}
