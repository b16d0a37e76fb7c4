package history

import (
	"net/url"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// isCell tells whether a question asks of a single procedure in a single unit of the lowest level.
func (q *question) isCell(parameters url.Values) bool {
	return isLowest(q.view.Unit) && asksProcedure(parameters)
}

// divides tells whether the rows by an axis are such cells.
func (q *question) divides(a axis, parameters url.Values) bool {
	switch a.name {
	case "procedure":
		return isLowest(q.view.Unit)
	case "unit":
		return asksProcedure(parameters)
	}
	return false
}

func asksProcedure(parameters url.Values) bool {
	code := parameters.Get("procedure")
	return code != "" && code != None
}

// isLowest tells whether u has no units below it. The root of a province without any is not meant.
func isLowest(u *topology.Unit) bool { return len(u.Children()) == 0 && len(u.Ancestors()) > 1 }

// withhold tells which of the values are not told: the small ones among those that may be withheld, and, where their sum could be
// worked out from the total because it is one value only or itself small, the next greater ones with them.
func withhold(values []int64, may func(i int) bool) []bool {
	held := make([]bool, len(values))
	count, sum := 0, int64(0)
	for i, v := range values {
		if may(i) && wire.IsFew(v) {
			held[i] = true
			count, sum = count+1, sum+v
		}
	}
	for count > 0 && (count < 2 || wire.IsFew(sum)) {
		next := -1
		for i, v := range values {
			if may(i) && !held[i] && v > 0 && (next < 0 || v < values[next]) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		held[next] = true
		count, sum = count+1, sum+values[next]
	}
	return held
}

// isCellRow tells whether a row by an axis that divides into cells is one: of a procedure, or of a unit of the lowest level.
func (s *Service) isCellRow(a axis, key, view string) bool {
	if key == "" || a.name != "unit" {
		return key != ""
	}
	v, ok := s.Topology.View(view)
	return ok && isLowest(v.Unit)
}

// withholdShares takes out of a breakdown what is too small to be told.
func (s *Service) withholdShares(a axis, b *wire.Breakdown) {
	values := make([]int64, len(b.Rows))
	for i := range b.Rows {
		values[i] = b.Rows[i].Value
	}
	for i, held := range withhold(values, func(i int) bool { return s.isCellRow(a, b.Rows[i].Key, b.Rows[i].View) }) {
		if held {
			b.Rows[i].Value, b.Rows[i].Withheld = 0, true
		}
	}
}

// withholdReport takes out of a report what is too small to be told: of a single procedure in a single commune every small total,
// with what it is made of; else its cells.
func (s *Service) withholdReport(q *question, a axis, r *wire.Report, parameters url.Values) {
	if !q.isCell(parameters) {
		s.withholdCells(a, r)
		return
	}
	for _, c := range r.Columns {
		if !wire.IsFew(r.Total.Values[c.ID]) {
			continue
		}
		withholdColumn(&r.Total, c.ID)
		for i := range r.Rows {
			withholdColumn(&r.Rows[i], c.ID)
		}
	}
}

// withholdColumn takes a value out of a row, and the rate, which would tell.
func withholdColumn(x *wire.ReportRow, column string) {
	x.Values[column] = 0
	x.Withheld = append(x.Withheld, column)
	x.OnTimeRate, x.OnTimeBase = nil, 0
}

// withholdCells takes out of a report, column by column, what is too small to be told.
func (s *Service) withholdCells(a axis, r *wire.Report) {
	for _, c := range r.Columns {
		values := make([]int64, len(r.Rows))
		for i := range r.Rows {
			values[i] = r.Rows[i].Values[c.ID]
		}
		for i, held := range withhold(values, func(i int) bool { return s.isCellRow(a, r.Rows[i].Key, r.Rows[i].View) }) {
			if held {
				withholdColumn(&r.Rows[i], c.ID)
			}
		}
	}
}

// paymentCounts are the counts of the report on payments.
var paymentCounts = []struct {
	name string
	of   func(*wire.PaymentReportRow) *int64
}{
	{"billed", func(x *wire.PaymentReportRow) *int64 { return &x.Billed }},
	{"paid", func(x *wire.PaymentReportRow) *int64 { return &x.Paid }},
	{"paid_online", func(x *wire.PaymentReportRow) *int64 { return &x.PaidOnline }},
	{"paid_directly", func(x *wire.PaymentReportRow) *int64 { return &x.PaidDirectly }},
	{"refunded", func(x *wire.PaymentReportRow) *int64 { return &x.Refunded }},
}

// withholdPayments takes out of a report on payments what is too small to be told, as withholdReport does.
func (s *Service) withholdPayments(q *question, a axis, r *wire.PaymentReport, parameters url.Values) {
	whole := q.isCell(parameters)
	if !whole && !q.divides(a, parameters) {
		return
	}
	for _, c := range paymentCounts {
		values := make([]int64, len(r.Rows))
		for i := range r.Rows {
			values[i] = *c.of(&r.Rows[i])
		}
		held := withhold(values, func(i int) bool { return !whole && s.isCellRow(a, r.Rows[i].Key, r.Rows[i].View) })
		few := whole && wire.IsFew(*c.of(&r.Total))
		if few {
			withholdCount(&r.Total, c.name)
		}
		for i := range r.Rows {
			if few || held[i] {
				withholdCount(&r.Rows[i], c.name)
			}
		}
	}
	withholdRest(&r.Total)
	for i := range r.Rows {
		withholdRest(&r.Rows[i])
	}
}

func withholdCount(x *wire.PaymentReportRow, name string) {
	if slices.Contains(x.Withheld, name) {
		return
	}
	x.Withheld = append(x.Withheld, name)
	for _, c := range paymentCounts {
		if c.name == name {
			*c.of(x) = 0
		}
	}
}

// withholdRest takes out of a row that withholds something what would tell it: of paid = online + directly the other two parts, the
// amount and the rates.
func withholdRest(x *wire.PaymentReportRow) {
	if len(x.Withheld) == 0 {
		return
	}
	if slices.ContainsFunc(x.Withheld, func(name string) bool { return strings.HasPrefix(name, "paid") }) {
		withholdCount(x, "paid_online")
		withholdCount(x, "paid_directly")
	}
	x.Withheld = append(x.Withheld, "amount_vnd", "online_rate", "direct_rate")
	x.AmountVND, x.OnlineRate, x.DirectRate = 0, wire.Fraction{}, wire.Fraction{}
}
