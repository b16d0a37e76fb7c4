package gateway

import (
	"io"
	"math"
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

var errStarting = problem.New(problem.Unavailable, "", "the gateway is starting; try again in a moment")

// queryTimeout bounds one read of ClickHouse for the API.
const queryTimeout = 10 * time.Second

// Mounts are the paths at and below which the gateway answers.
var Mounts = []string{
	"/ws", "/api/v1/screens", "/api/v1/topology", "/api/v1/views", "/api/v1/frames", "/api/v1/replays", "/api/v1/maps", "/api/v1/boundaries", "/api/v1/search", "/api/v1/status",
	"/api/v1/presence", "/api/v1/asyncapi.yaml", problem.TypesPath,
}

// Routes are all that the gateway serves: the socket, and the read API.
func (g *Gateway) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /ws", Action: "view.watch", About: route.View, Handle: g.serveSocket},
		{Pattern: "GET /api/v1/screens", Action: "topology.read", About: route.Anyone, Handle: g.serveScreens},
		{Pattern: "GET /api/v1/topology", Action: "topology.read", About: route.Anyone, Query: []string{"map"}, Handle: g.serveTopology},
		{Pattern: "GET /api/v1/views/{view...}", Action: "view.read", About: route.View, Query: []string{"from", "at", "map", "level"}, Handle: g.serveView},
		{Pattern: "GET /api/v1/frames/{view...}", Action: "view.read", About: route.View, Query: []string{"at", "from", "position", "known"}, Handle: g.serveFrame},
		{Pattern: "GET /api/v1/replays/{view...}", Action: "view.read", About: route.View, Query: []string{"at", "known"}, Handle: g.serveReplay},
		{Pattern: "GET /api/v1/maps", Action: "topology.read", About: route.Anyone, Handle: g.serveMaps},
		{Pattern: "GET /api/v1/boundaries", Action: "topology.read", About: route.Anyone, Handle: g.serveBoundaries},
		{Pattern: "GET /api/v1/search", Action: "topology.read", About: route.Anyone, Query: []string{"q"}, Handle: g.serveSearch},
		{Pattern: "GET /api/v1/status", Action: "status.read", About: route.Anyone, Handle: g.serveStatus},
		{Pattern: "GET /api/v1/presence", Action: "display.read", About: route.Province, Handle: g.servePresence},
		{Pattern: "GET /api/v1/asyncapi.yaml", Action: "document.read", About: route.Anyone, Handle: serveAsyncAPI},
		{Pattern: "GET " + problem.TypesPath, Action: "document.read", About: route.Anyone, Handle: problem.ServeList},
		{Pattern: "GET " + problem.TypesPath + "/{code}", Action: "document.read", About: route.Anyone, Handle: problem.ServeList},
	}
}

// Handler serves the routes.
func (g *Gateway) Handler() http.Handler { return problem.Routed(g.mux) }

func (g *Gateway) serveScreens(w http.ResponseWriter, _ *http.Request) {
	respond(w, http.StatusOK, screens(g.config.Topology, g.liveMap()))
}

// serveTopology answers GET /api/v1/topology?map=2025-07: the views are those of that map, default the one whose views are
// live. Problems: bad_request.
func (g *Gateway) serveTopology(w http.ResponseWriter, r *http.Request) {
	if m, ok := g.queryMap(w, r); ok {
		respond(w, http.StatusOK, describe(g.config.Topology, m))
	}
}

// serveView answers GET /api/v1/views/{view}?from=2024-01-01&at=2024-06-15: figures at the end of the local day at,
// flows counted from the day from (default: 1 January of that year); without at, now. With map or level, see serveOnMap.
// Problems: bad_request, not_yet, not_found, unavailable.
func (g *Gateway) serveView(w http.ResponseWriter, r *http.Request) {
	if q := r.URL.Query(); q.Has("map") || q.Has("level") {
		g.serveOnMap(w, r)
		return
	}
	live := g.liveMap()
	v, ok := g.config.Topology.ViewOn(live, r.PathValue("view"))
	if !ok {
		problem.Write(w, r, problem.New(problem.NotFound, "view", "there is no view %q", r.PathValue("view")))
		return
	}
	from, at, ok := g.queryPeriod(w, r)
	if !ok {
		return
	}
	if at == 0 {
		g.serveNow(w, r, v, from)
		return
	}
	g.serveThen(w, r, live, v, from, at)
}

func (g *Gateway) serveNow(w http.ResponseWriter, r *http.Request, tv topology.View, from calendar.Date) {
	answer, ok := g.figuresNow(tv, from)
	if !ok {
		problem.Write(w, r, errStarting)
		return
	}
	respond(w, http.StatusOK, answer)
}

// figuresNow is every figure of the view at the fold's position; false while there is none.
func (g *Gateway) figuresNow(tv topology.View, from calendar.Date) (wire.ViewFigures, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fold == nil {
		return wire.ViewFigures{}, false
	}
	f := g.fold
	if from == 0 {
		from = f.newYear
	}
	v := f.byID[tv.ID]
	if v == nil { // another map has begun meanwhile
		return wire.ViewFigures{}, false
	}
	answer := wire.ViewFigures{View: v.ID, Position: uint64(f.position), From: from.String(), Figures: make(map[string]int64), Reported: f.reportedNow(v)}
	for i, fig := range f.figures.figures {
		answer.Figures[fig.Name] = v.value(f, i, from)
	}
	return answer, true
}

func (g *Gateway) serveThen(w http.ResponseWriter, r *http.Request, m *topology.Map, v topology.View, from, at calendar.Date) {
	if from == 0 {
		from = firstOfYear(at)
	}
	ctx, cancel := contextWithTimeout(r, queryTimeout)
	defer cancel()
	figures, position, err := g.config.DB.Figures(ctx, unitsWithin(m, v.Unit), v.Department, from, at)
	if err != nil {
		g.failed(w, r, err, problem.New(problem.Unavailable, "", "ClickHouse did not answer; the figures of now are served without at"))
		return
	}
	reported, err := g.reportedThen(ctx, v, at)
	if err != nil {
		g.failed(w, r, err, problem.New(problem.Unavailable, "", "ClickHouse did not answer; the figures of now are served without at"))
		return
	}
	respond(w, http.StatusOK, wire.ViewFigures{
		View: v.ID, Position: uint64(position), From: from.String(), At: at.String(), Figures: figures, Reported: reported,
	})
}

// unitsWithin are the ids of all units that lie in u on the map; nil, meaning no restriction, for the province.
func unitsWithin(m *topology.Map, u *topology.Unit) []string {
	if u == m.Root() {
		return nil
	}
	return m.UnitsWithin(u)
}

func (g *Gateway) serveStatus(w http.ResponseWriter, r *http.Request) {
	respond(w, http.StatusOK, g.Status(r))
}

// Status compares once more, if ClickHouse has moved, and tells where everything stands.
func (g *Gateway) Status(r *http.Request) wire.Status {
	ctx, cancel := contextWithTimeout(r, queryTimeout)
	defer cancel()
	s := wire.Status{
		Log: g.logID(), Version: g.config.Version, Simulated: g.config.ScenarioLoaded != nil, Reason: wire.ReasonStarting,
	}
	s.ScenarioLoaded = s.Simulated && g.config.ScenarioLoaded()
	_, logErr := g.lookAtLog(ctx)
	s.LogPosition = g.head.Load()
	select {
	case <-g.loaded:
	default:
		s.Difference = "the gateway is starting"
		return s
	}
	clickhouseErr := g.compareNow(ctx)
	s.Consistent, s.Reason = g.agreement(time.Now())
	compared := g.comparison.Load()
	s.ProjectedPosition = (*uint64)(compared.projected)
	s.ComparedPosition = uint64(compared.compared)
	switch {
	case logErr != nil:
		s.Difference = "the log: " + logErr.Error()
	case clickhouseErr != nil:
		s.Difference = "ClickHouse: " + clickhouseErr.Error()
	default:
		s.Difference = compared.difference
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	s.LivePosition = uint64(g.fold.rendered)
	s.Clients = len(g.clients)
	s.Simulated = g.fold.views[0].simulated
	return s
}

// queryPeriod are the days from and at, 0 where they are not given, none later than the last that the log's clock has opened; false when it has refused
// them.
func (g *Gateway) queryPeriod(w http.ResponseWriter, r *http.Request) (from, at calendar.Date, ok bool) {
	from, err := queryDate(r, "from")
	if err != nil {
		problem.Write(w, r, problem.New(problem.BadRequest, "from", "%v", err))
		return 0, 0, false
	}
	at, err = queryDate(r, "at")
	if err != nil {
		problem.Write(w, r, problem.New(problem.BadRequest, "at", "%v", err))
		return 0, 0, false
	}
	if from == 0 && at == 0 {
		return 0, 0, true
	}
	today, err := g.reached(r)
	switch {
	case err != nil:
		g.failed(w, r, err, problem.New(problem.Unavailable, "", "ClickHouse did not answer; try again in a moment"))
		return 0, 0, false
	case today != 0 && at > today:
		problem.Write(w, r, problem.NewNotYet("at", at, today))
		return 0, 0, false
	case at != 0 && from > at:
		problem.Write(w, r, problem.New(problem.BadRequest, "from", "lies after at"))
		return 0, 0, false
	case today != 0 && from > today:
		problem.Write(w, r, problem.NewNotYet("from", from, today))
		return 0, 0, false
	}
	return from, at, true
}

// reached is the last day that the log's clock has opened, by ClickHouse while the fold is not there; 0 before the first.
func (g *Gateway) reached(r *http.Request) (calendar.Date, error) {
	if today := g.today(); today != 0 {
		return today, nil
	}
	ctx, cancel := contextWithTimeout(r, queryTimeout)
	defer cancel()
	return g.config.DB.Day(ctx, math.MaxInt64)
}

func queryDate(r *http.Request, name string) (calendar.Date, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return 0, nil
	}
	return calendar.ParseDate(text)
}

func respond(w http.ResponseWriter, status int, body any) {
	b := encode(body)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, b) // the client is gone if this fails
}

// failed answers a request for which ClickHouse did not answer, with refused, and logs it unless who asked has left.
func (g *Gateway) failed(w http.ResponseWriter, r *http.Request, err, refused error) {
	if r.Context().Err() == nil {
		g.config.Logger.Error("history query failed", "path", r.URL.Path, "query", r.URL.RawQuery, "error", err)
	}
	problem.Write(w, r, refused)
}
