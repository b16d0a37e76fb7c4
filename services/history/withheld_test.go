package history_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// rare are dossiers received in June: in the commune 24769 nine copies, six births and three building permits, in 24772 four
// building permits and in 24775 eight.
func rare() commits {
	var all commits
	code := 0
	for _, c := range []struct {
		unit, procedure string
		n               int
	}{
		{"24769", "2.000815", 9}, {"24769", "1.001193", 6}, {"24769", "1.013225", 3}, {"24772", "1.013225", 4}, {"24775", "1.013225", 8},
	} {
		for range c.n {
			code++
			all = append(all, []event.Event{newLife(fmt.Sprint(code), c.unit, c.procedure, event.ChannelOnline, event.LevelFull).receive("06-03", "06-10", nil)})
		}
	}
	return all
}

// told is what a row shows: its value, or "<5".
func told(rows []wire.Share) map[string]string {
	all := make(map[string]string)
	for _, row := range rows {
		switch {
		case row.Withheld:
			all[row.Key] = fmt.Sprintf("<5 (%d)", row.Value)
		case row.Value != 0:
			all[row.Key] = fmt.Sprint(row.Value)
		}
	}
	return all
}

const receivedInJune = "?from=2024-06-01&at=2024-06-15&figure=dossiers.received"

func TestFewOfOneProcedureInOneCommuneAreNotTold(t *testing.T) {
	p := newProvince(t, nil)
	p.record(rare())
	commune := get[wire.Breakdown](p, "/api/v1/breakdowns/commune/24769"+receivedInJune+"&by=procedure")
	assert.Equal(t, int64(18), commune.Total)
	assert.Equal(t, map[string]string{"2.000815": "9", "1.001193": "<5 (0)", "1.013225": "<5 (0)"}, told(commune.Rows),
		"one alone could be worked out from the total")
	district := get[wire.Breakdown](p, "/api/v1/breakdowns/district/672"+receivedInJune+"&by=unit&procedure=1.013225")
	assert.Equal(t, int64(15), district.Total)
	assert.Equal(t, map[string]string{"24769": "<5 (0)", "24772": "<5 (0)", "24775": "8"}, told(district.Rows))
	all := get[wire.Breakdown](p, "/api/v1/breakdowns/district/672"+receivedInJune+"&by=procedure")
	assert.Equal(t, map[string]string{"1.013225": "15", "2.000815": "9", "1.001193": "6"}, told(all.Rows), "a district is large enough")
	assert.Equal(t, map[string]string{"24769": "18", "24772": "4", "24775": "8"},
		told(get[wire.Breakdown](p, "/api/v1/breakdowns/district/672"+receivedInJune+"&by=unit").Rows), "all procedures together")
	cell := get[wire.Breakdown](p, "/api/v1/breakdowns/commune/24769"+receivedInJune+"&by=channel&procedure=1.013225")
	assert.Equal(t, [...]any{int64(0), true, []wire.Share{}}, [...]any{cell.Total, cell.Withheld, cell.Rows})
}

// What is told of one procedure in one commune is not told apart into a few, by no axis and by no difference of two lists.
func TestACellThatIsToldIsNotToldApartIntoAFew(t *testing.T) {
	p := newProvince(t, nil)
	var all commits
	for i := range 12 {
		channel := event.ChannelOnline
		if i < 2 {
			channel = event.ChannelDirect
		}
		life := newLife(fmt.Sprint(i), "24769", "2.000815", channel, event.LevelFull)
		all = append(all, []event.Event{life.receive("06-03", "06-10", nil)})
		if i == 0 {
			all = append(all, []event.Event{life.end("06-05", event.StatusResolved, event.TimelyEarly, nil)})
		}
	}
	p.record(all)
	const cell = receivedInJune + "&procedure=2.000815"
	for by, want := range map[string]map[string]string{
		"channel": {"online": "<5 (0)", "direct": "<5 (0)"}, "status": {"2": "<5 (0)", "9": "<5 (0)"}, "level": {"full": "12"},
	} {
		b := get[wire.Breakdown](p, "/api/v1/breakdowns/commune/24769"+cell+"&by="+by)
		assert.Equal(t, int64(12), b.Total, by)
		assert.Equal(t, want, told(b.Rows), by)
	}
	for filter, withheld := range map[string]bool{"": false, "&channel=direct": true, "&channel=online": true, "&status=2": true, "&level=full": false} {
		assert.Equal(t, withheld, get[wire.List](p, "/api/v1/lists/commune/24769"+cell+filter).Withheld, filter)
	}
	for filter, withheld := range map[string]bool{"": false, "&channel=online": true, "&status=2": true, "&level=full": false} {
		b := get[wire.Breakdown](p, "/api/v1/breakdowns/commune/24769"+cell+"&by=day"+filter)
		assert.Equal(t, [...]bool{withheld, withheld}, [...]bool{b.Withheld, b.Total == 0}, filter)
	}
	for _, part := range []string{".online", ".direct"} { // a figure that is of one channel is a part as the filter is
		of := strings.Replace(cell, "dossiers.received", "dossiers.received"+part, 1)
		assert.True(t, get[wire.List](p, "/api/v1/lists/commune/24769"+of).Withheld, part)
		assert.True(t, get[wire.Breakdown](p, "/api/v1/breakdowns/commune/24769"+of+"&by=level").Withheld, part)
	}
	assert.Equal(t, int64(10), get[wire.List](p, "/api/v1/lists/district/672"+strings.Replace(cell, "dossiers.received", "dossiers.received.online", 1)).Count)
	district := get[wire.Breakdown](p, "/api/v1/breakdowns/district/672"+cell+"&by=channel")
	assert.Equal(t, map[string]string{"online": "10", "direct": "2"}, told(district.Rows), "a district is large enough")
}

func TestWhatHasNoProcedureHidesTheOneThatHasAFew(t *testing.T) {
	p := newProvince(t, nil)
	var all commits
	for i := range 13 {
		procedure := ""
		if i < 3 {
			procedure = "2.000815"
		}
		all = append(all, bill(fmt.Sprint(i), "24769", procedure, "truc-tuyen"))
	}
	p.record(all)
	b := get[wire.Breakdown](p, "/api/v1/breakdowns/commune/24769?from=2024-06-01&at=2024-06-30&figure=payments.succeeded&by=procedure")
	assert.Equal(t, int64(13), b.Total)
	assert.Equal(t, map[string]string{"2.000815": "<5 (0)", "": "<5 (0)"}, told(b.Rows))
}

func TestAListOfAFewOfOneProcedureInOneCommuneIsNotGiven(t *testing.T) {
	p := newProvince(t, nil)
	p.record(rare())
	list := get[wire.List](p, "/api/v1/lists/commune/24769"+receivedInJune+"&procedure=1.013225")
	assert.Equal(t, [...]any{int64(0), int64(0), true, []wire.Member{}}, [...]any{list.Count, list.Value, list.Withheld, list.Members})
	for path, count := range map[string]int64{
		"commune/24769" + receivedInJune + "&procedure=2.000815": 9, "district/672" + receivedInJune + "&procedure=1.013225": 15,
		"commune/24769" + receivedInJune + "&procedure=9.9": 0, "commune/24769" + receivedInJune: 18,
	} {
		list := get[wire.List](p, "/api/v1/lists/"+path)
		assert.Equal(t, [...]any{count, false}, [...]any{list.Count, list.Withheld}, path)
		assert.Len(t, list.Members, int(count), path)
	}
}

func TestAReportWithholdsSmallCells(t *testing.T) {
	p := newProvince(t, nil)
	p.record(rare())
	const period = "?from=2024-06-01&at=2024-06-15"
	report := get[wire.Report](p, "/api/v1/reports/commune/24769"+period+"&by=procedure")
	assert.Equal(t, int64(18), report.Total.Values["received"])
	shown := make(map[string][2]int64)
	for _, row := range report.Rows {
		held := int64(0)
		if strings.Contains(strings.Join(row.Withheld, " "), "received_online") {
			held = 1
		}
		shown[row.Key] = [2]int64{row.Values["received_online"], held}
	}
	assert.Equal(t, map[string][2]int64{"2.000815": {9, 0}, "1.001193": {0, 1}, "1.013225": {0, 1}}, shown)
	cell := get[wire.Report](p, "/api/v1/reports/commune/24769"+period+"&by=channel&procedure=1.013225")
	assert.Equal(t, int64(0), cell.Total.Values["received"])
	assert.Contains(t, cell.Total.Withheld, "received")
	w := p.serve("/api/v1/reports/commune/24769"+period+"&by=procedure", "text/csv")
	require.Equal(t, http.StatusOK, w.Code)
	assert.Contains(t, w.Body.String(), ";0;dưới 5;dưới 5;0;0;")
}
