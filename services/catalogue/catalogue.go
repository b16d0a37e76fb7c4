// Package catalogue is the service of the province's administrative procedures: it takes the catalogue as it is published, row by
// row with its faults, and tells what it says on any day.
package catalogue

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs; all of it is required.
type Config struct {
	Log      eventlog.Log
	Topology *topology.Topology
	Logger   *slog.Logger
	Now      func() time.Time
}

// Service is the catalogue service. Handler and Run may be used at the same time.
type Service struct {
	Config
	intake   *intake.Intake[State]
	follower *catalogue.Follower
	openAPI  []byte
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology == nil {
		return nil, errors.New("catalogue: Topology is missing")
	}
	in, err := intake.New(intake.Config[State]{
		Name: "catalogue", Nouns: []event.Noun{event.NounCatalogue},
		Aggregate: &aggregate{topology: config.Topology},
		Log:       config.Log, Location: config.Topology.Location(), Logger: config.Logger, Now: config.Now,
	})
	if err != nil {
		return nil, err
	}
	doc, err := intake.OpenAPI("catalogue", openAPI)
	if err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	return &Service{Config: config, intake: in, follower: catalogue.Follow(config.Log, config.Topology, config.Now), openAPI: doc}, nil
}

// Run waits until ctx is done; then it lets the requests under way end.
func (s *Service) Run(ctx context.Context) error { return s.intake.Run(ctx) }

// Handler serves /api/v1/catalogue/.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/catalogue/events", s.intake.Events)
	mux.HandleFunc("POST /api/v1/catalogue/procedures", s.importFile)
	mux.HandleFunc("GET /api/v1/catalogue/procedures", s.list)
	mux.HandleFunc("GET /api/v1/catalogue/procedures/{code}", s.get)
	mux.Handle("GET /api/v1/catalogue/openapi.json", intake.Document(s.openAPI))
	return s.intake.Serve(mux)
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
		intake.WriteError(w, err)
		return
	}
	versions := []Version{}
	for _, v := range c.Versions(r.PathValue("code")) {
		versions = append(versions, Version(v))
	}
	if len(versions) == 0 {
		intake.WriteFault(w, intake.Fault{Code: "not_found", Message: "nothing is known of procedure " + r.PathValue("code")})
		return
	}
	intake.WriteJSON(w, http.StatusOK, versions)
}

// list answers GET /api/v1/catalogue/procedures?on=2025-04-01&q=khai sinh: the procedures of a day whose code or name contains q.
func (s *Service) list(w http.ResponseWriter, r *http.Request) {
	on, ok := s.day(w, r, "on")
	if !ok {
		return
	}
	c, err := s.follower.Newest(r.Context())
	if err != nil {
		intake.WriteError(w, err)
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
			intake.WriteError(w, event.Refuse(name, "%v", err))
		}
		return day, err == nil
	}
	at, err := intake.Today(r.Context(), s.Log, s.Topology.Location(), s.Now())
	if err != nil {
		intake.WriteError(w, err)
	}
	return calendar.DateOf(at, s.Topology.Location()), err == nil
}
