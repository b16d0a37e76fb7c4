package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/klauspost/compress/s2"

	"langbiang.internal/ioc/pkg/eventlog"
)

// migrate makes the tables in a new file, and refuses a file that is not ours.
func (c *conn) migrate() error {
	app, err := c.number("PRAGMA application_id")
	if err != nil {
		return err
	}
	version, err := c.number("PRAGMA user_version")
	if err != nil {
		return err
	}
	switch {
	case app == applicationID && version == schemaVersion:
		return nil
	case app == applicationID:
		return fmt.Errorf("the file has version %d, this program knows version %d: use the program that wrote it", version, schemaVersion)
	case app != 0:
		return errors.New("the file is not a log: it belongs to another program")
	}
	tables, err := c.number("SELECT count(*) FROM sqlite_schema")
	if err != nil {
		return err
	}
	if tables != 0 {
		return errors.New("the file is not a log: it has other tables")
	}
	err = c.Exec(fmt.Sprintf("BEGIN IMMEDIATE; %s; INSERT INTO meta VALUES ('id', '%s'), ('indexed', 0); PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT",
		schema, uuid.NewString(), applicationID, schemaVersion))
	if err != nil {
		return fmt.Errorf("make the tables: %w", err)
	}
	return nil
}

// number runs a query that has one number as its answer; 0 when it has none.
func (c *conn) number(sql string) (int64, error) {
	s, err := c.prepared(sql)
	if err != nil {
		return 0, err
	}
	var n int64
	if s.Step() {
		n = s.ColumnInt64(0)
	}
	return n, s.Reset()
}

func (c *conn) logID() (string, error) {
	s, err := c.prepared("SELECT value FROM meta WHERE name = 'id'")
	if err != nil {
		return "", err
	}
	var id string
	if s.Step() {
		id = s.ColumnText(0)
	}
	return id, s.Reset()
}

func (c *conn) lastPosition() (eventlog.Position, error) {
	n, err := c.number("SELECT max(position) FROM entry")
	return eventlog.Position(n), err
}

func (c *conn) loadFilters() (filters, error) {
	s, err := c.prepared("SELECT keys, bits FROM filter ORDER BY number")
	if err != nil {
		return nil, err
	}
	var fs filters
	for s.Step() {
		f := newFilter(len(fs))
		if f.keys = s.ColumnInt(0); copy(f.bits, s.ColumnRawBlob(1)) != len(f.bits) {
			return nil, errors.Join(errCorrupt, s.Reset())
		}
		fs = append(fs, f)
	}
	return fs, s.Reset()
}

// replay puts the keys of the entries that key_value does not have yet into a generation.
func replay(ctx context.Context, c *conn, into *generation) error {
	s, err := c.prepared("SELECT c.position, c.keys, e.links FROM change c JOIN entry e USING (position) ORDER BY c.position")
	if err != nil {
		return err
	}
	for s.Step() {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, s.Reset())
		}
		p := eventlog.Position(s.ColumnInt64(0))
		if err := replayEntry(into, p, s.ColumnRawBlob(1), s.ColumnRawBlob(2)); err != nil {
			return errors.Join(fmt.Errorf("entry %d: %w", p, err), s.Reset())
		}
	}
	return s.Reset()
}

func replayEntry(g *generation, p eventlog.Position, packed, links []byte) error {
	plain, err := s2.Decode(nil, packed)
	if err != nil {
		return err
	}
	c, err := decodeChanges(string(plain))
	if err != nil {
		return err
	}
	of, err := decodeLinks(links)
	if err != nil {
		return err
	}
	if len(of) != len(c.streams) {
		return errCorrupt
	}
	c.apply(p, of, g.put)
	g.last = p
	return nil
}

// apply puts what an entry at p says of its identities and streams.
func (c *changes) apply(p eventlog.Position, links []link, put func(string, value)) {
	for i, key := range c.identities {
		put(key, value{a: uint64(p), b: uint64(i)})
	}
	for i, key := range c.streams {
		put(key, value{a: links[i].version, b: uint64(p), state: c.states[i]})
	}
}
