package event

import (
	"langbiang.internal/ioc/pkg/calendar"
)

// System events: the protection of one information system. Its security level is approved by file (Decree 85/2016);
// it is protected in four layers (Directive 14/CT-TTg of 2019).
const (
	SystemRegistered    Type = "system.registered.v1"
	SystemLevelApproved Type = "system.level_approved.v1" // its level file
	SystemLayerAssessed Type = "system.layer_assessed.v1"
	SystemAudited       Type = "system.audited.v1" // the periodic check of layer 3
	SystemRetired       Type = "system.retired.v1"
)

var systems = describe[System](SystemRegistered, SystemLevelApproved, SystemLayerAssessed, SystemAudited, SystemRetired)

// SystemLayers is the number of protection layers; Layer is 1 to this: on-site force, professional monitoring,
// independent periodic audit, connection to the national monitoring system.
const SystemLayers = 4

// Coverage is how far a layer protects a system.
type Coverage string

// The coverages; "" is: not assessed.
const (
	CoverageNone    Coverage = "none"
	CoveragePartial Coverage = "partial"
	CoverageFull    Coverage = "full"
)

// Approver is who approved a level file.
type Approver string

// The approvers: the provincial people's committee, or the specialised department by its own authority.
const (
	ApprovedByProvince   Approver = "province"
	ApprovedByDepartment Approver = "department"
)

// System is the data of every system event, the whole card of the system after it. A source must give Name, Unit and
// Owner first.
type System struct {
	Name       string `json:"name,omitzero"`
	Unit       string `json:"unit,omitzero"`
	Department string `json:"department,omitzero"`
	Owner      string `json:"owner,omitzero"` // agency that operates it
	Level      uint8  `json:"level,omitzero"` // 1 to 5
	// Approver and ApprovedOn are those of the level file; PreviousApprover is the one before.
	Approver         Approver      `json:"approver,omitzero"`
	PreviousApprover Approver      `json:"previous_approver,omitzero"`
	ApprovedOn       calendar.Date `json:"approved_on,omitzero"`
	// Layer, Coverage and PreviousCoverage go with layer_assessed; Layers are all of them after it.
	Layer            uint8                  `json:"layer,omitzero"`
	Coverage         Coverage               `json:"coverage,omitzero"`
	PreviousCoverage Coverage               `json:"previous_coverage,omitzero"`
	Layers           [SystemLayers]Coverage `json:"layers,omitzero"`
	AuditedOn        calendar.Date          `json:"audited_on,omitzero"` // last audit
	// ReviewDue is by when the next audit is due after this event, PreviousReviewDue before it.
	ReviewDue         calendar.Date `json:"review_due,omitzero"`
	PreviousReviewDue calendar.Date `json:"previous_review_due,omitzero"`
	Active            bool          `json:"active,omitzero"` // registered and not retired
	WasActive         bool          `json:"was_active,omitzero"`
	Note              string        `json:"note,omitzero"`
	Flags             []Flag        `json:"flags,omitzero"`
}

func (*System) noun() Noun { return NounSystem }

// Facets implements Data.
func (s *System) Facets() Facets { return Facets{s.Unit, s.Department, "", s.Flags} }

// SystemSubject is the stream of the system with that id.
func SystemSubject(id string) string { return string(NounSystem) + "/" + id }

// Validate reports what no source may send.
func (s *System) Validate() error {
	if err := checkCodes(member{"unit", s.Unit}, member{"owner", s.Owner}); err != nil {
		return err
	}
	if err := checkTexts(member{"name", s.Name}, member{"note", s.Note}); err != nil {
		return err
	}
	if s.Level > 5 {
		return fieldError("data.level", "%d is not a security level (1 to 5)", s.Level)
	}
	if s.Layer > SystemLayers {
		return fieldError("data.layer", "%d is not one of the %d layers", s.Layer, SystemLayers)
	}
	switch s.Coverage {
	case "", CoverageNone, CoveragePartial, CoverageFull:
	default:
		return fieldError("data.coverage", "is none of none, partial, full")
	}
	switch s.Approver {
	case "", ApprovedByProvince, ApprovedByDepartment:
		return nil
	}
	return fieldError("data.approver", "is none of province, department")
}
