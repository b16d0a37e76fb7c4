package ledger

import "slices"

// Figure is a number that screens and the API show, as data: a sum of measures over the postings of a Kind. What reads it is Value, of sums
// held in memory; the queries that pkg/clickhouse makes of it; and Of, of single postings.
type Figure struct {
	Name     string
	Kind     Kind
	Measures []Measure // added up
	Less     []Measure // subtracted
	Only     Only      // which of their postings count; all unless it is set. Sums by day do not keep it: such a figure is a Report
	// Curve tells that it is drawn by the hour and by the day.
	Curve bool
	// Daily tells that it is drawn by the day alone: a stock as it stood at the end of each.
	Daily bool
	// Banded tells that what it is by the hour is held against what is usual, see Usual. Its postings have hours.
	Banded bool
	// Report keeps it out of the frames: reports and the API have it, no screen shows it live.
	Report bool
	Words  Words
}

// Only keeps the postings that have one value on one axis; the zero Only keeps all.
type Only struct {
	By    Dimension
	Value string
}

func (o Only) has(e *Posting) bool {
	switch o.By {
	case "":
		return true
	case ByAspect:
		return e.Aspect == o.Value
	case ByLevel:
		return e.Level == o.Value
	case ByProcedure:
		return e.Procedure == o.Value
	case ByDepartment:
		return e.Department == o.Value
	case ByUnit:
		return e.Unit == o.Value
	default:
		return false
	}
}

// Range is which postings of its measures the figure sums in a period.
func (f *Figure) Range(p Period) Range {
	return Range{Days: f.Kind.Days.In(p), Due: f.Kind.Due.In(p), Only: f.Only}
}

// Value is the figure in a period, where sum gives the sum of a measure's postings in a range.
func (f *Figure) Value(p Period, sum func(Measure, Range) int64) int64 {
	r := f.Range(p)
	var value int64
	for _, m := range f.Measures {
		value += sum(m, r)
	}
	for _, m := range f.Less {
		value -= sum(m, r)
	}
	return value
}

// Of is what one posting adds to the figure in a period.
func (f *Figure) Of(e *Posting, p Period) int64 {
	if !f.Range(p).Has(e) {
		return 0
	}
	return f.Sign(e.Measure) * e.Amount
}

// Sign is how the figure counts a measure: 1, −1, or 0 where it does not.
func (f *Figure) Sign(m Measure) int64 {
	switch {
	case slices.Contains(f.Measures, m):
		return 1
	case slices.Contains(f.Less, m):
		return -1
	default:
		return 0
	}
}

// FiguresByDay are those of Figures for which sums by day are enough.
func FiguresByDay() []Figure {
	return slices.DeleteFunc(Figures(), func(f Figure) bool { return !f.ByDay() })
}

// ByDay tells whether sums by day, which keep no axis but the department, are enough for the figure.
func (f *Figure) ByDay() bool { return f.Only.By == "" }

// HasDays tells whether frames show its last days.
func (f *Figure) HasDays() bool { return f.Curve || f.Daily }

// IsFigure tells whether a figure has that name.
func IsFigure(name string) bool {
	return slices.ContainsFunc(Figures(), func(f Figure) bool { return f.Name == name })
}

// Figures lists every figure, in a stable order.
func Figures() []Figure {
	var all []Figure
	for i := range nouns {
		all = append(all, nouns[i].figures...)
	}
	for i := range all {
		all[i].Words = words[all[i].Name]
	}
	return all
}
