// Package indicators is the service of the figures that agencies report: value, unit, period, issuer and method. Two issuers'
// figures stand side by side and are never merged. It keeps the freshness contract: which agency reports what, how often, by when,
// and what becomes of a report that does not come.
package indicators

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs; all of it is required but DB and Registerer.
type Config struct {
	Log      eventlog.Log
	Topology *topology.Topology
	Logger   *slog.Logger
	Now      func() time.Time
	// DB answers for what was reported and how fresh it is; without it those two paths answer 503.
	DB *clickhouse.DB
	// Registerer takes the policy's metrics; nil keeps them to itself.
	Registerer prometheus.Registerer
}

// Service is the indicators service. Handler and Run may be used at the same time.
type Service struct {
	Config
	intake  *intake.Intake[State]
	openAPI []byte
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology == nil {
		return nil, errors.New("indicators: Topology is missing")
	}
	in, err := intake.New(intake.Config[State]{
		Name: "indicators", Nouns: []event.Noun{event.NounIndicator},
		Aggregate: &aggregate{topology: config.Topology},
		Log:       config.Log, Location: config.Topology.Location(), Logger: config.Logger, Now: config.Now,
	})
	if err != nil {
		return nil, err
	}
	doc, err := intake.OpenAPI("indicators", openAPI)
	if err != nil {
		return nil, fmt.Errorf("indicators: %w", err)
	}
	return &Service{Config: config, intake: in, openAPI: doc}, nil
}

// Run follows the log with the service's policy until ctx is done; then it lets the requests under way end.
func (s *Service) Run(ctx context.Context) error { return s.intake.Run(ctx, s.followDays) }

// Handler serves /api/v1/indicators/ and the upload page at /upload.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/indicators/events", s.intake.Events)
	mux.HandleFunc("POST "+importPath, s.importFile)
	mux.HandleFunc("GET /api/v1/indicators/template.xlsx", s.template)
	mux.HandleFunc("GET /api/v1/indicators/template.csv", s.template)
	mux.HandleFunc("GET /api/v1/indicators/reported", s.reported)
	mux.HandleFunc("GET /api/v1/indicators/freshness", s.freshness)
	mux.HandleFunc("GET /api/v1/indicators/{indicator}/{unit}/{issuer}", s.get)
	mux.HandleFunc("GET /upload", s.uploadPage)
	mux.HandleFunc("POST /upload", s.upload)
	mux.Handle("GET /api/v1/indicators/openapi.json", intake.Document(s.openAPI))
	return s.intake.Serve(mux)
}

func (s *Service) get(w http.ResponseWriter, r *http.Request) {
	s.intake.Get(w, r, event.IndicatorSubjectAbout(
		r.PathValue("indicator"), r.PathValue("unit"), r.PathValue("issuer"), r.URL.Query().Get("department")))
}
