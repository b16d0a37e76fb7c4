package redis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"langbiang.internal/ioc/pkg/eventlog"
)

// Bounds of one command.
const (
	defaultLimit = 1000
	firstRead    = 4    // entries, until their size is known
	keysAtOnce   = 1000 // of an MGET
)

// Read implements eventlog.Log.
func (l *Log) Read(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Entry, error) {
	entries, err := l.ReadRaw(ctx, after, limit)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		if err := eventlog.Decode(&entries[i]); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// ReadRaw implements eventlog.RawReader.
func (l *Log) ReadRaw(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Entry, error) {
	if err := l.head.Open(ctx); err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = defaultLimit
	}
	var entries []eventlog.Entry
	for size := 0; len(entries) < limit && size < eventlog.MaxReadBytes; { // each round adds at least one, or ends
		count := firstRead
		if n := len(entries); n > 0 { // as many as fit, going by those so far
			count = max(1, (eventlog.MaxReadBytes-size)/max(1, size/n))
		}
		count = min(count, limit-len(entries))
		more, err := l.span(ctx, after, count)
		if err != nil {
			return nil, fmt.Errorf("read the log after %d: %w", after, l.orClosed(err))
		}
		for i := 0; i < len(more) && size < eventlog.MaxReadBytes; i++ {
			size += len(more[i].Payload)
			entries = append(entries, more[i])
			after++
		}
		if len(more) < count {
			break
		}
	}
	return entries, nil
}

// span reads at most count entries after a position, and makes sure that none is missing and that they are of this log.
func (l *Log) span(ctx context.Context, after eventlog.Position, count int) ([]eventlog.Entry, error) {
	least := l.landmark().position
	messages, err := l.messages(ctx, streamID(after+1), "+", count)
	if err != nil {
		return nil, err
	}
	entries := make([]eventlog.Entry, len(messages))
	for i, m := range messages {
		if entries[i], _, err = entry(m); err != nil {
			return nil, fmt.Errorf("entry %s: %w", m.ID, err)
		}
		if want := after + 1 + eventlog.Position(i); entries[i].Position != want {
			return nil, l.missing(ctx, want)
		}
	}
	if end := after + eventlog.Position(len(entries)); len(entries) < count && end < least {
		return nil, l.missing(ctx, end+1)
	}
	if n := len(entries); n > 0 {
		l.saw(entries[n-1].Position, entries[n-1].UUID)
	}
	return entries, nil
}

// messages reads entries of the stream as they are.
func (l *Log) messages(ctx context.Context, from, to string, count int) ([]redis.XMessage, error) {
	var messages *redis.XMessageSliceCmd
	err := l.ofThisLog(ctx, func(pipe redis.Pipeliner) {
		messages = pipe.XRangeN(ctx, l.key("log"), from, to, int64(count))
	})
	if err != nil {
		return nil, err
	}
	return messages.Val(), nil
}

// missing says why an entry that must be there is not.
func (l *Log) missing(ctx context.Context, p eventlog.Position) error {
	return fmt.Errorf("entry %d is missing: %w", p, l.gone(ctx))
}

func streamID(p eventlog.Position) string { return strconv.FormatUint(uint64(p), 10) + "-0" }

// entry reads one entry of the stream, and the links of its streams.
func entry(m redis.XMessage) (e eventlog.Entry, links []eventlog.Position, err error) {
	field := func(name string) string {
		s, _ := m.Values[name].(string)
		return s
	}
	position, sequence, _ := strings.Cut(m.ID, "-")
	if sequence != "0" {
		return e, nil, errors.New("it was not appended by a log: nothing else may write to this stream")
	}
	if e.Position, err = parsePosition(position); err != nil {
		return e, nil, err
	}
	e.UUID, e.Payload = field(eventlog.FieldUUID), []byte(field(eventlog.FieldPayload))
	micros, err := strconv.ParseInt(field("recorded"), 10, 64)
	if err != nil {
		return e, nil, fmt.Errorf("recorded: %w", err)
	}
	e.Recorded = time.UnixMicro(micros).UTC()
	if e.Metadata, err = eventlog.DecodeMetadata([]byte(field(eventlog.FieldMetadata))); err != nil {
		return e, nil, err
	}
	for _, s := range strings.Fields(field("links")) {
		p, err := parsePosition(s)
		if err != nil {
			return e, nil, fmt.Errorf("links: %w", err)
		}
		links = append(links, p)
	}
	return e, links, nil
}

// Streams implements eventlog.Log.
func (l *Log) Streams(ctx context.Context, names []string) ([]eventlog.Stream, error) {
	records, err := l.records(ctx, names)
	if err != nil {
		return nil, fmt.Errorf("look at %d streams: %w", len(names), err)
	}
	streams := make([]eventlog.Stream, len(names))
	for i, r := range records {
		streams[i] = eventlog.Stream{Version: r.version, State: r.state}
	}
	return streams, nil
}

// record is what the server keeps of a stream: "version last", and "=state" if there is one.
type record struct {
	version int64
	last    eventlog.Position
	state   []byte
}

func (l *Log) records(ctx context.Context, names []string) ([]record, error) {
	if err := l.head.Open(ctx); err != nil {
		return nil, err
	}
	records := make([]record, len(names))
	for from := 0; from < len(names); from += keysAtOnce {
		part := names[from:min(from+keysAtOnce, len(names))]
		keys := make([]string, 1, 1+len(part))
		keys[0] = l.key("id")
		for _, name := range part {
			keys = append(keys, l.key("stream:"+name))
		}
		values, err := l.read.MGet(ctx, keys...).Result()
		if err != nil {
			return nil, l.orClosed(err)
		}
		if values[0] != l.id {
			return nil, l.gone(ctx)
		}
		for i, v := range values[1:] {
			if s, ok := v.(string); ok {
				if records[from+i], err = parseRecord(s); err != nil {
					return nil, fmt.Errorf("stream %q: %w", part[i], err)
				}
			}
		}
	}
	return records, nil
}

func parseRecord(s string) (record, error) {
	numbers, state, hasState := strings.Cut(s, "=")
	version, last, _ := strings.Cut(numbers, " ")
	var r record
	var err error
	if r.version, err = strconv.ParseInt(version, 10, 64); err != nil {
		return r, fmt.Errorf("version: %w", err)
	}
	if r.last, err = parsePosition(last); err != nil {
		return r, err
	}
	if hasState {
		r.state = []byte(state)
	}
	return r, nil
}

// Load implements eventlog.Log. It goes from entry to entry backwards, by their links.
func (l *Log) Load(ctx context.Context, stream string) ([]eventlog.Located, error) {
	return l.walk(ctx, stream, false)
}

// Last implements eventlog.Log.
func (l *Log) Last(ctx context.Context, stream string) (*eventlog.Located, error) {
	located, err := l.walk(ctx, stream, true)
	if err != nil || len(located) == 0 {
		return nil, err
	}
	return &located[0], nil
}

func (l *Log) walk(ctx context.Context, stream string, newest bool) ([]eventlog.Located, error) {
	records, err := l.records(ctx, []string{stream})
	if err != nil {
		return nil, fmt.Errorf("load stream %q: %w", stream, err)
	}
	located, err := eventlog.Walk(stream, records[0].last, newest, func(p eventlog.Position) (eventlog.Entry, []eventlog.Position, error) {
		messages, err := l.messages(ctx, streamID(p), streamID(p), 1)
		if err != nil {
			return eventlog.Entry{}, nil, l.orClosed(err)
		}
		if len(messages) == 0 {
			return eventlog.Entry{}, nil, l.missing(ctx, p)
		}
		return entry(messages[0])
	})
	if err != nil {
		return nil, fmt.Errorf("load stream %q: %w", stream, err)
	}
	return located, nil
}

// Known implements eventlog.Log.
func (l *Log) Known(ctx context.Context, ids []string) ([]*eventlog.Located, error) {
	if err := l.head.Open(ctx); err != nil {
		return nil, err
	}
	at, err := l.addresses(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("look for %d events: %w", len(ids), l.orClosed(err))
	}
	if len(at) > 0 && l.config.Replicas > 0 {
		if err := l.confirm(ctx); err != nil {
			return nil, err
		}
	}
	located, err := eventlog.Locate(ids, at, func(positions []eventlog.Position) ([]eventlog.Entry, error) {
		return l.entries(ctx, positions)
	})
	if err != nil {
		return nil, fmt.Errorf("look for %d events: %w", len(ids), l.orClosed(err))
	}
	return located, nil
}

// addresses are where the events with these identities are, by index.
func (l *Log) addresses(ctx context.Context, ids []string) (map[int]eventlog.Address, error) {
	at := make(map[int]eventlog.Address)
	for from := 0; from < len(ids); from += keysAtOnce {
		part := ids[from:min(from+keysAtOnce, len(ids))]
		found := make([]*redis.StringCmd, len(part))
		err := l.ofThisLog(ctx, func(pipe redis.Pipeliner) {
			for i, id := range part {
				key, field := l.identityPlace(id)
				found[i] = pipe.HGet(ctx, key, field)
			}
		})
		if err != nil {
			return nil, err
		}
		for i, f := range found {
			if f.Err() != nil { // there is none: any other error has ended the pipeline
				continue
			}
			if at[from+i], err = parseAddress(f.Val()); err != nil {
				return nil, err
			}
		}
	}
	return at, nil
}

// entries are those at positions.
func (l *Log) entries(ctx context.Context, positions []eventlog.Position) ([]eventlog.Entry, error) {
	found := make([]*redis.XMessageSliceCmd, len(positions))
	err := l.ofThisLog(ctx, func(pipe redis.Pipeliner) {
		for i, p := range positions {
			found[i] = pipe.XRangeN(ctx, l.key("log"), streamID(p), streamID(p), 1)
		}
	})
	if err != nil {
		return nil, err
	}
	entries := make([]eventlog.Entry, len(positions))
	for i, f := range found {
		if len(f.Val()) == 0 {
			return nil, l.missing(ctx, positions[i])
		}
		if entries[i], _, err = entry(f.Val()[0]); err != nil {
			return nil, fmt.Errorf("entry %d: %w", positions[i], err)
		}
	}
	return entries, nil
}

// ofThisLog sends what ask adds to a pipeline. The id is read after it: if it is the log's, so was what was read.
func (l *Log) ofThisLog(ctx context.Context, ask func(redis.Pipeliner)) error {
	var id *redis.StringCmd
	_, err := l.read.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		ask(pipe)
		id = pipe.Get(ctx, l.key("id"))
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return err
	}
	if id.Val() != l.id {
		return l.gone(ctx)
	}
	return nil
}

// Cursor implements eventlog.Log.
func (l *Log) Cursor(ctx context.Context, consumer string) (eventlog.Position, error) {
	if err := l.head.Open(ctx); err != nil {
		return 0, err
	}
	var cursor *redis.StringCmd
	err := l.ofThisLog(ctx, func(pipe redis.Pipeliner) { cursor = pipe.HGet(ctx, l.key("cursors"), consumer) })
	switch {
	case err != nil:
		return 0, fmt.Errorf("read cursor of %q: %w", consumer, l.orClosed(err))
	case errors.Is(cursor.Err(), redis.Nil):
		return 0, nil
	}
	return parsePosition(cursor.Val())
}

// PastBackfill implements eventlog.Backfilled. The server keeps the newest run of such entries.
func (l *Log) PastBackfill(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	if err := l.head.Open(ctx); err != nil {
		return 0, err
	}
	values, err := l.read.MGet(ctx, l.key("backfill"), l.key("id")).Result()
	if err != nil {
		return 0, fmt.Errorf("read how far the history is: %w", l.orClosed(err))
	}
	if values[1] != l.id {
		return 0, l.gone(ctx)
	}
	run, _ := values[0].(string)
	from, to, found := strings.Cut(run, " ")
	if !found {
		return after, nil
	}
	first, err := parsePosition(from)
	last, err2 := parsePosition(to)
	if err := errors.Join(err, err2); err != nil {
		return 0, fmt.Errorf("read how far the history is: %w", err)
	}
	if first > after+1 || last < after {
		return after, nil
	}
	return last, nil
}

// SetCursor implements eventlog.Log.
func (l *Log) SetCursor(ctx context.Context, consumer string, p eventlog.Position) error {
	if err := l.head.Open(ctx); err != nil {
		return err
	}
	moved, err := l.cursor.Run(ctx, l.read, []string{l.key("cursors"), l.key("id")}, consumer, uint64(p), l.id).Bool()
	if err != nil {
		return fmt.Errorf("set cursor of %q: %w", consumer, l.orClosed(err))
	}
	if !moved {
		return l.gone(ctx)
	}
	return nil
}
