// Package incidents is the service of the province's network security: the alerts of its sensors,
// in their thousands, and the few incidents that people respond to.
package incidents

import (
	"context"
	_ "embed"
	"errors"
	"iter"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs.
type Config = intake.Common

// Service is the incidents service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	a := &aggregate{topology: config.Topology}
	base, err := intake.NewService(config, intake.Domain[State]{
		Name: "incidents", Nouns: []event.Noun{event.NounAlert, event.NounIncident}, Aggregate: a, OpenAPI: openAPI,
		Know: func(ctx context.Context, about iter.Seq2[State, *event.Event]) (intake.Aggregate[State], error) {
			return a.know(ctx, config.Log, about)
		},
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base}
	return s, errors.Join(
		s.Begin(event.NounIncident, "/api/v1/incidents", "open", s.open),
		s.Commands(event.NounIncident, "/api/v1/incidents/{incident}", commands, s.command),
		s.Read(event.NounIncident, "/api/v1/incidents/{incident}", intake.Named("incident", event.IncidentSubject)),
		s.Begin(event.NounAlert, "/api/v1/incidents/alerts", "raise", s.raise),
		s.Commands(event.NounAlert, "/api/v1/incidents/alerts/{alert}", alertCommands, s.commandAlert),
		s.Read(event.NounAlert, "/api/v1/incidents/alerts/{alert}", intake.Named("alert", event.AlertSubject)),
	)
}
