package gateway

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/wire"
)

// message is a text for sockets. Whoever sends it first encodes it, with no lock held that anything but its own senders wait for; all
// others send the same.
type message struct {
	kind string // its type

	once     sync.Once
	encode   func() []byte // nil once it was called
	prepared *websocket.PreparedMessage
	bytes    int
}

func newMessage(kind string, encode func() []byte) *message {
	return &message{kind: kind, encode: encode}
}

// newText is a message of which the type tells all.
func newText(kind string, text any) *message {
	return newMessage(kind, func() []byte { return []byte(encode(text)) })
}

// prepare encodes the message, the first time.
func (m *message) prepare(counted *metrics) *websocket.PreparedMessage {
	m.once.Do(func() {
		text := m.encode()
		m.encode, m.bytes = nil, len(text)
		var err error
		if m.prepared, err = websocket.NewPreparedMessage(websocket.TextMessage, text); err != nil {
			panic(fmt.Sprintf("gateway: prepare a text message: %v", err)) // only a bad message type can do this
		}
		counted.encoded.WithLabelValues(m.kind).Inc()
	})
	return m.prepared
}

// collect gives what the client lacks of the frames as they were rendered last, all its views at one position, and then the last
// heartbeat, which is of that position or of one before. Nothing is rendered or encoded for it here.
func (g *Gateway) collect(c *client) []*message {
	g.mu.Lock()
	defer g.mu.Unlock()
	messages := c.answers
	c.answers = nil
	if m := g.directions(c); m != nil {
		messages = append(messages, m)
	}
	for v, h := range c.held {
		switch {
		case h.nothing, h.position < v.cells.floor:
			messages = append(messages, g.fold.snapshot(v))
			c.held[v] = hold{position: g.fold.rendered, changes: v.changes}
		case v.cells.changed > h.position:
			messages = append(messages, v.delta(h.position))
			c.held[v] = hold{position: v.cells.changed, changes: v.changes}
			g.metrics.conflated.Add(float64(v.changes - h.changes - 1))
		}
	}
	if g.beat != c.beat {
		c.beat = g.beat
		messages = append(messages, g.beat)
	}
	return messages
}

// snapshot is the view's whole frame at the last render. Clients that need it there share one encoding.
func (f *fold) snapshot(v *view) *message {
	if m := f.snapshots[v]; m != nil {
		return m
	}
	at, whole := f.rendered, v.cells.whole()
	m := newMessage(wire.TypeSnapshot, func() []byte {
		return fmt.Appendf(nil, `{"type":%q,"view":%s,"position":%d,"frame":%s}`, wire.TypeSnapshot, quote(v.ID), at, whole.encode())
	})
	f.snapshots[v] = m
	return m
}

// delta is what changed after a position, up to the last change. Clients that hold the same
// frame share one encoding.
func (v *view) delta(from eventlog.Position) *message {
	if m := v.deltas[from]; m != nil {
		return m
	}
	to, changed := v.cells.changed, v.cells.since(from)
	m := newMessage(wire.TypeDelta, func() []byte {
		return fmt.Appendf(nil, `{"type":%q,"view":%s,"from":%d,"to":%d,"patch":%s}`, wire.TypeDelta, quote(v.ID), from, to, changed.encode())
	})
	if v.deltas == nil {
		v.deltas = make(map[eventlog.Position]*message)
	}
	v.deltas[from] = m
	return m
}

func (g *Gateway) hello() wire.Hello {
	return wire.Hello{
		Type: wire.TypeHello, Gateway: g.id, Version: g.version(), Province: g.config.Topology.ID,
		Log: g.logID(), Head: g.head.Load(), Position: uint64(g.Position()),
	}
}

// beats makes a heartbeat every second, one for all clients.
func (g *Gateway) beats(ctx context.Context) error {
	tick := time.NewTicker(wire.HeartbeatMillis * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
			g.beatOnce()
		}
	}
}

func (g *Gateway) beatOnce() {
	g.mu.Lock()
	defer g.mu.Unlock()
	consistent, reason := g.agreement(time.Now())
	g.beat = newText(wire.TypeHeartbeat, wire.Heartbeat{
		Type: wire.TypeHeartbeat, Head: g.headLocked(), Position: uint64(g.fold.rendered),
		Projected: (*uint64)(g.comparison.Load().projected), Consistent: consistent, Reason: reason, Time: time.Now().UnixMilli(),
	})
	for c := range g.clients {
		c.wakeUp()
	}
}
