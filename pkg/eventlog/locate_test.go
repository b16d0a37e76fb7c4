package eventlog_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

func TestAnEventThatIsNotWhereItWasRecordedIsNotFoundInSilence(t *testing.T) {
	a, b := event.Event{ID: "a", Source: "/s"}, event.Event{ID: "b", Source: "/s"}
	for name, entry := range map[string]eventlog.Entry{
		"another event": {Position: 7, Events: []event.Event{b, b}},
		"no such index": {Position: 7, Events: []event.Event{b}},
		"another entry": {Position: 8, Events: []event.Event{b, a}},
		"no event":      {Position: 7},
	} {
		_, err := eventlog.Locate([]string{a.Identity()}, map[int]eventlog.Address{0: {Position: 7, Index: 1}},
			func([]eventlog.Position) ([]eventlog.Entry, error) { return []eventlog.Entry{entry}, nil })
		assert.ErrorContains(t, err, "the log is damaged", name)
	}
}

// What a read gives back is about as large as any read of the log, however large the entries are.
func TestEntriesAreReadInPartsOfABoundedSize(t *testing.T) {
	for size, most := range map[int]int{1 << 10: 40, 1 << 20: 8, 32 << 20: 4} {
		var ids []string
		at := make(map[int]eventlog.Address)
		for i := range 44 {
			ids = append(ids, (&event.Event{ID: fmt.Sprint(i), Source: "/s"}).Identity())
			at[i] = eventlog.Address{Position: eventlog.Position(100 - i)}
		}
		var parts []int
		next := eventlog.Position(57)
		found, err := eventlog.Locate(ids, at, func(positions []eventlog.Position) ([]eventlog.Entry, error) {
			parts = append(parts, len(positions))
			entries := make([]eventlog.Entry, len(positions))
			for i, p := range positions {
				require.Equal(t, next, p)
				next++
				entries[i] = eventlog.Entry{
					Position: p, Payload: make([]byte, size), Events: []event.Event{{ID: fmt.Sprint(100 - p), Source: "/s"}},
				}
			}
			return entries, nil
		})
		require.NoError(t, err)
		for i, f := range found {
			require.Equal(t, fmt.Sprint(i), f.Event.ID)
			require.Equal(t, at[i], f.Address)
		}
		for n, part := range parts {
			assert.LessOrEqual(t, part, most, "part %d of entries of %d bytes", n, size)
		}
	}
}
