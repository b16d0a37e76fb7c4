package ledger

import "langbiang.internal/ioc/pkg/event"

// Measures of links to other systems: all stocks.
const (
	FeedsTotal Measure = "feeds.total"
	FeedsDown  Measure = "feeds.down"
)

func feedEntries(dst []Entry, at moment, d *event.Feed) []Entry {
	base := Entry{Unit: d.Unit, Department: d.Department, Day: at.day, Hour: NoHour, Amount: 1}
	dst = stock(dst, base, FeedsTotal, d.Known, true)
	return stock(dst, base, FeedsDown, d.Known && !d.WasUp, !d.Up)
}

var feedFigures = []Figure{
	{Name: "feeds.total", Kind: Stock, Measures: []Measure{FeedsTotal}},
	{Name: "feeds.down", Kind: Stock, Measures: []Measure{FeedsDown}},
}
