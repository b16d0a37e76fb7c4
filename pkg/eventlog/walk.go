package eventlog

import (
	"fmt"
	"slices"
)

// Walk collects the events of a stream, oldest first, for an implementation whose entries link
// back; it goes no further back than to the entry of the newest of them if that is all that is wanted. entry returns the entry at a position and, for each of its streams in the order of
// first mention, the position of the stream's entry before it, 0 for none.
func Walk(stream string, last Position, newest bool, entry func(Position) (Entry, []Position, error)) ([]Located, error) {
	var located []Located
	for p := last; p != 0; {
		e, previous, err := entry(p)
		if err != nil {
			return nil, err
		}
		if err := Decode(&e); err != nil {
			return nil, err
		}
		for i := len(e.Events) - 1; i >= 0; i-- {
			if e.Events[i].Subject == stream {
				located = append(located, Located{Address{p, i}, e.Events[i]})
			}
		}
		if newest && len(located) > 0 {
			return located[:1], nil
		}
		ordinal := 0
		seen := make(map[string]bool)
		for i := range e.Events {
			if s := e.Events[i].Subject; s == stream {
				break
			} else if !seen[s] {
				seen[s] = true
				ordinal++
			}
		}
		if ordinal >= len(previous) || previous[ordinal] >= p {
			return nil, fmt.Errorf("entry %d does not link to the one before it in stream %q: the log is damaged", p, stream)
		}
		p = previous[ordinal]
	}
	slices.Reverse(located)
	return located, nil
}
