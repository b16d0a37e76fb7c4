package main

import (
	"container/list"
	"context"
	"math"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
)

// Bounds of what one address may ask for, whoever is behind it.
const (
	requestRate   = 300  // requests a second of one address; --rate
	requestBurst  = 5    // seconds' worth of them at once
	maxAddresses  = 8192 // of which it is known how much they asked for; the one that was quiet for longest is forgotten
	maxDisplays   = 1024 // addresses of paired displays that are known
	displayRecall = 24 * time.Hour
)

// crowd bounds what one address asks for, so that one client harms no other: requests a second, by a bucket for each address. What is
// on this machine is not bounded: it could stop the program anyway, and loads a half-year through these doors. What comes through a
// gateway of ours has been bounded there.
type crowd struct {
	rate   rate.Limit // 0: no bound
	behind bool       // everything comes through a gateway of ours

	mu       sync.Mutex
	buckets  map[netip.Addr]*list.Element // of *bucket
	recent   *list.List                   // the one that asked last is in front
	displays map[netip.Addr]time.Time     // of paired displays, and when one asked last
}

type bucket struct {
	of      netip.Addr
	limiter *rate.Limiter
}

func newCrowd(perSecond int, behind bool) *crowd {
	return &crowd{
		rate: rate.Limit(perSecond), behind: behind,
		buckets: make(map[netip.Addr]*list.Element), recent: list.New(), displays: make(map[netip.Addr]time.Time),
	}
}

// from is the address that a request comes from: of its socket, or the one that a gateway of ours names.
func (c *crowd) from(r *http.Request) netip.Addr {
	if c.behind {
		named := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if a, err := netip.ParseAddr(strings.TrimSpace(named[len(named)-1])); err == nil {
			return route.Network(a)
		}
	}
	return route.From(r)
}

// bounded tells whether an address is held to bounds of its own.
func (c *crowd) bounded(from netip.Addr) bool { return !c.behind && !from.IsLoopback() }

// wait is how long an address has to wait until it may ask again; 0: it may now.
func (c *crowd) wait(from netip.Addr, now time.Time) time.Duration {
	if c.rate <= 0 || !c.bounded(from) {
		return 0
	}
	next := c.bucketOf(from).ReserveN(now, 1)
	if d := next.DelayFrom(now); d > 0 {
		next.CancelAt(now)
		return d
	}
	return 0
}

func (c *crowd) bucketOf(from netip.Addr) *rate.Limiter {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.buckets[from]; ok {
		c.recent.MoveToFront(known)
		return known.Value.(*bucket).limiter
	}
	if len(c.buckets) >= maxAddresses {
		quiet := c.recent.Back()
		c.recent.Remove(quiet)
		delete(c.buckets, quiet.Value.(*bucket).of)
	}
	b := &bucket{of: from, limiter: rate.NewLimiter(c.rate, requestBurst*int(c.rate))}
	c.buckets[from] = c.recent.PushFront(b)
	return b.limiter
}

// isProbe tells whether a request asks how the process is, which it may at any time.
func isProbe(r *http.Request) bool { return r.URL.Path == "/healthz" || r.URL.Path == "/readyz" }

// displayPath is where a display proves by its token that it is paired.
const displayPath = "/api/v1/displays/me"

// admit answers what is too much with a problem: too_many_requests to an address that asks too often, unavailable to who came when the
// places were taken; in those that are kept are probes and the addresses of paired displays.
func (c *crowd) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := c.from(r)
		r = route.WithFrom(r, from)
		now := time.Now()
		switch wait := c.wait(from, now); {
		case isProbe(r):
		case isKept(r) && r.URL.Path != displayPath && !c.isDisplay(from, now):
			w.Header().Set("Connection", "close")
			problem.Write(w, r, problem.New(problem.Unavailable, "", "all %d places are taken", maxConnections))
			return
		case wait > 0:
			p := problem.New(problem.TooManyRequests, "", "this address asks too often: at most %d times a second", int(c.rate))
			p.Wait = time.Duration(math.Ceil(wait.Seconds())) * time.Second
			problem.Write(w, r, p)
			return
		}
		next.ServeHTTP(w, r)
		if _, code := route.Answered(r); code == http.StatusOK && r.URL.Path == displayPath {
			c.noteDisplay(from, now)
		}
	})
}

func (c *crowd) isDisplay(from netip.Addr, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	asked, ok := c.displays[from]
	return ok && now.Sub(asked) < displayRecall
}

// noteDisplay remembers that a paired display is at an address.
func (c *crowd) noteDisplay(from netip.Addr, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.displays[from]; !known && len(c.displays) >= maxDisplays {
		oldest := from
		for a, at := range c.displays {
			if oldest == from || at.Before(c.displays[oldest]) {
				oldest = a
			}
		}
		delete(c.displays, oldest)
	}
	c.displays[from] = now
}

type placeKey struct{}

// withPlace is the context of a connection's requests: which place it has.
func withPlace(ctx context.Context, c net.Conn) context.Context {
	if p, ok := c.(*place); ok {
		return context.WithValue(ctx, placeKey{}, p)
	}
	return ctx
}

// isKept tells whether a request's connection has one of the places that are kept, and the others are still taken.
func isKept(r *http.Request) bool {
	p, ok := r.Context().Value(placeKey{}).(*place)
	return ok && p.kept && p.of.crowded()
}
