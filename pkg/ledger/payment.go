package ledger

import (
	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// Measures of payments.
const (
	PaymentsBilled     Measure = "payments.billed"
	PaymentsAttempts   Measure = "payments.attempts"
	PaymentsSucceeded  Measure = "payments.succeeded"
	PaymentsAmount     Measure = "payments.amount_vnd" // VND of the payments that succeeded, less refunds
	PaymentsFailed     Measure = "payments.failed"
	PaymentsCancelled  Measure = "payments.cancelled"
	PaymentsRefunded   Measure = "payments.refunded"
	PaymentsDuplicates Measure = "payments.duplicates" // successes by another transaction than the one that paid
	PaymentsUnpaid     Measure = "payments.unpaid"     // stock: bills waiting to be paid
	PaymentsPending    Measure = "payments.pending"    // stock: attempts under way
	// PaymentsUnreconciled is the stock of bills paid online and not compared with the provider's statement yet, which is due
	// on the day after; PaymentsExceptions those whose comparison found a difference, due when it must be cleared up.
	PaymentsUnreconciled Measure = "payments.unreconciled"
	PaymentsExceptions   Measure = "payments.exceptions"
)

// paymentOutcome is the measure of comparisons that found o.
func paymentOutcome(o event.Outcome) Measure { return "payments.reconciled." + Measure(o) }

var payments = noun{
	of: event.NounPayment, postings: counts(paymentPostings), figures: paymentFigures,
	axes:  []Axis{{"method", ByAspect}},
	pages: []string{"procedure", "field", "method", "department", "day"},
	source: Source{
		"Trạng thái thanh toán và cách đối soát theo sao kê của đơn vị thu hộ.",
		"The states of payments, and the comparison with the statements of whoever collects them.",
		true,
	},
}

func paymentPostings(dst []Posting, at moment, e *event.Event, p *event.Payment) []Posting {
	base := Posting{
		Unit: p.Unit, Department: p.Department, Procedure: p.Procedure, Aspect: p.Method, Day: at.day, Hour: NoHour, Amount: 1,
	}
	dst = methodStock(dst, base, p, PaymentsUnpaid, p.From == event.PaymentUnpaid, p.To == event.PaymentUnpaid)
	dst = methodStock(dst, base, p, PaymentsPending, p.From == event.PaymentPending, p.To == event.PaymentPending)
	dst = reconciliationStocks(dst, base, p)
	base.Hour = at.hour
	flow := func(m Measure, amount int64) {
		base.Measure, base.Amount = m, amount
		dst = append(dst, base)
	}
	if p.From == "" {
		flow(PaymentsBilled, 1)
	}
	moves := p.From != p.To
	if pays := moves && p.To == event.PaymentPaid; e.Type == event.PaymentInitiated && moves || pays && p.From != event.PaymentPending {
		flow(PaymentsAttempts, 1)
	}
	switch {
	case e.Type == event.PaymentSucceeded && moves && p.To == event.PaymentPaid:
		flow(PaymentsSucceeded, 1)
		flow(PaymentsAmount, p.AmountVND)
	case e.Type == event.PaymentRefunded && p.From == event.PaymentPaid:
		flow(PaymentsRefunded, 1)
		flow(PaymentsAmount, -p.AmountVND)
	case e.Type == event.PaymentFailed && moves: // a callback that is repeated fails nothing anew
		flow(PaymentsFailed, 1)
	case e.Type == event.PaymentCancelled && moves:
		flow(PaymentsCancelled, 1)
	case e.Type == event.PaymentReconciled && p.Outcome != p.PreviousOutcome:
		flow(paymentOutcome(p.Outcome), 1)
	}
	if p.Second {
		flow(PaymentsDuplicates, 1)
	}
	return dst
}

// methodStock moves a bill in or out of a stock: in by the method that it has now, out by the one that it had.
func methodStock(dst []Posting, base Posting, p *event.Payment, m Measure, was, is bool) []Posting {
	return dueStock(dst, base, p, m, was, is, base.Due, base.Due)
}

// dueStock is methodStock of what is due: out by the due date that it had, in by the one that it has now.
func dueStock(dst []Posting, base Posting, p *event.Payment, m Measure, was, is bool, previousDue, due calendar.Date) []Posting {
	previous := p.Method
	if p.PreviousMethod != nil {
		previous = *p.PreviousMethod
	}
	if was == is && (!was || previous == p.Method && previousDue == due) {
		return dst
	}
	base.Measure = m
	if was {
		out := base
		out.Aspect, out.Due, out.Amount = previous, previousDue, -base.Amount
		dst = append(dst, out)
	}
	if is {
		base.Due = due
		dst = append(dst, base)
	}
	return dst
}

func reconciliationStocks(dst []Posting, base Posting, p *event.Payment) []Posting {
	dst = dueStock(dst, base, p, PaymentsExceptions,
		p.PreviousOutcome.IsException(p.From), p.Outcome.IsException(p.To), p.PreviousExceptionDue, p.ExceptionDue)
	if p.PaidOn == 0 {
		return dst
	}
	base.Due = p.PaidOn + 1
	return methodStock(dst, base, p, PaymentsUnreconciled,
		p.From == event.PaymentPaid && p.PreviousOutcome == "", p.To == event.PaymentPaid && p.Outcome == "")
}

var paymentFigures = func() []Figure {
	figures := []Figure{
		{Name: "payments.billed", Kind: Flow, Measures: []Measure{PaymentsBilled}, Report: true},
		{Name: "payments.attempts", Kind: Flow, Measures: []Measure{PaymentsAttempts}},
		{Name: "payments.succeeded", Kind: Flow, Measures: []Measure{PaymentsSucceeded}, Curve: true, Banded: true},
		{
			Name: "payments.succeeded.online", Kind: Flow, Measures: []Measure{PaymentsSucceeded},
			Only: Only{ByAspect, event.MethodOnline}, Report: true,
		},
		{Name: "payments.amount_vnd", Kind: Flow, Measures: []Measure{PaymentsAmount}},
		{Name: "payments.failed", Kind: Flow, Measures: []Measure{PaymentsFailed}},
		{Name: "payments.cancelled", Kind: Flow, Measures: []Measure{PaymentsCancelled}},
		{Name: "payments.refunded", Kind: Flow, Measures: []Measure{PaymentsRefunded}},
		{Name: "payments.duplicates", Kind: Flow, Measures: []Measure{PaymentsDuplicates}},
		{Name: "payments.unpaid", Kind: Stock, Measures: []Measure{PaymentsUnpaid}},
		{Name: "payments.pending", Kind: Stock, Measures: []Measure{PaymentsPending}},
		{Name: "payments.unreconciled", Kind: Stock, Measures: []Measure{PaymentsUnreconciled}},
		{Name: "payments.unreconciled_overdue", Kind: Overdue, Measures: []Measure{PaymentsUnreconciled}},
		{Name: "payments.exceptions", Kind: Stock, Measures: []Measure{PaymentsExceptions}},
		{Name: "payments.exceptions_overdue", Kind: Overdue, Measures: []Measure{PaymentsExceptions}},
		{Name: "payments.reconciled", Kind: Flow, Measures: []Measure{paymentOutcome(event.OutcomeMatched)}},
	}
	for _, o := range event.Outcomes {
		m := paymentOutcome(o)
		figures = append(figures, Figure{Name: string(m), Kind: Flow, Measures: []Measure{m}, Report: true})
	}
	return figures
}()
