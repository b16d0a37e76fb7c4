package topology

import "strings"

// View is what a screen looks at: a unit with all below it, seen whole or through one department.
type View struct {
	ID         string
	Unit       *Unit
	Department string // department id, or "" for all
}

const departmentPrefix = "department/"

// UnitView is the id of the unit's own view: its kind and code, or for the province its kind alone.
func (t *Topology) UnitView(u *Unit) string {
	if u == t.root {
		return u.Kind
	}
	return u.Kind + "/" + u.Code
}

// ViewID is the id of the view of unit u through department ("" for all):
// "district/672", "department/education", "department/education/district/672".
func (t *Topology) ViewID(u *Unit, department string) string {
	switch {
	case department == "":
		return t.UnitView(u)
	case u == t.root:
		return departmentPrefix + department
	}
	return departmentPrefix + department + "/" + t.UnitView(u)
}

// View finds a view by its id.
func (t *Topology) View(id string) (View, bool) {
	rest, ok := strings.CutPrefix(id, departmentPrefix)
	if !ok {
		u := t.unitByView[id]
		return View{ID: id, Unit: u}, u != nil
	}
	department, unitView, below := strings.Cut(rest, "/")
	if t.department[department] == nil {
		return View{}, false
	}
	if !below {
		return View{ID: id, Unit: t.root, Department: department}, true
	}
	u := t.unitByView[unitView]
	return View{ID: id, Unit: u, Department: department}, u != nil && u != t.root
}

// Views lists every view, parents before children: all units, then each department's.
func (t *Topology) Views() []View {
	var all []View
	var walk func(u *Unit, department string)
	walk = func(u *Unit, department string) {
		all = append(all, View{ID: t.ViewID(u, department), Unit: u, Department: department})
		for _, c := range u.children {
			walk(c, department)
		}
	}
	walk(t.root, "")
	for _, d := range t.Departments {
		walk(t.root, d.ID)
	}
	return all
}
