package gateway

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// reportedPage is where the figures stand that agencies report, timelinePage where the events of one thing are.
const (
	reportedPage = "/reported"
	timelinePage = "/timeline"
)

// serveSearch answers GET /api/v1/search?q=da m rong: the dossier, the incident and the explanation with that code; then units of every
// map, procedures, screens, agencies and indicators, best match first. Problems: bad_request, unavailable.
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
	coded, err := g.coded(r.Context(), strings.TrimSpace(q))
	if err != nil {
		problem.Write(w, r, err)
		return
	}
	answer.Results = append(answer.Results, coded...)
	for _, f := range g.index.Find(q, wire.SearchLimit-len(coded)) {
		answer.Results = append(answer.Results, g.found(f))
	}
	respond(w, http.StatusOK, answer)
}

// codedNouns are the nouns whose things people call by a code.
var codedNouns = [...]event.Noun{event.NounDossier, event.NounIncident, event.NounExplanation}

// coded are the things that have a text as their code, written so or in capitals.
func (g *Gateway) coded(ctx context.Context, code string) (found []wire.Found, err error) {
	if strings.ContainsFunc(code, unicode.IsSpace) {
		return nil, nil
	}
	for _, id := range slices.Compact([]string{code, strings.ToUpper(code)}) {
		for _, noun := range codedNouns {
			subject := string(noun) + "/" + id
			last, err := g.config.Log.Last(ctx, subject)
			if err != nil {
				return nil, fmt.Errorf("look for %s: %w", subject, err)
			}
			if last != nil {
				found = append(found, wire.Found{
					Kind: string(noun), ID: id, Name: wire.Text{Vi: id, En: id}, Maps: []string{},
					URL: timelinePage + "?" + url.Values{"subject": {subject}}.Encode(),
				})
			}
		}
	}
	return found, nil
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
