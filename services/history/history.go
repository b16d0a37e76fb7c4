// Package history is the read side of what has been: what a figure is made of, the reports on dossiers, the members of every
// number, the timeline of one thing, and the scorecard of Decision 766. It reads ClickHouse, at one position of the log at a
// time, and writes nothing.
package history

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
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
	document []byte
	mux      *http.ServeMux
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
	if s.document, err = document(); err != nil {
		return nil, err
	}
	if s.mux, err = route.Mux(Mounts, s.Routes()); err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	return s, nil
}

// Run waits until ctx is done: the service does nothing that is not asked of it.
func (s *Service) Run(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// Mounts are the paths at and below which the service answers.
var Mounts = []string{
	"/api/v1/breakdowns", "/api/v1/reports", "/api/v1/lists", "/api/v1/timeline", "/api/v1/scorecard", "/api/v1/sources", "/api/v1/history",
}

// Routes are all that the service serves.
func (s *Service) Routes() []route.Route {
	read := func(path, action string, about route.About, ask func(context.Context, *http.Request) (any, error), names ...string) route.Route {
		return route.Route{Pattern: "GET /api/v1/" + path, Action: action, About: about, Query: names, Handle: s.answer(ask)}
	}
	return []route.Route{
		read("breakdowns/{view...}", "view.read", route.View, s.breakdown, parameters("figure", "by", "compare")...),
		read("reports/{view...}", "view.read", route.View, s.report, parameters("by", "compare")...),
		read("reports/payments/{view...}", "view.read", route.View, s.paymentReport, parameters("by")...),
		read("lists/{view...}", "list.read", route.View, s.list, parameters("figure", "limit", "cursor")...),
		read("timeline/{noun}/{id...}", "timeline.read", route.Thing, s.timeline, "upto", "limit", "cursor"),
		read("scorecard", "scorecard.read", route.Province, s.scorecard, "period", "group", "view", "formula", "upto"),
		read("sources", "source.read", route.Province, s.sources, "days"),
		{Pattern: "GET /api/v1/history/openapi.json", Action: "document.read", About: route.Anyone, Handle: intake.Document(s.document).ServeHTTP},
	}
}

// Handler serves the routes.
func (s *Service) Handler() http.Handler { return problem.Routed(s.mux) }

// document is the OpenAPI document with the names of the figures that there are.
func document() ([]byte, error) {
	var names []string
	for _, f := range ledger.Figures() {
		names = append(names, strconv.Quote(f.Name))
	}
	var doc map[string]any
	if err := json.Unmarshal(bytes.ReplaceAll(openAPI, []byte(`"{figures}"`), []byte(strings.Join(names, ", "))), &doc); err != nil {
		return nil, fmt.Errorf("read the OpenAPI document of history: %w", err)
	}
	for _, path := range []string{"breakdowns/{view}", "reports/{view}", "reports/payments/{view}", "lists/{view}"} {
		describeFilters(doc, "/api/v1/"+path)
	}
	if err := problem.Describe(doc); err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	return json.Marshal(doc, json.Deterministic(true))
}

// describeFilters adds to the operation at a path the filters that it does not name itself.
func describeFilters(doc map[string]any, path string) {
	shared := doc["components"].(map[string]any)["parameters"].(map[string]any)
	refs := make(map[any]string) // by the parameter's name
	for ref, p := range shared {
		refs[p.(map[string]any)["name"]] = "#/components/parameters/" + ref
	}
	get := doc["paths"].(map[string]any)[path].(map[string]any)["get"].(map[string]any)
	named := get["parameters"].([]any)
	for _, name := range parameters() {
		p := map[string]any{"name": name, "in": "query", "schema": map[string]any{"type": "string"}, "description": "Only what has this " + name + "."}
		if ref, ok := refs[name]; ok {
			p = map[string]any{"$ref": ref}
		}
		if !slices.ContainsFunc(named, func(known any) bool { return known.(map[string]any)["$ref"] == p["$ref"] && p["$ref"] != nil }) {
			named = append(named, p)
		}
	}
	get["parameters"] = named
}
