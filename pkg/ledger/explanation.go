package ledger

import "langbiang.internal/ioc/pkg/event"

// Measures of explanations that leadership orders.
const (
	ExplanationsRequested     Measure = "explanations.requested"
	ExplanationsOpen          Measure = "explanations.open" // stock: owed, or waiting for acceptance
	ExplanationsOwed          Measure = "explanations.owed" // stock, by due date
	ExplanationsSubmitted     Measure = "explanations.submitted"
	ExplanationsSubmittedLate Measure = "explanations.submitted_late"
	ExplanationsAccepted      Measure = "explanations.accepted"
	ExplanationsReturned      Measure = "explanations.returned"
)

var explanations = noun{
	of: event.NounExplanation, postings: counts(explanationPostings), figures: explanationFigures,
	source: Source{
		"Trung tâm điều hành yêu cầu đơn vị giải trình; hạn trả lời là giả định.",
		"The operations centre orders units to explain; how long they have is an assumption.",
		true,
	},
}

func explanationPostings(dst []Posting, at moment, _ *event.Event, d *event.Explanation) []Posting {
	base := Posting{Unit: d.Unit, Department: d.Department, Day: at.day, Hour: NoHour, Amount: 1}
	dst = stock(dst, base, ExplanationsOpen, awaited(d.From), awaited(d.To))
	dst = datedStock(dst, base, ExplanationsOwed, d.From.Owed(), d.PreviousDue, d.To.Owed(), d.Due)
	if d.From == d.To {
		return dst
	}
	flow := func(m Measure) {
		x := base
		x.Measure, x.Hour = m, at.hour
		dst = append(dst, x)
	}
	if d.From == "" {
		flow(ExplanationsRequested)
	}
	switch d.To {
	case event.ExplanationStatusSubmitted:
		flow(ExplanationsSubmitted)
		if d.Late {
			flow(ExplanationsSubmittedLate)
		}
	case event.ExplanationStatusAccepted:
		flow(ExplanationsAccepted)
	case event.ExplanationStatusReturned:
		flow(ExplanationsReturned)
	default: // requested is counted above; what is withdrawn is over
	}
	return dst
}

// awaited tells whether anything more is expected of an explanation.
func awaited(s event.ExplanationStatus) bool {
	return s.Owed() || s == event.ExplanationStatusSubmitted
}

var explanationFigures = []Figure{
	{Name: "explanations.requested", Kind: Flow, Measures: []Measure{ExplanationsRequested}},
	{Name: "explanations.open", Kind: Stock, Measures: []Measure{ExplanationsOpen}},
	{Name: "explanations.owed", Kind: Stock, Measures: []Measure{ExplanationsOwed}},
	{Name: "explanations.overdue", Kind: Overdue, Measures: []Measure{ExplanationsOwed}},
	{Name: "explanations.submitted", Kind: Flow, Measures: []Measure{ExplanationsSubmitted}, Report: true},
	{Name: "explanations.submitted_late", Kind: Flow, Measures: []Measure{ExplanationsSubmittedLate}, Report: true},
	{Name: "explanations.accepted", Kind: Flow, Measures: []Measure{ExplanationsAccepted}},
	{Name: "explanations.returned", Kind: Flow, Measures: []Measure{ExplanationsReturned}, Report: true},
}
