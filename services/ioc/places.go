package main

import (
	"io"
	"net"
	"net/netip"
	"sync"
	"time"

	"langbiang.internal/ioc/pkg/route"
)

// Bounds of connections.
const (
	maxConnections = 8192
	keptPlaces     = 256  // beyond them: for probes and paired displays, see crowd
	maxOfAddress   = 1024 // of one address, which is not this machine's
	maxTurnedAway  = 64   // that are being told so at a time
	turnPatience   = time.Second
)

// turnedAway is the answer to a connection for which there is no place at all, before any request of it is read.
const turnedAway = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

// places is a listener with a bounded number of connections, also of one address. Whoever comes when all are taken is told so at once.
type places struct {
	net.Listener
	bounded func(netip.Addr) bool // which addresses have a bound of their own
	most    int                   // beside those that are kept
	turning chan struct{}

	mu   sync.Mutex
	open int
	of   map[netip.Addr]int
}

func newPlaces(l net.Listener, most int, bounded func(netip.Addr) bool) *places {
	return &places{Listener: l, most: most, bounded: bounded, turning: make(chan struct{}, maxTurnedAway), of: make(map[netip.Addr]int)}
}

// Accept implements net.Listener.
func (p *places) Accept() (net.Conn, error) {
	for {
		conn, err := p.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if taken := p.take(conn); taken != nil {
			return taken, nil
		}
		p.turnAway(conn)
	}
}

// take gives a connection a place; nil where there is none.
func (p *places) take(conn net.Conn) net.Conn {
	at, _ := netip.ParseAddrPort(conn.RemoteAddr().String())
	from := route.Network(at.Addr())
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open >= p.most+keptPlaces || p.bounded(from) && p.of[from] >= maxOfAddress {
		return nil
	}
	p.open++
	p.of[from]++
	return &place{Conn: conn, of: p, from: from, kept: p.open > p.most}
}

// crowded tells whether only places that are kept are left.
func (p *places) crowded() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.open > p.most
}

func (p *places) leave(from netip.Addr) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open--
	if p.of[from]--; p.of[from] == 0 {
		delete(p.of, from)
	}
}

// turnAway tells a connection that there is no place, and ends it. What it has sent is read, within bounds: a connection that is closed
// over unread bytes takes back what it was told. Where too many are being told already, it is ended at once.
func (p *places) turnAway(conn net.Conn) {
	select {
	case p.turning <- struct{}{}:
	default:
		_ = conn.Close()
		return
	}
	go func() {
		defer func() { <-p.turning }()
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(turnPatience))
		if _, err := io.WriteString(conn, turnedAway); err != nil {
			return
		}
		if half, ok := conn.(interface{ CloseWrite() error }); ok {
			_ = half.CloseWrite()
		}
		_, _ = io.CopyN(io.Discard, conn, maxHeaderBytes)
	}()
}

// place is a connection that has one.
type place struct {
	net.Conn
	of   *places
	from netip.Addr
	kept bool // it came when all others were taken
	once sync.Once
}

// Close implements net.Conn.
func (c *place) Close() error {
	c.once.Do(func() { c.of.leave(c.from) })
	return c.Conn.Close()
}
