package gateway

import (
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// maxRemembered bounds the displays whose last word is remembered after they left.
const maxRemembered = 1024

// maxSaid bounds the texts that a display says of itself, in bytes.
const maxSaid = 256

// claim is what a socket says of itself in its hello: that it is a display. It is checked against the log anew whenever a
// display changes, so that pairing and unpairing act at once. Guarded by Gateway.mu.
type claim struct {
	display, hash string
	said          wire.DisplayPresence // what it said last; Show is empty
	told          string               // the last Show that it was sent
}

// introduce takes a hello; false when it breaks the protocol.
func (g *Gateway) introduce(c *client, m wire.ClientMessage) bool {
	if m.Display == "" || m.Token == "" || len(m.Display) > maxSaid || len(m.Token) > maxSaid || len(m.Version) > maxSaid {
		return false
	}
	c.claim = &claim{display: m.Display, hash: event.DisplayTokenHash(m.Token), said: wire.DisplayPresence{
		Since: time.Now().UnixMilli(), Width: pixels(m.Width), Height: pixels(m.Height), Version: m.Version,
	}}
	c.wakeUp()
	return true
}

// pixels of the largest walls are far below this.
func pixels(n int) int { return min(max(n, 0), 1<<16) }

// hear takes where a display stands; false when it breaks the protocol.
func (g *Gateway) hear(c *client, m wire.ClientMessage) bool {
	if c.claim == nil || len(m.Showing) > maxSaid {
		return false
	}
	said := &c.claim.said
	said.Position, said.Showing, said.Behind = m.Position, m.Showing, 0
	if at := max(g.head.Load(), uint64(g.fold.position)); at > m.Position {
		said.Behind = at - m.Position
	}
	return true
}

// directions is what a display has to be told now, nil if it was told already.
func (g *Gateway) directions(c *client) *websocket.PreparedMessage {
	if c.claim == nil {
		return nil
	}
	show := wire.NotPaired(c.claim.display)
	if g.fold.wall.admits(c.claim.display, c.claim.hash) {
		show = g.fold.wall.show(c.claim.display)
	}
	text := encode(show)
	if text == c.claim.told {
		return nil
	}
	c.claim.told = text
	return prepared([]byte(text))
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
	said.Since = time.Now().UnixMilli()
	g.seen[c.claim.display] = said
}

// servePresence answers GET /api/v1/presence: the displays of the log, and which of them are connected here.
func (g *Gateway) servePresence(w http.ResponseWriter, _ *http.Request) {
	answer, ok := g.presence()
	if !ok {
		refuse(w, http.StatusServiceUnavailable, "", "the gateway is starting; try again in a moment")
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
	answer := wire.Presence{
		Head: max(g.head.Load(), uint64(g.fold.position)), Position: uint64(g.fold.position), Version: g.config.Version,
		Time: time.Now().UnixMilli(), Displays: []wire.DisplayPresence{}, Playlists: g.fold.wall.lists(),
	}
	online := make(map[string]*claim)
	for c := range g.clients {
		if c.claim == nil || !g.fold.wall.admits(c.claim.display, c.claim.hash) {
			continue
		}
		if other := online[c.claim.display]; other == nil || other.said.Since < c.claim.said.Since {
			online[c.claim.display] = c.claim // the newest, where a token is used twice
		}
	}
	for _, show := range g.fold.wall.shown() {
		d := g.seen[show.Display]
		if c := online[show.Display]; c != nil {
			d = c.said
			d.Online = true
		}
		d.Show = show
		answer.Displays = append(answer.Displays, d)
	}
	return answer, true
}
