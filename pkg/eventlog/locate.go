package eventlog

import (
	"fmt"
	"maps"
	"slices"
)

// firstLocated is how many entries are read at once until their size is known.
const firstLocated = 4

// Locate gets events from their addresses, for an implementation of Known: at are the addresses of ids by index, where
// there are any. read returns the entries at positions, which are in order; their payloads are about MaxReadBytes.
func Locate(ids []string, at map[int]Address, read func([]Position) ([]Entry, error)) ([]*Located, error) {
	found := make([]*Located, len(ids))
	wanted := make(map[Position][]int)
	for i, a := range at {
		wanted[a.Position] = append(wanted[a.Position], i)
	}
	count, size, done := firstLocated, 0, 0
	for rest := slices.Sorted(maps.Keys(wanted)); len(rest) > 0; {
		part := rest[:min(count, len(rest))]
		entries, err := read(part)
		if err != nil {
			return nil, err
		}
		for n := range entries {
			for _, i := range wanted[part[n]] {
				if found[i], err = locate(&entries[n], ids[i], at[i]); err != nil {
					return nil, err
				}
			}
			size += len(entries[n].Payload)
		}
		rest, done = rest[len(part):], done+len(part)
		count = max(1, MaxReadBytes/max(1, size/done))
	}
	return found, nil
}

// locate is the event with an identity at its address in an entry.
func locate(e *Entry, id string, at Address) (*Located, error) {
	if err := Decode(e); err != nil {
		return nil, err
	}
	if e.Position != at.Position || at.Index >= len(e.Events) || e.Events[at.Index].Identity() != id {
		return nil, fmt.Errorf("event %d of entry %d is not %q, which was recorded there: the log is damaged", at.Index, at.Position, id)
	}
	return &Located{Address: at, Event: e.Events[at.Index]}, nil
}
