package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"langbiang.internal/ioc/pkg/route"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/services/simulator"
)

type demoCommand struct {
	provinceFlags
	accessFlags
	scenarioFlags
}

// scenarioFlags say what the simulator sends.
type scenarioFlags struct {
	Scenario string  `help:"The history to load." default:"h1-2024" env:"IOC_SCENARIO"`
	Seed     uint64  `help:"Seed of everything that the scenario invents." default:"2024" env:"IOC_SEED"`
	Speed    float64 `help:"Scenario seconds in one second of live traffic." default:"60" env:"IOC_SPEED"`
	Live     bool    `help:"Go on with live traffic after the history." default:"true" negatable:"" env:"IOC_LIVE"`
}

func (c *demoCommand) Run(p *process) error {
	began := time.Now()
	if err := c.check(); err != nil {
		return err
	}
	topo, err := c.topology()
	if err != nil {
		return err
	}
	say("Langbiang %s: %s", version, topo.Name.Vi)
	log, where, err := c.openLog(p, topo, true)
	if err != nil {
		return err
	}
	defer log.Close()
	head, err := log.Head(p.ctx)
	if err != nil {
		return err
	}
	say("  log         %s, position %d", where, head)

	// The engine outlives the services, so that they can finish what they write.
	db, closeDB, err := c.openDatabase(p, context.WithoutCancel(p.ctx))
	if err != nil {
		return err
	}
	defer func() { _ = closeDB() }()
	say("  ClickHouse  %s", db.where)

	var sim atomic.Pointer[simulator.Simulator]
	loaded := func() bool { s := sim.Load(); return s != nil && s.Loaded() }
	s, err := newStack(p, topo, log, db, serviceNames(), stackOptions{loaded: loaded, access: c.accessFlags, boundaries: c.Boundaries, liveMap: c.LiveMap})
	if err != nil {
		return err
	}
	route.Mount(s.server.mux, simulatorMounts, progressOf(sim.Load))
	group, ctx := errgroup.WithContext(p.ctx)
	started := make(chan string, 1)
	group.Go(func() error { return s.run(ctx, c.Listen, func(url string) { started <- url }) })
	group.Go(func() error {
		select {
		case <-ctx.Done():
			return nil
		case url := <-started:
			return c.simulate(ctx, p, topo, s, url, &sim, began)
		}
	})
	return group.Wait()
}

// simulate sends the scenario to the services' public APIs, as a source would, and says when the screens show it.
func (c *demoCommand) simulate(ctx context.Context, p *process, topo *topology.Topology, s *stack, url string,
	current *atomic.Pointer[simulator.Simulator], began time.Time,
) error {
	say("  serving     %s", url)
	sim, err := simulator.New(simulator.Config{
		Base: url, Topology: topo, Scenario: c.Scenario, Seed: c.Seed, Speed: c.Speed, Live: c.Live,
		StateFile: filepath.Join(c.Data, "simulator.json"), Out: os.Stdout, Logger: p.logger.With("service", "simulator"),
	})
	if err != nil {
		return err
	}
	current.Store(sim)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := sim.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
			return fmt.Errorf("simulator: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		if !s.ready.wait(ctx) {
			return nil
		}
		say("  ready       after %.1f s, all projections at the log's head", time.Since(began).Seconds())
		say("\nOpen %s\n", url)
		return nil
	})
	return group.Wait()
}

// say prints a line for the person who started the program.
func say(format string, args ...any) { fmt.Printf(format+"\n", args...) }
