// Package sqlite is the embedded log: one file, no server. Appends are grouped: those that come
// while the disk is busy share the next transaction and its one fsync.
package sqlite

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ncruces/go-sqlite3"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/internal/head"
)

//go:embed schema.sql
var schema string

const (
	schemaVersion = 1
	applicationID = 0x4c42494f // "LBIO"

	queueLength  = 256 // requests that wait for the writer
	maxReaders   = 4   // connections for reading
	defaultLimit = 1000

	writerCacheKiB = 48 << 10
	readerCacheKiB = 8 << 10
)

// Config says where the log is.
type Config struct {
	Path   string           // of the file; its directory is made if need be
	Now    func() time.Time // nil: time.Now
	Logger *slog.Logger     // nil: none
	Meter  *eventlog.Meter  // nil: appends are not counted
	// IndexBytes is about how much memory the newest part of the index takes before it moves to the
	// file; twice that while it does. 0: 32 MiB.
	IndexBytes int
}

// Log implements eventlog.Log, RawReader, Tapper and Identified.
type Log struct {
	config Config
	lock   *os.File
	id     string
	files  atomic.Pointer[files]

	writer   *writer
	requests chan *request
	stopped  chan struct{} // closed when the writer has ended
	closing  sync.Once
	closed   error

	index *index
	head  *head.Head

	readers chan *conn // nil elements are connections not opened yet
}

var _ interface {
	eventlog.Log
	eventlog.RawReader
	eventlog.Tapper
	eventlog.Identified
} = (*Log)(nil)

// Open opens the log, or makes it. No second process can open the same file: ErrLocked.
func Open(ctx context.Context, config Config) (*Log, error) {
	if config.Path == "" {
		return nil, errors.New("open log: no path is given")
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	if config.IndexBytes == 0 {
		config.IndexBytes = defaultIndexBytes
	}
	l, err := open(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open log %s: %w", config.Path, err)
	}
	return l, nil
}

func open(ctx context.Context, config Config) (_ *Log, err error) {
	if err := os.MkdirAll(filepath.Dir(config.Path), 0o750); err != nil {
		return nil, err
	}
	l := &Log{
		config:   config,
		requests: make(chan *request, queueLength),
		stopped:  make(chan struct{}),
		index:    &index{max: config.IndexBytes, active: newGeneration()},
		head:     head.New(),
		readers:  make(chan *conn, maxReaders),
	}
	if l.lock, err = lock(config.Path + ".lock"); err != nil {
		return nil, err
	}
	c, err := openConn(config.Path, writerCacheKiB)
	if err != nil {
		return nil, errors.Join(err, l.lock.Close())
	}
	l.writer = newWriter(l)
	if err = l.begin(ctx, c); err != nil {
		return nil, errors.Join(err, c.Close(), l.lock.Close())
	}
	for range maxReaders {
		l.readers <- nil
	}
	go l.writer.run()
	return l, nil
}

func (l *Log) begin(ctx context.Context, c *conn) error {
	last, err := l.prepare(ctx, c)
	if err != nil {
		return err
	}
	if err := l.writer.use(c); err != nil {
		return err
	}
	l.writer.last = last
	l.head.Set(last)
	return nil
}

// prepare brings the file and the index in memory to where the last process left them, and returns the last position.
func (l *Log) prepare(ctx context.Context, c *conn) (eventlog.Position, error) {
	if err := c.migrate(); err != nil {
		return 0, err
	}
	id, err := c.logID()
	if err != nil {
		return 0, err
	}
	if l.id != "" && l.id != id {
		return 0, &eventlog.ReplacedError{Kind: eventlog.Other, ID: l.id, FoundID: id, Head: l.head.Last()}
	}
	l.id = id
	filters, err := c.loadFilters()
	if err != nil {
		return 0, err
	}
	last, err := c.lastPosition()
	if err != nil {
		return 0, err
	}
	if last < l.head.Last() {
		return 0, &eventlog.ReplacedError{Kind: eventlog.Back, ID: l.id, FoundID: id, Head: l.head.Last(), FoundHead: last}
	}
	active := newGeneration()
	if err := replay(ctx, c, active); err != nil {
		return 0, fmt.Errorf("replay the newest entries into the index: %w", err)
	}
	l.index.begin(filters, active)
	return last, nil
}

// ID identifies the contents: it is chosen when the file is made.
func (l *Log) ID() string { return l.id }

// Tap implements eventlog.Tapper.
func (l *Log) Tap(f func(eventlog.Entry)) { l.writer.tap(f) }

// Append implements eventlog.Log.
func (l *Log) Append(ctx context.Context, c eventlog.Commit) (eventlog.Position, error) {
	return l.config.Meter.Append(ctx, &c, func(ctx context.Context) (*eventlog.Draft, eventlog.Position, error) {
		d, err := eventlog.Prepare(ctx, c, l.config.Now())
		if err != nil {
			return nil, 0, err
		}
		r, err := l.submit(ctx, newAppend(d))
		if err != nil {
			return d, 0, err
		}
		return d, r.position, r.err
	})
}

// SetCursor implements eventlog.Log.
func (l *Log) SetCursor(ctx context.Context, consumer string, p eventlog.Position) error {
	r, err := l.submit(ctx, &request{consumer: consumer, position: p, done: make(chan struct{})})
	if err != nil {
		return err
	}
	return r.err
}

// submit gives a request to the writer and waits for its answer. Once the writer has it, ctx
// does not count any more, so that the caller knows what became of it.
func (l *Log) submit(ctx context.Context, r *request) (*request, error) {
	if err := l.head.Open(ctx); err != nil {
		return nil, err
	}
	select {
	case l.requests <- r:
	case <-l.head.Closed():
		return nil, eventlog.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case <-r.done:
	case <-l.stopped:
		select {
		case <-r.done:
		default:
			return nil, eventlog.ErrClosed
		}
	}
	return r, nil
}

// Head implements eventlog.Log. It fails once the file was found to be damaged, so that the log takes no more.
func (l *Log) Head(ctx context.Context) (eventlog.Position, error) {
	if err := l.head.Open(ctx); err != nil {
		return 0, err
	}
	if err := errors.Join(l.sound(), l.head.Failure()); err != nil {
		return 0, err
	}
	return l.head.Last(), nil
}

// Wait implements eventlog.Log. It fails like Head, but for positions that are there.
func (l *Log) Wait(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	return l.head.Wait(ctx, after)
}

// Close answers the appends that the writer has, and closes the file. It may be called again.
func (l *Log) Close() error {
	l.closing.Do(func() {
		l.head.Close()
		<-l.stopped
		errs := []error{l.writer.close()}
		for range maxReaders {
			if c := <-l.readers; c != nil {
				errs = append(errs, c.Close())
			}
		}
		errs = append(errs, l.lock.Close())
		l.closed = errors.Join(errs...)
	})
	return l.closed
}

// conn is a connection with its prepared statements.
type conn struct {
	*sqlite3.Conn
	statements map[string]*sqlite3.Stmt
}

func openConn(path string, cacheKiB int) (*conn, error) {
	raw, err := sqlite3.Open(path)
	if err != nil {
		return nil, err
	}
	c := &conn{Conn: raw, statements: make(map[string]*sqlite3.Stmt)}
	// Checkpoints are the writer's business.
	err = c.Exec(fmt.Sprintf(`PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
		PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-%d; PRAGMA temp_store=MEMORY`, cacheKiB))
	if err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	return c, nil
}

// prepared is the statement of that text, made once per connection.
func (c *conn) prepared(sql string) (*sqlite3.Stmt, error) {
	if s := c.statements[sql]; s != nil {
		return s, nil
	}
	s, _, err := c.Prepare(sql)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", sql, err)
	}
	c.statements[sql] = s
	return s, nil
}

// Close closes the statements, then the connection.
func (c *conn) Close() error {
	var errs []error
	for _, s := range c.statements {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.Conn.Close())...)
}
