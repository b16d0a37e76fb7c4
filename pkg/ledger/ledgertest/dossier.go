package ledgertest

import (
	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// dossier is what is known of one: its latest event, and what has been counted and told.
type dossier struct {
	event.Dossier
	received, resolved            bool
	promised                      bool
	digitised, reused, electronic bool
	supplemented                  bool
	receivedOn, resolvedOn        calendar.Date
	receivedUnit                  string
}

// course are the statuses that a dossier goes to, by where it is.
var course = [...][]event.DossierStatus{
	0:                               {1, 1, 2},
	event.StatusSubmitted:           {2, 2, 2, 3, 5, 7},
	event.StatusReceived:            {4, 4, 5, 6, 6, 8, 9, 3, 7},
	event.StatusRefused:             {3},
	event.StatusProcessing:          {5, 5, 6, 6, 8, 9, 9, 3, 7},
	event.StatusSupplementRequested: {4, 4, 2, 2, 7, 3},
	event.StatusFeeRequested:        {4, 6, 7},
	event.StatusWithdrawn:           {7},
	event.StatusPaused:              {4, 8, 7},
	event.StatusResolved:            {10},
	event.StatusReturned:            {10},
}

var dossierTypes = [...]event.Type{
	1: event.DossierSubmitted, 2: event.DossierReceived, 3: event.DossierRefused, 4: event.DossierAssigned,
	5: event.DossierSupplementRequested, 6: event.DossierFeeRequested, 7: event.DossierWithdrawn, 8: event.DossierPaused,
	9: event.DossierResolved, 10: event.DossierReturned,
}

// dossier draws the next event of a dossier; the order of its statuses is mostly that of the rules.
func (l *Lives) dossier(t *thing, day calendar.Date) told {
	was := t.dossier
	d := event.Dossier{
		Procedure: t.procedure, Unit: t.unit, Department: t.department, Channel: was.Channel, Level: was.Level,
		From: was.To, PreviousDue: was.Due, Due: was.Due,
	}
	if was.To == 0 {
		d.Channel = event.Channel(1 + l.IntN(3))
		d.Level = pick(l, []event.ServiceLevel{event.LevelFull, event.LevelFull, event.LevelPartial, ""})
	}
	if was.received && was.To.Open() && !was.promised && l.chance(5) {
		return l.apology(t, d, day)
	}
	if was.received && was.To.Open() && l.chance(6) {
		return l.transfer(t, d)
	}
	d.To = pick(l, course[was.To])
	if d.To == d.From {
		d.Flags = repeated
	}
	d.Unaccepted = !was.received && (d.From == event.StatusSupplementRequested || d.To == event.StatusSupplementRequested)
	l.countDossier(&d, &was)
	l.dueDossier(&d, &was, day)
	l.tellDossier(&d, &was)
	t.dossier = dossier{
		Dossier: d, received: was.received || d.CountsReceived, resolved: was.resolved || d.CountsResolved, promised: was.promised,
		digitised: was.digitised || d.Digitised, reused: was.reused || d.Reused, electronic: was.electronic || d.ElectronicResult,
		supplemented: was.supplemented || d.To == event.StatusSupplementRequested, receivedOn: was.receivedOn, resolvedOn: was.resolvedOn,
		receivedUnit: was.receivedUnit,
	}
	if d.CountsReceived {
		t.dossier.receivedOn, t.dossier.receivedUnit = day, d.Unit
	}
	if d.CountsResolved {
		t.dossier.resolvedOn = day
	}
	ended := d.To == event.StatusRefused || d.To == event.StatusWithdrawn || d.To == event.StatusReturned
	return told{dossierTypes[d.To], event.DossierSubject(t.id), &d, ended}
}

func (l *Lives) apology(t *thing, d event.Dossier, day calendar.Date) told {
	d.To, d.Promised, d.Reason = d.From, day+7, "quá tải"
	t.dossier.promised = true
	return told{event.DossierApologised, event.DossierSubject(t.id), &d, false}
}

// transfer hands a dossier to another unit, if there is one: from then on it is that unit's.
func (l *Lives) transfer(t *thing, d event.Dossier) told {
	d.To = d.From
	if to := pick(l, l.Units); to == t.unit {
		d.Flags = repeated
	} else {
		t.unit, d.Unit, d.PreviousUnit = to, to, t.unit
	}
	return told{event.DossierTransferred, event.DossierSubject(t.id), &d, false}
}

// countDossier sets what an event makes count.
func (l *Lives) countDossier(d *event.Dossier, was *dossier) {
	resolved := d.To == event.StatusResolved
	ends := was.received && d.From != d.To
	d.CountsReceived = !was.received && (resolved || d.To.Open() && d.To != event.StatusSupplementRequested)
	d.AcceptedLate = d.CountsReceived && l.chance(3)
	d.RefusedLate = !was.received && d.To == event.StatusRefused && d.From != d.To && l.chance(2)
	if d.To == event.StatusSupplementRequested && d.From != d.To {
		d.Flags = l.breaches(was)
	}
	d.CountsResolved = !was.resolved && resolved
	d.CountsRejected = ends && d.To == event.StatusRefused
	d.CountsWithdrawn = ends && d.To == event.StatusWithdrawn
	if d.CountsResolved || d.CountsRejected || d.CountsWithdrawn {
		d.Timeliness = pick(l, []event.Timeliness{event.TimelyEarly, event.TimelyOnTime, event.TimelyLate})
	}
	d.PromiseBroken = d.CountsResolved && was.promised && l.chance(2)
}

// breaches are what a request for a supplement breaks.
func (l *Lives) breaches(was *dossier) (flags []event.Flag) {
	if was.supplemented {
		flags = append(flags, event.FlagSupplementRepeated)
	}
	if was.received && l.chance(2) {
		flags = append(flags, event.FlagSupplementLate)
	}
	return flags
}

// dueDossier sets a deadline with the receipt, and moves it where the clock runs again.
func (l *Lives) dueDossier(d *event.Dossier, was *dossier, day calendar.Date) {
	switch {
	case d.To == event.StatusSubmitted && d.From != d.To:
		d.AcceptDue = l.due(day)
	case d.From == event.StatusSubmitted && d.From != d.To:
		d.PreviousAcceptDue = was.AcceptDue
	}
	switch {
	case d.CountsReceived && !l.chance(5):
		d.Due = l.due(day)
	case d.Due != 0 && d.From.Open() && !d.From.ClockRuns() && d.To.ClockRuns():
		d.Due += calendar.Date(l.IntN(4))
	}
}

// tellDossier says of the dossier's components and result what was not said yet.
func (l *Lives) tellDossier(d *event.Dossier, was *dossier) {
	d.Digitised = !was.digitised && l.chance(4) || was.digitised && d.CountsReceived
	d.Reused = !was.reused && l.chance(6) || was.reused && d.CountsReceived
	d.ReusedNational = d.Reused && l.chance(2)
	d.ElectronicResult = !was.electronic && l.chance(4) || was.electronic && d.CountsResolved
	if d.Digitised || d.Reused {
		d.ReceivedOn = was.receivedOn
		if was.receivedUnit != d.Unit {
			d.ReceivedUnit = was.receivedUnit
		}
	}
	if d.ElectronicResult {
		d.ResolvedOn = was.resolvedOn
	}
}
