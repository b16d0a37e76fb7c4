package intake

import (
	"context"
	"net/netip"
	"sync"
)

// gate lets a bounded number in at a time, and nobody once it is closed.
type gate struct {
	mu     sync.Mutex
	limit  int
	inside int
	closed bool
	empty  chan struct{} // closed when closed and nobody is inside
}

func newGate(limit int) *gate { return &gate{limit: limit, empty: make(chan struct{})} }

type admission uint8

const (
	entered admission = iota
	full
	closing
)

func (g *gate) enter() admission {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.closed:
		return closing
	case g.inside >= g.limit:
		return full
	}
	g.inside++
	return entered
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	g.signalLocked()
}

func (g *gate) signalLocked() {
	if g.closed && g.inside == 0 {
		select {
		case <-g.empty:
		default:
			close(g.empty)
		}
	}
}

func (g *gate) drain(ctx context.Context) error {
	g.mu.Lock()
	g.closed = true
	g.signalLocked()
	g.mu.Unlock()
	select {
	case <-g.empty:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// shares is a gate through which one address lets in a part at most, so that it shuts nobody else out.
type shares struct {
	*gate
	each int

	mu sync.Mutex
	of map[netip.Addr]int // inside
}

func newShares(limit, each int) *shares {
	return &shares{gate: newGate(limit), each: each, of: make(map[netip.Addr]int)}
}

func (s *shares) enter(from netip.Addr) admission {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of[from] >= s.each {
		return full
	}
	a := s.gate.enter()
	if a == entered {
		s.of[from]++
	}
	return a
}

func (s *shares) leave(from netip.Addr) {
	s.mu.Lock()
	if s.of[from]--; s.of[from] == 0 {
		delete(s.of, from)
	}
	s.mu.Unlock()
	s.gate.leave()
}
