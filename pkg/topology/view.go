package topology

import "strings"

// View is what a screen looks at: a unit with all below it, seen whole or through one department.
type View struct {
	ID         string
	Unit       *Unit
	Department string // department id, or "" for all
}

const departmentPrefix = "department/"

// UnitView is the id of the unit's own view: its kind and id, or for the province its kind alone.
func UnitView(u *Unit) string {
	if u.parent == nil {
		return u.Kind
	}
	return u.Kind + "/" + u.ID
}

// ViewID is the id of the view of unit u through department ("" for all):
// "district/672", "department/education", "department/education/district/672".
func (t *Topology) ViewID(u *Unit, department string) string {
	switch {
	case department == "":
		return UnitView(u)
	case u.parent == nil:
		return departmentPrefix + department
	}
	return departmentPrefix + department + "/" + UnitView(u)
}

// View finds a view of the base map by its id.
func (t *Topology) View(id string) (View, bool) { return t.ViewOn(t.maps[0], id) }

// ViewOn finds a view of a map by its id.
func (t *Topology) ViewOn(m *Map, id string) (View, bool) {
	rest, ok := strings.CutPrefix(id, departmentPrefix)
	if !ok {
		u := m.byView[id]
		return View{ID: id, Unit: u}, u != nil
	}
	department, unitView, below := strings.Cut(rest, "/")
	if t.department[department] == nil {
		return View{}, false
	}
	if !below {
		return View{ID: id, Unit: m.root, Department: department}, true
	}
	u := m.byView[unitView]
	return View{ID: id, Unit: u, Department: department}, u != nil && u != m.root
}

// Views lists every view of the base map, parents before children: all units, then each department's.
func (t *Topology) Views() []View { return t.ViewsOn(t.maps[0]) }

// ViewsOn lists every view of a map, in the order of Views.
func (t *Topology) ViewsOn(m *Map) []View {
	var all []View
	var walk func(u *Unit, department string)
	walk = func(u *Unit, department string) {
		all = append(all, View{ID: t.ViewID(u, department), Unit: u, Department: department})
		for _, c := range u.children {
			walk(c, department)
		}
	}
	walk(m.root, "")
	for _, d := range t.Departments {
		walk(m.root, d.ID)
	}
	return all
}
