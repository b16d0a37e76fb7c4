package topology

import (
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
)

// IsSame tells whether what is counted on m for its unit u is of one and the same territory on every map that is valid on some day
// from from to to: its whole ground was administered then, no unit of then lies in it in part, and nothing that could be its own is left
// unassigned.
func (t *Topology) IsSame(m *Map, u *Unit, from, to calendar.Date) bool {
	for i, n := range t.maps {
		isOver := i+1 < len(t.maps) && t.maps[i+1].From <= from
		if !isOver && n.From <= to && !t.isSameOn(n, m, u) {
			return false
		}
	}
	return true
}

// isSameOn tells it of the days of the map n.
func (t *Topology) isSameOn(n, m *Map, u *Unit) bool {
	return n.ground[n.root].contains(m.ground[u]) && !slices.ContainsFunc(n.units, func(w *Unit) bool { return t.blurs(w, n, m, u) })
}

// blurs tells whether what was counted for w, a unit of n, cannot be told apart from what is u's on m.
func (t *Topology) blurs(w *Unit, n, m *Map, u *Unit) bool {
	p := m.places[w.ID]
	if p.unit.Within(u) {
		return !p.whole
	}
	if !n.ground[w].shares(m.ground[u]) {
		return false
	}
	if len(w.children) == 0 {
		return true
	}
	// What it handled itself is another's: its own still, its heir's, or that of the unit of its kind in which u lies.
	isOthers := m.byID[w.ID] != nil || t.Own(m, w.ID) ||
		slices.ContainsFunc(u.Ancestors()[1:], func(a *Unit) bool { return a.Kind == w.Kind })
	return !isOthers
}
