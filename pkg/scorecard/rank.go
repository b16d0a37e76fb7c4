package scorecard

import (
	"cmp"
	"slices"
)

// Standing is by what a unit is ranked: the score that the authority reports, in points, or else its own share of the points
// that were possible, in per cent. Nil is not known.
type Standing struct {
	Official *float64
	Own      *float64
}

// Rank gives each standing its place from 1 on: those with an official score first, by it, then the others by their own. Equals
// share a place and leave the next ones out. Where nothing is known there is no place: 0.
func Rank(all []Standing) []int {
	order := make([]int, 0, len(all))
	for i, s := range all {
		if s.Official != nil || s.Own != nil {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return compare(all[a], all[b]) })
	places := make([]int, len(all))
	for n, i := range order {
		places[i] = n + 1
		if n > 0 && compare(all[order[n-1]], all[i]) == 0 {
			places[i] = places[order[n-1]]
		}
	}
	return places
}

func compare(a, b Standing) int {
	switch {
	case a.Official != nil && b.Official != nil:
		return cmp.Compare(*b.Official, *a.Official)
	case a.Official != nil:
		return -1
	case b.Official != nil:
		return 1
	}
	return cmp.Compare(*b.Own, *a.Own)
}
