package catalogue

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/sheet/sheettest"
)

var noon = time.Date(2024, 7, 3, 5, 0, 0, 0, time.UTC)

// dirty has the kinds of dirt that a real catalogue has: a bare code, an old level, one procedure in two rows that disagree, a row
// without an organisation, a code that is none.
const dirty = `code,name,field,org,level
1.012275.H36,Đăng ký hành nghề,"Khám bệnh, chữa bệnh","Sở, ban ngành",Một phần
1.001193.000.00.00.H36,Thủ tục đăng ký khai sinh,Hộ tịch,UBND Xã/Phường/Thị Trấn,Toàn trình
2.000815,Chứng thực bản sao,Chứng thực,UBND Huyện/Thành phố; UBND Xã/Phường/Thị Trấn,Một phần
2.000063.000.00.00.H36,Lập văn phòng đại diện,Thương mại quốc tế,Ban quản lý các khu Công nghiệp tỉnh Lâm Đồng,Còn lại
2.000063.000.00.00.H36,Lập văn phòng đại diện,Thương mại quốc tế,"Sở, ban ngành",Một phần
1.013236.000.00.00.H36,Cấp giấy phép xây dựng,Hoạt động xây dựng,"Sở, ban ngành",Mức độ 4
1.000000.H36,Không ai làm,Khác,,Còn lại
không phải mã,x,y,"Sở, ban ngành",Mức độ 9
`

func TestACatalogueWithItsDirt(t *testing.T) {
	log := intaketest.Log(t)
	s, err := New(intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	api := intaketest.NewAPI(t, "catalogue", s.Handler())
	const path = "/api/v1/catalogue/procedures"
	take := func(query, file string, status int) Import {
		var result Import
		require.NoError(t, json.Unmarshal([]byte(api.Send(path+query, "text/csv", file, status)), &result))
		return result
	}
	strict := take("?valid_from=2025-04-01&strict=true", dirty, http.StatusUnprocessableEntity)
	assert.Len(t, strict.Errors, 3)
	dry := take("?valid_from=2025-04-01&dry_run=true", dirty, http.StatusOK)
	for _, query := range []string{"dry_run=1", "strict=", "dryrun=true"} {
		take("?"+query, dirty, http.StatusBadRequest)
	}
	head, err := log.Head(t.Context())
	require.NoError(t, err)
	require.Zero(t, head, "neither has changed anything")

	result := take("?valid_from=2025-04-01", dirty, http.StatusOK)
	assert.Equal(t, []int{8, 2, 3, 0}, []int{result.Rows, result.Added, result.Changed, result.Unchanged})
	assert.Equal(t, []int{dry.Added, dry.Changed}, []int{result.Added, result.Changed})
	var told []string
	for _, f := range result.Warnings {
		told = append(told, fmt.Sprintf("%d %s", f.Row, f.Column))
	}
	assert.Equal(t, []string{"4 code", "6 code", "7 level"}, told)
	told = nil
	for _, f := range result.Errors {
		assert.NotEmpty(t, f.Vi)
		told = append(told, fmt.Sprintf("%d %s", f.Row, f.Column))
	}
	assert.Equal(t, []string{"8 org", "9 code", "9 level"}, told, "what is left out is told, row by row")

	again := take("?valid_from=2025-04-01", dirty, http.StatusOK)
	assert.Equal(t, []int{0, 0, 5}, []int{again.Added, again.Changed, again.Unchanged})
	amended, err := log.Load(t.Context(), event.CatalogueSubject)
	require.NoError(t, err)
	assert.Len(t, amended, 1, "sent again, it changes nothing")

	c, err := catalogue.Follow(log, s.Topology, time.Now).Current(t.Context())
	require.NoError(t, err)
	before, ok := c.At("1.001193", calendar.MustDate("2025-03-31"))
	require.True(t, ok)
	after, ok := c.At("1.001193", calendar.MustDate("2025-04-01"))
	require.True(t, ok)
	assert.Equal(t, []event.ServiceLevel{event.LevelPartial, event.LevelFull}, []event.ServiceLevel{before.Level, after.Level})
	assert.Equal(t, before.Days, after.Days, "the file does not tell the legal time: it stays")
	_, ok = c.At("1.012275", calendar.MustDate("2025-03-31"))
	assert.False(t, ok, "it is new in April")
	office, _ := c.At("2.000063", calendar.MustDate("2025-04-01"))
	assert.Equal(t, event.LevelPartial, office.Level, "of two rows, the higher level")
	assert.Equal(t, []string{"province"}, office.HandledBy)
	permit, _ := c.At("1.013236", calendar.MustDate("2025-04-01"))
	assert.Equal(t, []string{"department:construction"}, permit.HandledBy)
	copies, _ := c.At("2.000815", calendar.MustDate("2025-04-01"))
	assert.Equal(t, []string{"district", "commune"}, copies.HandledBy)

	assert.Contains(t, api.Get(path+"/1.012275", http.StatusOK), `"from":"2025-04-01"`)
	api.Get(path+"/9.999999", http.StatusNotFound)
	assert.Contains(t, api.Get(path+"?q=dang+ky+khai+sinh&on=2025-05-01", http.StatusOK), `"code":"1.001193"`)
	api.Get(path+"?on=tomorrow", http.StatusUnprocessableEntity)
	const line = `{"specversion":"1.0","id":"1","source":"s","type":"catalogue.amended.v1","subject":"catalogue/province","time":"2024-07-03T01:00:00Z",
		"data":{"valid_from":"2025-07-01","withdrawn":["1.001193"]}}`
	api.TakesEvents("/api/v1/catalogue/events", line, strings.NewReplacer(`"id":"1"`, `"id":"2"`, `"valid_from":"2025-07-01",`, ``).Replace(line))
	c, err = catalogue.Follow(log, s.Topology, time.Now).Current(t.Context())
	require.NoError(t, err)
	_, ok = c.At("1.001193", calendar.MustDate("2025-06-30"))
	assert.True(t, ok)
	_, ok = c.At("1.001193", calendar.MustDate("2025-07-01"))
	assert.False(t, ok, "withdrawn")
}

// An optional column that is missing and an empty cell tell nothing; "unknown" is not 0, and neither is what nobody has told.
func TestWhatAFileDoesNotTellIsNotZero(t *testing.T) {
	log := intaketest.Log(t)
	s, err := New(intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	const file = `code,name,field,org,level,days,calendar_days,fee_vnd,online_payment
1.000001.H36,Mới,Khác,UBND Huyện,Toàn trình,5,có,20000,không
1.000002.H36,Mới,Khác,UBND Huyện,Toàn trình,,,,
1.000003.H36,Mới,Khác,UBND Huyện,Toàn trình,không rõ,,0,unknown
2.000635.H36,Trích lục,Hộ tịch,UBND Huyện,Toàn trình,,,,
1.013225.H36,Giấy phép,Hoạt động xây dựng,UBND Huyện,Một phần,15,,,không
1.013225.H36,Giấy phép,Hoạt động xây dựng,UBND Huyện,Một phần,,,90000,
1.000004.H36,Sai,Khác,UBND Huyện,Toàn trình,-1,x,1.5,x
`
	take := func(file string) (result Import) {
		w := intaketest.Send(t, s.Handler(), "/api/v1/catalogue/procedures?valid_from=2024-07-01", "text/csv", file)
		require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &result))
		return result
	}
	result := take(file)
	var wrong []string
	for _, f := range result.Errors {
		wrong = append(wrong, fmt.Sprintf("%d %s", f.Row, f.Column))
	}
	assert.Equal(t, []string{"8 days", "8 calendar_days", "8 fee_vnd", "8 online_payment"}, wrong)
	c, err := catalogue.Follow(log, s.Topology, time.Now).Current(t.Context())
	require.NoError(t, err)
	for code, want := range map[string]event.Procedure{
		"1.000001": {Days: 5, CalendarDays: true, FeeVND: 20000, OnlinePayment: new(false)},
		"1.000002": {Days: -1, FeeVND: -1},
		"1.000003": {Days: -1, FeeVND: 0},
		"2.000635": {Days: 0, FeeVND: 8000, OnlinePayment: new(true)},                        // as the topology has it
		"1.013225": {Days: 15, CalendarDays: true, FeeVND: 90000, OnlinePayment: new(false)}, // two rows, each tells something
	} {
		p, ok := c.At(code, calendar.MustDate("2024-07-01"))
		require.True(t, ok, code)
		assert.Equal(t, want, event.Procedure{Days: p.Days, CalendarDays: p.CalendarDays, FeeVND: p.FeeVND, OnlinePayment: p.OnlinePayment}, code)
	}
	again := take(file)
	assert.Equal(t, []int{0, 0, 5}, []int{again.Added, again.Changed, again.Unchanged})
	assert.Equal(t, 1, take(strings.Replace(file, "20000,không", "20000,có", 1)).Changed, "what only an optional column tells is a change too")
}

func TestRowsThatDisagreeAndCodesOfOtherProvincesAreTold(t *testing.T) {
	s, err := New(intake.Common{Log: intaketest.Log(t), Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	const file = `code,name,field,org,level
1.000001.000.00.00.H36,Một,Khác,UBND Huyện,Toàn trình
1.000001.H36,Hai,Đất đai,UBND Xã,Toàn trình
1.000002.000.00.00.H55,Của tỉnh khác,Khác,UBND Huyện,Toàn trình
`
	w := intaketest.Send(t, s.Handler(), "/api/v1/catalogue/procedures?valid_from=2024-07-01", "text/csv", file)
	var result Import
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &result))
	require.Len(t, result.Warnings, 1)
	assert.Equal(t, 3, result.Warnings[0].Row)
	assert.Contains(t, result.Warnings[0].En, "disagree about the name")
	assert.Contains(t, result.Warnings[0].En, `the field, "Khác" and "Đất đai": the first counts`)
	require.Len(t, result.Errors, 1)
	assert.Equal(t, 4, result.Errors[0].Row)
	assert.Contains(t, result.Errors[0].En, "another province's suffix")
	assert.Equal(t, 1, result.Added)
}

func TestWithdrawingWhatWasNeverPublishedIsRefused(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	withdraw := func(s State, codes ...string) error {
		_, err := a.Decide(s, &event.Event{Type: event.CatalogueAmended, Subject: event.CatalogueSubject, Data: &event.Catalogue{
			ValidFrom: calendar.MustDate("2024-07-01"), Procedures: []event.Procedure{{Code: "1.000002"}}, Withdrawn: codes,
		}})
		return err
	}
	s := a.Evolve(State{}, &event.Event{Time: noon, Data: &event.Catalogue{Procedures: []event.Procedure{{Code: "9.000002"}, {Code: "1.000001"}}}})
	s, err := a.Decode(a.Encode(nil, s))
	require.NoError(t, err)
	assert.NoError(t, withdraw(s, "1.001193", "1.000001", "9.000002", "1.000002"))
	err = withdraw(s, "1.001193", "9.999999")
	var refusal *event.FieldError
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, "data.withdrawn[1]", refusal.Field)
}

// A workbook is read as a person sees it: not its hidden sheet, from the row of headings on, and with what a cell shows.
func TestACatalogueInAWorkbookIsReadAsItIsSeen(t *testing.T) {
	rows := func(at int, level, fee string) string {
		cell := func(column byte, text string) string { return sheettest.Text(fmt.Sprintf("%c%d", column, at+1), text) }
		heads := sheettest.Row(at, "", sheettest.Text(fmt.Sprintf("A%d", at), "Mã thủ tục"), sheettest.Text(fmt.Sprintf("B%d", at), "Tên thủ tục"),
			sheettest.Text(fmt.Sprintf("C%d", at), "Lĩnh vực"), sheettest.Text(fmt.Sprintf("D%d", at), "Cơ quan thực hiện"), sheettest.Text(fmt.Sprintf("E%d", at), "Mức độ"),
			sheettest.Text(fmt.Sprintf("F%d", at), "fee_vnd"))
		return heads + sheettest.Row(at+1, "", cell('A', "1.013225.H36"), cell('B', "Giấy phép"), cell('C', "Hoạt động xây dựng"), cell('D', "UBND Huyện"), cell('E', level), fee)
	}
	book := sheettest.Book{Formats: []string{"#,##0"}, Sheets: []sheettest.Sheet{
		{Name: "Cũ", State: "hidden", Rows: rows(1, "Còn lại", sheettest.Number("F2", "10000", 0))},
		{Name: "Danh mục", Rows: sheettest.Row(1, "", sheettest.Text("A1", "DANH MỤC THỦ TỤC")) + rows(3, "Toàn trình", sheettest.Number("F4", "75000", 1)), After: sheettest.Merged("A1:E1")},
	}}
	s, err := New(intake.Common{Log: intaketest.Log(t), Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	take := func(query string) (result Import) {
		w := intaketest.Send(t, s.Handler(), "/api/v1/catalogue/procedures?dry_run=true&valid_from=2025-04-01"+query, "application/octet-stream", string(book.File(t)))
		require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &result))
		return result
	}
	seen := take("")
	assert.Equal(t, []any{"Danh mục", 3, 1, 0}, []any{seen.Sheet, seen.HeadingRow, seen.Changed, len(seen.Errors)}, "%+v", seen)
	require.Len(t, seen.Warnings, 1)
	assert.Contains(t, seen.Warnings[0].En, "is hidden")
	other := take("&sheet=C%C5%A9")
	assert.Equal(t, []any{"Cũ", 1}, []any{other.Sheet, other.HeadingRow})
}
