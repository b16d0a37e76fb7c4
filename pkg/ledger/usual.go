package ledger

import (
	"math"
	"slices"
)

// What is usual of a Banded figure is told by the same days of the week before, up to the same hour: those of the last
// UsualWeeks weeks on which offices were open if they are open now, and closed if they are not. Of fewer than
// UsualAtLeast nothing is said.
const (
	UsualWeeks   = 8
	UsualAtLeast = 4
)

// Band is what a figure usually is: from Low to High, both included, about a median with a deviation.
type Band struct {
	Low, High         int64
	median, deviation float64
}

// farOut is how many deviations from the median a value is taken for an outlier, perMAD how many median absolute
// deviations a standard deviation is where values are distributed normally.
const (
	farOut = 3.5
	perMAD = 1.4826
)

// Usual is the band of a count by what it was on days like this one; false where too few are known. The rule is the
// modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993; NIST/SEMATECH e-Handbook of
// Statistical Methods, 1.3.5.17): a value is unusual that lies more than 3.5 deviations from the median, the deviation
// being 1.4826 times the median of the absolute deviations. One strange day among them moves neither. A count varies by
// chance alone by the root of its mean, as Poisson's law has it: the deviation is never taken for less, nor for less
// than 1, so that few days that happen to be alike do not make the next one strange.
func Usual(before []int64) (Band, bool) {
	if len(before) < UsualAtLeast {
		return Band{}, false
	}
	values := make([]float64, len(before))
	for i, v := range before {
		values[i] = float64(v)
	}
	b := Band{median: median(values)}
	for i, v := range before {
		values[i] = math.Abs(float64(v) - b.median)
	}
	b.deviation = max(perMAD*median(values), math.Sqrt(max(b.median, 1)))
	b.Low = int64(math.Ceil(max(0, b.median-farOut*b.deviation)))
	b.High = int64(math.Floor(b.median + farOut*b.deviation))
	return b, true
}

// Has tells whether a value is a usual one.
func (b Band) Has(value int64) bool { return b.Low <= value && value <= b.High }

// Tenths is how far a value lies from the median, in tenths of a deviation.
func (b Band) Tenths(value int64) int64 {
	return int64(math.Round(10 * math.Abs(float64(value)-b.median) / b.deviation))
}

// median sorts the values.
func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
