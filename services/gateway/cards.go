package gateway

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// cardRule is how the things of one noun are shown one by one. Each card is the last event of its stream, which carries the whole of it.
type cardRule struct {
	member string // of the frame
	limit  int    // at most so many are shown; 0: all
	// make is the card of an event, and whether it is shown; nil where the data is not known.
	make func(c *cards, e *event.Event) (made *card, there bool)
	// views calls do with the views that show it.
	views func(f *fold, e *event.Event, do func(*view))
	// also shows the same things in another member; nil: nothing does.
	also *cardRule
}

// cardRules say of every noun how its things are shown; nil: they are counted only, or shown elsewhere.
var cardRules = map[event.Noun]*cardRule{
	event.NounModel:       cardsOf("models", 0, modelCard),
	event.NounIncident:    cardsOf("incidents", wire.MaxIncidents, incidentCard),
	event.NounAlarm:       cardsOf("alarms", wire.MaxAlarms, alarmCard),
	event.NounIndicator:   cardsOf("reported", wire.MaxReported, reportedCard).in((*fold).reportedViews).and(cardsOf("silences", wire.MaxSilences, silenceCard)),
	event.NounExplanation: cardsOf("explanations", wire.MaxExplanations, explanationCard),
	event.NounSystem:      cardsOf("systems", wire.MaxSystems, systemCard),
	event.NounFeed:        cardsOf("feeds", wire.MaxFeeds, feedCard),
	event.NounStep:        cardsOf("steps", wire.MaxSteps, stepCard),

	event.NounDossier: nil, event.NounPayment: nil, event.NounAlert: nil,
	event.NounDisplay: nil, event.NounPlaylist: nil, // on the wall
	event.NounClock: nil, event.NounCatalogue: nil, event.NounSource: nil, event.NounCommand: nil,
}

// cardNouns are the nouns that have cards.
var cardNouns = func() (nouns []event.Noun) {
	for _, d := range event.Nouns() {
		if cardRules[d.Noun] != nil {
			nouns = append(nouns, d.Noun)
		}
	}
	return nouns
}()

// cardsOf is the rule of the noun with the data D: its cards stand in every view that counts their unit and department.
func cardsOf[D event.Data](member string, limit int, of func(*cards, *event.Event, D) (card, bool)) *cardRule {
	return &cardRule{
		member: member, limit: limit,
		make: func(c *cards, e *event.Event) (*card, bool) {
			d, ok := e.Data.(D)
			if !ok {
				return nil, false
			}
			made, there := of(c, e, d)
			return &made, there
		},
		views: func(f *fold, e *event.Event, do func(*view)) {
			about := e.Data.Facets()
			f.eachView(about.Unit, about.Department, do)
		},
	}
}

// in is the rule with other views.
func (r *cardRule) in(views func(*fold, *event.Event, func(*view))) *cardRule {
	r.views = views
	return r
}

// and is the rule with another beside it.
func (r *cardRule) and(also *cardRule) *cardRule {
	r.also = also
	return r
}

// cards are the things that screens show one by one.
type cards struct {
	opened  map[string]time.Time // subject → when its first event counts
	shelves map[shelfKey]*shelf
}

type shelfKey struct {
	view   *view
	member string
}

// shelf is the cards of one member of a view's frame, and which of them were shown at the last render.
type shelf struct {
	member  string
	limit   int // cards shown at most; 0: all
	cards   map[string]card
	shown   map[string]bool
	leftOut bool            // some were not shown
	touched map[string]bool // ids put or taken away since
}

// card is a thing as it is shown.
type card struct {
	json string
	rank int64 // the greatest are shown
	over bool  // nothing more is expected of it: it is kept only while it is among those shown
}

func newCards() *cards {
	return &cards{opened: make(map[string]time.Time), shelves: make(map[shelfKey]*shelf)}
}

// apply has e's card, if it has one, shown in the views that it concerns, at their next render.
func (c *cards) apply(f *fold, e *event.Event) {
	for rule := cardRules[e.Type.Noun()]; rule != nil; rule = rule.also {
		if made, there := rule.make(c, e); made != nil {
			rule.views(f, e, func(v *view) { c.put(f, v, rule.member, rule.limit, e, *made, there) })
		}
	}
}

// open is when the stream's first event counts.
func (c *cards) open(e *event.Event) time.Time {
	if _, ok := c.opened[e.Subject]; !ok {
		c.opened[e.Subject] = e.At()
	}
	return c.opened[e.Subject]
}

// put has the card of e's stream in a member of v's frame, or takes it away; at most limit cards are shown, 0 for all.
func (c *cards) put(f *fold, v *view, member string, limit int, e *event.Event, made card, there bool) {
	id := cardID(e.Subject)
	key := shelfKey{v, member}
	s := c.shelves[key]
	if s == nil {
		s = &shelf{member: member, limit: limit, cards: make(map[string]card), shown: make(map[string]bool), touched: make(map[string]bool)}
		c.shelves[key] = s
	}
	if there {
		s.cards[id] = made
	} else {
		delete(s.cards, id)
	}
	if len(s.touched) == 0 {
		v.dirtyShelves = append(v.dirtyShelves, s)
	}
	s.touched[id] = true
	f.touch(v)
}

// render brings the member of v's frame to what the cards are now: where all were shown and all still are, only those that were
// touched.
func (s *shelf) render(f *fold, v *view) {
	if s.limit > 0 && len(s.cards) > s.limit || s.leftOut {
		s.show(f, v)
	} else {
		for id := range s.touched {
			s.showOne(f, v, id)
		}
	}
	s.leftOut = len(s.shown) < len(s.cards)
	clear(s.touched)
}

// showOne brings one card of the frame to what it is now; the others are as they were.
func (s *shelf) showOne(f *fold, v *view, id string) {
	made, ok := s.cards[id]
	f.set(v, made.json, s.member, id)
	if ok {
		s.shown[id] = true
	} else {
		delete(s.shown, id)
	}
}

// show makes the member of v's frame hold the cards with the greatest ranks, and forgets those that are over beyond them.
func (s *shelf) show(f *fold, v *view) {
	ids := make([]string, 0, len(s.cards))
	for id := range s.cards {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.cards[b].rank, s.cards[a].rank), strings.Compare(a, b))
	})
	top := make(map[string]bool, s.limit)
	for _, id := range ids[:min(len(ids), s.limit)] {
		top[id] = true
		f.set(v, s.cards[id].json, s.member, id)
	}
	for id := range s.shown {
		if !top[id] {
			f.set(v, "", s.member, id)
		}
	}
	s.shown = top
	over := 0
	for _, id := range ids { // greatest first: no later one that is over can be shown again
		if s.cards[id].over {
			if over++; over > s.limit {
				delete(s.cards, id)
			}
		}
	}
}

// reportedViews calls do with the views that show a report: of its unit, whole and through the department; only through the department
// where another agency reports about it. A unit that is not on the live views' map has none: what is said of it is not said of the unit
// that it lies in.
func (f *fold) reportedViews(e *event.Event, do func(*view)) {
	about := e.Data.Facets()
	uv, ok := f.byUnit[about.Unit]
	if !ok {
		return
	}
	own := func(views []*view) {
		if len(views) > 0 && views[0].Unit.ID == about.Unit {
			do(views[0])
		}
	}
	if !aboutDepartment(e) {
		own(uv.whole)
	}
	own(uv.byDepartment[about.Department])
}

// aboutDepartment tells whether a report is about a department and not about the unit: then its stream names the department.
func aboutDepartment(e *event.Event) bool { return strings.Count(e.Subject, ":") > 2 }

// cardID is the subject without its noun.
func cardID(subject string) string {
	_, id, _ := strings.Cut(subject, "/")
	return id
}
