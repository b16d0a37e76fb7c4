package main

import (
	"os"

	"langbiang.internal/ioc/services/simulator"
)

type simulateCommand struct {
	scenarioFlags
	Topology string            `help:"Topology file of the province. Default: Lâm Đồng as of July 2024." env:"IOC_TOPOLOGY" placeholder:"FILE" type:"path"`
	Base     string            `help:"Where the services are." default:"http://127.0.0.1:8080" env:"IOC_BASE"`
	Target   map[string]string `help:"Where one service is, if elsewhere: --target dossiers=http://HOST:PORT (repeatable)." env:"IOC_TARGET" mapsep:","`
	State    string            `help:"File that remembers how far the live traffic is." env:"IOC_STATE" placeholder:"FILE"`
}

func (c *simulateCommand) Run(p *process) error {
	topo, err := (&provinceFlags{Topology: c.Topology}).topology()
	if err != nil {
		return err
	}
	sim, err := simulator.New(simulator.Config{
		Base: c.Base, Targets: c.Target, Topology: topo, Scenario: c.Scenario, Seed: c.Seed, Speed: c.Speed, Live: c.Live,
		StateFile: c.State, Out: os.Stdout, Logger: p.logger.With("service", "simulator"),
	})
	if err != nil {
		return err
	}
	return sim.Run(p.ctx)
}
