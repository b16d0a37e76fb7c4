package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// take reads the table of a grid below its headings.
func (t *Table) take(g *grid, h headings) error {
	t.Sheet, t.HeadingRow, t.headings = g.name, h.row, h
	for _, i := range h.twice {
		t.Errors = append(t.Errors, t.heading(i, words("Tiêu đề này có ở nhiều cột.", "stands in more than one column")))
	}
	spread, err := g.spread(h.last)
	if err != nil {
		return err
	}
	r := tableReader{Table: t, grid: g, spread: spread, unread: make(map[int]bool), told: make(map[int]bool)}
	for i := range g.rows {
		if g.rows[i].number <= h.last {
			continue
		}
		if err := r.row(&g.rows[i]); err != nil {
			return err
		}
	}
	if g.long {
		return refuse("Trang “%s” quá dài: tối đa %d dòng và %d ô có nội dung.", "the sheet %q is too long: at most %d rows and %d cells are taken",
			g.name, MaxRows, MaxCells)
	}
	r.tell()
	return nil
}

// heading is a fault of a wanted column as a whole.
func (t *Table) heading(column int, w Words) Fault {
	at := t.headings.at[column]
	label := t.headings.labels[at]
	return Fault{Sheet: t.Sheet, Cell: address(at, t.headings.last), Row: t.headings.row, Column: label, Value: label, Vi: w.Vi, En: w.En}
}

// tableReader reads the rows of a grid.
type tableReader struct {
	*Table
	grid   *grid
	spread map[[2]int]spreadCell
	hidden []int        // rows that were not read
	unread map[int]bool // columns with content that no heading asks for
	told   map[int]bool // wanted columns that are hidden, of which that was told
}

// row reads one row, or tells why it is none of the table.
func (r *tableReader) row(row *gridRow) error {
	switch passed := r.passed(row); {
	case row.hidden:
		r.hidden = append(r.hidden, row.number)
		return nil
	case passed != nil:
		first := row.cells[0]
		r.Warnings = append(r.Warnings, Fault{
			Sheet: r.Sheet, Cell: address(first.column, row.number), Row: row.number, Column: r.headings.labels[first.column], Value: first.text, Vi: passed.Vi, En: passed.En,
		})
		return nil
	case len(r.Rows) == MaxRows:
		return refuse("Bảng có hơn %d dòng.", "the table has more than %d rows", MaxRows)
	}
	taken := Row{Number: row.number, cells: make([]cell, len(r.want.Columns)), table: r.Table}
	any := r.ragged(row, &taken)
	for i, at := range r.headings.at {
		if at < 0 {
			continue
		}
		c := r.cell(row, at, r.want.Columns[i].Kind)
		if len(c.text) > MaxCellBytes {
			return refuse("Ô %s có %d byte; tối đa nhận %d.", "the cell %s has %d bytes; at most %d are taken", address(at, row.number), len(c.text), MaxCellBytes)
		}
		if c.filled() {
			any = true
			r.tellHidden(i, at)
		}
		taken.cells[i] = c
	}
	for _, c := range row.cells {
		if taken.ragged == nil && !slices.Contains(r.headings.at, c.column) {
			r.unread[c.column] = true
		}
	}
	if any {
		r.Rows = append(r.Rows, taken)
	}
	return nil
}

// ragged notes what a row of a CSV file has too much or lacks: then nobody can tell which cell stands under which heading.
func (r *tableReader) ragged(row *gridRow, taken *Row) bool {
	columns := 0
	for column := range r.headings.labels {
		columns = max(columns, column+1)
	}
	cells := row.fields
	if width := row.width(); width > columns || cells > columns {
		cells = max(width, columns)
	}
	if !r.grid.delimited || cells == columns {
		return false
	}
	w := words("Dòng có %d ô dưới %d tiêu đề: không rõ ô nào thuộc cột nào (số có dấu phẩy phải đặt trong ngoặc kép).",
		"has %d cells under %d headings: which cell stands in which column is not clear (a number with a comma needs quotation marks)", cells, columns)
	taken.ragged = &w
	return true
}

// width is up to where a row has content.
func (r *gridRow) width() int {
	if len(r.cells) == 0 {
		return 0
	}
	return r.cells[len(r.cells)-1].column + 1
}

// tellHidden tells once that a column is hidden. A number or a day that nobody sees is not taken.
func (r *tableReader) tellHidden(i, at int) {
	if r.told[i] || !r.grid.columnHidden(at) {
		return
	}
	r.told[i] = true
	if r.want.Columns[i].Kind == Text {
		r.Warnings = append(r.Warnings, r.heading(i, words("Cột %s đang ẩn; nội dung vẫn được đọc.", "the column %s is hidden; it was read all the same", columnName(at))))
		return
	}
	r.Errors = append(r.Errors, r.heading(i, words("Cột %s đang ẩn mà có số liệu: hãy bỏ ẩn cột, hoặc xóa nội dung.",
		"the column %s is hidden and holds figures: show it, or empty it", columnName(at))))
}

// totals begin the rows that sum up others.
var totals = regexp.MustCompile(`^(tổng cộng|tổng số|tổng|cộng|grand total|total|sum)( (cộng|số|chung|all))?( ?[(:].*)?$`)

// passed tells why a row is none of the table's: the headings again, as on a new page, the numbers of the columns, or totals.
func (r *tableReader) passed(row *gridRow) *Words {
	first := key(row.cells[0].text)
	switch {
	case row.cells[0].holds == aText && totals.MatchString(first):
		return &Words{Vi: "Dòng tổng: không đọc.", En: "is a row of totals: it was not read"}
	case r.repeats(row):
		return &Words{Vi: "Dòng tiêu đề lặp lại: không đọc.", En: "is the headings again: it was not read"}
	case len(r.Rows) == 0 && numbersColumns(row):
		return &Words{Vi: "Dòng đánh số cột: không đọc.", En: "numbers the columns: it was not read"}
	}
	return nil
}

func (r *tableReader) repeats(row *gridRow) bool {
	for i := range row.cells {
		if c := &row.cells[i]; c.holds != aText || key(c.text) != key(r.headings.labels[c.column]) {
			return false
		}
	}
	return len(row.cells) > 1
}

var columnNumber = regexp.MustCompile(`^\(?(\d{1,2}|[A-Za-z])\)?( ?=.*)?$`)

// numbersColumns tells whether a row is (1), (2), (3)… or A, B, 1, 2…, as forms have below their headings.
func numbersColumns(row *gridRow) bool {
	next := 1
	for i := range row.cells {
		m := columnNumber.FindStringSubmatch(row.cells[i].text)
		switch {
		case m == nil:
			return false
		case m[1] == fmt.Sprint(next):
			next++
		case m[1] >= "0" && m[1] <= "99":
			return false
		}
	}
	return next > 2 && len(row.cells) > 2
}

// tell notes what was not read.
func (r *tableReader) tell() {
	if len(r.hidden) > 0 {
		w := words("%d dòng đang ẩn, không đọc: %s.", "%d hidden rows were not read: %s", len(r.hidden), ranges(r.hidden))
		to := &r.Warnings
		if r.want.Whole {
			w = words("%d dòng đang ẩn: %s. Hãy bỏ ẩn, hoặc xóa các dòng đó.", "%d rows are hidden: %s. Show or delete them", len(r.hidden), ranges(r.hidden))
			to = &r.Errors
		}
		*to = append(*to, Fault{Sheet: r.Sheet, Row: r.hidden[0], Vi: w.Vi, En: w.En})
	}
	var names []string
	for column := range MaxColumns {
		label := r.headings.labels[column]
		if !r.unread[column] || r.beside(label) || r.grid.columnHidden(column) {
			continue
		}
		if label == "" {
			names = append(names, columnName(column))
		} else {
			names = append(names, label+" ("+columnName(column)+")")
		}
	}
	if len(names) > 0 {
		w := words("Các cột này không được đọc: %s.", "these columns were not read: %s", quoted(names))
		r.Warnings = append(r.Warnings, Fault{Sheet: r.Sheet, Row: r.headings.row, Vi: w.Vi, En: w.En})
	}
}

func (r *tableReader) beside(label string) bool {
	return label != "" && slices.ContainsFunc(r.want.Beside, func(known string) bool { return key(known) == key(label) })
}

// maxRanges are how many ranges of rows are named.
const maxRanges = 10

// ranges writes rows as 3–5, 9.
func ranges(rows []int) string {
	var all []string
	for i := 0; i < len(rows); {
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		switch {
		case len(all) == maxRanges:
			return strings.Join(all, ", ") + "…"
		case j > i:
			all = append(all, fmt.Sprintf("%d–%d", rows[i], rows[j]))
		default:
			all = append(all, fmt.Sprint(rows[i]))
		}
		i = j + 1
	}
	return strings.Join(all, ", ")
}
