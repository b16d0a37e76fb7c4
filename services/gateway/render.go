package gateway

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/wire"
)

// render brings the frames of all touched views to the fold's position, which becomes that of all frames. It returns the views whose
// frame changed. Nothing else changes a frame.
func (f *fold) render() []*view {
	for _, v := range f.dirty {
		f.renderView(v)
		v.dirty = false
		clear(v.dirtyMeasures)
		v.dirtyDays = v.dirtyDays[:0]
	}
	f.dirty = f.dirty[:0]
	changed := f.changed
	f.changed = nil
	for _, v := range changed {
		v.frameChanged = false
		v.changes++
		v.deltas = nil
	}
	if f.rendered != f.position {
		clear(f.snapshots)
	}
	f.rendered = f.position
	f.renders.add(f.position)
	return changed
}

// set puts a value into v's frame, at the path of members, at the fold's position.
func (f *fold) set(v *view, value string, members ...string) {
	f.setPath(v, value, strings.Join(members, separator))
}

// setPath is set for a path joined before.
func (f *fold) setPath(v *view, value, path string) {
	if !v.cells.set(path, value, f.position) || v.frameChanged {
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
		if !f.figures.figures[i].Report && (newDay || v.touched(f.figures.terms[i])) {
			f.renderFigure(v, i, newDay)
		}
	}
	if v.dirtyBands {
		f.renderBands(v)
	}
	for noun, n := range v.nouns {
		f.set(v, encode(wire.Freshness{
			Position: uint64(n.position), Recorded: millis(n.recorded), Occurred: millis(n.occurred),
		}), "nouns", string(noun))
	}
	if newDay || v.procedures.dirty {
		f.renderProcedures(v)
	}
	for _, s := range v.dirtyShelves {
		s.render(f, v)
	}
	v.dirtyShelves = v.dirtyShelves[:0]
	v.renderDay = f.today
}

func (v *view) touched(terms []term) bool {
	for _, t := range terms {
		if v.dirtyMeasures[t.measure] {
			return true
		}
	}
	return false
}

func (f *fold) renderFigure(v *view, i int, newDay bool) {
	fig, paths := &f.figures.figures[i], &f.figures.paths[i]
	value := v.value(f, i, f.newYear)
	f.setPath(v, strconv.FormatInt(value, 10), paths.figure)
	if f.figures.child[i] && v.parent != nil {
		f.set(v.parent, number(value), "children", v.ID, fig.Name)
	}
	if fig.Kind.Periodic() {
		f.setPath(v, number(v.value(f, i, f.today)), paths.today)
	}
	if f.today == 0 {
		return
	}
	if fig.Curve {
		f.renderHours(v, i)
	}
	if fig.HasDays() {
		f.renderDays(v, i, newDay)
	}
}

func (f *fold) renderHours(v *view, figure int) {
	for hour, path := range f.figures.paths[figure].hours {
		var sum int64
		for _, t := range f.figures.terms[figure] {
			if h := v.hours[hourKey{f.today, t.measure}]; h != nil {
				sum += t.sign * int64(h[hour])
			}
		}
		f.setPath(v, number(sum), path)
	}
}

// figurePaths are the paths of a figure's cells.
type figurePaths struct {
	figure, today string
	hours         [24]string
}

func pathsOf(figure string) figurePaths {
	p := figurePaths{figure: "figures" + separator + figure, today: "today" + separator + figure}
	for hour := range p.hours {
		p.hours[hour] = fmt.Sprintf("hours%s%s%s%02d", separator, figure, separator, hour)
	}
	return p
}

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
