package ledger

import "slices"

// Kind says over which days a figure sums its measures.
type Kind uint8

const (
	// Flow sums the days of the period.
	Flow Kind = iota
	// Stock sums all days up to the period's end: what is there at that moment.
	Stock
	// Overdue is a Stock of those whose due date lies before the period's last day.
	Overdue
	// DueSoon is a Stock of those that are due on the period's last day or on the next.
	DueSoon
	// InTime is a Stock of those that are not overdue: due on the period's last day or later, or never.
	InTime
	// Opening is a Stock as it was before the period's first day.
	Opening
	// Cohort sums the days of the period, as a Flow does, of those that came in it and have not gone since: an entry of the going
	// has the day of the coming. Its members are those that stand, whenever within the cut they went.
	Cohort
)

// Periodic tells whether a figure of that kind sums the days of the period, and is of that period alone.
func (k Kind) Periodic() bool { return k == Flow || k == Cohort }

// Dated tells whether a figure of that kind looks at due dates.
func (k Kind) Dated() bool { return k == Overdue || k == DueSoon || k == InTime }

// Figure is a number that screens and the API show: a sum of measures.
type Figure struct {
	Name     string
	Kind     Kind
	Measures []Measure
	// Curve tells that it is drawn by the hour and by the day.
	Curve bool
	// Report keeps it out of the frames: reports and the API have it, no screen shows it live.
	Report bool
}

// IsFigure tells whether a figure has that name.
func IsFigure(name string) bool {
	return slices.ContainsFunc(Figures(), func(f Figure) bool { return f.Name == name })
}

// Figures lists every figure, in a stable order.
func Figures() []Figure {
	return slices.Concat(dossierFigures(), paymentFigures, alertFigures, incidentFigures, alarmFigures, modelFigures,
		indicatorFigures, explanationFigures, systemFigures, feedFigures, stepFigures)
}
