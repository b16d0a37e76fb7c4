package gateway

import "time"

// Renders take one part in so many of the time at most: at once while little changes, some tens of milliseconds apart while
// a history is loaded, and further where no screen watches it being loaded.
const (
	watchedPace   = 5
	unwatchedPace = 25
)

// pace spaces renders out. Its zero value owes nothing.
type pace struct {
	owes  bool          // entries were applied since the last render
	began time.Time     // the last render
	took  time.Duration // the last render
}

// due is when the next render may be made, by whether a screen watches now.
func (p *pace) due(watched bool) time.Time {
	if watched {
		return p.began.Add(watchedPace * p.took)
	}
	return p.began.Add(unwatchedPace * p.took)
}

// rendered notes a render.
func (p *pace) rendered(began time.Time, took time.Duration) {
	*p = pace{began: began, took: took}
}

// isWatched tells whether a screen is connected.
func (g *Gateway) isWatched() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.clients) > 0
}
