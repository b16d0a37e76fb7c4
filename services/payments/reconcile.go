package payments

import (
	"cmp"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// reconcile decides about a comparison with the provider's statement of a day. It does not move the bill: what it finds is
// an outcome, and an exception as long as that is neither matched nor refunded.
func (a *aggregate) reconcile(p *event.Payment, s State, in *event.Payment, e *event.Event) error {
	on := calendar.DateOf(e.Time, a.topology.Location())
	p.Statement, p.StatementVND = cmp.Or(in.Statement, s.PaidOn, on), in.StatementVND
	switch {
	case in.Outcome == "":
		return event.Refuse("data.outcome", "is missing: what did the comparison find?")
	case p.Statement > on:
		return event.Refuse("data.statement", "%s lies after the event's own day, %s", p.Statement, on)
	case in.Outcome == event.OutcomeMatched && s.Status != paid && s.Status != refunded:
		return event.Refuse("data.outcome", "is matched, but the bill is not paid here: %q", s.Status)
	case in.Outcome == event.OutcomeMatched && in.StatementVND != 0 && in.StatementVND != p.AmountVND:
		return event.Refuse("data.outcome", "is matched, but the statement has %d and the bill %d", in.StatementVND, p.AmountVND)
	}
	p.To, p.Reason = s.Status, in.Reason
	if s.Status == "" {
		p.To, p.Flags = unpaid, []event.Flag{skipped} // only the provider knows of it
	}
	if e.Late() && s.Outcome != "" || superseded(s, in.Outcome, p.Statement) {
		p.Flags = []event.Flag{outOfOrder}
		return nil
	}
	if in.Outcome == s.Outcome {
		p.Flags = []event.Flag{repeated}
	}
	p.Outcome = in.Outcome
	return nil
}

// superseded tells whether a comparison tells nothing new: that a bill is not on the statement of a day says nothing when the
// statement of another day has it. Providers put a late payment on the statement of the day after.
func superseded(s State, o event.Outcome, statement calendar.Date) bool {
	return o == event.OutcomeMissingThere && s.Outcome != "" && s.Outcome != event.OutcomeMissingThere && s.Statement != statement
}
