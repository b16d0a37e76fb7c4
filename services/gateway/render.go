package gateway

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
)

// render brings the frames of all touched views to the fold's position. It returns the
// views whose frame changed since the last render.
func (f *fold) render() []*view {
	for _, v := range f.dirty {
		f.renderView(v)
		v.dirty = false
		clear(v.dirtyMeasures)
	}
	f.dirty = f.dirty[:0]
	changed := f.changed
	f.changed = nil
	for _, v := range changed {
		v.frameChanged = false
	}
	return changed
}

// set puts a value into v's frame at the fold's position.
func (f *fold) set(v *view, value string, path ...string) {
	if !v.cells.set(strings.Join(path, separator), value, f.position) || v.frameChanged {
		return
	}
	v.frameChanged = true
	f.changed = append(f.changed, v)
}

func (f *fold) renderView(v *view) {
	newDay := v.renderDay != f.today || v.renderDay == 0
	f.set(v, quote(f.today.String()), "day")
	f.set(v, quote(f.newYear.String()), "from")
	f.set(v, strconv.FormatBool(v.simulated), "simulated")
	for i := range f.figures.figures {
		if newDay || v.touched(f.figures.sums[i]) {
			f.renderFigure(v, i, newDay)
		}
	}
	for noun, n := range v.nouns {
		f.set(v, encode(wire.Freshness{
			Position: uint64(n.position), Recorded: millis(n.recorded), Occurred: millis(n.occurred),
		}), "nouns", string(noun))
	}
	if newDay || v.dirtyProcedures {
		f.renderProcedures(v)
		v.dirtyProcedures = false
	}
	v.renderDay = f.today
}

func (v *view) touched(measures []int) bool {
	for _, m := range measures {
		if v.dirtyMeasures[m] {
			return true
		}
	}
	return false
}

func (f *fold) renderFigure(v *view, i int, newDay bool) {
	fig := f.figures.figures[i]
	value := v.value(f.figures, i)
	f.set(v, strconv.FormatInt(value, 10), "figures", fig.Name)
	if f.figures.child[i] && v.parent != nil {
		f.set(v.parent, number(value), "children", v.ID, fig.Name)
	}
	if fig.Kind == ledger.Flow {
		f.set(v, number(v.valueFrom(f.figures, i, f.today, f.today)), "today", fig.Name)
	}
	if fig.Curve {
		f.renderHours(v, i)
		f.renderDays(v, i, newDay)
	}
}

func (f *fold) renderHours(v *view, figure int) {
	for hour := range 24 {
		var sum int64
		for _, m := range f.figures.sums[figure] {
			if h := v.hours[hourKey{f.today, m}]; h != nil {
				sum += h[hour]
			}
		}
		f.set(v, number(sum), "hours", f.figures.figures[figure].Name, hourNames[hour])
	}
}

func (f *fold) renderDays(v *view, figure int, newDay bool) {
	if f.today == 0 {
		return
	}
	name := f.figures.figures[figure].Name
	first := f.today - wire.DaysShown + 1
	if newDay && v.renderDay != 0 {
		for day := v.renderDay - wire.DaysShown + 1; day < min(first, v.renderDay+1); day++ {
			f.set(v, "", "days", name, day.String())
		}
	}
	for day := first; day <= f.today; day++ {
		var sum int64
		for _, m := range f.figures.sums[figure] {
			sum += v.series[m].days.at(day)
		}
		f.set(v, number(sum), "days", name, day.String())
	}
}

// renderProcedures shows the procedures with most received this year; code breaks ties.
func (f *fold) renderProcedures(v *view) {
	rows := v.procedureRows(f.today.Year())
	slices.SortFunc(rows, func(a, b procedureRow) int {
		return cmp.Or(cmp.Compare(b.Received, a.Received), cmp.Compare(a.code, b.code))
	})
	rows = rows[:min(len(rows), wire.TopProcedures)]
	before := v.topProcedures
	v.topProcedures = nil
	for _, r := range rows {
		v.topProcedures = append(v.topProcedures, r.code)
		f.set(v, encode(r.ProcedureRow), "procedures", r.code)
	}
	for _, code := range before {
		if !slices.Contains(v.topProcedures, code) {
			f.set(v, "", "procedures", code)
		}
	}
}

type procedureRow struct {
	code string
	wire.ProcedureRow
}

// procedureRows are the rows that are not all zero: received and resolved in the year, open of all years.
func (v *view) procedureRows(year int) []procedureRow {
	byCode := make(map[string]*wire.ProcedureRow)
	for key, p := range v.procedures {
		row := byCode[key.code]
		if row == nil {
			row = new(wire.ProcedureRow)
			byCode[key.code] = row
		}
		row.Open += p.open
		if key.year == year {
			row.Received, row.Resolved = p.received, p.resolved
		}
	}
	rows := make([]procedureRow, 0, len(byCode))
	for code, row := range byCode {
		if *row != (wire.ProcedureRow{}) {
			rows = append(rows, procedureRow{code, *row})
		}
	}
	return rows
}

var hourNames = func() (names [24]string) {
	for h := range names {
		names[h] = fmt.Sprintf("%02d", h)
	}
	return names
}()

// number is n as JSON, or nothing for zero: maps leave zeros out.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func quote(s string) string { return encode(s) }

// encode is v as JSON. The values are the package's own and always encodable.
func encode(v any) string {
	b, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		panic(fmt.Sprintf("gateway: encode %T: %v", v, err))
	}
	return string(b)
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
