package ledger

import (
	"strconv"

	"langbiang.internal/ioc/pkg/event"
)

// Measures of information systems: all stocks, of those in use.
const (
	SystemsTotal                Measure = "systems.total"
	SystemsApprovedByProvince   Measure = "systems.level_approved.province"
	SystemsApprovedByDepartment Measure = "systems.level_approved.department"
	SystemsAudits               Measure = "systems.audits" // whose next audit has a date, by that date
)

// systemLayer is the measure of systems that layer n (from 1) protects fully, systemGap of those that it was found not to.
func systemLayer(n uint8) Measure { return Measure("systems.layer." + strconv.Itoa(int(n))) }
func systemGap(n uint8) Measure   { return Measure("systems.gap." + strconv.Itoa(int(n))) }

var systems = noun{
	of: event.NounSystem, postings: counts(systemPostings), figures: systemFigures,
	source: Source{
		"Nghị định 85/2016/NĐ-CP và Thông tư 12/2022/TT-BTTTT (cấp độ an toàn), mô hình bảo vệ bốn lớp; như thường được hiểu.",
		"Decree 85/2016 and Circular 12/2022 (security levels), the four layers of protection; as commonly read.",
		true,
	},
}

func systemPostings(dst []Posting, at moment, _ *event.Event, d *event.System) []Posting {
	base := Posting{Unit: d.Unit, Department: d.Department, Day: at.day, Hour: NoHour, Amount: 1}
	dst = stock(dst, base, SystemsTotal, d.WasActive, d.Active)
	approved := func(m Measure, by event.Approver) {
		dst = stock(dst, base, m, d.WasActive && d.PreviousApprover == by, d.Active && d.Approver == by)
	}
	approved(SystemsApprovedByProvince, event.ApprovedByProvince)
	approved(SystemsApprovedByDepartment, event.ApprovedByDepartment)
	for n := uint8(1); n <= event.SystemLayers; n++ {
		was, is := d.Layers[n-1], d.Layers[n-1]
		if n == d.Layer {
			was = d.PreviousCoverage
		}
		dst = stock(dst, base, systemLayer(n), d.WasActive && was == event.CoverageFull, d.Active && is == event.CoverageFull)
		dst = stock(dst, base, systemGap(n), d.WasActive && isGap(was), d.Active && isGap(is))
	}
	return datedStock(dst, base, SystemsAudits,
		d.WasActive && d.PreviousReviewDue != 0, d.PreviousReviewDue, d.Active && d.ReviewDue != 0, d.ReviewDue)
}

func isGap(c event.Coverage) bool {
	return c == event.CoverageNone || c == event.CoveragePartial
}

var systemFigures = func() []Figure {
	figures := []Figure{
		{Name: "systems.total", Kind: Stock, Measures: []Measure{SystemsTotal}},
		{Name: "systems.level_approved.province", Kind: Stock, Measures: []Measure{SystemsApprovedByProvince}},
		{Name: "systems.level_approved.department", Kind: Stock, Measures: []Measure{SystemsApprovedByDepartment}},
		{Name: "systems.audits_overdue", Kind: Overdue, Measures: []Measure{SystemsAudits}},
	}
	for n := uint8(1); n <= event.SystemLayers; n++ {
		figures = append(figures,
			Figure{Name: string(systemLayer(n)), Kind: Stock, Measures: []Measure{systemLayer(n)}},
			Figure{Name: string(systemGap(n)), Kind: Stock, Measures: []Measure{systemGap(n)}})
	}
	return figures
}()
