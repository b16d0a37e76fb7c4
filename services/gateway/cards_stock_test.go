package gateway

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/wire"
)

// stockCards are the figures of what is there now that a frame also shows one by one: the cards that make each up.
var stockCards = []struct {
	figure, member string
	limit          int // cards shown; 0: all
	counts         func(card) bool
}{
	{"alarms.active", "alarms", wire.MaxAlarms, all},
	{"alarms.unacknowledged", "alarms", wire.MaxAlarms, says(`"acknowledged":false`)},
	{"alarms.escalated", "alarms", wire.MaxAlarms, says(`"escalated":true`)},
	{"incidents.open", "incidents", wire.MaxIncidents, func(c card) bool { return !c.over }},
	{"explanations.open", "explanations", wire.MaxExplanations, all},
	{"indicators.silent", "silences", wire.MaxSilences, all},
	{"steps.open", "steps", wire.MaxSteps, all},
	{"systems.total", "systems", wire.MaxSystems, all},
	{"feeds.total", "feeds", wire.MaxFeeds, all},
	{"feeds.down", "feeds", wire.MaxFeeds, says(`"up":false`)},
	{"models.total", "models", 0, all},
}

func all(card) bool { return true }

func says(member string) func(card) bool {
	return func(c card) bool { return strings.Contains(c.json, member) }
}

// requireCards holds, in every view, each such figure against its cards, and tells of which figures more than none were compared.
func requireCards(t require.TestingT, f *fold, seen map[string]bool) {
	for _, x := range stockCards {
		i := figureNumber(f, x.figure)
		for _, v := range f.views {
			n, s := int64(0), f.cards.shelves[shelfKey{v, x.member}]
			if s != nil {
				for _, c := range s.cards {
					if x.counts(c) {
						n++
					}
				}
				if x.limit > 0 {
					require.Len(t, s.shown, min(len(s.cards), x.limit), "%s of %s", x.member, v.ID)
				}
			}
			require.Equal(t, v.value(f, i, f.newYear), n, "%s of %s", x.figure, v.ID)
			seen[x.figure] = seen[x.figure] || n > 0
		}
	}
}

func figureNumber(f *fold, name string) int {
	for i := range f.figures.figures {
		if f.figures.figures[i].Name == name {
			return i
		}
	}
	panic("no figure " + name)
}

func requireAllSeen(t *testing.T, seen map[string]bool) {
	t.Helper()
	for _, x := range stockCards {
		require.True(t, seen[x.figure], "nothing was compared of %s", x.figure)
	}
}
