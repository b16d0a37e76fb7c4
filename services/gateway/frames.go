package gateway

import (
	"fmt"
	"time"

	"github.com/gorilla/websocket"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/wire"
)

// collect gives what the client lacks: all its views brought to one position, then, if beat,
// the heartbeat with that position.
func (g *Gateway) collect(c *client, beat bool) []*websocket.PreparedMessage {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.renderLocked() // a frame is whole at the position that it names
	var messages []*websocket.PreparedMessage
	for _, a := range c.answers {
		messages = append(messages, encoded(a))
	}
	c.answers = nil
	if m := g.directions(c); m != nil {
		messages = append(messages, m)
	}
	for v, h := range c.held {
		switch {
		case h.nothing, h.position < v.cells.floor:
			messages = append(messages, v.snapshot(g.fold.position))
			c.held[v] = hold{position: g.fold.position}
		case v.cells.changed > h.position:
			messages = append(messages, v.delta(h.position))
			c.held[v] = hold{position: v.cells.changed}
		}
	}
	if beat {
		messages = append(messages, encoded(g.heartbeat()))
	}
	return messages
}

// snapshot is the view's whole frame at the fold's position.
func (v *view) snapshot(at eventlog.Position) *websocket.PreparedMessage {
	return prepared(fmt.Appendf(nil, `{"type":%q,"view":%s,"position":%d,"frame":%s}`,
		wire.TypeSnapshot, quote(v.ID), at, v.cells.frame()))
}

// delta is what changed after a position, up to the last change. Clients that hold the same
// frame share one encoding.
func (v *view) delta(from eventlog.Position) *websocket.PreparedMessage {
	if m := v.messages[from]; m != nil {
		return m
	}
	m := prepared(fmt.Appendf(nil, `{"type":%q,"view":%s,"from":%d,"to":%d,"patch":%s}`,
		wire.TypeDelta, quote(v.ID), from, v.cells.changed, v.cells.patch(from)))
	if v.messages == nil {
		v.messages = make(map[eventlog.Position]*websocket.PreparedMessage)
	}
	v.messages[from] = m
	return m
}

func (g *Gateway) hello() wire.Hello {
	return wire.Hello{
		Type: wire.TypeHello, Gateway: g.id, Version: g.version(), Province: g.config.Topology.ID,
		Log: g.logID(), Head: g.head.Load(), Position: uint64(g.Position()),
	}
}

func (g *Gateway) heartbeat() wire.Heartbeat {
	consistent, reason := g.agreement(time.Now())
	return wire.Heartbeat{
		Type: wire.TypeHeartbeat, Head: max(g.head.Load(), uint64(g.fold.position)), Position: uint64(g.fold.position),
		Projected: (*uint64)(g.comparison.Load().projected), Consistent: consistent, Reason: reason, Time: time.Now().UnixMilli(),
	}
}

func encoded(message any) *websocket.PreparedMessage { return prepared([]byte(encode(message))) }

func prepared(b []byte) *websocket.PreparedMessage {
	m, err := websocket.NewPreparedMessage(websocket.TextMessage, b)
	if err != nil {
		panic(fmt.Sprintf("gateway: prepare a text message: %v", err)) // only a bad message type can do this
	}
	return m
}
