package sheet_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/sheet"
	"langbiang.internal/ioc/pkg/sheet/sheettest"
)

// plain is a table of two texts.
func plain() *sheet.Want {
	return &sheet.Want{Columns: []sheet.Column{{Names: []string{"code"}, Needed: true}, {Names: []string{"tên"}}}}
}

// read reads a file that must be taken, and gives the texts of its rows under their numbers.
func read(t *testing.T, file []byte, want *sheet.Want) (*sheet.Table, map[int][]string) {
	t.Helper()
	table, err := sheet.Read(file, want)
	require.NoError(t, err)
	rows := make(map[int][]string)
	for _, r := range table.Rows {
		for i := range want.Columns {
			rows[r.Number] = append(rows[r.Number], r.Text(i))
		}
	}
	return table, rows
}

func TestCSVInAllItsForms(t *testing.T) {
	for name, text := range map[string]string{
		"commas":                   "code,tên\n1,Đà Lạt\n,\n2,\n",
		"semicolons and a BOM":     "\ufeffcode;tên\r\n1;\" Đà Lạt \"\r\n;\r\n2;\r\n",
		"tabs":                     "code\ttên\n1\tĐà Lạt\n\t\n2\t",
		"old Mac line ends":        "code,tên\r1,Đà Lạt\r,\r2,",
		"another case, decomposed": "CODE , te\u0302n*\n1,\u200bĐà\u00a0Lạt\n,\n2,\n",
		"needless separators":      "code,tên,,\n1,Đà Lạt,,\n,,,\n2,,,\n",
	} {
		_, got := read(t, []byte(text), plain())
		assert.Equal(t, map[int][]string{2: {"1", "Đà Lạt"}, 4: {"2", ""}}, got, name)
	}
	table, _ := read(t, []byte("tên,\"co\nde\"\n1,2\n"), &sheet.Want{Columns: []sheet.Column{{Names: []string{"co de"}, Needed: true}}})
	assert.Equal(t, 3, table.Rows[0].Number, "a heading over two lines")
	table, _ = read(t, []byte("sep=|\ncode|tên\n1|a\n"), plain())
	assert.Equal(t, []int{2, 3}, []int{table.HeadingRow, table.Rows[0].Number}, "the line that names the separator is one of the file")
}

func TestAnXLSXComesBackAsItWasWritten(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, sheet.Write(&file,
		sheet.Sheet{Name: "Số liệu", Widths: []float64{12, 0}, Rows: [][]any{{"code", "tên"}, {"a", 12.5}, {}, {"b", 313772}}},
		sheet.Sheet{Name: "Hướng dẫn", Rows: [][]any{{"đọc kỹ"}}}))
	table, got := read(t, file.Bytes(), plain())
	assert.Equal(t, map[int][]string{2: {"a", "12.5"}, 4: {"b", "313772"}}, got)
	assert.Equal(t, []sheet.Found{{Name: "Số liệu", State: "visible", HeadingRow: 1, Taken: true}, {Name: "Hướng dẫn", State: "visible"}}, table.Sheets)
	assert.Empty(t, table.Warnings)
}

func TestACSVFileComesBackAsItWasWritten(t *testing.T) {
	var file bytes.Buffer
	rows := [][]any{{"code", "tên"}, {"a; b", 12.5}, {"c"}}
	require.NoError(t, sheet.WriteCSV(&file, rows, false))
	assert.Equal(t, "\ufeffcode;tên\r\n\"a; b\";12,5\r\nc;\r\n", file.String())
	_, got := read(t, file.Bytes(), plain())
	assert.Equal(t, map[int][]string{2: {"a; b", "12,5"}, 3: {"c", ""}}, got)
	file.Reset()
	require.NoError(t, sheet.WriteCSV(&file, rows, true))
	assert.Equal(t, "\ufeffcode,tên\r\na; b,12.5\r\nc,\r\n", file.String())
}

func TestNoTextOfACSVFileIsAFormulaAndNumbersStayNumbers(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, sheet.WriteCSV(&file, [][]any{
		{"=1+1", "+84", "-x", "@SUM(A1)", "\tx", "\rx", "a=b", ""}, {-5, int64(-7), -1.5, sheet.Fixed{Value: -66.666, Digits: 2}, nil},
	}, false))
	assert.Equal(t, "\ufeff'=1+1;'+84;'-x;'@SUM(A1);'\tx;\"'x\";a=b;\r\n-5;-7;-1,5;-66,67;;;;\r\n", file.String())
}

// one is the only cell of a table with one column, as file has it in A2.
func one(t *testing.T, book sheettest.Book, kind sheet.Kind, cell string) (row sheet.Row, wrong, told []sheet.Fault) {
	t.Helper()
	book.Sheets = []sheettest.Sheet{{Name: "s", Rows: sheettest.Row(1, "", sheettest.Text("A1", "giá trị")) + sheettest.Row(2, "", cell)}}
	table, err := sheet.Read(book.File(t), &sheet.Want{Columns: []sheet.Column{{Names: []string{"Giá trị"}, Kind: kind, Needed: true}}})
	require.NoError(t, err)
	require.Len(t, table.Rows, 1)
	wrong, told = table.Rows[0].Faults()
	return table.Rows[0], wrong, told
}

func TestANumberIsReadAsItIsShown(t *testing.T) {
	for _, c := range []struct{ format, stored, want, told string }{
		{"0%", "0.9863", "98.63", "shows 99%; it was read as what it holds, 98.63%"},
		{"0.00%", "0.9863", "98.63", ""},
		{"0.00%", "0.07", "7", ""},
		{"0.0%", "0.123456", "12.3456", "shows 12.3%; it was read as what it holds, 12.3456%"},
		{"0%", "1", "100", ""},
		{"0%", "0", "0", ""},
		{`0.00"%"`, "98.63", "98.63", ""},
		{"General", "98.63", "98.63", ""},
		{"General", "1.234", "1.234", ""},
		{"#,##0", "313772", "313772", ""},
		{"#,##0.00", "1234.5", "1234.5", ""},
		{"0", "12.4", "12.4", "shows 12; it was read as what it holds, 12.4"},
		{"General", "0.30000000000000004", "0.3", ""},
		{"General", "1E-7", "0.0000001", ""},
		{`_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)`, "0", "0", "shows “-”; it was read as 0"},
		{`_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)`, "-5", "-5", ""},
		{`#,##0\ "đồng"`, "8000", "8000", ""},
		{`#,##0 [$₫-42A]`, "8000", "8000", ""},
		{`0" người"`, "12", "12", "shows “người” beside it; it was read as 12"},
		{`[>=1000000]0.0,,"tr";0`, "1500", "1500", ""},
		{"[Red]0.0;[Blue]-0.0", "-1.5", "-1.5", ""},
	} {
		row, wrong, told := one(t, sheettest.Book{Formats: []string{c.format}}, sheet.Number, sheettest.Number("A2", c.stored, 1))
		require.Empty(t, wrong, "%s as %q", c.stored, c.format)
		got, _, refused := row.Figure(0, sheet.Measure{Percent: true})
		require.Nil(t, refused)
		assert.Equal(t, c.want, got, "%s as %q", c.stored, c.format)
		said := ""
		if len(told) > 0 {
			said = told[0].En
		}
		assert.Equal(t, c.told, said, "%s as %q", c.stored, c.format)
	}
}

func TestNumbersInWordsAreThoseOfTheirLanguage(t *testing.T) {
	_, _, told := one(t, sheettest.Book{Formats: []string{"0.0%"}}, sheet.Number, sheettest.Number("A2", "0.123456", 1))
	require.Len(t, told, 1)
	assert.Equal(t, "Ô hiển thị 12,3%, được đọc theo giá trị đầy đủ là 12,3456%.", told[0].Vi)
	assert.Equal(t, "shows 12.3%; it was read as what it holds, 12.3456%", told[0].En)
	_, _, wrong := sheet.ParseNumber("1.234", sheet.Measure{})
	require.NotNil(t, wrong)
	assert.Equal(t, "Không rõ là 1234 hay 1,2340: hãy viết lại cho rõ.", wrong.Vi)
	assert.Equal(t, "may be 1234 or 1.2340: write it so that it can be only one of them", wrong.En)
}

func TestWordsThatAreShownForANumberStayAsTheyAre(t *testing.T) {
	_, _, told := one(t, sheettest.Book{Formats: []string{`"v.1,2"`}}, sheet.Number, sheettest.Number("A2", "12.5", 1))
	require.Len(t, told, 1)
	assert.Equal(t, "Ô hiển thị “v.1,2”, được đọc là 12,5.", told[0].Vi)
}

func TestANumberThatShowsSomethingElseIsRefused(t *testing.T) {
	for _, c := range []struct{ format, stored, shown, en string }{
		{"dd/mm/yyyy", "46154", "12/05/2026", "has the format of a day"},
		{"d-mmm", "46154", "12/05/2026", "has the format of a day"},
		{"h:mm", "0.5", "0.5", "has the format of a day"},
		{`[>=1000000]0.0,,"tr";0`, "1500000", "1.5", "leaves thousands out"},
		{"#,##0,", "1234567", "1235", "leaves thousands out"},
		{`0.0,,"tr"`, "1500000", "1.5", "leaves thousands out"},
		{`0" triệu"`, "12", "12", "write the whole number"},
		{";;;", "12", "", "shows nothing"},
		{"#", "0", "", "shows nothing"},
		{"0.00%%", "0.5", "5000.00%%", "several percent"},
	} {
		_, wrong, _ := one(t, sheettest.Book{Formats: []string{c.format}}, sheet.Number, sheettest.Number("A2", c.stored, 1))
		require.Len(t, wrong, 1, "%s as %q", c.stored, c.format)
		assert.Contains(t, wrong[0].En, c.en)
		assert.NotEmpty(t, wrong[0].Vi)
		assert.Equal(t, []string{"s", "A2", "giá trị", c.shown}, []string{wrong[0].Sheet, wrong[0].Cell, wrong[0].Column, wrong[0].Value}, c.format)
	}
}

func TestADayIsReadByTheWorkbooksOwnCount(t *testing.T) {
	for _, c := range []struct {
		from1904       bool
		format, stored string
		told           string
	}{
		{false, "dd/mm/yyyy", "45473", ""},
		{true, "dd/mm/yyyy", "44011", ""},
		{false, "yyyy-mm-dd hh:mm:ss", "45473.25", ""},
		{false, "hh:mm dd/mm/yyyy", "45473", ""},
		{false, `"Ngày "dd" tháng "mm" năm "yyyy`, "45473", ""},
		{false, "General", "45473", "was read as the day 30/06/2024"},
		{true, "General", "44011", "was read as the day 30/06/2024"},
		{false, "mm/yyyy", "45473", "does not show day, month and year"},
		{false, "mm/dd/yyyy", "45473", "shows the month before the day"},
	} {
		row, wrong, told := one(t, sheettest.Book{From1904: c.from1904, Formats: []string{c.format}}, sheet.Day, sheettest.Number("A2", c.stored, 1))
		require.Empty(t, wrong, c.format)
		assert.Equal(t, "2024-06-30", row.Day(0).String(), "%s as %q", c.stored, c.format)
		if c.told == "" {
			assert.Empty(t, told, c.format)
		} else {
			require.Len(t, told, 1, c.format)
			assert.Contains(t, told[0].En, c.told)
		}
	}
	for _, text := range []string{"2024-06-30", "30/6/2024", "30-06-2024", "30.6.2024", "2024-06-30 00:00:00", "ngày 30 tháng 6 năm 2024"} {
		row, wrong, _ := one(t, sheettest.Book{}, sheet.Day, sheettest.Text("A2", text))
		require.Empty(t, wrong, text)
		assert.Equal(t, "2024-06-30", row.Day(0).String(), text)
	}
	for _, text := range []string{"31/6/2024", "6/30/2024", "30/6/24", "30/6", "hôm qua", "45473", "30/6/1899"} {
		_, wrong, _ := one(t, sheettest.Book{}, sheet.Day, sheettest.Text("A2", text))
		assert.Len(t, wrong, 1, text)
	}
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	counted, percent, other := sheet.Measure{Whole: true}, sheet.Measure{Percent: true}, sheet.Measure{}
	for _, c := range []struct {
		text string
		m    sheet.Measure
		want string
		told bool
	}{
		{"1.368", counted, "1368", true},
		{"313.772", counted, "313772", true},
		{"1368", counted, "1368", false},
		{"1.234.567", counted, "1234567", false},
		{"1,234,567", counted, "1234567", false},
		{"1 234 567", counted, "1234567", false},
		{"98,63", percent, "98.63", false},
		{"98.63", percent, "98.63", false},
		{"99.125", percent, "99.125", false},
		{"91 %", percent, "91", false},
		{"98.63%", percent, "98.63", false},
		{"1.234,5", other, "1234.5", false},
		{"1,234.5", other, "1234.5", false},
		{"0,123", other, "0.123", false},
		{"-12,5", other, "-12.5", false},
	} {
		got, told, wrong := sheet.ParseNumber(c.text, c.m)
		require.Nil(t, wrong, c.text)
		assert.Equal(t, c.want, got, c.text)
		assert.Equal(t, c.told, told != nil, c.text)
	}
	for _, c := range []struct {
		text string
		m    sheet.Measure
	}{
		{"1,234", counted},
		{"1.234", other},
		{"1,234", other},
		{"12%", counted},
		{"12%", other},
		{"", other},
		{"nhiều", other},
		{"1,2,3", counted},
		{"1e3", counted},
		{"1/3", other},
		{"1.23.456", other},
		{"12.34,5", other},
		{"(5)", other},
		{"1,2345.6", other},
	} {
		digits, _, wrong := sheet.ParseNumber(c.text, c.m)
		assert.NotNil(t, wrong, c.text)
		assert.Empty(t, digits, c.text)
	}
}

func TestWhatIsNoTable(t *testing.T) {
	for want, text := range map[string]string{
		"the file is empty":                        "\n \n",
		"no row has all the headings":              "a,b\n1,2\n",
		"not in Unicode":                           "code\xff\n",
		"is broken":                                "PK\x03\x04 broken",
		"A2 has 4001 bytes; at most 4000":          "code\n" + strings.Repeat("x", 4001),
		"beyond its column 256":                    "code,tên\n" + strings.Repeat("a,", 256) + "b\n",
		"more than 50000":                          "code\n" + strings.Repeat("1\n", 50_001),
		"at most 16777216 ar":                      strings.Repeat("x", sheet.MaxBytes+1),
		"line 2: the quotation marks do not match": "code,tên\n\"1,2\n",
		"names no separator":                       "sep=\"\ncode\n",
	} {
		_, err := sheet.Read([]byte(text), plain())
		require.ErrorContains(t, err, want)
		var refusal *sheet.Refusal
		require.ErrorAs(t, err, &refusal)
		assert.NotEmpty(t, refusal.Vi)
		assert.NotEqual(t, refusal.Vi, refusal.En)
	}
}

func TestAnArchiveThatUnpacksToTooMuchIsRefused(t *testing.T) {
	most := strings.Repeat(" ", sheet.MaxUnpackedBytes)
	file := func(first, second string) []byte {
		book := sheettest.Book{Sheets: []sheettest.Sheet{{Name: "a", Before: first}, {Name: "b", Before: second}, {Name: "c", Rows: sheettest.Row(1, "", sheettest.Text("A1", "code"))}}}
		return book.File(t)
	}
	_, err := sheet.Read(file(most, ""), plain())
	require.ErrorContains(t, err, "unpacks to more than")
	_, err = sheet.Read(file("", most), plain())
	require.ErrorContains(t, err, "unpacks to more than", "several parts together")

	// Parts are looked into more than once, and count once.
	half := strings.Repeat(" ", sheet.MaxUnpackedBytes*2/3)
	book := sheettest.Book{Sheets: []sheettest.Sheet{{Name: "a", Before: half, Rows: sheettest.Row(1, "", sheettest.Text("A1", "code"))}}}
	table, err := sheet.Read(book.File(t), plain())
	require.NoError(t, err)
	assert.Equal(t, 1, table.HeadingRow)
}

func TestAnArchiveThatSaysLessOfAPartThanItHoldsIsBroken(t *testing.T) {
	book := sheettest.Book{Sheets: []sheettest.Sheet{{Name: "a", Rows: sheettest.Row(1, "", sheettest.Text("A1", "code"), sheettest.Text("B1", strings.Repeat("x", 10_000)))}}}
	file := book.File(t)
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	require.NoError(t, err)
	largest := slices.MaxFunc(archive.File, func(a, b *zip.File) int { return cmp.Compare(a.UncompressedSize64, b.UncompressedSize64) })
	size := binary.LittleEndian.AppendUint32(nil, uint32(largest.UncompressedSize64))
	require.Equal(t, 2, bytes.Count(file, size), "in the part's header and in the list of parts")
	_, err = sheet.Read(bytes.ReplaceAll(file, size, []byte{100, 0, 0, 0}), plain())
	require.ErrorContains(t, err, "sheet1.xml")
}

func TestOfMuchThatIsWrongTheBeginningIsTold(t *testing.T) {
	faults := make([]sheet.Fault, sheet.MaxFaults+5)
	faults[0].Value = strings.Repeat("ế", sheet.MaxToldOfCell+1)
	few := sheet.Few(faults)
	require.Len(t, few, sheet.MaxFaults+1)
	assert.Equal(t, strings.Repeat("ế", sheet.MaxToldOfCell)+"…", few[0].Value)
	assert.Equal(t, "and 5 more", few[sheet.MaxFaults].En)
	assert.Len(t, []rune(faults[0].Value), sheet.MaxToldOfCell+1, "what was given is as it was")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a;b\n1;2\n"))
	f.Add([]byte("\ufeffa\t\"b\"\n\n1\n"))
	f.Add([]byte("sep=,\ntitle\n\na,b,ngày\n(1),(2),(3)\n\"1,5\",x,30/6/2024\nTổng cộng,3,\n"))
	f.Add([]byte("\xff\xfea\x00\t\x00b\x00\n\x00"))
	f.Add(sheettest.Compound("EncryptedPackage"))
	var file bytes.Buffer
	require.NoError(f, sheet.Write(&file, sheet.Sheet{Name: "x", Rows: [][]any{{"a", "b"}, {1, 2}}}))
	f.Add(file.Bytes())
	book := sheettest.Book{
		From1904: true, Formats: []string{"dd/mm/yyyy", "0.0%"}, Shared: []string{"<si><r><t>a</t></r><rPh><t>x</t></rPh></si>"},
		Sheets: []sheettest.Sheet{{
			Name: "x", Before: `<cols><col min="2" max="2" hidden="1"/></cols>`, After: sheettest.Merged("A2:A3"),
			Rows: sheettest.Row(1, "", `<c r="A1" t="s"><v>0</v></c>`, sheettest.Text("B1", "b"), sheettest.Text("C1", "ngày")) +
				sheettest.Row(2, "", sheettest.Number("B2", "1", 2), sheettest.Number("C2", "44011", 1)) + sheettest.Row(3, `hidden="1"`, sheettest.Cell("B3", "", "<f>A1</f>")),
		}},
	}
	f.Add(book.File(f))
	want := &sheet.Want{Columns: []sheet.Column{
		{Names: []string{"a"}, Needed: true}, {Names: []string{"b"}, Kind: sheet.Number, Needed: true}, {Names: []string{"ngày"}, Kind: sheet.Day},
	}}
	f.Fuzz(func(t *testing.T, b []byte) {
		table, err := sheet.Read(b, want)
		if err != nil {
			var refusal *sheet.Refusal
			require.ErrorAs(t, err, &refusal)
			require.NotEmpty(t, refusal.Vi)
			return
		}
		last := table.HeadingRow
		for _, r := range table.Rows {
			require.Greater(t, r.Number, last)
			last = r.Number
			wrong, told := r.Faults()
			for _, fault := range append(wrong, told...) {
				require.NotEmpty(t, fault.Vi)
				require.NotEmpty(t, fault.En)
			}
			_, _, _ = r.Figure(1, sheet.Measure{})
		}
	})
}
