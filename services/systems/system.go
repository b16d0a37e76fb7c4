package systems

import (
	"cmp"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// How often a system is audited, in days: those of level 3 and above every year, the others every two. Background, not
// retrieved (Circular 12/2022).
const (
	auditLevel  = 3
	auditYearly = 365
	auditSeldom = 730
)

// ProvinceFrom is the lowest level whose file the provincial people's committee approves; those below are the specialised
// department's. Source: Decree 85/2016, as commonly read.
const ProvinceFrom = 3

// SystemState is how one system is protected.
type SystemState struct {
	Name       string                             `json:"name"`
	Unit       string                             `json:"unit"`
	Department string                             `json:"department"`
	Owner      string                             `json:"owner"`
	Level      uint8                              `json:"level"`
	Approver   event.Approver                     `json:"approver"` // "": its level file is not approved
	ApprovedOn calendar.Date                      `json:"approved_on"`
	Layers     [event.SystemLayers]event.Coverage `json:"layers"`
	AuditedOn  calendar.Date                      `json:"audited_on"`
	ReviewDue  calendar.Date                      `json:"review_due"`
	Active     bool                               `json:"active"`
}

func (a *aggregate) decideSystem(s SystemState, e *event.Event, in *event.System) (event.Data, error) {
	err := refuseDerived([]derived{
		{"department", in.Department != ""},
		{"previous_approver", in.PreviousApprover != ""},
		{"previous_coverage", in.PreviousCoverage != ""},
		{"layers", in.Layers != [event.SystemLayers]event.Coverage{}},
		{"review_due", in.ReviewDue != 0},
		{"previous_review_due", in.PreviousReviewDue != 0},
		{"active", in.Active},
		{"was_active", in.WasActive},
		{"flags", in.Flags != nil},
	})
	if err != nil {
		return nil, err
	}
	y, err := a.identify(s, e, in)
	if err != nil {
		return nil, err
	}
	y.Note = in.Note
	if e.Late() && s.Name != "" {
		if flag := tooLate(s, e, in); flag != "" {
			y.Flags = flags(flag)
			return y, nil
		}
	}
	return y, a.change(y, s, e, in)
}

// tooLate is the flag of what happened before the latest event and says nothing new: assessments and audits of other days are
// true whenever they are told.
func tooLate(s SystemState, e *event.Event, in *event.System) event.Flag {
	switch e.Type {
	case event.SystemLayerAssessed:
		if in.Layer != 0 && s.Layers[in.Layer-1] == "" {
			return ""
		}
	case event.SystemLevelApproved:
		if s.Approver == "" {
			return ""
		}
	case event.SystemAudited:
		return ""
	default: // registered and retired are told in order or not at all
	}
	return event.FlagOutOfOrder
}

// identify repeats what is known of the system; its first event says it.
func (a *aggregate) identify(s SystemState, e *event.Event, in *event.System) (*event.System, error) {
	y := &event.System{
		Name: cmp.Or(in.Name, s.Name), Unit: s.Unit, Department: s.Department, Owner: cmp.Or(in.Owner, s.Owner), Level: s.Level,
		Approver: s.Approver, PreviousApprover: s.Approver, ApprovedOn: s.ApprovedOn, Layers: s.Layers,
		AuditedOn: s.AuditedOn, ReviewDue: s.ReviewDue, PreviousReviewDue: s.ReviewDue, Active: s.Active, WasActive: s.Active,
	}
	if s.Name != "" {
		if in.Unit != "" && !a.topology.Means(in.Unit, s.Unit, a.day(e)) {
			return nil, event.Refuse("data.unit", "is %q, but the system is of %q", in.Unit, s.Unit)
		}
		return y, nil
	}
	switch {
	case e.Type != event.SystemRegistered:
		return nil, event.Refuse("subject", "%q is a system that nobody has registered", e.Subject)
	case in.Name == "":
		return nil, event.Refuse("data.name", "is missing in the registration of a system")
	case in.Owner == "":
		return nil, event.Refuse("data.owner", "is missing in the registration of a system")
	}
	var err error
	y.Unit, err = a.unitOf(in.Unit, a.day(e))
	y.Department = a.topology.Owners[event.NounSystem]
	return y, err
}

// changes are what each type makes of a system; today is the event's day.
var changes = map[event.Type]func(y *event.System, s SystemState, in *event.System, today calendar.Date) error{
	event.SystemRegistered:    register,
	event.SystemRetired:       retire,
	event.SystemLevelApproved: approve,
	event.SystemLayerAssessed: assess,
	event.SystemAudited:       audit,
}

// change applies what e says.
func (a *aggregate) change(y *event.System, s SystemState, e *event.Event, in *event.System) error {
	if !s.Active && e.Type != event.SystemRegistered {
		y.Flags = flags(event.FlagOutOfOrder) // it is retired
		return nil
	}
	return changes[e.Type](y, s, in, a.day(e))
}

func register(y *event.System, s SystemState, in *event.System, _ calendar.Date) error {
	if s.Active && (in.Level == 0 || in.Level == s.Level) {
		y.Flags = flags(event.FlagRepeated)
		return nil
	}
	y.Active, y.Level = true, cmp.Or(in.Level, s.Level)
	y.ReviewDue = reviewDue(y)
	return nil
}

func retire(y *event.System, _ SystemState, _ *event.System, _ calendar.Date) error {
	y.Active = false
	return nil
}

// approve notes a level file. Another approver than the level's is kept and flagged.
func approve(y *event.System, _ SystemState, in *event.System, today calendar.Date) error {
	y.Level = cmp.Or(in.Level, y.Level)
	switch {
	case in.Approver == "":
		return event.Refuse("data.approver", "is missing: who approved the level file?")
	case y.Level == 0:
		return event.Refuse("data.level", "is missing: which level was approved?")
	}
	y.Approver, y.ApprovedOn = in.Approver, cmp.Or(in.ApprovedOn, today)
	y.ReviewDue = reviewDue(y)
	if (in.Approver == event.ApprovedByProvince) != (y.Level >= ProvinceFrom) {
		y.Flags = flags(event.FlagSkipped)
	}
	return nil
}

func assess(y *event.System, s SystemState, in *event.System, _ calendar.Date) error {
	switch {
	case in.Layer == 0:
		return event.Refuse("data.layer", "is missing: which of the %d layers?", event.SystemLayers)
	case in.Coverage == "":
		return event.Refuse("data.coverage", "is missing: none, partial or full?")
	}
	y.Layer, y.Coverage, y.PreviousCoverage = in.Layer, in.Coverage, s.Layers[in.Layer-1]
	y.Layers[in.Layer-1] = in.Coverage
	return nil
}

// audit notes an audit and when the next one is due. An older one than is known changes nothing.
func audit(y *event.System, _ SystemState, in *event.System, today calendar.Date) error {
	on := cmp.Or(in.AuditedOn, today)
	if on < y.AuditedOn {
		y.Flags = flags(event.FlagOutOfOrder)
		return nil
	}
	y.AuditedOn = on
	y.ReviewDue = reviewDue(y)
	return nil
}

// reviewDue is by when the next audit is due: from the last one, or from the approval of the level file (assumed) where there was
// none; 0 before either.
func reviewDue(y *event.System) calendar.Date {
	last := cmp.Or(y.AuditedOn, y.ApprovedOn)
	switch {
	case last == 0:
		return 0
	case y.Level >= auditLevel:
		return last + auditYearly
	}
	return last + auditSeldom
}

func evolveSystem(s SystemState, e *event.Event, y *event.System) *SystemState {
	return &SystemState{
		Name: y.Name, Unit: y.Unit, Department: y.Department, Owner: y.Owner, Level: y.Level, Approver: y.Approver, ApprovedOn: y.ApprovedOn,
		Layers: y.Layers, AuditedOn: y.AuditedOn, ReviewDue: y.ReviewDue, Active: y.Active,
	}
}
