package dossiers

import (
	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// aggregate decides about dossiers. It is pure: neither the topology nor the catalogue changes.
type aggregate struct {
	topology *topology.Topology
	// catalogue is the province's as it is when they are decided.
	catalogue *catalogue.Catalogue
}

// stays is the target of a type that leads nowhere.
const stays event.DossierStatus = 0

// target is the status to which each type leads.
var target = map[event.Type]event.DossierStatus{
	event.DossierSubmitted:           event.StatusSubmitted,
	event.DossierReceived:            event.StatusReceived,
	event.DossierRefused:             event.StatusRefused,
	event.DossierAssigned:            event.StatusProcessing,
	event.DossierSupplementRequested: event.StatusSupplementRequested,
	event.DossierFeeRequested:        event.StatusFeeRequested,
	event.DossierWithdrawn:           event.StatusWithdrawn,
	event.DossierPaused:              event.StatusPaused,
	event.DossierResumed:             event.StatusProcessing,
	event.DossierResolved:            event.StatusResolved,
	event.DossierReturned:            event.StatusReturned,
	event.DossierApologised:          stays,
	event.DossierTransferred:         stays,
}

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type { return intake.Decided(target) }

// next are the transitions that are in order (0: the first event). The national portal does
// not enforce any; what is not listed is judged by reachable.
var next = [...][]event.DossierStatus{
	0:                               {1, 2},
	event.StatusSubmitted:           {2, 3, 5, 7},
	event.StatusReceived:            {4, 5, 6, 7, 8},
	event.StatusRefused:             nil,
	event.StatusProcessing:          {5, 6, 7, 8, 9},
	event.StatusSupplementRequested: {4, 2, 7, 8},
	event.StatusFeeRequested:        {4, 7, 8},
	event.StatusWithdrawn:           nil,
	event.StatusPaused:              {4},
	event.StatusResolved:            {10},
	event.StatusReturned:            nil,
}

// inOrder and reachable hold, for each status, the statuses one step and any number of steps
// away, a bit each.
var inOrder, reachable = closure()

func closure() (one, all [len(next)]uint16) {
	for from, targets := range next {
		for _, to := range targets {
			one[from] |= 1 << to
		}
	}
	all = one
	// A dossier that was accepted can still be refused: real offices do, and it must not stay open.
	for from := range all {
		if from := event.DossierStatus(from); !ended(from) {
			all[from] |= 1 << event.StatusRefused
		}
	}
	for range next {
		for from := range all {
			for to := range all {
				if all[from]>>to&1 != 0 {
					all[from] |= all[to]
				}
			}
		}
	}
	return one, all
}

func has(set [len(next)]uint16, from, to event.DossierStatus) bool { return set[from]>>to&1 != 0 }

// Decide tells what an event means for a dossier in state s.
//
// Listed transitions are taken; those that skip steps are taken and flagged; repeats, steps
// back, whatever comes after the end (3, 7, 10) and what happened before the latest event are
// recorded and flagged, and leave the status as it is. Only an end that is still ahead is
// taken although it is reported late, since a dossier that has ended must not stay open.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	in, ok := e.Data.(*event.Dossier)
	if !ok {
		return nil, event.Refuse("type", "%q is not about a dossier", e.Type)
	}
	if err := refuseDerived(in); err != nil {
		return nil, err
	}
	if in.FeeVND != 0 && e.Type != event.DossierFeeRequested {
		return nil, event.Refuse("data.fee_vnd", "goes with %s only", event.DossierFeeRequested)
	}
	if in.Promised != 0 && e.Type != event.DossierApologised {
		return nil, event.Refuse("data.promised", "goes with %s only", event.DossierApologised)
	}
	if e.Type == event.DossierTransferred && !s.Received && !ended(s.Status) {
		return nil, event.Refuse("subject", "%q is a dossier that has not been received: send the transfer again after the receipt", e.Subject)
	}
	d := &event.Dossier{FeeVND: in.FeeVND, Reason: in.Reason}
	var procedure event.Procedure
	var err error
	if s.Status == 0 {
		procedure, err = a.identify(d, in, e)
	} else {
		procedure, err = a.keep(d, s, in, e)
	}
	if err != nil {
		return nil, err
	}
	d.From, d.PreviousDue = s.Status, s.Due
	switch e.Type {
	case event.DossierApologised:
		remark(d, s, in)
		return a.apologise(d, s, in, e)
	case event.DossierTransferred:
		return a.transfer(d, s, in, e)
	default: // the others lead to a status
	}
	d.To, d.Flags = judge(s, target[e.Type], e)
	d.Unaccepted = !s.Received && (d.From == event.StatusSupplementRequested || d.To == event.StatusSupplementRequested)
	a.count(d, s)
	remark(d, s, in)
	a.accept(d, s, e)
	a.supplement(d, s, e)
	if err := a.deadline(d, s, in, e, &procedure); err != nil {
		return nil, err
	}
	promised := a.promise(d, s, e, &procedure)
	if promised != s.Promised {
		d.Promised = promised
	}
	if d.CountsResolved || d.CountsRejected || d.CountsWithdrawn {
		on := a.date(e.Time)
		d.Timeliness = timeliness(on, d.Due)
		d.PromiseBroken = d.CountsResolved && promised != 0 && on > promised
	}
	return d, nil
}

// remark notes what in says of the dossier for the first time, and with the receipt (of the result, the resolution) what was said
// before: so that one event counts it, of the day on which the dossier was received (resolved).
func remark(d *event.Dossier, s State, in *event.Dossier) {
	counts := func(said, known, now bool) bool { return said && !known || known && now }
	d.Digitised = counts(in.Digitised, s.Digitised, d.CountsReceived)
	d.ReusedNational = counts(in.ReusedNational, s.ReusedNational, d.CountsReceived)
	d.Reused = counts(in.Reused || in.ReusedNational, s.Reused, d.CountsReceived)
	d.ElectronicResult = counts(in.ElectronicResult, s.ElectronicResult, d.CountsResolved)
	if d.Digitised || d.Reused || d.ReusedNational {
		d.ReceivedOn = s.ReceivedOn
		if in := s.receivedUnit(); s.Received && in != d.Unit {
			d.ReceivedUnit = in
		}
	}
	if d.ElectronicResult {
		d.ResolvedOn = s.ResolvedOn
	}
}

// refuseDerived refuses a source that says what only the service can know.
func refuseDerived(d *event.Dossier) error {
	field := ""
	switch {
	case d.From != 0:
		field = "from"
	case d.To != 0:
		field = "to"
	case d.Department != "":
		field = "department"
	case d.Level != "":
		field = "level"
	case d.PreviousDue != 0:
		field = "previous_due"
	case d.CountsReceived:
		field = "counts_received"
	case d.CountsResolved:
		field = "counts_resolved"
	case d.CountsRejected:
		field = "counts_rejected"
	case d.CountsWithdrawn:
		field = "counts_withdrawn"
	case d.Unaccepted:
		field = "unaccepted"
	case !d.AcceptBy.IsZero():
		field = "accept_by"
	case d.AcceptedLate:
		field = "accepted_late"
	case d.RefusedLate:
		field = "refused_late"
	case d.AcceptDue != 0:
		field = "accept_due"
	case d.PreviousAcceptDue != 0:
		field = "previous_accept_due"
	case d.GivenDue != 0:
		field = "given_due"
	case d.ReceivedOn != 0:
		field = "received_on"
	case d.ResolvedOn != 0:
		field = "resolved_on"
	case d.PromiseBroken:
		field = "promise_broken"
	case d.PreviousUnit != "":
		field = "previous_unit"
	case d.ToldUnit != "":
		field = "told_unit"
	case d.ReceivedUnit != "":
		field = "received_unit"
	case d.Timeliness != "":
		field = "timeliness"
	case d.Flags != nil:
		field = "flags"
	default:
		return nil
	}
	return event.Refuse("data."+field, "is worked out here, a source may not set it")
}

// identify takes what a dossier's first event must say of it.
func (a *aggregate) identify(d, in *event.Dossier, e *event.Event) (event.Procedure, error) {
	on := a.date(e.Time)
	if in.Procedure == "" {
		return event.Procedure{}, event.Refuse("data.procedure", "is missing in the first event of this dossier")
	}
	procedure, ok := a.catalogue.At(in.Procedure, on)
	if !ok {
		return event.Procedure{}, event.Refuse("data.procedure", "%q is not in the catalogue", in.Procedure)
	}
	if in.Unit == "" {
		return event.Procedure{}, event.Refuse("data.unit", "is missing in the first event of this dossier")
	}
	unit := a.topology.Resolve(in.Unit, on)
	if unit == nil {
		return event.Procedure{}, event.Refuse("data.unit", "%q is not a unit of this province", in.Unit)
	}
	d.Procedure, d.Unit = procedure.Code, unit.ID
	d.Department, d.Level = a.topology.FieldOwner(procedure.Field), procedure.Level
	d.Channel = in.Channel
	if d.Channel == 0 {
		d.Channel = event.ChannelOnline
	}
	return procedure, nil
}

// keep repeats what is known; a later event may not contradict it, or sums would no longer close.
func (a *aggregate) keep(d *event.Dossier, s State, in *event.Dossier, e *event.Event) (event.Procedure, error) {
	switch {
	case in.Procedure != "" && in.Procedure != s.Procedure:
		return event.Procedure{}, event.Refuse("data.procedure", "is %q, but the dossier is about %q", in.Procedure, s.Procedure)
	case in.Unit != "" && e.Type != event.DossierTransferred && !a.isWith(s, in.Unit, e):
		return event.Procedure{}, event.Refuse("data.unit", "is %q, but the dossier is with %q", in.Unit, s.Unit)
	case in.Channel != 0 && in.Channel != s.Channel:
		return event.Procedure{}, event.Refuse("data.channel", "is %d, but the dossier came by %d", in.Channel, s.Channel)
	}
	d.Procedure, d.Unit, d.Department = s.Procedure, s.Unit, s.Department
	d.Channel, d.Level = s.Channel, s.Level
	procedure, ok := a.catalogue.At(s.Procedure, a.date(e.Time))
	if !ok {
		procedure.Days = -1 // withdrawn: no time can be told any more
	}
	return procedure, nil
}

var (
	flagSkipped    = []event.Flag{event.FlagSkipped}
	flagRepeated   = []event.Flag{event.FlagRepeated}
	flagOutOfOrder = []event.Flag{event.FlagOutOfOrder}
)

// judge is the status after an event that leads to status to, and its flags.
func judge(s State, to event.DossierStatus, e *event.Event) (event.DossierStatus, []event.Flag) {
	late := e.Late()
	switch {
	case to == s.Status:
		return s.Status, flagRepeated
	case !has(reachable, s.Status, to), late && !ended(to):
		return s.Status, flagOutOfOrder
	case late:
		return to, flagOutOfOrder
	case !has(inOrder, s.Status, to):
		return to, flagSkipped
	}
	return to, nil
}
