package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

type serveCommand struct {
	provinceFlags
	accessFlags
	Services []string          `arg:"" optional:"" help:"Services to start, of: ${services}. Default: all."`
	Upstream map[string]string `help:"Where the gateway finds a service that runs elsewhere: --upstream dossiers=http://HOST:PORT (repeatable); *=http://{service}:PORT says it of all others. Where simulator is named, it feeds this province: the screens say MÔ PHỎNG and /readyz waits for its history." env:"IOC_UPSTREAM" mapsep:","`
	Clock    string            `help:"Who opens the days: wall (this machine's clock) or api (the clock's API, as a scenario does)." enum:"wall,api" default:"wall" env:"IOC_CLOCK"`
}

func (c *serveCommand) Run(p *process) error {
	if err := c.check(); err != nil {
		return err
	}
	names := c.Services
	if len(names) == 0 {
		names = serviceNames()
	}
	for _, n := range names {
		if !slices.Contains(serviceNames(), n) {
			return fmt.Errorf("there is no service %q; choose among %s", n, strings.Join(serviceNames(), " "))
		}
	}
	topo, err := c.topology()
	if err != nil {
		return err
	}
	log, where, err := c.openLog(p, topo, slices.Contains(names, "gateway") && slices.Contains(names, "projector"))
	if err != nil {
		return err
	}
	defer log.Close()
	p.logger.Info("log open", "where", where)

	var db *database
	if c.ClickHouse != "" || slices.Contains(names, "projector") || slices.Contains(names, "gateway") || slices.Contains(names, "history") {
		var closeDB func() error
		if db, closeDB, err = c.openDatabase(p, context.WithoutCancel(p.ctx)); err != nil {
			return err
		}
		defer func() { _ = closeDB() }()
		p.logger.Info("ClickHouse open", "where", db.where)
	}
	options := stackOptions{wallClock: c.Clock == "wall", access: c.accessFlags, boundaries: c.Boundaries, liveMap: c.LiveMap}
	upstream := elsewhere(c.Upstream, passedOn(names))
	if target, ok := upstream["simulator"]; ok {
		options.loaded = follow(p.ctx, target)
	}
	s, err := newStack(p, topo, log, db, names, options)
	if err != nil {
		return err
	}
	for service, target := range upstream {
		if err := s.server.proxy(service, target); err != nil {
			return err
		}
	}
	return s.run(p.ctx, c.Listen, func(url string) {
		p.logger.Info("serving", "url", url, "services", strings.Join(names, " "))
	})
}

// passedOn are the services that answer requests and do not run here.
func passedOn(here []string) []string {
	var names []string
	for _, o := range offers {
		if len(o.mounts) > 0 && !slices.Contains(here, o.name) {
			names = append(names, o.name)
		}
	}
	return names
}
