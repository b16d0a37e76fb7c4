// Package dossiers is the service of the province's dossiers: it takes what the dossier
// systems report, decides what it means (national statuses 1 to 10, deadlines, what counts as
// received, resolved and late), and appends it to the log.
package dossiers

import (
	"context"
	_ "embed"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

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
	// Registerer takes the policy's metrics; nil keeps them to itself.
	Registerer prometheus.Registerer
}

// Service is the dossiers service. Handler and Run may be used at the same time.
type Service struct {
	Config
	intake    *intake.Intake[State]
	aggregate *aggregate
	follower  *catalogue.Follower
	openAPI   []byte
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology == nil {
		return nil, fmt.Errorf("dossiers: Topology is missing")
	}
	a := &aggregate{topology: config.Topology}
	in, err := intake.New(intake.Config[State]{
		Name: "dossiers", Nouns: []event.Noun{event.NounDossier},
		Aggregate: a,
		Log:       config.Log, Location: config.Topology.Location(), Logger: config.Logger, Now: config.Now,
	})
	if err != nil {
		return nil, err
	}
	doc, err := intake.OpenAPI("dossiers", openAPI)
	if err != nil {
		return nil, fmt.Errorf("dossiers: %w", err)
	}
	return &Service{
		Config: config, intake: in, aggregate: a, follower: catalogue.Follow(config.Log, config.Topology, config.Now), openAPI: doc,
	}, nil
}

// Run follows the log with the service's policy until ctx is done; then it lets the requests
// under way end.
func (s *Service) Run(ctx context.Context) error {
	return s.intake.Run(ctx, s.followPayments)
}

// Handler serves /api/v1/dossiers/.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/dossiers/events", s.intake.Events)
	mux.HandleFunc("POST /api/v1/dossiers", s.register)
	mux.HandleFunc("POST /api/v1/dossiers/{code}/{command}", s.command)
	mux.HandleFunc("GET /api/v1/dossiers/{code}", s.get)
	mux.Handle("GET /api/v1/dossiers/openapi.json", intake.Document(s.openAPI))
	return s.intake.Serve(s.withCatalogue(mux))
}

// readCatalogue brings the catalogue by which dossiers are decided up to date.
func (s *Service) readCatalogue(ctx context.Context) error {
	c, err := s.follower.Current(ctx)
	if err != nil {
		return err
	}
	s.aggregate.catalogue.Store(c)
	return nil
}

// withCatalogue brings the catalogue up to date before a request is decided. When the log does not answer, it stays as it was.
func (s *Service) withCatalogue(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.readCatalogue(r.Context()); err != nil {
			s.Logger.WarnContext(r.Context(), "the catalogue was not read: it stays as it was", "error", err)
		}
		next.ServeHTTP(w, r)
	})
}
