package scenario

import (
	"math"
	"strconv"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// The events of a bill.
const (
	paymentBilled uint8 = iota
	paymentInitiated
	paymentFailed
	paymentRetried
	paymentSucceeded
	paymentCancelled
	paymentRefunded
	paymentReconciled // with the provider's statement of the day before
)

var paymentTypes = [...]event.Type{
	paymentBilled:    event.PaymentBilled,
	paymentInitiated: event.PaymentInitiated,
	paymentFailed:    event.PaymentFailed,
	paymentRetried:   event.PaymentInitiated,
	paymentSucceeded: event.PaymentSucceeded,
	paymentCancelled: event.PaymentCancelled,
	paymentRefunded:  event.PaymentRefunded,

	paymentReconciled: event.PaymentReconciled,
}

// Shares of what happens to bills. Assumed.
const (
	shareFailed       = 0.045
	shareRefunded     = 0.002
	shareCancelled    = 0.02 // as many again as are paid
	shareNotInitiated = 0.03 // the attempt is not reported

	shareMismatched   = 0.0006 // of the paid ones: the statement has another sum
	shareMissingThere = 0.0012 // the statement of the day lacks it
	shareTwice        = 0.0004 // the provider took the money twice
)

// billKind is what a bill is for; it begins the bill's id.
type billKind struct {
	prefix  string
	weight  float64
	amounts []int64 // VND; two are the bounds of a range, more a list of tariffs
}

// Kinds of bills on the payment platform. Amounts and weights are assumed.
var billKinds = [...]billKind{
	{prefix: "PL"}, // fee of a dossier
	{prefix: "TD", weight: 46, amounts: []int64{60_000, 4_000_000}},                               // land tax and registration fees
	{prefix: "VP", weight: 22, amounts: []int64{300_000, 500_000, 800_000, 1_500_000, 5_000_000}}, // fines
	{prefix: "BH", weight: 30, amounts: []int64{486_000, 972_000, 1_458_000}},                     // insurance
	{prefix: "AP", weight: 2, amounts: []int64{150_000, 3_000_000}},                               // court fees
}

// bill is one whose life goes on.
type bill struct {
	amount    int64
	dossier   code // with kind 0
	number    uint32
	day       calendar.Date
	unit      int16
	procedure int16
	kind      uint8
	left      int8
}

func (g *Generator) openBill(b bill) int32 {
	g.billNumber++
	b.day, b.number = g.day, g.billNumber
	return g.bills.add(b)
}

func (g *Generator) addPayment(m moment, index int32, kind uint8) {
	g.paymentAgenda.add(m, index, kind)
	g.bills.items[index].left++
}

// bill plans the payment of a dossier's fee, from d.asked to d.paid.
func (g *Generator) bill(d *draft, of code) {
	index := g.openBill(bill{
		amount: g.plan.top.Procedures[d.procedure].FeeVND, dossier: of, unit: d.unit, procedure: d.procedure,
	})
	g.addPayment(d.asked+10, index, paymentBilled)
	g.pay(&d.rng, index, d.asked+20, d.paid)
}

// pay plans the attempts between two moments, the last of which succeeds at paid.
func (g *Generator) pay(r *random, index int32, from, paid moment) {
	switch x := r.unit(); {
	case x < shareFailed && paid-from > 45:
		g.addPayment(max(from, paid-moment(8*minute)), index, paymentInitiated)
		g.addPayment(max(from+10, paid-moment(7*minute)), index, paymentFailed)
		g.addPayment(paid-moment(20), index, paymentRetried)
	case x < 1-shareNotInitiated:
		g.addPayment(max(from, paid-moment(r.between(20, 90))), index, paymentInitiated)
	}
	g.addPayment(paid, index, paymentSucceeded)
	g.addPayment(at(paid.day()+1, 5*hour+30*minute+int64(index)%(30*minute)), index, paymentReconciled)
	if r.chance(shareRefunded) {
		day := g.plan.days.after(paid.day(), 3+r.below(7))
		g.addPayment(at(day, r.between(9*hour, 16*hour)), index, paymentRefunded)
	}
}

// openBills plans the bills of the day that belong to no dossier.
func (g *Generator) openBills() {
	r := keyed(g.plan.seed, uint64(g.day), 3)
	paid := g.plan.billCount(g.day)
	cancelled := int(float64(paid)*shareCancelled + r.unit())
	for k := range paid + cancelled {
		kind := uint8(1 + g.billKinds.pick(&r))
		place := g.plan.mixOn(g.day).below()
		index := g.openBill(bill{
			kind: kind, unit: place.units[place.table.pick(&r)], procedure: -1, amount: billKinds[kind].amount(&r),
		})
		billed := at(g.day, g.billHour(&r))
		g.addPayment(billed, index, paymentBilled)
		if k < paid {
			g.pay(&r, index, billed+30, billed+moment(r.between(60, 9*minute)))
		} else {
			g.addPayment(billed+moment(r.between(60, 30*minute)), index, paymentCancelled)
		}
	}
}

// billHour is a second of the day: mostly by day, with a second peak after supper.
func (g *Generator) billHour(r *random) int64 {
	if r.chance(0.3) {
		return r.between(18*hour+30*minute, 22*hour+30*minute)
	}
	return r.between(6*hour+30*minute, 18*hour+30*minute)
}

func (k *billKind) amount(r *random) int64 {
	if len(k.amounts) > 2 {
		return k.amounts[r.below(len(k.amounts))]
	}
	lo, hi := float64(k.amounts[0]), float64(k.amounts[1])
	return int64(lo*math.Pow(hi/lo, r.unit())) / 1000 * 1000
}

// writePayment writes one event.
func (g *Generator) writePayment(l *lines, s step) {
	kind := s.kind()
	bill := &g.bills.items[s.index()]
	b := l.begin(l.Lines, paymentTypes[kind], "payment/")
	b = g.appendBill(b, bill)
	b = l.time(b, s.second())
	switch kind {
	case paymentBilled:
		b = g.appendBillData(b, bill)
	case paymentInitiated, paymentRetried:
		b = append(b, `,"data":{"method":"truc-tuyen"}`...)
	case paymentFailed:
		b = append(b, `,"data":{"reason":"Hết thời gian xác thực"}`...)
	case paymentSucceeded:
		b = append(b, `,"data":{"method":"truc-tuyen","transaction":"G`...)
		b = g.appendBill(b, bill)
		b = append(b, `"}`...)
	case paymentCancelled:
		b = append(b, `,"data":{"reason":"Người nộp hủy"}`...)
	case paymentRefunded:
		b = append(b, `,"data":{"reason":"Nộp thừa"}`...)
	case paymentReconciled:
		b = g.appendReconciliation(b, bill, l.stamp.day-1)
	}
	l.end(b, s.second())
	if bill.left--; bill.left == 0 {
		g.bills.release(s.index())
	}
}

// appendReconciliation tells what the provider's statement of that day has of the bill.
func (g *Generator) appendReconciliation(b []byte, bill *bill, statement calendar.Date) []byte {
	r := keyed(g.plan.seed, uint64(bill.day)<<32|uint64(bill.kind)<<24|uint64(bill.number), 12)
	outcome, amount := event.OutcomeMatched, bill.amount
	switch x := r.unit(); {
	case x < shareMismatched:
		outcome, amount = event.OutcomeMismatch, bill.amount+1_000
	case x < shareMismatched+shareMissingThere:
		outcome, amount = event.OutcomeMissingThere, 0
	case x < shareMismatched+shareMissingThere+shareTwice:
		outcome = event.OutcomeDuplicate
	}
	b = append(b, `,"data":{"outcome":"`...)
	b = append(b, outcome...)
	b = append(b, `","statement":"`...)
	b = append(b, statement.String()...)
	if amount > 0 {
		b = append(b, `","statement_vnd":`...)
		return append(strconv.AppendInt(b, amount, 10), '}')
	}
	return append(b, `"}`...)
}

func (g *Generator) appendBill(b []byte, bill *bill) []byte {
	b = append(b, billKinds[bill.kind].prefix...)
	y, m, d := bill.day.Time().Date()
	b = appendPadded(b, y%100, 2)
	b = appendPadded(b, int(m), 2)
	b = appendPadded(b, d, 2)
	b = append(b, '-')
	return appendPadded(b, int(bill.number), 6)
}

func (g *Generator) appendBillData(b []byte, bill *bill) []byte {
	b = append(b, `,"data":{`...)
	if bill.procedure >= 0 {
		b = append(b, `"dossier":"`...)
		b = g.codes.append(b, bill.dossier)
		b = append(b, `","procedure":`...)
		b = append(b, g.procedureIDs[bill.procedure]...)
		b = append(b, ',')
	}
	b = append(b, `"unit":`...)
	b = append(b, g.unitIDs[g.plan.answering(bill.unit, g.day)]...)
	b = append(b, `,"amount_vnd":`...)
	b = strconv.AppendInt(b, bill.amount, 10)
	return append(b, '}')
}
