package topology

import (
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
)

// Map is the tree of units as it stands from a day on, until the next map's. A unit that is on several maps has one id and, on each of
// them, a Unit of its own, with the name, parent and children that it has there.
type Map struct {
	ID     string
	From   calendar.Date // first day; 0 for the base map
	Title  Text
	Source Text

	units  []*Unit // in the order of the files
	root   *Unit
	kinds  []Kind
	byID   map[string]*Unit
	byCode map[string]*Unit
	byView map[string]*Unit
	places map[string]place // of every unit that is on any map
	ground map[*Unit]ground // of the map's units
}

// place is where a unit of any map lies on one map.
type place struct {
	unit  *Unit
	whole bool
}

// Maps are all maps, the base map first.
func (t *Topology) Maps() []*Map { return t.maps }

// Map is the map with that id, the base map for "", or nil.
func (t *Topology) Map(id string) *Map {
	if id == "" {
		return t.maps[0]
	}
	for _, m := range t.maps {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// MapAt is the map that is valid on a day.
func (t *Topology) MapAt(on calendar.Date) *Map {
	valid := t.maps[0]
	for _, m := range t.maps[1:] {
		if m.From <= on {
			valid = m
		}
	}
	return valid
}

// UnitAt is the unit that has an official code on a day, or nil. Codes are used again for other units.
func (t *Topology) UnitAt(code string, on calendar.Date) *Unit { return t.MapAt(on).byCode[code] }

// Resolve is the unit that a source means on a day: the one that has that code then, else the one that has that id, now or ever, else nil.
func (t *Topology) Resolve(idOrCode string, on calendar.Date) *Unit {
	if u := t.UnitAt(idOrCode, on); u != nil {
		return u
	}
	if u := t.MapAt(on).byID[idOrCode]; u != nil {
		return u
	}
	return t.unitByID[idOrCode]
}

// Means tells whether a source that names idOrCode on a day means the unit with that id: by the id, or by what Resolve finds.
func (t *Topology) Means(idOrCode, id string, on calendar.Date) bool {
	if idOrCode == id {
		return true
	}
	u := t.Resolve(idOrCode, on)
	return u != nil && u.ID == id
}

// Successor is the unit that answers on a day for a unit of any map: itself while it is, else where its territory lies then, as a whole
// or not; nil for an id that no unit ever had. Its id means itself to Resolve on that day, whatever codes are used again.
func (t *Topology) Successor(id string, on calendar.Date) *Unit {
	u, _ := t.MapAt(on).Target(id)
	return u
}

// Root is the province.
func (m *Map) Root() *Unit { return m.root }

// Units are the units of the map, in the order of the files.
func (m *Map) Units() []*Unit { return m.units }

// Unit is the unit with that id if it is on the map, or nil.
func (m *Map) Unit(id string) *Unit { return m.byID[id] }

// Target is where a unit of any map lies on this one: itself if it is on it, else the smallest unit that contains its whole territory. A commune
// of another map has a commune or, when it was divided or put together across a boundary, the district or the province; a
// district of another map has the province where there are no districts. whole is false for a unit that this map does not
// contain, which has the province, and for an id that no unit ever had, which has nil. To give a figure to a level of
// the map, take the one of Target's Ancestors that is of that level; a target that lies above it cannot be given to any.
func (m *Map) Target(id string) (u *Unit, whole bool) {
	p := m.places[id]
	return p.unit, p.whole
}

// Own tells whether what was counted for a unit is what its target on m handles itself: for that unit, for a predecessor of its kind that
// lies in it, or for anything that lies in a unit with none below it. What is not, and has no target further down, cannot be
// assigned: the unit's territory lies in several units, or in none as a whole.
func (t *Topology) Own(m *Map, id string) bool {
	target, whole := m.Target(id)
	return whole && (len(target.children) == 0 || t.unitByID[id].Kind == target.Kind)
}

// UnitsWithin are the ids of all units that ever were and have their target in u or below it.
func (m *Map) UnitsWithin(u *Unit) []string {
	var ids []string
	for id, p := range m.places {
		if p.unit.Within(u) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// LevelsBelow are the ids of the kinds of unit that lie below u, top first.
func (m *Map) LevelsBelow(u *Unit) []string {
	kinds := make(map[string]bool)
	for _, v := range m.units {
		kinds[v.Kind] = kinds[v.Kind] || v != u && v.Within(u)
	}
	var levels []string
	for _, k := range m.kinds {
		if kinds[k.ID] {
			levels = append(levels, k.ID)
		}
	}
	return levels
}

// grow puts the map's units into a tree.
func (m *Map) grow(kinds []Kind, fault func(string, ...any)) {
	m.kinds = kinds
	level := make(map[string]int, len(kinds))
	for i, k := range kinds {
		level[k.ID] = i
	}
	m.byID = make(map[string]*Unit, len(m.units))
	m.byCode = make(map[string]*Unit, len(m.units))
	m.byView = make(map[string]*Unit, len(m.units))
	for i, u := range m.units {
		if u.ID == "" || m.byID[u.ID] != nil {
			fault("units[%d]: id %q is missing or used twice", i, u.ID)
		}
		if _, ok := level[u.Kind]; !ok {
			fault("units[%d] %s: kind %q is not among the kinds", i, u.ID, u.Kind)
		}
		if other := m.byCode[u.Code]; other != nil && u.Code != "" {
			fault("units[%d] %s: code %q is used by %s too", i, u.ID, u.Code, other.ID)
		}
		m.byID[u.ID] = u
		m.byCode[u.Code] = u
	}
	delete(m.byCode, "")
	for i, u := range m.units {
		if other := m.byCode[u.ID]; other != nil && other != u {
			fault("units[%d] %s: its id is the code of %s: nobody could name it", i, u.ID, other.ID)
		}
		m.plant(i, u, level, fault)
	}
	if m.root == nil {
		fault("units: none without a parent: the province itself is missing")
	}
	for _, u := range m.units {
		m.byView[UnitView(u)] = u
	}
}

// plant puts one unit below its parent.
func (m *Map) plant(i int, u *Unit, level map[string]int, fault func(string, ...any)) {
	for _, n := range u.Neighbours {
		if m.byID[n] == nil {
			fault("units[%d] %s: neighbour %q is not a unit", i, u.ID, n)
		}
	}
	if u.Parent == "" {
		if m.root != nil {
			fault("units[%d] %s: has no parent, nor has %s: there is one province", i, u.ID, m.root.ID)
		}
		m.root = u
		return
	}
	p := m.byID[u.Parent]
	if p == nil || level[p.Kind] >= level[u.Kind] {
		fault("units[%d] %s: parent %q is not a unit of a higher kind", i, u.ID, u.Parent)
		return
	}
	u.parent = p
	p.children = append(p.children, u)
}
