package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/ncruces/go-sqlite3"

	"langbiang.internal/ioc/pkg/eventlog"
)

// A write that failed, for want of room or otherwise, fails the appends that come after it too, at once: what is in the
// file is not known. Reads go on. When there is room the file is opened again, as a restart would: what it holds then is
// the log, be the group that failed in it or not, and who was refused sends it again.

const (
	lookInterval = 250 * time.Millisecond // between looks at the files, and attempts to write again
	leastRoom    = 1 << 20                // bytes that must be free before the file is opened again
	roomPerByte  = 4                      // and so many for each byte of the group that failed
	mostRoom     = 256 << 20
)

// unwritable is why appends fail, and how much room there must be before they are tried again.
type unwritable struct {
	err  error
	room int64
}

// breakOff notes that a group could not be written.
func (w *writer) breakOff(group []*request, err error) error {
	room := int64(0)
	for _, r := range group {
		room += int64(r.size())
	}
	u := &unwritable{room: min(max(leastRoom, roomPerByte*room), mostRoom)}
	switch full := makeRoom(w.log.config.Path, u.room); {
	case errors.Is(full, syscall.ENOSPC), errors.Is(full, syscall.EDQUOT), errors.Is(err, sqlite3.FULL):
		u.err = fmt.Errorf("%w (%s: %w)", eventlog.ErrFull, filepath.Dir(w.log.config.Path), err)
	case full != nil:
		u.err = fmt.Errorf("the log's folder cannot be written: %w", errors.Join(full, err))
	default:
		u.err = fmt.Errorf("the log could not be written; it is opened again: %w", err)
	}
	w.unwritable.Store(u)
	w.log.config.Logger.Error("the log takes no appends until it can be written again", "error", u.err)
	return u.err
}

// makeRoom tells whether so many bytes can be written beside the log.
func makeRoom(path string, bytes int64) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".room-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	if err := syscall.Fallocate(int(f.Fd()), 0, 0, bytes); err != nil && !errors.Is(err, syscall.EOPNOTSUPP) {
		return err
	}
	if _, err := f.Write([]byte{1}); err != nil {
		return err
	}
	return f.Sync()
}

// look holds the files against what they were, and opens them again when they can be written again.
func (w *writer) look() {
	if err := w.log.sound(); err != nil {
		return
	}
	u := w.unwritable.Load()
	if u == nil || w.log.head.Failure() != nil || makeRoom(w.log.config.Path, u.room) != nil {
		return
	}
	if err := w.reopen(context.Background()); err != nil {
		w.log.config.Logger.Warn("the log cannot be opened again yet", "error", err)
		return
	}
	w.unwritable.Store(nil)
	w.log.config.Logger.Info("the log takes appends again", "head", w.last)
}

// reopen closes every connection, so that all that was committed moves to the main file or is recovered from
// the write-ahead log, and takes the file as it is then.
func (w *writer) reopen(ctx context.Context) error {
	for range maxReaders {
		if c := <-w.log.readers; c != nil {
			_ = c.Close()
		}
		defer func() { w.log.readers <- nil }()
	}
	w.log.files.Store(nil)
	_ = w.close() // its errors are those of the failure
	c, err := openConn(w.log.config.Path, writerCacheKiB)
	if err != nil {
		return err
	}
	last, err := w.log.prepare(ctx, c)
	if err != nil {
		return errors.Join(err, c.Close())
	}
	if err := c.try(); err != nil {
		return errors.Join(fmt.Errorf("write a trial: %w", err), c.Close())
	}
	if err := w.use(c); err != nil {
		return errors.Join(err, c.Close())
	}
	w.last = last
	w.log.head.Set(last)
	return nil
}

// try commits something.
func (c *conn) try() error {
	return c.Exec("BEGIN IMMEDIATE; INSERT OR REPLACE INTO meta VALUES ('tried', unixepoch()); COMMIT")
}

// files are the log's file and its write-ahead log as this process opened them.
type files struct{ main, ahead os.FileInfo }

func aheadOf(path string) string { return path + "-wal" }

// remember takes the files that are open now.
func (l *Log) remember() error {
	var f files
	var err error
	if f.main, err = os.Stat(l.config.Path); err != nil {
		return err
	}
	if f.ahead, err = os.Stat(aheadOf(l.config.Path)); err != nil {
		return err
	}
	l.files.Store(&f)
	return nil
}

// sound is nil while the files that are open are those at the log's path; else nothing that is written to them would
// be found again. Neither file ever shrinks while it is open: one that did was written over.
func (l *Log) sound() error {
	known := l.files.Load()
	if known == nil { // it is being opened
		return nil
	}
	now, kind := *known, eventlog.Replacement("")
	for path, file := range map[string]*os.FileInfo{l.config.Path: &now.main, aheadOf(l.config.Path): &now.ahead} {
		is, err := os.Stat(path)
		switch {
		case err != nil:
			kind = eventlog.Gone
		case !os.SameFile(*file, is):
			kind = eventlog.Other
		case is.Size() < (*file).Size():
			kind = eventlog.Back
		default:
			*file = is
			continue
		}
		break
	}
	if kind == "" {
		l.files.CompareAndSwap(known, &now)
		l.head.Doubt(nil)
		return nil
	}
	fault := &eventlog.ReplacedError{Kind: kind, ID: l.id, Head: l.head.Last()}
	if l.head.Open(context.Background()) == nil {
		l.config.Logger.Error("the log is not there any more: nothing is taken until it is put back", "path", l.config.Path, "error", fault)
	}
	l.head.Doubt(fault)
	return fault
}

// Check implements eventlog.Log.
func (l *Log) Check(ctx context.Context) error {
	if _, err := l.Head(ctx); err != nil {
		return err
	}
	if u := l.writer.unwritable.Load(); u != nil {
		return u.err
	}
	return nil
}
