package event_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

var update = flag.Bool("update", false, "write the golden files anew")

// samples has one event of every type, every field set.
func samples() []event.Event {
	at := time.Date(2024, 3, 4, 1, 2, 3, 0, time.UTC)
	data := func(t event.Type) event.Data {
		switch t.Noun() {
		case event.NounDossier:
			return &event.Dossier{
				Procedure: "1.013225", Unit: "672", Department: "construction", Channel: event.ChannelOnline,
				Level: event.LevelFull, From: event.StatusProcessing, To: event.StatusResolved,
				Due: calendar.MustDate("2024-03-20"), PreviousDue: calendar.MustDate("2024-03-18"),
				CountsReceived: true, CountsResolved: true, Timeliness: event.TimelyEarly, FeeVND: 75000,
				Reason: "thiếu bản vẽ", Flags: []event.Flag{event.FlagSkipped, event.FlagOutOfOrder},
			}
		case event.NounPayment:
			return &event.Payment{
				Dossier: "000.00.19.H36-240304-0001", Procedure: "1.013225", Unit: "672", Department: "construction",
				Method: "truc-tuyen", Transaction: "txn-9", AmountVND: 75000, From: event.PaymentPending, To: event.PaymentPaid,
				Reason: "hết hạn", Flags: []event.Flag{event.FlagRepeated},
			}
		case event.NounAlert:
			return &event.Alert{
				Unit: "68", Department: "information", Severity: event.AlertHigh, Sensor: "WAF", Rule: "sqli", System: "dvc",
				Incident: "2024-001", From: event.AlertOpen, To: event.AlertPromotedStatus, Flags: []event.Flag{event.FlagSkipped},
			}
		case event.NounIncident:
			return &event.Incident{
				Unit: "68", Department: "information", Title: "Thay đổi giao diện cổng", Category: 5, Severity: event.IncidentSevere,
				System: "cong", SystemLevel: 4, Important: true, From: event.IncidentStatusOpen, To: event.IncidentStatusResolved,
				FromSeverity: event.IncidentOrdinary, CountsResolved: true, Note: "đã khôi phục", Flags: []event.Flag{event.FlagSkipped},
			}
		case event.NounAlarm:
			return &event.Alarm{
				Rule: "incident.severe", Originator: "incident/2024-001", Unit: "68", Department: "information", Title: "Sự cố nghiêm trọng",
				Active: true, Acknowledged: true, WasActive: true, WasAcknowledged: true, By: "truc-ban", Flags: []event.Flag{event.FlagRepeated},
			}
		case event.NounModel:
			return &event.Model{
				Name: "Khám chữa bệnh bằng CCCD", Unit: "68", Department: "information", Lead: "Sở Y tế", Site: "672",
				Milestone: "tập huấn", Reason: "chờ hạ tầng", Sites: 7, From: event.ModelStatusPreparing, To: event.ModelStatusInProgress,
				Flags: []event.Flag{event.FlagRepeated},
			}
		}
		return &event.Clock{Date: calendar.MustDate("2024-03-04")}
	}
	var all []event.Event
	for _, t := range event.Types() {
		all = append(all, event.Event{
			ID: "e-1", Source: "//dichvucong.example", Type: t, Subject: string(t.Noun()) + "/x-1", Time: at,
			Recorded: at.Add(time.Second), Correlation: "c-1", Causation: "k-1", Simulated: true, Backfill: true, Data: data(t),
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

func TestABatchReadsBackAsWritten(t *testing.T) {
	want := samples()
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
