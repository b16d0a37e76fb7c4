// Package catalogue is which administrative procedures there are, and what each is, on any day: those of the topology file, and
// what the log says was published, changed or withdrawn since.
package catalogue

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/topology"
)

// Version is a procedure from a day on.
type Version struct {
	From      calendar.Date
	Procedure event.Procedure
	Withdrawn bool
}

// Catalogue is the versions of every procedure. The zero Catalogue is empty; it is not safe for concurrent use.
type Catalogue struct {
	versions map[string][]Version // by code, each by From
	codes    []string             // in order of publication
}

// New is the catalogue of the topology file: there from the beginning.
func New(t *topology.Topology) *Catalogue {
	c := &Catalogue{versions: make(map[string][]Version)}
	for _, p := range t.Procedures {
		c.add(Version{Procedure: event.Procedure{
			Code: p.Code, Name: p.Name, Field: p.Field, Level: p.Level, HandledBy: p.HandledBy, Days: p.Days, CalendarDays: p.CalendarDays,
			FeeVND: p.FeeVND, OnlinePayment: p.OnlinePayment, Provenance: p.Provenance,
		}})
	}
	return c
}

// Apply adds what an event of the log says. Of two versions from one day, the later event counts.
func (c *Catalogue) Apply(d *event.Catalogue) {
	for i := range d.Procedures {
		c.add(Version{From: d.ValidFrom, Procedure: d.Procedures[i]})
	}
	for _, code := range d.Withdrawn {
		if p, ok := c.At(code, d.ValidFrom); ok {
			c.add(Version{From: d.ValidFrom, Procedure: p, Withdrawn: true})
		}
	}
}

func (c *Catalogue) add(v Version) {
	code := v.Procedure.Code
	all := c.versions[code]
	if all == nil {
		c.codes = append(c.codes, code)
	}
	all = slices.DeleteFunc(slices.Clone(all), func(x Version) bool { return x.From == v.From })
	all = append(all, v)
	slices.SortFunc(all, func(a, b Version) int { return cmp.Compare(a.From, b.From) })
	c.versions[code] = all
}

// At is the procedure with that code as it is on a day; false where there is none, or where it is withdrawn.
func (c *Catalogue) At(code string, on calendar.Date) (event.Procedure, bool) {
	all := c.versions[code]
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].From <= on {
			return all[i].Procedure, !all[i].Withdrawn
		}
	}
	return event.Procedure{}, false
}

// Versions are those of one procedure, the oldest first.
func (c *Catalogue) Versions(code string) []Version { return c.versions[code] }

// All are the procedures that there are on a day, in the order in which they were first published.
func (c *Catalogue) All(on calendar.Date) []event.Procedure {
	all := make([]event.Procedure, 0, len(c.codes))
	for _, code := range c.codes {
		if p, ok := c.At(code, on); ok {
			all = append(all, p)
		}
	}
	return all
}

// refreshEvery is how often a Follower looks whether the catalogue has changed, at most.
const refreshEvery = time.Second

// Follower is the catalogue as the log has it now. It is safe for concurrent use.
type Follower struct {
	log      eventlog.Log
	topology *topology.Topology
	now      func() time.Time

	mu      sync.Mutex
	current *Catalogue
	version int64 // of the catalogue's stream
	looked  time.Time
}

// Follow makes a follower; it reads the log when it is first asked.
func Follow(log eventlog.Log, t *topology.Topology, now func() time.Time) *Follower {
	return &Follower{log: log, topology: t, now: now}
}

// Current is the catalogue, at most a second old; it is not changed afterwards.
func (f *Follower) Current(ctx context.Context) (*Catalogue, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current != nil && f.now().Sub(f.looked) < refreshEvery {
		return f.current, nil
	}
	return f.read(ctx)
}

// Newest is the catalogue as the log has it at this moment.
func (f *Follower) Newest(ctx context.Context) (*Catalogue, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.read(ctx)
}

// read looks at the catalogue's stream, and reads it where it has changed.
func (f *Follower) read(ctx context.Context) (*Catalogue, error) {
	streams, err := f.log.Streams(ctx, []string{event.CatalogueSubject})
	if err != nil {
		return nil, fmt.Errorf("read the catalogue's version: %w", err)
	}
	if f.current == nil || streams[0].Version != f.version {
		events, err := f.log.Load(ctx, event.CatalogueSubject)
		if err != nil {
			return nil, fmt.Errorf("read the catalogue: %w", err)
		}
		made := New(f.topology)
		for i := range events {
			if d, ok := events[i].Event.Data.(*event.Catalogue); ok {
				made.Apply(d)
			}
		}
		f.current, f.version = made, int64(len(events))
	}
	f.looked = f.now()
	return f.current, nil
}
