package ledgertest

import (
	"fmt"
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/ledger"
)

// Figures draws n figures that nobody defined: measures of any noun, added and subtracted, over windows of days and due dates as odd as
// they can be, some of them of one value of an axis. intN is as Config.IntN.
func Figures(intN func(int) int, n int) []ledger.Figure {
	d := drawn(intN)
	measures := d.measures()
	figures := make([]ledger.Figure, n)
	for i := range figures {
		added := 1 + intN(3)
		subtracted := max(0, intN(5)-2)
		these := measures[:added+subtracted]
		figures[i] = ledger.Figure{
			Name: fmt.Sprintf("drawn.%d", i), Kind: d.kind(),
			Measures: slices.Clone(these[:added]), Less: slices.Clone(these[added:]), Only: d.only(),
		}
		measures = append(slices.Clone(measures[len(these):]), these...)
	}
	return figures
}

// drawn draws numbers from 0 to below n.
type drawn func(n int) int

// measures are all that any figure sums, in an order of chance.
func (d drawn) measures() []ledger.Measure {
	var all []ledger.Measure
	for _, f := range ledger.Figures() {
		for _, m := range f.Measures {
			if !slices.Contains(all, m) {
				all = slices.Insert(all, d(len(all)+1), m)
			}
		}
	}
	return all
}

func (d drawn) kind() ledger.Kind {
	known := []ledger.Kind{ledger.Flow, ledger.Stock, ledger.Overdue, ledger.DueSoon, ledger.InTime, ledger.Opening, ledger.Cohort}
	k := known[d(len(known))]
	if d(3) == 0 {
		return k
	}
	k.ByThing = d(2) == 0
	if d(2) == 0 {
		k.Days = d.window()
		k.Days.Undated = false // a posting always has a day
	}
	if d(3) > 0 {
		k.Due = d.window()
	}
	return k
}

func (d drawn) window() ledger.Window {
	return ledger.Window{From: d.bound(), To: d.bound(), Undated: d(2) == 0}
}

func (d drawn) bound() ledger.Bound {
	b := ledger.Bound{Anchor: ledger.Anchor(d(3))}
	if b.Anchor != ledger.Never {
		b.Plus = calendar.Date(d(9) - 4)
	}
	return b
}

func (d drawn) only() ledger.Only {
	values := []ledger.Only{
		{By: ledger.ByAspect, Value: "online"},
		{By: ledger.ByAspect, Value: "it's\\"},
		{By: ledger.ByLevel, Value: "full"},
		{By: ledger.ByLevel},
		{By: ledger.ByDepartment, Value: "construction"},
		{By: ledger.ByUnit, Value: "672"},
		{By: ledger.ByProcedure, Value: "1.000001"},
	}
	if d(3) > 0 {
		return ledger.Only{}
	}
	return values[d(len(values))]
}
