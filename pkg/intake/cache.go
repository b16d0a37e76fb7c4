package intake

import (
	"sync"
	"time"
)

// generation is how many states each half of a cache holds: about 40 MiB of dossiers in all.
const generation = 1 << 16

// versioned is where a stream stands.
type versioned[S any] struct {
	state   S
	version int64
	latest  time.Time // the latest moment at which an event of it counts
}

// cache holds the states of the streams used last: at most two generations. What is used
// moves to the young one; when that is full, the old one is forgotten.
type cache[S any] struct {
	mu         sync.Mutex
	young, old map[string]versioned[S]
}

func newCache[S any]() *cache[S] {
	return &cache[S]{young: make(map[string]versioned[S]), old: make(map[string]versioned[S])}
}

func (c *cache[S]) get(stream string) (versioned[S], bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.young[stream]; ok {
		return v, true
	}
	v, ok := c.old[stream]
	if ok {
		c.keepLocked(stream, v)
	}
	return v, ok
}

// put keeps the state of a stream that was appended at that version; never an older one
// over a newer.
func (c *cache[S]) put(stream string, v versioned[S]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if held, ok := c.young[stream]; ok && held.version > v.version {
		return
	}
	c.keepLocked(stream, v)
}

func (c *cache[S]) drop(stream string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.young, stream)
	delete(c.old, stream)
}

func (c *cache[S]) keepLocked(stream string, v versioned[S]) {
	if len(c.young) >= generation {
		c.old, c.young = c.young, make(map[string]versioned[S], generation)
	}
	c.young[stream] = v
}
