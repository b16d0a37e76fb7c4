package indicators

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/sheet/sheettest"
)

// answered is what the import says of a file.
type answered struct {
	Sheet      string `json:"sheet"`
	HeadingRow int    `json:"heading_row"`
	Sheets     []struct {
		Name  string `json:"name"`
		State string `json:"state"`
	} `json:"sheets"`
	Taken   int `json:"taken"`
	Empty   int `json:"empty"`
	Changes []struct {
		Indicator, From, To string
		Value, Of           *float64
	} `json:"changes"`
	Warnings []cellSaid `json:"warnings"`
	Errors   []cellSaid `json:"errors"`
	Error    struct {
		Message string `json:"message"`
		Field   string `json:"field"`
	} `json:"error"`
}

type cellSaid struct {
	Sheet, Cell, Value, Vi, En string
	Row                        int
}

func (c cellSaid) String() string {
	return fmt.Sprintf("%s|%s|%d|%s|%s", c.Sheet, c.Cell, c.Row, c.Value, c.En)
}

// shaped is a file in a shape that people's files have, and what the import must say of it.
type shaped struct {
	name    string
	file    []byte
	query   string   // beside agency and dry_run
	status  int      // 0: taken
	taken   []string // indicator, period and value of each report
	wrong   []string // parts of what is said of each wrong cell: sheet|cell|row|value|what
	told    []string // and of each thing to be told
	message string   // of a refusal, in Vietnamese
}

// requireShaped sends a file through the import and compares what becomes of it, first in a dry run and then in earnest.
func requireShaped(t *testing.T, c shaped) answered {
	t.Helper()
	log := intaketest.Log(t)
	s := newService(t, log, nil)
	send := func(dry string) (code int, a answered) {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/indicators/import?agency=so-y-te"+dry+c.query, bytes.NewReader(c.file))
		s.Handler().ServeHTTP(w, r)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &a, json.MatchCaseInsensitiveNames(true)), "%s", w.Body)
		if a.Error.Message != "" {
			a.Errors = nil // which name the parameter
		}
		return w.Code, a
	}
	code, a := send("&dry_run=true")
	require.Equal(t, max(c.status, http.StatusOK), code, "%+v", a)
	var taken []string
	for _, x := range a.Changes {
		value := "no data"
		if x.Value != nil {
			value = fmt.Sprint(*x.Value)
		}
		if x.Of != nil {
			value += fmt.Sprint(" of ", *x.Of)
		}
		taken = append(taken, strings.Join([]string{x.Indicator, x.From, x.To, value}, " "))
	}
	assert.Equal(t, c.taken, taken)
	requireSaid(t, c.wrong, a.Errors)
	requireSaid(t, c.told, a.Warnings)
	assert.Contains(t, a.Error.Message, c.message)
	assert.Zero(t, head(t, log), "a dry run changes nothing")
	code, earnest := send("")
	require.Equal(t, max(c.status, http.StatusOK), code)
	assert.Equal(t, len(c.taken), earnest.Taken, "in earnest it is what the dry run said")
	assert.Equal(t, a.Changes, earnest.Changes)
	return a
}

func requireSaid(t *testing.T, want []string, said []cellSaid) {
	t.Helper()
	require.Len(t, said, len(want), "%v", said)
	for i, w := range want {
		assert.Contains(t, said[i].String(), w)
		assert.NotEmpty(t, said[i].Vi)
		assert.NotEqual(t, said[i].En, said[i].Vi)
	}
}

var heads = []string{
	"Chỉ tiêu", "Tên chỉ tiêu", "Đơn vị", "Tên đơn vị", "Sở, ngành", "Từ ngày", "Đến ngày", "Giá trị", "Trên tổng số", "Tính đến ngày", "Cách tính", "Ghi chú",
}

const june117 = "health.checkins 2024-06-01 2024-06-30 117"

// headsAt are the headings in a row.
func headsAt(row int) string {
	var cells []string
	for i, h := range heads {
		cells = append(cells, sheettest.Text(fmt.Sprintf("%c%d", 'A'+i, row), h))
	}
	return sheettest.Row(row, "", cells...)
}

// reportAt is a row that reports June: its value cell is given.
func reportAt(row int, indicator, value string) string {
	at := func(c byte) string { return fmt.Sprintf("%c%d", c, row) }
	return sheettest.Row(row, "", sheettest.Text(at('A'), indicator), sheettest.Text(at('B'), "x"), sheettest.Text(at('C'), "68"),
		sheettest.Text(at('F'), "2024-06-01"), sheettest.Text(at('G'), "2024-06-30"), value)
}

func checkins(row int, value string) string {
	return reportAt(row, "health.checkins", sheettest.Number(fmt.Sprintf("H%d", row), value, 0))
}

// workbook is one with one sheet of rows.
func workbook(t *testing.T, rows string) []byte {
	return bookOf(t, sheettest.Book{}, sheettest.Sheet{Rows: rows})
}

func bookOf(t *testing.T, b sheettest.Book, s sheettest.Sheet) []byte {
	s.Name = "Số liệu"
	b.Sheets = append(b.Sheets, s)
	return b.File(t)
}

// csvOf is a CSV file with the headings and lines.
func csvOf(separator string, lines ...string) string {
	var b strings.Builder
	for _, h := range heads {
		if b.Len() > 0 {
			b.WriteString(separator)
		}
		if strings.Contains(h, separator) {
			h = `"` + h + `"`
		}
		b.WriteString(h)
	}
	return b.String() + "\r\n" + strings.Join(lines, "\r\n") + "\r\n"
}

const csv117 = "health.checkins;x;68;x;;01/06/2024;30/06/2024;117;;;;"

func TestSheetsThatNobodySeesAreNotRead(t *testing.T) {
	two := func(state string) []byte {
		b := sheettest.Book{Sheets: []sheettest.Sheet{{Name: "Cũ", State: state, Rows: headsAt(1) + checkins(2, "111")}}}
		return bookOf(t, b, sheettest.Sheet{Rows: headsAt(1) + checkins(2, "117")})
	}
	for state, told := range map[string]string{"hidden": "is hidden", "veryHidden": "is hidden", "": "also has the headings"} {
		t.Run("first sheet "+state, func(t *testing.T) {
			c := shaped{file: two(state), taken: []string{june117}, told: []string{"Cũ||0|Cũ|" + told}}
			if state == "" {
				c.taken, c.told = []string{"health.checkins 2024-06-01 2024-06-30 111"}, []string{"Số liệu||0|Số liệu|" + told}
			}
			a := requireShaped(t, c)
			assert.Len(t, a.Sheets, 2)
			assert.Equal(t, 1, a.HeadingRow)
		})
	}
	requireShaped(t, shaped{
		file: two("hidden"), query: "&sheet=" + url.QueryEscape("cũ"), taken: []string{"health.checkins 2024-06-01 2024-06-30 111"},
		told: []string{"Cũ||0|Cũ|is hidden; it was read because it was asked for", "Số liệu||0|Số liệu|also has"},
	})
	requireShaped(t, shaped{file: two("hidden"), query: "&sheet=x", status: http.StatusUnprocessableEntity, message: "Không có trang “x”; tệp có: “Cũ”, “Số liệu”"})
	alone := sheettest.Book{Sheets: []sheettest.Sheet{{Name: "Cũ", State: "hidden", Rows: headsAt(1) + checkins(2, "1")}, {Name: "Bìa", Rows: sheettest.Row(1, "", sheettest.Text("A1", "Bìa"))}}}
	requireShaped(t, shaped{file: alone.File(t), status: http.StatusUnprocessableEntity, message: "Chỉ trang đang ẩn mới có các cột cần đọc: “Cũ”"})
}

func TestAnotherSheetIsChosenOnThePageAndTheChosenOneIsTaken(t *testing.T) {
	book := sheettest.Book{Sheets: []sheettest.Sheet{
		{Name: "Nháp", State: "hidden", Rows: headsAt(1) + checkins(2, "111")},
		{Name: "Tháng 6", Rows: headsAt(1) + checkins(2, "117")},
		{Name: "Tháng 6 (sửa)", Rows: headsAt(3) + checkins(4, "119")},
	}}
	log := intaketest.Log(t)
	s := newService(t, log, nil)
	status, page := upload(t, s, map[string]string{"agency": "so-y-te"}, book.File(t))
	require.Equal(t, http.StatusOK, status)
	assert.Contains(t, page, "<strong>“Tháng 6”</strong>, tiêu đề ở dòng <strong>1</strong>")
	assert.Contains(t, page, `<option value="Nháp">Nháp – đang ẩn – tiêu đề ở dòng 1</option>`)
	assert.Contains(t, page, `<option value="Tháng 6 (sửa)">Tháng 6 (sửa) – tiêu đề ở dòng 3</option>`)

	status, page = upload(t, s, map[string]string{"agency": "so-y-te", "sheet": "Tháng 6 (sửa)", "checked": field(t, page, "checked")}, nil)
	require.Equal(t, http.StatusOK, status)
	assert.Contains(t, page, "<strong>“Tháng 6 (sửa)”</strong>, tiêu đề ở dòng <strong>3</strong>")
	assert.Zero(t, head(t, log), "looking changes nothing")

	status, _ = upload(t, s, map[string]string{"agency": "so-y-te", "sheet": field(t, page, "sheet"), "confirmed": field(t, page, "confirmed")}, nil)
	require.Equal(t, http.StatusOK, status)
	events, err := log.Load(t.Context(), "indicator/health.checkins:68:so-y-te")
	require.NoError(t, err)
	require.Len(t, events, 1)
	assert.Equal(t, "119", events[0].Event.Data.(*event.Indicator).Value.String())
}

func TestHiddenRowsAndColumnsAreToldOrRefused(t *testing.T) {
	hidden := strings.Replace(checkins(3, "9"), `<row r="3" `, `<row r="3" hidden="1" `, 1)
	requireShaped(t, shaped{file: workbook(t, headsAt(1)+checkins(2, "117")+hidden), taken: []string{june117}, told: []string{"Số liệu||3||1 hidden rows were not read: 3"}})
	flat := strings.Replace(checkins(3, "9"), `<row r="3" `, `<row r="3" ht="0" customHeight="1" `, 1)
	requireShaped(t, shaped{file: workbook(t, headsAt(1)+checkins(2, "117")+flat), taken: []string{june117}, told: []string{"hidden rows were not read: 3"}})
	column := func(n int) []byte {
		return bookOf(t, sheettest.Book{}, sheettest.Sheet{Before: fmt.Sprintf(`<cols><col min="%d" max="%d" hidden="1"/></cols>`, n, n), Rows: headsAt(1) + checkins(2, "117")})
	}
	requireShaped(t, shaped{file: column(8), status: http.StatusUnprocessableEntity, wrong: []string{"Số liệu|H1|1|Giá trị|the column H is hidden and holds figures"}})
	requireShaped(t, shaped{file: column(1), taken: []string{june117}, told: []string{"Số liệu|A1|1|Chỉ tiêu|the column A is hidden; it was read"}})
	requireShaped(t, shaped{file: column(9), taken: []string{june117}})
}

func TestDaysOfA1904WorkbookAreReadByItsOwnCount(t *testing.T) {
	row := sheettest.Row(2, "", sheettest.Text("A2", "health.checkins"), sheettest.Text("C2", "68"), sheettest.Number("F2", "43982", 1), sheettest.Number("G2", "44011", 1),
		sheettest.Number("H2", "117", 0))
	requireShaped(t, shaped{file: bookOf(t, sheettest.Book{From1904: true, Formats: []string{"dd/mm/yyyy"}}, sheettest.Sheet{Rows: headsAt(1) + row}), taken: []string{june117}})
}

func TestHeadingsAreFoundWhereverTheyStand(t *testing.T) {
	title := sheettest.Row(1, "", sheettest.Text("A1", "BÁO CÁO SỐ LIỆU THÁNG 6/2024")) + sheettest.Row(2, "", sheettest.Text("A2", "Đơn vị: Sở Y tế"))
	for _, after := range []string{"", sheettest.Merged("A1:L1", "A2:L2")} {
		a := requireShaped(t, shaped{file: bookOf(t, sheettest.Book{}, sheettest.Sheet{Rows: title + headsAt(4) + checkins(5, "117"), After: after}), taken: []string{june117}})
		assert.Equal(t, []any{"Số liệu", 4}, []any{a.Sheet, a.HeadingRow})
	}
	decomposed := strings.NewReplacer("Chỉ tiêu", "CHI\u0309 TIE\u0302U", "Giá trị", "Gia\u0301\u00a0tri\u0323 *", "Từ ngày", "Từ\n ngày\u200b").Replace(headsAt(1))
	requireShaped(t, shaped{file: workbook(t, decomposed+checkins(2, "117")), taken: []string{june117}})
	below := sheettest.Row(2, "", sheettest.Text("F2", "Từ ngày"), sheettest.Text("G2", "Đến ngày"))
	above := strings.NewReplacer("Từ ngày", "Kỳ báo cáo", "Đến ngày", "").Replace(headsAt(1))
	requireShaped(t, shaped{
		file:  bookOf(t, sheettest.Book{}, sheettest.Sheet{Rows: above + below + checkins(3, "117"), After: sheettest.Merged("F1:G1", "A1:A2", "H1:H2")}),
		taken: []string{june117},
	})
	requireShaped(t, shaped{
		file: workbook(t, strings.Replace(headsAt(1), "Trên tổng số", "Giá trị", 1)+checkins(2, "117")), status: http.StatusUnprocessableEntity,
		wrong: []string{"Số liệu|H1|1|Giá trị|stands in more than one column"},
	})
	requireShaped(t, shaped{
		file: workbook(t, title+strings.Replace(headsAt(4), "Giá trị", "Số", 1)+checkins(5, "117")), status: http.StatusUnprocessableEntity,
		wrong: []string{`Số liệu||4||the column "Giá trị" (or "value") is missing`},
	})
}

func TestRowsAroundTheFiguresAreToldAndNotTaken(t *testing.T) {
	var numbers []string
	for i := range heads {
		numbers = append(numbers, sheettest.Text(fmt.Sprintf("%c2", 'A'+i), fmt.Sprintf("(%d)", i+1)))
	}
	rows := headsAt(1) + sheettest.Row(2, "", numbers...) + sheettest.Row(3, "", sheettest.Text("A3", "I. Lĩnh vực y tế")) + checkins(4, "117") + headsAt(5) +
		sheettest.Row(6, "", sheettest.Text("B6", "Tổng cộng:"), sheettest.Number("H6", "117", 0)) +
		sheettest.Row(8, "", sheettest.Text("A8", "Người lập biểu"), sheettest.Text("G8", "GIÁM ĐỐC"))
	requireShaped(t, shaped{file: workbook(t, rows), taken: []string{june117}, told: []string{
		"Số liệu|A2|2|(1)|numbers the columns", "Số liệu|A5|5|Chỉ tiêu|is the headings again", "Số liệu|B6|6|Tổng cộng:|is a row of totals",
		"Số liệu|A3|3|I. Lĩnh vực y tế|is no row of the table", "Số liệu|A8|8|Người lập biểu|is no row of the table",
	}})
	aside := strings.Replace(headsAt(1), "</row>", sheettest.Text("M1", "Năm trước")+"</row>", 1) +
		strings.Replace(checkins(2, "117"), "</row>", sheettest.Number("M2", "9", 0)+sheettest.Number("O2", "9", 0)+"</row>", 1)
	requireShaped(t, shaped{file: workbook(t, aside), taken: []string{june117}, told: []string{"these columns were not read: “Năm trước (M)”, “O”"}})
}

func TestACellThatHasNoValueIsNamed(t *testing.T) {
	for name, c := range map[string]struct{ cell, said string }{
		"a formula never computed":    {sheettest.Cell("H2", "", "<f>SUM(N2:N9)</f>"), "=SUM(N2:N9)|has a formula without a result"},
		"as openpyxl writes it":       {sheettest.Cell("H2", "", "<f>SUM(N2:N9)</f><v></v>"), "=SUM(N2:N9)|has a formula without a result"},
		"a reference that is gone":    {sheettest.Cell("H2", `t="e"`, "<f>A1+#REF!</f><v>#REF!</v>"), "#REF!|holds the error #REF!"},
		"not available":               {sheettest.Cell("H2", `t="e"`, "<v>#N/A</v>"), "#N/A|holds the error"},
		"an error that became a text": {sheettest.Text("H2", "#DIV/0!"), "#DIV/0!|holds the error"},
		"a truth":                     {sheettest.Cell("H2", `t="b"`, "<v>1</v>"), "TRUE|is true or false"},
		"a column too narrow":         {sheettest.Text("H2", "#####"), "#####|is hidden behind ####"},
	} {
		t.Run(name, func(t *testing.T) {
			requireShaped(t, shaped{file: workbook(t, headsAt(1)+reportAt(2, "health.checkins", c.cell)), status: http.StatusUnprocessableEntity, wrong: []string{"Số liệu|H2|2|" + c.said}})
		})
	}
	a := requireShaped(t, shaped{file: workbook(t, headsAt(1)+reportAt(2, "health.checkins", sheettest.Cell("H2", `t="str"`, `<f>IF(1,"","x")</f><v></v>`)))})
	assert.Equal(t, 1, a.Empty, "a formula whose result is an empty text is empty")
}

func TestANumberIsTakenAsItIsSeenOrNamed(t *testing.T) {
	formats := []string{"0.00%", "#,##0,", "dd/mm/yyyy", ";;;", "0"}
	pct := func(cell string) []byte {
		return bookOf(t, sheettest.Book{Formats: formats}, sheettest.Sheet{Rows: headsAt(1) + reportAt(2, "health.success_pct", cell)})
	}
	count := func(cell string) []byte {
		return bookOf(t, sheettest.Book{Formats: formats}, sheettest.Sheet{Rows: headsAt(1) + reportAt(2, "health.checkins", cell)})
	}
	const may = "health.success_pct 2024-06-01 2024-06-30 "
	bad := http.StatusUnprocessableEntity
	for _, c := range []shaped{
		{name: "a percentage", file: pct(sheettest.Number("H2", "0.9863", 1)), taken: []string{may + "98.63"}},
		{name: "a decimal comma in a text", file: pct(sheettest.Text("H2", "12,63")), taken: []string{may + "12.63"}},
		{name: "rounded by its format", file: pct(sheettest.Number("H2", "12.4", 5)), taken: []string{may + "12.4"}, told: []string{"H2|2|12|shows 12; it was read as what it holds, 12.4"}},
		{name: "a share of one where a percentage is meant", file: pct(sheettest.Number("H2", "0.9863", 0)), taken: []string{may + "0.9863"}, told: []string{"less than one percent"}},
		{name: "an English number", file: count(sheettest.Text("H2", "1,234.0")), taken: []string{"health.checkins 2024-06-01 2024-06-30 1234"}},
		{name: "grouped by dots", file: count(sheettest.Text("H2", "1.234")), taken: []string{"health.checkins 2024-06-01 2024-06-30 1234"}, told: []string{"H2|2|1.234|was read as 1234"}},
		{name: "grouped by spaces that do not break", file: count(sheettest.Text("H2", "1\u00a0234")), taken: []string{"health.checkins 2024-06-01 2024-06-30 1234"}},
		{name: "a stored fraction is no thousand", file: count(sheettest.Number("H2", "1.234", 0)), status: bad, wrong: []string{"H2|2|1.234|1.234 is not a whole number"}},
		{name: "a comma before three digits", file: count(sheettest.Text("H2", "1,234")), status: bad, wrong: []string{"H2|2|1,234|may be 1234"}},
		{name: "a percentage of what is counted", file: count(sheettest.Number("H2", "0.12", 1)), status: bad, wrong: []string{"H2|2|12.00%|is a percentage where none is meant"}},
		{name: "thousands left out", file: count(sheettest.Number("H2", "1234567", 2)), status: bad, wrong: []string{"H2|2|1235|shows 1235 and holds 1234567"}},
		{name: "a day", file: count(sheettest.Number("H2", "45473", 3)), status: bad, wrong: []string{"H2|2|30/06/2024|has the format of a day"}},
		{name: "shown as nothing", file: count(sheettest.Number("H2", "117", 4)), status: bad, wrong: []string{"H2|2||holds 117 and shows nothing"}},
		{
			name: "zeros that the view does not show", status: bad, wrong: []string{"H2|2||holds 0 and shows nothing"},
			file: bookOf(t, sheettest.Book{}, sheettest.Sheet{Before: `<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>`, Rows: headsAt(1) + checkins(2, "0")}),
		},
	} {
		t.Run(c.name, func(t *testing.T) { requireShaped(t, c) })
	}
}

func TestAValueThatCannotBeIsToldAsItIsAndWhy(t *testing.T) {
	for _, c := range []struct{ indicator, stored, want string }{
		{"health.checkins", "500.4", "“500,4” là số lẻ; chỉ tiêu này đếm số nguyên."}, // shown as 500
		{"health.checkins", "500.40001", "“500,40001” là số lẻ; chỉ tiêu này đếm số nguyên."},
		{"health.checkins", "-3", "“-3” là số âm."},
		{"health.checkins", "1e15", "“1000000000000000” quá lớn."},
		{"health.success_pct", "101", "“101” quá 100 %."},
	} {
		file := bookOf(t, sheettest.Book{Formats: []string{"0"}}, sheettest.Sheet{Rows: headsAt(1) + reportAt(2, c.indicator, sheettest.Number("H2", c.stored, 1))})
		a := requireShaped(t, shaped{file: file, status: http.StatusUnprocessableEntity, wrong: []string{"Số liệu|H2|2|"}})
		assert.Equal(t, c.want, a.Errors[0].Vi)
	}
}

func TestMergedCellsHoldForEachRowUnlessTheyAreNumbers(t *testing.T) {
	second := sheettest.Row(3, "", sheettest.Text("C3", "68"), sheettest.Text("F3", "2024-05-01"), sheettest.Text("G3", "2024-05-31"), sheettest.Number("H3", "9", 0))
	rows := headsAt(1) + checkins(2, "117") + second
	requireShaped(t, shaped{
		file: bookOf(t, sheettest.Book{}, sheettest.Sheet{Rows: rows, After: sheettest.Merged("A2:A3")}), taken: []string{june117, "health.checkins 2024-05-01 2024-05-31 9"},
		told: []string{"G3|3|2024-05-31|is older than the latest period"},
	})
	requireShaped(t, shaped{
		file:   bookOf(t, sheettest.Book{}, sheettest.Sheet{Rows: headsAt(1) + checkins(2, "117") + reportAt(3, "health.facilities", ""), After: sheettest.Merged("H2:H3")}),
		status: http.StatusUnprocessableEntity, wrong: []string{"H2|2|117|is merged over several rows, H2:H3", "H3|3|117|is merged over several rows"},
	})
	requireShaped(t, shaped{
		file:  bookOf(t, sheettest.Book{}, sheettest.Sheet{Rows: headsAt(1) + checkins(2, "117"), After: sheettest.Merged("H2:I2")}),
		taken: []string{june117}, told: []string{"H2|2|117|is merged over several columns, H2:I2"},
	})
}

func TestWorkbooksOfOtherProgramsAreRead(t *testing.T) {
	row := checkins(2, "117")
	shared := sheettest.Row(2, "", sheettest.Cell("A2", `t="s"`, "<v>0</v>"), sheettest.Text("C2", "6\u200b8\u00a0"), sheettest.Cell("F2", `t="d"`, "<v>2024-06-01T00:00:00</v>"),
		sheettest.Text("G2", " 30/6/2024"), sheettest.Cell("H2", "", `<f t="shared" si="0">1</f><v>117</v>`))
	texts := []string{`<si><r><rPr><b/></rPr><t>health</t></r><r><t>.checkins_x000D_</t></r><rPh sb="0" eb="1"><t>ヘルス</t></rPh></si>`}
	nameless := `<row>` + strings.NewReplacer(` r="A1"`, "", ` r="B1"`, "").Replace(strings.TrimPrefix(headsAt(1), `<row r="1" >`)) + row
	for name, file := range map[string][]byte{
		"rich, shared and odd texts": bookOf(t, sheettest.Book{Shared: texts}, sheettest.Sheet{Rows: headsAt(1) + shared}),
		"strict OOXML":               bookOf(t, sheettest.Book{Strict: true}, sheettest.Sheet{Rows: headsAt(1) + row}),
		"no styles":                  bookOf(t, sheettest.Book{Bare: true}, sheettest.Sheet{Rows: headsAt(1) + row}),
		"macros":                     bookOf(t, sheettest.Book{Macros: true}, sheettest.Sheet{Rows: headsAt(1) + row}),
		"cells without addresses":    bookOf(t, sheettest.Book{}, sheettest.Sheet{Rows: nameless}),
		"empty rows to the end":      workbook(t, headsAt(1)+row+strings.Repeat(`<row s="1"><c s="0"/></row>`, 60_000)),
	} {
		t.Run(name, func(t *testing.T) { requireShaped(t, shaped{file: file, taken: []string{june117}}) })
	}
	cut := bookOf(t, sheettest.Book{}, sheettest.Sheet{Rows: headsAt(1) + row + `<row r="3"><c r="A3"`})
	requireShaped(t, shaped{file: cut, status: http.StatusUnprocessableEntity, message: "Tệp .xlsx bị hỏng (phần xl/worksheets/sheet1.xml)"})
}

func TestTextFilesOfEachProgramAreRead(t *testing.T) {
	semicolons := csvOf(";", csv117)
	tabs := strings.ReplaceAll(csvOf("\t", strings.ReplaceAll(csv117, ";", "\t")), `"`, "")
	for name, file := range map[string][]byte{
		"a line that names the separator": []byte("sep=;\r\n" + semicolons),
		"UTF-8 with its mark":             []byte("\ufeff" + semicolons),
		"UTF-16, little end first":        sheettest.UTF16(binary.LittleEndian, true, tabs),
		"UTF-16, big end first":           sheettest.UTF16(binary.BigEndian, true, tabs),
		"UTF-16 without its mark":         sheettest.UTF16(binary.LittleEndian, false, tabs),
		"titles above":                    []byte("BÁO CÁO, THÁNG 6, NĂM 2024, SỞ Y TẾ, LÂM ĐỒNG\r\n\r\n" + semicolons),
		"carriage returns alone":          []byte(strings.ReplaceAll(semicolons, "\r\n", "\r")),
	} {
		t.Run(name, func(t *testing.T) { requireShaped(t, shaped{file: file, taken: []string{june117}}) })
	}
}

func TestARaggedRowIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, said string }{
		"a decimal comma without quotation marks": {csvOf(",", "health.success_pct,x,68,x,,2024-06-01,2024-06-30,12,63,,2024-06-30,a,b"), "|2||has 13 cells under 12 headings"},
		"a cell too few": {csvOf(",", "health.success_pct,x,68,x,2024-06-01,2024-06-30,12,63,2024-06-30,a,b"), "|2||has 11 cells under 12 headings"},
	} {
		t.Run(name, func(t *testing.T) {
			requireShaped(t, shaped{file: []byte(c.file), status: http.StatusUnprocessableEntity, wrong: []string{c.said}})
		})
	}
	requireShaped(t, shaped{file: []byte(csvOf(",", `health.success_pct,x,68,x,,2024-06-01,2024-06-30,"12,63",,2024-06-30,a,b`)), taken: []string{"health.success_pct 2024-06-01 2024-06-30 12.63"}})
}

func TestAFileThatIsNotReadIsCalledByItsNameInVietnamese(t *testing.T) {
	part := func(name string) []byte { return sheettest.Zip(t, sheettest.Part{Name: name, Text: "x"}) }
	said := make(map[string]string)
	for want, file := range map[string][]byte{
		"được đặt mật khẩu nên không đọc được. Hãy mở bằng Excel": sheettest.Compound("EncryptionInfo", "EncryptedPackage"),
		"Excel kiểu cũ (.xls":       sheettest.Compound("Workbook"),
		"văn bản Word, không phải":  sheettest.Compound("WordDocument"),
		"OpenDocument (.ods)":       sheettest.Zip(t, sheettest.Part{Name: "content.xml"}, sheettest.Part{Name: "META-INF/manifest.xml"}),
		"nhị phân (.xlsb)":          part("xl/workbook.bin"),
		"tệp nén, không phải":       part("so-lieu.csv"),
		"Tệp nén được đặt mật khẩu": sheettest.Encrypted(t, sheettest.Part{Name: "so-lieu.xlsx", Text: "x"}),
		"trang web (HTML)":          []byte("<html><body><table><tr><td>Chỉ tiêu"),
		"XML của Excel 2003":        []byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`),
		"không ghi bằng Unicode":    []byte("Ch\xec ti\xeau;Gi\xe1 tr\xf2\n1;2\n"),
		"PDF":                       []byte("%PDF-1.7"),
		"Tệp không có nội dung":     {},
		"Tệp .xlsx bị hỏng":         []byte("PK\x03\x04 nửa chừng"),
	} {
		t.Run(want, func(t *testing.T) {
			a := requireShaped(t, shaped{file: file, status: http.StatusUnprocessableEntity, message: want})
			assert.Equal(t, "file", a.Error.Field)
			assert.Empty(t, said[a.Error.Message], "each has a message of its own")
			said[a.Error.Message] = want
			english := requireShaped(t, shaped{file: file, query: "&lang=en", status: http.StatusUnprocessableEntity})
			assert.NotEqual(t, a.Error.Message, english.Error.Message)
		})
	}
}

func TestARefusalSpeaksTheLanguageOfWhoAsks(t *testing.T) {
	s := newService(t, intaketest.Log(t), nil)
	for accept, want := range map[string]string{"": "không phải cơ quan", "en-GB,en;q=0.9,vi;q=0.5": "is not an agency", "vi,en;q=0.5": "không phải cơ quan", "fr": "không phải cơ quan", "%%": "không phải cơ quan"} {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/indicators/import?agency=x", strings.NewReader("x"))
		r.Header.Set("Accept-Language", accept)
		s.Handler().ServeHTTP(w, r)
		assert.Contains(t, w.Body.String(), want, accept)
	}
}

func TestAKeyOfAnotherConfirmationIsSaidInThePagesLanguage(t *testing.T) {
	s := newService(t, intaketest.Log(t), nil)
	file := func(value string) string {
		return base64.StdEncoding.EncodeToString(workbook(t, headsAt(1)+checkins(2, value)))
	}
	for i, value := range []string{"117", "118"} {
		_, page := upload(t, s, map[string]string{"agency": "so-y-te", "confirmed": file(value), "key": "k"}, nil)
		assert.Equal(t, i == 1, strings.Contains(page, "đã được xác nhận với nội dung khác"), "%s", page)
		assert.NotContains(t, page, "this key")
	}
}
