package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

func readXLSX(file []byte) (t *Table, err error) {
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		UnzipSizeLimit: maxUnzipBytes, UnzipXMLSizeLimit: maxUnzipBytes / 4,
	})
	if err != nil {
		return nil, fmt.Errorf("read XLSX: %w", err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, errors.New("read XLSX: the file has no sheet")
	}
	// The sheet is read twice side by side: a cell's number alone does not tell that it is shown as a percentage.
	stored, err := book.Rows(sheets[0])
	if err != nil {
		return nil, fmt.Errorf("read XLSX: %w", err)
	}
	defer func() { err = errors.Join(err, stored.Close()) }()
	shown, err := book.Rows(sheets[0])
	if err != nil {
		return nil, fmt.Errorf("read XLSX: %w", err)
	}
	defer func() { err = errors.Join(err, shown.Close()) }()
	t = new(Table)
	for n := 1; stored.Next() && shown.Next(); n++ {
		cells, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, fmt.Errorf("read XLSX, row %d: %w", n, err)
		}
		texts, err := shown.Columns(excelize.Options{})
		if err != nil {
			return nil, fmt.Errorf("read XLSX, row %d: %w", n, err)
		}
		for i := range min(len(cells), len(texts)) {
			cells[i] = cellText(cells[i], texts[i])
		}
		if err := t.add(n, cells); err != nil {
			return nil, err
		}
	}
	return t.checked()
}

// precision is how many significant digits of a number a spreadsheet shows; what lies beyond them is an artefact of its binary form.
const precision = 15

// cellText is what a person reads in a cell that holds stored and is shown so: a number without the digits that only its binary form
// has, and, where the cell's format is a percentage, in percent with its sign. Dates stay the serial numbers that are stored.
func cellText(stored, shown string) string {
	number, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
		return stored
	}
	if scaled(number, shown) {
		return decimal(number*100) + "%"
	}
	if strings.Contains(stored, "E+") || strings.Contains(stored, "E-") || strings.Contains(stored, ".") && len(stored) > precision {
		return decimal(number)
	}
	return stored
}

// scaled tells whether a number is shown as a percentage of 1. A percent sign that is only written beside it does not scale it: then
// the number shown is nearer to the one stored than to its hundredfold.
func scaled(number float64, shown string) bool {
	digits, percent := strings.CutSuffix(strings.TrimSpace(shown), "%")
	if !percent {
		return false
	}
	seen, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(digits), ",", ""), 64)
	return err == nil && math.Abs(seen-100*number) <= math.Abs(seen-number)
}

// decimal writes a number without an exponent, to the digits that a spreadsheet shows.
func decimal(number float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(number, 'g', precision, 64), 64)
	if err != nil {
		rounded = number
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}
