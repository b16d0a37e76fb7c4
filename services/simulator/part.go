package simulator

import (
	"bytes"

	"github.com/cespare/xxhash/v2"

	"langbiang.internal/ioc/services/simulator/scenario"
)

// A service's events of one day go in so many requests at once: while the events of one wait for the disk, those of the other
// are decided. A batch below partEvents is not worth it.
const (
	parts      = 2
	partEvents = 1000
)

// part is some of a batch's events, as NDJSON.
type part struct {
	lines  []byte
	events int
}

// split parts a batch so that the events of one thing stay together, in their order.
func split(b *scenario.Batch) []part {
	if len(b.Marks) < parts*partEvents {
		return []part{{b.Lines, len(b.Marks)}}
	}
	all := make([]part, parts)
	for i := range all {
		all[i].lines = make([]byte, 0, len(b.Lines)*2/(parts+1))
	}
	for i := range b.Marks {
		line := b.Line(i)
		p := &all[xxhash.Sum64(subjectOf(line))%parts]
		p.lines = append(p.lines, line...)
		p.events++
	}
	return all
}

// subjectOf is the subject of an event as the scenario writes it.
func subjectOf(line []byte) []byte {
	_, rest, _ := bytes.Cut(line, []byte(`"subject":"`))
	subject, _, _ := bytes.Cut(rest, []byte(`"`))
	return subject
}
