package ledger

import (
	"cmp"
	"slices"

	"langbiang.internal/ioc/pkg/event"
)

// Measures of the pilot models: all stocks.
const (
	ModelsTotal      Measure = "models.total"
	ModelsCompleted  Measure = "models.completed"   // completed or maintained
	ModelsInProgress Measure = "models.in_progress" // in progress or suspended
	ModelsWaiting    Measure = "models.waiting"     // proposed, preparing or blocked
	ModelsSites      Measure = "models.sites"       // sites activated
	ModelsBlocked    Measure = "models.blocked"     // of those waiting: something holds them up
	// ModelsMilestones are milestones to be reached, by due date; a model can have several. ModelsMilestonesReached is a flow.
	ModelsMilestones        Measure = "models.milestones_due"
	ModelsMilestonesReached Measure = "models.milestones_reached"
)

// modelGroup is the column of the half-year report that a status falls in.
func modelGroup(s event.ModelStatus) Measure {
	switch s {
	case event.ModelStatusProposed, event.ModelStatusPreparing, event.ModelStatusBlocked:
		return ModelsWaiting
	case event.ModelStatusInProgress, event.ModelStatusSuspended:
		return ModelsInProgress
	case event.ModelStatusCompleted, event.ModelStatusMaintained:
		return ModelsCompleted
	}
	return ""
}

var models = noun{
	of: event.NounModel, postings: counts(modelPostings), figures: modelFigures,
	source: Source{
		"Đề án 06 (Quyết định 06/QĐ-TTg ngày 06/01/2022); cách chia trạng thái của mô hình là giả định.",
		"Scheme 06 (Decision 06/QĐ-TTg of 6 January 2022); how the states of models are divided is an assumption.",
		true,
	},
}

func modelPostings(dst []Posting, at moment, e *event.Event, m *event.Model) []Posting {
	base := Posting{Unit: m.Unit, Department: m.Department, Day: at.day, Hour: NoHour, Amount: 1}
	dst = stock(dst, base, ModelsTotal, m.From != "", m.To != "")
	if from, to := modelGroup(m.From), modelGroup(m.To); from != to {
		if from != "" {
			dst = stock(dst, base, from, true, false)
		}
		if to != "" {
			dst = stock(dst, base, to, false, true)
		}
	}
	dst = stock(dst, base, ModelsBlocked, m.From == event.ModelStatusBlocked, m.To == event.ModelStatusBlocked)
	switch e.Type {
	case event.ModelMilestonePlanned:
		dst = datedStock(dst, base, ModelsMilestones, m.PreviousDue != 0, m.PreviousDue, m.Due != 0, m.Due)
	case event.ModelMilestoneReached:
		if slices.Contains(m.Flags, event.FlagRepeated) {
			break // it was reached before
		}
		dst = datedStock(dst, base, ModelsMilestones, m.PreviousDue != 0, m.PreviousDue, false, 0)
		reached := base
		reached.Measure = ModelsMilestonesReached
		dst = append(dst, reached)
	default: // the others leave the plan as it is
	}
	for _, due := range m.Settled {
		dst = datedStock(dst, base, ModelsMilestones, true, due, false, 0)
	}
	if e.Type == event.ModelSiteActivated && !slices.Contains(m.Flags, event.FlagRepeated) {
		site := base
		site.Unit = cmp.Or(m.Site, m.Unit) // where it is, so that each unit shows its own
		dst = stock(dst, site, ModelsSites, false, true)
	}
	return dst
}

var modelFigures = []Figure{
	{Name: "models.total", Kind: Stock, Measures: []Measure{ModelsTotal}},
	{Name: "models.completed", Kind: Stock, Measures: []Measure{ModelsCompleted}},
	{Name: "models.in_progress", Kind: Stock, Measures: []Measure{ModelsInProgress}},
	{Name: "models.waiting", Kind: Stock, Measures: []Measure{ModelsWaiting}},
	{Name: "models.blocked", Kind: Stock, Measures: []Measure{ModelsBlocked}},
	{Name: "models.milestones_due", Kind: Stock, Measures: []Measure{ModelsMilestones}},
	{Name: "models.milestones_overdue", Kind: Overdue, Measures: []Measure{ModelsMilestones}},
	{Name: "models.milestones_reached", Kind: Flow, Measures: []Measure{ModelsMilestonesReached}},
	{Name: "models.sites", Kind: Stock, Measures: []Measure{ModelsSites}},
}
