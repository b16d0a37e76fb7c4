package history_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

func share(numerator, denominator int64, percent float64) wire.Fraction {
	f := wire.Fraction{Numerator: numerator, Denominator: denominator}
	if denominator != 0 {
		f.Percent = &percent
	}
	return f
}

// bill is a bill of 10,000 đồng that is made out and paid in June.
func bill(id, unit, procedure, method string) []event.Event {
	p := event.Payment{Unit: unit, Procedure: procedure, AmountVND: 10_000, Method: method, To: event.PaymentUnpaid}
	paid := p
	paid.From, paid.To = event.PaymentUnpaid, event.PaymentPaid
	return []event.Event{
		happened(event.PaymentBilled, event.PaymentSubject(id), on("06-05"), &p), happened(event.PaymentSucceeded, event.PaymentSubject(id), on("06-06"), &paid),
	}
}

// june has three bills of Đà Lạt's commune 24769: two of the procedure 1.2, paid online and in cash, and one without a procedure,
// paid online. Of the procedures with a fee, 1.2 offers online payment, 1.3 does not, and of 1.7 it is not known.
func TestTheReportOnPayments(t *testing.T) {
	all := append(small().All(0), event.Procedure{Code: "1.7", Name: "g", Field: "z", Level: event.LevelFull, HandledBy: []string{"commune"}, FeeVND: 5_000})
	p := newProvince(t, catalogue.Of(all...))
	p.record(june())
	const period = "?from=2024-06-01&at=2024-06-30"
	province := get[wire.PaymentReport](p, "/api/v1/reports/payments/province"+period)
	assert.Equal(t, wire.PaymentReportRow{
		Name: wire.Text{Vi: "Tổng cộng", En: "Total"}, View: "province",
		Billed: 3, Paid: 3, PaidOnline: 2, PaidDirectly: 1, AmountVND: 30_000,
		OnlineRate: share(2, 3, 200.0/3), DirectRate: share(1, 3, 100.0/3), Offered: share(1, 2, 50), Used: share(1, 3, 100.0/3), NotKnown: 1, Withheld: []string{},
	}, province.Total)
	require.Len(t, province.Rows, 12)
	assert.Equal(t, province.Total.PaidOnline, province.Rows[0].PaidOnline, "all of it is Đà Lạt's")
	assert.Equal(t, "district/672", province.Rows[0].View)
	assert.Equal(t, share(1, 3, 100.0/3), province.Rows[0].Used)
	assert.Equal(t, share(0, 3, 0), province.Rows[1].Used, "of Bảo Lộc's three nobody has paid online")
	assert.Nil(t, province.Rows[1].OnlineRate.Percent, "without a bill there is no rate")

	commune := get[wire.PaymentReport](p, "/api/v1/reports/payments/commune/24769"+period)
	assert.Equal(t, []wire.Fraction{share(1, 1, 100), share(1, 2, 50)}, []wire.Fraction{commune.Total.Offered, commune.Total.Used}, "1.3 is the district's")

	rows := make(map[string]wire.PaymentReportRow)
	for _, x := range get[wire.PaymentReport](p, "/api/v1/reports/payments/district/672"+period+"&by=procedure").Rows {
		rows[x.Key] = x
	}
	assert.Len(t, rows, 2)
	assert.Equal(t, share(1, 2, 50), rows["1.2"].OnlineRate)
	assert.Equal(t, share(1, 1, 100), rows["1.2"].Used)
	assert.Equal(t, share(0, 0, 0), rows[""].Used, "taxes and fines are of no procedure")
	fields := get[wire.PaymentReport](p, "/api/v1/reports/payments/province"+period+"&by=field")
	assert.Equal(t, []any{"x", share(1, 2, 50)}, []any{fields.Rows[0].Key, fields.Rows[0].Used})

	before := get[wire.PaymentReport](p, "/api/v1/reports/payments/province?from=2024-06-01&at=2024-06-05")
	assert.Equal(t, share(0, 3, 0), before.Total.Used, "billed, and not paid yet")
	assert.Equal(t, share(1, 2, 50), before.Total.Offered)
	cash := get[wire.PaymentReport](p, "/api/v1/reports/payments/province"+period+"&method=tien-mat")
	assert.Equal(t, share(0, 3, 0), cash.Total.Used, "asked for cash alone")
	lists := get[wire.List](p, "/api/v1/lists/province"+period+"&figure=payments.succeeded&method=truc-tuyen")
	assert.Equal(t, province.Total.PaidOnline, lists.Count)
}

func TestAReportOnPaymentsWithholdsSmallCells(t *testing.T) {
	p := newProvince(t, nil)
	var all commits
	for procedure, n := range map[string][2]int{"2.000815": {9, 6}, "1.001193": {7, 0}, "1.013225": {3, 0}} { // paid online, in cash
		for i := range n[0] {
			all = append(all, bill(fmt.Sprint(procedure, "/", i), "24769", procedure, "truc-tuyen"))
		}
		for i := range n[1] {
			all = append(all, bill(fmt.Sprint(procedure, "/", n[0]+i), "24769", procedure, "tien-mat"))
		}
	}
	p.record(all)
	const period = "?from=2024-06-01&at=2024-06-30"
	report := get[wire.PaymentReport](p, "/api/v1/reports/payments/commune/24769"+period+"&by=procedure")
	assert.Equal(t, [...]int64{25, 19, 0}, [...]int64{report.Total.Billed, report.Total.PaidOnline, report.Total.AmountVND})
	assert.Equal(t, []string{"amount_vnd"}, report.Total.Withheld, "fees are public: what is left of the whole amount would tell how often")
	rows := make(map[string]wire.PaymentReportRow)
	for _, x := range report.Rows {
		rows[x.Key] = x
	}
	assert.Empty(t, rows["2.000815"].Withheld)
	assert.Equal(t, share(9, 15, 60), rows["2.000815"].OnlineRate)
	for _, code := range []string{"1.001193", "1.013225"} { // of one alone the number could be worked out from the total
		x := rows[code]
		assert.ElementsMatch(t, []string{"billed", "paid", "paid_online", "paid_directly", "amount_vnd", "online_rate", "direct_rate"}, x.Withheld, code)
		assert.Equal(t, [...]int64{0, 0, 0, 0}, [...]int64{x.Billed, x.Paid, x.PaidOnline, x.AmountVND}, code)
		assert.Equal(t, wire.Fraction{}, x.OnlineRate, code)
	}
	district := get[wire.PaymentReport](p, "/api/v1/reports/payments/district/672"+period+"&by=procedure")
	for _, x := range district.Rows {
		assert.Empty(t, x.Withheld, "a district is large enough")
	}
	amounts := get[wire.Breakdown](p, "/api/v1/breakdowns/commune/24769"+period+"&figure=payments.amount_vnd&by=procedure")
	assert.Equal(t, map[string]string{"2.000815": "150000", "1.001193": "<5 (0)", "1.013225": "<5 (0)"}, told(amounts.Rows), "judged by how many paid")
	few := get[wire.Breakdown](p, "/api/v1/breakdowns/commune/24769"+period+"&figure=payments.amount_vnd&by=method&procedure=1.013225")
	assert.Equal(t, [...]any{true, int64(0)}, [...]any{few.Withheld, few.Total})
	cell := get[wire.PaymentReport](p, "/api/v1/reports/payments/commune/24769"+period+"&by=field&procedure=1.013225")
	assert.Equal(t, [...]int64{0, 0}, [...]int64{cell.Total.Billed, cell.Total.AmountVND})
	assert.Contains(t, cell.Total.Withheld, "billed")
}
