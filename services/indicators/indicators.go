// Package indicators is the service of the figures that agencies report: value, unit, period, issuer and method. Two issuers'
// figures stand side by side and are never merged. It keeps the freshness contract: which agency reports what, how often, by when,
// and what becomes of a report that does not come.
package indicators

import (
	_ "embed"
	"errors"
	"fmt"
	"net/http"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/route"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs.
type Config struct {
	intake.Common
	// DB answers for what was reported and how fresh it is; without it those two paths answer 503.
	DB *clickhouse.DB
}

// Service is the indicators service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
	db *clickhouse.DB
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	base, err := intake.NewService(config.Common, intake.Domain[State]{
		Name: "indicators", Nouns: []event.Noun{event.NounIndicator}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI, Mounts: Mounts,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base, config.DB}
	s.Follow(s.Policy(Freshness, s.onDay))
	if config.DB != nil && config.Registerer != nil {
		if err := config.Registerer.Register(newSilence(config.DB.Heard, config.Now, s.expectedAgencies())); err != nil {
			return nil, fmt.Errorf("indicators: register metrics: %w", err)
		}
	}
	return s, errors.Join(
		s.Offer(
			route.Route{Pattern: "POST " + importPath, Action: "indicator.report", About: route.Told, Query: []string{"agency", "sheet", "dry_run"}, Body: route.Long, Handle: s.importFile},
			route.Route{Pattern: "GET /api/v1/indicators/template.xlsx", Action: "document.read", About: route.Anyone, Query: []string{"agency"}, Handle: s.template},
			route.Route{Pattern: "GET /api/v1/indicators/template.csv", Action: "document.read", About: route.Anyone, Query: []string{"agency"}, Handle: s.template},
			route.Route{Pattern: "GET /api/v1/indicators/reported", Action: "view.read", About: route.Province, Query: []string{"unit", "at"}, Handle: s.reported},
			route.Route{Pattern: "GET /api/v1/indicators/freshness", Action: "view.read", About: route.Province, Query: []string{"from", "at", "agency"}, Handle: s.freshness},
			route.Route{Pattern: "GET /upload", Action: "document.read", About: route.Anyone, Query: []string{"agency"}, Handle: s.uploadPage},
			route.Route{Pattern: "POST /upload", Action: "indicator.report", About: route.Told, Body: route.Long, Handle: s.upload},
		),
		s.Read(event.NounIndicator, "/api/v1/indicators/{indicator}/{unit}/{issuer}", subject, "department"),
	)
}

// Mounts are the paths of the service beside /api/v1/indicators: the page to which files are given.
var Mounts = []string{"/upload"}

func subject(r *http.Request) (string, error) {
	return event.IndicatorSubjectAbout(
		r.PathValue("indicator"), r.PathValue("unit"), r.PathValue("issuer"), r.URL.Query().Get("department")), nil
}
