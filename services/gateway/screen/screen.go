// Package screen is a screen without pixels: it subscribes to views as a page does, keeps their
// frames and can resume. Benchmarks and tests watch the province through it.
package screen

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/gorilla/websocket"

	"langbiang.internal/ioc/pkg/wire"
)

// Update is one frame that arrived.
type Update struct {
	View     string
	Position uint64
	Snapshot bool // whole, not a delta
	Bytes    int
	At       time.Time
}

// Screen is one connection. Make it with Dial.
type Screen struct {
	conn *websocket.Conn

	mu        sync.Mutex
	hello     wire.Hello
	heartbeat wire.Heartbeat
	frames    map[string]held
	changed   chan struct{} // closed and replaced whenever anything arrived
	err       error         // why reading ended
	onUpdate  func(Update)
}

type held struct {
	position uint64
	frame    map[string]any
}

// Options are what Dial may be told.
type Options struct {
	// Since resumes a view from the position and frame that another Screen holds.
	Since *Screen
	// OnUpdate is called for every frame, on the reading goroutine.
	OnUpdate func(Update)
}

// Dial opens a screen on the gateway at base ("http://127.0.0.1:8080") and subscribes to the views.
func Dial(ctx context.Context, base string, views []string, o Options) (*Screen, error) {
	conn, resp, err := websocket.DefaultDialer.DialContext(ctx, "ws"+strings.TrimPrefix(base, "http")+"/ws", nil)
	if resp != nil {
		resp.Body.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("open a socket at %s: %w", base, err)
	}
	s := &Screen{conn: conn, frames: make(map[string]held), changed: make(chan struct{}), onUpdate: o.OnUpdate}
	for _, v := range views {
		m := wire.ClientMessage{Type: wire.TypeSubscribe, View: v}
		if o.Since != nil {
			if h, ok := o.Since.held(v); ok {
				s.frames[v] = h
				m.Since = &h.position
			}
		}
		if err := s.say(m); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	go s.read()
	return s, nil
}

func (s *Screen) say(m wire.ClientMessage) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.conn.WriteMessage(websocket.TextMessage, b)
}

func (s *Screen) held(view string) (held, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, ok := s.frames[view]
	return held{h.position, clone(h.frame)}, ok
}

// Close ends the connection without a word, as a screen that loses power does.
func (s *Screen) Close() error { return s.conn.Close() }

func (s *Screen) read() {
	for {
		_, b, err := s.conn.ReadMessage()
		if err == nil {
			err = s.take(b)
		}
		if err != nil {
			s.mu.Lock()
			s.err = err
			close(s.changed)
			s.changed = make(chan struct{})
			s.mu.Unlock()
			return
		}
	}
}

// message is any server message; which fields count depends on Type.
type message struct {
	Type     string         `json:"type"`
	View     string         `json:"view"`
	Position uint64         `json:"position"`
	From     uint64         `json:"from"`
	To       uint64         `json:"to"`
	Frame    map[string]any `json:"frame"`
	Patch    map[string]any `json:"patch"`
	Message  string         `json:"message"`
}

func (s *Screen) take(b []byte) error {
	var m message
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("read %q: %w", b[:min(len(b), 80)], err)
	}
	u := Update{View: m.View, At: time.Now(), Bytes: len(b)}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch m.Type {
	case wire.TypeHello:
		if err := json.Unmarshal(b, &s.hello); err != nil {
			return err
		}
	case wire.TypeHeartbeat:
		if err := json.Unmarshal(b, &s.heartbeat); err != nil {
			return err
		}
	case wire.TypeSnapshot:
		s.frames[m.View] = held{m.Position, m.Frame}
		u.Position, u.Snapshot = m.Position, true
	case wire.TypeDelta:
		h := s.frames[m.View]
		if h.position != m.From {
			return fmt.Errorf("view %s: a delta from %d arrived, but the frame held is at %d", m.View, m.From, h.position)
		}
		s.frames[m.View] = held{m.To, Merge(h.frame, m.Patch)}
		u.Position = m.To
	case wire.TypeShow: // what a display shows is for its page to carry out
	default:
		return fmt.Errorf("the gateway said %s: %s", m.Type, m.Message)
	}
	if u.Position > 0 && s.onUpdate != nil {
		s.onUpdate(u)
	}
	close(s.changed)
	s.changed = make(chan struct{})
	return nil
}

// Merge applies a JSON Merge Patch (RFC 7386) to an object and returns it.
func Merge(target, patch map[string]any) map[string]any {
	if target == nil {
		target = make(map[string]any)
	}
	for key, value := range patch {
		switch v := value.(type) {
		case nil:
			delete(target, key)
		case map[string]any:
			below, _ := target[key].(map[string]any)
			target[key] = Merge(below, v)
		default:
			target[key] = v
		}
	}
	return target
}

func clone(frame map[string]any) map[string]any {
	c := maps.Clone(frame)
	for key, value := range c {
		if below, ok := value.(map[string]any); ok {
			c[key] = clone(below)
		}
	}
	return c
}

// Frame is the view's frame and its position; nil before the first.
func (s *Screen) Frame(view string) (frame map[string]any, position uint64) {
	h, _ := s.held(view)
	return h.frame, h.position
}

// Figure is a figure of the view's frame.
func (s *Screen) Figure(view, name string) int64 {
	frame, _ := s.Frame(view)
	figures, _ := frame["figures"].(map[string]any)
	value, _ := figures[name].(float64)
	return int64(value)
}

// Hello is the gateway's first message; zero before it came.
func (s *Screen) Hello() wire.Hello {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hello
}

// Heartbeat is the last one.
func (s *Screen) Heartbeat() wire.Heartbeat {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heartbeat
}

// Wait blocks until ok, called again after every message, is true, or the connection or ctx ends.
func (s *Screen) Wait(ctx context.Context, ok func(*Screen) bool) error {
	for {
		s.mu.Lock()
		changed, err := s.changed, s.err
		s.mu.Unlock()
		if ok(s) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the connection ended: %w", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}
