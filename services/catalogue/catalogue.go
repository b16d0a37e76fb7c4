// Package catalogue is the service of the province's administrative procedures: it takes the catalogue as it is published, row by
// row with its faults, and tells what it says on any day.
package catalogue

import (
	_ "embed"
	"net/http"
	"strings"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
	"langbiang.internal/ioc/pkg/topology"
)

//go:embed openapi.json
var openAPI []byte

// Service is the catalogue service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
	follower *catalogue.Follower
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config intake.Common) (*Service, error) {
	base, err := intake.NewService(config, intake.Domain[State]{
		Name: "catalogue", Nouns: []event.Noun{event.NounCatalogue}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base, catalogue.Follow(config.Log, config.Topology, config.Now)}
	return s, s.Offer(
		route.Route{Pattern: "POST /api/v1/catalogue/procedures", Action: "catalogue.amend", About: route.Province, Query: []string{"valid_from", "sheet", "dry_run", "strict", "document"}, Body: route.Long, Handle: s.importFile},
		route.Route{Pattern: "GET /api/v1/catalogue/procedures", Action: "catalogue.read", About: route.Anyone, Query: []string{"on", "q"}, Handle: s.list},
		route.Route{Pattern: "GET /api/v1/catalogue/procedures/{code}", Action: "catalogue.read", About: route.Anyone, Handle: s.get},
	)
}

// Version is a procedure from a day on.
type Version struct {
	From      calendar.Date   `json:"from"` // "": from the beginning
	Procedure event.Procedure `json:"procedure"`
	Withdrawn bool            `json:"withdrawn"`
}

// get answers with all versions of one procedure.
func (s *Service) get(w http.ResponseWriter, r *http.Request) {
	c, err := s.follower.Newest(r.Context())
	if err != nil {
		s.Refuse(w, r, err)
		return
	}
	versions := []Version{}
	for _, v := range c.Versions(r.PathValue("code")) {
		versions = append(versions, Version(v))
	}
	if len(versions) == 0 {
		problem.Write(w, r, problem.New(problem.NotFound, "", "nothing is known of procedure %s", r.PathValue("code")))
		return
	}
	intake.WriteJSON(w, http.StatusOK, versions)
}

// list answers GET /api/v1/catalogue/procedures?on=2025-04-01&q=khai sinh: the procedures of a day whose code or name contains q.
// Problems: bad_request, invalid, unavailable.
func (s *Service) list(w http.ResponseWriter, r *http.Request) {
	on, ok := s.day(w, r, "on")
	if !ok {
		return
	}
	c, err := s.follower.Newest(r.Context())
	if err != nil {
		s.Refuse(w, r, err)
		return
	}
	q := topology.Fold(r.URL.Query().Get("q"))
	found := []event.Procedure{}
	for _, p := range c.All(on) {
		if q == "" || strings.Contains(topology.Fold(p.Name), q) || strings.HasPrefix(p.Code, r.URL.Query().Get("q")) {
			found = append(found, p)
		}
	}
	intake.WriteJSON(w, http.StatusOK, found)
}

// day reads a day of the query; without it, it is today.
func (s *Service) day(w http.ResponseWriter, r *http.Request, name string) (calendar.Date, bool) {
	if text := r.URL.Query().Get(name); text != "" {
		day, err := calendar.ParseDate(text)
		if err != nil {
			problem.Write(w, r, event.Refuse(name, "%v", err))
		}
		return day, err == nil
	}
	at, err := intake.Today(r.Context(), s.Log, s.Topology.Location(), s.Now())
	if err != nil {
		s.Refuse(w, r, err)
	}
	return calendar.DateOf(at, s.Topology.Location()), err == nil
}
