package scenario

import (
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/topology"
)

// Shares of what happens to dossiers. All assumed; the page of assumptions says so.
const (
	shareEvening       = 0.42  // handed in after hours, received next morning
	shareMorning       = 0.55  // of those received by day
	shareSameDayLate   = 0.026 // of those due on the day
	shareLate          = 0.045
	shareOnTheDay      = 0.19 // resolved on the very due date
	shareSkipAll       = 0.06 // of those resolved within the day: 1 → 9
	shareSkipAssigned  = 0.06 // of the same: 2 → 9
	shareReportedLate  = 0.004
	sharePlatform      = 0.6 // of fees: paid on the platform, the rest at the counter
	shareFeeWait       = 0.35
	shareSupplement    = 0.07
	sharePause         = 0.012
	shareWithdrawn     = 0.28 // of those that are not resolved in time
	shareUnreceived    = 0.02
	shareLiveSidetrack = 0.06

	shareElectronicResult = 0.86
	shareDigitised        = 0.79 // of those received; the next two are part of it
	shareReused           = 0.24
	shareReusedNational   = 0.09
	shareApologised       = 0.45 // of those that will be late by more than a day's work
)

// apologyDays is the new date that an apology gives, in working days.
const apologyDays = 5

// fee says how a dossier's fee is paid.
type fee uint8

const (
	feeNone    fee = iota // no fee, or at the counter
	feePrepaid            // with the application
	feeWaited             // the dossier waits for it in status 6
)

// skip says which steps the source does not report.
type skip uint8

const (
	skipNothing skip = iota
	skipAssigned
	skipToResolved // received and assigned are not reported
	lateAssigned   // assigned is reported after resolved
)

// draft is one dossier as it would go by itself, before the sums at the cuts are made exact.
type draft struct {
	procedure, unit int16
	fee             fee
	skip            skip
	submitted       moment
	received        moment
	asked, paid     moment // of a fee
	resolved        moment
	rng             random // for what follows
}

// reception is a day on which dossiers are received.
type reception struct {
	day, previous calendar.Date // previous such day: what came in since is received today
	month         time.Month
	open          bool // a working day; otherwise a Saturday morning
}

func (p *plan) reception(day, previous calendar.Date) reception {
	return reception{day: day, previous: previous, month: day.Time().Month(), open: p.days.isOpen(day)}
}

// Hours of the offices, in seconds of the day.
const (
	morningOpens    = 7*hour + 30*minute
	morningCloses   = 11*hour + 25*minute
	afternoonOpens  = 13*hour + 35*minute
	lastReception   = 16*hour + 35*minute
	afternoonCloses = 17*hour + 20*minute
	eveningBegins   = 17*hour + 10*minute
	eveningEnds     = 23*hour + 30*minute
)

// draw makes the k-th dossier of a stratum of a day. It depends on nothing else.
func (p *plan) draw(on *reception, stratum, k int) draft {
	d := draft{rng: keyed(p.seed, uint64(on.day)<<2|uint64(stratum), uint64(k))}
	first := d.rng
	d.procedure, d.unit = p.mixOn(on.day).pick(&d.rng, min(stratum, strataOther), on.month)
	d.drawReception(on)
	if before := p.mixOn(d.submitted.day()); before != p.mixOn(on.day) { // handed in before a reorganisation: to a unit of then
		d.procedure, d.unit = before.pick(&first, min(stratum, strataOther), on.month)
	}
	procedure := &p.top.Procedures[d.procedure]
	resolved := p.resolutionDay(&d.rng, procedure, on.day)
	if resolved == on.day {
		d.resolved = d.sameDay()
		d.drawSkip()
	} else {
		d.resolved = d.officeHour(resolved)
	}
	d.drawFee(procedure)
	return d
}

func (d *draft) drawReception(on *reception) {
	r := &d.rng
	if on.previous < on.day && r.chance(shareEvening) {
		d.received = at(on.day, r.between(morningOpens, morningOpens+110*minute))
		day := on.previous + calendar.Date(r.below(int(on.day-on.previous)))
		if day == on.previous {
			d.submitted = at(day, r.between(eveningBegins, eveningEnds))
		} else {
			d.submitted = at(day, r.between(8*hour, eveningEnds))
		}
		return
	}
	if !on.open || r.chance(shareMorning) {
		d.received = at(on.day, r.between(morningOpens+30*minute, morningCloses))
	} else {
		d.received = at(on.day, r.between(afternoonOpens, lastReception))
	}
	d.submitted = d.received - moment(r.between(8*minute, 75*minute))
}

// sameDay is a moment of the same day at which a dossier that was just received can be ready.
func (d *draft) sameDay() moment {
	latest := int64(at(d.received.day(), afternoonCloses) - d.received)
	return d.received + moment(d.rng.between(16*minute, min(100*minute, latest)))
}

// officeHour is a moment of the day at which offices are open.
func (d *draft) officeHour(day calendar.Date) moment {
	if d.rng.chance(shareMorning) {
		return at(day, d.rng.between(morningOpens+30*minute, morningCloses))
	}
	return at(day, d.rng.between(afternoonOpens, afternoonCloses))
}

func (d *draft) drawSkip() {
	switch x := d.rng.unit(); {
	case x < shareSkipAll:
		d.skip = skipToResolved
	case x < shareSkipAll+shareSkipAssigned:
		d.skip = skipAssigned
	case x < shareSkipAll+shareSkipAssigned+shareReportedLate:
		d.skip = lateAssigned
	}
}

func (d *draft) drawFee(procedure *topology.Procedure) {
	r := &d.rng
	if procedure.FeeVND == 0 || !r.chance(sharePlatform) {
		return
	}
	waits := r.chance(shareFeeWait)
	switch {
	case !waits || d.skip == skipToResolved:
		d.fee = feePrepaid
		d.asked = d.submitted + moment(r.between(40, 90))
		d.paid = d.asked + moment(r.between(90, 300))
	case d.resolved.day() == d.received.day():
		d.fee = feeWaited
		d.asked = d.received + moment(r.between(1*minute, 2*minute))
		d.paid = d.asked + moment(r.between(2*minute, 7*minute))
	default:
		d.fee = feeWaited
		d.asked = d.received + moment(r.between(5*minute, 30*minute))
		latest := int64(at(d.received.day(), 20*hour+30*minute) - d.asked)
		d.paid = d.asked + moment(r.between(5*minute, latest))
	}
}

// resolutionDay is when the office would be done, by the procedure's legal time.
func (p *plan) resolutionDay(r *random, procedure *topology.Procedure, received calendar.Date) calendar.Date {
	switch {
	case procedure.Days < 0:
		return p.days.after(received, 3+r.below(13))
	case procedure.Days == 0:
		if r.chance(shareSameDayLate) {
			return p.days.after(received, 1+r.below(2))
		}
		return received
	}
	var legal int // working days from reception to the due date
	if procedure.CalendarDays {
		last := p.days.notAfter(received+calendar.Date(procedure.Days), received)
		legal = p.days.at(last) - p.days.at(received)
		if !p.days.isOpen(received) {
			legal++
		}
	} else {
		legal = procedure.Days
	}
	switch x := r.unit(); {
	case x < shareLate:
		return p.days.after(received, legal+1+r.below(4))
	case x < shareLate+shareOnTheDay:
		return p.workingDay(received, legal)
	case legal <= 1:
		return p.workingDay(received, r.below(legal+1))
	}
	return p.days.after(received, 1+r.below(legal-1))
}

// workingDay is the n-th working day after received; received itself for n = 0, a Saturday too.
func (p *plan) workingDay(received calendar.Date, n int) calendar.Date {
	if n <= 0 {
		return received
	}
	return p.days.after(received, n)
}
