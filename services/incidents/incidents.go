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

// New makes the service; it does nothing until Handler or Run is used.
func New(config intake.Common) (*intake.Service[State], error) {
	a := &aggregate{topology: config.Topology}
	s, err := intake.NewService(config, intake.Domain[State]{
		Name: "incidents", Nouns: []event.Noun{event.NounAlert, event.NounIncident}, Aggregate: a, OpenAPI: openAPI,
		Know: func(ctx context.Context, about iter.Seq2[State, *event.Event]) (intake.Aggregate[State], error) {
			return a.know(ctx, config.Log, about)
		},
	})
	if err != nil {
		return nil, err
	}
	return s, errors.Join(
		s.Begin(event.NounIncident, "/api/v1/incidents", "open", intake.Do(s, openIncident)),
		intake.Take[order](s, intake.Things[State]{
			Noun: event.NounIncident, Path: "/api/v1/incidents/{incident}", Subject: intake.Named("incident", event.IncidentSubject),
			Commands: commands, Permits: permits,
		}),
		s.Begin(event.NounAlert, "/api/v1/incidents/alerts", "raise", intake.Do(s, raise)),
		intake.Take[alertOrder](s, intake.Things[State]{
			Noun: event.NounAlert, Path: "/api/v1/incidents/alerts/{alert}", Subject: intake.Named("alert", event.AlertSubject),
			Commands: alertCommands, Permits: permitsAlert,
		}),
	)
}
