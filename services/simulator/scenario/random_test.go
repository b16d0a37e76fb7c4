package scenario

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSplitSumsToTheTotal(t *testing.T) {
	assert.Equal(t, []int{4, 3, 3}, split(10, []float64{1, 1, 1}))
	assert.Equal(t, []int{0, 7, 0}, split(7, []float64{0, 2, 0}))
	assert.Equal(t, []int{1, 0, 1}, split(2, []float64{0.4, 0.2, 0.4}), "the largest remainders first")
	assert.Equal(t, []int{0, 0}, split(0, []float64{1, 2}))
	assert.Equal(t, []int{0, 0}, split(5, []float64{0, 0}), "nowhere to put it")

	r := keyed(7)
	weights := make([]float64, 182)
	for i := range weights {
		weights[i] = r.unit()
	}
	sum := 0
	for _, n := range split(313_772, weights) {
		sum += n
	}
	assert.Equal(t, 313_772, sum)
}

func TestSpreadTakesExactlyAsManyAsWanted(t *testing.T) {
	for _, c := range []struct{ total, want uint64 }{{10, 0}, {10, 3}, {10, 10}, {313_772, 22_396}} {
		s := spread{total: c.total, want: c.want}
		taken := uint64(0)
		for range c.total {
			if s.take(1) {
				taken++
			}
		}
		assert.Equal(t, c.want, taken)
	}

	weights := []uint64{4, 16, 4, 12, 4, 8, 16, 4, 12, 4} // 84 in all
	s := spread{total: 84, want: 5}
	taken := 0
	for _, w := range weights {
		if s.take(w) {
			taken++
		}
	}
	assert.Equal(t, 5, taken)

	var none spread
	assert.False(t, none.take(1))
}

func TestATablePicksByWeight(t *testing.T) {
	table := newTable([]float64{0, 1, 0, 3})
	r := keyed(1)
	var count [4]int
	for range 40_000 {
		count[table.pick(&r)]++
	}
	assert.Zero(t, count[0])
	assert.Zero(t, count[2])
	assert.InDelta(t, 10_000, count[1], 400)
	assert.InDelta(t, 30_000, count[3], 400)
}

func TestDrawsStayWithinTheirBounds(t *testing.T) {
	r := keyed(3)
	for range 10_000 {
		assert.Less(t, r.below(7), 7)
		assert.GreaterOrEqual(t, r.below(7), 0)
		x := r.between(-5, 5)
		assert.GreaterOrEqual(t, x, int64(-5))
		assert.LessOrEqual(t, x, int64(5))
	}
	assert.Zero(t, r.below(0))
	assert.Equal(t, int64(9), r.between(9, 3))
	a, b := keyed(1, 2), keyed(2, 1)
	assert.NotEqual(t, a.next(), b.next(), "the order of a key's parts matters")
}

func TestNumbersArePadded(t *testing.T) {
	for _, c := range []struct {
		n, width int
		text     string
	}{{0, 1, "0"}, {0, 4, "0000"}, {7, 2, "07"}, {12, 2, "12"}, {12345, 4, "12345"}} {
		assert.Equal(t, c.text, string(appendPadded(nil, c.n, c.width)))
	}
}
