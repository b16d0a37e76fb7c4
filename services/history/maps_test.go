package history_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
)

// onEveryMap are dossiers received in units of every map, two of each, and one of a unit that never was.
func onEveryMap() commits {
	var events []event.Event
	for i, unit := range []string{
		"24769", "24772", "672", // Phường 7, Phường 8 and the city of Đà Lạt itself
		"25114", "25120", "25126", "682", // Đạ Ploa, Đoàn Kết, Đạ Tẻh township, Đạ Tẻh district
		"68", "24985", "24846-202507", "2025-phu-quy", // Lang Biang - Đà Lạt, Phú Quý
	} {
		for n := range 2 {
			events = append(events, newLife(fmt.Sprint(i, "-", n), unit, "1.013225", event.ChannelOnline, event.LevelFull).receive("06-03", "", nil))
		}
	}
	return commits{append(events, newLife("x", "nowhere", "1.013225", event.ChannelOnline, event.LevelFull).receive("06-03", "", nil))}
}

const juneUnderMap = "?from=2024-06-01&at=2024-06-15&map="

func TestAPeriodIsBrokenDownUnderEachMap(t *testing.T) {
	p := newProvince(t, nil)
	p.record(onEveryMap())
	for _, c := range []struct {
		view, units string
		total       int64
		rows        map[string]int64
	}{
		{"province", "2024-07", 23, map[string]int64{"672": 6, "681": 4, "682": 4, "678": 2, "": 2, "unassigned": 5}},
		{"province", "2024-12", 23, map[string]int64{"672": 6, "682-202412": 8, "678": 2, "": 2, "unassigned": 5}},
		{"province", "2025-07", 23, map[string]int64{
			"24846-202507": 4, "24778-202507": 2, "25114-202412": 4, "25126-202507": 2, "24985": 2, "2025-phu-quy": 2, "": 2, "unassigned": 5,
		}},
		{"district/682-202412", "2024-12", 8, map[string]int64{"25114-202412": 4, "25126": 2, "": 2}},
		{"commune/25114-202412", "2025-07", 4, map[string]int64{"": 4}},
	} {
		period := c.view + juneUnderMap + c.units
		b := get[wire.Breakdown](p, "/api/v1/breakdowns/"+period+"&by=unit&figure=dossiers.received")
		assert.Equal(t, c.units, b.Map)
		assert.Equal(t, c.total, b.Total, period)
		rows := make(map[string]int64)
		for _, row := range b.Rows {
			if row.Value != 0 {
				rows[row.Key] = row.Value
			}
		}
		assert.Equal(t, c.rows, rows, period)

		report := get[wire.Report](p, "/api/v1/reports/"+period)
		assert.Equal(t, c.total, report.Total.Values["received"], period)
		for _, row := range report.Rows {
			assert.Equal(t, c.rows[row.Key], row.Values["received"], "%s %s", period, row.Key)
			list := get[wire.List](p, "/api/v1/lists/"+listOf(c.view, row.Key, row.View)+juneUnderMap+c.units+partOf(row.Key)+"&figure=dossiers.received")
			assert.Equal(t, row.Values["received"], list.Count, "%s %s", period, row.Key)
			assert.Len(t, list.Members, int(list.Count))
		}
	}
	rows := get[wire.Breakdown](p, "/api/v1/breakdowns/province"+juneUnderMap+"2025-07&by=unit&figure=dossiers.received").Rows
	require.Len(t, rows, 126, "124 units, the province's own, the unassigned")
	assert.Equal(t, [...]string{"", "unassigned"}, [...]string{rows[124].Key, rows[125].Key})
	assert.Equal(t, "Không gán được cho đơn vị nào của bản đồ", rows[125].Name.Vi)
	assert.Equal(t, `attachment; filename="province-unit-2024-06-01-2024-06-15-map-2025-07.csv"`,
		p.serve("/api/v1/reports/province"+juneUnderMap+"2025-07", "text/csv").Header().Get("Content-Disposition"))
}

// listOf is the view whose list has what a row counts, partOf which part of that view.
func listOf(view, key, row string) string {
	if key == "" || key == "unassigned" {
		return view
	}
	return row
}

func partOf(key string) string {
	return map[string]string{"": "&own=true", "unassigned": "&unassigned=true"}[key]
}

func TestAnyFigureIsTheSameUnderEachMap(t *testing.T) {
	p := newProvince(t, nil)
	p.record(traffic(rand.New(rand.NewPCG(3, 4)), p.topology, 200))
	p.record(onEveryMap())
	for i, f := range ledger.Figures() {
		if i%8 != 0 {
			continue
		}
		var totals, counts []int64
		for _, m := range p.topology.Maps() {
			period := "province" + juneUnderMap + m.ID + "&figure=" + f.Name
			b := get[wire.Breakdown](p, "/api/v1/breakdowns/"+period+"&by=unit")
			list := get[wire.List](p, "/api/v1/lists/"+period)
			assert.Equal(t, b.Total, list.Value, period)
			totals, counts = append(totals, b.Total), append(counts, list.Count)
		}
		assert.Equal(t, []int64{totals[0], totals[0], totals[0]}, totals, f.Name)
		assert.Equal(t, []int64{counts[0], counts[0], counts[0]}, counts, f.Name)
	}
}

// What is not understood is not passed over: the answer would be to another question.
func TestAParameterThatIsNotKnownIsRefusedByName(t *testing.T) {
	p := newProvince(t, nil)
	const open = "figure=dossiers.open"
	for path, want := range map[string][2]string{
		"breakdowns/province?by=unit&map=1900&" + open:           {"map", `there is no map "1900", only 2024-07, 2024-12, 2025-07`},
		"lists/province?map=1900&" + open:                        {"map", "only 2024-07"},
		"reports/province?map=1900":                              {"map", "only 2024-07"},
		"breakdowns/province?by=unit&mpa=2025-07&" + open:        {"mpa", "is not known here"},
		"lists/province?unit=24769&" + open:                      {"unit", "is not known here"},
		"lists/province?by=unit&" + open:                         {"by", "is not known here"},
		"reports/province?figure=dossiers.open":                  {"figure", "is not known here"},
		"reports/province?form=2024-01-01":                       {"form", "known are by, compare, map, from, at, minute, upto"},
		"timeline/dossier/1?map=2025-07":                         {"map", "is not known here"},
		"scorecard?period=2024&from=2024-01-01":                  {"from", "is not known here"},
		"lists/province?from=2024-01-01&from=2024-02-01&" + open: {"from", "is given 2 times"},
		"lists/province?own=yes&" + open:                         {"own", "is neither true nor false"},
		"lists/province?own=true&unassigned=true&" + open:        {"unassigned", "goes without own"},
	} {
		w := p.serve("/api/v1/"+path, "")
		assert.Equal(t, http.StatusBadRequest, w.Code, path)
		assert.Contains(t, w.Body.String(), fmt.Sprintf(`"field":"%s"`, want[0]), path)
		assert.Contains(t, strings.ReplaceAll(w.Body.String(), `\"`, `"`), want[1], path)
	}
	w := p.serve("/api/v1/lists/district/672?map=2025-07&"+open, "")
	assert.Equal(t, http.StatusNotFound, w.Code)
	assert.Contains(t, w.Body.String(), "on the map 2025-07")
}
