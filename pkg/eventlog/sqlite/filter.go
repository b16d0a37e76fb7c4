package sqlite

import (
	"encoding/binary"

	"github.com/cespare/xxhash/v2"
)

// Shape of the Bloom filters: at 10 bits and 6 probes per key within one 64-byte block, about
// one absent key in 60 is taken for present and looked up in vain.
const (
	filterFirstKeys = 1 << 20 // capacity of the first filter; each further one has twice the last
	filterBitsOfKey = 10
	filterProbes    = 6
	filterBlock     = 64 // bytes
)

// filter is a Bloom filter in cache-line blocks.
type filter struct {
	keys, capacity int
	bits           []byte
	dirty          bool
}

// filters tells of almost every key that is not in key_value that it is not.
type filters []*filter

func newFilter(number int) *filter {
	capacity := filterFirstKeys << number
	return &filter{capacity: capacity, bits: make([]byte, capacity*filterBitsOfKey/8/filterBlock*filterBlock)}
}

func hashKey(key string) uint64 { return xxhash.Sum64String(key) }

func (f *filter) block(hash uint64) []byte {
	n := uint64(len(f.bits) / filterBlock)
	at := (hash >> 32) * n >> 32 * filterBlock
	return f.bits[at : at+filterBlock]
}

func (f *filter) add(hash uint64) {
	b, h := f.block(hash), hash*0x9E3779B97F4A7C15
	for range filterProbes {
		b[h>>3&(filterBlock-1)] |= 1 << (h & 7)
		h >>= 9
	}
	f.keys++
	f.dirty = true
}

func (f *filter) has(hash uint64) bool {
	b, h := f.block(hash), hash*0x9E3779B97F4A7C15
	for range filterProbes {
		if b[h>>3&(filterBlock-1)]&(1<<(h&7)) == 0 {
			return false
		}
		h >>= 9
	}
	return true
}

func (fs filters) has(hash uint64) bool {
	for _, f := range fs {
		if f.has(hash) {
			return true
		}
	}
	return false
}

// add puts a key in the last filter, or a new one when that is full.
func (fs *filters) add(hash uint64) {
	if n := len(*fs); n == 0 || (*fs)[n-1].keys >= (*fs)[n-1].capacity {
		*fs = append(*fs, newFilter(n))
	}
	(*fs)[len(*fs)-1].add(hash)
}

// value is what the index holds of a key: for an identity, the address of the event; for a
// stream, its version, the position of its last entry and its state.
type value struct {
	a, b  uint64
	state string // "" for none; else a mark byte and the state
}

func appendValue(dst []byte, v value) []byte {
	dst = binary.AppendUvarint(dst, v.a)
	dst = binary.AppendUvarint(dst, v.b)
	return append(dst, v.state...)
}

func parseValue(b []byte) (value, error) {
	a, n := binary.Uvarint(b)
	if n <= 0 {
		return value{}, errCorrupt
	}
	p, m := binary.Uvarint(b[n:])
	if m <= 0 {
		return value{}, errCorrupt
	}
	return value{a: a, b: p, state: string(b[n+m:])}, nil
}
