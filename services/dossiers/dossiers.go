// Package dossiers is the service of the province's dossiers: it takes what the dossier
// systems report, decides what it means (national statuses 1 to 10, deadlines, what counts as
// received, resolved and late), and appends it to the log.
package dossiers

import (
	"context"
	_ "embed"
	"errors"
	"iter"

	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
)

//go:embed openapi.json
var openAPI []byte

// Service is the dossiers service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config intake.Common) (*Service, error) {
	procedures := catalogue.Follow(config.Log, config.Topology, config.Now)
	base, err := intake.NewService(config, intake.Domain[State]{
		Name: "dossiers", Nouns: []event.Noun{event.NounDossier}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
		Know: func(ctx context.Context, _ iter.Seq2[State, *event.Event]) (intake.Aggregate[State], error) {
			c, err := procedures.Current(ctx)
			return &aggregate{topology: config.Topology, catalogue: c}, err
		},
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base}
	s.Follow(s.Policy(FeePaid, s.onPayment))
	return s, errors.Join(
		s.Begin(event.NounDossier, "/api/v1/dossiers", "register", intake.Do(base, register)),
		intake.Take[order](base, intake.Things[State]{
			Noun: event.NounDossier, Path: "/api/v1/dossiers/{code}", Subject: intake.Named("code", event.DossierSubject),
			Commands: commands, Permits: permits,
		}),
	)
}
