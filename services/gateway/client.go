package gateway

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/gorilla/websocket"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/wire"
)

// Bounds of one socket.
const (
	maxMessageBytes = 4 << 10 // of what a client says
	maxDropped      = 1 << 20 // of what follows a message that is too long
	dropPatience    = time.Second
	maxViews        = 64 // subscribed at a time
	maxAnswers      = 64 // errors waiting to be sent
	pingInterval    = 10 * time.Second
	// pongTimeout is generous: a client is not cut off for being slow, only for being gone.
	pongTimeout  = 60 * time.Second
	writeTimeout = 45 * time.Second
)

var upgrader = websocket.Upgrader{
	ReadBufferSize:    1 << 10,
	WriteBufferSize:   4 << 10,
	EnableCompression: true,
	Error: func(w http.ResponseWriter, r *http.Request, status int, reason error) {
		code := problem.BadRequest
		if status == http.StatusForbidden {
			code = problem.Forbidden
		}
		problem.Write(w, r, problem.New(code, "", "this is no request for a socket: %v", reason))
	},
}

// client is one socket. One goroutine reads, one writes; what the writer has not yet sent
// is not queued but stays in the views, so that a slow client gets fewer, larger deltas.
type client struct {
	gateway *Gateway
	conn    *websocket.Conn
	english bool          // the language of who connected
	address string        // from which it is connected: the first that a proxy names, else the socket's own
	wake    chan struct{} // capacity 1: something changed
	gone    chan struct{} // closed when the reader ends
	drained chan struct{} // closed when the client is to reconnect

	// Guarded by Gateway.mu.
	held    map[*view]hold
	asked   bool       // to reconnect: drained is closed
	answers []*message // for the writer: errors
	claim   *claim     // of a display on a wall; nil for any other page
	beat    *message   // the last heartbeat that it was given, or that was given before it came
}

// hold is the frame that the client has of a view.
type hold struct {
	position eventlog.Position
	nothing  bool   // it needs a snapshot
	changes  uint64 // of the view, then
}

// serveSocket answers GET /ws. Problems before the socket is open: bad_request, forbidden, unavailable; in it
// unknown_view and too_many_views; in its close frame bad_message, too_large, unresponsive, draining.
func (g *Gateway) serveSocket(w http.ResponseWriter, r *http.Request) {
	select {
	case <-g.loaded:
	default:
		problem.Write(w, r, errStarting)
		return
	}
	c := &client{
		gateway: g,
		english: problem.English(r),
		address: addressOf(r),
		wake:    make(chan struct{}, 1),
		gone:    make(chan struct{}),
		drained: make(chan struct{}),
		held:    make(map[*view]hold),
	}
	if !g.admit(c) {
		problem.Write(w, r, problem.New(problem.Unavailable, "", "all %d places are taken", g.config.MaxClients))
		return
	}
	defer g.leave(c)
	defer g.writers.Done()
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered the request
	}
	c.conn = conn
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer g.recoverSocket()
		c.write()
	}()
	c.read()
	close(c.gone)
	<-done
}

// addressOf is for people's eyes: whoever connects can name any address.
func addressOf(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("X-Forwarded-For"), ",")
	if _, err := netip.ParseAddr(first); err == nil {
		return first
	}
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	return host
}

// recoverSocket keeps a fault in one socket's goroutine from harming the others.
func (g *Gateway) recoverSocket() {
	if fault := recover(); fault != nil {
		g.config.Logger.Error("a socket's writer panicked; the socket was closed", "fault", fault)
	}
}

func (g *Gateway) admit(c *client) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.draining || len(g.clients) >= g.config.MaxClients {
		return false
	}
	g.clients[c] = struct{}{}
	c.beat = g.beat
	g.writers.Add(1)
	return true
}

func (g *Gateway) leave(c *client) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.clients, c)
	g.rememberLocked(c)
	for v := range c.held {
		delete(v.subscribers, c)
	}
}

// drainTimeout bounds how long a gateway that goes down waits for its clients to be told.
const drainTimeout = 2 * time.Second

// drain asks every client to reconnect elsewhere, and waits until they were told.
func (g *Gateway) drain() {
	g.mu.Lock()
	g.draining = true
	for c := range g.clients {
		c.dismiss()
	}
	g.mu.Unlock()
	told := make(chan struct{})
	go func() {
		g.writers.Wait()
		close(told)
	}()
	select {
	case <-told:
	case <-time.After(drainTimeout):
	}
}

// dismiss asks the client to reconnect, once. The caller holds Gateway.mu.
func (c *client) dismiss() {
	if !c.asked {
		c.asked = true
		close(c.drained)
	}
}

func (c *client) wakeUp() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// read takes the client's messages until the socket ends.
func (c *client) read() {
	defer c.conn.Close()
	extend := func() { _ = c.conn.SetReadDeadline(time.Now().Add(pongTimeout)) }
	extend()
	c.conn.SetPongHandler(func(string) error { extend(); return nil })
	for {
		kind, b, err := c.message()
		if err != nil {
			var timeout net.Error
			if errors.Is(err, errTooLong) {
				c.close(websocket.CloseMessageTooBig, problem.TooLarge)
				c.drop()
			}
			if errors.As(err, &timeout) && timeout.Timeout() {
				c.close(wire.CloseUnresponsive, problem.Unresponsive)
			}
			return
		}
		extend()
		var m wire.ClientMessage
		if kind != websocket.TextMessage || json.Unmarshal(b, &m, json.RejectUnknownMembers(true)) != nil {
			c.close(wire.CloseBadMessage, problem.BadMessage)
			return
		}
		if !c.gateway.take(c, m) {
			c.close(wire.CloseBadMessage, problem.BadMessage)
			return
		}
	}
}

var errTooLong = errors.New("a message is too long")

// message is the next one of the client; errTooLong of a long one, of which no more is read. The library's own limit would close the
// socket before it can be told why.
func (c *client) message() (kind int, b []byte, err error) {
	kind, r, err := c.conn.NextReader()
	if err != nil {
		return 0, nil, err
	}
	b, err = io.ReadAll(io.LimitReader(r, maxMessageBytes+1))
	if err == nil && len(b) > maxMessageBytes {
		err = errTooLong
	}
	return kind, b, err
}

// drop reads what a client has sent already, within bounds: a socket that is closed over unread bytes takes back the close frame.
func (c *client) drop() {
	sent := c.conn.NetConn()
	_ = sent.SetReadDeadline(time.Now().Add(dropPatience))
	_, _ = io.CopyN(io.Discard, sent, maxDropped) // it ends when the client closes
}

// take carries out what a client says; false when it breaks the protocol.
func (g *Gateway) take(c *client, m wire.ClientMessage) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch m.Type {
	case wire.TypeHello:
		return g.introduce(c, m)
	case wire.TypeAt:
		return g.hear(c, m)
	}
	v := g.fold.byID[m.View]
	switch {
	case m.Type != wire.TypeSubscribe && m.Type != wire.TypeUnsubscribe:
		return false
	case v == nil:
		return c.answer(m.View, problem.New(problem.UnknownView, "", "there is no view %q", m.View))
	case m.Type == wire.TypeUnsubscribe:
		delete(c.held, v)
		delete(v.subscribers, c)
		return true
	case len(c.held) >= maxViews:
		return c.answer(m.View, problem.New(problem.TooManyViews, "", "a socket carries at most %d views", maxViews))
	}
	h := hold{nothing: true}
	if m.Since != nil {
		since := eventlog.Position(*m.Since)
		h = hold{position: since, nothing: since < v.cells.floor || !g.fold.renders.has(since), changes: v.changes}
		if since < v.cells.changed {
			h.changes--
		}
	}
	c.held[v] = h
	v.subscribers[c] = struct{}{}
	c.wakeUp()
	return true
}

// answer tells of a problem with a view; false when there were too many.
func (c *client) answer(view string, p *problem.Problem) bool {
	if len(c.answers) >= maxAnswers {
		return false
	}
	told := p.Body(c.english)
	c.answers = append(c.answers, newText(wire.TypeError, wire.Error{
		Type: wire.TypeError, Problem: told.Type, Title: told.Title, Status: told.Status, Detail: told.Detail,
		Code: string(told.Code), Message: told.Fault.Message, View: view,
	}))
	c.wakeUp()
	return true
}

// write sends what the client lacks whenever something changed, or a heartbeat was made.
func (c *client) write() {
	defer c.conn.Close()
	g := c.gateway
	if !c.send(newText(wire.TypeHello, g.hello())) {
		return
	}
	ping := time.NewTicker(pingInterval)
	defer ping.Stop()
	flushed := time.Time{}
	for {
		select {
		case <-c.gone:
			return
		case <-c.drained:
			c.close(wire.CloseDraining, problem.Draining)
			return
		case <-ping.C:
			_ = c.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeTimeout))
			continue
		case <-c.wake:
			if !c.rest(flushed) {
				return
			}
		}
		messages := g.collect(c)
		flushed = time.Now()
		for _, m := range messages {
			if !c.send(m) {
				return
			}
		}
	}
}

// rest waits out the flush interval, so that changes close together travel as one.
func (c *client) rest(flushed time.Time) bool {
	wait := c.gateway.config.FlushInterval - time.Since(flushed)
	if wait <= 0 {
		return true
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-c.gone:
		return false
	case <-t.C:
		return true
	}
}

func (c *client) send(m *message) bool {
	counted := c.gateway.metrics
	prepared := m.prepare(counted)
	_ = c.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	if c.conn.WritePreparedMessage(prepared) != nil {
		return false
	}
	counted.sent.WithLabelValues(m.kind).Inc()
	counted.sentBytes.WithLabelValues(m.kind).Add(float64(m.bytes))
	return true
}

// close says why: the kind of problem, as JSON. It may be called beside the writer.
func (c *client) close(code int, why problem.Code) {
	_ = c.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, problem.CloseReason(why, c.english)), time.Now().Add(time.Second))
}
