package eventlog

import (
	"cmp"
	"errors"
	"fmt"
)

// ErrFull is wrapped by Append's error when what the log is kept on has no room: nothing was taken, and the
// log takes appends again, by itself, when there is room.
var ErrFull = errors.New("there is no room left for the log: make room, then send it again; nothing is counted twice")

// ErrUnsafe is wrapped by the errors of a log whose server may lose what it acknowledges. They name each setting and the
// command that sets it.
var ErrUnsafe = errors.New("the log's server may lose what it acknowledges")

// Replacement is how what stands where the log was differs from it.
type Replacement string

// The ways in which a log is not the one it was.
const (
	Gone    Replacement = "gone"    // nothing is there
	Other   Replacement = "other"   // a log with another id
	Back    Replacement = "back"    // the same id, but it ends before what was known of it, or entries are missing
	Altered Replacement = "altered" // the same id, but another entry at a known position
)

// ReplacedError says that what answers where the log was is not that log any more, or not all of it. Nothing was
// written to it. All methods of a Log fail with it from when that is noticed until the right log, with every entry that
// was known, is back.
type ReplacedError struct {
	Kind        Replacement
	ID, FoundID string // of the contents: expected, and there now ("" for none)
	// Head is the least that the log must hold, FoundHead what is there now. With Altered, Head is the position.
	Head, FoundHead Position
}

func (e *ReplacedError) Error() string {
	var found string
	switch e.Kind {
	case Gone:
		found = "nothing is there"
	case Other:
		found = cmp.Or(e.FoundID, "something else") + " is there"
	case Back:
		found = fmt.Sprintf("there are %d entries", e.FoundHead)
	case Altered:
		found = fmt.Sprintf("position %d holds another entry", e.Head)
	}
	return fmt.Sprintf("the log %s with %d entries is not there any more (%s: %s): nothing is taken until it is put back",
		e.ID, e.Head, e.Kind, found)
}
