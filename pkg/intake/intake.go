// Package intake is what the ports of all services have in common: events come in by HTTP
// one at a time, in batches or as a stream of lines, are decided by the service's pure
// aggregate and appended to the log, and every item gets a clear answer.
//
// Guarantees: what is answered as accepted is in the log. A resend, recognised by (source,
// id), is answered as the first time and appended no second time. A bad item changes nothing
// and harms no other item of its request. States are cached only after they were appended.
package intake

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// Bounds of what one service takes in.
const (
	MaxSingleBytes = event.MaxEventBytes // body of one event or command
	MaxBatchBytes  = 8 << 20             // body of a batch
	MaxStreamBytes = 256 << 20           // body of a stream of lines
	MaxRequests    = 256                 // requests of one service at a time
	MaxEach        = 128                 // of them, those of one address
	MaxBulk        = 6                   // among them, those with a body over smallBody
	MaxBulkEach    = 3                   // of them, those of one address
	MaxUnpacked    = 2                   // spreadsheets of one service that are read at a time
	ChunkEvents    = 2_000               // events of one commit
	ChunkBytes     = 4 << 20             // about how much input makes one commit
	MaxListed      = 1_000               // rejected items that a stream's answer lists
	MaxBatchItems  = 10_000              // events of a batch
	MaxIDBytes     = 128                 // of each part of the id in a subject

	smallBody   = 256 << 10
	maxAttempts = 8
)

// Aggregate is a service's pure decision about one stream. The zero S is a stream that does
// not exist. No method does I/O or changes its arguments, and values of S are never changed
// in place: they are shared by the cache. What must be known of other streams is handed in by Config.Know.
type Aggregate[S any] interface {
	// Types are those that Decide decides about, each by a rule of its own: all that there are of the service's nouns.
	Types() []event.Type
	// Decide tells what e, as its source sent it, means for a stream in state s: the data to
	// record, or why it is refused (*event.FieldError). When e counts, and whether it is late, is
	// set already: days of which something is counted are those of e.At().
	Decide(s S, e *event.Event) (event.Data, error)
	// Evolve is the state after a recorded event.
	Evolve(s S, e *event.Event) S
	// Encode appends the snapshot of s; Decode reads it. A snapshot that Decode refuses is
	// made again from the stream's events.
	Encode(dst []byte, s S) []byte
	Decode(b []byte) (S, error)
}

// Config is what an Intake needs; all of it but Wall is required.
type Config[S any] struct {
	Name      string // of the service, as in /api/v1/<name>/
	Nouns     []event.Noun
	Aggregate Aggregate[S]
	Log       eventlog.Log
	Location  *time.Location // whose days the log's clock opens
	Logger    *slog.Logger
	Now       func() time.Time
	// Wall tells that its events are of this machine's time also where a scenario runs in the log's own: the clock itself, and what
	// displays in rooms show. Optional.
	Wall bool
	// Timekeeper tells that whoever sends events may open the province's days. Optional.
	Timekeeper bool
	// Know gives the aggregate that is to decide about events, each with the state of its stream as it stands before them: one that
	// knows what is needed of other streams, read once for all of them. While the log is away nothing is decided. Optional:
	// without it Aggregate decides.
	Know func(ctx context.Context, about iter.Seq2[S, *event.Event]) (Aggregate[S], error)
}

func (c *Config[S]) validate() error {
	var errs []error
	need := func(ok bool, what string) {
		if !ok {
			errs = append(errs, fmt.Errorf("%s is missing", what))
		}
	}
	need(c.Name != "", "Name")
	need(len(c.Nouns) > 0, "Nouns")
	need(c.Aggregate != nil, "Aggregate")
	need(c.Log != nil, "Log")
	need(c.Location != nil, "Location")
	need(c.Logger != nil, "Logger")
	need(c.Now != nil, "Now")
	if c.Aggregate != nil {
		errs = append(errs, c.validateTypes())
	}
	return errors.Join(errs...)
}

// validateTypes names what is told of the nouns that nobody decides about, and what is decided about that is told of no such noun.
func (c *Config[S]) validateTypes() error {
	var told []event.Type
	for _, n := range c.Nouns {
		told = append(told, event.TypesOf(n)...)
	}
	decided := c.Aggregate.Types()
	var errs []error
	for _, t := range told {
		if !slices.Contains(decided, t) {
			errs = append(errs, fmt.Errorf("nothing is decided about %s", t))
		}
	}
	for _, t := range decided {
		if !slices.Contains(told, t) {
			errs = append(errs, fmt.Errorf("%s is decided about, but is of none of the nouns %v", t, c.Nouns))
		}
	}
	return errors.Join(errs...)
}

// Decided are the types that an aggregate's table has a rule for, in the order of their names.
func Decided[V any](table map[event.Type]V) []event.Type { return slices.Sorted(maps.Keys(table)) }

// Intake is one service's way into the log. It is safe for concurrent use.
type Intake[S any] struct {
	Config[S]
	cache *cache[S]
	clock logTime
	ahead refusals
	all   *shares
	bulk  *shares
	read  chan struct{} // room for each spreadsheet that is being read
}

// New makes an intake.
func New[S any](config Config[S]) (*Intake[S], error) {
	if err := config.validate(); err != nil {
		return nil, fmt.Errorf("intake %s: %w", config.Name, err)
	}
	return &Intake[S]{
		Config: config,
		cache:  newCache[S](),
		clock:  logTime{log: config.Log, loc: config.Location},
		all:    newShares(MaxRequests, MaxEach),
		bulk:   newShares(MaxBulk, MaxBulkEach),
		read:   make(chan struct{}, MaxUnpacked),
	}, nil
}

// Drain refuses further requests and waits until those under way have ended, or ctx.
func (in *Intake[S]) Drain(ctx context.Context) error {
	if err := in.all.drain(ctx); err != nil {
		return fmt.Errorf("%s: requests still under way: %w", in.Name, err)
	}
	if !in.ahead.hurry() {
		return nil
	}
	now, err := in.LogNow(ctx)
	if err != nil {
		return err
	}
	return in.recordRefused(ctx, now)
}

// Recorded is an event that is in the log.
type Recorded struct {
	eventlog.Address
	Event event.Event
}

// ErrContended is returned when other writers kept changing the same streams.
var ErrContended = errors.New("other writers kept changing the same streams: try again")

// Submit decides and appends one event of this program's own, which happens as it is recorded: not before what is known of its
// stream. The guard, if any, must agree with the stream's state first. An event that is in the log
// already is returned as it was recorded then, whatever the guard says of today's state.
func (in *Intake[S]) Submit(ctx context.Context, e event.Event, guard func(S, *event.Event) error) (Recorded, error) {
	return in.submit(ctx, item[S]{event: e, guard: guard, timing: happens})
}

func (in *Intake[S]) submit(ctx context.Context, one item[S]) (Recorded, error) {
	items := []item[S]{one}
	if err := in.newWork().take(ctx, items); err != nil {
		return Recorded{}, err
	}
	it := &items[0]
	return Recorded{Address: it.at, Event: it.event}, it.err
}

// LogNow is the log's now: see Today.
func (in *Intake[S]) LogNow(ctx context.Context) (time.Time, error) {
	if in.Wall {
		return in.Now(), nil
	}
	return Today(ctx, in.Log, in.Location, in.Now())
}

// State is the state and version of one stream, straight from the log.
func (in *Intake[S]) State(ctx context.Context, stream string) (S, int64, error) {
	found, err := in.load(ctx, []string{stream})
	if err != nil {
		var zero S
		return zero, 0, err
	}
	return found[0].state, found[0].version, nil
}

// load reads states from the log; a stream without a usable snapshot is folded from its events.
func (in *Intake[S]) load(ctx context.Context, names []string) ([]versioned[S], error) {
	streams, err := in.Log.Streams(ctx, names)
	if err != nil {
		return nil, fmt.Errorf("load %d streams: %w", len(names), err)
	}
	found := make([]versioned[S], len(names))
	for i, s := range streams {
		if s.Version == 0 {
			continue
		}
		if found[i], err = in.decode(s); err == nil {
			continue
		}
		if found[i], err = in.fold(ctx, names[i]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (in *Intake[S]) fold(ctx context.Context, stream string) (versioned[S], error) {
	var v versioned[S]
	events, err := in.Log.Load(ctx, stream)
	if err != nil {
		return v, fmt.Errorf("load stream %s: %w", stream, err)
	}
	for i := range events {
		v = in.evolve(v, &events[i].Event)
	}
	return v, nil
}

// evolve is where a stream stands after a recorded event.
func (in *Intake[S]) evolve(v versioned[S], e *event.Event) versioned[S] {
	v.state = in.Aggregate.Evolve(v.state, e)
	v.version++
	if at := e.At(); at.After(v.latest) {
		v.latest = at.UTC()
	}
	return v
}

// snapshotOfStream is the first byte of what is kept of a stream: the latest moment that counts in it follows, then the
// aggregate's own snapshot. Snapshots from before begin with a byte below it.
const snapshotOfStream = 0x80

func (in *Intake[S]) encode(dst []byte, v versioned[S]) []byte {
	dst = AppendInt(append(dst, snapshotOfStream), v.latest.UnixNano())
	return in.Aggregate.Encode(dst, v.state)
}

func (in *Intake[S]) decode(s eventlog.Stream) (versioned[S], error) {
	v := versioned[S]{version: s.Version}
	r := OpenSnapshot(s.State, snapshotOfStream)
	v.latest = time.Unix(0, r.Int()).UTC()
	if !r.Ok() {
		return v, ErrSnapshot
	}
	var err error
	v.state, err = in.Aggregate.Decode(r.rest)
	return v, err
}

// admit checks what no aggregate needs to be asked about.
func (in *Intake[S]) admit(e *event.Event, h *horizon) error {
	known := false
	for _, n := range in.Nouns {
		known = known || n == e.Type.Noun()
	}
	if !known {
		return event.Refuse("type", "%q is not taken by %s", e.Type, in.Name)
	}
	if err := h.refuse(e.Time); err != nil {
		in.ahead.note(in.Name, e, e.Time.Sub(h.now))
		return err
	}
	return CheckSubject(e.Subject)
}

// CheckSubject refuses ids that could not stand in a path: each part of a subject has at most
// MaxIDBytes of visible ASCII other than / ? # % and the backslash, and the whole at most
// event.MaxAttributeBytes.
func CheckSubject(subject string) error {
	_, id, _ := strings.Cut(subject, "/")
	if len(subject) > event.MaxAttributeBytes {
		return event.Refuse("subject", "is longer than %d bytes", event.MaxAttributeBytes)
	}
	for part := range strings.SplitSeq(id, "/") {
		if len(part) > MaxIDBytes {
			return event.Refuse("subject", "has an id of %d bytes; at most %d are taken", len(part), MaxIDBytes)
		}
	}
	if id == "" || id[0] == '/' || id[len(id)-1] == '/' || strings.Contains(id, "//") {
		return event.Refuse("subject", "%q has an empty part", subject)
	}
	slashes := strings.HasPrefix(subject, string(event.NounAlarm)+"/")
	for _, c := range id {
		switch {
		case c == '/' && slashes:
		case c <= ' ' || c > '~' || strings.ContainsRune(`/?#%\`, c):
			return event.Refuse("subject", "%q has an id with %q in it", subject, c)
		}
	}
	return nil
}
