// Package sheet reads the tables that people keep in spreadsheets, CSV or XLSX, and writes templates. It is the one door to the
// spreadsheet library.
//
// What is read is what a person sees: the first visible sheet that has the headings that are asked for, below whatever titles stand
// above them. A cell that cannot be read as it looks is refused, one that can be read so only with an assumption is told. Each fault
// and warning names the sheet, the row, the column and the cell.
package sheet

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"langbiang.internal/ioc/pkg/problem"
)

// Bounds of a file, each a clear refusal.
const (
	MaxBytes         = 16 << 20  // of a file
	MaxRows          = 50_000    // of the table, below the headings
	MaxColumns       = 256       // of a sheet, from its first
	MaxCells         = 1_000_000 // of a sheet, that are not empty
	MaxCellBytes     = 4_000     // of a cell
	MaxSheets        = 256       // of a workbook
	MaxMerges        = 10_000    // merged ranges of a sheet
	MaxUnpackedBytes = 32 << 20  // of an XLSX file
	maxParts         = 4_096     // in an XLSX file
	maxStyles        = 65_536    // number formats of a workbook
	maxHeadingRow    = 100       // rows that are not empty among which the headings are looked for
)

// Kind is what the cells of a column hold.
type Kind int

// The kinds of column.
const (
	Text   Kind = iota // names and codes
	Number             // read with Row.Figure
	Day                // read with Row.Day
)

// Column is one that a table is asked for.
type Column struct {
	Names  []string // its headings, any of them; the first names it
	Kind   Kind
	Needed bool // a sheet without it is not the table
}

// Want is what is looked for in a file.
type Want struct {
	Columns []Column
	Beside  []string // headings of columns that are known and not read
	Sheet   string   // the name of the sheet to take; "": the first visible one that has all needed headings
	Whole   bool     // what is not in the table says something too, so that hidden rows are refused instead of passed over
}

// Table is what was found.
type Table struct {
	Sheet      string  // "" in a CSV file
	HeadingRow int     // as the spreadsheet numbers it, from 1
	Sheets     []Found // of the workbook, in its order; none in a CSV file
	Rows       []Row
	Errors     []Fault // of the table as a whole: it is not to be taken if there are any
	Warnings   []Fault // what was not read, or not quite as it looks
	want       *Want
	headings   headings
}

// Found is a sheet of the workbook.
type Found struct {
	Name       string `json:"name"`
	State      string `json:"state"`                // visible, hidden, very_hidden
	HeadingRow int    `json:"heading_row,omitzero"` // where the needed headings stand in it; 0: nowhere
	Taken      bool   `json:"taken"`
}

// Words say something in both languages.
type Words = problem.Words

// Fault is what is wrong with, or to be told of, one cell, in both languages. Column is the heading; Row is 0 for the file as a whole.
type Fault struct {
	Sheet  string `json:"sheet,omitzero"`
	Cell   string `json:"cell,omitzero"` // its address, such as H12
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"` // as it is shown
	Vi     string `json:"vi"`
	En     string `json:"en"`
}

// WriteFaults answers that a file was refused for what is wrong with its cells: invalid, with the members of result beside them.
func WriteFaults(w http.ResponseWriter, r *http.Request, faults []Fault, result any) {
	items := make([]problem.Item, len(faults))
	for i := range faults {
		cell, _ := json.Marshal(faults[i]) // a few texts and a number
		items[i] = problem.Item{Code: problem.Invalid, Message: faults[i].Says(problem.English(r)), Cell: cell}
	}
	problem.WriteItems(w, r, problem.New(problem.Invalid, "", "%d things are wrong with the file: nothing was taken", len(faults)), items, result)
}

// Says is what the fault says in English or Vietnamese.
func (f *Fault) Says(english bool) string { return Words{Vi: f.Vi, En: f.En}.In(english) }

// Bounds of what is told of a file.
const (
	MaxFaults     = 1_000 // told one by one
	MaxToldOfCell = 200   // characters of a cell's text
)

// Few are the first MaxFaults of the faults, with the beginnings of long texts, and how many more there are.
func Few(faults []Fault) []Fault {
	few := slices.Clone(faults[:min(len(faults), MaxFaults)])
	for i := range few {
		if shown := []rune(few[i].Value); len(shown) > MaxToldOfCell {
			few[i].Value = string(shown[:MaxToldOfCell]) + "…"
		}
	}
	if len(faults) > MaxFaults {
		more := words("Và %d điều nữa.", "and %d more", len(faults)-MaxFaults)
		few = append(few, Fault{Vi: more.Vi, En: more.En})
	}
	return few
}

// Error is the fault in English.
func (f *Fault) Error() string {
	if f.Row == 0 {
		return f.En
	}
	return fmt.Sprintf("row %d, column %q: %q %s", f.Row, f.Column, f.Value, f.En)
}

// Refusal is a file that is not read at all, or one in which the table is not found.
type Refusal struct {
	Words
	Field  string  // file, or sheet where the one asked for is not there
	Faults []Fault // the headings that are missing
	Sheets []Found
}

// Error is the refusal in English.
func (r *Refusal) Error() string { return r.En }

// About is the parameter that it is about, or file.
func (r *Refusal) About() string { return r.Field }

func refuse(vi, en string, args ...any) *Refusal {
	return &Refusal{Field: "file", Words: words(vi, en, args...)}
}

// Digits are those of a number as English writes it, with a point before the fraction.
type Digits string

// Vi is the number as Vietnamese writes it: a comma before the fraction, points between thousands.
func (n Digits) Vi() string { return strings.NewReplacer(".", ",", ",", ".").Replace(string(n)) }

// words fills both texts with the same arguments, each Digits as the language writes it.
func words(vi, en string, args ...any) Words {
	if len(args) == 0 {
		return Words{Vi: vi, En: en}
	}
	local := slices.Clone(args)
	for i := range local {
		if n, ok := local[i].(Digits); ok {
			local[i] = n.Vi()
		}
	}
	return Words{Vi: fmt.Sprintf(vi, local...), En: fmt.Sprintf(en, args...)}
}

// Read finds the table in a CSV file (UTF-8 or UTF-16; commas, semicolons or tabs) or an XLSX one. Its error is a *Refusal.
func Read(file []byte, want *Want) (*Table, error) {
	if len(file) > MaxBytes {
		return nil, refuse("Tệp có %d byte; tối đa nhận %d.", "the file is %d bytes; at most %d are taken", len(file), MaxBytes)
	}
	if refusal := foreign(file); refusal != nil {
		return nil, refusal
	}
	t, err := &Table{want: want}, error(nil)
	if isZip(file) {
		err = t.readWorkbook(file)
	} else {
		err = t.readCSV(file)
	}
	if err == nil {
		return t, nil
	}
	if refusal := new(Refusal); errors.As(err, &refusal) {
		return nil, refusal
	}
	return nil, refuse("Không đọc được tệp: %v.", "the file cannot be read: %v", err)
}

// Row is one row of the table that is not empty.
type Row struct {
	Number int    // as the spreadsheet numbers it, from 1
	cells  []cell // one for each column of Want
	ragged *Words // a row of a CSV file that has not as many cells as there are headings
	table  *Table
}

// Text is what a person reads in a cell; "" where the column is missing.
func (r *Row) Text(column int) string { return r.cells[column].text }

// Fault is a fault of a cell of the row.
func (r *Row) Fault(column int, vi, en string) Fault {
	h, c := &r.table.headings, &r.cells[column]
	f := Fault{Sheet: r.table.Sheet, Row: r.Number, Column: r.table.want.Columns[column].Names[0], Value: c.shown, Vi: vi, En: en}
	if at := h.at[column]; at >= 0 {
		f.Column, f.Cell = h.labels[at], address(at, r.Number)
	}
	return f
}

// Faults are what is wrong with the row's cells, and what is to be told of them.
func (r *Row) Faults() (wrong, told []Fault) {
	if r.ragged != nil {
		return []Fault{{Sheet: r.table.Sheet, Row: r.Number, Vi: r.ragged.Vi, En: r.ragged.En}}, nil
	}
	for i := range r.cells {
		if w := r.cells[i].wrong; w != nil {
			wrong = append(wrong, r.Fault(i, w.Vi, w.En))
		}
		if w := r.cells[i].told; w != nil {
			told = append(told, r.Fault(i, w.Vi, w.En))
		}
	}
	return wrong, told
}

// Ragged tells whether the row's cells cannot be told apart; Faults says so.
func (r *Row) Ragged() bool { return r.ragged != nil }

// Wrong tells whether a cell has a fault already, so that its text says nothing.
func (r *Row) Wrong(column int) bool { return r.cells[column].wrong != nil }

// address is a cell's, such as H12; the column counts from 0.
func address(column, row int) string { return columnName(column) + strconv.Itoa(row) }

func columnName(column int) string {
	var name []byte
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = append(name, byte('A'+(n-1)%26))
	}
	slices.Reverse(name)
	return string(name)
}

// quoted lists names between quotation marks.
func quoted(names []string) string { return "“" + strings.Join(names, "”, “") + "”" }
