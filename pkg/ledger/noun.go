package ledger

import (
	"strings"

	"langbiang.internal/ioc/pkg/event"
)

// noun is all that the ledger has of one noun.
type noun struct {
	of event.Noun
	// postings appends those of an event about it; nil: it counts in nothing.
	postings func(dst []Posting, at moment, e *event.Event) []Posting
	figures  []Figure
	// axes are its own beside those of all nouns; pages by which of all of them the pages of its figures tell them apart, beside the units
	// and in their order: by day alone unless they are given.
	axes   []Axis
	pages  []string
	source Source
}

// nouns are those that count, in the order of their figures, and after them those that count in nothing: the log's clock, what rules
// and walls are set to, and what the program notes of itself.
var nouns = []noun{
	dossiers, payments, alerts, incidents, alarms, models, indicators, explanations, systems, feeds, steps,
	{of: event.NounClock},
	{of: event.NounCatalogue},
	{of: event.NounDisplay},
	{of: event.NounPlaylist},
	{of: event.NounSource},
	{of: event.NounCommand},
}

var byNoun = func() map[event.Noun]*noun {
	all := make(map[event.Noun]*noun, len(nouns))
	for i := range nouns {
		all[nouns[i].of] = &nouns[i]
	}
	return all
}()

// nounOf is what the ledger has of a noun; of one that it does not know nothing.
func nounOf(n event.Noun) *noun {
	if known := byNoun[n]; known != nil {
		return known
	}
	return new(noun)
}

// counts are the postings of events with the data D. Other data of the noun, which a newer program wrote, counts for nothing.
func counts[D event.Data](postings func([]Posting, moment, *event.Event, D) []Posting) func([]Posting, moment, *event.Event) []Posting {
	return func(dst []Posting, at moment, e *event.Event) []Posting {
		if d, ok := e.Data.(D); ok {
			return postings(dst, at, e, d)
		}
		return dst
	}
}

// Source is the rule by which the figures of a noun count.
type Source struct {
	Text, TextEn string
	Assumed      bool // that it is so, or how it is read, is an assumption
}

// SourceOf is by what the figures of a noun count.
func SourceOf(n event.Noun) Source { return nounOf(n).source }

// Noun is what a measure is about: "alerts.raised.low" is about alerts.
func Noun(m Measure) event.Noun {
	plural, _, _ := strings.Cut(string(m), ".")
	return event.Noun(strings.TrimSuffix(plural, "s"))
}
