package eventlog

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/vmihailenco/msgpack"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/trace"
)

// The fields of an entry in watermill-redisstream's wire format.
const (
	FieldUUID     = "_watermill_message_uuid"
	FieldMetadata = "metadata" // msgpack map of strings, empty when there are none
	FieldPayload  = "payload"
)

// The metadata of an entry that is a batch of events.
const (
	MetaContentType = "content_type" // event.BatchContentType
	MetaRecorded    = "recorded"     // RFC 3339 with nanoseconds, UTC
	MetaEvents      = "events"       // number of events
	// MetaBackfill is "all" when every event of the entry is marked Backfill.
	MetaBackfill = "backfill"
	allBackfill  = "all"
	// MetaTrace is the trace that the entry was appended in, as W3C's traceparent; not there where nobody traces.
	MetaTrace = trace.ParentKey
)

// Draft is a commit checked and encoded, as the implementations store it.
type Draft struct {
	UUID     string
	Recorded time.Time
	Metadata []byte // msgpack
	Payload  []byte
	Events   []event.Event
	Backfill bool // all of Events are
	// IDs are the identities of Events.
	IDs []string
	// Updates are the commit's, in the order in which Events first name the streams.
	Updates []StreamUpdate
	// Counts is the number of events that each update adds to its stream.
	Counts []int64
}

// Prepare checks c, stamps its events with the time now, and encodes it, with the trace that ctx is in. Its error wraps ErrInvalid.
func Prepare(ctx context.Context, c Commit, now time.Time) (*Draft, error) {
	d := &Draft{UUID: uuid.NewString(), Recorded: now.UTC().Truncate(time.Microsecond), Events: c.Events}
	if c.Message != nil {
		return d, d.fillMessage(c)
	}
	if len(c.Events) == 0 || len(c.Events) > MaxCommitEvents {
		return nil, fmt.Errorf("%w: it has %d events; 1 to %d are taken", ErrInvalid, len(c.Events), MaxCommitEvents)
	}
	if err := d.identify(); err != nil {
		return nil, err
	}
	if err := d.order(c.Streams); err != nil {
		return nil, err
	}
	return d, d.encode(trace.Parent(ctx))
}

func (d *Draft) fillMessage(c Commit) error {
	if len(c.Events) > 0 || len(c.Streams) > 1 {
		return fmt.Errorf("%w: a message comes alone, with one stream at most", ErrInvalid)
	}
	if len(c.Message.Payload) > MaxCommitBytes {
		return fmt.Errorf("%w: its message has %d bytes; at most %d are taken", ErrInvalid, len(c.Message.Payload), MaxCommitBytes)
	}
	if c.Message.UUID != "" {
		d.UUID = c.Message.UUID
	}
	for _, u := range c.Streams {
		if u.Stream == "" {
			return fmt.Errorf("%w: a stream has no name", ErrInvalid)
		}
		d.Updates, d.Counts = append(d.Updates, u), append(d.Counts, 1)
	}
	d.Payload = c.Message.Payload
	var err error
	d.Metadata, err = EncodeMetadata(c.Message.Metadata)
	return err
}

// identify collects the identities, which must differ.
func (d *Draft) identify() error {
	d.IDs = make([]string, len(d.Events))
	seen := make(map[string]int, len(d.Events))
	for i := range d.Events {
		id := d.Events[i].Identity()
		if first, twice := seen[id]; twice {
			return fmt.Errorf("%w: events %d and %d are the same, %q of %q", ErrInvalid, first, i, d.Events[i].ID, d.Events[i].Source)
		}
		seen[id] = i
		d.IDs[i] = id
	}
	return nil
}

// order brings the updates into the order of the events and counts the events of each.
func (d *Draft) order(updates []StreamUpdate) error {
	given := make(map[string]int, len(updates)) // index of the update
	for i, u := range updates {
		if _, twice := given[u.Stream]; twice || u.Stream == "" {
			return fmt.Errorf("%w: stream %q is updated twice or has no name", ErrInvalid, u.Stream)
		}
		given[u.Stream] = i
	}
	place := make([]int, len(updates)) // 1 + index in d.Updates
	d.Updates = make([]StreamUpdate, 0, len(updates))
	d.Counts = make([]int64, 0, len(updates))
	for i := range d.Events {
		at, ok := given[d.Events[i].Subject]
		if !ok {
			return fmt.Errorf("%w: event %d touches stream %q, which has no update", ErrInvalid, i, d.Events[i].Subject)
		}
		if place[at] == 0 {
			d.Updates, d.Counts = append(d.Updates, updates[at]), append(d.Counts, 0)
			place[at] = len(d.Updates)
		}
		d.Counts[place[at]-1]++
	}
	if len(d.Updates) != len(updates) {
		return fmt.Errorf("%w: %d of its streams have no event in it", ErrInvalid, len(updates)-len(d.Updates))
	}
	return nil
}

func (d *Draft) encode(traceParent string) error {
	d.Backfill = true
	for i := range d.Events {
		d.Events[i].Recorded = d.Recorded
		d.Backfill = d.Backfill && d.Events[i].Backfill
	}
	var err error
	if d.Payload, err = event.MarshalBatch(d.Events); err != nil {
		return fmt.Errorf("%w: encode: %w", ErrInvalid, err)
	}
	if len(d.Payload) > MaxCommitBytes {
		return fmt.Errorf("%w: its events have %d bytes; at most %d are taken", ErrInvalid, len(d.Payload), MaxCommitBytes)
	}
	metadata := map[string]string{
		MetaContentType: event.BatchContentType,
		MetaRecorded:    d.Recorded.Format(time.RFC3339Nano),
		MetaEvents:      strconv.Itoa(len(d.Events)),
	}
	if d.Backfill {
		metadata[MetaBackfill] = allBackfill
	}
	if traceParent != "" {
		metadata[MetaTrace] = traceParent
	}
	d.Metadata, err = EncodeMetadata(metadata)
	return err
}

// EncodeMetadata writes metadata as watermill-redisstream's default marshaller does, with the
// keys in order.
func EncodeMetadata(metadata map[string]string) ([]byte, error) {
	if len(metadata) == 0 {
		return nil, nil
	}
	var buf bytes.Buffer
	if err := msgpack.NewEncoder(&buf).SortMapKeys(true).Encode(metadata); err != nil {
		return nil, fmt.Errorf("encode metadata: %w", err)
	}
	return buf.Bytes(), nil
}

// DecodeMetadata reads what EncodeMetadata or watermill-redisstream wrote.
func DecodeMetadata(b []byte) (map[string]string, error) {
	if len(b) == 0 {
		return nil, nil
	}
	var metadata map[string]string
	if err := msgpack.Unmarshal(b, &metadata); err != nil {
		return nil, fmt.Errorf("decode metadata: %w", err)
	}
	return metadata, nil
}

// Decode sets e.Events from e.Payload when e is a batch of events that is not decoded yet.
func Decode(e *Entry) error {
	if e.Events != nil || e.Metadata[MetaContentType] != event.BatchContentType {
		return nil
	}
	events, err := event.UnmarshalBatch(e.Payload)
	if err != nil {
		return fmt.Errorf("decode entry %d: %w", e.Position, err)
	}
	e.Events = events
	return nil
}
