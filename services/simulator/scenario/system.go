package scenario

import (
	"fmt"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// auditShare is the part of the systems whose last audit lies within the history; the others were audited before it.
const auditShare = 0.7

// planSystems registers the systems whose level files are approved: as many by the province and by the department as are
// published. Which they are, and how they are protected, is made up.
func (g *Generator) planSystems() {
	s := g.plan.scenario
	root := g.plan.top.Root().ID
	for i, system := range s.Protected {
		r := keyed(g.plan.seed, uint64(i), 13)
		subject := event.SystemSubject(systemID(i))
		on := func(part float64, kind event.Type, data event.System) {
			day := g.plan.days.after(s.From+calendar.Date(part*float64(s.To()-s.From)), 0)
			g.notify(at(day, r.between(8*hour, 16*hour)), 's', kind, subject, &data)
		}
		on(0.01, event.SystemRegistered, event.System{Name: system.Name, Unit: root, Owner: system.Owner, Level: system.Level})
		approver := event.ApprovedByDepartment
		if system.Level > 2 {
			approver = event.ApprovedByProvince
		}
		approved := 0.05 + 0.8*r.unit()
		on(approved, event.SystemLevelApproved, event.System{Approver: approver})
		for layer := uint8(1); layer <= event.SystemLayers; layer++ {
			on(0.1+0.15*float64(layer)+0.1*r.unit(), event.SystemLayerAssessed, event.System{Layer: layer, Coverage: coverage(&r, system.Level)})
		}
		if r.chance(auditShare) {
			on(0.2+0.7*r.unit(), event.SystemAudited, event.System{})
		}
	}
	g.planFeeds()
}

// systemID is the id of the n-th protected system.
func systemID(n int) string { return fmt.Sprintf("HT%02d", n+1) }

// coverage is how far a layer protects a system: the higher its level, the better.
func coverage(r *random, level uint8) event.Coverage {
	switch x := r.unit(); {
	case x < 0.45+0.12*float64(level):
		return event.CoverageFull
	case x < 0.85+0.03*float64(level):
		return event.CoveragePartial
	}
	return event.CoverageNone
}

// planFeeds lays out the link to the national centre, with its few interruptions.
func (g *Generator) planFeeds() {
	s := g.plan.scenario
	for _, feed := range s.Feeds {
		subject := event.FeedSubject(feed.ID)
		g.notify(at(s.From, 7*hour), 's', event.FeedUp, subject, &event.Feed{Name: feed.Name})
		for n := range feed.Interruptions {
			r := keyed(g.plan.seed, uint64(len(feed.ID)), uint64(n), 14)
			down := at(s.From+calendar.Date(r.below(int(s.To()-s.From))), r.between(hour, 22*hour))
			g.notify(down, 's', event.FeedDown, subject, &event.Feed{Reason: "Gián đoạn đường truyền"})
			g.notify(down+moment(r.between(10*minute, 90*minute)), 's', event.FeedUp, subject, &event.Feed{})
		}
	}
}
