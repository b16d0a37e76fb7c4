package event

import (
	"langbiang.internal/ioc/pkg/calendar"
)

// Model events: the roll-out of one pilot model (mô hình điểm).
const (
	ModelProposed         Type = "model.proposed.v1"
	ModelPreparing        Type = "model.preparing.v1" // conditions are being prepared
	ModelBlocked          Type = "model.blocked.v1"   // waits for a technical solution, with the reason
	ModelStarted          Type = "model.started.v1"
	ModelSiteActivated    Type = "model.site_activated.v1"
	ModelMilestoneReached Type = "model.milestone_reached.v1"
	ModelSuspended        Type = "model.suspended.v1"
	ModelCompleted        Type = "model.completed.v1"
	ModelMaintained       Type = "model.maintained.v1" // completed and in regular use
	ModelMilestonePlanned Type = "model.milestone_planned.v1"
)

var models = describe[Model](
	ModelProposed, ModelPreparing, ModelBlocked, ModelStarted, ModelSiteActivated,
	ModelMilestoneReached, ModelSuspended, ModelCompleted, ModelMaintained,
	ModelMilestonePlanned,
)

// ModelStatus is where a roll-out stands.
type ModelStatus string

// The states of a model.
const (
	ModelStatusProposed   ModelStatus = "proposed"    // Đề xuất
	ModelStatusPreparing  ModelStatus = "preparing"   // Chuẩn bị điều kiện
	ModelStatusBlocked    ModelStatus = "blocked"     // Chờ giải pháp kỹ thuật
	ModelStatusInProgress ModelStatus = "in_progress" // Đang triển khai
	ModelStatusSuspended  ModelStatus = "suspended"   // Tạm dừng
	ModelStatusCompleted  ModelStatus = "completed"   // Hoàn thành
	ModelStatusMaintained ModelStatus = "maintained"  // Duy trì
)

// Model is the data of every model event. A source must give Name first; Unit defaults to the province.
type Model struct {
	Name       string `json:"name,omitzero"`
	Unit       string `json:"unit,omitzero"`
	Department string `json:"department,omitzero"`
	Lead       string `json:"lead,omitzero"` // leading agency
	// Coordinating agencies, beside the leading one.
	Coordinating []string `json:"coordinating,omitzero"`
	Site         string   `json:"site,omitzero"` // with site_activated: topology unit
	Milestone    string   `json:"milestone,omitzero"`
	// Due is by when the milestone is to be reached: with milestone_planned, and with the event that settles it;
	// PreviousDue is the date that it replaces.
	Due           calendar.Date `json:"due,omitzero"`
	PreviousDue   calendar.Date `json:"previous_due,omitzero"`
	Beneficiaries int64         `json:"beneficiaries,omitzero"` // people served so far, as told
	Reason        string        `json:"reason,omitzero"`
	Sites         int           `json:"sites,omitzero"`      // active sites after this event
	SiteUnits     []string      `json:"site_units,omitzero"` // their units, in the order in which they became active
	// Next is the milestone that is due first after this event, NextDue by when.
	Next    string        `json:"next,omitzero"`
	NextDue calendar.Date `json:"next_due,omitzero"`
	// Settled are the due dates of the planned milestones that end with this event, because the model is completed or suspended.
	Settled []calendar.Date `json:"settled,omitzero"`
	From    ModelStatus     `json:"from,omitzero"`
	To      ModelStatus     `json:"to,omitzero"`
	Flags   []Flag          `json:"flags,omitzero"`
}

func (*Model) noun() Noun { return NounModel }

// Facets implements Data.
func (m *Model) Facets() Facets { return Facets{m.Unit, m.Department, "", m.Flags} }

// ModelSubject is the stream of the model with that id.
func ModelSubject(id string) string { return string(NounModel) + "/" + id }

// Validate reports what no source may send.
func (m *Model) Validate() error {
	if err := checkCodes(member{"unit", m.Unit}, member{"lead", m.Lead}, member{"site", m.Site}); err != nil {
		return err
	}
	if m.Beneficiaries < 0 {
		return fieldError("data.beneficiaries", "must not be negative")
	}
	if len(m.Coordinating) > MaxListed {
		return fieldError("data.coordinating", "lists %d; at most %d are taken", len(m.Coordinating), MaxListed)
	}
	for _, c := range m.Coordinating {
		if err := checkCodes(member{"coordinating", c}); err != nil {
			return err
		}
	}
	return checkTexts(member{"name", m.Name}, member{"milestone", m.Milestone}, member{"reason", m.Reason})
}
