package gateway_test

import (
	"maps"
	"net/http"
	"slices"
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
	report := event.ReportedFigure{From: calendar.MustDate("2024-06-01"), To: on, AsOf: on, Value: &amount}
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

// Each map's units have their own reports, also those that are not on the base map.
func TestAViewOfAMapHasTheReportsOfItsUnit(t *testing.T) {
	p := newProvince(t)
	p.project(reportsOfEveryMap()...)
	base := p.history()
	for path, want := range map[string][]float64{
		"province?map=2024-07":                   {1},
		"province?map=2025-07":                   {1},
		"district/681?map=2024-07":               {2},
		"district/682-202412?map=2024-12":        {5},
		"commune/25114-202412?map=2025-07":       {4},
		"commune/2025-phu-quy?map=2025-07":       {6},
		"department/education?map=2025-07":       {},
		"department/information?map=2025-07":     {1},
		"district/672?map=2024-07&level=commune": {},
	} {
		var got wire.ViewFigures
		require.Equal(t, http.StatusOK, get(t, base+"/api/v1/views/"+path+"&at=2024-07-01", &got), path)
		assert.Equal(t, want, append([]float64{}, slices.Collect(maps.Values(values(got.Reported)))...), path)
	}
	var got wire.ViewFigures
	get(t, base+"/api/v1/views/province?map=2025-07&at=2024-06-29", &got)
	assert.NotNil(t, got.Reported)
	assert.Empty(t, got.Reported, "nothing was reported as of the day before")
}
