package sheet

import "slices"

// headings are where the columns of a table are.
type headings struct {
	row    int            // the first row of them; 0: none was found
	last   int            // the last row of them: headings may take two
	at     []int          // for each wanted column, the sheet's column, from 0; −1: missing
	labels map[int]string // column → heading, as it is written
	twice  []int          // wanted columns whose heading stands more than once
	found  int
	whole  bool // no needed column is missing
}

// locate looks for the row that has all needed headings: a visible one first, then two rows one above the other (a heading over
// several columns has its parts below), then any. Without one, it is the row that has the most of them.
func (g *grid) locate(want *Want) headings {
	rows := g.rows[:min(len(g.rows), maxHeadingRow)]
	best := headings{at: slices.Repeat([]int{-1}, len(want.Columns))}
	try := func(h headings) bool {
		if h.found > best.found || h.whole {
			best = h
		}
		return h.whole
	}
	for _, hidden := range []bool{false, true} {
		for i := range rows {
			if rows[i].hidden == hidden && try(match(want, &rows[i], nil)) {
				return best
			}
		}
		for i := 1; i < len(rows); i++ {
			if rows[i].hidden == hidden && rows[i-1].hidden == hidden && try(match(want, &rows[i-1], &rows[i])) {
				return best
			}
		}
	}
	return best
}

// match finds the wanted columns in a row; where a second row has a text below, it is the heading.
func match(want *Want, row, below *gridRow) headings {
	h := headings{row: row.number, last: row.number, at: slices.Repeat([]int{-1}, len(want.Columns)), labels: make(map[int]string), whole: true}
	row.label(h.labels)
	if below != nil {
		h.last = below.number
		below.label(h.labels)
	}
	keys := make(map[string][]int)
	for column, label := range h.labels {
		keys[key(label)] = append(keys[key(label)], column)
	}
	for i := range want.Columns {
		var at []int
		for _, name := range want.Columns[i].Names {
			at = append(at, keys[key(name)]...)
		}
		switch {
		case len(at) > 0:
			h.at[i] = slices.Min(at)
			h.found++
		case want.Columns[i].Needed:
			h.whole = false
		}
		if len(at) > 1 {
			h.twice = append(h.twice, i)
		}
	}
	return h
}

func (r *gridRow) label(labels map[int]string) {
	for i := range r.cells {
		if r.cells[i].holds == aText {
			labels[r.cells[i].column] = r.cells[i].text
		}
	}
}

// missing are the faults of a sheet that lacks needed headings.
func (h *headings) missing(want *Want, sheet string) (faults []Fault) {
	for i, c := range want.Columns {
		if c.Needed && h.at[i] < 0 {
			w := words("Thiếu cột “%s”.", "the column %q is missing", c.Names[0])
			if other := c.Names[len(c.Names)-1]; other != c.Names[0] {
				w = words("Thiếu cột “%s” (hoặc “%s”).", "the column %q (or %q) is missing", c.Names[0], other)
			}
			faults = append(faults, Fault{Sheet: sheet, Row: h.row, Column: c.Names[0], Vi: w.Vi, En: w.En})
		}
	}
	return faults
}
