package ledger

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"langbiang.internal/ioc/pkg/event"
)

// Of every noun it is decided how it counts, or that it counts in nothing; what lacks a part is named.
func TestOfEveryNounItIsDecidedHowItCounts(t *testing.T) {
	var described, decided []event.Noun
	for _, d := range event.Nouns() {
		described = append(described, d.Noun)
	}
	for i := range nouns {
		n := &nouns[i]
		decided = append(decided, n.of)
		counts := n.postings != nil
		assert.Equal(t, counts, len(n.figures) > 0, "%s: what counts is shown by a figure", n.of)
		assert.Equal(t, counts, n.source != Source{}, "%s: by what it counts", n.of)
		assert.True(t, counts || n.axes == nil && n.pages == nil, "%s counts in nothing that could be told apart", n.of)
		for j := range n.figures {
			assert.Equal(t, n.of, Noun(n.figures[j].Measures[0]), "%s is a figure of another noun", n.figures[j].Name)
		}
		named := make(map[string]bool)
		for _, a := range AxesOf(n.of) {
			named[a.Name] = true
		}
		for _, page := range n.pages {
			assert.True(t, named[page], "the pages of a %s tell its figures apart by %s, which is no axis of it", n.of, page)
		}
	}
	assert.ElementsMatch(t, described, decided, "the nouns that there are, and those of which it is decided how they count")
}
