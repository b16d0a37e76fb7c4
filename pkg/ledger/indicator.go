package ledger

import "langbiang.internal/ioc/pkg/event"

// Measures of reports: how well agencies keep their contracts.
const (
	IndicatorsReports   Measure = "indicators.reports"
	IndicatorsDue       Measure = "indicators.due" // expected periods that are accounted for: reported, or missed
	IndicatorsOnTime    Measure = "indicators.on_time"
	IndicatorsLate      Measure = "indicators.late"
	IndicatorsCorrected Measure = "indicators.corrected"
	IndicatorsFlagged   Measure = "indicators.flagged"
	IndicatorsMissed    Measure = "indicators.missed"
	IndicatorsReminders Measure = "indicators.reminders"
	IndicatorsSilent    Measure = "indicators.silent" // stock
)

var indicators = noun{
	of: event.NounIndicator, postings: counts(indicatorPostings), figures: indicatorFigures,
	axes:  []Axis{{"indicator", ByAspect}, {"issuer", ByLevel}},
	pages: []string{"indicator", "issuer", "day"},
	source: Source{
		"Chu kỳ, hạn gửi và ngưỡng bất thường đặt cho từng chỉ tiêu của tỉnh này.",
		"The cadence, deadline and bounds that are set for each reported figure of this province.",
		true,
	},
}

func indicatorPostings(dst []Posting, at moment, e *event.Event, d *event.Indicator) []Posting {
	base := Posting{
		Unit: d.Unit, Department: d.Department, Aspect: d.Indicator, Level: d.Issuer, Day: at.day, Hour: NoHour, Amount: 1,
	}
	flow := func(m Measure, counts bool) {
		if counts {
			x := base
			x.Measure = m
			dst = append(dst, x)
		}
	}
	flow(IndicatorsReports, e.Type == event.IndicatorReported)
	flow(IndicatorsDue, d.CountsDue)
	flow(IndicatorsOnTime, d.Timeliness == event.TimelyEarly || d.Timeliness == event.TimelyOnTime)
	flow(IndicatorsLate, d.Timeliness == event.TimelyLate)
	flow(IndicatorsCorrected, d.Corrects)
	flow(IndicatorsFlagged, len(d.Flags) > 0)
	flow(IndicatorsMissed, e.Type == event.IndicatorMissed)
	flow(IndicatorsReminders, e.Type == event.IndicatorReminded)
	return stock(dst, base, IndicatorsSilent, d.WasSilent, d.Silent)
}

var indicatorFigures = []Figure{
	{Name: "indicators.reports", Kind: Flow, Measures: []Measure{IndicatorsReports}},
	{Name: "indicators.due", Kind: Flow, Measures: []Measure{IndicatorsDue}},
	{Name: "indicators.on_time", Kind: Flow, Measures: []Measure{IndicatorsOnTime}},
	{Name: "indicators.late", Kind: Flow, Measures: []Measure{IndicatorsLate}},
	{Name: "indicators.corrected", Kind: Flow, Measures: []Measure{IndicatorsCorrected}, Report: true},
	{Name: "indicators.flagged", Kind: Flow, Measures: []Measure{IndicatorsFlagged}, Report: true},
	{Name: "indicators.missed", Kind: Flow, Measures: []Measure{IndicatorsMissed}},
	{Name: "indicators.reminders", Kind: Flow, Measures: []Measure{IndicatorsReminders}},
	{Name: "indicators.silent", Kind: Stock, Measures: []Measure{IndicatorsSilent}},
}
