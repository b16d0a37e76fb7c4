package intake

import (
	"context"
	"errors"
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// item is one event on its way in. Once answered it has either err or at; event is then as
// recorded.
type item[S any] struct {
	index int
	event event.Event
	guard func(S, *event.Event) error
	err   error
	at    eventlog.Address
	state progress
	first int // with repeats: the item of the same chunk that it repeats
	timing
}

// timing is how an event's time is held against what is known of its stream.
type timing uint8

const (
	told    timing = iota // a source tells it when it can: what is late is taken, and counts later
	given                 // a command gives it: what is late is refused
	happens               // it happens as it is recorded: its time is not before what is known
)

type progress uint8

const (
	pending progress = iota
	decided          // with an address: in the log
	refused          // with an error
	resent           // in the log from before, to be read back
	repeats          // same identity as an earlier item of the chunk
)

// slot is one stream of a chunk: where it stood, and where the chunk leaves it.
type slot[S any] struct {
	stream string
	base   versioned[S]
	next   versioned[S]
	loaded bool
	cached bool // base is from the cache: what was accepted on it is checked by its version
	direct bool // base must come from the log
}

type identity struct{ source, id string }

// work takes chunks one after the other; it is for one goroutine, and keeps its maps.
type work[S any] struct {
	in       *Intake[S]
	decider  Aggregate[S] // of the chunk
	horizon  horizon
	items    []item[S]
	slots    []slot[S]
	byStream map[string]int
	byID     map[identity]int
	missing  []string
	from     []int // commit index → item
	once     *once // the command that the items come from, if it has a key
	answer   func([]Recorded) any
}

func (in *Intake[S]) newWork() *work[S] {
	return &work[S]{in: in, byStream: make(map[string]int), byID: make(map[identity]int)}
}

// take answers every item; an error means that none of those still pending was appended, or
// that it is unknown whether they were. Sending them again is safe in any case.
func (w *work[S]) take(ctx context.Context, items []item[S]) error {
	if err := w.begin(ctx, items); err != nil {
		return err
	}
	for range maxAttempts {
		if err := w.ready(ctx); err != nil {
			return err
		}
		commit := w.decide()
		if w.distrust() {
			continue
		}
		again, err := w.append(ctx, commit)
		if err != nil {
			return err
		}
		if !again {
			return w.settle(ctx)
		}
	}
	return ErrContended
}

// begin checks the items by themselves and groups them by stream.
func (w *work[S]) begin(ctx context.Context, items []item[S]) error {
	w.items, w.once = items, onceOf(ctx)
	w.slots = w.slots[:0]
	clear(w.byStream)
	clear(w.byID)
	var err error
	if w.horizon, err = w.look(ctx); err != nil {
		return err
	}
	for i := range items {
		it := &items[i]
		if it.err != nil {
			it.state = refused
			continue
		}
		if err := w.in.admit(&it.event, &w.horizon); err != nil {
			it.err, it.state = err, refused
			continue
		}
		key := identity{it.event.Source, it.event.ID}
		if first, seen := w.byID[key]; seen {
			it.first, it.state = first, repeats
			continue
		}
		w.byID[key] = i
		if _, seen := w.byStream[it.event.Subject]; !seen {
			w.byStream[it.event.Subject] = len(w.slots)
			w.slots = append(w.slots, slot[S]{stream: it.event.Subject})
		}
	}
	return w.in.recordRefused(ctx, w.horizon.now)
}

// look is the log's now for the items at hand.
func (w *work[S]) look(ctx context.Context) (horizon, error) {
	now := w.in.Now()
	if w.in.Wall {
		return horizon{now: now.UTC().Truncate(time.Microsecond), loc: w.in.Location}, nil
	}
	var latest time.Time
	for i := range w.items {
		if t := w.items[i].event.Time; w.items[i].err == nil && t.After(latest) {
			latest = t
		}
	}
	return w.in.clock.horizon(ctx, now, latest)
}

// ready has at hand all that the decisions rest on: the streams' states, and what must be known of other streams.
func (w *work[S]) ready(ctx context.Context) error {
	if err := w.ensureStates(ctx); err != nil {
		return err
	}
	if w.in.Know == nil {
		w.decider = w.in.Aggregate
		return nil
	}
	var err error
	w.decider, err = w.in.Know(ctx, w.undecided)
	return err
}

// undecided yields the items that are to be decided, with the states of their streams before the chunk.
func (w *work[S]) undecided(yield func(S, *event.Event) bool) {
	for i := range w.items {
		it := &w.items[i]
		if it.state == pending && !yield(w.slots[w.byStream[it.event.Subject]].base.state, &it.event) {
			return
		}
	}
}

// ensureStates loads the states that are not at hand, from the cache or from the log.
func (w *work[S]) ensureStates(ctx context.Context) error {
	w.missing = w.missing[:0]
	for i := range w.slots {
		s := &w.slots[i]
		if !s.loaded && !s.direct {
			s.base, s.loaded = w.in.cache.get(s.stream)
			s.cached = s.loaded
		}
		if !s.loaded {
			w.missing = append(w.missing, s.stream)
		}
	}
	if len(w.missing) == 0 {
		return nil
	}
	found, err := w.in.load(ctx, w.missing)
	if err != nil {
		return err
	}
	for i, name := range w.missing {
		s := &w.slots[w.byStream[name]]
		s.base, s.loaded, s.cached = found[i], true, false
	}
	return nil
}

// decide runs the pending items, and those refused so far for what came before them, through
// the aggregate, in order.
func (w *work[S]) decide() eventlog.Commit {
	for i := range w.slots {
		w.slots[i].next = w.slots[i].base
	}
	w.from = w.from[:0]
	events := make([]event.Event, 0, len(w.items))
	for i := range w.items {
		it := &w.items[i]
		if it.state != pending {
			continue
		}
		s := &w.slots[w.byStream[it.event.Subject]]
		e := it.event
		if it.err = w.decideOne(s.next, it, &e); it.err != nil {
			continue
		}
		s.next = w.in.evolve(s.next, &e)
		events = append(events, e)
		w.from = append(w.from, i)
	}
	return eventlog.Commit{Events: events, Streams: w.updates()}
}

// distrust has the streams read from the log on whose cached states nothing but refusals rests:
// an append would find out that another process had moved such a stream on, a refusal does not.
func (w *work[S]) distrust() (again bool) {
	for i := range w.items {
		it := &w.items[i]
		if it.state != pending || it.err == nil {
			continue
		}
		s := &w.slots[w.byStream[it.event.Subject]]
		if !s.cached || s.next.version != s.base.version {
			continue
		}
		w.in.cache.drop(s.stream)
		s.loaded, s.cached, s.direct = false, false, true
		again = true
	}
	return again
}

// decideOne sets when e counts, and its data.
func (w *work[S]) decideOne(v versioned[S], it *item[S], e *event.Event) error {
	if v.version > 0 && e.Time.Before(v.latest) {
		switch it.timing {
		case happens:
			e.Time = v.latest
		case given:
			return event.Refuse("time", "%s is before the latest event that is known of %s (%s)",
				e.Time.Format(time.RFC3339), e.Subject, v.latest.In(w.in.Location).Format(time.RFC3339))
		case told: // it is recorded as late
		}
	}
	w.count(e, v.latest)
	if it.guard != nil {
		if err := it.guard(v.state, e); err != nil {
			return err
		}
	}
	data, err := w.decider.Decide(v.state, e)
	e.Data = data
	return err
}

// count sets when e counts: at its time, but not after the log's now and not before what is known of its stream.
func (w *work[S]) count(e *event.Event, latest time.Time) {
	at := e.Time
	if at.After(w.horizon.now) {
		at = w.horizon.now
	}
	if at.Before(latest) {
		at = latest
	}
	if !at.Equal(e.Time) {
		e.Counted = at
	}
}

// updates are the streams that the decisions change; their snapshots share one allocation.
func (w *work[S]) updates() []eventlog.StreamUpdate {
	updates := make([]eventlog.StreamUpdate, 0, len(w.slots))
	arena := make([]byte, 0, 64*len(w.slots))
	for i := range w.slots {
		s := &w.slots[i]
		if s.next.version == s.base.version {
			continue
		}
		start := len(arena)
		arena = w.in.encode(arena, s.next)
		updates = append(updates, eventlog.StreamUpdate{
			Stream: s.stream, Expected: s.base.version, State: arena[start:len(arena):len(arena)],
		})
	}
	return updates
}

// append appends the commit. It asks for another round when the log knew some of the events
// already or when a stream had moved on.
func (w *work[S]) append(ctx context.Context, c eventlog.Commit) (again bool, err error) {
	if len(c.Events) == 0 {
		return false, nil
	}
	if w.once != nil {
		if c, err = w.once.remember(c, c.Events[0].Time, w.decided(c), w.answer); err != nil {
			return false, err
		}
	}
	position, err := w.in.Log.Append(ctx, c)
	var duplicate *eventlog.DuplicateError
	var conflict *eventlog.ConflictError
	switch {
	case err == nil:
		w.appended(position, c)
		return false, nil
	case w.once.isKnown(err, len(w.from)):
		return false, errAnswered
	case errors.As(err, &duplicate) && len(duplicate.Known) > 0:
		for i := range duplicate.Known {
			w.items[w.from[i]].state = resent
		}
		return true, nil
	case errors.As(err, &conflict):
		for i := range w.slots {
			w.in.cache.drop(w.slots[i].stream)
			w.slots[i].loaded = false
		}
		return true, nil
	}
	return false, fmt.Errorf("append %d events: %w", len(c.Events), err)
}

func (w *work[S]) appended(position eventlog.Position, c eventlog.Commit) {
	for i, n := range w.from {
		it := &w.items[n]
		it.at = eventlog.Address{Position: position, Index: i}
		it.event = c.Events[i]
		it.state = decided
	}
	for i := range w.slots {
		if s := &w.slots[i]; s.next.version != s.base.version {
			w.in.cache.put(s.stream, s.next)
		}
	}
}
