package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// sheet reads a sheet of the workbook; at most limit rows that are not empty, if it is not 0, and then without what its file tells
// after the rows.
func (b *workbook) sheet(s sheetPart, limit int) (*grid, error) {
	part, err := b.open(s.path)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	r := sheetReader{book: b, decoder: xml.NewDecoder(part), grid: &grid{name: s.name, from1904: b.from1904}}
	for !r.long && (limit == 0 || len(r.rows) < limit) {
		token, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = r.take(token)
		}
		if err != nil {
			return nil, failed(s.path, err)
		}
	}
	return r.grid, nil
}

// sheetReader reads the elements of a sheet.
type sheetReader struct {
	*grid
	book    *workbook
	decoder *xml.Decoder
	row     gridRow
	column  int // of the last cell, from 0
	number  int // of the last row
	cells   int
}

var errOrder = errors.New("rows or cells are out of order")

func (r *sheetReader) take(token xml.Token) error {
	if end, ok := token.(xml.EndElement); ok {
		if end.Name.Local == "row" && len(r.row.cells) > 0 {
			r.rows = append(r.rows, r.row)
			r.long = len(r.rows) > MaxRows+maxHeadingRow
		}
		return nil
	}
	start, ok := token.(xml.StartElement)
	if !ok {
		return nil
	}
	switch start.Name.Local {
	case "sheetView":
		r.noZeros = r.noZeros || attr(start, "showZeros") == "0" || attr(start, "showZeros") == "false"
	case "col":
		r.columns(start)
	case "row":
		return r.begin(start)
	case "c":
		return r.cell(start)
	case "mergeCell":
		return r.merge(attr(start, "ref"))
	}
	return nil
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// columns notes columns that are hidden, or so narrow that nothing is seen.
func (r *sheetReader) columns(e xml.StartElement) {
	from, _ := strconv.Atoi(attr(e, "min"))
	to, _ := strconv.Atoi(attr(e, "max"))
	if from > 0 && len(r.hidden) < MaxColumns && (isTrue(attr(e, "hidden")) || isZero(attr(e, "width"))) {
		r.hidden = append(r.hidden, span{from - 1, to - 1})
	}
}

func isZero(attr string) bool {
	n, err := strconv.ParseFloat(attr, 64)
	return err == nil && n == 0
}

func (r *sheetReader) begin(e xml.StartElement) error {
	number := r.number + 1
	if text := attr(e, "r"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < number {
			return errOrder
		}
		number = n
	}
	r.number, r.column = number, -1
	r.row = gridRow{number: number, hidden: isTrue(attr(e, "hidden")) || isZero(attr(e, "ht"))}
	return nil
}

// stored is a cell as its file has it.
type stored struct {
	kind, style, value, inline, formula string
	hasValue, hasFormula                bool
}

func (r *sheetReader) cell(e xml.StartElement) error {
	column := r.column + 1
	if ref := attr(e, "r"); ref != "" {
		at, row, ok := parseAddress(ref)
		if !ok || row != r.number || at < column {
			return errOrder
		}
		column = at
	}
	r.column = column
	s := stored{kind: attr(e, "t"), style: attr(e, "s")}
	if err := r.content(&s); err != nil {
		return err
	}
	c, err := r.understand(&s)
	if err != nil {
		return err
	}
	c.column = column
	if c.holds == aText && c.text == "" {
		return nil
	}
	switch {
	case column >= MaxColumns:
		return tooWide(r.name, r.number)
	case len(c.text) > MaxCellBytes:
		return tooLarge(address(column, r.number), len(c.text))
	}
	r.row.cells = append(r.row.cells, c)
	if r.cells++; r.cells > MaxCells {
		r.long = true
	}
	return nil
}

// content reads a cell up to its end.
func (r *sheetReader) content(s *stored) (err error) {
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			switch e.Name.Local {
			case "v":
				s.hasValue = true
				s.value, err = characters(r.decoder)
			case "f":
				s.hasFormula = true
				s.formula, err = characters(r.decoder)
			case "is":
				s.inline, err = richText(r.decoder)
			default:
				err = r.decoder.Skip()
			}
			if err != nil {
				return err
			}
		}
	}
}

// characters are the text of an element, up to its end.
func characters(d *xml.Decoder) (string, error) {
	var text strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.EndElement:
			return text.String(), nil
		case xml.CharData:
			text.Write(e)
		case xml.StartElement:
			if err := d.Skip(); err != nil {
				return "", err
			}
		}
	}
}

// richText is the text of an element with runs, without how it is pronounced.
func richText(d *xml.Decoder) (string, error) {
	var text strings.Builder
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			switch e.Name.Local {
			case "t":
				part, err := characters(d)
				if err != nil {
					return "", err
				}
				text.WriteString(part)
			case "r":
				depth++
			default:
				if err := d.Skip(); err != nil {
					return "", err
				}
			}
		}
	}
	return unescape(text.String()), nil
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape reads the characters that XML cannot have, such as _x000D_.
func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escaped.ReplaceAllStringFunc(text, func(e string) string {
		n, _ := strconv.ParseUint(e[2:6], 16, 32)
		return string(rune(n))
	})
}

// understand makes a cell of the grid of a stored one.
func (r *sheetReader) understand(s *stored) (c gridCell, err error) {
	value := strings.TrimSpace(s.value)
	if s.hasFormula && value == "" && (s.kind != "str" || !s.hasValue) {
		return gridCell{holds: noResult, text: clean(s.formula)}, nil
	}
	switch s.kind {
	case "s":
		if value == "" {
			return gridCell{}, nil
		}
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n >= len(r.book.texts) {
			return c, errors.New("a cell refers to a text that is not there")
		}
		return gridCell{text: r.book.texts[n]}, nil
	case "inlineStr":
		return gridCell{text: clean(s.inline)}, nil
	case "str":
		return gridCell{text: clean(unescape(s.value))}, nil
	case "b":
		return gridCell{holds: aTruth, text: map[bool]string{true: "TRUE", false: "FALSE"}[isTrue(value)]}, nil
	case "e":
		return gridCell{holds: anError, text: clean(value)}, nil
	case "d":
		return gridCell{holds: aDay, text: isoDay(value)}, nil
	}
	if value == "" {
		return gridCell{}, nil
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return c, errors.New("a cell that should hold a number holds none")
	}
	return gridCell{holds: aNumber, text: decimal(n), number: n, format: r.book.format(s.style)}, nil
}

// isoDay is the day of a time by ISO 8601, where that is midnight.
func isoDay(value string) string {
	day, clock, timed := strings.Cut(value, "T")
	if timed && strings.Trim(clock, "0:.Z") == "" {
		return day
	}
	return value
}

func (r *sheetReader) merge(ref string) error {
	from, to, ok := strings.Cut(ref, ":")
	if !ok {
		return nil
	}
	left, top, ok1 := parseAddress(from)
	right, bottom, ok2 := parseAddress(to)
	if !ok1 || !ok2 || right < left || bottom < top {
		return errors.New("a merged range is wrong")
	}
	if len(r.merges) == MaxMerges {
		return refuse("Trang “%s” có quá nhiều ô gộp.", "the sheet %q has too many merged cells", r.name)
	}
	r.merges = append(r.merges, area{left, top, right, bottom})
	return nil
}

// parseAddress reads H12; the column counts from 0.
func parseAddress(ref string) (column, row int, ok bool) {
	letters := 0
	for letters < len(ref) && letters < 4 && ref[letters]|0x20 >= 'a' && ref[letters]|0x20 <= 'z' {
		column = column*26 + int(ref[letters]|0x20-'a') + 1
		letters++
	}
	row, err := strconv.Atoi(ref[letters:])
	return column - 1, row, err == nil && letters > 0 && row > 0
}

// readTexts reads the texts that cells share.
func (b *workbook) readTexts(name string) error {
	part, err := b.open(name)
	if err != nil {
		return err
	}
	defer part.Close()
	decoder := xml.NewDecoder(part)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return failed(name, err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "si" {
			text, err := richText(decoder)
			if err != nil {
				return failed(name, err)
			}
			if b.texts = append(b.texts, clean(text)); len(b.texts) > MaxCells {
				return refuse("Tệp có quá nhiều chữ (tối đa %d).", "the file has too many texts (at most %d are taken)", MaxCells)
			}
		}
	}
}
