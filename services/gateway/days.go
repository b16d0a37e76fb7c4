package gateway

import (
	"slices"
	"strconv"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/wire"
)

// renderDays shows a figure's last days: all of them on a new day, else those that were touched.
func (f *fold) renderDays(v *view, figure int, newDay bool) {
	name, first := f.figures.figures[figure].Name, f.today-wire.DaysShown+1
	all := newDay || len(v.dirtyDays) >= maxDirtyDays
	if all && v.renderDay != 0 {
		for day := v.renderDay - wire.DaysShown + 1; day < min(first, v.renderDay+1); day++ {
			f.set(v, "", "days", name, day.String())
		}
	}
	switch isStock := !f.figures.figures[figure].Kind.Periodic(); {
	case all && isStock:
		f.renderStanding(v, figure, first)
	case all:
		for day := first; day <= f.today; day++ {
			f.renderOneDay(v, figure, day)
		}
	case isStock && len(v.dirtyDays) > 0:
		f.renderStanding(v, figure, max(first, slices.Min(v.dirtyDays)))
	case !isStock:
		for _, day := range v.dirtyDays {
			if day >= first {
				f.renderOneDay(v, figure, day)
			}
		}
	}
}

func (f *fold) renderOneDay(v *view, figure int, day calendar.Date) {
	f.set(v, number(v.onDay(f.figures.terms[figure], day)), "days", f.figures.figures[figure].Name, day.String())
}

// renderStanding shows what a stock was at the end of each day from one on: what stands now, less what has changed since. Days
// of which the view knows nothing have no value; 0 is one.
func (f *fold) renderStanding(v *view, figure int, from calendar.Date) {
	terms := f.figures.terms[figure]
	known, begun := v.since(terms)
	stands := v.value(f, figure, f.newYear)
	for day := f.today; day >= from; day-- {
		value := ""
		if begun && day >= known {
			value = strconv.FormatInt(stands, 10)
		}
		f.set(v, value, "days", f.figures.figures[figure].Name, day.String())
		stands -= v.onDay(terms, day)
	}
}

// onDay is the amount of the terms' postings of a day.
func (v *view) onDay(terms []term, day calendar.Date) (sum int64) {
	for _, t := range terms {
		sum += t.sign * v.series[t.measure].days.at(day)
	}
	return sum
}
