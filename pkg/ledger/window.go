package ledger

import (
	"math"

	"langbiang.internal/ioc/pkg/calendar"
)

// Period is the days that a number is of, both included.
type Period struct{ From, At calendar.Date }

// Anchor is an end of a period.
type Anchor uint8

// The anchors. What is bound to Never is not bound.
const (
	Never Anchor = iota
	First
	Last
)

// Bound is a day told from a period: Plus days after one of its ends. The zero Bound is none.
type Bound struct {
	Anchor Anchor
	Plus   calendar.Date
}

func (b Bound) in(p Period, unbound calendar.Date) calendar.Date {
	switch b.Anchor {
	case First:
		return p.From + b.Plus
	case Last:
		return p.At + b.Plus
	default:
		return unbound
	}
}

// Window is the dates between two bounds, both included. The zero Window is all dates, and no date too.
type Window struct {
	From, To Bound
	Undated  bool // what has no date is in it as well
}

// In is the window of one period.
func (w Window) In(p Period) Span {
	return Span{
		From: w.From.in(p, math.MinInt32), To: w.To.in(p, math.MaxInt32),
		Undated: w.Undated || w == Window{},
	}
}

// Span is the dates from From to To, both included; math.MinInt32 and math.MaxInt32 stand for no bound.
type Span struct {
	From, To calendar.Date
	Undated  bool // what has no date is in it as well
}

// Begins tells whether there is a first date.
func (s Span) Begins() bool { return s.From != math.MinInt32 }

// Ends tells whether there is a last date.
func (s Span) Ends() bool { return s.To != math.MaxInt32 }

// IsAll tells whether every date is in it, and no date too.
func (s Span) IsAll() bool { return !s.Begins() && !s.Ends() && s.Undated }

// spans tells whether a date lies within the bounds; no date is a date here, the first of January 1970.
func (s Span) spans(d calendar.Date) bool { return s.From <= d && d <= s.To }

// Range is which postings of its measures a figure sums in one period.
type Range struct {
	Days Span // a posting always has a day
	Due  Span
	Only Only
}

// Has tells whether a posting is in it.
func (r Range) Has(e *Posting) bool {
	due := r.Due.spans(e.Due)
	if e.Due == 0 {
		due = r.Due.Undated
	}
	return r.Days.spans(e.Day) && due && r.Only.has(e)
}

// Kind says which postings of its measures a figure sums: on which days they are, and due when.
type Kind struct {
	Days, Due Window
	// ByThing tells that a figure's members are the things that stand in it, not its postings: they come and go.
	ByThing bool
}

var (
	inPeriod = Window{From: Bound{Anchor: First}, To: Bound{Anchor: Last}}
	upToEnd  = Window{To: Bound{Anchor: Last}}
)

// The kinds of figures.
var (
	// Flow sums the days of the period.
	Flow = Kind{Days: inPeriod}
	// Stock sums all days up to the period's end: what is there at that moment.
	Stock = Kind{Days: upToEnd, ByThing: true}
	// Overdue is a Stock of those whose due date lies before the period's last day.
	Overdue = Kind{Days: upToEnd, Due: Window{To: Bound{Last, -1}}, ByThing: true}
	// DueSoon is a Stock of those that are due on the period's last day or on the next.
	DueSoon = Kind{Days: upToEnd, Due: Window{From: Bound{Last, 0}, To: Bound{Last, 1}}, ByThing: true}
	// InTime is a Stock of those that are not overdue: due on the period's last day or later, or never.
	InTime = Kind{Days: upToEnd, Due: Window{From: Bound{Last, 0}, Undated: true}, ByThing: true}
	// Opening is a Stock as it was before the period's first day.
	Opening = Kind{Days: Window{To: Bound{First, -1}}, ByThing: true}
	// Cohort sums the days of the period, as a Flow does, of those that came in it and have not gone since: a posting of the going
	// has the day of the coming. Its members are those that stand, whenever within the cut they went.
	Cohort = Kind{Days: inPeriod, ByThing: true}
)

// Periodic tells whether a figure of that kind sums the days of the period, and is of that period alone.
func (k Kind) Periodic() bool { return k.Days.From.Anchor == First }

// Dated tells whether a figure of that kind looks at due dates.
func (k Kind) Dated() bool { return k.Due != Window{} }
