package sqlite

import (
	"slices"
	"sync"

	"langbiang.internal/ioc/pkg/eventlog"
)

// defaultIndexBytes is Config.IndexBytes unless it is given.
const defaultIndexBytes = 32 << 20

// keyBytes is what a key is reckoned at, besides its own and its state's bytes.
const keyBytes = 96

// generation is the newest part of the index, in memory; the entries that it comes from are durable.
type generation struct {
	values map[string]value
	bytes  int
	last   eventlog.Position // the newest entry in it

	// Once it is frozen, a generation moves to key_value in the order of its keys.
	sorted chan []string // receives the keys when they are in order
	keys   []string
	next   int
}

func newGeneration() *generation { return &generation{values: make(map[string]value)} }

func (g *generation) put(key string, v value) {
	g.values[key] = v
	g.bytes += keyBytes + len(key) + len(v.state)
}

// index knows every identity and every stream. Newest first: active, frozen, then the table
// key_value, which the filters spare most vain looks. It is changed by the writer
// only, after what it says is durable.
type index struct {
	max     int // bytes of a generation; there are two at most
	mu      sync.RWMutex
	active  *generation
	frozen  *generation // nil, or on its way to key_value
	filters filters
}

// begin takes what was found in the file.
func (x *index) begin(filters filters, active *generation) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.active, x.frozen, x.filters = active, nil, filters
}

// get looks in memory. absent: it is nowhere, key_value need not be asked.
func (x *index) get(key string) (v value, found, absent bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if v, found = x.active.values[key]; found {
		return v, true, false
	}
	if x.frozen != nil {
		if v, found = x.frozen.values[key]; found {
			return v, true, false
		}
	}
	return value{}, false, !x.filters.has(hashKey(key))
}

// merge takes the keys of entries that have become durable, up to position last, and freezes the
// active generation when it is full and the one before has gone.
func (x *index) merge(pending map[string]value, last eventlog.Position) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for key, v := range pending {
		x.active.put(key, v)
	}
	x.active.last = last
	if x.frozen != nil || x.active.bytes < x.max {
		return
	}
	x.frozen, x.active = x.active, newGeneration()
	g := x.frozen
	g.sorted = make(chan []string, 1)
	go func() { g.sorted <- sortedKeys(g.values) }()
}

func sortedKeys(values map[string]value) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// enter adds keys to the filters before they leave memory.
func (x *index) enter(keys []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, key := range keys {
		if hash := hashKey(key); !x.filters.has(hash) {
			x.filters.add(hash)
		}
	}
}

// drop forgets the frozen generation, which is in key_value now.
func (x *index) drop() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.frozen = nil
}
