// Package simulator is the sources of a province that has none yet: it sends a scenario's
// half-year, then live traffic in scenario time, through the services' public APIs, as a real source
// would. All that it sends is marked as simulated.
package simulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/services/simulator/scenario"
)

// Defaults of Config.
const (
	DefaultScenario = "h1-2024"
	DefaultSeed     = 1
	DefaultSpeed    = 60
)

// Config is what a simulator needs. Base, Topology and Logger are required.
type Config struct {
	Base     string            // URL of the services, without /api
	Targets  map[string]string // URL of one service that is elsewhere: dossiers, payments, incidents, alarms, models, clock
	Topology *topology.Topology
	Scenario string
	Seed     uint64
	Speed    float64 // scenario seconds per second of live traffic
	Live     bool    // go on after the scenario's history
	// StateFile remembers how far the live traffic of the day is. Without it, or when it is
	// lost, a restart sends the day again, which the services recognise.
	StateFile string
	Out       io.Writer // for progress; none if nil
	Logger    *slog.Logger
	Client    *http.Client
	Now       func() time.Time
}

func (c *Config) setDefaults() {
	if c.Scenario == "" {
		c.Scenario = DefaultScenario
	}
	if c.Seed == 0 {
		c.Seed = DefaultSeed
	}
	if c.Speed == 0 {
		c.Speed = DefaultSpeed
	}
	if c.Out == nil {
		c.Out = io.Discard
	}
	if c.Client == nil {
		c.Client = newClient()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
}

// Validate reports everything that is wrong with the configuration.
func (c *Config) Validate() error {
	var errs []error
	if c.Base == "" {
		errs = append(errs, errors.New("no Base is given"))
	}
	for name, url := range c.Targets {
		if !scenario.IsService(name) {
			errs = append(errs, fmt.Errorf("a target is given for %q, which takes no events", name))
		}
		if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
			errs = append(errs, fmt.Errorf("the target of %s, %q, is not an http URL", name, url))
		}
	}
	if c.Topology == nil {
		errs = append(errs, errors.New("no Topology is given"))
	}
	if c.Logger == nil {
		errs = append(errs, errors.New("no Logger is given"))
	}
	if c.Speed < 0 {
		errs = append(errs, fmt.Errorf("speed %v is negative", c.Speed))
	}
	return errors.Join(errs...)
}

// Simulator sends one scenario. New makes one; Run runs it, once.
type Simulator struct {
	config    Config
	generator *scenario.Generator
	sender    *sender
	progress  *progress
	loaded    chan struct{}
	loadOnce  sync.Once
	unsaved   bool // the state file could not be written the last time
}

// New plans the scenario. It fails if the province cannot have the scenario's figures.
func New(config Config) (*Simulator, error) {
	if err := config.Validate(); err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	config.setDefaults()
	s, err := scenario.Load(config.Scenario)
	if err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	return plan(config, s)
}

func plan(config Config, s *scenario.Scenario) (*Simulator, error) {
	g, err := scenario.NewGenerator(s, config.Topology, config.Seed)
	if err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	return &Simulator{
		config: config, generator: g, loaded: make(chan struct{}),
		sender:   &sender{base: config.Base, targets: config.Targets, client: config.Client, logger: config.Logger},
		progress: newProgress(config.Out, s, config.Now),
	}, nil
}

// Loaded tells whether the services have taken the whole history.
func (s *Simulator) Loaded() bool {
	select {
	case <-s.loaded:
		return true
	default:
		return false
	}
}

// LoadedC is closed when the services have taken the whole history.
func (s *Simulator) LoadedC() <-chan struct{} { return s.loaded }

// Progress is how far the simulator is.
func (s *Simulator) Progress() Progress {
	p := s.progress.read()
	if p.Loaded = s.Loaded(); p.Loaded {
		p.Days = p.DaysTotal
	}
	return p
}

// Run sends the history from the day at which the province's clock stands, and then, if Live,
// traffic until ctx ends. Services that are away are waited for. It returns nil when there is nothing
// more to send, and an error when a service refuses something.
func (s *Simulator) Run(ctx context.Context) error {
	last := s.generator.Scenario().To()
	reached, err := s.sender.clock(ctx)
	if err != nil {
		return fmt.Errorf("ask the clock how far the scenario is: %w", err)
	}
	if reached > last {
		s.setLoaded()
	}
	// The clock's day may have been sent in part: it is sent again, and recognised.
	if err := s.skip(ctx, reached); err != nil {
		return err
	}
	if reached <= last {
		if err := s.load(ctx); err != nil {
			return fmt.Errorf("load scenario %s: %w", s.config.Scenario, err)
		}
	}
	s.setLoaded()
	if !s.config.Live {
		return nil
	}
	return s.live(ctx, reached > last)
}

func (s *Simulator) setLoaded() { s.loadOnce.Do(func() { close(s.loaded) }) }

// skip makes the days before one without sending them, since later days go on from them.
func (s *Simulator) skip(ctx context.Context, to calendar.Date) error {
	var d scenario.Day
	for s.generator.Date() < to {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.generator.Next(&d); err != nil {
			return err
		}
	}
	return nil
}

// daysAhead is how many days are held in memory: the one that is sent and the one that is made.
const daysAhead = 2

// load sends the rest of the history. A day is made while the one before is sent, and sent
// when that one is answered.
func (s *Simulator) load(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	free := make(chan *scenario.Day, daysAhead)
	for range daysAhead {
		free <- new(scenario.Day)
	}
	ready := make(chan *scenario.Day)
	s.progress.begin(s.generator.Date())
	group.Go(func() error {
		defer close(ready)
		return s.makeDays(ctx, free, ready)
	})
	group.Go(func() error {
		for d := range ready {
			if err := s.sendDay(ctx, d); err != nil {
				return fmt.Errorf("%s: %w", d.Date, err)
			}
			s.progress.day(d.Date, d.Events())
			free <- d
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		s.progress.abort()
		return err
	}
	s.progress.end()
	return nil
}

func (s *Simulator) makeDays(ctx context.Context, free <-chan *scenario.Day, ready chan<- *scenario.Day) error {
	for s.generator.Date() <= s.generator.Scenario().To() {
		var d *scenario.Day
		select {
		case d = <-free:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := s.generator.Next(d); err != nil {
			return err
		}
		select {
		case ready <- d:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// sendDay opens the day and then sends each service its events, all at once.
func (s *Simulator) sendDay(ctx context.Context, d *scenario.Day) error {
	clock := d.Clock()
	if err := s.sender.send(ctx, clock.Service, clock.Lines, len(clock.Marks)); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	for i := range d.Batches {
		b := &d.Batches[i]
		if b == clock || len(b.Marks) == 0 {
			continue
		}
		for _, p := range split(b) {
			group.Go(func() error { return s.sender.send(ctx, b.Service, p.lines, p.events) })
		}
	}
	return group.Wait()
}
