package ledger

import "langbiang.internal/ioc/pkg/event"

// Measures of links to other systems: all stocks.
const (
	FeedsTotal Measure = "feeds.total"
	FeedsDown  Measure = "feeds.down"
	// The two parts of FeedsDown: the link to the national monitoring centre, and all others.
	FeedsNationalDown Measure = "feeds.national_down"
	FeedsOthersDown   Measure = "feeds.others_down"
)

var feeds = noun{
	of: event.NounFeed, postings: counts(feedPostings), figures: feedFigures,
	source: Source{
		"Kết nối do hệ thống nguồn báo.",
		"Links as the systems at their ends report them.",
		true,
	},
}

func feedPostings(dst []Posting, at moment, e *event.Event, d *event.Feed) []Posting {
	base := Posting{Unit: d.Unit, Department: d.Department, Day: at.day, Hour: NoHour, Amount: 1}
	dst = stock(dst, base, FeedsTotal, d.Known, true)
	part := FeedsOthersDown
	if e.Subject == event.FeedSubject(event.NationalFeed) {
		part = FeedsNationalDown
	}
	dst = stock(dst, base, FeedsDown, d.Known && !d.WasUp, !d.Up)
	return stock(dst, base, part, d.Known && !d.WasUp, !d.Up)
}

var feedFigures = []Figure{
	{Name: "feeds.total", Kind: Stock, Measures: []Measure{FeedsTotal}},
	{Name: "feeds.down", Kind: Stock, Measures: []Measure{FeedsDown}},
	{Name: "feeds.national_down", Kind: Stock, Measures: []Measure{FeedsNationalDown}},
	{Name: "feeds.others_down", Kind: Stock, Measures: []Measure{FeedsOthersDown}},
}
