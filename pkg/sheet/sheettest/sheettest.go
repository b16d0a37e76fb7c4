// Package sheettest makes spreadsheet files in the shapes that programs give them, by hand where no library writes them so.
package sheettest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// Book is an XLSX file.
type Book struct {
	Sheets   []Sheet
	Formats  []string // number formats: style n is the n-th, from 1; style 0 is general
	Shared   []string // <si> elements, which cells refer to by t="s"
	From1904 bool
	Strict   bool // by the namespaces of Strict OOXML
	Bare     bool // without styles
	Macros   bool // as .xlsm
}

// Sheet is one sheet: what stands before its rows and after them is XML, such as <cols> and <mergeCells>.
type Sheet struct {
	Name, State         string
	Before, Rows, After string
}

const (
	transitional  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	strict        = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	relations     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relationsOf   = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	packageRels   = "http://schemas.openxmlformats.org/package/2006/relationships"
	contentOf     = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	contentMacros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
)

// File is the book as a file.
func (b *Book) File(t testing.TB) []byte {
	t.Helper()
	main, rel := transitional, relations
	if b.Strict {
		main, rel = strict, relationsOf
	}
	content := contentOf
	if b.Macros {
		content = contentMacros
	}
	parts := []Part{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="` + content + `"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packageRels + `"><Relationship Id="rId1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	}
	var sheets, rels strings.Builder
	for i, s := range b.Sheets {
		state := ""
		if s.State != "" {
			state = ` state="` + s.State + `"`
		}
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, Escape(s.Name), i+1, state, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, rel, i+1)
		parts = append(parts, Part{
			fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1),
			`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="` + main + `">` + s.Before + `<sheetData>` + s.Rows + `</sheetData>` + s.After + `</worksheet>`,
		})
	}
	if !b.Bare {
		fmt.Fprintf(&rels, `<Relationship Id="rIdStyles" Type="%s/styles" Target="styles.xml"/>`, rel)
		parts = append(parts, Part{"xl/styles.xml", b.styles(main)})
	}
	if b.Shared != nil {
		fmt.Fprintf(&rels, `<Relationship Id="rIdTexts" Type="%s/sharedStrings" Target="sharedStrings.xml"/>`, rel)
		parts = append(parts, Part{"xl/sharedStrings.xml", `<sst xmlns="` + main + `">` + strings.Join(b.Shared, "") + `</sst>`})
	}
	properties := "<workbookPr/>"
	if b.From1904 {
		properties = `<workbookPr date1904="1"/>`
	}
	parts = append(parts,
		Part{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + rel + `">` + properties + `<sheets>` + sheets.String() + `</sheets></workbook>`},
		Part{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packageRels + `">` + rels.String() + `</Relationships>`})
	return Zip(t, parts...)
}

func (b *Book) styles(main string) string {
	var formats, cells strings.Builder
	cells.WriteString(`<xf numFmtId="0"/>`)
	for i, code := range b.Formats {
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, Escape(code))
		fmt.Fprintf(&cells, `<xf numFmtId="%d" applyNumberFormat="1"/>`, 164+i)
	}
	return `<styleSheet xmlns="` + main + `"><numFmts>` + formats.String() + `</numFmts><cellXfs>` + cells.String() + `</cellXfs></styleSheet>`
}

// Part is a file of an archive.
type Part struct{ Name, Text string }

// Zip is an archive.
func Zip(t testing.TB, parts ...Part) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for _, p := range parts {
		w, err := archive.Create(p.Name)
		require.NoError(t, err)
		_, err = w.Write([]byte(p.Text))
		require.NoError(t, err)
	}
	require.NoError(t, archive.Close())
	return file.Bytes()
}

// Encrypted is an archive whose parts say that they have a password.
func Encrypted(t testing.TB, parts ...Part) []byte {
	t.Helper()
	file := Zip(t, parts...)
	for _, header := range []struct {
		sign  string
		flags int
	}{{"PK\x03\x04", 6}, {"PK\x01\x02", 8}} {
		for at := 0; ; {
			i := bytes.Index(file[at:], []byte(header.sign))
			if i < 0 {
				break
			}
			at += i
			file[at+header.flags] |= 1
			at += len(header.sign)
		}
	}
	return file
}

// Compound is an OLE compound file that names its streams, as old Office files and those with a password are.
func Compound(streams ...string) []byte {
	file := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 1024)...)
	for _, name := range streams {
		file = append(file, UTF16(binary.LittleEndian, false, name)...)
		file = append(file, make([]byte, 64)...)
	}
	return file
}

// UTF16 is a text in UTF-16, with or without the mark at its beginning.
func UTF16(order binary.AppendByteOrder, mark bool, text string) (file []byte) {
	if mark {
		text = "\ufeff" + text
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		file = order.AppendUint16(file, unit)
	}
	return file
}

// Escape is a text as XML has it.
func Escape(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}

// Row is a row with attributes, such as hidden="1", and cells.
func Row(number int, attrs string, cells ...string) string {
	return fmt.Sprintf(`<row r="%d" %s>%s</row>`, number, attrs, strings.Join(cells, ""))
}

// Text is a cell with a text of its own.
func Text(at, text string) string {
	return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, Escape(text))
}

// Number is a cell with a number in a style.
func Number(at, number string, style int) string {
	return fmt.Sprintf(`<c r="%s" s="%d"><v>%s</v></c>`, at, style, number)
}

// Cell is a cell with attributes and content of its own.
func Cell(at, attrs, content string) string {
	return fmt.Sprintf(`<c r="%s" %s>%s</c>`, at, attrs, content)
}

// Merged are merged ranges.
func Merged(ranges ...string) string {
	var b strings.Builder
	for _, r := range ranges {
		fmt.Fprintf(&b, `<mergeCell ref="%s"/>`, r)
	}
	return `<mergeCells>` + b.String() + `</mergeCells>`
}
