package history

import (
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/scorecard"
)

// counted is what was counted in a period: figures by unit, department and procedure.
type counted struct {
	table     []clickhouse.TableRow
	catalogue *procedures
	// total is the province's. What nobody anywhere reports is not known of anybody; it is not 0.
	total map[string]int64
}

func newCounted(table []clickhouse.TableRow, catalogue *procedures) *counted {
	c := &counted{table: table, catalogue: catalogue, total: make(map[string]int64)}
	for _, row := range table {
		for figure, value := range row.Values {
			c.total[figure] += value
		}
	}
	return c
}

// tally is what one of those evaluated has done.
type tally struct {
	received, online, resolved, onTime    int64
	digitised, reused, electronic         int64
	billed, paidOnline                    int64           // bills of dossiers
	onlineDossiers, onlinePaymentsPerCode map[string]bool // procedures that have any
}

func (c *counted) tally(x *evaluated) tally {
	t := tally{onlineDossiers: make(map[string]bool), onlinePaymentsPerCode: make(map[string]bool)}
	for _, row := range c.table {
		unit, department, procedure := row.Keys[0], row.Keys[1], row.Keys[2]
		if !x.owns(unit, department) {
			continue
		}
		v := row.Values
		t.received += v["dossiers.received"]
		t.resolved += v["dossiers.resolved"]
		t.onTime += v["dossiers.resolved_in_time"]
		t.digitised += v["dossiers.digitised"]
		t.reused += v["dossiers.reused"]
		t.electronic += v["dossiers.electronic_result"]
		if online := v["dossiers.received.online"]; online > 0 {
			t.online += online
			t.onlineDossiers[procedure] = true
		}
		if procedure == "" { // taxes and fines are paid on the same platform, without a procedure
			continue
		}
		t.billed += v["payments.billed"]
		if online := v["payments.succeeded.online"]; online > 0 {
			t.paidOnline += online
			t.onlinePaymentsPerCode[procedure] = true
		}
	}
	return t
}

// offer is what one of those evaluated offers by the catalogue.
type offer struct {
	all, online, onlineUsed int64
	// Procedures with a fee: all, those with an online payment, those of which it is known whether they can be paid online,
	// those that can.
	fee, feePaid, feeKnown, feeOnline int64
}

func (c *counted) offer(x *evaluated, t *tally) offer {
	var o offer
	for i := range c.catalogue.offered {
		p := &c.catalogue.offered[i]
		if !x.handles(p.HandledBy, p.Field) {
			continue
		}
		o.all++
		if p.Level == event.LevelFull || p.Level == event.LevelPartial {
			o.online++
			o.onlineUsed += one(t.onlineDossiers[p.Code])
		}
		if p.FeeVND > 0 {
			o.fee++
			o.feePaid += one(t.onlinePaymentsPerCode[p.Code])
			o.feeKnown += one(p.OnlinePayment != nil)
			o.feeOnline += one(p.OnlinePayment != nil && *p.OnlinePayment)
		}
	}
	return o
}

func one(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// ratios are what the events and the catalogue tell of one of those evaluated, by metric. Left out is what has no base, and what
// nobody in the province has told an event of: it is not known.
func (c *counted) ratios(x *evaluated, period scorecard.Period) map[string]scorecard.Ratio {
	t := c.tally(x)
	o := c.offer(x, &t)
	ratios := make(map[string]scorecard.Ratio)
	for _, m := range [...]struct {
		code            string
		numerator, base int64
		told            bool
	}{
		{"ON_TIME", t.onTime, t.received, true},
		{"A", o.online, o.all, true},
		{"B", o.onlineUsed, o.online, c.total["dossiers.received"] > 0},
		{"C", t.online, t.received, true},
		{"A_DOSSIERS", t.paidOnline, t.billed, true},
		{"B_FORMALITIES_WITH_TXN", o.feePaid, o.fee, c.total["payments.succeeded"] > 0},
		{"C_FORMALITIES_OFFERED", o.feeOnline, o.feeKnown, true},
		{"ORIGINAL_RESULT_AVAILABLE", t.electronic, t.resolved, c.total["dossiers.electronic_result"] > 0},
		{"SO_HOA_GIAY_TO_GIAI_QUYET", t.digitised, t.received, c.total["dossiers.digitised"] > 0},
		{"REUSED_DIGITIZED_DATA", t.reused, t.digitised, c.total["dossiers.reused"] > 0},
	} {
		if m.told && m.base > 0 {
			ratios[m.code] = scorecard.Ratio{Numerator: float64(m.numerator), Denominator: float64(m.base), Source: scorecard.SourceEvents, Within: period, Days: period.Days()}
		}
	}
	return ratios
}
