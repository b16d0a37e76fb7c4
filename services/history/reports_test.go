package history_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// life is a dossier as its service completes it, step by step.
type life struct {
	code string
	now  event.Dossier
}

func (l *life) step(t event.Type, day string, to event.DossierStatus, change func(*event.Dossier)) event.Event {
	d := l.now
	d.From, d.PreviousDue, d.To = l.now.To, l.now.Due, to
	if change != nil {
		change(&d)
	}
	l.now = event.Dossier{Procedure: d.Procedure, Unit: d.Unit, Department: d.Department, Channel: d.Channel, Level: d.Level, To: d.To, Due: d.Due}
	return happened(t, event.DossierSubject(l.code), on(day), &d)
}

func (l *life) receive(day, due string, change func(*event.Dossier)) event.Event {
	if due != "" {
		l.now.Due = date("2024-" + due)
	}
	e := l.step(event.DossierReceived, day, event.StatusReceived, change)
	d := e.Data.(*event.Dossier)
	d.CountsReceived, d.PreviousDue = true, 0
	return e
}

func (l *life) end(day string, to event.DossierStatus, timely event.Timeliness, change func(*event.Dossier)) event.Event {
	return l.step(event.DossierResolved, day, to, func(d *event.Dossier) {
		d.Timeliness = timely
		d.CountsResolved = to == event.StatusResolved
		d.CountsRejected = to == event.StatusRefused
		d.CountsWithdrawn = to == event.StatusWithdrawn
		if change != nil {
			change(d)
		}
	})
}

func newLife(code, unit, procedure string, channel event.Channel, level event.ServiceLevel) *life {
	return &life{code: code, now: event.Dossier{Unit: unit, Procedure: procedure, Channel: channel, Level: level}}
}

// worked are thirteen dossiers of June 2024 in Đà Lạt (672), its commune 24769 and Bảo Lộc (673), one for every column of the
// report from 1 to 15 June, and one that is outside of it.
func worked() commits {
	const online, direct, post = event.ChannelOnline, event.ChannelDirect, event.ChannelPost
	const full, partial = event.LevelFull, event.LevelPartial
	life := make(map[string]*life)
	for i, c := range []struct {
		unit    string
		channel event.Channel
		level   event.ServiceLevel
	}{
		1: {"672", online, full}, 2: {"672", direct, partial}, 3: {"24769", post, full}, 4: {"672", online, full},
		5: {"672", online, full}, 6: {"673", online, full}, 7: {"672", direct, full}, 8: {"672", online, full},
		9: {"672", online, full}, 10: {"24769", online, partial}, 11: {"672", online, full}, 12: {"672", online, full}, 13: {"68", online, full},
	} {
		procedure := "1.013225"
		if c.level == partial {
			procedure = "1.001193"
		}
		life[fmt.Sprint(i)] = newLife(fmt.Sprint(i), c.unit, procedure, c.channel, c.level)
	}
	return commits{
		{life["1"].receive("05-28", "06-20", nil), life["2"].receive("05-29", "06-03", nil)}, // both carried over
		{life["12"].receive("05-20", "05-30", nil), life["12"].end("05-29", event.StatusResolved, event.TimelyEarly, nil)},
		{life["3"].receive("06-03", "06-10", func(d *event.Dossier) {
			d.AcceptedLate, d.Digitised, d.Reused, d.ReusedNational = true, true, true, true
		})},
		{life["4"].receive("06-03", "06-10", func(d *event.Dossier) { d.Digitised = true })},
		{life["5"].receive("06-03", "06-10", nil), life["6"].receive("06-04", "", nil), life["7"].receive("06-04", "06-14", nil)},
		{life["8"].receive("06-05", "06-15", nil), life["9"].receive("06-05", "06-16", nil), life["10"].receive("06-05", "06-12", nil)},
		{life["11"].receive("06-05", "06-12", nil), life["13"].receive("06-06", "06-28", nil)},
		{life["3"].end("06-07", event.StatusResolved, event.TimelyEarly, func(d *event.Dossier) { d.ElectronicResult = true })},
		{life["4"].end("06-10", event.StatusResolved, event.TimelyOnTime, nil)},
		{life["5"].end("06-11", event.StatusResolved, event.TimelyLate, nil)},
		{life["7"].step(event.DossierPaused, "06-10", event.StatusPaused, nil)},
		{life["10"].end("06-13", event.StatusRefused, event.TimelyLate, nil)},
		{life["11"].end("06-12", event.StatusWithdrawn, event.TimelyOnTime, nil)},
		{life["1"].end("06-16", event.StatusResolved, event.TimelyEarly, nil)}, // after the period
		{happened(event.ClockDayOpened, event.ClockSubject, on("06-17"), &event.Clock{Date: date("2024-06-17")})},
	}
}

func TestEveryColumnOfTheReport(t *testing.T) {
	p := newProvince(t, nil)
	p.record(worked())
	report := get[wire.Report](p, "/api/v1/reports/province?from=2024-06-01&at=2024-06-15")
	assert.Equal(t, map[string]int64{
		"carried_over": 2, // 1, 2
		"received":     10, "received_online": 8, "received_direct": 1, "received_post": 1,
		"accepted_late": 1, "refused": 0,
		"resolved": 3, "resolved_early": 1, "resolved_on_time": 1, "resolved_late": 1,
		"open":     7, // 1, 2, 6, 7, 8, 9, 13
		"in_time":  5, // 1, 6 (no due date), 8 (due that day), 9, 13
		"overdue":  1, // 2
		"due_soon": 2, // 8, 9
		"paused":   1, // 7
		"rejected": 1, "rejected_early": 0, "rejected_on_time": 0, "rejected_late": 1,
		"withdrawn": 1, "withdrawn_early": 0, "withdrawn_on_time": 1, "withdrawn_late": 0, "transferred_in": 0, "transferred_out": 0,
		"digitised": 2, "not_digitised": 8, "reused": 1, "reused_national": 1, "electronic_result": 1, "no_electronic_result": 2,
	}, report.Total.Values)
	v := report.Total.Values
	assert.Equal(t, v["carried_over"]+v["received"], v["resolved"]+v["rejected"]+v["withdrawn"]+v["open"])
	assert.InDelta(t, 66.6667, *report.Total.OnTimeRate, 1e-4) // early and on time, of 3
	assert.Equal(t, int64(3), report.Total.OnTimeBase)
	assert.Equal(t, uint64(15), report.Position)

	rows := make(map[string]wire.ReportRow)
	for _, row := range report.Rows {
		rows[row.Key] = row
	}
	assert.Len(t, rows, 13) // 12 districts, and what the province handles itself
	assert.Equal(t, [...]int64{8, 1, 1, 0}, [...]int64{
		rows["672"].Values["received"], rows["673"].Values["received"], rows[""].Values["received"], rows["674"].Values["received"],
	})
	assert.Equal(t, "district/672", rows["672"].View)
	assert.Equal(t, wire.Text{Vi: "Đà Lạt", En: "Da Lat"}, rows["672"].Name)
	assert.Equal(t, "Không thuộc đơn vị nào dưới đây", rows[""].Name.Vi)
	assert.Nil(t, rows["673"].OnTimeRate, "nothing resolved is not 0 %")

	for view, received := range map[string]int64{"district/672": 8, "commune/24769": 2, "department/construction": 0} {
		assert.Equal(t, received, get[wire.Report](p, "/api/v1/reports/"+view+"?from=2024-06-01&at=2024-06-15").Total.Values["received"], view)
	}
}

func TestAReportHasTheSameTotalByWhateverItsRowsAre(t *testing.T) {
	p := newProvince(t, nil)
	p.record(worked())
	const period = "?from=2024-06-01&at=2024-06-15"
	want := get[wire.Report](p, "/api/v1/reports/province"+period).Total.Values
	for by, keys := range map[string][]string{
		"procedure": {"1.013225", "1.001193"}, "field": {"Hoạt động xây dựng", "Hộ tịch"}, "channel": {"online", "direct", "post"}, "level": {"full", "partial"},
		"department": {""},
	} {
		report := get[wire.Report](p, "/api/v1/reports/province"+period+"&by="+by)
		assert.Equal(t, want, report.Total.Values, by)
		var got []string
		for _, row := range report.Rows {
			got = append(got, row.Key)
		}
		assert.Equal(t, keys, got, by)
	}
	channels := get[wire.Report](p, "/api/v1/reports/province"+period+"&by=channel")
	assert.Equal(t, wire.Text{Vi: "Trực tuyến", En: "Online"}, channels.Rows[0].Name)
	levels := get[wire.Report](p, "/api/v1/reports/province"+period+"&by=level")
	assert.Equal(t, "Toàn trình", levels.Rows[0].Name.Vi)
}

// Ends of every kind on either side of the due date, 12 June, each another number of times; and what was never received, which is
// in no column but that of the refused.
func TestTheColumnsOfWhatWasGivenBackAndWithdrawn(t *testing.T) {
	p := newProvince(t, nil)
	n := 0
	for _, c := range []struct {
		times  int
		to     event.DossierStatus
		day    string
		timely event.Timeliness
	}{
		{1, event.StatusRefused, "06-11", event.TimelyEarly},
		{2, event.StatusRefused, "06-12", event.TimelyOnTime},
		{3, event.StatusRefused, "06-13", event.TimelyLate},
		{4, event.StatusWithdrawn, "06-11", event.TimelyEarly},
		{5, event.StatusWithdrawn, "06-12", event.TimelyOnTime},
		{6, event.StatusWithdrawn, "06-13", event.TimelyLate},
	} {
		for range c.times {
			n++
			l := newLife(fmt.Sprint(n), "672", "1.013225", event.ChannelOnline, event.LevelFull)
			p.record(commits{{l.receive("06-03", "06-12", nil), l.end(c.day, c.to, c.timely, nil)}})
		}
	}
	never := newLife("never", "672", "1.013225", event.ChannelOnline, event.LevelFull)
	p.record(commits{{never.step(event.DossierSubmitted, "06-03", event.StatusSubmitted, nil), never.step(event.DossierRefused, "06-04", event.StatusRefused, nil)}})
	v := get[wire.Report](p, "/api/v1/reports/province?from=2024-06-01&at=2024-06-15").Total.Values
	for id, want := range map[string]int64{
		"received": 21, "refused": 1, "resolved": 0, "open": 0, "not_digitised": 21,
		"rejected": 6, "rejected_early": 1, "rejected_on_time": 2, "rejected_late": 3,
		"withdrawn": 15, "withdrawn_early": 4, "withdrawn_on_time": 5, "withdrawn_late": 6,
	} {
		assert.Equal(t, want, v[id], id)
	}
}

// The report on digitisation tells of the dossiers received in the period what is known at the cut: what is told in July of a dossier
// of June moves it from one column of June to the other, and makes nothing of July's negative.
func TestWhatIsNotDigitisedIsWhatWasReceivedInThePeriodAndIsNot(t *testing.T) {
	p := newProvince(t, nil)
	a := newLife("a", "672", "1.013225", event.ChannelOnline, event.LevelFull)
	b := newLife("b", "672", "1.013225", event.ChannelOnline, event.LevelFull)
	c := newLife("c", "672", "1.013225", event.ChannelOnline, event.LevelFull)
	p.record(commits{
		{a.receive("06-03", "", nil), b.receive("06-04", "", nil)},
		{c.receive("07-01", "", func(d *event.Dossier) { d.Digitised = true }), a.end("06-28", event.StatusResolved, event.TimelyEarly, nil)},
		{a.step(event.DossierReturned, "07-02", event.StatusReturned, func(d *event.Dossier) {
			d.Digitised, d.ElectronicResult, d.ReceivedOn, d.ResolvedOn = true, true, date("2024-06-03"), date("2024-06-28")
		})},
	})
	const june, july = "?from=2024-06-01&at=2024-06-30", "?from=2024-07-01&at=2024-07-31"
	for _, x := range []struct {
		period string
		want   map[string]int64
		lists  map[string][]string
	}{
		{
			june + "&upto=2",
			map[string]int64{"received": 2, "digitised": 0, "not_digitised": 2, "resolved": 1, "electronic_result": 0, "no_electronic_result": 1},
			map[string][]string{"not_digitised": {"dossier/b", "dossier/a"}, "no_electronic_result": {"dossier/a"}},
		},
		{
			june,
			map[string]int64{"received": 2, "digitised": 1, "not_digitised": 1, "resolved": 1, "electronic_result": 1, "no_electronic_result": 0},
			map[string][]string{"not_digitised": {"dossier/b"}, "digitised": {"dossier/a"}, "electronic_result": {"dossier/a"}, "no_electronic_result": nil},
		},
		{
			july,
			map[string]int64{"received": 1, "digitised": 1, "not_digitised": 0, "resolved": 0, "electronic_result": 0, "no_electronic_result": 0},
			map[string][]string{"digitised": {"dossier/c"}, "not_digitised": nil},
		},
	} {
		v := get[wire.Report](p, "/api/v1/reports/province"+x.period).Total.Values
		for id, want := range x.want {
			assert.Equal(t, want, v[id], "%s %s", x.period, id)
		}
		for id, want := range x.lists {
			var subjects []string
			for _, m := range get[wire.List](p, "/api/v1/lists/province"+x.period+"&figure=dossiers."+id).Members {
				subjects = append(subjects, m.Subject)
			}
			assert.Equal(t, want, subjects, "%s %s", x.period, id)
		}
	}
}

// Each number of a report has a list of exactly so many members.
func TestEveryCellOfAReportHasItsList(t *testing.T) {
	p := newProvince(t, nil)
	p.record(worked())
	const period = "?from=2024-06-01&at=2024-06-15"
	report := get[wire.Report](p, "/api/v1/reports/province"+period)
	for _, row := range append(report.Rows, report.Total) {
		for _, c := range report.Columns {
			path := "/api/v1/lists/" + row.View + period + "&figure=" + c.Figure
			if row.View == "" {
				path = "/api/v1/lists/province" + period + "&own=true&figure=" + c.Figure
			}
			if c.Channel != "" {
				path += "&channel=" + c.Channel
			}
			list := get[wire.List](p, path)
			assert.Equal(t, row.Values[c.ID], list.Count, path)
			assert.Len(t, list.Members, int(list.Count), path)
		}
	}
}

func TestAReportIsASpreadsheet(t *testing.T) {
	p := newProvince(t, nil)
	p.record(worked())
	w := p.serve("/api/v1/reports/district/672?from=2024-06-01&at=2024-06-15&by=procedure", "text/csv")
	require.Equal(t, http.StatusOK, w.Code)
	assert.Equal(t, "text/csv; charset=utf-8", w.Header().Get("Content-Type"))
	assert.Equal(t, `attachment; filename="district-672-procedure-2024-06-01-2024-06-15.csv"`, w.Header().Get("Content-Disposition"))
	text, hasMark := strings.CutPrefix(w.Body.String(), "\ufeff")
	assert.True(t, hasMark)
	records, err := semicolons(text).ReadAll()
	require.NoError(t, err)
	require.Len(t, records, 4)
	assert.Equal(t, []string{"Mã", "Tên", "Kỳ trước chuyển sang", "Tiếp nhận trong kỳ"}, records[0][:4])
	assert.Equal(t, []string{"Tỷ lệ đúng hạn (%)", "Trên tổng số đã giải quyết"}, records[0][len(records[0])-2:])
	assert.Equal(t, []string{"1.013225", p.topology.Procedure("1.013225").Name, "1", "7"}, records[1][:4])
	assert.Equal(t, []string{"", "Tổng cộng", "2", "8"}, records[3][:4])
	assert.Equal(t, []string{"66,67", "3"}, records[3][len(records[3])-2:])
}

// semicolons reads CSV as it is in this country.
func semicolons(text string) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	return r
}

// A key that a spreadsheet would take for a formula is a text.
func TestASpreadsheetHasNoFormulas(t *testing.T) {
	p := newProvince(t, catalogue.Of(event.Procedure{Code: "=1+1", Name: "+danger", Field: "x", Level: event.LevelFull}))
	p.record(commits{{newLife("1", "672", "=1+1", event.ChannelOnline, event.LevelFull).receive("06-03", "", nil)}})
	body := p.serve("/api/v1/reports/province?at=2024-06-15&by=procedure", "text/csv").Body.String()
	assert.Contains(t, body, "\r\n'=1+1;'+danger;0;1;")
}
