package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// The library that writes workbooks reads them too, but its rows tell neither the type of a cell, nor that it has a formula, nor its
// format, and they end without an error where the XML is broken. So the parts are read here, as streams.

// workbook is an XLSX file.
type workbook struct {
	parts    map[string]*zip.File // by their path, in lower case
	sheets   []sheetPart
	from1904 bool
	texts    []string
	formats  []*format // by the style of a cell
	left     uint64    // bytes of parts that may still be opened
	opened   map[*zip.File]bool
}

type sheetPart struct {
	name, state, path string
}

// readWorkbook takes the table of a workbook.
func (t *Table) readWorkbook(file []byte) error {
	book, err := openWorkbook(file)
	if err != nil {
		return err
	}
	if err := book.readParts(); err != nil {
		return err
	}
	chosen, err := t.choose(book)
	if err != nil {
		return err
	}
	g, err := book.sheet(book.sheets[chosen], 0)
	if err != nil {
		return err
	}
	t.Sheets[chosen].Taken = true
	if err := t.take(g, g.locate(t.want)); err != nil {
		return err
	}
	t.tellSheets()
	return nil
}

// choose is the sheet to take: the one that is asked for, or the first visible one that has the headings.
func (t *Table) choose(book *workbook) (int, error) {
	chosen, partly := -1, -1
	best := make([]headings, len(book.sheets))
	for i, s := range book.sheets {
		g, err := book.sheet(s, maxHeadingRow)
		if err != nil {
			return 0, err
		}
		h := g.locate(t.want)
		found := Found{Name: s.name, State: s.state}
		if h.whole {
			found.HeadingRow = h.row
		}
		best[i] = h
		t.Sheets = append(t.Sheets, found)
		switch {
		case t.want.Sheet != "" && key(s.name) == key(t.want.Sheet):
			chosen, partly = i, i
		case t.want.Sheet != "" || s.state != visibleSheet:
		case h.whole && chosen < 0:
			chosen = i
		case !h.whole && (partly < 0 || h.found > best[partly].found):
			partly = i
		}
	}
	if chosen >= 0 && best[chosen].whole {
		return chosen, nil
	}
	return 0, t.notFound(partly, best)
}

// notFound says why no sheet can be taken, and of the sheet that comes nearest which headings it lacks.
func (t *Table) notFound(partly int, best []headings) *Refusal {
	var all, hidden []string
	for _, s := range t.Sheets {
		all = append(all, s.Name)
		if s.State != visibleSheet && s.HeadingRow > 0 {
			hidden = append(hidden, s.Name)
		}
	}
	switch {
	case partly < 0 && t.want.Sheet != "":
		return &Refusal{Field: "sheet", Sheets: t.Sheets, Words: words("Không có trang “%s”; tệp có: %s.", "there is no sheet %q; the file has %s", t.want.Sheet, quoted(all))}
	case len(hidden) > 0 && t.want.Sheet == "":
		return &Refusal{Field: "file", Sheets: t.Sheets, Words: words(
			"Chỉ trang đang ẩn mới có các cột cần đọc: %s. Hãy bỏ ẩn trang, hoặc chọn trang đó.", "only a hidden sheet has the headings: %s. Show it, or name it", quoted(hidden))}
	case partly < 0:
		return &Refusal{Field: "file", Sheets: t.Sheets, Words: Words{Vi: "Tệp không có trang tính nào hiển thị.", En: "the file has no visible sheet"}}
	}
	return &Refusal{Field: "file", Sheets: t.Sheets, Words: notThere(t.want), Faults: best[partly].missing(t.want, t.Sheets[partly].Name)}
}

// tellSheets tells of the other sheets that have the headings, and of one that was taken though it is hidden.
func (t *Table) tellSheets() {
	for _, s := range t.Sheets {
		w := words("Trang này cũng có các cột cần đọc (tiêu đề ở dòng %d) nhưng không được đọc.", "also has the headings, in row %d, and was not read", s.HeadingRow)
		switch {
		case s.Taken && s.State != visibleSheet:
			w = Words{Vi: "Trang này đang ẩn; được đọc theo lựa chọn của người gửi.", En: "is hidden; it was read because it was asked for"}
		case s.Taken || s.HeadingRow == 0:
			continue
		case s.State != visibleSheet:
			w = words("Trang đang ẩn này cũng có các cột cần đọc (tiêu đề ở dòng %d) nhưng không được đọc.", "is hidden, has the headings too, in row %d, and was not read", s.HeadingRow)
		}
		t.Warnings = append(t.Warnings, Fault{Sheet: s.Name, Value: s.Name, Vi: w.Vi, En: w.En})
	}
}

const visibleSheet = "visible"

func broken(part string, err error) *Refusal {
	return &Refusal{Field: "file", Words: Words{
		Vi: fmt.Sprintf("Tệp .xlsx bị hỏng (phần %s).", part) + saveVi, En: fmt.Sprintf("the .xlsx file is broken (%s: %v)", part, err) + saveEn,
	}}
}

// openWorkbook opens the package, and says what another package is.
func openWorkbook(file []byte) (*workbook, error) {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, broken("zip", err)
	}
	if len(archive.File) > maxParts {
		return nil, refuse("Tệp .xlsx có %d phần; tối đa nhận %d.", "the .xlsx file has %d parts; at most %d are taken", len(archive.File), maxParts)
	}
	book := &workbook{parts: make(map[string]*zip.File), left: MaxUnpackedBytes, opened: make(map[*zip.File]bool)}
	for _, part := range archive.File {
		if part.Flags&1 != 0 {
			return nil, refuse("Tệp nén được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi tệp .xlsx hoặc CSV.",
				"the file is an archive with a password: send the .xlsx or CSV file without one")
		}
		book.parts[partName(part.Name)] = part
	}
	return book, book.foreign()
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// foreign says what a package is that is no workbook of this kind.
func (b *workbook) foreign() error {
	has := func(name string) bool { return b.parts[name] != nil }
	switch {
	case has("content.xml") && has("meta-inf/manifest.xml"):
		return refuse("Đây là bảng tính OpenDocument (.ods)."+saveVi, "this is an OpenDocument spreadsheet (.ods)"+saveEn)
	case has("xl/workbook.bin"):
		return refuse("Đây là sổ Excel nhị phân (.xlsb)."+saveVi, "this is a binary Excel workbook (.xlsb)"+saveEn)
	case has("word/document.xml"):
		return refuse("Đây là văn bản Word, không phải bảng tính. Hãy gửi tệp .xlsx hoặc CSV.", "this is a Word document, not a spreadsheet: send an .xlsx or CSV file")
	case has("ppt/presentation.xml"):
		return refuse("Đây là bài trình chiếu, không phải bảng tính. Hãy gửi tệp .xlsx hoặc CSV.", "this is a presentation, not a spreadsheet: send an .xlsx or CSV file")
	case has("index/document.iwa"):
		return refuse("Đây là tệp Numbers của Apple. Hãy chọn Tệp → Xuất sang → Excel rồi gửi lại.", "this is a Numbers file: choose File → Export To → Excel and send it again")
	case !has("_rels/.rels"):
		return refuse("Đây là tệp nén, không phải bảng tính. Hãy giải nén rồi gửi tệp .xlsx hoặc CSV bên trong.",
			"this is an archive, not a spreadsheet: unpack it and send the .xlsx or CSV file that it holds")
	}
	return nil
}

// relation is where a part refers to.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// relations are those of a part, "" for the package; with the targets' full paths.
func (b *workbook) relations(part string) (all []relation, err error) {
	dir, name := path.Split(part)
	var rels struct {
		Relationship []relation
	}
	of := dir + "_rels/" + name + ".rels"
	if b.parts[partName(of)] == nil {
		return nil, nil
	}
	if err := b.decode(of, &rels); err != nil {
		return nil, err
	}
	for _, r := range rels.Relationship {
		if r.Mode == "External" {
			continue
		}
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join(dir, r.Target)
		}
		all = append(all, r)
	}
	return all, nil
}

// open reads a part, as long as no more than MaxUnpackedBytes of the workbook were opened. What the archive says of a part's size
// holds: its reader gives no more.
func (b *workbook) open(name string) (io.ReadCloser, error) {
	part := b.parts[partName(name)]
	if part == nil {
		return nil, broken(name, errors.New("is missing"))
	}
	if !b.opened[part] && part.UncompressedSize64 > b.left {
		return nil, refuse("Tệp giải nén ra quá %d byte.", "the file unpacks to more than %d bytes", MaxUnpackedBytes)
	}
	if !b.opened[part] {
		b.opened[part] = true
		b.left -= part.UncompressedSize64
	}
	r, err := part.Open()
	if err != nil {
		return nil, broken(name, err)
	}
	return r, nil
}

// failed is a part that cannot be read: a refusal of its own, or broken XML.
func failed(name string, err error) error {
	if refusal := new(Refusal); errors.As(err, &refusal) {
		return refusal
	}
	return broken(name, err)
}

func (b *workbook) decode(name string, into any) error {
	r, err := b.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := xml.NewDecoder(r).Decode(into); err != nil {
		return failed(name, err)
	}
	return nil
}

// readParts reads what the sheets refer to.
func (b *workbook) readParts() error {
	root, err := b.relations("")
	if err != nil {
		return err
	}
	main := ""
	for _, r := range root {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			main = r.Target
		}
	}
	if main == "" {
		return refuse("Tệp không phải sổ Excel.", "the file is no Excel workbook")
	}
	if strings.HasSuffix(main, ".bin") {
		return refuse("Đây là sổ Excel nhị phân (.xlsb)."+saveVi, "this is a binary Excel workbook (.xlsb)"+saveEn)
	}
	parts, err := b.relations(main)
	if err != nil {
		return err
	}
	if err := b.readSheets(main, parts); err != nil {
		return err
	}
	for _, r := range parts {
		switch {
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			err = b.readTexts(r.Target)
		case strings.HasSuffix(r.Type, "/styles"):
			err = b.readStyles(r.Target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readSheets reads the list of sheets, those with cells alone.
func (b *workbook) readSheets(main string, parts []relation) error {
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(main, &book); err != nil {
		return err
	}
	b.from1904 = isTrue(book.Properties.Date1904)
	targets := make(map[string]string)
	for _, r := range parts {
		if strings.HasSuffix(r.Type, "/worksheet") {
			targets[r.ID] = r.Target
		}
	}
	states := map[string]string{"": visibleSheet, visibleSheet: visibleSheet, "hidden": "hidden", "veryHidden": "very_hidden"}
	for _, s := range book.Sheets {
		for _, a := range s.Attrs {
			if target := targets[a.Value]; a.Name.Local == "id" && target != "" {
				b.sheets = append(b.sheets, sheetPart{clean(s.Name), states[s.State], target})
			}
		}
	}
	switch {
	case len(b.sheets) == 0:
		return refuse("Tệp không có trang tính nào.", "the file has no sheet")
	case len(b.sheets) > MaxSheets:
		return refuse("Tệp có %d trang tính; tối đa nhận %d.", "the file has %d sheets; at most %d are taken", len(b.sheets), MaxSheets)
	}
	return nil
}

func isTrue(attr string) bool { return attr == "1" || attr == "true" || attr == "on" }

// readStyles reads the number format of each style.
func (b *workbook) readStyles(name string) error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(name, &styles); err != nil {
		return err
	}
	if len(styles.Cells) > maxStyles || len(styles.Formats) > maxStyles {
		return refuse("Tệp có quá nhiều định dạng ô (tối đa %d).", "the file has too many cell formats (at most %d are taken)", maxStyles)
	}
	codes := make(map[int]string)
	for _, f := range styles.Formats {
		codes[f.ID] = f.Code
	}
	known := make(map[int]*format)
	for _, c := range styles.Cells {
		if _, ok := known[c.Format]; !ok {
			known[c.Format] = formatOf(c.Format, codes)
		}
		b.formats = append(b.formats, known[c.Format])
	}
	return nil
}

// format is that of a style; nil: general.
func (b *workbook) format(style string) *format {
	n, err := strconv.Atoi(style)
	if err != nil || n < 0 || n >= len(b.formats) {
		return nil
	}
	return b.formats[n]
}
