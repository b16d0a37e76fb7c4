package ledgertest

import (
	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

var methods = []string{"truc-tuyen", "truc-tuyen", "tien-mat", "chuyen-khoan"}

// payment draws what happens to a bill: attempts, failures, cancellations, refunds, money that comes twice, and what the
// provider's statement tells of it.
func (l *Lives) payment(t *thing, day calendar.Date) told {
	was := t.payment
	p := event.Payment{
		Procedure: t.procedure, Unit: t.unit, Department: t.department, Method: was.Method, AmountVND: was.AmountVND,
		From: was.To, To: was.To, PaidOn: was.PaidOn, Outcome: was.Outcome, PreviousOutcome: was.Outcome,
		ExceptionDue: was.ExceptionDue, PreviousExceptionDue: was.ExceptionDue,
	}
	var what event.Type
	ended := false
	switch was.To {
	case "":
		p.Method, p.AmountVND = pick(l, methods), int64(1000*(1+l.IntN(90)))
		what, p.To = event.PaymentBilled, event.PaymentUnpaid
	case event.PaymentUnpaid:
		what, p.To = event.PaymentInitiated, event.PaymentPending
		if l.chance(4) {
			what, p.To = event.PaymentCancelled, event.PaymentCancelledStatus
		} else if method := pick(l, methods); method != p.Method {
			p.PreviousMethod, p.Method = &was.Method, method
		}
	case event.PaymentPending:
		what, p.To = event.PaymentSucceeded, event.PaymentPaid
		if l.chance(4) {
			what, p.To = event.PaymentFailed, event.PaymentUnpaid
		}
	case event.PaymentPaid, event.PaymentRefundedStatus:
		what, ended = l.paid(&p, day)
	default:
		what, p.Flags, ended = event.PaymentCancelled, repeated, true
	}
	if p.To == event.PaymentPaid && p.From != p.To && p.Method == methods[0] {
		p.PaidOn = day
	}
	switch {
	case !p.Outcome.IsException(p.To):
		p.ExceptionDue = 0
	case p.ExceptionDue == 0:
		p.ExceptionDue = l.due(day)
	}
	t.payment = p
	t.payment.PreviousMethod = nil
	return told{what, event.PaymentSubject(t.id), &p, ended}
}

// paid draws what happens to a bill whose money has come.
func (l *Lives) paid(p *event.Payment, day calendar.Date) (what event.Type, ended bool) {
	switch {
	case p.From == event.PaymentPaid && l.chance(6):
		p.Second, p.Flags = true, repeated
		return event.PaymentSucceeded, false
	case p.From == event.PaymentPaid && l.chance(5):
		p.To = event.PaymentRefundedStatus
		return event.PaymentRefunded, false
	}
	p.Outcome, p.Statement, p.StatementVND = pick(l, event.Outcomes), day, p.AmountVND
	return event.PaymentReconciled, l.chance(2)
}
