package indicators

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/sheet"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

func newService(t *testing.T, log eventlog.Log, db *clickhouse.DB) *Service {
	t.Helper()
	s, err := New(Config{Common: intake.Common{
		Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noonOf("2024-07-11") },
	}, DB: db})
	require.NoError(t, err)
	return s
}

// entries is the whole log.
func entries(t *testing.T, log eventlog.Log) (all []eventlog.Entry) {
	t.Helper()
	for {
		more, err := log.Read(t.Context(), eventlog.Position(len(all)), 1000)
		require.NoError(t, err)
		if len(more) == 0 {
			return all
		}
		all = append(all, more...)
	}
}

func head(t *testing.T, log eventlog.Log) eventlog.Position {
	t.Helper()
	p, err := log.Head(t.Context())
	require.NoError(t, err)
	return p
}

func post(t *testing.T, s *Service, path string, file []byte) (int, Import) {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, bytes.NewReader(file))
	s.Handler().ServeHTTP(w, r)
	var result Import
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &result), "%s", w.Body)
	return w.Code, result
}

// filled is the agency's template as its clerk would send it, changed by edit, which gets the rows below the headings.
func filled(t *testing.T, s *Service, agency string, edit func(rows [][]any)) []byte {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/indicators/template.csv?agency="+agency, nil))
	require.Equal(t, http.StatusOK, w.Code)
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff")))
	reader.Comma = ';'
	texts, err := reader.ReadAll()
	require.NoError(t, err)
	var rows [][]any
	for _, r := range texts {
		var row []any
		for _, text := range r {
			row = append(row, text)
		}
		rows = append(rows, row)
	}
	edit(rows[1:])
	var file bytes.Buffer
	require.NoError(t, sheet.Write(&file, sheet.Sheet{Name: "Số liệu", Rows: rows}))
	return file.Bytes()
}

const valueColumn = 7

func TestAFilledTemplateIsTakenOnce(t *testing.T) {
	log := intaketest.Log(t)
	s := newService(t, log, nil)
	file := filled(t, s, "so-y-te", func(rows [][]any) {
		require.Len(t, rows, 3)
		assert.Equal(t, "2024-06-01", rows[0][5], "the last month that has ended")
		rows[0][valueColumn], rows[1][valueColumn], rows[2][valueColumn] = "141", "không có số liệu", "96,5"
	})
	code, dry := post(t, s, "/api/v1/indicators/import?agency=so-y-te&dry_run=true", file)
	require.Equal(t, http.StatusOK, code)
	assert.Equal(t, 3, dry.Taken)
	for _, query := range []string{"dry_run=1", "dry_run=TRUE", "dry_run=", "dryrun=true"} {
		code, _ = post(t, s, "/api/v1/indicators/import?agency=so-y-te&"+query, file)
		assert.Equal(t, http.StatusBadRequest, code, query)
	}
	assert.Zero(t, head(t, log), "a dry run changes nothing, nor does what may be meant as one")

	code, taken := post(t, s, "/api/v1/indicators/import?agency=so-y-te", file)
	require.Equal(t, http.StatusOK, code)
	assert.Equal(t, []int{3, 0, 0}, []int{taken.Taken, taken.Unchanged, taken.Empty})
	assert.EqualValues(t, 1, head(t, log), "one file, one commit")
	state, _, err := s.State(t.Context(), event.IndicatorSubject("health.success_pct", "68", "so-y-te"))
	require.NoError(t, err)
	assert.Equal(t, event.Decimal(965_000), *state.current().Value)
	state, _, err = s.State(t.Context(), event.IndicatorSubject("health.checkins", "68", "so-y-te"))
	require.NoError(t, err)
	assert.Nil(t, state.current().Value, "no data is not 0")

	_, again := post(t, s, "/api/v1/indicators/import?agency=so-y-te", file)
	assert.Equal(t, []int{0, 3}, []int{again.Taken, again.Unchanged})
	assert.EqualValues(t, 1, head(t, log), "sent again, it changes nothing")

	file = filled(t, s, "so-y-te", func(rows [][]any) { rows[0][valueColumn] = "142" })
	_, corrected := post(t, s, "/api/v1/indicators/import?agency=so-y-te", file)
	assert.Equal(t, 2, corrected.Empty)
	require.Len(t, corrected.Changes, 1)
	assert.True(t, corrected.Changes[0].Corrects)
	assert.Equal(t, event.DecimalOf(141), *corrected.Changes[0].Previous)
}

func TestASpoiltFileIsRefusedCellByCellAndChangesNothing(t *testing.T) {
	log := intaketest.Log(t)
	s := newService(t, log, nil)
	file := filled(t, s, "so-tttt", func(rows [][]any) {
		for i := range rows {
			rows[i][valueColumn] = "1"
		}
		rows[0][0] = "iocs.moon"
		rows[1][2] = "0000"
		rows[2][5] = "hôm qua"
		rows[3][valueColumn] = "nhiều"
	})
	code, result := post(t, s, "/api/v1/indicators/import?agency=so-tttt", file)
	assert.Equal(t, http.StatusUnprocessableEntity, code)
	var got []string
	for _, f := range result.Errors {
		assert.NotEmpty(t, f.Vi)
		got = append(got, fmt.Sprintf("%d %s %s", f.Row, f.Column, f.Value))
	}
	assert.Equal(t, []string{"2 Chỉ tiêu iocs.moon", "3 Đơn vị 0000", "4 Từ ngày hôm qua", "5 Giá trị nhiều"}, got)
	assert.Zero(t, head(t, log))

	// What only the rules can know is refused the same way: the good rows beside it are not taken either.
	file = filled(t, s, "so-tttt", func(rows [][]any) {
		for i := range rows {
			rows[i][valueColumn] = "1"
			if rows[i][0] == "mail.active_pct" {
				rows[i][valueColumn] = "140"
			}
			if rows[i][0] == "kiosks.total" {
				rows[i][valueColumn] = "3,5"
			}
		}
	})
	code, result = post(t, s, "/api/v1/indicators/import?agency=so-tttt", file)
	assert.Equal(t, http.StatusUnprocessableEntity, code)
	require.Len(t, result.Errors, 2)
	for _, f := range result.Errors {
		assert.Equal(t, "Giá trị", f.Column)
		assert.Contains(t, []string{"140", "3,5"}, f.Value)
	}
	assert.Zero(t, head(t, log))
	_, result = post(t, s, "/api/v1/indicators/import?agency=so-tttt", []byte("a,b\n1,2\n"))
	assert.Len(t, result.Errors, 5, "each missing column is named")
}

func TestARowWhosePeriodDoesNotFitIsTakenWithAWarning(t *testing.T) {
	log := intaketest.Log(t)
	s := newService(t, log, nil)
	code, result := post(t, s, "/api/v1/indicators/import?agency=so-y-te", []byte("indicator,unit,from,to,value\n"+
		"health.facilities,68,2024-06-01,2024-06-30,141\nhealth.checkins,68,2024-06-01,2024-06-29,9\n"))
	require.Equal(t, http.StatusOK, code)
	require.Len(t, result.Warnings, 1)
	w := result.Warnings[0]
	assert.Equal(t, []any{3, "to", "2024-06-29"}, []any{w.Row, w.Column, w.Value})
	assert.Contains(t, w.Vi, "không đúng kỳ được giao")
	code, result = post(t, s, "/api/v1/indicators/import?agency=so-y-te", []byte("indicator,unit,from,to,value\nhealth.facilities,68,2024-07-01,2024-07-31,141\n"))
	assert.Equal(t, http.StatusUnprocessableEntity, code, "July is not over")
	require.Len(t, result.Errors, 1)
	assert.Equal(t, "to", result.Errors[0].Column)
	assert.Equal(t, "Kỳ chưa kết thúc: kỳ này hết ngày 31/07/2024, sổ cái mới đến ngày 11/07/2024.", result.Errors[0].Vi)
	assert.Equal(t, "is in a period that is not over: it ends on 31/07/2024, the log has reached 11/07/2024", result.Errors[0].En)
}

func TestNumbersInWordsAreThoseOfTheirLanguage(t *testing.T) {
	s := newService(t, intaketest.Log(t), nil)
	_, result := post(t, s, "/api/v1/indicators/import?agency=so-tttt&dry_run=true", []byte("indicator,unit,from,to,value\n"+
		"campus.availability_pct,68,2024-06-17,2024-06-23,0.98\n"))
	require.Len(t, result.Warnings, 1, result.Errors)
	assert.Equal(t, "Được ghi là 0,98 % (nhỏ hơn 1 %).", result.Warnings[0].Vi)
	assert.Equal(t, "is recorded as 0.98 %, less than one percent", result.Warnings[0].En)
}

func TestWhatIsKeptOfALongFractionIsRoundedAndALossIsTold(t *testing.T) {
	for _, c := range []struct {
		digits, measured string
		want             event.Decimal
		told             bool
	}{
		{"98.63", "percent", 986_300, false},
		{"66.6666666666667", "percent", 666_667, false},
		{"33.33335", "percent", 333_334, false},
		{"-0.00005", "score", -1, true},
		{"0.00004", "score", 0, true},
		{"0.12344", "score", 1234, false},
	} {
		got, told, err := parseDecimal(c.digits, c.measured)
		require.NoError(t, err, c.digits)
		assert.Equal(t, c.want, got, "%s of %s", c.digits, c.measured)
		assert.Equal(t, c.told, told, c.digits)
	}
	_, _, err := parseDecimal("2.99999", "count")
	assert.Error(t, err, "what is counted is never rounded")
}

func day(date string, id int) event.Event {
	return event.Event{
		ID: fmt.Sprint("day", id), Source: "/clock", Type: event.ClockDayOpened, Subject: event.ClockSubject, Time: noonOf(date),
		Data: &event.Clock{Date: calendar.MustDate(date)},
	}
}

func TestSilenceIsNoticedOnceAndRemindedOf(t *testing.T) {
	log := intaketest.Log(t)
	s := newService(t, log, nil)
	count := func() map[event.Type]int {
		n := make(map[event.Type]int)
		for _, e := range entries(t, log) {
			for i := range e.Events {
				if strings.HasPrefix(e.Events[i].Subject, "indicator/campus.links_down:") {
					n[e.Events[i].Type]++
				}
			}
		}
		return n
	}
	open := func(date string, id int) {
		require.NoError(t, s.onDay(t.Context(), 1, day(date, id)))
		require.NoError(t, s.onDay(t.Context(), 1, day(date, id)), "handled again after a crash")
	}
	backfill := day("2024-06-26", 0)
	backfill.Backfill = true
	require.NoError(t, s.onDay(t.Context(), 1, backfill))
	assert.Empty(t, count(), "history reminds nobody")
	open("2024-06-26", 1) // the week to 23 June was due on the 25th
	assert.Equal(t, map[event.Type]int{event.IndicatorMissed: 1, event.IndicatorReminded: 1}, count())
	open("2024-06-27", 2)
	assert.Equal(t, map[event.Type]int{event.IndicatorMissed: 1, event.IndicatorReminded: 1}, count(), "not every day")
	open("2024-07-03", 3) // the week to 30 June was due on 2 July
	assert.Equal(t, map[event.Type]int{event.IndicatorMissed: 2, event.IndicatorReminded: 2}, count())
	open("2024-07-10", 4) // a week later, and the next week was due on the 9th
	assert.Equal(t, map[event.Type]int{event.IndicatorMissed: 3, event.IndicatorReminded: 3}, count())
}

func TestTheAPI(t *testing.T) {
	log := intaketest.Log(t)
	db, err := clickhouse.Open(t.Context(), enginetest.DSN(t), intaketest.Quiet())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(t.Context()))
	s := newService(t, log, db)
	api := intaketest.NewAPI(t, "indicators", s.Handler())
	const all = "/api/v1/indicators"
	line := func(id, issuer, value string) string {
		return `{"specversion":"1.0","id":"` + id + `","source":"s","type":"indicator.reported.v1","subject":"indicator/services.online_total:68:` + issuer + `",
			"time":"2024-06-30T09:00:00Z","data":{"indicator":"services.online_total","unit":"68","issuer":"` + issuer + `","from":"2024-01-01","to":"2024-06-30","value":` + value + `}}`
	}
	api.TakesEvents(all+"/events", line("1", "bao-cao-cds", "1175"), line("2", "bcd-06", "-1"))
	api.Send(all+"/events", event.ContentType, line("3", "bcd-06", "1179"), http.StatusOK)
	campus := `{"specversion":"1.0","id":"4","source":"s","type":"indicator.reported.v1","subject":"indicator/campus.availability_pct:68:so-tttt",
		"time":"2024-06-25T03:00:00Z","data":{"indicator":"campus.availability_pct","unit":"68","issuer":"so-tttt","from":"2024-06-17","to":"2024-06-23","value":98.5}}`
	api.Send(all+"/events", event.ContentType, campus, http.StatusOK)
	early := strings.Replace(line("5", "bao-cao-cds", "1176"), "T09:00", "T08:00", 1) // an older word on the same period
	api.Send(all+"/events", event.ContentType, early, http.StatusOK)
	assert.Contains(t, api.Get(all+"/services.online_total/68/bcd-06", http.StatusOK), `"value":1179`)
	api.Get(all+"/services.online_total/68/so-tttt", http.StatusNotFound)
	project(t, log, db)
	requireHeard(t, log, db)

	reported := api.Get(all+"/reported?at=2024-06-30", http.StatusOK)
	var figures []Reported
	require.NoError(t, json.Unmarshal([]byte(reported), &figures))
	var got []string
	for _, f := range figures {
		got = append(got, fmt.Sprintf("%s %s %s %s %s", f.ID, f.Issuer, f.Value, f.AsOf, f.Status))
	}
	assert.Equal(t, []string{
		"campus.availability_pct so-tttt 98.5 2024-06-23 late", "services.online_total bao-cao-cds 1175 2024-06-30 none",
		"services.online_total bcd-06 1179 2024-06-30 none",
	}, got, "two issuers stand side by side")
	assert.JSONEq(t, `[]`, api.Get(all+"/reported?at=2024-06-22", http.StatusOK))
	api.Get(all+"/reported?unit=0", http.StatusUnprocessableEntity)
	opened := day("2024-06-30", 1)
	_, err = log.Append(t.Context(), eventlog.Commit{
		Events: []event.Event{opened}, Streams: []eventlog.StreamUpdate{{Stream: opened.Subject, Expected: eventlog.AnyVersion}},
	})
	require.NoError(t, err)
	for _, path := range []string{"/reported?at=2030-01-01", "/freshness?at=2030-01-01"} {
		assert.Contains(t, api.Get(all+path, http.StatusBadRequest), `"reached":"2024-06-30"`, path)
	}

	var kept []Kept
	require.NoError(t, json.Unmarshal([]byte(api.Get(all+"/freshness?from=2024-06-01&at=2024-06-30&agency=so-tttt", http.StatusOK)), &kept))
	require.Len(t, kept, 1)
	assert.Equal(t, []int64{1, 1, 1, 0, 0, 7}, []int64{kept[0].Reports, kept[0].Due, kept[0].OnTime, kept[0].Late, kept[0].Silent, kept[0].LagDays})
	assert.InDelta(t, 1.0, *kept[0].Live, 0)
	api.Get(all+"/freshness?agency=x", http.StatusUnprocessableEntity)
	api.Get(all+"/template.xlsx?agency=so-y-te", http.StatusOK)
	assert.Contains(t, api.Get(all+"/template.csv?agency=so-y-te", http.StatusOK), "health.facilities;")
	api.Get(all+"/template.csv?agency=x", http.StatusUnprocessableEntity)
	api.Get(all+"/template.xlsx?agency=x", http.StatusUnprocessableEntity)
	api.Send(all+"/import?agency=so-y-te&dry_run=1", "text/csv", "indicator,unit,from,to,value\n", http.StatusBadRequest)
	api.Send(all+"/import?agency=so-y-te", "text/csv", "indicator,unit,from,to,value\nhealth.facilities,68,2024-06-01,2024-06-30,141\n", http.StatusOK)
	api.Send(all+"/import?agency=so-y-te", "text/csv", "indicator,unit,from,to,value\nhealth.facilities,68,2024-06-01,2024-06-30,x\n", http.StatusUnprocessableEntity)
}

// project writes the log to ClickHouse as the projector does.
func project(t *testing.T, log eventlog.Log, db *clickhouse.DB) {
	t.Helper()
	b := clickhouse.NewBatch(ledger.New(intaketest.Topology(t).Location()))
	for _, e := range entries(t, log) {
		require.NoError(t, b.Add(&e))
	}
	_, err := db.Intend(t.Context(), b.Bounds())
	require.NoError(t, err)
	require.NoError(t, db.Insert(t.Context(), b))
}

// upload sends the upload page's form, with a file or with fields alone.
func upload(t *testing.T, s *Service, fields map[string]string, file []byte) (status int, page string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for k, v := range fields {
		require.NoError(t, form.WriteField(k, v))
	}
	if file != nil {
		part, err := form.CreateFormFile("file", "x.csv")
		require.NoError(t, err)
		_, err = part.Write(file)
		require.NoError(t, err)
	}
	require.NoError(t, form.Close())
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/upload", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// field is the value of a field of the upload page's forms.
func field(t *testing.T, page, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	require.NotNil(t, found, "%s in %s", name, page)
	return html.UnescapeString(found[1])
}

func TestTheUploadPageChecksFirst(t *testing.T) {
	log := intaketest.Log(t)
	s := newService(t, log, nil)
	send := func(fields map[string]string, file []byte) (int, string) { return upload(t, s, fields, file) }
	file := []byte("Chỉ tiêu;Đơn vị;Từ ngày;Đến ngày;Giá trị\nhealth.facilities;68;1/6/2024;30/6/2024;141\n")
	code, page := send(map[string]string{"agency": "so-y-te"}, file)
	require.Equal(t, http.StatusOK, code)
	assert.Contains(t, page, "Tệp đúng, chưa ghi")
	assert.Contains(t, page, "Cơ sở khám chữa bệnh dùng CCCD/VNeID")
	assert.Zero(t, head(t, log))
	confirmation := confirmationOn(t, page)
	code, page = send(confirmation, nil)
	require.Equal(t, http.StatusOK, code)
	assert.Contains(t, page, "Đã ghi")
	assert.EqualValues(t, 1, head(t, log))
	_, again := send(confirmation, nil)
	once := regexp.MustCompile(`nonce="[^"]*"`) // of each answer its own
	assert.Equal(t, once.ReplaceAllString(page, ""), once.ReplaceAllString(again, ""), "the page loaded anew, or its button pressed twice")
	assert.EqualValues(t, 1, head(t, log))

	code, page = send(map[string]string{"agency": "so-y-te", "lang": "en"}, bytes.ReplaceAll(file, []byte("141"), []byte("<b>x")))
	assert.Equal(t, http.StatusUnprocessableEntity, code)
	assert.Contains(t, page, "is not a number")
	assert.Contains(t, page, "&lt;b&gt;x", "what people send is shown as text")
	code, _ = send(map[string]string{"agency": "so-y-te"}, nil)
	assert.Equal(t, http.StatusUnprocessableEntity, code)
	assert.EqualValues(t, 1, head(t, log))
}

func TestTheLinksOfTheUploadPageLeadSomewhere(t *testing.T) {
	s := newService(t, intaketest.Log(t), nil)
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/upload?agency=so-y-te", nil))
	require.Equal(t, http.StatusOK, w.Code)
	links := regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(w.Body.String(), -1)
	require.NotEmpty(t, links)
	followed := 0
	for _, link := range links {
		address := html.UnescapeString(link[1])
		switch {
		case strings.HasPrefix(address, "?"):
			address = "/upload" + address
		case !strings.HasPrefix(address, "/api/v1/indicators"):
			continue // a page of the screens
		}
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil))
		assert.Equal(t, http.StatusOK, w.Code, address)
		followed++
	}
	assert.Equal(t, 2*len(s.Topology.Agencies)+1, followed)
}

// A confirmation that was not answered is on the page again, with its key: sent again it is recorded once.
func TestAnUploadThatTheLogDidNotTakeIsSentAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
	require.NoError(t, err)
	defer func() { assert.NoError(t, log.Close()) }()
	s := newService(t, log, nil)
	_, page := upload(t, s, map[string]string{"agency": "so-y-te"}, []byte("indicator,unit,from,to,value\nhealth.facilities,68,2024-06-01,2024-06-30,141\n"))
	require.NoError(t, os.Rename(path, path+".away"))
	code, page := upload(t, s, confirmationOn(t, page), nil)
	assert.Equal(t, http.StatusServiceUnavailable, code)
	assert.Contains(t, page, "không bị ghi hai lần")
	require.NoError(t, os.Rename(path+".away", path))
	require.Eventually(t, func() bool { return log.Check(t.Context()) == nil }, time.Minute, 10*time.Millisecond)
	for range 2 {
		code, answer := upload(t, s, confirmationOn(t, page), nil)
		require.Equal(t, http.StatusOK, code, answer)
		assert.Contains(t, answer, "Đã ghi")
	}
	assert.EqualValues(t, 1, head(t, log))
}

// confirmationOn are the fields of the form by which a checked file is confirmed.
func confirmationOn(t *testing.T, page string) map[string]string {
	t.Helper()
	_, form, found := strings.Cut(page, `<form class="confirm"`)
	require.True(t, found, page)
	form, _, _ = strings.Cut(form, "</form>")
	fields := make(map[string]string)
	for _, field := range regexp.MustCompile(`name="(\w+)" value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
		fields[field[1]] = html.UnescapeString(field[2])
	}
	return fields
}
