package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"
	"golang.org/x/sync/errgroup"

	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
	"langbiang.internal/ioc/services/simulator"
	"langbiang.internal/ioc/services/simulator/scenario"
)

type simulateCommand struct {
	scenarioFlags
	exposureFlags
	Topology string            `help:"Topology file of the province. Default: Lâm Đồng as of July 2024." env:"IOC_TOPOLOGY" placeholder:"FILE" type:"path"`
	Base     string            `help:"Where the services are." default:"http://127.0.0.1:8080" env:"IOC_BASE"`
	Target   map[string]string `help:"Where one service is, if elsewhere: --target dossiers=http://HOST:PORT (repeatable); *=http://{service}:PORT says it of all others." env:"IOC_TARGET" mapsep:","`
	State    string            `help:"File that remembers how far the live traffic is." env:"IOC_STATE" placeholder:"FILE"`
	Listen   string            `help:"Address that says how far it is: /api/v1/simulator, and /readyz once the province shows the whole history. Without it, none." env:"IOC_LISTEN" placeholder:"ADDR"`
}

func (c *simulateCommand) Run(p *process) error {
	topo, err := (&provinceFlags{Topology: c.Topology}).topology()
	if err != nil {
		return err
	}
	sim, err := simulator.New(simulator.Config{
		Base: c.Base, Targets: elsewhere(c.Target, scenario.Services()), Topology: topo, Scenario: c.Scenario, Seed: c.Seed, Speed: c.Speed, Live: c.Live,
		StateFile: c.State, Out: os.Stdout, Logger: p.logger.With("service", "simulator"),
	})
	if err != nil {
		return err
	}
	if c.Listen == "" {
		return sim.Run(p.ctx)
	}
	return c.serve(p, sim)
}

// serve tells how far the simulator is while it runs, and after.
func (c *simulateCommand) serve(p *process, sim *simulator.Simulator) error {
	if err := c.checkAddresses(c.Listen); err != nil {
		return err
	}
	listener, url, err := listen(p.ctx, c.Listen)
	if err != nil {
		return err
	}
	ops, err := listenOps(p.ctx, c.Ops, p.logger)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	s, err := newServer(p, func(w http.ResponseWriter, _ *http.Request) { answer(w, "ok", "") }, (&arrival{sim: sim, base: c.Base}).serveReady)
	if err != nil {
		return err
	}
	s.served = c.served
	s.crowd = newCrowd(c.Rate, c.BehindGateway)
	route.Mount(s.mux, simulatorMounts, progressOf(func() *simulator.Simulator { return sim }))
	p.logger.Info("serving", "url", url, "services", "simulator")
	group, ctx := errgroup.WithContext(p.ctx)
	group.Go(func() error { return s.serve(ctx, listener) })
	group.Go(func() error { return s.serveOps(ctx, ops) })
	group.Go(func() error { return sim.Run(ctx) })
	return group.Wait()
}

// arrival answers the simulator's GET /readyz: 200 once the services have taken the whole history and the province at base
// was ready after that, which is when all its projections show it. Services that are away later do not take that back.
type arrival struct {
	sim   *simulator.Simulator
	base  string
	shown atomic.Bool
}

func (a *arrival) serveReady(w http.ResponseWriter, r *http.Request) {
	answer(w, "ready", a.missing(r.Context()))
}

// missing is what is still to come, "" for nothing.
func (a *arrival) missing(ctx context.Context) string {
	if a.shown.Load() {
		return ""
	}
	if p := a.sim.Progress(); !p.Loaded {
		return fmt.Sprintf("%d of %d days are loaded", p.Days, p.DaysTotal)
	}
	ctx, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	if err := askHealth(ctx, a.base+"/readyz"); err != nil {
		return "the history is loaded, but not shown whole yet: " + err.Error()
	}
	a.shown.Store(true)
	return ""
}

// progressOf answers GET /api/v1/simulator.
func progressOf(current func() *simulator.Simulator) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sim := current()
		if sim == nil {
			problem.Write(w, r, problem.New(problem.Unavailable, "", "the simulator is starting"))
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.MarshalWrite(w, sim.Progress())
	})
}

const (
	loadedInterval = time.Second     // between two questions whether the history is loaded
	askPatience    = 3 * time.Second // for one answer, within the patience of who asks for our health
)

// follow asks the simulator at url until it has loaded its history; what is returned tells whether it has.
func follow(ctx context.Context, url string) (loaded func() bool) {
	var done atomic.Bool
	go func() {
		tick := time.NewTicker(loadedInterval)
		defer tick.Stop()
		for !done.Load() {
			done.Store(hasLoaded(ctx, url))
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}()
	return done.Load
}

func hasLoaded(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	var p simulator.Progress
	return getJSON(ctx, url+"/api/v1/simulator", &p) == nil && p.Loaded
}
