package scenario

import (
	"fmt"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// planExplanations lays out what leadership asked some units to explain before the history's end, and how far they came.
func (g *Generator) planExplanations() {
	for i, x := range g.plan.scenario.Explanations {
		r := keyed(g.plan.seed, uint64(i), 15)
		subject := event.ExplanationSubject(fmt.Sprintf("GT-%s-%02d", g.plan.scenario.To().Time().Format("0601"), i+1))
		day := g.plan.scenario.To() - calendar.Date(x.DaysAgo)
		if day < g.plan.scenario.From {
			continue // of a longer history
		}
		on := func(after int, kind event.Type, data event.Explanation) {
			if on := g.plan.days.after(day, after); on <= g.plan.scenario.To() {
				g.notify(at(on, r.between(8*hour, 16*hour)), 'x', kind, subject, &data)
			}
		}
		on(0, event.ExplanationRequested, event.Explanation{
			Unit: g.placeOf(x.Place, day), Figure: x.Figure, Question: x.Question, Due: g.plan.days.after(day, x.Days), By: leaderRole,
		})
		if x.Answer == "" {
			continue
		}
		on(x.Days-1, event.ExplanationSubmitted, event.Explanation{Answer: x.Answer, By: unitRole})
		if x.Accepted {
			on(x.Days, event.ExplanationAccepted, event.Explanation{By: leaderRole})
		}
	}
}

// Roles of an explanation: nobody's name.
const (
	leaderRole = "lanh-dao"
	unitRole   = "don-vi"
)
