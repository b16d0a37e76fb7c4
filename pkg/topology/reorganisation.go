package topology

import (
	"fmt"

	"langbiang.internal/ioc/pkg/calendar"
)

// BaseMap names the map that the topology's own units make: the one before any reorganisation.
type BaseMap struct {
	ID     string `json:"id"` // "2024-07"
	Title  Text   `json:"title"`
	Source Text   `json:"source,omitzero"`
}

// Reorganisation is one change of the map: from Date on, units are no more, others are new, and those that stay may have another
// name, kind, code or parent. Units, Kinds and codes of the file itself are those before the first one.
type Reorganisation struct {
	ID     string        `json:"id"`   // of the map from then on: "2024-12"
	Date   calendar.Date `json:"date"` // first day
	Title  Text          `json:"title"`
	Source Text          `json:"source"`
	// Abolished are the ids of units that are no more; Created the units that are new; Changed those that stay, as they
	// are from then on: members left out stay as they were. A unit with another territory is a new one, but for units that
	// have others below them.
	Abolished []string `json:"abolished"`
	Created   []Unit   `json:"created"`
	Changed   []Unit   `json:"changed"`
	// Transfers say where the territory of each abolished unit goes that has no units below it: to one unit whole, or in parts. A
	// created unit that is given nothing and has nothing below it comes from outside the map before.
	Transfers []Transfer `json:"transfers"`
}

// Transfer is the territory of a unit, whole or a part of it, that goes to another.
type Transfer struct {
	From string `json:"from"` // unit id
	To   string `json:"to"`   // unit id
	Part bool   `json:"part,omitempty"`
}

// indexReorganisations makes the maps that follow the base map, and finds where on each map every unit lies.
func (t *Topology) indexReorganisations(fault func(string, ...any)) {
	land := survey{holds: make(map[string]ground)}
	land.take(t.maps[0], nil)
	for i := range t.Reorganisations {
		r := &t.Reorganisations[i]
		broken := false
		report := func(format string, args ...any) {
			broken = true
			fault("reorganisations[%d] %s: %s", i, r.ID, fmt.Sprintf(format, args...))
		}
		last := t.maps[len(t.maps)-1]
		if r.ID == "" || t.Map(r.ID) != nil || r.Date <= last.From {
			report("its id is missing or used twice, or its date is not after that of the map before")
		}
		next := last.reorganised(r, report)
		next.grow(t.Kinds, report)
		t.checkTransfers(last, next, r, report)
		if broken { // the maps after it would report the same again
			break
		}
		land.take(next, r.Transfers)
		t.maps = append(t.maps, next)
		t.remember(next, r)
	}
	for _, m := range t.maps {
		m.locate(&land)
	}
}

// reorganised is the map after r, its units not yet put into a tree.
func (m *Map) reorganised(r *Reorganisation, fault func(string, ...any)) *Map {
	next := &Map{ID: r.ID, From: r.Date, Title: r.Title, Source: r.Source}
	gone := make(map[string]bool, len(r.Abolished))
	for _, id := range r.Abolished {
		if m.byID[id] == nil || gone[id] {
			fault("abolishes %q, which is not a unit of the map before, or twice", id)
		}
		gone[id] = true
	}
	changed := make(map[string]*Unit, len(r.Changed))
	for i := range r.Changed {
		c := &r.Changed[i]
		if m.byID[c.ID] == nil || gone[c.ID] || changed[c.ID] != nil {
			fault("changes %q, which is not a unit that stays, or twice", c.ID)
		}
		changed[c.ID] = c
	}
	for _, u := range m.units {
		if !gone[u.ID] {
			next.units = append(next.units, u.changedBy(changed[u.ID], gone))
		}
	}
	for i := range r.Created {
		u := r.Created[i]
		u.ValidFrom = r.Date
		next.units = append(next.units, &u)
	}
	return next
}

// changedBy is a copy of u, as it is after a reorganisation that says c of it (nil: nothing) and after which the units gone are no more.
func (u *Unit) changedBy(c *Unit, gone map[string]bool) *Unit {
	v := *u
	v.parent, v.children, v.Neighbours = nil, nil, nil
	for _, n := range u.Neighbours {
		if !gone[n] {
			v.Neighbours = append(v.Neighbours, n)
		}
	}
	if c == nil {
		return &v
	}
	for member, value := range map[*string]string{&v.Code: c.Code, &v.Kind: c.Kind, &v.Parent: c.Parent, &v.Source: c.Source} {
		if value != "" {
			*member = value
		}
	}
	if c.Name != (Text{}) {
		v.Name, v.Short = c.Name, c.Short
	}
	if c.AreaKm2 != 0 {
		v.AreaKm2 = c.AreaKm2
	}
	if c.Weight != 0 {
		v.Weight = c.Weight
	}
	return &v
}

// checkTransfers reports territory that is lost, given twice or given to a unit that has its own.
func (t *Topology) checkTransfers(last, next *Map, r *Reorganisation, fault func(string, ...any)) {
	whole, parts := make(map[string]int), make(map[string]int)
	for _, x := range r.Transfers {
		to := next.byID[x.To]
		if to == nil || last.byID[x.To] != nil || len(to.children) > 0 {
			fault("gives territory of %q to %q, which is not a created unit without others below it", x.From, x.To)
		}
		if x.Part {
			parts[x.From]++
		} else {
			whole[x.From]++
		}
	}
	for id, n := range parts {
		if next.byID[id] != nil || last.byID[id] == nil {
			fault("gives %d parts of %q, which is not abolished", n, id)
		}
	}
	for id := range whole {
		if next.byID[id] != nil || last.byID[id] == nil {
			fault("gives away %q, which is not abolished", id)
		}
	}
	for _, id := range r.Abolished {
		u := last.byID[id]
		if u == nil || len(u.children) > 0 {
			continue
		}
		if w, p := whole[id], parts[id]; w+p == 0 || w > 1 || w == 1 && p > 0 || w == 0 && p == 1 {
			fault("the territory of %s goes %d times whole and %d times in part: it must go once whole, or in two parts or more", id, w, p)
		}
	}
	for _, u := range r.Created {
		if t.unitByID[u.ID] != nil {
			fault("creates %q, an id that was another unit's: ids are never used again", u.ID)
		}
	}
}

// remember keeps the units of a new map among those that ever were, and until when those lasted that are no more.
func (t *Topology) remember(m *Map, r *Reorganisation) {
	for _, u := range m.units {
		if t.unitByID[u.ID] == nil {
			t.unitByID[u.ID] = u
		}
	}
	for _, id := range r.Abolished {
		for _, earlier := range t.maps {
			if u := earlier.byID[id]; u != nil {
				u.ValidTo = r.Date
			}
		}
	}
}
