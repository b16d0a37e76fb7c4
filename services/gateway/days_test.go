package gateway

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// A stock's days say what was there at the end of each, 0 too, and nothing of the days before it is known. What is told
// late changes every day since.
func TestAStockIsShownAsItStoodAtTheEndOfEachDay(t *testing.T) {
	f := testFold(t)
	received := func(p eventlog.Position, code, date string) *eventlog.Entry {
		return entry(p, dossier(code, "24769", "", date+"T09:30:00+07:00", event.Dossier{To: event.StatusReceived, CountsReceived: true}))
	}
	resolved := func(p eventlog.Position, code, date string) *eventlog.Entry {
		return entry(p, dossier(code, "24769", "", date+"T10:30:00+07:00",
			event.Dossier{From: event.StatusReceived, To: event.StatusResolved, CountsResolved: true}))
	}
	days := func(figure string) any {
		f.render()
		all := decode(t, f.byID["district/672"].cells.frame())["days"].(map[string]any)
		return all[figure]
	}
	june := func(values map[int]float64) map[string]any {
		all := make(map[string]any)
		for day, value := range values {
			all[fmt.Sprintf("2024-06-%02d", day)] = value
		}
		return all
	}
	f.apply(day(1, "2024-06-03"))
	f.apply(received(2, "A", "2024-06-03"))
	assert.Equal(t, june(map[int]float64{3: 1}), days("dossiers.open"))
	f.apply(day(3, "2024-06-04"))
	f.apply(day(4, "2024-06-05"))
	f.apply(resolved(5, "A", "2024-06-05"))
	assert.Equal(t, june(map[int]float64{3: 1, 4: 1, 5: 0}), days("dossiers.open"))
	assert.Nil(t, days("incidents.open"), "of incidents nothing is known")
	f.apply(received(6, "B", "2024-06-04"))
	assert.Equal(t, june(map[int]float64{3: 1, 4: 2, 5: 1}), days("dossiers.open"))
	f.apply(received(7, "C", "2024-06-01"))
	assert.Equal(t, june(map[int]float64{1: 1, 2: 1, 3: 2, 4: 3, 5: 2}), days("dossiers.open"))
	assert.Equal(t, june(map[int]float64{1: 1, 3: 1, 4: 1}), days("dossiers.received"), "what happened on a day is of that day alone")

	f.apply(day(8, "2024-07-02"))
	shown := days("dossiers.open").(map[string]any)
	assert.Len(t, shown, 30)
	assert.Equal(t, []any{2.0, 3.0, 2.0, 2.0, nil}, []any{
		shown["2024-06-03"], shown["2024-06-04"], shown["2024-06-05"], shown["2024-07-02"], shown["2024-06-02"],
	})
}
