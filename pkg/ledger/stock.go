package ledger

import "langbiang.internal/ioc/pkg/calendar"

// datedStock is stock of a measure by due date, where the date may change as well.
func datedStock(dst []Posting, base Posting, m Measure, was bool, wasDue calendar.Date, is bool, isDue calendar.Date) []Posting {
	if was == is && (!was || wasDue == isDue) {
		return dst
	}
	base.Due = wasDue
	dst = stock(dst, base, m, was, false)
	base.Due = isDue
	return stock(dst, base, m, false, is)
}

// stock appends +1, −1 or nothing to measure m as a thing enters or leaves what m counts.
func stock(dst []Posting, base Posting, m Measure, was, is bool) []Posting {
	if was == is {
		return dst
	}
	base.Measure = m
	if was {
		base.Amount = -base.Amount
	}
	return append(dst, base)
}
