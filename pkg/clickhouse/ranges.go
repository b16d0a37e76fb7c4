package clickhouse

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/ledger"
)

// rangesOf are the ranges that the figures sum in a period, each once.
func rangesOf(figures []ledger.Figure, p ledger.Period) []ledger.Range {
	var ranges []ledger.Range
	for i := range figures {
		if r := figures[i].Range(p); !slices.Contains(ranges, r) {
			ranges = append(ranges, r)
		}
	}
	return ranges
}

// sumsSQL are the columns of the sums of ranges.
func sumsSQL(ranges []ledger.Range) string {
	sums := make([]string, len(ranges))
	for i, r := range ranges {
		sums[i] = "sumIf(amount, " + rangeSQL(r) + ")"
	}
	return strings.Join(sums, ",\n    ")
}

// rangeSQL is the condition that the postings of a range meet.
func rangeSQL(r ledger.Range) string {
	parts := []string{daysSQL(r.Days)}
	if !r.Due.IsAll() {
		parts = append(parts, dueSQL(r.Due))
	}
	if r.Only.By != "" {
		parts = append(parts, string(r.Only.By)+" = "+literal(r.Only.Value))
	}
	return strings.Join(parts, " AND ")
}

// hullSQL is the condition that the postings of some of the ranges meet, and perhaps others.
func hullSQL(ranges []ledger.Range) string {
	if len(ranges) == 1 {
		return rangeSQL(ranges[0])
	}
	days := ranges[0].Days
	for _, r := range ranges {
		days.From, days.To = min(days.From, r.Days.From), max(days.To, r.Days.To)
	}
	return daysSQL(days)
}

func daysSQL(s ledger.Span) string {
	switch {
	case s.Begins() && s.Ends():
		return "day BETWEEN " + dateSQL(s.From) + " AND " + dateSQL(s.To)
	case s.Begins():
		return "day >= " + dateSQL(s.From)
	case s.Ends():
		return "day <= " + dateSQL(s.To)
	default:
		return "1"
	}
}

// dueSQL: no date is stored as the first of January 1970.
func dueSQL(s ledger.Span) string {
	span := strings.ReplaceAll(daysSQL(s), "day ", "due ")
	if s.Undated {
		return "(due = " + dateSQL(0) + " OR " + span + ")"
	}
	if s.From <= 0 && s.To >= 0 {
		return "due != " + dateSQL(0) + " AND " + span
	}
	return span
}

func dateSQL(d calendar.Date) string { return "toDate32('" + dayText(d) + "')" }

// dayText is a day as it is stored.
func dayText(d calendar.Date) string { return ledger.Storable(d).Time().Format(time.DateOnly) }

// amountSQL is what a posting adds to a figure, of its measures.
func amountSQL(f *ledger.Figure) string {
	if len(f.Less) == 0 {
		return "amount"
	}
	less := make([]string, len(f.Less))
	for i, m := range f.Less {
		less[i] = literal(string(m))
	}
	return fmt.Sprintf("if(measure IN (%s), -amount, amount)", strings.Join(less, ", "))
}

func literal(text string) string {
	return "'" + strings.NewReplacer("\\", "\\\\", "'", "\\'").Replace(text) + "'"
}
