package ledger

import "langbiang.internal/ioc/pkg/event"

// Measures of the steps of incidents' procedures.
const (
	StepsOpen     Measure = "steps.open" // stock, by due date
	StepsDone     Measure = "steps.done"
	StepsDoneLate Measure = "steps.done_late"
)

var steps = noun{
	of: event.NounStep, postings: counts(stepPostings), figures: stepFigures,
	source: Source{
		"Quy trình ứng cứu đặt cho từng loại sự cố của tỉnh này.",
		"The response procedures that are set for each kind of incident of this province.",
		true,
	},
}

func stepPostings(dst []Posting, at moment, _ *event.Event, d *event.Step) []Posting {
	base := Posting{Unit: d.Unit, Department: d.Department, Day: at.day, Hour: NoHour, Due: d.Due, Amount: 1}
	dst = stock(dst, base, StepsOpen, d.From.Open(), d.To.Open())
	if d.To == event.StepStatusDone && d.From != d.To {
		base.Due, base.Hour, base.Measure = 0, at.hour, StepsDone
		dst = append(dst, base)
		if d.Late {
			base.Measure = StepsDoneLate
			dst = append(dst, base)
		}
	}
	return dst
}

var stepFigures = []Figure{
	{Name: "steps.open", Kind: Stock, Measures: []Measure{StepsOpen}},
	{Name: "steps.overdue", Kind: Overdue, Measures: []Measure{StepsOpen}},
	{Name: "steps.done", Kind: Flow, Measures: []Measure{StepsDone}},
	{Name: "steps.done_late", Kind: Flow, Measures: []Measure{StepsDoneLate}, Report: true},
}
