// Package gateway folds the log's postings into views and streams their frames to
// screens: a snapshot, then deltas by position. It answers the read API from the same fold (now)
// and from ClickHouse (any earlier day), of which it makes past frames, by a fold of the same kind.
package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/route"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/trace"
	"langbiang.internal/ioc/pkg/wire"
)

// Config is what a gateway needs.
type Config struct {
	Log      eventlog.Log
	DB       *clickhouse.DB
	Topology *topology.Topology
	Logger   *slog.Logger
	// Version of the program: screens reload when it changes.
	Version string
	// FlushInterval is the least time between two flushes to one client; what changes meanwhile is
	// conflated. Default 20 ms.
	FlushInterval time.Duration
	// MaxClients bounds the open sockets. Default 4096.
	MaxClients int
	// Boundaries are the units' outlines, nil where none are given.
	Boundaries *Boundaries
	// LiveMap is the id of the map whose views are live, or LiveMapAuto: the one that is valid on the log's day. Gateways of one log
	// must have the same. Default: LiveMapAuto.
	LiveMap string
	// ScenarioLoaded tells whether the log has the history of the simulator that feeds this province: all that is shown is marked
	// as simulated then, from before the first event on. Nil: no simulator is known here.
	ScenarioLoaded func() bool
	// Now is the clock by which displays are said to paint. Default: time.Now.
	Now func() time.Time
	// Tracer is told what is in the frames; nil: nobody traces.
	Tracer *trace.Tracer
}

func (c *Config) setDefaults() {
	if c.FlushInterval == 0 {
		c.FlushInterval = 20 * time.Millisecond
	}
	if c.MaxClients == 0 {
		c.MaxClients = 4096
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.LiveMap == "" {
		c.LiveMap = LiveMapAuto
	}
}

// Validate reports every missing part at once.
func (c *Config) Validate() error {
	var errs []error
	for name, missing := range map[string]bool{
		"Log": c.Log == nil, "DB": c.DB == nil, "Topology": c.Topology == nil, "Logger": c.Logger == nil,
	} {
		if missing {
			errs = append(errs, fmt.Errorf("gateway: %s is missing", name))
		}
	}
	if c.Topology != nil && c.LiveMap != LiveMapAuto && c.Topology.Map(c.LiveMap) == nil {
		errs = append(errs, fmt.Errorf("gateway: LiveMap %q is neither %s nor a map of the topology", c.LiveMap, LiveMapAuto))
	}
	return errors.Join(errs...)
}

// readLimit is how many entries the gateway folds before it renders.
const readLimit = 256

// Gateway is one gateway. Make it with New; Run it once.
type Gateway struct {
	config  Config
	mux     *http.ServeMux
	id      string
	metrics *metrics
	index   *topology.Index
	past    *pastAnswers

	loaded chan struct{} // closed when the fold is restored

	// mu guards fold, its views' subscribers, clients, beat, seen, draining and waiting. It is not held while a message is
	// encoded, or anything is read or written.
	mu      sync.Mutex
	fold    *fold
	clients map[*client]struct{}
	beat    *message                        // the last heartbeat; nil before the first
	seen    map[string]wire.DisplayPresence // displays that left, by id: what they said last
	// draining: nobody is let in any more.
	draining bool
	waiting  eventlog.Waiting // for the next render
	writers  sync.WaitGroup   // of the clients let in

	comparison atomic.Pointer[comparison]
	asked      chan chan<- error // who wants a comparison now, with where its error goes
	closed     chan struct{}     // closed when Run ends

	head       atomic.Uint64 // of the log, as last seen
	logTrouble atomic.Pointer[logTrouble]
	logDoubts  atomic.Uint64 // how often the log was found to be replaced: what was compared before does not count
}

// logTrouble is why the log could not be read, and since when.
type logTrouble struct {
	err   error
	since time.Time
}

// New makes a gateway; Run starts it.
func New(config Config) (*Gateway, error) {
	config.setDefaults()
	if err := config.Validate(); err != nil {
		return nil, err
	}
	g := &Gateway{
		config:  config,
		id:      uuid.NewString(),
		loaded:  make(chan struct{}),
		asked:   make(chan chan<- error, maxAsked),
		closed:  make(chan struct{}),
		clients: make(map[*client]struct{}),
		seen:    make(map[string]wire.DisplayPresence),
		index:   topology.NewIndex(config.Topology),
		past:    newPastAnswers(),
	}
	var err error
	if g.mux, err = route.Mux(Mounts, g.Routes()); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	g.metrics = newMetrics(g)
	g.comparison.Store(&comparison{doubt: wire.ReasonStarting})
	return g, nil
}

// Run restores the fold from ClickHouse and follows the log until ctx ends. On the way out it
// asks every client to reconnect elsewhere.
func (g *Gateway) Run(ctx context.Context) error {
	defer close(g.closed)
	fold, err := g.restoreInTime(ctx, 0)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("gateway: restore the sums: %w", err)
	}
	g.mu.Lock()
	g.fold = fold
	g.mu.Unlock()
	g.metrics.lag.Set(fold.position)
	close(g.loaded)
	g.config.Logger.Info("gateway serves", "position", fold.position, "day", fold.today, "map", fold.units.ID)

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return g.followMaps(ctx, fold.position) })
	group.Go(func() error { return g.watchHead(ctx) })
	group.Go(func() error { return g.beats(ctx) })
	group.Go(func() error { return (&comparer{Gateway: g, least: eventlog.Position(g.head.Load())}).run(ctx) })
	group.Go(func() error {
		<-ctx.Done()
		g.drain()
		return nil
	})
	err = group.Wait()
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// follow applies every entry of the log in order, and renders what they changed. It ends with a redrawnError before an entry that opens
// a day of another map.
func (g *Gateway) follow(ctx context.Context, position eventlog.Position) error {
	var failures int
	var pace pace
	for {
		if pace.owes && !time.Now().Before(pace.due(g.isWatched())) {
			began := time.Now()
			g.render()
			pace.rendered(began, time.Since(began))
		}
		entries, err := g.config.Log.Read(ctx, position, readLimit)
		if err == nil && len(entries) == 0 {
			err = g.await(ctx, position, &pace)
		}
		if err == nil {
			err = dense(position, entries)
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			failures++
			g.config.Logger.Warn("gateway cannot read the log; it will try again", "after", position, "error", err)
			if err := pause(ctx, backoff(failures)); err != nil {
				return err
			}
			continue
		}
		failures = 0
		same := g.untilRedrawn(entries)
		if same > 0 {
			position = entries[same-1].Position
			g.apply(entries[:same])
			pace.owes = true
		}
		if same < len(entries) {
			g.render()
			return &redrawnError{at: entries[same].Position}
		}
	}
}

// dense refuses entries that leave a position out: what was lost would be missing in every sum.
func dense(after eventlog.Position, entries []eventlog.Entry) error {
	for i := range entries {
		if want := after + eventlog.Position(i) + 1; entries[i].Position != want {
			return fmt.Errorf("the log gave position %d where %d comes next", entries[i].Position, want)
		}
	}
	return nil
}

// await waits for the log to grow beyond the position, or for a render to become due.
func (g *Gateway) await(ctx context.Context, after eventlog.Position, p *pace) error {
	if p.owes {
		until, cancel := context.WithDeadline(ctx, p.due(g.isWatched()))
		defer cancel()
		if _, err := g.config.Log.Wait(until, after); err != nil && until.Err() == nil {
			return err
		}
		return nil
	}
	_, err := g.config.Log.Wait(ctx, after)
	return err
}

func (g *Gateway) apply(entries []eventlog.Entry) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i := range entries {
		g.fold.apply(&entries[i])
		g.waiting.Add(&entries[i])
	}
	g.directLocked()
}

// render brings every frame to the fold's position and wakes the clients whose views changed. The loop that follows the log calls
// it, and nobody else: what clients ask for is what it rendered last.
func (g *Gateway) render() {
	g.mu.Lock()
	defer g.mu.Unlock()
	began := time.Now()
	for _, v := range g.fold.render() {
		for c := range v.subscribers {
			c.wakeUp()
		}
	}
	now := time.Now()
	g.metrics.renders.Observe(now.Sub(began).Seconds())
	g.waiting.Done(g.metrics.latency, g.config.Tracer, "frame", now)
	g.metrics.lag.Set(g.fold.rendered)
}

// watchHead keeps the log's head for heartbeats, at their pace, and what is wrong with the log.
func (g *Gateway) watchHead(ctx context.Context) error {
	for {
		if _, err := g.lookAtLog(ctx); err != nil && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := pause(ctx, wire.HeartbeatMillis*time.Millisecond/2); err != nil {
			return err
		}
	}
}

// lookAtLog reads the log's head, and notes when that fails. After a log that was replaced, the sums must be compared anew.
func (g *Gateway) lookAtLog(ctx context.Context) (eventlog.Position, error) {
	head, err := g.config.Log.Head(ctx)
	before := g.logTrouble.Load()
	if err == nil {
		g.head.Store(uint64(head))
		g.logTrouble.CompareAndSwap(before, nil)
		return head, nil
	}
	if ctx.Err() != nil {
		return 0, err
	}
	var replaced *eventlog.ReplacedError
	if errors.As(err, &replaced) {
		g.logDoubts.Add(1)
	}
	trouble := &logTrouble{err: err, since: time.Now()}
	if before != nil {
		trouble.since = before.since
	}
	g.logTrouble.CompareAndSwap(before, trouble)
	return 0, err
}

// logID is the log's identity: positions of another log mean nothing here. "" for a log that has none.
func (g *Gateway) logID() string {
	if log, ok := g.config.Log.(eventlog.Identified); ok {
		return log.ID()
	}
	return ""
}

// Position is that of the frames given now; 0 before Run has restored them.
func (g *Gateway) Position() eventlog.Position {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fold == nil {
		return 0
	}
	return g.fold.rendered
}

// Projected is the position that ClickHouse had reached when last asked; 0 when it did not say.
func (g *Gateway) Projected() eventlog.Position {
	if p := g.comparison.Load().projected; p != nil {
		return *p
	}
	return 0
}

// Ready tells whether frames are served and have caught up with the log as last seen.
func (g *Gateway) Ready() bool {
	select {
	case <-g.loaded:
		return uint64(g.Position()) >= g.head.Load()
	default:
		return false
	}
}

// maxBackoff bounds the pause between two tries.
const maxBackoff = 5 * time.Second

func backoff(failures int) time.Duration {
	return min(maxBackoff, 50*time.Millisecond<<min(failures, 10))
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
