package scenario

import (
	"cmp"
	"math"
	"slices"
)

// random is SplitMix64: a stream of numbers that depends on its key alone, so that any
// dossier can be drawn again without those before it.
// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
type random uint64

// keyed starts the stream of a key.
func keyed(parts ...uint64) random {
	var h random
	for _, p := range parts {
		h = random(uint64(h) ^ p)
		h = random(h.next())
	}
	return h
}

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// unit is a number in [0, 1).
func (r *random) unit() float64 { return float64(r.next()>>11) / (1 << 53) }

// below is a number in [0, n); 0 for n ≤ 1.
func (r *random) below(n int) int {
	if n <= 1 {
		return 0
	}
	return int(r.next() >> 33 * uint64(n) >> 31)
}

// between is a number in [lo, hi].
func (r *random) between(lo, hi int64) int64 {
	if hi <= lo {
		return lo
	}
	return lo + int64(r.below(int(hi-lo+1)))
}

// chance is true with that probability.
func (r *random) chance(p float64) bool { return r.unit() < p }

// split divides total over the weights by largest remainder: the parts sum to total exactly.
func split(total int, weights []float64) []int {
	parts := make([]int, len(weights))
	var sum float64
	for _, w := range weights {
		sum += w
	}
	if sum == 0 || total == 0 {
		return parts
	}
	type remainder struct {
		index int
		rest  float64
	}
	rests := make([]remainder, len(weights))
	left := total
	for i, w := range weights {
		exact := float64(total) * w / sum
		parts[i] = int(math.Floor(exact))
		left -= parts[i]
		rests[i] = remainder{i, exact - math.Floor(exact)}
	}
	slices.SortStableFunc(rests, func(a, b remainder) int { return cmp.Compare(b.rest, a.rest) })
	for i := range left {
		parts[rests[i].index]++
	}
	return parts
}

// spread picks exactly want out of candidates that come one by one, evenly by weight: with
// all candidates' weights summing to total and none above total/want, each is picked at most once.
type spread struct{ seen, total, want uint64 }

func (s *spread) take(weight uint64) bool {
	if s.want == 0 || s.total == 0 {
		return false
	}
	before := s.seen * s.want / s.total
	s.seen += weight
	return s.seen*s.want/s.total > before
}

// table picks an index by weight.
type table []float64 // running sums

func newTable(weights []float64) table {
	t := make(table, len(weights))
	var sum float64
	for i, w := range weights {
		sum += w
		t[i] = sum
	}
	return t
}

func (t table) total() float64 {
	if len(t) == 0 {
		return 0
	}
	return t[len(t)-1]
}

func (t table) pick(r *random) int {
	x := r.unit() * t.total()
	lo, hi := 0, len(t)-1
	for lo < hi {
		mid := (lo + hi) / 2
		if t[mid] > x {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}
