package sqlite

import (
	"errors"
	"fmt"
	"strings"

	"langbiang.internal/ioc/pkg/eventlog"
)

// Bounds of what one transaction moves from memory to key_value: more than it adds, so that a
// generation has gone before the next is full, and not so much that the appends wait long.
const (
	flushPerKey = 2
	flushLeast  = 256
	flushMost   = 20_000

	storeRows = 32 // of one statement
)

var storeManySQL = "INSERT OR REPLACE INTO key_value (key, value) VALUES (?, ?)" + strings.Repeat(", (?, ?)", storeRows-1)

// flush moves some keys of the frozen generation to key_value, within the transaction that adds
// that many keys. done is called once that is durable.
func (w *writer) flush(added int) (done func(), err error) {
	nothing := func() {}
	x := w.log.index
	g := x.frozen
	if g == nil || !g.ready() {
		return nothing, nil
	}
	count := min(max(flushPerKey*added, flushLeast), flushMost, len(g.keys)-g.next)
	keys := g.keys[g.next : g.next+count]
	if err := w.conn.store(keys, g.values); err != nil {
		return nil, fmt.Errorf("store in the index: %w", err)
	}
	x.enter(keys)
	if g.next+count < len(g.keys) {
		return func() { g.next += count }, nil
	}
	if err := w.conn.indexed(g.last, x.filters); err != nil {
		return nil, fmt.Errorf("finish a part of the index: %w", err)
	}
	return func() {
		for _, f := range x.filters {
			f.dirty = false
		}
		x.drop()
	}, nil
}

// ready tells whether the keys are in order.
func (g *generation) ready() bool {
	if g.keys != nil {
		return true
	}
	select {
	case g.keys = <-g.sorted:
		return true
	default:
		return false
	}
}

// store puts keys with their values into key_value.
func (c *conn) store(keys []string, values map[string]value) error {
	var buf []byte
	for len(keys) > 0 {
		rows := storeRows
		if len(keys) < rows {
			rows = 1
		}
		s, err := c.prepared(storeSQL(rows))
		if err != nil {
			return err
		}
		for i, key := range keys[:rows] {
			buf = append(buf[:0], key...)
			if err := s.BindBlob(2*i+1, buf); err != nil {
				return err
			}
			buf = appendValue(buf[:0], values[key])
			if err := s.BindBlob(2*i+2, buf); err != nil {
				return err
			}
		}
		if err := s.Exec(); err != nil {
			return err
		}
		keys = keys[rows:]
	}
	return nil
}

func storeSQL(rows int) string {
	if rows == 1 {
		return "INSERT OR REPLACE INTO key_value (key, value) VALUES (?, ?)"
	}
	return storeManySQL
}

// indexed records that key_value has all keys of the entries up to p.
func (c *conn) indexed(p eventlog.Position, fs filters) error {
	s, err := c.prepared("UPDATE meta SET value = ? WHERE name = 'indexed'")
	if err != nil {
		return err
	}
	if err := errors.Join(s.BindInt64(1, int64(p)), s.Exec()); err != nil {
		return err
	}
	if s, err = c.prepared("DELETE FROM change WHERE position <= ?"); err != nil {
		return err
	}
	if err := errors.Join(s.BindInt64(1, int64(p)), s.Exec()); err != nil {
		return err
	}
	if s, err = c.prepared("INSERT OR REPLACE INTO filter (number, keys, bits) VALUES (?, ?, ?)"); err != nil {
		return err
	}
	for i, f := range fs {
		if !f.dirty {
			continue
		}
		if err := errors.Join(s.BindInt(1, i), s.BindInt(2, f.keys), s.BindBlob(3, f.bits), s.Exec()); err != nil {
			return err
		}
	}
	return nil
}

// lookup is the value of key in key_value, the zero value if it is not there.
func (c *conn) lookup(key string) (value, error) {
	s, err := c.prepared("SELECT value FROM key_value WHERE key = ?")
	if err != nil {
		return value{}, err
	}
	if err := s.BindBlob(1, []byte(key)); err != nil {
		return value{}, fmt.Errorf("look up in the index: %w", err)
	}
	var v value
	if s.Step() {
		if v, err = parseValue(s.ColumnRawBlob(0)); err != nil {
			return value{}, errors.Join(err, s.Reset())
		}
	}
	if err := s.Reset(); err != nil {
		return value{}, fmt.Errorf("look up in the index: %w", err)
	}
	return v, nil
}
