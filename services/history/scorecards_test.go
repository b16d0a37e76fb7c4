package history_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// small is a catalogue of five procedures of districts and communes and two of a department; of the former three are online
// services and two have a fee, which one lets people pay online.
func small() *catalogue.Catalogue {
	district, commune, department := []string{"district"}, []string{"commune"}, []string{"department:education"}
	return catalogue.Of([]event.Procedure{
		{Code: "1.1", Name: "a", Field: "x", Level: event.LevelFull, HandledBy: district},
		{Code: "1.2", Name: "b", Field: "x", Level: event.LevelPartial, HandledBy: commune, FeeVND: 10_000, OnlinePayment: new(true)},
		{Code: "1.3", Name: "c", Field: "x", Level: event.LevelInfo, HandledBy: district, FeeVND: 20_000, OnlinePayment: new(false)},
		{Code: "1.6", Name: "f", Field: "x", Level: event.LevelFull, HandledBy: district, FeeVND: -1},
		{Code: "2.4", Name: "d", Field: "y", Level: event.LevelFull, HandledBy: department},
		{Code: "2.5", Name: "e", Field: "y", Level: event.LevelInfo, HandledBy: department},
	}...)
}

func reported(indicator, unit, issuer, from, to, value, of string) event.Event {
	d := &event.Indicator{
		Indicator: "scorecard." + indicator, Unit: unit, Issuer: issuer, From: date("2024-" + from), To: date("2024-" + to), AsOf: date("2024-" + to),
		Value: decimal(value), Of: decimal(of),
	}
	if unit == "68" && issuer != "dvcqg" {
		d.Department = "education"
	}
	return happened(event.IndicatorReported, event.IndicatorSubject(d.Indicator, unit, issuer), on("07-01"), d)
}

func decimal(s string) *event.Decimal {
	if s == "" {
		return nil
	}
	d, err := event.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return &d
}

func june() commits {
	const online, full, partial = event.ChannelOnline, event.LevelFull, event.LevelPartial
	a, b := newLife("a", "672", "1.1", online, full), newLife("b", "24769", "1.2", event.ChannelDirect, partial)
	c, d := newLife("c", "24769", "1.2", event.ChannelDirect, partial), newLife("d", "672", "1.1", event.ChannelPost, full)
	e := newLife("e", "68", "2.4", online, full)
	b.now.Department, e.now.Department = "education", "education" // b is the district's all the same
	told := func(d *event.Dossier) { d.Digitised = true }
	return commits{
		{d.receive("05-31", "06-12", nil), a.receive("06-03", "06-12", func(x *event.Dossier) { x.Digitised, x.Reused = true, true })},
		{b.receive("06-04", "06-18", nil), c.receive("06-05", "", told), e.receive("06-05", "06-10", nil)},
		{a.end("06-10", event.StatusResolved, event.TimelyEarly, func(x *event.Dossier) { x.ElectronicResult = true })},
		{d.end("06-12", event.StatusResolved, event.TimelyOnTime, nil), e.end("06-12", event.StatusResolved, event.TimelyLate, nil)},
		{b.end("06-20", event.StatusResolved, event.TimelyLate, nil)},
		bill("1", "24769", "1.2", "truc-tuyen"), bill("2", "24769", "1.2", "tien-mat"), bill("3", "24769", "", "truc-tuyen"),
		{
			reported("publish_on_time", "672", "dvcqg", "06-01", "06-29", "1", "50"), // an earlier period
			reported("publish_on_time", "672", "dvcqg", "06-01", "06-30", "45", "50"),
			reported("publish_on_time", "673", "dvcqg", "05-01", "06-30", "45", "50"), // not within June
			reported("dossier_sync", "672", "dvcqg", "06-01", "06-30", "", ""),        // "no data" is not 0
			reported("petition_processing_on_time", "672", "dvcqg", "06-01", "06-30", "0", "0"),
			reported("on_time", "672", "dvcqg", "06-01", "06-30", "9", "9"), // counted here: the events win
			reported("on_time", "674", "dvcqg", "06-01", "06-30", "9", "10"),
			reported("official_total", "673", "van-phong-ubnd", "06-01", "06-30", "81.5", ""),
			reported("publish_on_time", "68", "so-gddt", "06-01", "06-30", "1", "4"),
		},
	}
}

// The points were worked out by hand from the events above.
func TestTheScorecardOfAMonth(t *testing.T) {
	p := newProvince(t, small())
	p.record(june())
	answer := get[wire.Scorecards](p, "/api/v1/scorecard?period=2024-06")
	assert.Equal(t, [...]string{"2024-06", "2024-06-01", "2024-06-30", "dvcqg-2026"}, [...]string{answer.Period, answer.From, answer.To, answer.Formula.ID})
	assert.Equal(t, uint64(9), answer.Position)
	require.Len(t, answer.Groups, 3)
	districts, departments := cards(answer.Groups[0]), cards(answer.Groups[1])
	require.Len(t, districts, 12)
	require.Len(t, departments, 3)

	daLat := districts["672"]
	assert.Equal(t, map[string]string{
		"PUBLISH_ON_TIME": "45/50 5.4 reported:dvcqg", "PETITION_PROCESSING_ON_TIME": "0/0 6 reported:dvcqg",
		"ON_TIME":                   "2/3 13.3333 events", // a and d, of a, b and c
		"A":                         "3/4 1.875 events",
		"B":                         "1/3 1.3333 events", // 1.1, of 1.1, 1.2 and 1.6
		"C":                         "1/3 4 events",
		"A_DOSSIERS":                "1/2 3 events", // the bill without a procedure is no dossier's
		"B_FORMALITIES_WITH_TXN":    "1/2 1.25 events",
		"C_FORMALITIES_OFFERED":     "1/2 1.25 events",
		"ORIGINAL_RESULT_AVAILABLE": "1/3 2 events", // of a, b and d
		"SO_HOA_GIAY_TO_GIAI_QUYET": "2/3 2.6667 events",
		"REUSED_DIGITIZED_DATA":     "1/2 1.25 events",
	}, known(daLat))
	assert.InDelta(t, 43.3583, *daLat.Points, 1e-4)
	assert.InDelta(t, 66, daLat.Base, 1e-9)
	assert.InDelta(t, 65.6944, *daLat.Percent, 1e-4)
	assert.Equal(t, &wire.ScorecardGrade{ID: "average", Name: wire.Text{Vi: "Trung bình", En: "Average"}, From: 50}, daLat.Grade)
	assert.InDelta(t, 65.6944, *daLat.Graded, 1e-4)
	assert.Nil(t, daLat.Official)

	assert.Equal(t, map[string]string{
		"A": "3/4 1.875 events", "B": "0/3 0 events", "B_FORMALITIES_WITH_TXN": "0/2 0 events", "C_FORMALITIES_OFFERED": "1/2 1.25 events",
	}, known(districts["673"]), "what nobody told is not known")
	assert.InDelta(t, 31.25, *districts["673"].Percent, 1e-9)
	assert.Equal(t, &wire.OfficialScore{
		Value: 81.5, Issuer: "van-phong-ubnd", Name: districts["673"].Official.Name, From: "2024-06-01", To: "2024-06-30", AsOf: "2024-06-30",
	}, districts["673"].Official)
	assert.Equal(t, "good", districts["673"].Grade.ID, "the official score wins")
	assert.InDelta(t, 81.5, *districts["673"].Graded, 1e-9)
	assert.Equal(t, "9/10 18 reported:dvcqg", known(districts["674"])["ON_TIME"])

	assert.Equal(t, map[string]string{
		"PUBLISH_ON_TIME": "1/4 1.5 reported:so-gddt",
		"ON_TIME":         "0/1 0 events", "A": "1/2 1.25 events", "B": "1/1 4 events", "C": "1/1 6 events",
		"ORIGINAL_RESULT_AVAILABLE": "0/1 0 events", "SO_HOA_GIAY_TO_GIAI_QUYET": "0/1 0 events",
	}, known(departments["education"]))
	assert.Nil(t, departments["construction"].Points)
	assert.Nil(t, departments["construction"].Rank)
	assert.Nil(t, departments["construction"].Grade)
	assert.Zero(t, departments["construction"].Base)

	// By their own share: 674 with 18 of 20 points more than the rest, Đà Lạt, and the ten of which only the catalogue tells, 673 among
	// them though it has the only official score.
	order := answer.Groups[0].Rows
	assert.Equal(t, [...]string{"674", "672", "673"}, [...]string{order[0].Key, order[1].Key, order[2].Key})
	assert.Equal(t, [...]int64{1, 2, 3, 3, 3}, [...]int64{*order[0].Rank, *order[1].Rank, *order[2].Rank, *order[3].Rank, *order[11].Rank})
	assert.Equal(t, int64(1), *order[2].OfficialRank)
	assert.Nil(t, order[0].OfficialRank)
	assert.Equal(t, "education", answer.Groups[1].Rows[0].Key)
}

// cards are a table's rows by their keys.
func cards(table wire.ScorecardTable) map[string]wire.Scorecard {
	rows := make(map[string]wire.Scorecard)
	for _, row := range table.Rows {
		rows[row.Key] = row
	}
	return rows
}

// known are the metrics that are known: numerator/denominator points source.
func known(card wire.Scorecard) map[string]string {
	all := make(map[string]string)
	for _, g := range card.Groups {
		for _, m := range g.Metrics {
			if m.Points != nil {
				all[m.Code] = number(*m.Numerator) + "/" + number(*m.Denominator) + " " + number(*m.Points) + " " + m.Source
			}
		}
	}
	return all
}

func number(f float64) string { return event.Decimal(f*float64(event.DecimalUnit) + 0.5).String() }

func TestAScorecardOfAQuarterOfOneGroupAtACut(t *testing.T) {
	p := newProvince(t, small())
	p.record(june())
	answer := get[wire.Scorecards](p, "/api/v1/scorecard?period=2024-Q2&group=districts&formula=dvcqg-2026&upto=2")
	require.Len(t, answer.Groups, 1)
	daLat := cards(answer.Groups[0])["672"]
	assert.Equal(t, "0/4 0 events", known(daLat)["ON_TIME"], "d was received in May, nothing is resolved yet")
	assert.NotContains(t, known(daLat), "PUBLISH_ON_TIME")
	assert.Len(t, get[wire.Scorecards](p, "/api/v1/scorecard?period=2023&group=departments").Groups, 1)
	quarter := get[wire.Scorecards](p, "/api/v1/scorecard?period=2024-Q2")
	assert.Equal(t, "45/50 5.4 reported:dvcqg", known(cards(quarter.Groups[0])["673"])["PUBLISH_ON_TIME"])
}

// Of a quarter the months of one issuer are summed, each counted once; another issuer is not mixed in, what is told without a base is
// not added up, and it is said which days the sum is of.
func TestTheMonthsOfOneIssuerMakeAQuarter(t *testing.T) {
	p := newProvince(t, small())
	p.record(commits{{
		reported("publish_on_time", "672", "dvcqg", "01-01", "01-31", "9", "9"), // before the quarter
		reported("publish_on_time", "672", "dvcqg", "04-01", "04-30", "10", "10"),
		reported("publish_on_time", "672", "dvcqg", "06-01", "06-30", "0", "7"),
		reported("publish_on_time", "672", "dvcqg", "06-01", "06-30", "5", "10"), // corrected
		reported("publish_on_time", "672", "dvcqg", "06-01", "06-15", "1", "1"),  // within June
		reported("publish_on_time", "672", "van-phong-ubnd", "05-01", "05-31", "1", "30"),
		reported("dossier_sync", "672", "dvcqg", "04-01", "06-30", "7", "8"), // the whole quarter, before its months
		reported("dossier_sync", "672", "dvcqg", "06-01", "06-30", "1", "8"),
		reported("official_total", "672", "van-phong-ubnd", "06-01", "06-30", "99", ""),
		reported("official_total", "673", "van-phong-ubnd", "04-01", "06-30", "90.96", ""),
		reported("official_total", "674", "van-phong-ubnd", "04-01", "06-30", "97.63", ""),
		reported("publish_on_time", "68", "dvcqg", "04-01", "06-30", "3", "4"),
	}})
	answer := get[wire.Scorecards](p, "/api/v1/scorecard?period=2024-Q2")
	districts := cards(answer.Groups[0])
	told := func(card wire.Scorecard, code string) string {
		for _, g := range card.Groups {
			for _, m := range g.Metrics {
				if m.Code == code {
					return fmt.Sprintf("%s %s %s %d", known(card)[code], m.From, m.To, m.Days)
				}
			}
		}
		return ""
	}
	assert.Equal(t, "15/20 4.5 reported:dvcqg 2024-04-01 2024-06-30 60", told(districts["672"], "PUBLISH_ON_TIME"))
	assert.Equal(t, "7/8 5.25 reported:dvcqg 2024-04-01 2024-06-30 91", told(districts["672"], "DOSSIER_SYNC"))
	assert.Equal(t, "3/4 1.875 events 2024-04-01 2024-06-30 91", told(districts["672"], "A"))
	assert.Nil(t, districts["672"].Official, "the score of June is not the quarter's")
	assert.Equal(t, []int64{1, 2}, []int64{*districts["674"].OfficialRank, *districts["673"].OfficialRank})
	assert.Equal(t, *districts["675"].Rank, *districts["673"].Rank, "the official scores move nobody among the others")
	province := answer.Groups[2]
	assert.Equal(t, []any{"province", 1}, []any{province.ID, len(province.Rows)})
	assert.Equal(t, "3/4 4.5 reported:dvcqg 2024-04-01 2024-06-30 91", told(province.Rows[0], "PUBLISH_ON_TIME"))

	year := cards(get[wire.Scorecards](p, "/api/v1/scorecard?period=2024&group=districts").Groups[0])
	assert.Equal(t, "24/29 4.9655 reported:dvcqg 2024-01-01 2024-06-30 91", told(year["672"], "PUBLISH_ON_TIME"))
	assert.Nil(t, year["673"].Official, "one quarter does not grade the year")
	assert.Nil(t, year["673"].OfficialRank)
	assert.Equal(t, "fair", year["673"].Grade.ID)
}

func TestTheScorecardsOfTheProvinceAndOfCommunes(t *testing.T) {
	p := newProvince(t, small())
	p.record(june())
	province := get[wire.Scorecards](p, "/api/v1/scorecard?period=2024-06&group=province").Groups[0].Rows[0]
	told := known(province)
	assert.Equal(t, "2/4 10 events", told["ON_TIME"], "a and d, of a, b, c and e")
	assert.Equal(t, "4/6 1.6667 events", told["A"])
	assert.Equal(t, "1/2 1.25 events", told["B_FORMALITIES_WITH_TXN"])
	assert.NotContains(t, told, "PUBLISH_ON_TIME", "what a department reports is not the province's")
	communes := get[wire.Scorecards](p, "/api/v1/scorecard?period=2024-06&group=communes&view=district/672").Groups[0]
	assert.Equal(t, []any{"communes", "Xã, phường, thị trấn", 16}, []any{communes.ID, communes.Name.Vi, len(communes.Rows)})
	commune := cards(communes)["24769"]
	assert.Equal(t, "commune/24769", commune.View)
	assert.Equal(t, "0/2 0 events", known(commune)["ON_TIME"], "b is late, c is open")
	assert.Equal(t, "1/1 2 events", known(commune)["A"])
	for _, query := range []string{"group=communes", "group=communes&view=province", "group=communes&view=commune/24769", "group=districts&view=district/672", "group=x"} {
		assert.Equal(t, http.StatusBadRequest, p.serve("/api/v1/scorecard?period=2024-06&"+query, "").Code, query)
	}
}
