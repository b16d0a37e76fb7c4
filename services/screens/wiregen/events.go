package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/event"
)

const eventsHeader = `// Generated from pkg/event by services/screens/wiregen. Do not edit: change pkg/event and run
// "go generate ./services/screens".

`

var version = regexp.MustCompile(`\.v\d+$`)

// EventTypes are the nouns and what happens to them as TypeScript unions, so that one without words is found when the screens are built.
func EventTypes() string {
	var out strings.Builder
	out.WriteString(eventsHeader)
	var nouns, types []string
	for _, d := range event.Nouns() {
		nouns = append(nouns, string(d.Noun))
		for _, t := range d.Types {
			if kind := version.ReplaceAllString(string(t), ""); !slices.Contains(types, kind) {
				types = append(types, kind)
			}
		}
	}
	writeUnion(&out, "What events are about.", "EventNoun", quotedAll(nouns))
	writeUnion(&out, "What happens: an event's type without the version of its data.", "EventType", quotedAll(types))
	fmt.Fprintf(&out, "/** What a display may be measured by: inches, and centimetres. */\nexport const displayBounds = {\n"+
		"  diagonal: { min: %d, max: %d },\n  distance: { min: %d, max: %d },\n} as const;\n",
		event.MinDisplayDiagonal, event.MaxDisplayDiagonal, event.MinDisplayDistance, event.MaxDisplayDistance)
	return out.String()
}
