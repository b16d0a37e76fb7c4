package sqlite

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"langbiang.internal/ioc/pkg/eventlog"
)

var errCorrupt = errors.New("the file is damaged: an index record cannot be read")

// Prefixes of the index's keys.
const (
	prefixIdentity = 'i'
	prefixStream   = 's'
)

// changes are the keys of one entry: the identities of its events in their order, then its
// streams in the order of first mention, each with its state. Versions and positions are
// not in it: they are the entry's links.
type changes struct {
	identities []string
	streams    []string
	states     []string // each as in value
}

// newChanges builds the keys of a draft in one block of memory. The first bytes of an identity's
// key are a hash of the source, so that a long source costs little; the id follows whole, so
// that ids near to one another are near in the index.
func newChanges(d *eventlog.Draft) *changes {
	size := 0
	for i := range d.Events {
		size += 9 + len(d.Events[i].ID)
	}
	for i := range d.Updates {
		size += 2 + len(d.Updates[i].Stream) + len(d.Updates[i].State)
	}
	var arena strings.Builder
	arena.Grow(size)
	cut := func(from int) string { return arena.String()[from:arena.Len()] }
	c := &changes{
		identities: make([]string, len(d.Events)),
		streams:    make([]string, len(d.Updates)),
		states:     make([]string, len(d.Updates)),
	}
	var source string
	var hash [sha256.Size]byte
	for i := range d.Events {
		e := &d.Events[i]
		if i == 0 || e.Source != source {
			source, hash = e.Source, sha256.Sum256([]byte(e.Source))
		}
		from := arena.Len()
		arena.WriteByte(prefixIdentity)
		arena.Write(hash[:8])
		arena.WriteString(e.ID)
		c.identities[i] = cut(from)
	}
	for i, u := range d.Updates {
		from := arena.Len()
		arena.WriteByte(prefixStream)
		arena.WriteString(u.Stream)
		c.streams[i] = cut(from)
		if u.State == nil {
			continue
		}
		from = arena.Len()
		arena.WriteByte('=')
		arena.Write(u.State)
		c.states[i] = cut(from)
	}
	return c
}

// identityKey is one identity's key as newChanges makes it.
func identityKey(source, id string) string {
	hash := sha256.Sum256([]byte(source))
	return string(rune(prefixIdentity)) + string(hash[:8]) + id
}

func streamKey(name string) string { return string(rune(prefixStream)) + name }

// encode writes c for the change table.
func (c *changes) encode() []byte {
	size := 16
	for _, part := range [][]string{c.identities, c.streams, c.states} {
		for _, s := range part {
			size += 3 + len(s)
		}
	}
	b := make([]byte, 0, size)
	for _, part := range [][]string{c.identities, c.streams, c.states} {
		b = binary.AppendUvarint(b, uint64(len(part)))
		for _, s := range part {
			b = binary.AppendUvarint(b, uint64(len(s)))
			b = append(b, s...)
		}
	}
	return b
}

func decodeChanges(b string) (*changes, error) {
	var c changes
	for _, part := range []*[]string{&c.identities, &c.streams, &c.states} {
		n, rest, err := cutUvarint(b)
		if err != nil || n > uint64(len(rest)) {
			return nil, errCorrupt
		}
		b = rest
		*part = make([]string, n)
		for i := range *part {
			size, rest, err := cutUvarint(b)
			if err != nil || size > uint64(len(rest)) {
				return nil, errCorrupt
			}
			(*part)[i], b = rest[:size], rest[size:]
		}
	}
	if b != "" || len(c.streams) != len(c.states) {
		return nil, errCorrupt
	}
	return &c, nil
}

func cutUvarint(s string) (uint64, string, error) {
	var v uint64
	for i := 0; i < len(s) && i < binary.MaxVarintLen64; i++ {
		v |= uint64(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return v, s[i+1:], nil
		}
	}
	return 0, "", errCorrupt
}

// link is one stream's place in an entry.
type link struct {
	version  uint64            // of the stream after the entry
	previous eventlog.Position // the stream's entry before this one, 0 for none
}

func appendLink(dst []byte, l link) []byte {
	dst = binary.AppendUvarint(dst, l.version)
	return binary.AppendUvarint(dst, uint64(l.previous))
}

func decodeLinks(b []byte) ([]link, error) {
	var links []link
	for len(b) > 0 {
		version, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, fmt.Errorf("links: %w", errCorrupt)
		}
		previous, m := binary.Uvarint(b[n:])
		if m <= 0 {
			return nil, fmt.Errorf("links: %w", errCorrupt)
		}
		links = append(links, link{version, eventlog.Position(previous)})
		b = b[n+m:]
	}
	return links, nil
}
