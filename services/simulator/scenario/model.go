package scenario

import (
	"fmt"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// planModels lays out the roll-outs so that each stands where the scenario says at the last cut.
func (g *Generator) planModels() {
	s := g.plan.scenario
	days := g.plan.days
	span := int(s.To() - s.From)
	for i, m := range s.Models {
		r := keyed(g.plan.seed, uint64(i), 8)
		subject := event.ModelSubject(modelID(i))
		on := func(part float64, kind event.Type, data event.Model) {
			day := days.after(s.From+calendar.Date(part*float64(span)), 0)
			g.notify(at(day, r.between(8*hour, 16*hour+30*minute)), 'm', kind, subject, &data)
		}
		begun := 0.02 + 0.1*r.unit()
		on(begun, event.ModelProposed, event.Model{Name: m.Name, Lead: m.Lead, Unit: g.plan.top.Root().ID, Coordinating: g.coordinating(i)})
		planned := func(part float64, milestone string, due calendar.Date) {
			on(part, event.ModelMilestonePlanned, event.Model{Milestone: milestone, Due: due})
		}
		planned(begun+0.03, milestoneFirst, s.From+calendar.Date(0.62*float64(span)))
		planned(begun+0.04, milestoneLast, s.From+calendar.Date((0.9+0.5*r.unit())*float64(span)))
		why := ""
		if m.Status == event.ModelStatusPreparing {
			why = m.Reason
		}
		on(begun+0.05, event.ModelPreparing, event.Model{Reason: why})
		switch m.Status {
		case event.ModelStatusBlocked:
			on(0.4+0.1*r.unit(), event.ModelBlocked, event.Model{Reason: m.Reason})
			continue
		case event.ModelStatusInProgress, event.ModelStatusCompleted:
		default:
			continue
		}
		on(0.24, event.ModelStarted, event.Model{})
		sites := min(m.Sites, max(len(g.plan.top.Root().Children()), 1))
		for n := range sites {
			on(0.28+0.55*float64(n)/float64(sites), event.ModelSiteActivated, event.Model{Site: g.placeOf(n+1, s.From)})
		}
		on(0.55, event.ModelMilestoneReached, event.Model{Milestone: milestoneFirst, Beneficiaries: r.between(300, 60_000)})
		if m.Status == event.ModelStatusCompleted {
			on(0.85, event.ModelMilestoneReached, event.Model{Milestone: milestoneLast})
			on(0.88+0.08*r.unit(), event.ModelCompleted, event.Model{})
		}
	}
}

// Milestones of every model. Illustrative, as the models are.
const (
	milestoneFirst = "Sơ kết giai đoạn 1"
	milestoneLast  = "Nghiệm thu, đưa vào sử dụng"
)

// coordinating are the agencies that lead the two models after this one, where they are others.
func (g *Generator) coordinating(i int) []string {
	models := g.plan.scenario.Models
	var all []string
	for n := 1; n <= 2; n++ {
		if lead := models[(i+5*n)%len(models)].Lead; lead != models[i].Lead && !slices.Contains(all, lead) {
			all = append(all, lead)
		}
	}
	return all
}

func modelID(i int) string { return fmt.Sprintf("MH%02d", i+1) }

// liveModel activates one more site of a model in progress, each Monday.
func (g *Generator) liveModel() {
	if g.day.Weekday() != time.Monday || !g.plan.days.isOpen(g.day) {
		return
	}
	s := g.plan.scenario
	week := int(g.day-s.To()) / 7
	var running []int
	for i, m := range s.Models {
		if m.Status == event.ModelStatusInProgress {
			running = append(running, i)
		}
	}
	if len(running) == 0 {
		return
	}
	i := running[week%len(running)]
	next := s.Models[i].Sites + week/len(running)
	if next >= len(g.plan.top.MapAt(g.day).Root().Children()) {
		return
	}
	g.notify(at(g.day, 9*hour+30*minute), 'm', event.ModelSiteActivated, event.ModelSubject(modelID(i)),
		&event.Model{Site: g.placeOf(next+1, g.day)})
}
