package gateway

import (
	"net/http"

	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// reportedPage is where the figures stand that agencies report.
const reportedPage = "/reported"

// serveSearch answers GET /api/v1/search?q=da m rong: units of every map, procedures, screens, agencies and indicators, best
// match first. Problems: bad_request.
func (g *Gateway) serveSearch(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query().Get("q")
	answer := wire.Search{Query: topology.Fold(q), Results: []wire.Found{}}
	switch {
	case len(q) > wire.SearchLength:
		problem.Write(w, r, problem.New(problem.BadRequest, "q", "is longer than %d bytes", wire.SearchLength))
		return
	case answer.Query == "":
		problem.Write(w, r, problem.New(problem.BadRequest, "q", "has no letter and no digit"))
		return
	}
	for _, f := range g.index.Find(q, wire.SearchLimit) {
		answer.Results = append(answer.Results, g.found(f))
	}
	respond(w, http.StatusOK, answer)
}

func (g *Gateway) found(f topology.Found) wire.Found {
	switch {
	case f.Screen != nil:
		s := f.Screen
		return wire.Found{Kind: "screen", ID: s.ID, Name: text(s.Title), View: s.View, URL: s.URL, Maps: []string{}}
	case f.Procedure != nil:
		p := f.Procedure
		return wire.Found{Kind: "procedure", ID: p.Code, Name: wire.Text{Vi: p.Name, En: p.Name}, Maps: []string{}, Code: p.Code}
	}
	if a := f.Agency; a != nil {
		return wire.Found{Kind: "agency", ID: a.ID, Name: text(a.Name), URL: reportedPage, Maps: []string{}}
	}
	if i := f.Indicator; i != nil {
		return wire.Found{Kind: "indicator", ID: i.ID, Name: text(i.Name), URL: reportedPage, Maps: []string{}}
	}
	u := f.Unit
	made := wire.Found{Kind: u.Kind, ID: u.ID, Name: text(u.Name), View: g.config.Topology.ViewID(u, ""), Maps: []string{}, Code: u.Code}
	for _, m := range f.Maps {
		made.Maps = append(made.Maps, m.ID)
	}
	return made
}
