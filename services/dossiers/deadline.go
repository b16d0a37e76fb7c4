package dossiers

import (
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// received and resolved are the statuses that make a dossier count; ended those that nothing follows
// but the return of the result.
//
// A supplement may be asked for before the dossier is accepted: that alone is no receipt.
func received(s event.DossierStatus) bool {
	return s.Open() && s != event.StatusSupplementRequested || resolved(s)
}

func resolved(s event.DossierStatus) bool {
	return s == event.StatusResolved || s == event.StatusReturned
}

func ended(s event.DossierStatus) bool {
	return resolved(s) || s == event.StatusRefused || s == event.StatusWithdrawn
}

// count marks the one event of a dossier that counts as received, and the one that counts as resolved.
func (a *aggregate) count(d *event.Dossier, s State) {
	d.CountsReceived = !s.Received && received(d.To)
	d.CountsResolved = !s.Resolved && resolved(d.To)
	ends := s.Received && d.From != d.To
	d.CountsRejected = ends && d.To == event.StatusRefused
	d.CountsWithdrawn = ends && d.To == event.StatusWithdrawn
}

// AcceptWithin is the office time in which a dossier that comes online must be answered: accepted, refused, or a supplement asked for.
// Source: Decrees 61/2018 and 107/2021 (as commonly read).
const AcceptWithin = 8 * time.Hour

// accept sets until when a dossier that has come online must be answered, and tells whether it was accepted or refused later.
//
// The deadline is counted in hours, but an answer is late if its date is later than the deadline's: so the provincial report
// counts. The first answer settles it: what is accepted after a supplement was asked for in time is accepted in time.
func (a *aggregate) accept(d *event.Dossier, s State, e *event.Event) {
	if s.Status == 0 && d.To == event.StatusSubmitted && d.Channel == event.ChannelOnline {
		by := a.topology.Calendar().AddWorkingTime(e.Time, AcceptWithin, a.topology.Hours(), a.topology.Location())
		d.AcceptBy, d.AcceptDue = by.UTC(), a.date(by)
		return
	}
	if d.From == d.To {
		return
	}
	d.PreviousAcceptDue = s.AcceptDue
	late := s.AnsweredLate || a.answersLate(s, d.To, e.Time)
	d.AcceptedLate = late && d.CountsReceived
	d.RefusedLate = late && !s.Received && d.To == event.StatusRefused
}

// answersLate tells whether a dossier in state s, going to another status, gets the answer that it waits for on too late a date. A
// withdrawal is no answer.
func (a *aggregate) answersLate(s State, to event.DossierStatus, at time.Time) bool {
	return s.Status == event.StatusSubmitted && to != event.StatusWithdrawn && !s.AcceptBy.IsZero() && a.date(at) > a.date(s.AcceptBy)
}

// date is the local date of a moment.
func (a *aggregate) date(t time.Time) calendar.Date { return calendar.DateOf(t, a.topology.Location()) }

// SupplementWithin is the working days from its receipt within which a dossier's supplement must be asked for, all at once.
// Source: Decree 61/2018 (as commonly read).
const SupplementWithin = 3

// supplement flags a request for a supplement that is not the first, or that comes too late after the receipt.
func (a *aggregate) supplement(d *event.Dossier, s State, e *event.Event) {
	if d.To != event.StatusSupplementRequested || d.From == d.To {
		return
	}
	if s.Supplemented {
		d.Flags = append(slices.Clip(d.Flags), event.FlagSupplementRepeated)
	}
	if s.Received && a.date(e.Time) > a.topology.Calendar().AddWorkingDays(s.ReceivedOn, SupplementWithin) {
		d.Flags = append(slices.Clip(d.Flags), event.FlagSupplementLate)
	}
}

// apologise decides about an apology: the reason and one new date, told before the due date has passed. It moves neither the
// status nor the due date.
func (a *aggregate) apologise(d *event.Dossier, s State, in *event.Dossier, e *event.Event) (event.Data, error) {
	today := a.date(e.At())
	switch {
	case s.Status == 0:
		return nil, event.Refuse("subject", "%q is a dossier that nobody has reported", e.Subject)
	case in.Reason == "":
		return nil, event.Refuse("data.reason", "is missing: why is the dossier late?")
	case in.Promised == 0:
		return nil, event.Refuse("data.promised", "is missing: which is the new date?")
	case in.Promised <= max(s.Due, today) || in.Promised > latestDue:
		return nil, event.Refuse("data.promised", "is %s, which is not after %s", in.Promised, max(s.Due, today))
	}
	d.To, d.Due, d.Promised = s.Status, s.Due, in.Promised
	switch {
	case s.Promised != 0:
		d.Promised, d.Flags = 0, flagRepeated
	case ended(s.Status):
		d.Promised, d.Flags = 0, flagOutOfOrder
	case s.Due != 0 && today > s.Due:
		d.Flags = flagOutOfOrder
	}
	return d, nil
}

// deadline sets d.Due. It is the source's if it gives one; else the legal time from the date
// of receipt. Either is moved by the days for which the clock stood still (statuses 5, 6, 8).
//
// Real sources repeat the deadline in every report: one that they gave before says nothing new, and does not take back
// what a stop has added. Nor does a source move a deadline with the end or after it, or by what happened before the latest
// event.
func (a *aggregate) deadline(d *event.Dossier, s State, in *event.Dossier, e *event.Event, p *event.Procedure) error {
	if in.Due != 0 && (in.Due < earliestDue || in.Due > latestDue) {
		return event.Refuse("data.due", "%s is outside 1990 to 2199", in.Due)
	}
	today := a.date(e.At())
	d.Due = s.Due
	if isNew := in.Due != s.GivenDue && !e.Late() && !isHistory(d); isNew && (s.Due == 0 || !ended(d.To)) {
		d.GivenDue = in.Due
	}
	switch {
	case d.GivenDue != 0:
		d.Due = d.GivenDue
	case d.CountsReceived && d.Due == 0:
		d.Due = a.legalDue(p, today)
	case s.StoppedOn != 0 && !stopped(d.To) && d.Due != 0:
		d.Due = a.extend(p, d.Due, s.StoppedOn, today)
	}
	return nil
}

// promise is the date that an apology gave, after d: what stops the deadline's clock stops that of the new date too, from the
// apology on.
func (a *aggregate) promise(d *event.Dossier, s State, e *event.Event, p *event.Procedure) calendar.Date {
	if s.Promised == 0 || s.StoppedOn == 0 || stopped(d.To) {
		return s.Promised
	}
	return a.extend(p, s.Promised, max(s.StoppedOn, s.PromisedOn), a.date(e.At()))
}

var earliestDue, latestDue = calendar.MustDate("1990-01-01"), calendar.MustDate("2199-12-31")

// isHistory tells that d came too late to change anything.
func isHistory(d *event.Dossier) bool {
	return d.From == d.To && len(d.Flags) > 0 && d.Flags[0] == event.FlagOutOfOrder
}

// stopped tells whether the legal clock stands still in s.
func stopped(s event.DossierStatus) bool { return s.Open() && !s.ClockRuns() }

// legalDue is when a dossier received on that date is due; 0 where the law sets no time.
func (a *aggregate) legalDue(p *event.Procedure, on calendar.Date) calendar.Date {
	switch {
	case p.Days < 0:
		return 0
	case p.CalendarDays:
		return on + calendar.Date(p.Days)
	}
	return a.topology.Calendar().AddWorkingDays(on, p.Days)
}

// extend moves a deadline by the days from one date to another, in the days that the procedure is counted in.
func (a *aggregate) extend(p *event.Procedure, due, from, to calendar.Date) calendar.Date {
	if to <= from {
		return due
	}
	if p.CalendarDays {
		return due + to - from
	}
	if n := a.topology.Calendar().WorkingDaysBetween(from, to); n > 0 {
		return a.topology.Calendar().AddWorkingDays(due, n)
	}
	return due
}

func timeliness(on, due calendar.Date) event.Timeliness {
	switch {
	case due == 0 || on == due:
		return event.TimelyOnTime
	case on < due:
		return event.TimelyEarly
	}
	return event.TimelyLate
}
