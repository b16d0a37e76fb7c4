package ledger

import "langbiang.internal/ioc/pkg/event"

// Measures of payments.
const (
	PaymentsSucceeded Measure = "payments.succeeded"
	PaymentsAmount    Measure = "payments.amount_vnd" // VND of the payments that succeeded, less refunds
	PaymentsFailed    Measure = "payments.failed"
	PaymentsRefunded  Measure = "payments.refunded"
	PaymentsUnpaid    Measure = "payments.unpaid"  // stock: bills waiting to be paid
	PaymentsPending   Measure = "payments.pending" // stock: attempts under way
)

func paymentEntries(dst []Entry, at moment, t event.Type, p *event.Payment) []Entry {
	add := func(m Measure, hour uint8, amount int64) {
		dst = append(dst, Entry{
			Measure: m, Unit: p.Unit, Department: p.Department, Procedure: p.Procedure,
			Day: at.day, Hour: hour, Amount: amount,
		})
	}
	if p.From != p.To {
		for _, stock := range []struct {
			status event.PaymentStatus
			amount int64
		}{{p.From, -1}, {p.To, 1}} {
			switch stock.status {
			case event.PaymentUnpaid:
				add(PaymentsUnpaid, NoHour, stock.amount)
			case event.PaymentPending:
				add(PaymentsPending, NoHour, stock.amount)
			default: // what is over is not waited for
			}
		}
	}
	switch {
	case t == event.PaymentSucceeded && p.From != event.PaymentPaid && p.To == event.PaymentPaid:
		add(PaymentsSucceeded, at.hour, 1)
		add(PaymentsAmount, at.hour, p.AmountVND)
	case t == event.PaymentRefunded && p.From == event.PaymentPaid:
		add(PaymentsRefunded, at.hour, 1)
		add(PaymentsAmount, at.hour, -p.AmountVND)
	case t == event.PaymentFailed && p.From != p.To: // a callback that is repeated fails nothing anew
		add(PaymentsFailed, at.hour, 1)
	}
	return dst
}

var paymentFigures = []Figure{
	{Name: "payments.succeeded", Kind: Flow, Measures: []Measure{PaymentsSucceeded}, Curve: true},
	{Name: "payments.amount_vnd", Kind: Flow, Measures: []Measure{PaymentsAmount}},
	{Name: "payments.failed", Kind: Flow, Measures: []Measure{PaymentsFailed}},
	{Name: "payments.refunded", Kind: Flow, Measures: []Measure{PaymentsRefunded}},
	{Name: "payments.unpaid", Kind: Stock, Measures: []Measure{PaymentsUnpaid}},
	{Name: "payments.pending", Kind: Stock, Measures: []Measure{PaymentsPending}},
}
