package scorecard

import (
	"cmp"
	"slices"
)

// Rank gives each value its place among the others of one scale, the greatest first, from 1 on. Equals share a place and leave the
// next ones out. What is not known (nil) has no place: 0.
func Rank(values []*float64) []int {
	order := make([]int, 0, len(values))
	for i, v := range values {
		if v != nil {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(*values[b], *values[a]) })
	places := make([]int, len(values))
	for n, i := range order {
		places[i] = n + 1
		if n > 0 && *values[order[n-1]] == *values[i] {
			places[i] = places[order[n-1]]
		}
	}
	return places
}
