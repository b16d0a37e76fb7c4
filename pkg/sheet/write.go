package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// WriteCSV writes rows as the spreadsheets of this country read them: UTF-8 with a byte order mark, semicolons between the cells, as
// many cells in each row as in the longest.
func WriteCSV(w io.Writer, rows [][]any) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	writer := csv.NewWriter(w)
	writer.Comma, writer.UseCRLF = ';', true
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	for _, row := range rows {
		record := make([]string, width)
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
