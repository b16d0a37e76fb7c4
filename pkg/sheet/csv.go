package sheet

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// separators are those that stand between the cells of a line, by what is likelier here.
var separators = []rune{';', ',', '\t'}

// readCSV reads a CSV file. Its separator is the one with which the headings are found, or that its first line names (“sep=;”).
func (t *Table) readCSV(file []byte) error {
	text, refusal := decodeText(file)
	if refusal != nil {
		return refusal
	}
	if t.want.Sheet != "" {
		return &Refusal{Field: "sheet", Words: Words{Vi: "Tệp CSV không có trang tính để chọn.", En: "a CSV file has no sheets to choose from"}}
	}
	candidates, lines := separators, 0
	if first, rest, _ := strings.Cut(text, "\n"); len(strings.TrimRight(first, "\r")) == len("sep=;") && strings.EqualFold(first[:4], "sep=") {
		candidates, text, lines = []rune{rune(first[4])}, rest, 1
	}
	var best headings
	comma := candidates[0]
	for i, candidate := range candidates {
		head, _ := delimited(text, candidate, lines, maxHeadingRow)
		if h := head.locate(t.want); i == 0 || h.whole && !best.whole || h.whole == best.whole && h.found > best.found {
			best, comma = h, candidate
		}
	}
	g, err := delimited(text, comma, lines, 0)
	if err != nil {
		return err
	}
	if len(g.rows) == 0 {
		return refuse("Tệp không có nội dung.", "the file is empty")
	}
	if !best.whole {
		return &Refusal{Field: "file", Words: notThere(t.want), Faults: best.missing(t.want, "")}
	}
	return t.take(g, best)
}

// notThere says which headings a file should have.
func notThere(want *Want) Words {
	var names []string
	for _, c := range want.Columns {
		if c.Needed {
			names = append(names, c.Names[0])
		}
	}
	return words("Không tìm thấy dòng tiêu đề có đủ các cột %s.", "no row has all the headings %s", quoted(names))
}

// delimited reads lines whose numbers begin after lines; at most limit rows that are not empty, if it is not 0. Its grid is what was
// read also where it fails.
func delimited(text string, comma rune, lines, limit int) (*grid, error) {
	g := &grid{delimited: true}
	if comma == '"' || comma == '\r' || comma == '\n' || comma >= utf8.RuneSelf {
		return g, refuse("Dòng “sep=” không nêu dấu phân cách dùng được.", "the line “sep=” names no separator that can be used")
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord, reader.Comma, reader.ReuseRecord = -1, comma, true
	for cells := 0; limit == 0 || len(g.rows) < limit; {
		record, err := reader.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return g, nil
		case errors.As(err, &broken):
			return g, refuse("Dòng %d: dấu ngoặc kép không khớp.", "line %d: the quotation marks do not match", broken.StartLine+lines)
		case err != nil:
			return g, err
		}
		line, _ := reader.FieldPos(0)
		row, err := fields(record, line+lines)
		if err != nil {
			return g, err
		}
		if cells += len(row.cells); cells > MaxCells {
			g.long = true
			return g, nil
		}
		if len(row.cells) > 0 {
			g.rows = append(g.rows, row)
		}
	}
	return g, nil
}

func fields(record []string, number int) (gridRow, error) {
	row := gridRow{number: number, fields: len(record)}
	for i, field := range record {
		text := clean(field)
		switch {
		case text == "":
			continue
		case i >= MaxColumns:
			return row, tooWide("", number)
		case len(text) > MaxCellBytes:
			return row, tooLarge(address(i, number), len(text))
		}
		row.cells = append(row.cells, gridCell{column: i, text: strings.Clone(text)})
	}
	return row, nil
}

func tooWide(sheet string, row int) *Refusal {
	if sheet == "" {
		return refuse("Dòng %d có nội dung sau cột thứ %d; tối đa nhận chừng đó cột.", "row %d has content beyond its column %d; no more columns are taken", row, MaxColumns)
	}
	return refuse("Trang “%s”, dòng %d có nội dung sau cột thứ %d; tối đa nhận chừng đó cột.",
		"the sheet %q has content in row %d beyond its column %d; no more columns are taken", sheet, row, MaxColumns)
}

func tooLarge(at string, size int) *Refusal {
	return refuse("Ô %s có %d byte; tối đa nhận %d.", "the cell %s has %d bytes; at most %d are taken", at, size, MaxCellBytes)
}

// decodeText is the text of a file in UTF-8 or UTF-16, with lines that end in a line feed.
func decodeText(file []byte) (string, *Refusal) {
	text, ok := string(file), true
	if order := utf16Order(file); order != nil {
		text, ok = fromUTF16(file, order)
	}
	text = strings.TrimPrefix(text, "\ufeff")
	switch {
	case !ok || !utf8.ValidString(text):
		return "", refuse(
			"Tệp chữ không ghi bằng Unicode (có thể là Windows-1258, Windows-1252 hoặc TCVN3). Trong Excel hãy chọn Lưu thành → “CSV UTF-8 (Comma delimited)”, hoặc lưu thành .xlsx.",
			"the text is not in Unicode (it may be in Windows-1258, Windows-1252 or TCVN3). In Excel choose Save as → “CSV UTF-8 (Comma delimited)”, or save it as .xlsx")
	case strings.ContainsRune(text, 0):
		return "", refuse("Tệp không phải bảng tính hay văn bản (có byte 0). Hãy lưu thành .xlsx hoặc CSV UTF-8.",
			"the file is neither a spreadsheet nor a text (it has zero bytes): save it as .xlsx or CSV UTF-8")
	case strings.TrimSpace(text) == "":
		return "", refuse("Tệp không có nội dung.", "the file is empty")
	}
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text, nil
}

// utf16Order is the byte order of a text in UTF-16, which its mark tells, or that every other byte of its beginning is zero; else nil.
func utf16Order(file []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(file, []byte{0xff, 0xfe}):
		return binary.LittleEndian
	case bytes.HasPrefix(file, []byte{0xfe, 0xff}):
		return binary.BigEndian
	}
	var zeros [2]int
	head := file[:min(len(file), 512)]
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch few := len(head) / 8; {
	case zeros[1] > few && zeros[0] == 0:
		return binary.LittleEndian
	case zeros[0] > few && zeros[1] == 0:
		return binary.BigEndian
	}
	return nil
}

// fromUTF16 decodes a text; not ok if it is no such text.
func fromUTF16(file []byte, order binary.ByteOrder) (text string, ok bool) {
	if len(file)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(file)/2)
	for i := range units {
		units[i] = order.Uint16(file[2*i:])
	}
	text = string(utf16.Decode(units))
	return text, !strings.ContainsRune(text, utf8.RuneError)
}
