// Package incidents is the service of the province's network security: the alerts of its sensors,
// in their thousands, and the few incidents that people respond to.
package incidents

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

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

// Service is the incidents service. Handler and Run may be used at the same time.
type Service struct {
	Config
	intake  *intake.Intake[State]
	openAPI []byte
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology == nil {
		return nil, errors.New("incidents: Topology is missing")
	}
	in, err := intake.New(intake.Config[State]{
		Name: "incidents", Nouns: []event.Noun{event.NounAlert, event.NounIncident},
		Aggregate: &aggregate{topology: config.Topology, registered: (&register{log: config.Log}).system},
		Log:       config.Log, Location: config.Topology.Location(), Logger: config.Logger, Now: config.Now,
	})
	if err != nil {
		return nil, err
	}
	doc, err := intake.OpenAPI("incidents", openAPI)
	if err != nil {
		return nil, fmt.Errorf("incidents: %w", err)
	}
	return &Service{Config: config, intake: in, openAPI: doc}, nil
}

// Run waits until ctx is done; then it lets the requests under way end.
func (s *Service) Run(ctx context.Context) error { return s.intake.Run(ctx) }

// Handler serves /api/v1/incidents/.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/incidents/events", s.intake.Events)
	mux.HandleFunc("POST /api/v1/incidents", s.open)
	mux.HandleFunc("POST /api/v1/incidents/{incident}/{command}", s.command)
	mux.HandleFunc("GET /api/v1/incidents/{incident}", s.get)
	mux.HandleFunc("POST /api/v1/incidents/alerts", s.raise)
	mux.HandleFunc("POST /api/v1/incidents/alerts/{alert}/{command}", s.commandAlert)
	mux.HandleFunc("GET /api/v1/incidents/alerts/{alert}", s.getAlert)
	mux.Handle("GET /api/v1/incidents/openapi.json", intake.Document(s.openAPI))
	return s.intake.Serve(mux)
}

func (s *Service) get(w http.ResponseWriter, r *http.Request) {
	s.intake.Get(w, r, event.IncidentSubject(r.PathValue("incident")))
}

func (s *Service) getAlert(w http.ResponseWriter, r *http.Request) {
	s.intake.Get(w, r, event.AlertSubject(r.PathValue("alert")))
}
