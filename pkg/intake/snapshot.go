package intake

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
)

// EncodeJSON appends s as the snapshot of a rare stream: its version, then JSON.
func EncodeJSON[S any](dst []byte, version byte, s S) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic(fmt.Sprintf("intake: encode the state %T: %v", s, err)) // states are plain structs
	}
	return append(append(dst, version), b...)
}

// DecodeJSON reads what EncodeJSON wrote.
func DecodeJSON[S any](b []byte, version byte) (s S, err error) {
	if len(b) == 0 || b[0] != version || json.Unmarshal(b[1:], &s) != nil {
		var zero S
		return zero, ErrSnapshot
	}
	return s, nil
}

// AppendText appends a text to a snapshot.
func AppendText(dst []byte, s string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}

// AppendInt appends a number to a snapshot.
func AppendInt(dst []byte, n int64) []byte { return binary.AppendVarint(dst, n) }

// Snapshot reads what AppendText and AppendInt wrote, in the same order. After the first
// fault it gives zero values only, and Err tells it.
type Snapshot struct {
	rest   []byte
	broken bool
}

// ErrSnapshot says that a snapshot is not of the expected version or is damaged.
var ErrSnapshot = errors.New("snapshot is of another version or damaged")

// OpenSnapshot begins to read b, whose first byte must be the version.
func OpenSnapshot(b []byte, version byte) *Snapshot {
	if len(b) == 0 || b[0] != version {
		return &Snapshot{broken: true}
	}
	return &Snapshot{rest: b[1:]}
}

// Text reads a text.
func (s *Snapshot) Text() string {
	n, size := binary.Uvarint(s.rest)
	if s.broken || size <= 0 || n > uint64(len(s.rest)-size) {
		s.broken = true
		return ""
	}
	text := string(s.rest[size : size+int(n)])
	s.rest = s.rest[size+int(n):]
	return text
}

// Byte reads one byte.
func (s *Snapshot) Byte() byte {
	if s.broken || len(s.rest) == 0 {
		s.broken = true
		return 0
	}
	b := s.rest[0]
	s.rest = s.rest[1:]
	return b
}

// Int reads a number.
func (s *Snapshot) Int() int64 {
	n, size := binary.Varint(s.rest)
	if s.broken || size <= 0 {
		s.broken = true
		return 0
	}
	s.rest = s.rest[size:]
	return n
}

// Ok tells whether everything read so far fitted.
func (s *Snapshot) Ok() bool { return !s.broken }

// Err is ErrSnapshot unless everything was read and fitted.
func (s *Snapshot) Err() error {
	if s.broken || len(s.rest) > 0 {
		return ErrSnapshot
	}
	return nil
}
