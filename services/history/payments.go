package history

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// paymentAxes are by what the report on payments has its rows.
var paymentAxes = []string{"unit", "procedure", "field", "department"}

// paymentFigures are those of the report on payments; rows are ordered by the first.
var paymentFigures = []string{"payments.billed", "payments.succeeded", "payments.succeeded.online", "payments.refunded", "payments.amount_vnd"}

// paymentReport answers GET /api/v1/reports/payments/{view}?by=: the bills of a period, how they were paid, and the shares of the
// procedures with a fee that offer online payment and that had one.
// Problems: bad_request, not_yet, not_found, unavailable.
func (s *Service) paymentReport(ctx context.Context, r *http.Request) (any, error) {
	q, err := s.ask(ctx, r, event.NounPayment)
	if err != nil {
		return nil, err
	}
	by := r.URL.Query().Get("by")
	if by == "" {
		by = paymentAxes[0]
	}
	if !slices.Contains(paymentAxes, by) {
		return nil, refuse("by", "%q is none of %s", by, strings.Join(paymentAxes, ", "))
	}
	a, err := q.axis(by)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(ctx, q, a, s.figuresNamed(paymentFigures))
	if err != nil {
		return nil, err
	}
	paid, err := s.paidOnline(ctx, q, a)
	if err != nil {
		return nil, err
	}
	answer := wire.PaymentReport{
		View: q.view.ID, By: a.Name, From: q.scope.From.String(), At: q.scope.At.String(), Position: uint64(q.scope.UpTo),
		Rows:  make([]wire.PaymentReportRow, 0, len(rows)),
		Total: wire.PaymentReportRow{Name: wire.Text{Vi: "Tổng cộng", En: "Total"}, View: q.view.ID, Withheld: []string{}},
	}
	fees := s.feeProcedures(q)
	for i := range rows {
		x := paymentRow(&rows[i])
		if x.Billed == 0 && x.Paid == 0 && x.Refunded == 0 && a.Name != "unit" {
			continue
		}
		s.shareProcedures(&x, fees, s.ofRow(q, a, rows[i].key), paid[rows[i].key])
		addPayments(&answer.Total, &x)
		rates(&x)
		answer.Rows = append(answer.Rows, x)
	}
	rates(&answer.Total)
	everywhere := make(map[string]bool)
	for _, codes := range paid {
		for code := range codes {
			everywhere[code] = true
		}
	}
	s.shareProcedures(&answer.Total, fees, func(*event.Procedure) bool { return true }, everywhere)
	s.withholdPayments(q, a, &answer, r.URL.Query())
	return answer, nil
}

func (s *Service) figuresNamed(names []string) []ledger.Figure {
	figures := make([]ledger.Figure, len(names))
	for i, name := range names {
		figures[i] = s.figures[name]
	}
	return figures
}

func paymentRow(r *row) wire.PaymentReportRow {
	x := wire.PaymentReportRow{
		Key: r.key, Name: r.name, View: r.view,
		Billed: r.values["payments.billed"], Paid: r.values["payments.succeeded"], PaidOnline: r.values["payments.succeeded.online"],
		Refunded: r.values["payments.refunded"], AmountVND: r.values["payments.amount_vnd"], Withheld: []string{},
	}
	x.PaidDirectly = x.Paid - x.PaidOnline
	return x
}

func addPayments(sum, x *wire.PaymentReportRow) {
	sum.Billed += x.Billed
	sum.Paid += x.Paid
	sum.PaidOnline += x.PaidOnline
	sum.PaidDirectly += x.PaidDirectly
	sum.Refunded += x.Refunded
	sum.AmountVND += x.AmountVND
}

func rates(x *wire.PaymentReportRow) {
	x.OnlineRate = fraction(x.PaidOnline, x.Billed)
	x.DirectRate = fraction(x.PaidDirectly, x.Billed)
}

// fraction is a share with what it is of; without a base there is none.
func fraction(numerator, denominator int64) wire.Fraction {
	f := wire.Fraction{Numerator: numerator, Denominator: denominator}
	if denominator != 0 {
		percent := 100 * float64(numerator) / float64(denominator)
		f.Percent = &percent
	}
	return f
}

// shareProcedures fills in the shares of the procedures with a fee that are of a row: of which people can pay online, of those of
// which that is known, and of which somebody has.
func (s *Service) shareProcedures(x *wire.PaymentReportRow, fees []event.Procedure, ofRow func(*event.Procedure) bool, paid map[string]bool) {
	var all, known, offered, used int64
	for i := range fees {
		p := &fees[i]
		if !ofRow(p) {
			continue
		}
		all++
		known += one(p.OnlinePayment != nil)
		offered += one(p.OnlinePayment != nil && *p.OnlinePayment)
		used += one(paid[p.Code])
	}
	x.Offered, x.Used, x.NotKnown = fraction(offered, known), fraction(used, all), all-known
}

// feeProcedures are the procedures with a fee of the question's view, as its filters leave them.
func (s *Service) feeProcedures(q *question) []event.Procedure {
	var fees []event.Procedure
	handled := handledWithin(q.view.Unit)
	within, filtered := q.scope.Within[ledger.ByProcedure]
	for _, p := range q.catalogue.offered {
		switch {
		case p.FeeVND <= 0 || !handled(p.HandledBy):
		case q.view.Department != "" && s.Topology.FieldOwner(p.Field) != q.view.Department:
		case filtered && !slices.Contains(within, p.Code) || slices.Contains(q.scope.Outside[ledger.ByProcedure], p.Code):
		default:
			fees = append(fees, p)
		}
	}
	return fees
}

// handledWithin tells whether a unit, or one below it, handles what names these as its handlers. The province's departments are the
// province's.
func handledWithin(u *topology.Unit) func(handledBy []string) bool {
	if u.Parent == "" {
		return func([]string) bool { return true }
	}
	kinds := kindsWithin(u)
	return func(handledBy []string) bool {
		return slices.ContainsFunc(handledBy, func(by string) bool { return kinds[by] })
	}
}

// ofRow tells of which procedures a row of an axis is.
func (s *Service) ofRow(q *question, a ledger.Axis, key string) func(*event.Procedure) bool {
	switch a.Name {
	case "procedure":
		return func(p *event.Procedure) bool { return p.Code == key }
	case "field":
		return func(p *event.Procedure) bool { return p.Field == key }
	case "department":
		return func(p *event.Procedure) bool { return s.Topology.FieldOwner(p.Field) == key }
	}
	u := q.view.Unit
	for _, c := range u.Children() {
		if c.ID == key {
			handled := handledWithin(c)
			return func(p *event.Procedure) bool { return handled(p.HandledBy) }
		}
	}
	return func(p *event.Procedure) bool { // what the unit handles itself
		return slices.ContainsFunc(p.HandledBy, func(by string) bool {
			return by == u.Kind || u.Parent == "" && strings.HasPrefix(by, "department:")
		})
	}
}

// paidOnline are the procedures of which a bill was paid online in the period, by the key of their row.
func (s *Service) paidOnline(ctx context.Context, q *question, a ledger.Axis) (map[string]map[string]bool, error) {
	scope := q.scope
	scope.Within = make(map[ledger.Dimension][]string)
	for dimension, values := range q.scope.Within {
		scope.Within[dimension] = values
	}
	if asked, ok := q.scope.Within[ledger.ByAspect]; ok && !slices.Contains(asked, event.MethodOnline) {
		return nil, nil // of what was paid otherwise nothing was paid online
	}
	scope.Within[ledger.ByAspect] = []string{event.MethodOnline}
	by := []ledger.Dimension{ledger.ByProcedure}
	if a.By != ledger.ByProcedure {
		by = append(by, a.By)
	}
	table, err := s.DB.Table(ctx, scope, s.figuresNamed([]string{"payments.succeeded"}), by...)
	if err != nil {
		return nil, err
	}
	fold := s.foldOf(q, a)
	paid := make(map[string]map[string]bool)
	for _, t := range table {
		code, key := t.Keys[0], fold(t.Keys[len(t.Keys)-1])
		if t.Values["payments.succeeded"] <= 0 {
			continue
		}
		if paid[key] == nil {
			paid[key] = make(map[string]bool)
		}
		paid[key][code] = true
	}
	return paid, nil
}
