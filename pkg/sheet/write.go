package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// WriteCSV writes rows as the spreadsheets of this country read them: UTF-8 with a byte order mark, semicolons between the cells and a
// comma in a number; as those set to English read them, commas and a point. Each row has as many cells as the longest. A text that a
// spreadsheet would take for a formula begins with an apostrophe; numbers stay numbers.
func WriteCSV(w io.Writer, rows [][]any, english bool) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	writer := csv.NewWriter(w)
	writer.UseCRLF = true
	if !english {
		writer.Comma = ';'
	}
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	for _, row := range rows {
		record := make([]string, width)
		for i, cell := range row {
			record[i] = inCSV(cell, english)
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

// Fixed is a number that is written with so many digits after the point.
type Fixed struct {
	Value  float64
	Digits int
}

// formulas are what a cell begins with that a spreadsheet calculates or runs.
const formulas = "=+-@\t\r"

// inCSV is a cell of CSV.
func inCSV(cell any, english bool) string {
	number := ""
	switch c := cell.(type) {
	case nil:
		return ""
	case string:
		if c != "" && strings.ContainsRune(formulas, rune(c[0])) {
			return "'" + c
		}
		return c
	case Fixed:
		number = strconv.FormatFloat(c.Value, 'f', c.Digits, 64)
	default:
		number = fmt.Sprint(c)
	}
	if !english {
		number = strings.Replace(number, ".", ",", 1)
	}
	return number
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
