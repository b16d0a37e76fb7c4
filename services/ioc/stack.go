package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	procedures "langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
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
	"langbiang.internal/ioc/services/payments"
	"langbiang.internal/ioc/services/playbooks"
	"langbiang.internal/ioc/services/projector"
	"langbiang.internal/ioc/services/rollouts"
	"langbiang.internal/ioc/services/screens"
	"langbiang.internal/ioc/services/systems"
)

// The names by which services are started. The intake services take events at /api/v1/<name>/events.
var (
	intakeServices = []string{
		"dossiers", "payments", "incidents", "alarms", "rollouts", "systems", "playbooks", "indicators", "explanations", "catalogue", "displays", "clock",
	}
	allServices = append(slices.Clone(intakeServices), "projector", "gateway", "history")
	// historyRoutes are what the history service answers.
	historyRoutes = []string{"/api/v1/breakdowns/", "/api/v1/reports/", "/api/v1/lists/", "/api/v1/timeline/", "/api/v1/scorecard", "/api/v1/sources", "/api/v1/history/"}
)

// service is what every service offers; Run blocks until its context ends.
type service interface {
	Run(ctx context.Context) error
}

// intakeService also takes requests.
type intakeService interface {
	service
	Handler() http.Handler
}

// stack is the services of one process over one log.
type stack struct {
	process  *process
	topo     *topology.Topology
	log      eventlog.Log
	db       *database // nil when no service here needs it
	server   *server
	ready    *readiness
	services map[string]service
}

// stackOptions are what demo and serve do differently.
type stackOptions struct {
	// wallClock opens days by this machine's clock; otherwise they come through the clock's API.
	wallClock bool
	loaded    func() bool // whether the simulator has loaded its history; nil: none is known
	access    accessFlags
	// boundaries is a file of outlines, "" for none.
	boundaries string
	liveMap    string // gateway.Config.LiveMap
}

func newStack(p *process, topo *topology.Topology, log eventlog.Log, db *database, names []string, o stackOptions) (*stack, error) {
	s := &stack{process: p, topo: topo, log: log, db: db, services: make(map[string]service)}
	s.ready = newReadiness(log, o.loaded)
	s.server = newServer(p.logger, s.ready.serveHealth, s.ready.serveReady)
	s.server.served = o.access.served
	for _, name := range names {
		if err := s.add(name, o); err != nil {
			return nil, fmt.Errorf("set up %s: %w", name, err)
		}
	}
	return s, nil
}

func (s *stack) add(name string, o stackOptions) error {
	logger := s.process.logger.With("service", name)
	var (
		svc service
		err error
	)
	switch name {
	case "dossiers":
		svc, err = dossiers.New(dossiers.Config{Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now, Registerer: s.server.registry})
	case "payments":
		svc, err = payments.New(payments.Config{Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now, DB: s.clickhouse()})
	case "incidents":
		svc, err = incidents.New(incidents.Config{Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now})
	case "alarms":
		svc, err = alarms.New(alarms.Config{
			Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now, DB: s.clickhouse(), Registerer: s.server.registry,
		})
	case "rollouts":
		svc, err = rollouts.New(rollouts.Config{Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now})
	case "systems":
		svc, err = systems.New(systems.Config{Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now})
	case "playbooks":
		svc, err = playbooks.New(playbooks.Config{Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now, Registerer: s.server.registry})
	case "indicators":
		svc, err = indicators.New(indicators.Config{
			Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now, DB: s.clickhouse(), Registerer: s.server.registry,
		})
	case "explanations":
		svc, err = explanations.New(explanations.Config{Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now})
	case "catalogue":
		svc, err = catalogue.New(catalogue.Config{Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now})
	case "displays":
		svc, err = displays.New(displays.Config{Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now})
	case "clock":
		svc, err = clock.New(clock.Config{Log: s.log, Topology: s.topo, Logger: logger, Now: time.Now, Wall: o.wallClock})
	case "projector":
		return s.addProjector()
	case "gateway":
		return s.addGateway(o)
	case "history":
		return s.addHistory(logger)
	default:
		return fmt.Errorf("there is no service %q; choose among %v", name, allServices)
	}
	if err != nil {
		return err
	}
	s.services[name] = svc
	h := svc.(intakeService).Handler()
	s.server.mount(name, h)
	switch name {
	case "indicators":
		s.server.mux.Handle("/upload", h)
	case "displays":
		s.server.mount("playlists", h)
	}
	return nil
}

// clickhouse is ClickHouse where this process has it, else nil.
func (s *stack) clickhouse() *clickhouse.DB {
	if s.db == nil {
		return nil
	}
	return s.db.DB
}

func (s *stack) addProjector() error {
	p, err := projector.New(projector.Config{
		Log: s.log, DB: s.db.DB, Ledger: ledger.New(s.topo.Location()), Logger: s.process.logger.With("service", "projector"),
		Registerer: s.server.registry,
	})
	if err != nil {
		return err
	}
	s.services["projector"] = p
	s.ready.projections["projector"] = p.Position
	return nil
}

func (s *stack) addHistory(logger *slog.Logger) error {
	h, err := history.New(history.Config{
		DB: s.clickhouse(), Topology: s.topo, Logger: logger, Now: time.Now, Catalogue: procedures.Follow(s.log, s.topo, time.Now),
	})
	if err != nil {
		return err
	}
	s.services["history"] = h
	handler := h.Handler()
	for _, route := range historyRoutes {
		s.server.mux.Handle(route, handler)
	}
	return nil
}

// readBoundaries reads the operator's file of outlines, if there is one, and says what of it is no unit's.
func (s *stack) readBoundaries(path string) (*gateway.Boundaries, error) {
	if path == "" {
		return nil, nil
	}
	b, err := gateway.ReadBoundaries(path, s.topo)
	if err != nil {
		return nil, err
	}
	s.process.logger.Info("boundaries read", "units", b.Len(), "unmatched", b.Unmatched)
	return b, nil
}

func (s *stack) addGateway(o stackOptions) error {
	boundaries, err := s.readBoundaries(o.boundaries)
	if err != nil {
		return err
	}
	g, err := gateway.New(gateway.Config{
		Boundaries: boundaries,
		Log:        s.log, DB: s.db.DB, Topology: s.topo, Logger: s.process.logger.With("service", "gateway"),
		Version: version + "-" + screens.Build(), ScenarioLoaded: o.loaded, LiveMap: o.liveMap,
	})
	if err != nil {
		return err
	}
	s.services["gateway"] = g
	s.server.registry.MustRegister(g.Collector())
	h := g.Handler()
	for _, route := range []string{
		"/ws", "/api/v1/screens", "/api/v1/topology", "/api/v1/views/", "/api/v1/status", "/api/v1/presence", "/api/v1/asyncapi.yaml",
		"/api/v1/maps", "/api/v1/boundaries", "/api/v1/search",
	} {
		s.server.mux.Handle(route, h)
	}
	s.server.mux.Handle("/", screens.Handler())
	s.ready.projections["gateway"] = g.Position
	s.ready.projections["ClickHouse"] = g.Projected
	s.ready.agreement = g.Agreement
	return nil
}

// run serves until ctx ends: then the requests under way finish first, the services after them.
func (s *stack) run(ctx context.Context, address string, started func(url string)) error {
	listener, url, err := listen(ctx, address)
	if err != nil {
		return err
	}
	// Services outlive the HTTP server, so that a request accepted is a request answered.
	servicesCtx, stopServices := context.WithCancel(context.WithoutCancel(ctx))
	defer stopServices()
	group, groupCtx := errgroup.WithContext(servicesCtx)
	for name, svc := range s.services {
		group.Go(func() error {
			if err := svc.Run(groupCtx); err != nil && !errors.Is(err, context.Canceled) {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		})
	}
	group.Go(func() error { return s.ready.run(groupCtx) })
	serveCtx, stopServing := context.WithCancel(ctx)
	defer stopServing()
	context.AfterFunc(groupCtx, stopServing) // a service that fails ends the process
	if started != nil {
		started(url)
	}
	err = s.server.serve(serveCtx, listener)
	stopServices()
	return errors.Join(err, group.Wait())
}
