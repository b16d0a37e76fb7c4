package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"langbiang.internal/ioc/pkg/sheet"
)

func TestCSVInAllItsForms(t *testing.T) {
	want := &sheet.Table{
		Columns: []string{"code", "tên"},
		Rows:    []sheet.Row{{Number: 2, Cells: []string{"1", "Đà Lạt"}}, {Number: 4, Cells: []string{"2", ""}}},
	}
	for name, text := range map[string]string{
		"commas":               "code,tên\n1,Đà Lạt\n,\n2\n",
		"semicolons and a BOM": "\ufeffcode;tên\r\n1;\" Đà Lạt \"\r\n;\r\n2;\r\n",
		"tabs":                 "code\ttên\n1\tĐà Lạt\n\t\n2\t",
	} {
		got, err := sheet.Read([]byte(text))
		require.NoError(t, err, name)
		assert.Equal(t, want, got, name)
	}
	table, err := sheet.Read([]byte("a,\"b\nc\"\n1,2\n"))
	require.NoError(t, err)
	assert.Equal(t, 3, table.Rows[0].Number, "a heading over two lines")
	assert.Equal(t, 1, table.Column("x", "B\nC"))
	assert.Equal(t, -1, table.Column("x"))
}

func TestAnXLSXComesBackAsItWasWritten(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, sheet.Write(&file,
		sheet.Sheet{Name: "Số liệu", Widths: []float64{12, 0}, Rows: [][]any{{"chỉ tiêu", "giá trị"}, {"a", 12.5}, {}, {"b", 313772}}},
		sheet.Sheet{Name: "Hướng dẫn", Rows: [][]any{{"đọc kỹ"}}}))
	got, err := sheet.Read(file.Bytes())
	require.NoError(t, err)
	assert.Equal(t, &sheet.Table{
		Columns: []string{"chỉ tiêu", "giá trị"},
		Rows:    []sheet.Row{{Number: 2, Cells: []string{"a", "12.5"}}, {Number: 4, Cells: []string{"b", "313772"}}},
	}, got)
}

// typed is an XLSX file whose second row holds the value, formula or text that set puts into A2.
func typed(t *testing.T, format string, set func(book *excelize.File) error) string {
	t.Helper()
	book := excelize.NewFile()
	require.NoError(t, book.SetCellStr("Sheet1", "A1", "giá trị"))
	require.NoError(t, set(book))
	if format != "" {
		style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
		require.NoError(t, err)
		require.NoError(t, book.SetCellStyle("Sheet1", "A2", "A2", style))
	}
	var file bytes.Buffer
	require.NoError(t, book.Write(&file))
	require.NoError(t, book.Close())
	table, err := sheet.Read(file.Bytes())
	require.NoError(t, err)
	require.Len(t, table.Rows, 1)
	return table.Rows[0].Cells[0]
}

func TestACellSaysWhatAPersonReadsInIt(t *testing.T) {
	for _, c := range []struct {
		format string
		value  any
		want   string
	}{
		{"0%", 0.9863, "98.63%"},
		{"0.00%", 0.9863, "98.63%"},
		{"0.00%", 0.07, "7%"},
		{"0.0%", 0.123456, "12.3456%"},
		{"0%", 1, "100%"},
		{"0%", 0, "0%"},
		{"0.00\"%\"", 98.63, "98.63"},
		{"", 98.63, "98.63"},
		{"#,##0", 313772, "313772"},
		{"", 0.1 + 0.2, "0.3"},
		{"", 1e-7, "0.0000001"},
		{"", "98,63 %", "98,63 %"},
		{"", "1.012796", "1.012796"},
		{"", "1E5", "1E5"},
		{"dd/mm/yyyy", 45473, "45473"},
	} {
		got := typed(t, c.format, func(book *excelize.File) error { return book.SetCellValue("Sheet1", "A2", c.value) })
		assert.Equal(t, c.want, got, "%v as %q", c.value, c.format)
	}
}

func TestACSVFileComesBackAsItWasWritten(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, sheet.WriteCSV(&file, [][]any{{"chỉ tiêu", "giá trị"}, {"a; b", 12.5}, {"c", nil}}))
	assert.Equal(t, "\ufeffchỉ tiêu;giá trị\r\n\"a; b\";12.5\r\nc;\r\n", file.String())
	got, err := sheet.Read(file.Bytes())
	require.NoError(t, err)
	assert.Equal(t, []sheet.Row{{Number: 2, Cells: []string{"a; b", "12.5"}}, {Number: 3, Cells: []string{"c", ""}}}, got.Rows)
}

func TestWhatIsNoTable(t *testing.T) {
	for want, text := range map[string]string{
		"no headings":         "\n,,\n",
		"stands twice":        "a,A\n1,2\n",
		"neither XLSX nor":    "a\xff\n",
		"read XLSX":           "PK\x03\x04 broken",
		"at most 4000":        "a\n" + strings.Repeat("x", 4001),
		"at most 64":          strings.Repeat("a,", 64) + "b\n",
		"more than 50000":     "a\n" + strings.Repeat("1\n", 50_001),
		"at most 16777216 ar": strings.Repeat("x", sheet.MaxBytes+1),
	} {
		_, err := sheet.Read([]byte(text))
		require.ErrorContains(t, err, want)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a;b\n1;2\n"))
	f.Add([]byte("\ufeffa\t\"b\"\n\n1\n"))
	var file bytes.Buffer
	require.NoError(f, sheet.Write(&file, sheet.Sheet{Name: "x", Rows: [][]any{{"a"}, {1}}}))
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		table, err := sheet.Read(b)
		if err != nil {
			return
		}
		for _, r := range table.Rows {
			if len(r.Cells) < len(table.Columns) || r.Number < 1 {
				t.Fatalf("%+v under %d headings", r, len(table.Columns))
			}
		}
	})
}
