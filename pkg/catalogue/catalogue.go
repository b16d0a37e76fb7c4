// Package catalogue is which administrative procedures there are, and what each is, on any day: those of the topology file, and
// what the log says was published, changed or withdrawn since.
package catalogue

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"
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
	procedures := make([]event.Procedure, len(t.Procedures))
	for i, p := range t.Procedures {
		procedures[i] = event.Procedure{
			Code: p.Code, Name: p.Name, Field: p.Field, Level: p.Level, HandledBy: p.HandledBy, Days: p.Days, CalendarDays: p.CalendarDays,
			FeeVND: p.FeeVND, OnlinePayment: p.OnlinePayment, Provenance: p.Provenance,
		}
	}
	return Of(procedures...)
}

// Of is the catalogue of these procedures: there from the beginning.
func Of(procedures ...event.Procedure) *Catalogue {
	c := &Catalogue{versions: make(map[string][]Version)}
	for _, p := range procedures {
		c.add(Version{Procedure: p})
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

// Known is what the catalogue says of a procedure on a day, whether or not there is such a procedure then: of a withdrawn one
// what it was last, of one that is published later what it is first. False where no version has that code.
func (c *Catalogue) Known(code string, on calendar.Date) (event.Procedure, bool) {
	all := c.versions[code]
	if len(all) == 0 {
		return event.Procedure{}, false
	}
	if p, _ := c.At(code, on); p.Code != "" {
		return p, true
	}
	return all[0].Procedure, true
}

// Codes are those of every procedure that there ever was, in the order in which they were first published.
func (c *Catalogue) Codes() []string { return c.codes }

// UpTo is the catalogue itself: it has no log to follow.
func (c *Catalogue) UpTo(context.Context, eventlog.Position) (*Catalogue, error) { return c, nil }

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

	read    atomic.Pointer[reading]
	looking atomic.Bool // somebody looks whether it has changed
}

// reading is the catalogue as it was read once.
type reading struct {
	catalogue  *Catalogue
	amendments []eventlog.Located // of which it is made
	looked     time.Time          // when the log had no other
}

// Follow makes a follower; it reads the log when it is first asked.
func Follow(log eventlog.Log, t *topology.Topology, now func() time.Time) *Follower {
	return &Follower{log: log, topology: t, now: now}
}

// Current is the catalogue, at most a second old and the time of one look; it is not changed afterwards.
func (f *Follower) Current(ctx context.Context) (*Catalogue, error) {
	known := f.read.Load()
	if known == nil {
		return f.Newest(ctx)
	}
	if f.now().Sub(known.looked) < refreshEvery || !f.looking.CompareAndSwap(false, true) {
		return known.catalogue, nil
	}
	defer f.looking.Store(false)
	return f.Newest(ctx)
}

// Newest is the catalogue as the log has it at this moment.
func (f *Follower) Newest(ctx context.Context) (*Catalogue, error) {
	newest, err := f.look(ctx)
	if err != nil {
		return nil, err
	}
	return newest.catalogue, nil
}

// UpTo is the catalogue as the log has it at a position, whenever that is asked.
func (f *Follower) UpTo(ctx context.Context, p eventlog.Position) (*Catalogue, error) {
	newest, err := f.look(ctx)
	if err != nil {
		return nil, err
	}
	n, _ := slices.BinarySearchFunc(newest.amendments, p, func(l eventlog.Located, p eventlog.Position) int {
		if l.Position <= p {
			return -1
		}
		return 1
	})
	if n == len(newest.amendments) {
		return newest.catalogue, nil
	}
	return f.amended(newest.amendments[:n]), nil
}

// amended is the topology's catalogue after these events.
func (f *Follower) amended(events []eventlog.Located) *Catalogue {
	c := New(f.topology)
	for i := range events {
		if d, ok := events[i].Event.Data.(*event.Catalogue); ok {
			c.Apply(d)
		}
	}
	return c
}

// look looks at the catalogue's stream, and reads it where it has changed. No lock is held: who looks at the same moment reads the same.
func (f *Follower) look(ctx context.Context) (*reading, error) {
	at := f.now()
	streams, err := f.log.Streams(ctx, []string{event.CatalogueSubject})
	if err != nil {
		return nil, fmt.Errorf("read the catalogue's version: %w", err)
	}
	known := f.read.Load()
	next := &reading{looked: at}
	if known != nil && streams[0].Version <= int64(len(known.amendments)) {
		next.catalogue, next.amendments = known.catalogue, known.amendments
	} else {
		if next.amendments, err = f.log.Load(ctx, event.CatalogueSubject); err != nil {
			return nil, fmt.Errorf("read the catalogue: %w", err)
		}
		next.catalogue = f.amended(next.amendments)
	}
	f.keep(next)
	return next, nil
}

// keep has a reading known, unless one that has read more is.
func (f *Follower) keep(next *reading) {
	for {
		known := f.read.Load()
		if known != nil && (len(known.amendments) > len(next.amendments) || known.looked.After(next.looked)) {
			return
		}
		if f.read.CompareAndSwap(known, next) {
			return
		}
	}
}
