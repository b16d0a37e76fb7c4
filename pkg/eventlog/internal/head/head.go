// Package head is how far a log has come, and the signal that it has moved.
package head

import (
	"context"
	"sync"

	"langbiang.internal/ioc/pkg/eventlog"
)

// Head is the last durable position. It only grows, but for Restore.
type Head struct {
	mu     sync.Mutex
	last   eventlog.Position
	moved  chan struct{} // closed, and replaced, when last grows, or failed or doubt is set
	failed error
	doubt  error
	closed chan struct{}
	once   sync.Once
}

// New is a Head at 0.
func New() *Head { return &Head{moved: make(chan struct{}), closed: make(chan struct{})} }

// Last is the last position.
func (h *Head) Last() eventlog.Position {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last
}

// Set moves the head to p, unless it is there or beyond.
func (h *Head) Set(p eventlog.Position) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p <= h.last {
		return
	}
	h.last = p
	h.wakeLocked()
}

// wakeLocked has every Wait look again.
func (h *Head) wakeLocked() {
	close(h.moved)
	h.moved = make(chan struct{})
}

// Doubt makes Open, and so every method of a log, fail with err; nil ends that.
func (h *Head) Doubt(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.doubt = err
	if err != nil {
		h.wakeLocked()
	}
}

// Restore ends a doubt: the head is p, whatever was said meanwhile.
func (h *Head) Restore(p eventlog.Position) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.doubt, h.last = nil, p
	h.wakeLocked()
}

// Fail says that the head will not move any more.
func (h *Head) Fail(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.failed != nil {
		return
	}
	h.failed = err
	h.wakeLocked()
}

// Failure is what Fail said, nil before.
func (h *Head) Failure() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.failed
}

// Wait returns the head when it is beyond after, ErrClosed when it was closed, Doubt's or Fail's error, or ctx's.
func (h *Head) Wait(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	for {
		if err := h.Open(ctx); err != nil {
			return 0, err
		}
		h.mu.Lock()
		last, moved, failed := h.last, h.moved, h.failed
		h.mu.Unlock()
		if last > after {
			return last, nil
		}
		if failed != nil {
			return 0, failed
		}
		select {
		case <-moved:
		case <-h.closed:
		case <-ctx.Done():
		}
	}
}

// Open is nil while the head is neither closed nor in doubt, and ctx not done.
func (h *Head) Open(ctx context.Context) error {
	select {
	case <-h.closed:
		return eventlog.ErrClosed
	default:
	}
	h.mu.Lock()
	doubt := h.doubt
	h.mu.Unlock()
	if doubt != nil {
		return doubt
	}
	return ctx.Err()
}

// Close ends every Wait.
func (h *Head) Close() { h.once.Do(func() { close(h.closed) }) }

// Closed is closed by Close.
func (h *Head) Closed() <-chan struct{} { return h.closed }
