package sqlite

import (
	"errors"
	"fmt"

	"langbiang.internal/ioc/pkg/eventlog"
)

func (w *writer) insert(r *request, links []link) error {
	s, err := w.conn.prepared("INSERT INTO entry (position, uuid, recorded, metadata, size, links, payload) VALUES (?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	packed := make([]byte, 0, 4*len(links))
	for _, l := range links {
		packed = appendLink(packed, l)
	}
	d := r.draft
	if err := errors.Join(
		s.BindInt64(1, int64(r.position)), s.BindText(2, d.UUID), s.BindInt64(3, d.Recorded.UnixMicro()),
		s.BindBlob(4, notNil(d.Metadata)), s.BindInt(5, len(d.Payload)), s.BindBlob(6, notNil(packed)), s.BindBlob(7, notNil(r.payload)),
		s.Exec(),
	); err != nil {
		return err
	}
	if s, err = w.conn.prepared("INSERT INTO change (position, keys) VALUES (?, ?)"); err != nil {
		return err
	}
	return errors.Join(s.BindInt64(1, int64(r.position)), s.BindBlob(2, r.keys), s.Exec())
}

// notNil is b, but empty rather than NULL.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func (w *writer) moveCursor(consumer string, p eventlog.Position) error {
	s, err := w.conn.prepared("INSERT INTO cursor (consumer, position) VALUES (?, ?) ON CONFLICT DO UPDATE SET position = max(position, excluded.position)")
	if err != nil {
		return err
	}
	if err := errors.Join(s.BindText(1, consumer), s.BindInt64(2, int64(p)), s.Exec()); err != nil {
		return fmt.Errorf("set cursor of %q: %w", consumer, err)
	}
	return nil
}
