package event_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sampled are the data of the events of each noun, every field set that most of them have.
func sampled() map[event.Noun]event.Data {
	at := sampledAt
	value, of := event.DecimalOf(1368), event.DecimalOf(1400)
	return map[event.Noun]event.Data{
		event.NounDossier: &event.Dossier{
			Procedure: "1.013225", Unit: "672", Department: "construction", Channel: event.ChannelOnline,
			Level: event.LevelFull, From: event.StatusProcessing, To: event.StatusResolved,
			Due: calendar.MustDate("2024-03-20"), PreviousDue: calendar.MustDate("2024-03-18"),
			CountsReceived: true, CountsResolved: true, Timeliness: event.TimelyEarly, FeeVND: 75000,
			CountsRejected: true, CountsWithdrawn: true, Unaccepted: true, AcceptBy: time.Date(2024, 3, 5, 3, 0, 0, 0, time.UTC), AcceptedLate: true,
			RefusedLate: true, AcceptDue: calendar.MustDate("2024-03-05"), PreviousAcceptDue: calendar.MustDate("2024-03-06"),
			GivenDue: calendar.MustDate("2024-03-20"), ReceivedOn: calendar.MustDate("2024-03-01"), ResolvedOn: calendar.MustDate("2024-03-04"),
			Promised: calendar.MustDate("2024-03-25"), PromiseBroken: true,
			Digitised: true, Reused: true, ReusedNational: true, ElectronicResult: true,
			Reason: "thiếu bản vẽ", Flags: []event.Flag{event.FlagSkipped, event.FlagOutOfOrder, event.FlagSupplementRepeated, event.FlagSupplementLate},
		},
		event.NounPayment: &event.Payment{
			Dossier: "000.00.19.H36-240304-0001", Procedure: "1.013225", Unit: "672", Department: "construction",
			Method: "truc-tuyen", Transaction: "txn-9", AmountVND: 75000, From: event.PaymentPending, To: event.PaymentPaid,
			PaidOn: calendar.MustDate("2024-03-04"), Outcome: event.OutcomeMismatch, PreviousOutcome: event.OutcomeMissingThere,
			Statement: calendar.MustDate("2024-03-04"), StatementVND: 70000, Second: true, Other: "txn-10", PreviousMethod: new("tien-mat"),
			ExceptionDue: calendar.MustDate("2024-03-07"), PreviousExceptionDue: calendar.MustDate("2024-03-06"),
			Reason: "hết hạn", Flags: []event.Flag{event.FlagRepeated},
		},
		event.NounAlert: &event.Alert{
			Unit: "68", Department: "information", Severity: event.AlertHigh, Sensor: "WAF", Rule: "sqli", System: "dvc",
			Incident: "2024-001", From: event.AlertOpen, To: event.AlertPromotedStatus, Flags: []event.Flag{event.FlagSkipped},
		},
		event.NounIncident: &event.Incident{
			Unit: "68", Department: "information", Title: "Thay đổi giao diện cổng", Category: 5, Severity: event.IncidentSevere,
			System: "cong", SystemName: "Cổng thông tin", SystemLevel: 4, Important: true, From: event.IncidentStatusOpen, To: event.IncidentStatusResolved,
			FromSeverity: event.IncidentOrdinary, CountsResolved: true,
			Criteria: &event.Criteria{
				Interrupted: true, Disclosed: true, IntegrityLost: true, ControlLost: true, Cascading: true, BeyondOwner: true,
			},
			Report: event.ReportInitial, Reference: "BC-01",
			Owed:   []event.OwedReport{{Report: event.ReportInitial, Due: calendar.MustDate("2024-03-09"), Change: -1}},
			Phases: []event.IncidentPhase{{Phase: event.IncidentStatusOpen, At: time.Date(2024, 3, 4, 5, 6, 7, 0, time.UTC), By: "truc-ban"}},
			By:     "truc-ban", Note: "đã khôi phục", Flags: []event.Flag{event.FlagSkipped},
		},
		event.NounAlarm: &event.Alarm{
			Rule: "incident.severe", Originator: "incident/2024-001", Unit: "68", Department: "information", Title: "Sự cố nghiêm trọng",
			Active: true, Acknowledged: true, WasActive: true, WasAcknowledged: true, Escalated: true, WasEscalated: true, EscalatedTo: "68", RaisedAt: time.Date(2024, 3, 4, 1, 2, 3, 0, time.UTC),
			Severity: "late", Figure: "dossiers.overdue", Value: 120_000, Base: 5_000_000, Threshold: 100_000, Cut: 812, By: "truc-ban", Flags: []event.Flag{event.FlagRepeated},
		},
		event.NounIndicator: &event.Indicator{
			Indicator: "community_teams.teams", Unit: "68", Department: "information", Issuer: "bao-cao-cds",
			From: calendar.MustDate("2024-01-01"), To: calendar.MustDate("2024-06-30"), AsOf: calendar.MustDate("2024-07-10"),
			Value: &value, Of: &of, Method: "đếm theo danh sách", Document: "Báo cáo 6 tháng", Note: "ước tính",
			Due: calendar.MustDate("2024-07-15"), CountsDue: true, Timeliness: event.TimelyEarly, Silent: true, WasSilent: true,
			Corrects: true, Ignored: true, Reminders: 2, Flags: []event.Flag{event.FlagRepeated},
			Current: &event.ReportedFigure{
				From: calendar.MustDate("2024-01-01"), To: calendar.MustDate("2024-06-30"), AsOf: calendar.MustDate("2024-07-10"),
				Value: &value, Of: &of, Method: "đếm theo danh sách", Document: "Báo cáo 6 tháng", Note: "ước tính",
			},
		},
		event.NounExplanation: &event.Explanation{
			Unit: "672", Department: "construction", Alarm: "alarm/dossiers.overdue/unit/672", Figure: "dossiers.overdue",
			Question: "Vì sao quá hạn?", Answer: "Thiếu nhân sự", Reason: "chưa đủ số liệu", Due: calendar.MustDate("2024-03-20"),
			PreviousDue: calendar.MustDate("2024-03-18"), From: event.ExplanationStatusRequested, To: event.ExplanationStatusSubmitted,
			Late: true, Rounds: 1, By: "lanh-dao", Flags: []event.Flag{event.FlagRepeated},
		},
		event.NounSystem: &event.System{
			Name: "Cổng thông tin điện tử", Unit: "68", Department: "information", Owner: "so-tttt", Level: 3,
			Approver: event.ApprovedByProvince, PreviousApprover: event.ApprovedByDepartment, ApprovedOn: calendar.MustDate("2024-02-01"),
			Layer: 2, Coverage: event.CoverageFull, PreviousCoverage: event.CoveragePartial,
			Layers:    [event.SystemLayers]event.Coverage{event.CoverageFull, event.CoverageFull, event.CoverageNone, event.CoveragePartial},
			AuditedOn: calendar.MustDate("2024-01-15"), ReviewDue: calendar.MustDate("2025-01-15"), PreviousReviewDue: calendar.MustDate("2024-01-10"),
			Active: true, WasActive: true, Note: "đã rà soát", Flags: []event.Flag{event.FlagRepeated},
		},
		event.NounFeed: &event.Feed{
			Name: "Trung tâm giám sát quốc gia", Unit: "68", Department: "information", Up: true, WasUp: true, Known: true,
			Reason: "bảo trì", Flags: []event.Flag{event.FlagRepeated},
		},
		event.NounStep: &event.Step{
			Incident: "2024-001", Playbook: "malware", Number: 3, Title: "Cô lập máy chủ", Unit: "68", Department: "information",
			Role: "Đội ứng cứu", Assignee: "doi-ung-cuu", Due: calendar.MustDate("2024-03-05"), From: event.StepStatusAssigned,
			To: event.StepStatusDone, Late: true, By: "truc-ban", Reason: "đã thay bằng bước khác", Flags: []event.Flag{event.FlagRepeated},
		},
		event.NounCatalogue: &event.Catalogue{
			Document: "QĐ 123", ValidFrom: calendar.MustDate("2024-04-01"), Withdrawn: []string{"1.000001"},
			Procedures: []event.Procedure{{
				Code: "1.013225", Name: "Cấp giấy phép xây dựng", Field: "Hoạt động xây dựng", Level: event.LevelFull,
				HandledBy: []string{"district"}, Days: 20, CalendarDays: true, FeeVND: 75000, OnlinePayment: new(true), Provenance: "V",
			}},
		},
		event.NounDisplay: &event.Display{
			Name: "Màn hình sảnh", Place: "Tầng 1", Group: "sanh", Diagonal: 75, Distance: 500, Shows: "playlist/sang", Token: strings.Repeat("0a", 32),
			Command: event.CommandMessage, Message: &event.DisplayMessage{Text: "Họp lúc 8 giờ", TextEn: "Meeting at 8", Until: at.Add(time.Hour)},
			By: "truc-ban", Paired: true, WasPaired: true, Assigned: at.Add(-time.Hour), Blank: true,
			Steps: []event.DisplayStep{{Command: event.CommandHold, At: at.Add(-time.Minute)}}, Flags: []event.Flag{event.FlagRepeated},
		},
		event.NounPlaylist: &event.Playlist{
			Name: "Buổi sáng", By: "truc-ban", Active: true,
			Items: []event.PlaylistItem{{Address: "/screens/672", Seconds: 30, From: "07:30", To: "11:30", Days: []int{1, 5}}},
		},
		event.NounSource: &event.Source{Source: "//soc.example", Service: "incidents", Events: 41, AheadSeconds: 82_800, Last: at.Add(23 * time.Hour)},
		event.NounCommand: &event.Command{
			Path: "/api/v1/displays/commands", Key: "3f2a9c", Request: strings.Repeat("0a", 16),
			Answer: jsontext.Value(`{"displays":3,"position":0}`),
		},
		event.NounModel: &event.Model{
			Name: "Khám chữa bệnh bằng CCCD", Unit: "68", Department: "information", Lead: "Sở Y tế", Coordinating: []string{"Công an tỉnh"}, Site: "672",
			Due: calendar.MustDate("2024-05-01"), PreviousDue: calendar.MustDate("2024-04-01"), Beneficiaries: 1200,
			Milestone: "tập huấn", Reason: "chờ hạ tầng", Sites: 1, SiteUnits: []string{"672"},
			Next: "nghiệm thu", NextDue: calendar.MustDate("2024-06-01"), Settled: []calendar.Date{calendar.MustDate("2024-05-01")},
			From: event.ModelStatusPreparing, To: event.ModelStatusInProgress,
			Flags: []event.Flag{event.FlagRepeated},
		},
		event.NounClock: &event.Clock{Date: calendar.MustDate("2024-03-04")},
	}
}

var sampledAt = time.Date(2024, 3, 4, 1, 2, 3, 0, time.UTC)

// sampledAs are the data of those types that tell more than the others of their noun.
func sampledAs() map[event.Type]event.Data {
	transferred := *sampled()[event.NounDossier].(*event.Dossier)
	transferred.PreviousUnit, transferred.ReceivedUnit, transferred.ToldUnit = "673", "674", "675"
	return map[event.Type]event.Data{event.DossierTransferred: &transferred}
}

// samples has one event of every type; of each noun every field is set in one.
func samples() []event.Event {
	at, data, as := sampledAt, sampled(), sampledAs()
	var all []event.Event
	for _, t := range event.Types() {
		of := data[t.Noun()]
		if own, ok := as[t]; ok {
			of = own
		}
		all = append(all, event.Event{
			ID: "e-1", Source: "//dichvucong.example", Type: t, Subject: string(t.Noun()) + "/x-1", Time: at,
			Recorded: at.Add(time.Second), Correlation: "c-1", Causation: "k-1", Simulated: true, Backfill: true, Data: of,
		})
	}
	return all
}

func TestEveryTypeKeepsItsGoldenForm(t *testing.T) {
	for _, e := range samples() {
		got, err := event.Marshal(&e)
		require.NoError(t, err)
		path := filepath.Join("testdata", string(e.Type)+".json")
		if *update {
			require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, strings.TrimSpace(string(want)), string(got), "%s: a recorded form must stay readable: add a version instead", e.Type)
	}
}

// An event that counts at another moment than its own says so, in an attribute of its own.
func TestWhenAnEventCountsIsRecordedBesideItsTime(t *testing.T) {
	e := event.Event{
		ID: "1", Source: "//s", Type: event.FeedUp, Subject: "feed/x", Time: time.Date(2024, 3, 4, 1, 2, 3, 0, time.UTC),
		Counted: time.Date(2024, 3, 5, 1, 2, 3, 0, time.UTC), Data: &event.Feed{Name: "x"},
	}
	b, err := event.Marshal(&e)
	require.NoError(t, err)
	assert.Equal(t, `{"specversion":"1.0","id":"1","source":"//s","type":"feed.up.v1","subject":"feed/x","time":"2024-03-04T01:02:03Z",`+
		`"countedtime":"2024-03-05T01:02:03Z","data":{"name":"x"}}`, string(b))
	assert.True(t, e.Late())
	assert.Equal(t, e.Counted, e.At())
}

func TestABatchReadsBackAsWritten(t *testing.T) {
	want := samples()
	want[0].Counted = want[0].Time.Add(time.Minute)
	b, err := event.MarshalBatch(want)
	require.NoError(t, err)
	got, err := event.UnmarshalBatch(b)
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

func TestParseNamesTheFieldThatIsWrong(t *testing.T) {
	const valid = `{"specversion":"1.0","id":"1","source":"//s","type":"dossier.received.v1","subject":"dossier/A-1",` +
		`"time":"2024-03-04T08:00:00+07:00","data":{"procedure":"1.013225","unit":"672"}}`
	_, err := event.Parse([]byte(valid))
	require.NoError(t, err)

	for name, c := range map[string]struct{ old, new, field string }{
		"no id":               {`"id":"1"`, `"id":""`, "id"},
		"other version":       {`"specversion":"1.0"`, `"specversion":"0.3"`, "specversion"},
		"unknown type":        {`received.v1`, `received.v9`, "type"},
		"subject of another":  {`dossier/A-1`, `payment/A-1`, "subject"},
		"subject without id":  {`dossier/A-1`, `dossier/`, "subject"},
		"no time":             {`"time":"2024-03-04T08:00:00+07:00",`, ``, "time"},
		"bad time":            {`2024-03-04T08`, `2024-13-04T08`, "time"},
		"time out of range":   {`2024-03-04T08`, `1024-03-04T08`, "time"},
		"misspelt data field": {`"unit"`, `"untt"`, "data.untt"},
		"wrong kind":          {`"unit":"672"`, `"unit":672`, "data.unit"},
		"data is no object":   {`{"procedure":"1.013225","unit":"672"}`, `[1]`, "data"},
		"sets countedtime":    {`"id":"1"`, `"id":"1","countedtime":"2024-03-04T08:00:00Z"`, "countedtime"},
		"sets recordedtime":   {`"id":"1"`, `"id":"1","recordedtime":"2024-03-04T08:00:00Z"`, "recordedtime"},
		"control character":   {`"id":"1"`, `"id":"a\u0000b"`, "id"},
		"other data type":     {`"id":"1"`, `"id":"1","datacontenttype":"text/xml"`, "datacontenttype"},
		"not JSON":            {valid, `{"id"`, "event"},
		"twice the same name": {`"id":"1"`, `"id":"1","id":"2"`, "event"},
		"due is no date":      {`"unit":"672"`, `"unit":"672","due":"4/3/2024"`, "data.due"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := event.Parse([]byte(strings.Replace(valid, c.old, c.new, 1)))
			var field *event.FieldError
			require.ErrorAs(t, err, &field)
			assert.Equal(t, c.field, field.Field, field.Error())
		})
	}
}

func TestParseTakesUnknownExtensionsAndRefusesAnEventTooLarge(t *testing.T) {
	e, err := event.Parse([]byte(`{"specversion":"1.0","id":"1","source":"//s","type":"clock.day_opened.v1","subject":"clock/province",` +
		`"time":"2024-03-04T00:00:00+07:00","traceparent":"00-abc","data":{"date":"2024-03-04"}}`))
	require.NoError(t, err)
	assert.Equal(t, "2024-03-04", e.Data.(*event.Clock).Date.String())

	_, err = event.Parse([]byte(`{"id":"` + strings.Repeat("x", event.MaxEventBytes) + `"}`))
	assert.ErrorContains(t, err, "at most 65536")
}
