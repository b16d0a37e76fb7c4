// Package eventlog is the contract of the log: one per province, one total order, dense
// positions. Implementations live in the packages beside it and pass one conformance
// suite, eventlogtest.
package eventlog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/event"
)

// Position is a place in the log: 1, 2, 3 … without a gap. 0 is before the first entry.
type Position uint64

// AnyVersion as an expected version appends whatever the stream's version is.
const AnyVersion int64 = -1

// Bounds of one append.
const (
	MaxCommitEvents = 10_000
	MaxCommitBytes  = 16 << 20 // of the encoded events
)

// Commit is the unit of append: the events of one command or of one import chunk. It is
// taken whole, at one position, or not at all.
type Commit struct {
	Events []event.Event
	// Streams has one update for every stream (Subject) that Events touches, and no other.
	Streams []StreamUpdate
	// Message, when set, is appended instead of events: the log keeps it as it is, and readers
	// get an Entry without Events. It is not checked for having been sent before. Such a
	// commit may update one stream of any name, which counts the message as one event.
	Message *Message
}

// Message is an entry that is not a batch of events: any Watermill message.
type Message struct {
	UUID     string // "" for a new one
	Metadata map[string]string
	Payload  []byte
}

// StreamUpdate says what a commit assumes of a stream and what it leaves behind.
type StreamUpdate struct {
	Stream string
	// Expected is the number of events that the writer believes the stream holds, or AnyVersion.
	Expected int64
	// State is the writer's snapshot of the stream after this commit, opaque to the log,
	// kept in the same atomic step. Nil keeps no snapshot.
	State []byte
}

// Stream is what the log knows of one stream without reading its events.
type Stream struct {
	Version int64 // number of events in it; 0: it does not exist
	State   []byte
}

// Address is the place of one event.
type Address struct {
	Position Position
	Index    int // among the events of its entry
}

// Located is an event with its address.
type Located struct {
	Address
	Event event.Event
}

// Entry is one entry of the log, in the form of a Watermill message.
type Entry struct {
	Position Position
	UUID     string
	Recorded time.Time
	Metadata map[string]string
	Payload  []byte // may be nil when Events are set by a reader that shares decoded entries

	// Events are the entry's decoded events; nil for an entry that is not a batch of events
	// (a foreign Watermill message).
	Events []event.Event
}

// IsBackfill tells whether the entry is history that is loaded: every event of it is marked Backfill.
func (e *Entry) IsBackfill() bool { return e.Metadata[MetaBackfill] == allBackfill }

// Log is the log of one province. All methods are safe for concurrent use. A log proves itself: it knows its id and
// how far it was, and when something else is in its place its methods fail with *ReplacedError.
type Log interface {
	// Append takes c durably: when it returns a position, no crash of any process loses it.
	// It fails with *DuplicateError when any event is in the log already, with *ConflictError when
	// a stream's version is not the expected one (the first is told when both are so), and
	// with ErrInvalid; then nothing was changed. It fails with ErrFull and *ReplacedError as well. Recorded of each event of c is set, in place,
	// to the log's time, the same for all of a commit. The log and its readers may keep
	// c.Events: they must not be changed afterwards.
	Append(ctx context.Context, c Commit) (Position, error)

	// Read returns the entries after the position, in order, without a gap: at most limit of
	// them (0: 1,000) and about MaxReadBytes. It does not wait: no entries means none there.
	Read(ctx context.Context, after Position, limit int) ([]Entry, error)

	// Wait blocks until the log's head is beyond the position, and returns the head.
	Wait(ctx context.Context, after Position) (Position, error)

	// Head is the position of the last entry, 0 when the log is empty.
	Head(ctx context.Context) (Position, error)

	// Streams returns what the log knows of each named stream, in the order of the names.
	Streams(ctx context.Context, names []string) ([]Stream, error)

	// Load returns the events of one stream, oldest first.
	Load(ctx context.Context, stream string) ([]Located, error)

	// Last returns the newest event of one stream, nil when there is none. It reads no other entry than that event's.
	Last(ctx context.Context, stream string) (*Located, error)

	// Known returns, for each identity (event.Event.Identity), the event that has it; nil where none has. What is known
	// is as safe in the log as what Append has acknowledged.
	Known(ctx context.Context, ids []string) ([]*Located, error)

	// Cursor is the position that a named consumer has acknowledged; 0 for a new one.
	Cursor(ctx context.Context, consumer string) (Position, error)

	// SetCursor records it, durably. It never moves backwards.
	SetCursor(ctx context.Context, consumer string, p Position) error

	// Check is nil when the log is the one that it was and would take an append now, else the error that
	// Append would fail with: *ReplacedError, ErrFull, ErrUnsafe or that it does not answer.
	Check(ctx context.Context) error

	Close() error
}

// RawReader is what a Log may offer besides: Read without decoding, so that a reader that needs
// few of the entries decodes only those (Decode). Events of its entries are nil, unless the
// log has them decoded anyway.
type RawReader interface {
	ReadRaw(ctx context.Context, after Position, limit int) ([]Entry, error)
}

// Backfilled is what a Log may offer besides: how far a reader may go on without reading, because all that lies between is history.
type Backfilled interface {
	// PastBackfill returns the position up to which every entry after the given one is known to be all Backfill
	// (MetaBackfill); the same one if none is. It may know of the newest such entries alone.
	PastBackfill(ctx context.Context, after Position) (Position, error)
}

// Tapper is what a Log may offer besides: it hands every entry that was appended through it to
// f, after it is durable and before any Wait returns for it. Payload may be nil. f must be quick.
type Tapper interface {
	Tap(f func(Entry))
}

// Identified is what a Log may offer besides: an id given to its contents when they began.
// Positions of a log with another id mean nothing here.
type Identified interface {
	ID() string
}

// MaxReadBytes is about how much payload one Read returns.
const MaxReadBytes = 8 << 20

// ErrClosed is returned by every method of a closed log.
var ErrClosed = errors.New("eventlog: closed")

// ErrInvalid is wrapped by the errors of Append for a commit that no log takes: empty, too large,
// an event twice in it, or Streams that do not match Events.
var ErrInvalid = errors.New("eventlog: invalid commit")

// ConflictError says that a stream has moved on since the writer looked.
type ConflictError struct {
	Stream           string
	Expected, Actual int64
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("eventlog: stream %q holds %d events, not %d: load it again and retry", e.Stream, e.Actual, e.Expected)
}

// DuplicateError says which events of a commit are in the log already, and where: index in
// the commit → address of the first time. The writer answers those from there and
// appends the rest anew.
type DuplicateError struct {
	Known map[int]Address
}

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("eventlog: %d events of the commit are in the log already", len(e.Known))
}
