package topology

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is the text as people type it in a hurry: small letters and digits without diacritics, đ as d, apostrophes gone, anything else one
// space: "Xã Đạ M'Rông" is "xa da mrong".
func Fold(text string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r) || strings.ContainsRune("'`´‘’ʼ′", r):
			continue
		case r == 'đ' || r == 'Đ':
			r = 'd'
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Found is one thing that a search finds: a unit, a procedure, a screen, an agency or an indicator.
type Found struct {
	Unit      *Unit
	Maps      []*Map // on which the unit is, under this name
	Procedure *Procedure
	Screen    *Screen
	Agency    *Agency
	Indicator *Indicator
}

// Index finds units of every map, procedures, screens, agencies and indicators by what people type.
type Index struct{ rows []row }

// row is one thing to be found, by any of several texts.
type row struct {
	Found
	texts []needle
}

// needle is a folded text with where its words begin once the spaces are gone: people write "Đạ M'Rông", "da m rong", "damrong".
type needle struct {
	joined string
	words  []int
}

func newNeedle(text string) needle {
	var n needle
	for word := range strings.FieldsSeq(Fold(text)) {
		n.words = append(n.words, len(n.joined))
		n.joined += word
	}
	return n
}

// NewIndex indexes a topology.
func NewIndex(t *Topology) *Index {
	x := new(Index)
	for i := range t.Screens {
		s := &t.Screens[i]
		x.add(Found{Screen: s}, s.Title.Vi, s.Title.En)
	}
	x.addUnits(t)
	for i := range t.Agencies {
		a := &t.Agencies[i]
		x.add(Found{Agency: a}, a.Short.Vi, a.Name.Vi, a.Name.En)
	}
	for i := range t.Indicators {
		s := &t.Indicators[i]
		x.add(Found{Indicator: s}, s.Name.Vi, s.Name.En, s.ID)
	}
	for i := range t.Procedures {
		p := &t.Procedures[i]
		x.add(Found{Procedure: p}, p.Name, p.Code)
	}
	return x
}

// addUnits adds every unit once for each name that it had.
func (x *Index) addUnits(t *Topology) {
	type named struct{ id, kind, name string }
	rows := make(map[named]int)
	for _, m := range t.maps {
		for _, u := range m.units {
			key := named{u.ID, u.Kind, u.Name.Vi}
			i, known := rows[key]
			if !known {
				i = len(x.rows)
				rows[key] = i
				x.add(Found{Unit: u}, u.Short.Vi, u.Name.Vi, u.Name.En, u.Code)
			}
			x.rows[i].Maps = append(x.rows[i].Maps, m)
		}
	}
}

func (x *Index) add(f Found, texts ...string) {
	r := row{Found: f}
	for _, text := range texts {
		if text != "" {
			r.texts = append(r.texts, newNeedle(text))
		}
	}
	x.rows = append(x.rows, r)
}

// How well a text matches, best first.
const (
	matchSame = iota
	matchStart
	matchWord
	matchInside
	matchNot
)

// match compares without spaces; of each rank, those come first in which every word of q begins a word.
func (n *needle) match(q *needle) int {
	at, rank := strings.Index(n.joined, q.joined), matchInside
	word := slices.IndexFunc(n.words, func(i int) bool { return strings.HasPrefix(n.joined[i:], q.joined) })
	switch {
	case at < 0:
		return 2 * matchNot
	case n.joined == q.joined:
		rank = matchSame
	case at == 0:
		rank = matchStart
	case word >= 0:
		at, rank = n.words[word], matchWord
	}
	for _, i := range q.words {
		if !slices.Contains(n.words, at+i) {
			return 2*rank + 1
		}
	}
	return 2 * rank
}

// reports tells whether it is about reported figures: an agency never comes before the screen that is called after it.
func (f *Found) reports() bool { return f.Agency != nil || f.Indicator != nil }

// Find is what matches a text, best first, at most limit of it: the whole name before its beginning, the beginning of the name before
// that of another word, that before the inside of one; of agencies and indicators, the first three are one. A text without a letter or digit finds nothing.
func (x *Index) Find(text string, limit int) []Found {
	q := newNeedle(text)
	if q.joined == "" {
		return nil
	}
	type hit struct {
		rank int
		Found
	}
	var hits []hit
	for i := range x.rows {
		best := 2 * matchNot
		for j := range x.rows[i].texts {
			best = min(best, x.rows[i].texts[j].match(&q))
		}
		if best < 2*matchNot && x.rows[i].reports() {
			best = max(best, 2*matchWord)
		}
		if best < 2*matchNot {
			hits = append(hits, hit{best, x.rows[i].Found})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	found := make([]Found, 0, min(limit, len(hits)))
	for _, h := range hits[:min(limit, len(hits))] {
		found = append(found, h.Found)
	}
	return found
}
