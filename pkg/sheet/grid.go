package sheet

// grid is a sheet as its file has it, before anything is understood of it. Rows come in their order and are not empty.
type grid struct {
	name      string
	rows      []gridRow
	merges    []area
	hidden    []span // columns
	noZeros   bool   // its view shows no zeros
	from1904  bool   // days are counted from 1904
	delimited bool   // CSV: a row has as many cells as its line has fields
	long      bool   // there is more than MaxRows or MaxCells
}

type gridRow struct {
	number int
	hidden bool
	fields int // CSV: with the empty ones, without those at the end
	cells  []gridCell
}

// holds is what a cell holds.
type holds uint8

const (
	aText holds = iota
	aNumber
	aTruth
	anError
	aDay     // written as a day by ISO 8601
	noResult // a formula without one
)

// gridCell is a cell that is not empty.
type gridCell struct {
	column int // from 0
	holds  holds
	text   string // for numbers as they are stored
	number float64
	format *format // nil: general
}

// span are columns, from 0, both included.
type span struct{ from, to int }

// area is a merged range; columns from 0, rows from 1, both included.
type area struct{ left, top, right, bottom int }

func (g *grid) columnHidden(column int) bool {
	for _, s := range g.hidden {
		if column >= s.from && column <= s.to {
			return true
		}
	}
	return false
}

// at is the cell in a column, or nil.
func (r *gridRow) at(column int) *gridCell {
	for i := range r.cells {
		if r.cells[i].column == column {
			return &r.cells[i]
		}
	}
	return nil
}
