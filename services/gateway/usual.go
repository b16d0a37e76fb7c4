package gateway

import (
	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
)

// bandedDays is how far back the hours of banded measures are kept.
const bandedDays = 7 * ledger.UsualWeeks

// noHour is the hour that a day has reached on which nothing banded has come.
const noHour = -1

// hourAmounts are what a measure is in each hour of a day.
type hourAmounts [24]int32

// reach takes a day to an hour: the hours before it are over, and can be held against what is usual. The hour is that
// of the latest posting of a banded measure anywhere in the province, so that it is the same in every view; no clock
// tells it.
func (f *fold) reach(hour int) {
	if hour <= f.hour {
		return
	}
	f.hour = hour
	for _, v := range f.views {
		v.dirtyBands = true
		f.touch(v)
	}
}

// isBanded tells whether what a view has of a posting's hour is kept to be held against what is usual.
func (f *fold) isBanded(measure int, x *fact) bool {
	return f.figures.banded[measure] && x.Hour < ledger.NoHour && x.Day >= f.today-bandedDays
}

// renderBands shows, in the view and in the one above it, which figures are not what is usual at this hour.
func (f *fold) renderBands(v *view) {
	for i := range f.figures.figures {
		fig := &f.figures.figures[i]
		if !fig.Banded {
			continue
		}
		value := ""
		if u, is := f.unusual(v, i); is {
			value = encode(u)
		}
		f.set(v, value, "unusual", v.ID, fig.Name)
		if v.parent != nil {
			f.set(v.parent, value, "unusual", v.ID, fig.Name)
		}
	}
	v.dirtyBands = false
}

// unusual is a figure of the hours of today that are over, held against the same hours of days like today; false where
// it is usual, or not known.
func (f *fold) unusual(v *view, figure int) (wire.Unusual, bool) {
	if f.hour < 1 {
		return wire.Unusual{}, false
	}
	terms := f.figures.terms[figure]
	known, begun := v.since(terms)
	if !begun {
		return wire.Unusual{}, false
	}
	var before [ledger.UsualWeeks]int64
	n := 0
	for week := 1; week <= ledger.UsualWeeks; week++ {
		day := f.today - calendar.Date(7*week)
		if day >= known && f.topo.Calendar().IsWorkingDay(day) == f.topo.Calendar().IsWorkingDay(f.today) {
			before[n] = v.until(terms, day, f.hour)
			n++
		}
	}
	band, ok := ledger.Usual(before[:n])
	value := v.until(terms, f.today, f.hour)
	if !ok || band.Has(value) {
		return wire.Unusual{}, false
	}
	return wire.Unusual{Value: value, Low: band.Low, High: band.High, Hour: f.hour, Days: n, Tenths: band.Tenths(value)}, true
}

// since is the first day of which the view knows anything of the terms.
func (v *view) since(terms []term) (first calendar.Date, begun bool) {
	for _, t := range terms {
		if days := &v.series[t.measure].days; len(days.sums) > 0 && (!begun || days.first < first) {
			first, begun = days.first, true
		}
	}
	return first, begun
}

// until is what came on a day before an hour.
func (v *view) until(terms []term, day calendar.Date, hour int) (sum int64) {
	for _, t := range terms {
		if h := v.hours[hourKey{day, t.measure}]; h != nil {
			for _, amount := range h[:hour] {
				sum += t.sign * int64(amount)
			}
		}
	}
	return sum
}
