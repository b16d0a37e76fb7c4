package gateway

import (
	"cmp"
	"net/http"
	"reflect"
	"slices"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/wire"
)

// maxRemembered bounds the displays whose last word is remembered after they left.
const maxRemembered = 1024

// maxSaid bounds the texts that a display says of itself, in bytes.
const maxSaid = 256

// maxPlaces bounds the places that are told of one token.
const maxPlaces = 16

// claim is what a socket says of itself in its hello: that it is a display. It is checked against the log anew whenever a
// display changes, so that pairing and unpairing act at once. Guarded by Gateway.mu.
type claim struct {
	display, hash string
	page          string // "" of an old program's
	address       string
	said          wire.DisplayPresence // what it said last; Show is empty
	told          *wire.Show           // the last that it was sent
}

// introduce takes a hello; false when it breaks the protocol.
func (g *Gateway) introduce(c *client, m wire.ClientMessage) bool {
	if m.Display == "" || m.Token == "" || len(m.Display) > maxSaid || len(m.Token) > maxSaid || len(m.Version) > maxSaid || len(m.Page) > maxSaid {
		return false
	}
	c.claim = &claim{
		display: m.Display, hash: event.DisplayTokenHash(m.Token), page: m.Page, address: c.address,
		said: wire.DisplayPresence{
			Since: g.config.Now().UnixMilli(), Width: pixels(m.Width), Height: pixels(m.Height), Version: m.Version,
		},
	}
	c.wakeUp()
	return true
}

// pixels of the largest walls are far below this.
func pixels(n int) int { return min(max(n, 0), 1<<16) }

// hear takes what a display has painted, at this moment of our clock; false when it breaks the protocol.
func (g *Gateway) hear(c *client, m wire.ClientMessage) bool {
	if c.claim == nil || len(m.Showing) > maxSaid {
		return false
	}
	said := &c.claim.said
	said.Painted = g.config.Now().UnixMilli()
	said.Position, said.Showing, said.Item = m.Position, m.Showing, max(m.Item, 0)
	said.Held, said.Blank, said.Covered = m.Held, m.Blank, m.Covered
	return true
}

// directions is what a display has to be told now, nil if it was told already.
func (g *Gateway) directions(c *client) *message {
	if c.claim == nil {
		return nil
	}
	show := wire.NotPaired(c.claim.display, problem.NotPaired().Body(c.english).Detail)
	if g.fold.wall.admits(c.claim.display, c.claim.hash) {
		show = g.fold.wall.show(c.claim.display)
	}
	if c.claim.told != nil && reflect.DeepEqual(*c.claim.told, show) {
		return nil
	}
	c.claim.told = &show
	return newText(wire.TypeShow, show)
}

// directLocked wakes the displays if one of them, or a playlist, has changed.
func (g *Gateway) directLocked() {
	if !g.fold.wall.changed {
		return
	}
	g.fold.wall.changed = false
	for c := range g.clients {
		if c.claim != nil {
			c.wakeUp()
		}
	}
	for id := range g.seen {
		if g.fold.wall.displays[id] == nil {
			delete(g.seen, id)
		}
	}
}

// rememberLocked keeps what a display that leaves said last.
func (g *Gateway) rememberLocked(c *client) {
	if c.claim == nil || !g.fold.wall.admits(c.claim.display, c.claim.hash) {
		return
	}
	if _, known := g.seen[c.claim.display]; !known && len(g.seen) >= maxRemembered {
		return
	}
	said := c.claim.said
	said.Since = g.config.Now().UnixMilli()
	g.seen[c.claim.display] = said
}

// servePresence answers GET /api/v1/presence: the displays of the log, and which of them are connected here.
// Problems: unavailable.
func (g *Gateway) servePresence(w http.ResponseWriter, r *http.Request) {
	answer, ok := g.presence()
	if !ok {
		problem.Write(w, r, errStarting)
		return
	}
	respond(w, http.StatusOK, answer)
}

func (g *Gateway) presence() (wire.Presence, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fold == nil {
		return wire.Presence{}, false
	}
	now := g.config.Now().UnixMilli()
	answer := wire.Presence{
		Head: g.headLocked(), Position: uint64(g.fold.rendered), Version: g.config.Version,
		Time: now, Displays: []wire.DisplayPresence{}, Playlists: g.fold.wall.lists(),
	}
	pages := g.pagesLocked()
	for _, show := range g.fold.wall.shown() {
		d := g.seen[show.Display]
		if of := pages[show.Display]; len(of) > 0 {
			d = seenOf(of, now)
		}
		if d.Painted > 0 && answer.Head > d.Position {
			d.Behind = answer.Head - d.Position
		}
		d.Show = show
		if d.Places == nil {
			d.Places = []wire.DisplayPlace{}
		}
		answer.Displays = append(answer.Displays, d)
	}
	return answer, true
}

func (g *Gateway) headLocked() uint64 { return max(g.head.Load(), uint64(g.fold.position)) }

// pagesLocked are the pages of each display that are connected, by when they did. Of a page that has connected again the newest
// socket counts: the other one is dead and does not know it yet.
func (g *Gateway) pagesLocked() map[string][]*claim {
	type page struct{ display, id string }
	newest := make(map[page]*claim)
	for c := range g.clients {
		if c.claim == nil || !g.fold.wall.admits(c.claim.display, c.claim.hash) {
			continue
		}
		at := page{c.claim.display, c.claim.page}
		if other := newest[at]; other == nil || other.said.Since < c.claim.said.Since {
			newest[at] = c.claim
		}
	}
	pages := make(map[string][]*claim)
	for at, c := range newest {
		pages[at.display] = append(pages[at.display], c)
	}
	for _, of := range pages {
		slices.SortFunc(of, func(a, b *claim) int {
			return cmp.Or(cmp.Compare(a.said.Since, b.said.Since), cmp.Compare(a.page, b.page))
		})
	}
	return pages
}

// seenOf is what is known of a display by its connected pages, the oldest first: what the newest one says, of those that paint if any does.
// Several that paint are told apart: there the token is used at several places.
func seenOf(pages []*claim, now int64) wire.DisplayPresence {
	d := pages[len(pages)-1].said
	var places []wire.DisplayPlace
	for _, c := range pages {
		if c.said.Painted > 0 && now-c.said.Painted < wire.NotPaintingMillis {
			d = c.said
			d.Painting = true
			if len(places) < maxPlaces {
				places = append(places, wire.DisplayPlace{Since: d.Since, Width: d.Width, Height: d.Height, Address: c.address})
			}
		}
	}
	if d.Online = true; len(places) > 1 {
		d.Places = places
	}
	return d
}
