package ledger

import (
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

func modelEntries(dst []Entry, at moment, t event.Type, m *event.Model) []Entry {
	base := Entry{Unit: m.Unit, Department: m.Department, Day: at.day, Hour: NoHour, Amount: 1}
	dst = stock(dst, base, ModelsTotal, m.From != "", m.To != "")
	if from, to := modelGroup(m.From), modelGroup(m.To); from != to {
		if from != "" {
			dst = stock(dst, base, from, true, false)
		}
		if to != "" {
			dst = stock(dst, base, to, false, true)
		}
	}
	if t == event.ModelSiteActivated && !slices.Contains(m.Flags, event.FlagRepeated) {
		dst = stock(dst, base, ModelsSites, false, true)
	}
	return dst
}
