package sqlite

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/s2"
	"github.com/ncruces/go-sqlite3"

	"langbiang.internal/ioc/pkg/eventlog"
)

// Bounds of one transaction.
const (
	groupRequests = 512
	groupBytes    = 16 << 20
	packFrom      = 256 // bytes of payload from which it is compressed
)

// request is an append (draft) or the move of a cursor (consumer).
type request struct {
	draft   *eventlog.Draft
	changes *changes
	payload []byte // as stored
	keys    []byte // as stored

	consumer string
	position eventlog.Position // a cursor's new one; an append's answer

	err  error
	done chan struct{}
}

// newAppend does in the caller's goroutine what needs no knowledge of the log.
func newAppend(d *eventlog.Draft) *request {
	r := &request{draft: d, changes: newChanges(d), payload: d.Payload, done: make(chan struct{})}
	if len(d.Payload) >= packFrom {
		if packed := s2.Encode(nil, d.Payload); len(packed) < len(d.Payload) {
			r.payload = packed
		}
	}
	r.keys = s2.Encode(nil, r.changes.encode())
	return r
}

func (r *request) size() int { return len(r.payload) + len(r.keys) }

// writer is the only one who changes the file.
type writer struct {
	log  *Log
	conn *conn             // nil while it could not be opened again
	last eventlog.Position // of the last durable entry
	taps atomic.Pointer[[]func(eventlog.Entry)]
	// unwritable is set while appends fail because a write did; nil otherwise.
	unwritable atomic.Pointer[unwritable]

	// Of the group under way: what it adds to the index once it is durable.
	pending map[string]value
	next    eventlog.Position

	checkpoints *checkpoints
}

func newWriter(l *Log) *writer {
	w := &writer{log: l, pending: make(map[string]value)}
	w.taps.Store(new([]func(eventlog.Entry)))
	return w
}

// use writes by a connection from now on.
func (w *writer) use(c *conn) error {
	checkpoints, err := newCheckpoints(w.log.config, c)
	if err != nil {
		return err
	}
	if err := w.log.remember(); err != nil {
		return errors.Join(err, checkpoints.close())
	}
	w.conn, w.checkpoints = c, checkpoints
	return nil
}

// close closes the connections, if there are any.
func (w *writer) close() error {
	if w.conn == nil {
		return nil
	}
	err := errors.Join(w.checkpoints.close(), w.conn.Close())
	w.conn, w.checkpoints = nil, nil
	return err
}

func (w *writer) tap(f func(eventlog.Entry)) {
	for {
		old := w.taps.Load()
		taps := append((*old)[:len(*old):len(*old)], f)
		if w.taps.CompareAndSwap(old, &taps) {
			return
		}
	}
}

func (w *writer) run() {
	defer close(w.log.stopped)
	looks := time.NewTicker(lookInterval)
	defer looks.Stop()
	var group []*request
	for {
		select {
		case <-looks.C:
			w.look()
			continue
		case r := <-w.log.requests:
			group = w.gather(append(group[:0], r))
		case <-w.log.head.Closed():
			group = w.gather(group[:0])
			w.commit(group)
			return
		}
		w.commit(group)
		clear(group)
	}
}

// gather takes what waits, without waiting for more.
func (w *writer) gather(group []*request) []*request {
	size := 0
	for len(group) < groupRequests && size < groupBytes {
		select {
		case r := <-w.log.requests:
			group = append(group, r)
			size += r.size()
		default:
			return group
		}
	}
	return group
}

// commit makes a group durable in one transaction, then shows it, then answers.
func (w *writer) commit(group []*request) {
	if len(group) == 0 {
		return
	}
	clear(w.pending)
	w.next = w.last + 1
	done, err := w.transact(group)
	if err != nil {
		w.fail(group, w.why(group, err))
		return
	}
	if len(w.pending) > 0 {
		w.log.index.merge(w.pending, w.next-1)
	}
	done()
	w.last = w.next - 1
	w.show(group)
	w.log.head.Set(w.last)
	if err := w.log.sound(); err != nil { // it is in a file that nobody will find: it is not acknowledged
		w.fail(group, err)
		return
	}
	for _, r := range group {
		close(r.done)
	}
	w.checkpoints.after(w)
}

// fail answers a group of which nothing was changed. That one was refused does not stand either: it may be
// for an append of the same group, which is not in the log.
func (w *writer) fail(group []*request, err error) {
	for _, r := range group {
		r.position, r.err = 0, err
		close(r.done)
	}
}

// show hands the new entries to the taps.
func (w *writer) show(group []*request) {
	taps := *w.taps.Load()
	if len(taps) == 0 {
		return
	}
	for _, r := range group {
		if r.draft == nil || r.err != nil {
			continue
		}
		e := eventlog.Entry{
			Position: r.position, UUID: r.draft.UUID, Recorded: r.draft.Recorded, Events: r.draft.Events, Payload: r.draft.Payload,
		}
		var err error
		if e.Metadata, err = eventlog.DecodeMetadata(r.draft.Metadata); err != nil {
			continue // a reader will meet the same error in the log
		}
		for _, tap := range taps {
			tap(e)
		}
	}
}

// transact returns what is to be done once the index has the group.
func (w *writer) transact(group []*request) (done func(), err error) {
	if err := w.log.head.Failure(); err != nil {
		return nil, err
	}
	if u := w.unwritable.Load(); u != nil {
		return nil, u.err
	}
	if err := w.log.sound(); err != nil {
		return nil, err
	}
	if err := w.conn.Exec("BEGIN IMMEDIATE"); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	for _, r := range group {
		if err := w.take(r); err != nil {
			return nil, w.rollback(err)
		}
	}
	done, err = w.flush(len(w.pending))
	if err != nil {
		return nil, w.rollback(err)
	}
	if err := w.conn.Exec("COMMIT"); err != nil {
		return nil, w.rollback(fmt.Errorf("commit: %w", err))
	}
	return done, nil
}

func (w *writer) rollback(err error) error {
	if !w.conn.GetAutocommit() {
		if e := w.conn.Exec("ROLLBACK"); e != nil {
			return errors.Join(err, e)
		}
	}
	return err
}

// why is the error of a group that failed, and of those after it if the file cannot be written or is damaged.
func (w *writer) why(group []*request, err error) error {
	if w.unwritable.Load() != nil || w.log.head.Failure() != nil {
		return err
	}
	if errors.Is(err, sqlite3.CORRUPT) || errors.Is(err, sqlite3.NOTADB) {
		err = fmt.Errorf("the log's file is damaged; what can be read of it is read, but nothing is taken: %w", err)
		w.log.head.Fail(err)
		return err
	}
	for _, code := range []sqlite3.ErrorCode{sqlite3.IOERR, sqlite3.FULL, sqlite3.READONLY, sqlite3.CANTOPEN} {
		if errors.Is(err, code) {
			return w.breakOff(group, err)
		}
	}
	return err
}

// take does one request within the transaction. What its caller did wrong is its answer; the
// error is the transaction's.
func (w *writer) take(r *request) error {
	if r.draft == nil {
		return w.moveCursor(r.consumer, r.position)
	}
	links, refused, err := w.check(r)
	if err != nil {
		return err
	}
	if refused != nil {
		r.err = refused
		return nil
	}
	r.position = w.next
	if err := w.insert(r, links); err != nil {
		return fmt.Errorf("insert entry %d: %w", r.position, err)
	}
	r.changes.apply(r.position, links, func(key string, v value) { w.pending[key] = v })
	w.next++
	return nil
}

// check says whether the log can take the append, and how its streams stand then.
func (w *writer) check(r *request) (links []link, refused, err error) {
	known := make(map[int]eventlog.Address)
	for i, key := range r.changes.identities {
		v, err := w.lookup(key)
		if err != nil {
			return nil, nil, err
		}
		if v.a != 0 {
			known[i] = eventlog.Address{Position: eventlog.Position(v.a), Index: int(v.b)}
		}
	}
	if len(known) > 0 {
		return nil, &eventlog.DuplicateError{Known: known}, nil
	}
	links = make([]link, len(r.changes.streams))
	for i, key := range r.changes.streams {
		v, err := w.lookup(key)
		if err != nil {
			return nil, nil, err
		}
		u := r.draft.Updates[i]
		if u.Expected != eventlog.AnyVersion && u.Expected != int64(v.a) {
			return nil, &eventlog.ConflictError{Stream: u.Stream, Expected: u.Expected, Actual: int64(v.a)}, nil
		}
		links[i] = link{version: v.a + uint64(r.draft.Counts[i]), previous: eventlog.Position(v.b)}
	}
	return links, nil, nil
}

// lookup is the newest value of key, the zero value if there is none.
func (w *writer) lookup(key string) (value, error) {
	if v, ok := w.pending[key]; ok {
		return v, nil
	}
	v, found, absent := w.log.index.get(key)
	if found || absent {
		return v, nil
	}
	return w.conn.lookup(key)
}
