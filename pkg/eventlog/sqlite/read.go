package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/s2"
	"github.com/ncruces/go-sqlite3"

	"langbiang.internal/ioc/pkg/eventlog"
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
	if limit <= 0 {
		limit = defaultLimit
	}
	if after >= l.head.Last() {
		return nil, l.head.Open(ctx)
	}
	var entries []eventlog.Entry
	err := l.reading(ctx, func(c *conn) error {
		s, err := c.prepared("SELECT position, uuid, recorded, metadata, size, payload FROM entry WHERE position > ? ORDER BY position LIMIT ?")
		if err != nil {
			return err
		}
		if err := errors.Join(s.BindInt64(1, int64(after)), s.BindInt(2, limit)); err != nil {
			return err
		}
		for size := 0; size < eventlog.MaxReadBytes && s.Step(); {
			e, err := scan(s)
			if err != nil {
				return errors.Join(err, s.Reset())
			}
			entries = append(entries, e)
			size += len(e.Payload)
		}
		return s.Reset()
	})
	if err != nil {
		return nil, fmt.Errorf("read the log after %d: %w", after, err)
	}
	return entries, nil
}

func scan(s *sqlite3.Stmt) (eventlog.Entry, error) {
	e := eventlog.Entry{
		Position: eventlog.Position(s.ColumnInt64(0)),
		UUID:     s.ColumnText(1),
		Recorded: time.UnixMicro(s.ColumnInt64(2)).UTC(),
	}
	var err error
	if e.Metadata, err = eventlog.DecodeMetadata(s.ColumnRawBlob(3)); err != nil {
		return e, fmt.Errorf("entry %d: %w", e.Position, err)
	}
	size, stored := s.ColumnInt(4), s.ColumnRawBlob(5)
	if len(stored) == size {
		e.Payload = slices.Clone(stored)
		return e, nil
	}
	if e.Payload, err = s2.Decode(make([]byte, size), stored); err != nil {
		return e, fmt.Errorf("entry %d: unpack: %w", e.Position, err)
	}
	return e, nil
}

// reading lends a connection to f, one of few.
func (l *Log) reading(ctx context.Context, f func(*conn) error) error {
	if err := l.head.Open(ctx); err != nil {
		return err
	}
	var c *conn
	select {
	case c = <-l.readers:
	case <-l.head.Closed():
		return eventlog.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { l.readers <- c }()
	if c == nil {
		opened, err := l.openReader()
		if err != nil {
			return fmt.Errorf("open for reading: %w", err)
		}
		c = opened
	}
	return f(c)
}

// openReader opens a connection to the same files as the writer's: to no others, should they have come there meanwhile.
func (l *Log) openReader() (*conn, error) {
	if err := l.sound(); err != nil {
		return nil, err
	}
	c, err := openConn(l.config.Path, readerCacheKiB)
	if err != nil {
		return nil, err
	}
	if err := l.sound(); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// Streams implements eventlog.Log.
func (l *Log) Streams(ctx context.Context, names []string) ([]eventlog.Stream, error) {
	if err := l.head.Open(ctx); err != nil {
		return nil, err
	}
	streams := make([]eventlog.Stream, len(names))
	var cold []int
	for i, name := range names {
		v, found, absent := l.index.get(streamKey(name))
		if found {
			streams[i] = v.stream()
		} else if !absent {
			cold = append(cold, i)
		}
	}
	if cold == nil {
		return streams, nil
	}
	err := l.reading(ctx, func(c *conn) error {
		for _, i := range cold {
			v, err := c.lookup(streamKey(names[i]))
			if err != nil {
				return err
			}
			streams[i] = v.stream()
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look at %d streams: %w", len(names), err)
	}
	return streams, nil
}

func (v value) stream() eventlog.Stream {
	s := eventlog.Stream{Version: int64(v.a)}
	if v.state != "" {
		s.State = []byte(v.state[1:])
	}
	return s
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
	if err := l.head.Open(ctx); err != nil {
		return nil, err
	}
	v, found, absent := l.index.get(streamKey(stream))
	if absent {
		return nil, nil
	}
	var located []eventlog.Located
	err := l.reading(ctx, func(c *conn) error {
		var err error
		if !found {
			if v, err = c.lookup(streamKey(stream)); err != nil {
				return err
			}
		}
		located, err = c.walk(ctx, stream, eventlog.Position(v.b), newest)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load stream %q: %w", stream, err)
	}
	return located, nil
}

func (c *conn) walk(ctx context.Context, stream string, from eventlog.Position, newest bool) ([]eventlog.Located, error) {
	return eventlog.Walk(stream, from, newest, func(p eventlog.Position) (e eventlog.Entry, previous []eventlog.Position, err error) {
		if err := ctx.Err(); err != nil {
			return e, nil, err
		}
		return c.entry(p)
	})
}

// entry is the one at a position, and for each of its streams the position of the stream's entry before it.
func (c *conn) entry(p eventlog.Position) (e eventlog.Entry, previous []eventlog.Position, err error) {
	s, err := c.prepared("SELECT position, uuid, recorded, metadata, size, payload, links FROM entry WHERE position = ?")
	if err != nil {
		return e, nil, err
	}
	if err := s.BindInt64(1, int64(p)); err != nil {
		return e, nil, err
	}
	if !s.Step() {
		return e, nil, errors.Join(fmt.Errorf("entry %d is not there: %w", p, errCorrupt), s.Reset())
	}
	e, err = scan(s)
	links, bad := decodeLinks(s.ColumnRawBlob(6))
	for _, l := range links {
		previous = append(previous, l.previous)
	}
	return e, previous, errors.Join(err, bad, s.Reset())
}

// Known implements eventlog.Log.
func (l *Log) Known(ctx context.Context, ids []string) ([]*eventlog.Located, error) {
	if err := l.head.Open(ctx); err != nil {
		return nil, err
	}
	var located []*eventlog.Located
	err := l.reading(ctx, func(c *conn) error {
		at, err := l.addresses(c, ids)
		if err == nil && len(at) > 0 {
			err = l.sound() // what is in a file that nobody will find is not known
		}
		if err != nil {
			return err
		}
		located, err = eventlog.Locate(ids, at, c.entries)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for %d events: %w", len(ids), err)
	}
	return located, nil
}

// addresses are where the events with these identities are, by index.
func (l *Log) addresses(c *conn, ids []string) (map[int]eventlog.Address, error) {
	at := make(map[int]eventlog.Address)
	for i, id := range ids {
		source, id, _ := strings.Cut(id, "\n")
		key := identityKey(source, id)
		v, found, absent := l.index.get(key)
		if !found && !absent {
			var err error
			if v, err = c.lookup(key); err != nil {
				return nil, err
			}
		}
		if v.a != 0 {
			at[i] = eventlog.Address{Position: eventlog.Position(v.a), Index: int(v.b)}
		}
	}
	return at, nil
}

// entries are those at positions.
func (c *conn) entries(positions []eventlog.Position) ([]eventlog.Entry, error) {
	entries := make([]eventlog.Entry, len(positions))
	for i, p := range positions {
		var err error
		if entries[i], _, err = c.entry(p); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// Cursor implements eventlog.Log.
func (l *Log) Cursor(ctx context.Context, consumer string) (eventlog.Position, error) {
	var p eventlog.Position
	err := l.reading(ctx, func(c *conn) error {
		s, err := c.prepared("SELECT position FROM cursor WHERE consumer = ?")
		if err != nil {
			return err
		}
		if err := s.BindText(1, consumer); err != nil {
			return err
		}
		if s.Step() {
			p = eventlog.Position(s.ColumnInt64(0))
		}
		return s.Reset()
	})
	if err != nil {
		return 0, fmt.Errorf("read cursor of %q: %w", consumer, err)
	}
	return p, nil
}
