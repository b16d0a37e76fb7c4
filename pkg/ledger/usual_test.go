package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/ledger"
)

func TestTheBandOfWhatIsUsual(t *testing.T) {
	for _, x := range []struct {
		before    []int64
		low, high int64
		value     int64
		tenths    int64
	}{
		{[]int64{0, 0, 0, 0}, 0, 3, 4, 40},                              // nothing came: three may come by chance
		{[]int64{6, 6, 6, 6, 6, 6, 6, 6}, 0, 14, 17, 45},                // alike by chance: by the root of six
		{[]int64{100, 100, 100, 100}, 65, 135, 60, 40},                  // too few, too
		{[]int64{100, 90, 110, 80, 120, 100, 70, 130}, 23, 177, 60, 18}, // a lively unit
		{[]int64{100, 101, 99, 100, 5000}, 65, 135, 300, 200},           // one strange day moves nothing
		{[]int64{4, 9, 5, 8}, 0, 16, 17, 35},                            // a median between two
	} {
		band, known := ledger.Usual(x.before)
		require.True(t, known)
		assert.Equal(t, []int64{x.low, x.high, x.tenths}, []int64{band.Low, band.High, band.Tenths(x.value)}, "%v", x.before)
	}
	_, known := ledger.Usual([]int64{1, 2, 3})
	assert.False(t, known, "of three days nothing is said")
}

func TestWhatIsUsualDoesNotDependOnTheOrderAndHasTheMedian(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		before := rapid.SliceOfN(rapid.Int64Range(0, 1000), ledger.UsualAtLeast, ledger.UsualWeeks).Draw(r, "before")
		band, _ := ledger.Usual(before)
		again, _ := ledger.Usual(rapid.Permutation(before).Draw(r, "order"))
		require.Equal(r, band, again)
		inside := 0
		for _, v := range before {
			if band.Has(v) {
				inside++
			}
		}
		require.GreaterOrEqual(r, 2*inside, len(before))
		value := rapid.Int64Range(0, 5000).Draw(r, "value")
		if !band.Has(value) {
			require.GreaterOrEqual(r, band.Tenths(value), int64(35))
		}
	})
}
