package gateway

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

func (g *Gateway) serveMaps(w http.ResponseWriter, _ *http.Request) {
	all := []wire.UnitMap{}
	for _, m := range g.config.Topology.Maps() {
		made := wire.UnitMap{ID: m.ID, Title: text(m.Title), Units: make(map[string]int), Source: text(m.Source)}
		if m.From != 0 {
			made.From = m.From.String()
		}
		for _, u := range m.Units() {
			made.Units[u.Kind]++
		}
		all = append(all, made)
	}
	respond(w, http.StatusOK, all)
}

// queryMap is the map asked for, the live views' if none is; false when it has refused it.
func (g *Gateway) queryMap(w http.ResponseWriter, r *http.Request) (*topology.Map, bool) {
	id := r.URL.Query().Get("map")
	if id == "" {
		return g.liveMap(), true
	}
	m := g.config.Topology.Map(id)
	if m == nil {
		var known []string
		for _, m := range g.config.Topology.Maps() {
			known = append(known, m.ID)
		}
		problem.Write(w, r, problem.New(problem.BadRequest, "map", "there is no map %q, only %s", id, strings.Join(known, ", ")))
	}
	return m, m != nil
}

// mapQuestion asks for a view's figures, divided among the units of a level of a map.
type mapQuestion struct {
	m        *topology.Map
	view     topology.View
	level    string // kind of unit; "" where the view has none below it
	from, at calendar.Date
}

// serveOnMap answers GET /api/v1/views/{view}?from&at&map=2025-07&level=commune: the figures of a view of that map (default: the live
// views') at the end of the day at (default: the log's day), divided among its units of that level (default: the next one
// below). What was counted for a unit of another map goes to the unit that it lies in as a whole, else it is left unassigned; what the
// view's unit handles itself is its own. Problems: bad_request, not_yet, not_found, unavailable.
func (g *Gateway) serveOnMap(w http.ResponseWriter, r *http.Request) {
	q := mapQuestion{}
	var ok bool
	if q.m, ok = g.queryMap(w, r); !ok {
		return
	}
	if q.view, ok = g.config.Topology.ViewOn(q.m, r.PathValue("view")); !ok {
		problem.Write(w, r, problem.New(problem.NotFound, "view", "there is no view %q on the map %s", r.PathValue("view"), q.m.ID))
		return
	}
	var err error
	if q.level, err = levelBelow(q.m, q.view.Unit, r.URL.Query().Get("level")); err != nil {
		problem.Write(w, r, err)
		return
	}
	if q.from, q.at, ok = g.queryPeriod(w, r); !ok {
		return
	}
	if q.at == 0 {
		q.at = g.today()
	}
	if q.at == 0 {
		problem.Write(w, r, problem.New(problem.Unavailable, "at", "no day has been opened yet: ask for a day, or try again in a moment"))
		return
	}
	if q.from == 0 {
		q.from = firstOfYear(q.at)
	}
	ctx, cancel := contextWithTimeout(r, queryTimeout)
	defer cancel()
	answer, err := g.figuresOnMap(ctx, &q)
	if err != nil {
		g.failed(w, r, err, problem.New(problem.Unavailable, "", "ClickHouse did not answer; the figures of now are served without at and map"))
		return
	}
	respond(w, http.StatusOK, answer)
}

// levelBelow is the level asked for, or the next one below u.
func levelBelow(m *topology.Map, u *topology.Unit, asked string) (string, error) {
	levels := m.LevelsBelow(u)
	switch {
	case slices.Contains(levels, asked):
		return asked, nil
	case asked == "" && len(levels) > 0:
		return levels[0], nil
	case asked == "":
		return "", nil
	case len(levels) == 0:
		return "", problem.New(problem.BadRequest, "level", "there is no level %q: on the map %s nothing lies below this view", asked, m.ID)
	}
	return "", problem.New(problem.BadRequest, "level", "there is no level %q below this view on the map %s, only %s", asked, m.ID, strings.Join(levels, ", "))
}

// today is the day that the log's clock has opened, 0 before the fold is there.
func (g *Gateway) today() calendar.Date {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fold == nil {
		return 0
	}
	return g.fold.today
}

func (g *Gateway) figuresOnMap(ctx context.Context, q *mapQuestion) (*wire.ViewFigures, error) {
	byUnit, position, err := g.config.DB.FiguresByUnit(ctx, unitsWithin(q.m, q.view.Unit), q.view.Department, q.from, q.at)
	if err != nil {
		return nil, err
	}
	reported, err := g.reportedThen(ctx, q.view, q.at)
	if err != nil {
		return nil, err
	}
	answer := &wire.ViewFigures{
		View: q.view.ID, Position: uint64(position), From: q.from.String(), At: q.at.String(), Figures: make(map[string]int64),
		Map: q.m.ID, Level: q.level, Children: make(map[string]map[string]int64), Own: make(map[string]int64),
		Unassigned: make(map[string]int64), Names: make(map[string]wire.Text), Reported: reported,
	}
	for _, f := range ledger.FiguresByDay() {
		answer.Figures[f.Name] = 0
	}
	for _, u := range q.m.Units() {
		if u.Kind == q.level && u != q.view.Unit && u.Within(q.view.Unit) {
			id := g.config.Topology.ViewID(u, q.view.Department)
			answer.Children[id], answer.Names[id] = make(map[string]int64), text(u.Name)
		}
	}
	for unit, figures := range byUnit {
		into := answer.Unassigned
		switch u := q.heir(unit); {
		case u != nil:
			into = answer.Children[g.config.Topology.ViewID(u, q.view.Department)]
		case g.config.Topology.Own(q.m, unit):
			into = answer.Own
		}
		for name, value := range figures {
			answer.Figures[name] += value
			addTo(into, name, value)
		}
	}
	answer.UnassignedShare = shares(answer.Unassigned, answer.Figures)
	return answer, nil
}

// shares are the parts of the wholes, of each whole that is not 0.
func shares(parts, wholes map[string]int64) map[string]float64 {
	all := make(map[string]float64, len(parts))
	for name, part := range parts {
		if whole := wholes[name]; whole != 0 {
			all[name] = float64(part) / float64(whole)
		}
	}
	return all
}

// heir is the unit of the level that a unit of any map lies in whole, or nil. Levels lie below the view.
func (q *mapQuestion) heir(unit string) *topology.Unit {
	target, whole := q.m.Target(unit)
	if !whole {
		return nil
	}
	for _, a := range target.Ancestors() {
		if a.Kind == q.level {
			return a
		}
	}
	return nil
}

// addTo keeps out of sums what adds up to 0.
func addTo(sums map[string]int64, name string, value int64) {
	if sums[name] += value; sums[name] == 0 {
		delete(sums, name)
	}
}
