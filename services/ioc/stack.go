package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/route"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/services/gateway"
)

// service is what every service offers; Run blocks until its context ends.
type service interface {
	Run(ctx context.Context) error
}

// answering is what services that requests are made to offer.
type answering interface{ Handler() http.Handler }

// stack is the services of one process over one log.
type stack struct {
	process  *process
	topo     *topology.Topology
	log      eventlog.Log
	db       *database // nil when no service here needs it
	server   *server
	ready    *readiness
	services map[string]service
	ops      string // see exposureFlags
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
	var err error
	if s.server, err = newServer(p, s.ready.serveHealth, s.ready.serveReady); err != nil {
		return nil, err
	}
	s.server.served, s.ops = o.access.served, o.access.Ops
	s.server.crowd = newCrowd(o.access.Rate, o.access.BehindGateway)
	for _, name := range names {
		if err := s.add(name, o); err != nil {
			return nil, fmt.Errorf("set up %s: %w", name, err)
		}
	}
	return s, nil
}

func (s *stack) add(name string, options stackOptions) error {
	o, ok := offered(name)
	if !ok {
		return fmt.Errorf("there is no service %q; choose among %s", name, strings.Join(serviceNames(), " "))
	}
	svc, err := o.make(s, intake.Common{
		Log: s.log, Topology: s.topo, Logger: s.process.logger.With("service", name), Now: time.Now, Registerer: s.server.registry, Tracer: s.process.tracer,
	}, options)
	if err != nil {
		return err
	}
	s.services[name] = svc
	if a, ok := svc.(answering); ok {
		route.Mount(s.server.mux, o.mounts, a.Handler())
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

// run serves until ctx ends: then the requests under way finish first, the services after them.
func (s *stack) run(ctx context.Context, address string, started func(url string)) error {
	listener, url, err := listen(ctx, address)
	if err != nil {
		return err
	}
	ops, err := listenOps(ctx, s.ops, s.process.logger)
	if err != nil {
		return errors.Join(err, listener.Close())
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
	group.Go(func() error { return s.server.serveOps(groupCtx, ops) })
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
