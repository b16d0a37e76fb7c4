package history

import (
	"net/url"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// isCell tells whether a question asks of a single procedure, or field, in a single unit of the lowest level.
func (q *question) isCell(parameters url.Values) bool {
	return isLowest(q.view.Unit) && asksProcedure(parameters)
}

// divides tells whether the rows by an axis are such cells, or parts of one.
func (q *question) divides(a ledger.Axis, parameters url.Values) bool {
	switch a.Name {
	case "procedure", "field":
		return isLowest(q.view.Unit)
	case "unit":
		return asksProcedure(parameters)
	}
	return q.isCell(parameters)
}

// asksProcedure tells whether one procedure is asked for, or one field, of which a commune may have one procedure only.
func asksProcedure(parameters url.Values) bool {
	return slices.ContainsFunc([]string{"procedure", "field"}, func(name string) bool {
		value := parameters.Get(name)
		return value != "" && value != None
	})
}

// countsOf are the figures whose sum tells of how many a figure is: of an amount of money those of the payments that make it up.
func (s *Service) countsOf(figure ledger.Figure) []ledger.Figure {
	if figure.Name == "payments.amount_vnd" {
		return s.figuresNamed([]string{"payments.succeeded", "payments.refunded"})
	}
	return []ledger.Figure{figure}
}

// isLowest tells whether u has no units below it. The root of a province without any is not meant.
func isLowest(u *topology.Unit) bool { return len(u.Children()) == 0 && len(u.Ancestors()) > 1 }

// withhold tells which of the values are not told: the small ones among those that may be withheld, and, where their sum could be
// worked out from the total because it is one value only or itself small, the next greater ones with them, at last those that may
// be told by themselves. Where there is no other, the whole is these few: it is told, and they are not hidden by it.
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
		next := least(values, func(i int) bool { return may(i) && !held[i] })
		if next < 0 {
			next = least(values, func(i int) bool { return !held[i] })
		}
		if next < 0 {
			break
		}
		held[next] = true
		count, sum = count+1, sum+values[next]
	}
	return held
}

// least is the index of the least value above 0 of those that can be chosen; −1 if there is none.
func least(values []int64, can func(i int) bool) int {
	next := -1
	for i, v := range values {
		if can(i) && v > 0 && (next < 0 || v < values[next]) {
			next = i
		}
	}
	return next
}

// cells tells which rows by an axis are cells: those of a procedure, of a field, or of a unit of the lowest level; of a cell, all.
func (s *Service) cells(q *question, a ledger.Axis, parameters url.Values) func(key, view string) bool {
	return func(key, view string) bool {
		switch {
		case q.isCell(parameters):
			return true
		case key == "":
			return false
		case a.Name != "unit":
			return true
		}
		v, ok := s.Topology.View(view)
		return ok && isLowest(v.Unit)
	}
}

// withholdShares takes out of a breakdown what is too small to be told; counts are of how many each row is. What is withheld comes last,
// so that its place does not tell how much it is.
func (s *Service) withholdShares(q *question, a ledger.Axis, b *wire.Breakdown, counts []int64, parameters url.Values) {
	cell := s.cells(q, a, parameters)
	for i, held := range withhold(counts, func(i int) bool { return cell(b.Rows[i].Key, b.Rows[i].View) }) {
		if held {
			b.Rows[i].Value, b.Rows[i].Withheld = 0, true
		}
	}
	if a.Name == "unit" || a.Name == "day" { // these are in an order of their own
		return
	}
	slices.SortStableFunc(b.Rows, func(x, y wire.Share) int {
		if x.Withheld && y.Withheld {
			return strings.Compare(x.Key, y.Key)
		}
		return int(one(x.Withheld) - one(y.Withheld))
	})
}

// withholdReport takes out of a report what is too small to be told: its cells, and of a single procedure in a single commune every
// small total, with what it is made of.
func (s *Service) withholdReport(q *question, a ledger.Axis, r *wire.Report, parameters url.Values) {
	s.withholdCells(s.cells(q, a, parameters), r)
	if !q.isCell(parameters) {
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
	if slices.Contains(x.Withheld, column) {
		return
	}
	x.Values[column] = 0
	x.Withheld = append(x.Withheld, column)
	x.OnTimeRate, x.OnTimeBase = nil, 0
}

// withholdCells takes out of a report, column by column, what is too small to be told.
func (s *Service) withholdCells(isCell func(key, view string) bool, r *wire.Report) {
	for _, c := range r.Columns {
		values := make([]int64, len(r.Rows))
		for i := range r.Rows {
			values[i] = r.Rows[i].Values[c.ID]
		}
		for i, held := range withhold(values, func(i int) bool { return isCell(r.Rows[i].Key, r.Rows[i].View) }) {
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
func (s *Service) withholdPayments(q *question, a ledger.Axis, r *wire.PaymentReport, parameters url.Values) {
	whole := q.isCell(parameters)
	if !whole && !q.divides(a, parameters) {
		return
	}
	isCell := s.cells(q, a, parameters)
	for _, c := range paymentCounts {
		values := make([]int64, len(r.Rows))
		for i := range r.Rows {
			values[i] = *c.of(&r.Rows[i])
		}
		held := withhold(values, func(i int) bool { return isCell(r.Rows[i].Key, r.Rows[i].View) })
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
	held := false
	for i := range r.Rows {
		withholdRest(&r.Rows[i])
		held = held || len(r.Rows[i].Withheld) > 0
	}
	if held && len(r.Total.Withheld) == 0 { // fees are public: what is paid beside the rows that are told would tell how often
		r.Total.AmountVND, r.Total.Withheld = 0, []string{"amount_vnd"}
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
