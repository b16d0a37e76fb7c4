package topology

import "maps"

// ground is the set of pieces that a territory consists of: the smallest that no reorganisation has divided, numbered.
type ground map[int]bool

func (g ground) shares(h ground) bool {
	for piece := range g {
		if h[piece] {
			return true
		}
	}
	return false
}

func (g ground) contains(h ground) bool {
	for piece := range h {
		if !g[piece] {
			return false
		}
	}
	return true
}

// survey finds the ground of every unit that is on any map.
type survey struct {
	pieces int
	holds  map[string]ground // unit id → its ground
}

func (s *survey) newPiece() int {
	s.pieces++
	return s.pieces
}

// take adds a map, which came about by transfers.
func (s *survey) take(m *Map, transfers []Transfer) {
	given := make(map[string]ground)
	parts := make(map[string]ground)
	for _, x := range transfers {
		if given[x.To] == nil {
			given[x.To] = make(ground)
		}
		if !x.Part {
			maps.Copy(given[x.To], s.holds[x.From])
			continue
		}
		piece := s.newPiece()
		if parts[x.From] == nil {
			parts[x.From] = make(ground)
		}
		given[x.To][piece], parts[x.From][piece] = true, true
	}
	for from, into := range parts {
		s.divide(s.holds[from], into)
	}
	maps.Copy(s.holds, given)
	for _, u := range m.units {
		if len(u.children) == 0 && s.holds[u.ID] == nil {
			s.holds[u.ID] = ground{s.newPiece(): true}
		}
	}
	if m.root != nil {
		s.gather(m.root)
	}
}

// divide replaces a ground by its parts wherever any of it is held: which of them a unit of before lies in is not known.
func (s *survey) divide(old, parts ground) {
	old = maps.Clone(old)
	for _, held := range s.holds {
		if !held.shares(old) {
			continue
		}
		maps.DeleteFunc(held, func(piece int, _ bool) bool { return old[piece] })
		maps.Copy(held, parts)
	}
}

// gather gives units that have others below them the ground of those, beside what they had on earlier maps.
func (s *survey) gather(u *Unit) {
	for _, c := range u.children {
		s.gather(c)
		if s.holds[u.ID] == nil {
			s.holds[u.ID] = make(ground)
		}
		maps.Copy(s.holds[u.ID], s.holds[c.ID])
	}
}

// locate finds the place on m of every unit that holds ground.
func (m *Map) locate(s *survey) {
	m.places = make(map[string]place, len(s.holds))
	if m.root == nil {
		return
	}
	here := make(map[*Unit]ground, len(m.units))
	var spread func(u *Unit) ground
	spread = func(u *Unit) ground {
		g := make(ground)
		for _, c := range u.children {
			maps.Copy(g, spread(c))
		}
		if len(u.children) == 0 {
			g = s.holds[u.ID]
		}
		here[u] = g
		return g
	}
	spread(m.root)
	m.ground = here
	for id, g := range s.holds {
		if own := m.byID[id]; own != nil {
			m.places[id] = place{own, true}
			continue
		}
		m.places[id] = m.smallest(g, here)
	}
}

// smallest is the lowest unit that contains g while nothing beside it shares any of it.
func (m *Map) smallest(g ground, here map[*Unit]ground) place {
	if !here[m.root].contains(g) {
		return place{m.root, false}
	}
	u := m.root
	for {
		var sharing []*Unit
		for _, c := range u.children {
			if here[c].shares(g) {
				sharing = append(sharing, c)
			}
		}
		if len(sharing) != 1 || !here[sharing[0]].contains(g) {
			return place{u, true}
		}
		u = sharing[0]
	}
}
