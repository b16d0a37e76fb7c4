package eventlog

import (
	"context"
	"sync"
)

// Bounds of a Shared besides its bytes.
const (
	sharedEarly    = 16  // entries that may wait for one that comes before them; their bytes count as the others'
	sharedPerEvent = 512 // bytes of memory, besides those of the payload, that an event is reckoned at
	sharedLimit    = 1000
)

// Shared is a Log that keeps the newest entries that this process appended decoded, in memory, so
// that the readers at the head in the same process need not read and decode them again. Readers further behind
// get theirs from the log. An entry is in memory only after it is durable, and what Read returns
// is in order and without a gap, as the log's own.
type Shared struct {
	Log
	max   int
	inner RawReader

	mu      sync.RWMutex
	entries []Entry // without a gap, the last one before next
	sizes   []int
	bytes   int
	next    Position
	early   map[Position]Entry // those that came before their turn
	waiting int                // bytes of early
}

// Share decorates log, which should be a Tapper, with a tail of at most maxBytes, about. Its entries' Events are shared by
// all readers: they must not be changed. What other processes append is read from the log. Only
// the Shared is to be closed.
func Share(log Log, maxBytes int) *Shared {
	s := &Shared{Log: log, max: maxBytes, early: make(map[Position]Entry)}
	s.inner, _ = log.(RawReader)
	if t, ok := log.(Tapper); ok {
		t.Tap(s.add)
	}
	return s
}

// add takes an entry that has become durable.
func (s *Shared) add(e Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == 0 {
		s.next = e.Position
	}
	if e.Position < s.next {
		return
	}
	if e.Position > s.next {
		s.hold(e)
	} else {
		s.push(e)
	}
	for {
		e, ok := s.early[s.next]
		if !ok {
			return
		}
		delete(s.early, s.next)
		s.waiting -= sharedSize(&e)
		s.push(e)
	}
}

// hold keeps an entry until those before it have come. When too much waits, the gap does not close: another
// process appended there, and the tail begins anew with the newest.
func (s *Shared) hold(e Entry) {
	if _, again := s.early[e.Position]; again {
		return
	}
	s.early[e.Position] = e
	s.waiting += sharedSize(&e)
	if len(s.early) <= sharedEarly && s.bytes+s.waiting <= s.max {
		return
	}
	newest := Position(0)
	for p := range s.early {
		newest = max(newest, p)
	}
	e = s.early[newest]
	clear(s.early)
	s.entries, s.sizes, s.bytes, s.waiting = nil, nil, 0, 0
	s.push(e)
}

// sharedSize is what an entry is reckoned at.
func sharedSize(e *Entry) int { return len(e.Payload) + sharedPerEvent*(1+len(e.Events)) }

func (s *Shared) push(e Entry) {
	size := sharedSize(&e)
	if e.Events != nil {
		e.Payload = nil
	}
	s.entries, s.sizes = append(s.entries, e), append(s.sizes, size)
	s.bytes += size
	s.next = e.Position + 1
	drop := 0
	for s.bytes > s.max && drop < len(s.entries) {
		s.bytes -= s.sizes[drop]
		s.entries[drop] = Entry{} // its memory, while the array lives on
		drop++
	}
	s.entries, s.sizes = s.entries[drop:], s.sizes[drop:]
}

// Read implements Log.
func (s *Shared) Read(ctx context.Context, after Position, limit int) ([]Entry, error) {
	if entries, ok := s.tail(after, limit); ok {
		_, err := s.Head(ctx) // a closed log reads nothing
		return entries, err
	}
	return s.Log.Read(ctx, after, limit)
}

// ReadRaw implements RawReader.
func (s *Shared) ReadRaw(ctx context.Context, after Position, limit int) ([]Entry, error) {
	if s.inner == nil {
		return s.Read(ctx, after, limit)
	}
	if entries, ok := s.tail(after, limit); ok {
		_, err := s.Head(ctx)
		return entries, err
	}
	return s.inner.ReadRaw(ctx, after, limit)
}

// tail reads in memory, if the entry after that position is there.
func (s *Shared) tail(after Position, limit int) ([]Entry, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	first := s.next - Position(len(s.entries))
	if len(s.entries) == 0 || after+1 < first || after+1 >= s.next {
		return nil, false
	}
	if limit <= 0 {
		limit = sharedLimit
	}
	from := int(after + 1 - first)
	to, size := from, 0
	for to < len(s.entries) && to-from < limit && size < MaxReadBytes {
		size += s.sizes[to] - sharedPerEvent*(1+len(s.entries[to].Events))
		to++
	}
	return append([]Entry(nil), s.entries[from:to]...), true
}

// ID implements Identified; "" for a log that has none.
func (s *Shared) ID() string {
	if i, ok := s.Log.(Identified); ok {
		return i.ID()
	}
	return ""
}

// AsBackfilled is a log as what it offers besides, also where it is shared.
func AsBackfilled(log Log) (Backfilled, bool) {
	if s, ok := log.(*Shared); ok {
		log = s.Log
	}
	b, ok := log.(Backfilled)
	return b, ok
}
