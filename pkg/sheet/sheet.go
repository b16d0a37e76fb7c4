// Package sheet reads the tables that people keep in spreadsheets, CSV or XLSX, into rows that know where they stand, so that an
// error can name the row and the column; and writes templates. It is the one door to the spreadsheet library.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Bounds of a table.
const (
	MaxBytes      = 16 << 20  // of a file
	MaxRows       = 50_000    // below the headings
	MaxColumns    = 64        // of a row
	MaxCellBytes  = 4_000     // of a cell
	maxUnzipBytes = 256 << 20 // of an XLSX file, unpacked
)

// Table is the first sheet of a file: its first row that is not empty are the headings.
type Table struct {
	Columns []string
	Rows    []Row
}

// Row is one row that is not empty.
type Row struct {
	Number int      // as the spreadsheet numbers it, from 1
	Cells  []string // trimmed; one for each column
}

// Fault is what is wrong with one cell, in both languages. Column is the heading; Row is 0 for the file as a whole.
type Fault struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Vi     string `json:"vi"`
	En     string `json:"en"`
}

// Error is the fault in English.
func (f *Fault) Error() string {
	if f.Row == 0 {
		return f.En
	}
	return fmt.Sprintf("row %d, column %q: %q %s", f.Row, f.Column, f.Value, f.En)
}

// Read reads a CSV file (UTF-8, with or without a byte order mark; commas, semicolons or tabs) or an XLSX one.
func Read(file []byte) (*Table, error) {
	if len(file) > MaxBytes {
		return nil, fmt.Errorf("the file is %d bytes; at most %d are taken", len(file), MaxBytes)
	}
	if bytes.HasPrefix(file, []byte("PK\x03\x04")) {
		return readXLSX(file)
	}
	return readCSV(file)
}

func readCSV(file []byte) (*Table, error) {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	if !utf8.Valid(file) {
		return nil, errors.New("the file is neither XLSX nor UTF-8 text")
	}
	reader := csv.NewReader(bytes.NewReader(file))
	reader.FieldsPerRecord = -1
	reader.Comma = separator(file)
	t := new(Table)
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t.checked()
		}
		if err != nil {
			return nil, fmt.Errorf("read CSV: %w", err)
		}
		line, _ := reader.FieldPos(0)
		if err := t.add(line, record); err != nil {
			return nil, err
		}
	}
}

// separator is the one that occurs most in the first line.
func separator(file []byte) rune {
	line, _, _ := bytes.Cut(file, []byte("\n"))
	best, most := ',', bytes.Count(line, []byte(","))
	for _, c := range []rune{';', '\t'} {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// add takes a row: the headings first; empty rows are passed over.
func (t *Table) add(number int, cells []string) error {
	last := 0
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
		if len(cells[i]) > MaxCellBytes {
			return fmt.Errorf("row %d: a cell has %d bytes; at most %d are taken", number, len(cells[i]), MaxCellBytes)
		}
		if cells[i] != "" {
			last = i + 1
		}
	}
	cells = cells[:last]
	switch {
	case len(cells) == 0:
		return nil
	case len(cells) > MaxColumns:
		return fmt.Errorf("row %d has %d columns; at most %d are taken", number, len(cells), MaxColumns)
	case t.Columns == nil:
		t.Columns = cells
		return nil
	case len(t.Rows) == MaxRows:
		return fmt.Errorf("the table has more than %d rows", MaxRows)
	}
	for len(cells) < len(t.Columns) {
		cells = append(cells, "")
	}
	t.Rows = append(t.Rows, Row{Number: number, Cells: cells})
	return nil
}

func (t *Table) checked() (*Table, error) {
	if t.Columns == nil {
		return nil, errors.New("the file has no headings")
	}
	seen := make(map[string]bool)
	for _, c := range t.Columns {
		if key := strings.ToLower(c); c != "" && seen[key] {
			return nil, fmt.Errorf("the heading %q stands twice", c)
		}
		seen[strings.ToLower(c)] = true
	}
	return t, nil
}

// Column is the index of the first heading that is one of the names, whatever its case; −1 if there is none.
func (t *Table) Column(names ...string) int {
	for _, name := range names {
		for i, c := range t.Columns {
			if strings.EqualFold(c, name) {
				return i
			}
		}
	}
	return -1
}

// WriteCSV writes rows as the spreadsheets of this country read them: UTF-8 with a byte order mark, semicolons between the cells.
func WriteCSV(w io.Writer, rows [][]any) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	writer := csv.NewWriter(w)
	writer.Comma, writer.UseCRLF = ';', true
	for _, row := range rows {
		record := make([]string, len(row))
		for i, cell := range row {
			if cell != nil {
				record[i] = fmt.Sprint(cell)
			}
		}
		if err := writer.Write(record); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	writer.Flush()
	if err := writer.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// Sheet is one sheet to write.
type Sheet struct {
	Name   string
	Widths []float64 // of the columns, in characters; 0: as it comes
	Rows   [][]any   // the first are the headings
}

// Write writes an XLSX file.
func Write(w io.Writer, sheets ...Sheet) (err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	bold, err := book.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DCE6F1"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
	})
	if err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	for i, s := range sheets {
		if err := writeSheet(book, i, s, bold); err != nil {
			return fmt.Errorf("write XLSX, sheet %s: %w", s.Name, err)
		}
	}
	return book.Write(w)
}

func writeSheet(book *excelize.File, i int, s Sheet, bold int) error {
	if i == 0 {
		if err := book.SetSheetName("Sheet1", s.Name); err != nil {
			return err
		}
	} else if _, err := book.NewSheet(s.Name); err != nil {
		return err
	}
	for n, row := range s.Rows {
		cell, err := excelize.CoordinatesToCellName(1, n+1)
		if err != nil {
			return err
		}
		if err := book.SetSheetRow(s.Name, cell, &row); err != nil {
			return err
		}
	}
	for n, width := range s.Widths {
		column, err := excelize.ColumnNumberToName(n + 1)
		if err != nil || width == 0 {
			continue
		}
		if err := book.SetColWidth(s.Name, column, column, width); err != nil {
			return err
		}
	}
	if len(s.Rows) == 0 {
		return nil
	}
	if err := book.SetRowStyle(s.Name, 1, 1, bold); err != nil {
		return err
	}
	return book.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
