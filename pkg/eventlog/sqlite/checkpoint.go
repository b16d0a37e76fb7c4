package sqlite

import (
	"fmt"
	"log/slog"

	"github.com/ncruces/go-sqlite3"
)

// Sizes of the write-ahead log. From the first on, its pages are moved to the main file beside
// the writer; beyond the second the writer waits for that, so that it cannot grow for ever. When a reader kept
// the write-ahead log from beginning anew after that, it is tried again each time that it has grown by the third.
const (
	checkpointFrom  = 16 << 20
	checkpointWait  = 256 << 20
	checkpointAgain = 1 << 20
)

// checkpoints moves pages from the write-ahead log on a connection of its own, so that
// appends seldom wait for it.
type checkpoints struct {
	logger   *slog.Logger
	conn     *conn
	pageSize int
	// The write-ahead log's pages as of the last commit, and how many of them were moved. The file tells
	// neither: it does not shrink.
	pages, moved int
	busy         bool
	done         chan struct{} // receives when a checkpoint beside the writer ends
}

func newCheckpoints(config Config, writer *conn) (*checkpoints, error) {
	c := &checkpoints{logger: config.Logger, done: make(chan struct{}, 1)}
	var err error
	if c.pageSize, err = writer.pageSize(); err != nil {
		return nil, fmt.Errorf("read the page size: %w", err)
	}
	if c.conn, err = openConn(config.Path, 1<<10); err != nil {
		return nil, fmt.Errorf("open for checkpoints: %w", err)
	}
	writer.WALHook(func(_ *sqlite3.Conn, _ string, pages int) error {
		c.pages = pages
		return nil
	})
	return c, nil
}

func (c *conn) pageSize() (int, error) {
	s, err := c.prepared("PRAGMA page_size")
	if err != nil {
		return 0, err
	}
	size := 0
	if s.Step() {
		size = s.ColumnInt(0)
	}
	return size, s.Reset()
}

// after looks, when a transaction has ended, whether there is something to do. The last pages are
// moved by the writer itself: only when nothing is left does the write-ahead log begin anew.
func (c *checkpoints) after(w *writer) {
	if c.pages < c.moved {
		c.moved = 0 // it has begun anew
	}
	select {
	case <-c.done:
		c.finish(w)
		return
	default:
	}
	switch {
	case c.busy && c.pages*c.pageSize < checkpointWait:
	case c.busy:
		<-c.done
		c.finish(w)
	case c.due():
		c.busy = true
		go func() {
			c.run(c.conn)
			c.done <- struct{}{}
		}()
	}
}

func (c *checkpoints) due() bool {
	from := checkpointFrom
	if c.moved > 0 {
		from = checkpointAgain
	}
	return (c.pages-c.moved)*c.pageSize >= from
}

func (c *checkpoints) finish(w *writer) {
	c.busy = false
	c.moved = c.run(w.conn)
}

// run moves what can be moved and returns how many of the pages are. A failure loses nothing: the pages stay
// where they are.
func (c *checkpoints) run(conn *conn) int {
	_, moved, err := conn.WALCheckpoint("main", sqlite3.CHECKPOINT_PASSIVE)
	if err != nil {
		c.logger.Warn("checkpoint of the log failed; it will be tried again", "error", err)
		return 0
	}
	return moved
}

func (c *checkpoints) close() error {
	if c.busy {
		<-c.done
	}
	return c.conn.Close()
}
