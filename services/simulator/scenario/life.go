package scenario

import (
	"langbiang.internal/ioc/pkg/calendar"
)

// life plans the events of one dossier.
type life struct {
	g     *Generator
	index int32
	left  int8
}

func (v *life) add(m moment, kind uint8) {
	v.g.dossierAgenda.add(m, v.index, kind)
	v.left++
}

// admit plans all events of the dossiers received on a day, and of those that nobody receives.
func (g *Generator) admit(day, previous calendar.Date) {
	on := g.plan.reception(day, previous)
	for stratum := range strataCount {
		for k := range g.plan.count(stratum, day) {
			d := g.plan.draw(&on, stratum, k)
			g.live(&d, g.fateOf(&d, stratum))
		}
	}
	for k := range g.plan.unreceived(day) {
		d := g.plan.draw(&on, strataUnreceived, k)
		v := g.birth(&d)
		if d.rng.chance(0.75) {
			v.add(d.received, dossierRefused)
		} else {
			v.add(d.received, dossierWithdrawn)
		}
		g.dossiers.items[v.index].left = v.left
	}
}

// fateOf decides by the sums for what is received within the history, by chance afterwards.
func (g *Generator) fateOf(d *draft, stratum int) fate {
	made := g.judge.decide(d, stratum)
	if d.fee != feeNone && d.paid.day() <= g.plan.scenario.To() && !g.payKept.take(1) {
		d.fee = feeNone
	}
	if d.received.day() > g.plan.scenario.To() && d.skip != skipToResolved && d.rng.chance(shareLiveSidetrack) {
		return aside
	}
	return made
}

func (g *Generator) birth(d *draft) life {
	c := g.codes.give(d.unit, d.submitted.day())
	v := life{g: g, index: g.dossiers.add(dossier{code: c, procedure: d.procedure})}
	v.add(d.submitted, dossierSubmitted)
	return v
}

// live plans the life of a dossier that is received.
func (g *Generator) live(d *draft, f fate) {
	v := g.birth(d)
	if f != byItself {
		d.skip = skipNothing
	}
	if d.skip != skipToResolved {
		v.add(d.received, dossierReceived)
	}
	ready := d.received // from when on the dossier is worked on
	switch {
	case d.fee == feeWaited:
		v.add(d.asked, dossierFee)
		v.add(d.paid+moment(45), dossierResumedPaid)
		ready = d.paid + moment(45)
	case d.skip == skipNothing:
		ready = d.received + moment(d.rng.between(4*minute, 12*minute))
		v.add(ready, dossierAssigned)
	}
	if d.fee != feeNone {
		g.bill(d, g.dossiers.items[v.index].code)
	}
	switch f {
	case byItself:
		v.finish(d, ready)
	case resumed:
		v.interrupt(d, ready, g.plan.days.after(ready.day(), d.rng.below(2)), d.resolved.day())
		v.resolve(d)
	case aside:
		v.sidetrack(d, ready)
	}
	g.dossiers.items[v.index].left = v.left
}

// finish resolves the dossier as drafted, perhaps after an interruption that its time allows.
func (v *life) finish(d *draft, ready moment) {
	v.apologise(d)
	if d.skip == lateAssigned && d.fee != feeWaited {
		v.add(d.resolved+moment(reportedLateBy/2), dossierAssignedLate)
	}
	if gap := d.resolved.day() - ready.day(); gap >= 3 {
		first := v.g.plan.days.after(ready.day(), 1)
		last := v.g.plan.days.notAfter(d.resolved.day()-1, first)
		if last > first && d.rng.chance(shareSupplement+sharePause) {
			v.interrupt(d, ready, first, last)
		}
	}
	v.resolve(d)
}

// apologise plans an apology on the last working day before the due date of a dossier that will be late.
func (v *life) apologise(d *draft) {
	procedure := &v.g.plan.top.Procedures[d.procedure]
	if procedure.Days < 2 || procedure.CalendarDays {
		return
	}
	eve := v.g.plan.workingDay(d.received.day(), procedure.Days-1)
	if d.resolved.day() <= v.g.plan.workingDay(d.received.day(), procedure.Days) {
		return
	}
	if r := v.g.traits(v.g.dossiers.items[v.index].code); r.chance(1 - shareApologised) {
		return
	}
	v.add(at(eve, 16*hour+10*minute), dossierApologised)
}

// interrupt stops the clock on one day and starts it on a later one, before d is resolved.
func (v *life) interrupt(d *draft, ready moment, from, to calendar.Date) {
	kind := dossierSupplement
	if d.rng.chance(sharePause / (sharePause + shareSupplement)) {
		kind = dossierPaused
	}
	stop := max(d.officeHour(from), ready+moment(10*minute))
	v.add(stop, kind)
	resume := at(to, d.rng.between(morningOpens, morningOpens+25*minute))
	v.add(max(resume, stop+moment(10*minute)), dossierResumed)
}

func (v *life) resolve(d *draft) {
	v.add(d.resolved, dossierResolved)
	switch x := d.rng.unit(); {
	case x < 0.72:
		v.add(d.resolved+moment(d.rng.between(5*minute, 60*minute)), dossierReturned)
	case x < 0.94:
		day := v.g.plan.days.after(d.resolved.day(), 1+d.rng.below(3))
		v.add(d.officeHour(day), dossierReturned)
	}
}

// sidetrack withdraws the dossier, or stops its clock until some time after the history.
func (v *life) sidetrack(d *draft, ready moment) {
	days := v.g.plan.days
	stop := max(d.officeHour(days.after(ready.day(), d.rng.below(3))), ready+moment(10*minute))
	if d.rng.chance(shareWithdrawn) {
		v.add(stop, dossierWithdrawn)
		return
	}
	to := v.g.plan.scenario.To()
	if to < stop.day() {
		to = stop.day() + 4
	}
	back := days.after(to, 1+d.rng.below(60))
	procedure := &v.g.plan.top.Procedures[d.procedure]
	d.resolved = d.officeHour(days.after(back, 1+d.rng.below(3)))
	switch x := d.rng.unit(); {
	case d.fee == feeNone && procedure.FeeVND > 0 && x < 0.4:
		v.add(stop, dossierFee)
		d.asked, d.paid = stop, d.officeHour(back)
		v.add(d.paid+moment(45), dossierResumedPaid)
		v.g.bill(d, v.g.dossiers.items[v.index].code)
	case x < 0.8:
		v.add(stop, dossierSupplement)
		v.add(d.officeHour(back), dossierResumed)
	default:
		v.add(stop, dossierPaused)
		v.add(d.officeHour(back), dossierResumed)
	}
	v.resolve(d)
}
