package scenario

import (
	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/topology"
)

// roster is every unit that ever was or will be, each once as it is first on a map: those of the base map in their order, then those of
// each reorganisation. Units are told by their index in it.
type roster struct {
	units []*unit
	index map[string]int16 // by id
}

func newRoster(top *topology.Topology) *roster {
	r := &roster{index: make(map[string]int16)}
	for _, m := range top.Maps() {
		for _, u := range m.Units() {
			if _, known := r.index[u.ID]; !known {
				r.index[u.ID] = int16(len(r.units))
				r.units = append(r.units, u)
			}
		}
	}
	return r
}

// answering is who bills on a day for what a unit took in: itself, or the one that answers for it once it is no more.
func (p *plan) answering(unit int16, day calendar.Date) int16 {
	id := p.roster.units[unit].ID
	if p.top.MapAt(day).Unit(id) != nil {
		return unit
	}
	return p.roster.index[p.top.Successor(id, day).ID]
}
