// Package history is the read side of what has been: what a figure is made of, the reports on dossiers, the members of every
// number, the timeline of one thing, and the scorecard of Decision 766. It reads ClickHouse, at one position of the log at a
// time, and writes nothing.
package history

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/scorecard"
	"langbiang.internal/ioc/pkg/topology"
)

//go:embed openapi.json
var openAPI []byte

// Catalogue is which procedures there were on any day, as the log had it at a position.
type Catalogue interface {
	UpTo(ctx context.Context, p eventlog.Position) (*catalogue.Catalogue, error)
}

// Config is what the service needs.
type Config struct {
	DB       *clickhouse.DB
	Topology *topology.Topology
	Logger   *slog.Logger
	Now      func() time.Time
	// Catalogue is that of the topology unless it is set: a catalogue.Follower follows what is imported.
	Catalogue Catalogue
}

// Service is the history service. Handler and Run may be used at the same time.
type Service struct {
	Config
	figures  map[string]ledger.Figure
	formulas map[string]*scorecard.Formula
}

// New makes the service.
func New(config Config) (*Service, error) {
	if config.DB == nil || config.Topology == nil || config.Logger == nil || config.Now == nil {
		return nil, errors.New("history: DB, Topology, Logger and Now are required")
	}
	if config.Catalogue == nil {
		config.Catalogue = catalogue.New(config.Topology)
	}
	formulas, err := scorecard.Load()
	if err != nil {
		return nil, err
	}
	s := &Service{Config: config, figures: make(map[string]ledger.Figure), formulas: formulas}
	for _, f := range ledger.Figures() {
		s.figures[f.Name] = f
	}
	return s, nil
}

// Run waits until ctx is done: the service does nothing that is not asked of it.
func (s *Service) Run(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// Handler serves the API.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/breakdowns/{view...}", s.answer(only(s.breakdown, parameters("figure", "by")...)))
	mux.HandleFunc("GET /api/v1/reports/{view...}", s.answer(only(s.report, parameters("by")...)))
	mux.HandleFunc("GET /api/v1/reports/payments/{view...}", s.answer(only(s.paymentReport, parameters("by")...)))
	mux.HandleFunc("GET /api/v1/lists/{view...}", s.answer(only(s.list, parameters("figure", "limit", "cursor")...)))
	mux.HandleFunc("GET /api/v1/timeline/{noun}/{id...}", s.answer(only(s.timeline, "upto", "limit", "cursor")))
	mux.HandleFunc("GET /api/v1/scorecard", s.answer(only(s.scorecard, "period", "group", "view", "formula", "upto")))
	mux.HandleFunc("GET /api/v1/sources", s.answer(only(s.sources, "days")))
	mux.Handle("GET /api/v1/history/openapi.json", intake.Document(document()))
	return mux
}

// document is the OpenAPI document with the names of the figures that there are.
func document() []byte {
	var names []string
	for _, f := range ledger.Figures() {
		names = append(names, strconv.Quote(f.Name))
	}
	return bytes.ReplaceAll(openAPI, []byte(`"{figures}"`), []byte(strings.Join(names, ", ")))
}
