package gateway

import (
	"cmp"
	"slices"

	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
)

type procedureYear struct {
	code string
	year int
}

// procedures are the sums of a view's procedures, and the rows that its frame shows of them.
type procedures struct {
	byCode map[string]*procedure
	ranked []*procedure // all of them, in the order of the last render
	top    []*procedure // shown since the last render
	dirty  bool         // counted since the last render
}

// procedure is one procedure's sums in one view.
type procedure struct {
	code  string
	open  int64 // of all years
	years map[int]*procedureSums

	now   procedureSums // of the year of the last render, and open
	shown procedureSums // what cell says
	cell  string        // the row as JSON
}

type procedureSums struct{ received, resolved, open int64 }

// add counts an amount in the year of its day, and tells whether a row shows it.
func (p *procedures) add(f *fold, m ledger.Measure, key procedureYear, amount int64) bool {
	isOpen := f.figures.open[m]
	if m != ledger.DossiersReceived && m != ledger.DossiersResolved && !isOpen {
		return false
	}
	one := p.byCode[key.code]
	if one == nil {
		one = &procedure{code: key.code, years: make(map[int]*procedureSums)}
		p.byCode[key.code] = one
		p.ranked = append(p.ranked, one)
	}
	year := one.years[key.year]
	if year == nil {
		year = new(procedureSums)
		one.years[key.year] = year
	}
	switch m {
	case ledger.DossiersReceived:
		year.received += amount
	case ledger.DossiersResolved:
		year.resolved += amount
	default:
		one.open += amount
	}
	p.dirty = true
	return true
}

// rank gives the procedures with most received in the year, at most wire.TopProcedures; code breaks ties. A procedure of which
// nothing was received or resolved in the year and nothing is open has no row.
func (p *procedures) rank(year int) []*procedure {
	for _, one := range p.ranked {
		one.now = procedureSums{open: one.open}
		if sums := one.years[year]; sums != nil {
			one.now.received, one.now.resolved = sums.received, sums.resolved
		}
	}
	slices.SortFunc(p.ranked, func(a, b *procedure) int {
		return cmp.Or(cmp.Compare(b.now.received, a.now.received), cmp.Compare(a.code, b.code))
	})
	top := make([]*procedure, 0, wire.TopProcedures)
	for _, one := range p.ranked {
		if len(top) == wire.TopProcedures {
			break
		}
		if one.now != (procedureSums{}) {
			top = append(top, one)
		}
	}
	return top
}

// renderProcedures shows the rows of the procedures with most received this year.
func (f *fold) renderProcedures(v *view) {
	before := v.procedures.top
	v.procedures.top = v.procedures.rank(f.today.Year())
	for _, one := range v.procedures.top {
		if one.cell == "" || one.shown != one.now {
			one.shown, one.cell = one.now, encode(v.row(one.now))
		}
		f.set(v, one.cell, "procedures", one.code)
	}
	for _, one := range before {
		if !slices.Contains(v.procedures.top, one) {
			f.set(v, "", "procedures", one.code)
		}
	}
	v.procedures.dirty = false
}

// row is what the frame tells of the sums: without the numbers that are too few to be told in a unit of the lowest level.
func (v *view) row(sums procedureSums) wire.ProcedureRow {
	r := wire.ProcedureRow{Received: sums.received, Resolved: sums.resolved, Open: sums.open, Withheld: []string{}}
	if len(v.Unit.Children()) > 0 {
		return r
	}
	for _, number := range [...]struct {
		name  string
		value *int64
	}{{"received", &r.Received}, {"resolved", &r.Resolved}, {"open", &r.Open}} {
		if wire.IsFew(*number.value) {
			*number.value = 0
			r.Withheld = append(r.Withheld, number.name)
		}
	}
	return r
}
