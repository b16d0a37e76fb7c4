package sqlite

import (
	"fmt"
	"log/slog"
	"os"

	"github.com/ncruces/go-sqlite3"
)

// Sizes of the write-ahead file. Beyond the first, its pages are moved to the main file beside
// the writer; beyond the second the writer waits for that, so that it cannot grow for ever.
const (
	checkpointFrom = 16 << 20
	checkpointWait = 256 << 20
)

// checkpoints moves pages from the write-ahead file on a connection of its own, so that
// appends seldom wait for it.
type checkpoints struct {
	path   string
	logger *slog.Logger
	conn   *conn
	busy   bool
	done   chan struct{} // receives when a checkpoint beside the writer ends
}

func newCheckpoints(config Config) (*checkpoints, error) {
	c, err := openConn(config.Path, 1<<10)
	if err != nil {
		return nil, fmt.Errorf("open for checkpoints: %w", err)
	}
	return &checkpoints{path: config.Path + "-wal", logger: config.Logger, conn: c, done: make(chan struct{}, 1)}, nil
}

// after looks, when a transaction has ended, whether there is something to do. The last pages are
// moved by the writer itself: only when nothing is left does the file begin anew.
func (c *checkpoints) after(w *writer) {
	select {
	case <-c.done:
		c.busy = false
		c.run(w.conn)
		return
	default:
	}
	size := c.size()
	switch {
	case c.busy && size < checkpointWait:
	case c.busy:
		<-c.done
		c.busy = false
		c.run(w.conn)
	case size >= checkpointFrom:
		c.busy = true
		go func() {
			c.run(c.conn)
			c.done <- struct{}{}
		}()
	}
}

func (c *checkpoints) size() int64 {
	info, err := os.Stat(c.path)
	if err != nil {
		return 0 // it is made with the first write
	}
	return info.Size()
}

// run moves what can be moved. A failure loses nothing: the pages stay where they are.
func (c *checkpoints) run(conn *conn) {
	if _, _, err := conn.WALCheckpoint("main", sqlite3.CHECKPOINT_PASSIVE); err != nil {
		c.logger.Warn("checkpoint of the log failed; it will be tried again", "error", err)
	}
}

func (c *checkpoints) close() error {
	if c.busy {
		<-c.done
	}
	return c.conn.Close()
}
