package gateway_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway/screen"
)

// reported is a report of the number of personal certificates in a unit, as of a day.
func reported(unit, department, asOf string, value int64) event.Event {
	on, amount := calendar.MustDate(asOf), event.DecimalOf(value)
	report := event.Report{From: calendar.MustDate("2024-06-01"), To: on, AsOf: on, Value: &amount}
	subject := event.IndicatorSubject("certificates.personal", unit, "so-tttt")
	return event.Event{
		ID: subject + asOf, Source: "//test", Type: event.IndicatorReported, Subject: subject, Time: noon(asOf), Data: &event.Indicator{
			Indicator: "certificates.personal", Unit: unit, Issuer: "so-tttt", Department: department,
			From: report.From, To: report.To, AsOf: on, Value: &amount, Current: &report,
		},
	}
}

// reportsOfEveryMap are one report of each of several units, 1 to 6, of the base map and of later ones.
func reportsOfEveryMap() []event.Event {
	return []event.Event{
		reported("68", "information", "2024-06-30", 1), reported("681", "", "2024-06-30", 2), reported("25114", "", "2024-06-30", 3),
		reported("25114-202412", "", "2024-06-30", 4), reported("682-202412", "", "2024-06-30", 5), reported("2025-phu-quy", "", "2024-06-30", 6),
	}
}

// values are what each report says, by its id.
func values(cards map[string]wire.ReportedCard) map[string]float64 {
	all := make(map[string]float64)
	for id, card := range cards {
		all[id] = card.Value
	}
	return all
}

// What is reported of a unit is of no other, also of none that the unit lies in: now, restored, and on a day of the past.
func TestAReportIsOfItsUnitAloneNowAndThen(t *testing.T) {
	p := newProvince(t)
	events := []event.Event{{
		ID: "day", Source: "//test", Type: event.ClockDayOpened, Subject: event.ClockSubject, Time: noon("2024-07-01"),
		Data: &event.Clock{Date: calendar.MustDate("2024-07-01")},
	}}
	followed := p.gateway()
	for _, e := range reportsOfEveryMap() {
		p.append(e.Type, e.Subject, e.Data)
		events = append(events, e)
	}
	p.project(events...)
	restored := p.gateway()
	s := p.dial(followed, screen.Options{}, "province")
	p.wait(s, at("province", uint64(len(events))))

	id := func(unit string) string { return "certificates.personal:" + unit + ":so-tttt" }
	for view, want := range map[string]map[string]float64{
		"province":               {id("68"): 1},
		"department/information": {id("68"): 1},
		"department/education":   {},
		"district/681":           {id("681"): 2},
		"district/682":           {},
		"commune/25114":          {id("25114"): 3},
	} {
		for name, address := range map[string]string{
			"now": followed + "/api/v1/views/" + view, "restored": restored + "/api/v1/views/" + view,
			"then": followed + "/api/v1/views/" + view + "?at=2024-07-01",
		} {
			var got wire.ViewFigures
			require.Equal(t, http.StatusOK, get(t, address, &got))
			assert.Equal(t, want, values(got.Reported), "%s %s", view, name)
		}
	}
}
