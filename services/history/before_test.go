package history_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// twoYears is a log of dossiers received across both reorganisations: for each unit so many in a year's month, each at noon. The clock
// opens its first day on 1 January 2024.
func twoYears(p *province, last string) {
	open := func(day string) []event.Event {
		return []event.Event{happened(event.ClockDayOpened, event.ClockSubject, at(day, "00:00"), &event.Clock{Date: date(day)})}
	}
	log := commits{open("2024-01-01")}
	for _, x := range []struct {
		unit, month string
		n           int
	}{
		{"681", "2024-03", 3},
		{"682", "2024-03", 4},
		{"683", "2024-03", 5},
		{"672", "2024-03", 6},
		{"68", "2024-03", 1},
		{"682-202412", "2025-03", 18},
		{"672", "2025-03", 9},
		{"68", "2025-03", 2},
		{"24769", "2024-08", 7},
		{"24985", "2024-08", 4}, // Phường 7 of Đà Lạt; Ninh Gia, the same on every map
		{"24946", "2024-08", 2},
		{"677", "2024-08", 3}, // Quảng Lập, and its district Đơn Dương itself
		{"24846-202507", "2025-08", 14},
		{"24985", "2025-08", 5},
		{"2025-phu-quy", "2025-08", 8},
		{"24955-202507", "2025-08", 11},
		{"24985", "2026-08", 6},
	} {
		var events []event.Event
		for i := range x.n {
			code := fmt.Sprint(x.unit, "-", x.month, "-", i)
			events = append(events, receivedAt(code, x.unit, at(x.month+"-15", "12:00")))
		}
		log = append(log, events)
	}
	p.record(append(log, open(last)))
}

// at is a local time of a day.
func at(day, clock string) time.Time {
	moment, err := time.Parse(time.RFC3339, day+"T"+clock+":00+07:00")
	if err != nil {
		panic(err)
	}
	return moment
}

func receivedAt(code, unit string, moment time.Time) event.Event {
	return happened(event.DossierReceived, event.DossierSubject(code), moment, &event.Dossier{
		Unit: unit, Procedure: "1.013225", Channel: event.ChannelOnline, Level: event.LevelFull, To: event.StatusReceived, CountsReceived: true,
	})
}

// pairs are the rows of a report that have something: what was received, and the year before, −1 where that is not told.
func pairs(r *wire.Report) map[string][2]int64 {
	all := make(map[string][2]int64)
	for _, row := range append(r.Rows, r.Total) {
		key, then := row.Key, int64(-1)
		if row.Name.En == "Total" {
			key = "total"
		}
		if row.Before != nil {
			then = row.Before["received"]
		}
		if now := row.Values["received"]; now != 0 || then > 0 {
			all[key] = [2]int64{now, then}
		}
	}
	return all
}

// A unit of today has for its year before what was counted for the units that it was made of, under the map that is asked for; where
// that cannot be told apart, it has none.
func TestTheYearBeforeIsThatOfTheSameTerritoryUnderEachMap(t *testing.T) {
	p := newProvince(t, nil)
	twoYears(p, "2026-09-30")
	const march, august = "?from=2025-03-01&at=2025-03-31&compare=year&map=", "?from=2025-08-01&at=2025-08-31&compare=year&map="
	for _, c := range []struct {
		asked string
		want  map[string][2]int64
	}{
		// The map of now: three districts together.
		{march + "2024-12", map[string][2]int64{"682-202412": {18, 12}, "672": {9, 6}, "": {2, 1}, "total": {29, 19}}},
		// The map of then: the new district is in none of the three, so that none of them has a base.
		{march + "2024-07", map[string][2]int64{"672": {9, 6}, "": {2, 1}, "unassigned": {18, -1}, "total": {29, 19}}},
		// Across the merger of provinces: a commune does what its district did before, and Phú Quý was another province's. Đơn Dương
		// has the new communes that lie in it whole; Đức Trọng is straddled by one.
		{august + "2025-07", map[string][2]int64{
			"24846-202507": {14, -1}, "24985": {5, -1}, "2025-phu-quy": {8, -1}, "24955-202507": {11, -1}, "total": {38, -1},
		}},
		{august + "2024-07", map[string][2]int64{"677": {11, 5}, "678": {5, -1}, "unassigned": {22, -1}, "total": {38, -1}}},
		{august + "2024-12", map[string][2]int64{"677": {11, 5}, "678": {5, -1}, "unassigned": {22, -1}, "total": {38, -1}}},
		// A year on all are the same again.
		{"?from=2026-08-01&at=2026-08-31&compare=year&map=2025-07", map[string][2]int64{
			"24846-202507": {0, 14}, "24985": {6, 5}, "2025-phu-quy": {0, 8}, "24955-202507": {0, 11}, "total": {6, 38},
		}},
	} {
		report := get[wire.Report](p, "/api/v1/reports/province"+c.asked)
		assert.Equal(t, c.want, pairs(&report), c.asked)
		b := get[wire.Breakdown](p, "/api/v1/breakdowns/province"+c.asked+"&by=unit&figure=dossiers.received")
		require.NotNil(t, b.Before, c.asked)
		for _, row := range b.Rows {
			switch want, shown := c.want[row.Key]; {
			case shown && want[1] >= 0:
				require.NotNil(t, row.Before, "%s %s", c.asked, row.Key)
				assert.Equal(t, want, [2]int64{row.Value, *row.Before}, "%s %s", c.asked, row.Key)
			case shown:
				assert.Nil(t, row.Before, "%s %s", c.asked, row.Key)
			}
		}
		if want := c.want["total"]; want[1] < 0 {
			assert.Nil(t, b.TotalBefore)
		} else {
			assert.Equal(t, want[1], *b.TotalBefore)
		}
	}
	report := get[wire.Report](p, "/api/v1/reports/province"+march+"2024-12&by=procedure")
	assert.Equal(t, map[string][2]int64{"1.013225": {29, 19}, "total": {29, 19}}, pairs(&report))
	assert.Equal(t, &wire.Before{From: "2024-03-01", At: "2024-03-31"}, report.Before)
}

// Of a day that is not over the year before is counted up to the same minute; a day of which the log knows nothing has none.
func TestTheYearBeforeEndsAtTheSameMinuteAndBeginsWhereTheLogKnowsIt(t *testing.T) {
	p := newProvince(t, nil)
	twoYears(p, "2025-03-16")
	p.record(commits{
		{receivedAt("early", "672", at("2024-03-16", "09:12")), receivedAt("late", "672", at("2024-03-16", "09:13"))},
		{receivedAt("now", "672", at("2025-03-16", "09:12"))},
	})
	report := get[wire.Report](p, "/api/v1/reports/district/672?from=2025-03-01&at=2025-03-16&compare=year")
	assert.Equal(t, &wire.Before{From: "2024-03-01", At: "2024-03-16", Until: "09:13"}, report.Before)
	assert.Equal(t, [2]int64{10, 7}, pairs(&report)["total"], "not the one of 09:13")
	minute := get[wire.Report](p, "/api/v1/reports/district/672?from=2025-03-01&at=2025-03-15&minute=11:30&compare=year")
	assert.Equal(t, &wire.Before{From: "2024-03-01", At: "2024-03-15", Until: "11:30"}, minute.Before, "that is asked for")
	assert.NotContains(t, pairs(&minute), "total", "all came at noon, then too")
	over := get[wire.Report](p, "/api/v1/reports/district/672?from=2025-03-01&at=2025-03-15&compare=year")
	assert.Equal(t, &wire.Before{From: "2024-03-01", At: "2024-03-15"}, over.Before)

	for _, unknown := range []string{"from=2024-12-31&at=2025-03-15", "from=2024-03-01&at=2024-03-15"} {
		report := get[wire.Report](p, "/api/v1/reports/province?compare=year&"+unknown)
		assert.Nil(t, report.Before, unknown)
		assert.Nil(t, report.Total.Before, unknown)
	}
	notAsked := get[wire.Report](p, "/api/v1/reports/province?from=2025-03-01&at=2025-03-15")
	assert.Nil(t, notAsked.Before)
	w := p.serve("/api/v1/reports/province?compare=month", "")
	assert.Equal(t, http.StatusBadRequest, w.Code)
	assert.Contains(t, w.Body.String(), `"field":"compare"`)
}

// A number beside another could tell one that is withheld: where some may be, none is told of the year before.
func TestWhereNumbersMayBeWithheldTheYearBeforeIsNotTold(t *testing.T) {
	p := newProvince(t, nil)
	twoYears(p, "2025-03-31")
	for _, path := range []string{
		"reports/commune/24985?by=procedure&map=2024-12", "reports/district/672?by=unit&procedure=1.013225&map=2024-12",
		"breakdowns/commune/24985?by=procedure&figure=dossiers.received&map=2024-12", "breakdowns/province?by=day&figure=dossiers.received",
	} {
		w := p.serve("/api/v1/"+path+"&from=2025-03-01&at=2025-03-30&compare=year", "")
		require.Equal(t, http.StatusOK, w.Code, w.Body)
		assert.Contains(t, w.Body.String(), `"before":null`, path)
	}
}

func TestASpreadsheetHasTheYearBeforeBesideEachColumn(t *testing.T) {
	p := newProvince(t, nil)
	twoYears(p, "2025-03-31")
	const asked = "/api/v1/reports/province?from=2025-03-01&at=2025-03-30&map=2024-07"
	w := p.serve(asked+"&compare=year", "text/csv")
	require.Equal(t, http.StatusOK, w.Code)
	records, err := semicolons(strings.TrimPrefix(w.Body.String(), "\ufeff")).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, []string{"Tiếp nhận trong kỳ", "Tiếp nhận trong kỳ, cùng kỳ năm trước", "Tăng, giảm (%)"}, records[0][5:8])
	rows := make(map[string][]string)
	for _, r := range records {
		rows[r[0]+"/"+r[1]] = r[5:8]
	}
	assert.Equal(t, []string{"9", "6", "50,0"}, rows["672/Đà Lạt"])
	assert.Equal(t, []string{"0", "", ""}, rows["681/Đạ Huoai"], "which is not told from its neighbours any more")
	assert.Equal(t, []string{"29", "19", "52,6"}, rows["/Tổng cộng"])
	unknown := p.serve("/api/v1/reports/province?from=2024-03-01&at=2024-03-30&compare=year", "text/csv")
	assert.Equal(t, p.serve("/api/v1/reports/province?from=2024-03-01&at=2024-03-30", "text/csv").Body.String(), unknown.Body.String())
}
