package dossiers

import (
	"langbiang.internal/ioc/pkg/event"
)

// transfer decides about a dossier that goes to another unit, which handles it from then on. Its status, its deadline and where it was
// received stay.
//
// Only what was received can be handed on: Decree 61/2018, Article 18, and Decree 118/2025 after it, let a dossier go on to who is to
// handle it once it is accepted. A transfer that is told late is taken, since the dossier is there now, unless a later one is known
// already; what has ended stays where it ended. One that moves nothing keeps the unit that it named, where the dossier is
// with another.
func (a *aggregate) transfer(d *event.Dossier, s State, in *event.Dossier, e *event.Event) (event.Data, error) {
	on := a.date(e.Time)
	unit := a.topology.Resolve(in.Unit, on)
	switch {
	case in.Unit == "":
		return nil, event.Refuse("data.unit", "is missing: to which unit does the dossier go?")
	case unit == nil:
		return nil, event.Refuse("data.unit", "%q is not a unit of this province", in.Unit)
	case a.topology.MapAt(on).Unit(unit.ID) == nil:
		return nil, event.Refuse("data.unit", "%q is not a unit of this province on %s", in.Unit, on)
	case in.Due != 0 && in.Due != s.Due && in.Due != s.GivenDue:
		return nil, event.Refuse("data.due", "is %s, but a transfer does not move the deadline, %s", in.Due, s.Due)
	}
	d.To, d.Due = s.Status, s.Due
	with := a.topology.Successor(s.Unit, on)
	isThere := with != nil && with.ID == unit.ID
	switch {
	case ended(s.Status), e.Time.Before(s.TransferredAt):
		d.Flags = flagOutOfOrder
		if !isThere {
			d.ToldUnit = unit.ID
		}
	case isThere:
		d.Flags = flagRepeated
	default:
		d.Unit, d.PreviousUnit = unit.ID, s.Unit
		if e.Late() {
			d.Flags = flagOutOfOrder
		}
	}
	remark(d, s, in)
	return d, nil
}

// isWith tells whether an event may say that the dossier is with a unit: it is, or the event is of before it was transferred, when it
// was with another.
func (a *aggregate) isWith(s State, unit string, e *event.Event) bool {
	on := a.date(e.Time)
	return a.topology.Means(unit, s.Unit, on) || e.Time.Before(s.TransferredAt) && a.topology.Resolve(unit, on) != nil
}
