package main

import (
	"time"

	procedures "langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/services/alarms"
	"langbiang.internal/ioc/services/catalogue"
	"langbiang.internal/ioc/services/clock"
	"langbiang.internal/ioc/services/displays"
	"langbiang.internal/ioc/services/dossiers"
	"langbiang.internal/ioc/services/explanations"
	"langbiang.internal/ioc/services/gateway"
	"langbiang.internal/ioc/services/history"
	"langbiang.internal/ioc/services/incidents"
	"langbiang.internal/ioc/services/indicators"
	"langbiang.internal/ioc/services/models"
	"langbiang.internal/ioc/services/payments"
	"langbiang.internal/ioc/services/projector"
	"langbiang.internal/ioc/services/screens"
	"langbiang.internal/ioc/services/steps"
	"langbiang.internal/ioc/services/systems"
)

// offer is a service that a process can run, or pass requests on to.
type offer struct {
	name string
	// mounts are the paths at and below which it answers.
	mounts []string
	make   func(s *stack, c intake.Common, o stackOptions) (service, error)
}

// events is an offer of a service that takes events, at /api/v1/<name>/events.
func events[S service](name string, make func(s *stack, c intake.Common, o stackOptions) (S, error), mounts ...string) offer {
	return offer{name, append([]string{"/api/v1/" + name}, mounts...), func(s *stack, c intake.Common, o stackOptions) (service, error) {
		return make(s, c, o)
	}}
}

// plain is an offer of one that needs nothing but what all are given.
func plain[S service](name string, make func(intake.Common) (S, error), mounts ...string) offer {
	return events(name, func(_ *stack, c intake.Common, _ stackOptions) (S, error) { return make(c) }, mounts...)
}

// offers are all services, those that take events first.
var offers = []offer{
	plain("dossiers", dossiers.New),
	events("payments", func(s *stack, c intake.Common, _ stackOptions) (*payments.Service, error) {
		return payments.New(payments.Config{Common: c, DB: s.clickhouse()})
	}),
	plain("incidents", incidents.New),
	events("alarms", func(s *stack, c intake.Common, _ stackOptions) (*alarms.Service, error) {
		return alarms.New(alarms.Config{Common: c, DB: s.clickhouse()})
	}),
	plain("models", models.New),
	plain("systems", systems.New),
	plain("steps", steps.New),
	events("indicators", func(s *stack, c intake.Common, _ stackOptions) (*indicators.Service, error) {
		return indicators.New(indicators.Config{Common: c, DB: s.clickhouse()})
	}, indicators.Mounts...),
	plain("explanations", explanations.New),
	plain("catalogue", catalogue.New),
	plain("displays", displays.New, displays.Mounts...),
	events("clock", func(_ *stack, c intake.Common, o stackOptions) (*clock.Service, error) {
		return clock.New(clock.Config{Common: c, Wall: o.wallClock})
	}),
	{"projector", nil, newProjector},
	{"gateway", gateway.Mounts, newGateway},
	{"history", history.Mounts, newHistory},
}

// simulatorMounts are where a simulator, which is no service of the province, tells how far it is.
var simulatorMounts = []string{"/api/v1/simulator"}

// offered is the service of that name; false if there is none.
func offered(name string) (offer, bool) {
	for _, o := range offers {
		if o.name == name {
			return o, true
		}
	}
	return offer{}, false
}

// serviceNames are the names of all services.
func serviceNames() []string {
	var names []string
	for _, o := range offers {
		names = append(names, o.name)
	}
	return names
}

func newProjector(s *stack, c intake.Common, _ stackOptions) (service, error) {
	p, err := projector.New(projector.Config{
		Log: c.Log, DB: s.db.DB, Ledger: ledger.New(c.Topology.Location()), Logger: c.Logger, Registerer: c.Registerer, Tracer: c.Tracer,
	})
	if err != nil {
		return nil, err
	}
	s.ready.projections["projector"] = p.Position
	return p, nil
}

func newHistory(s *stack, c intake.Common, _ stackOptions) (service, error) {
	return history.New(history.Config{
		DB: s.clickhouse(), Topology: c.Topology, Logger: c.Logger, Now: time.Now, Catalogue: procedures.Follow(c.Log, c.Topology, time.Now),
	})
}

func newGateway(s *stack, c intake.Common, o stackOptions) (service, error) {
	boundaries, err := s.readBoundaries(o.boundaries)
	if err != nil {
		return nil, err
	}
	g, err := gateway.New(gateway.Config{
		Boundaries: boundaries,
		Log:        c.Log, DB: s.db.DB, Topology: c.Topology, Logger: c.Logger,
		Version: version + "-" + screens.Build(), ScenarioLoaded: o.loaded, LiveMap: o.liveMap, Tracer: c.Tracer,
	})
	if err != nil {
		return nil, err
	}
	s.server.registry.MustRegister(g.Collector())
	s.server.mux.Handle("/", screens.Handler())
	s.ready.projections["gateway"] = g.Position
	s.ready.projections["ClickHouse"] = g.Projected
	s.ready.agreement = g.Agreement
	return g, nil
}
