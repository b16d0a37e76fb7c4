package history

import (
	"cmp"
	"context"
	"slices"

	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
)

// row is figures of one key of an axis.
type row struct {
	key    string
	name   wire.Text
	view   string
	values map[string]int64 // by figure
}

// sums is the value of several figures together.
func (r *row) sums(figures []ledger.Figure) (sum int64) {
	for i := range figures {
		sum += r.values[figures[i].Name]
	}
	return sum
}

// unassigned is the key of the row of what was counted for units of other maps and lies in no one of the units below the view's.
const unassigned = "unassigned"

// rows breaks figures down by an axis: the units below the view's in the order of the map, anything else the greatest of the
// first figure first, days in their order. What has no key comes last, if it is there, and after it what is unassigned.
func (s *Service) rows(ctx context.Context, q *question, a ledger.Axis, figures []ledger.Figure) ([]row, error) {
	table, err := s.DB.Table(ctx, q.scope, figures, a.By)
	if err != nil {
		return nil, err
	}
	fold := s.foldOf(q, a)
	var all []row
	if a.Name == "unit" {
		for _, c := range q.view.Unit.Children() {
			all = append(all, row{key: c.ID, name: short(c.Short, c.Name), view: s.Topology.ViewID(c, q.view.Department)})
		}
	}
	index := make(map[string]int)
	for i := range all {
		all[i].values = make(map[string]int64)
		index[all[i].key] = i
	}
	for _, t := range table {
		key := fold(t.Keys[0])
		i, ok := index[key]
		if !ok {
			i = len(all)
			index[key] = i
			all = append(all, row{key: key, name: s.keyName(q, a, key), view: s.keyView(q, a, key), values: make(map[string]int64)})
		}
		for figure, value := range t.Values {
			all[i].values[figure] += value
		}
	}
	order(all, a, figures[0].Name)
	return all, nil
}

// foldOf gives of a dimension's key the key of the row that it belongs to.
func (s *Service) foldOf(q *question, a ledger.Axis) func(string) string {
	switch a.Name {
	case "unit":
		return s.childOf(q)
	case "field":
		return q.catalogue.field
	}
	return func(key string) string { return key }
}

func order(all []row, a ledger.Axis, figure string) {
	slices.SortStableFunc(all, func(x, y row) int {
		if c := cmp.Compare(last(a, x.key), last(a, y.key)); c != 0 {
			return c
		}
		switch a.Name {
		case "unit":
			return 0
		case "day":
			return cmp.Compare(x.key, y.key)
		}
		return cmp.Or(cmp.Compare(y.values[figure], x.values[figure]), cmp.Compare(x.key, y.key))
	})
}

// last ranks the keys that come after all others.
func last(a ledger.Axis, key string) int {
	switch {
	case key == "":
		return 1
	case a.Name == "unit" && key == unassigned:
		return 2
	}
	return 0
}

// childOf gives of a unit's id the child of the view's unit that it is or lies below, "" for what is that unit's own, else unassigned.
func (s *Service) childOf(q *question) func(string) string {
	child := make(map[string]string)
	for _, id := range s.ownOf(q) {
		child[id] = ""
	}
	for _, c := range q.view.Unit.Children() {
		for _, id := range q.units.UnitsWithin(c) {
			child[id] = c.ID
		}
	}
	return func(id string) string {
		if key, ok := child[id]; ok {
			return key
		}
		return unassigned
	}
}

// keyView is the view that a row is, "" if it is none. Units have theirs already.
func (s *Service) keyView(q *question, a ledger.Axis, key string) string {
	if a.Name == "department" && s.Topology.Department(key) != nil {
		return s.Topology.ViewID(q.view.Unit, key)
	}
	return ""
}
