package scenario

import (
	"fmt"

	"langbiang.internal/ioc/pkg/calendar"
)

// decision is how one cut is met, by stratum.
type decision [strataCount]choice

// choice is which dossiers of a segment do not go by themselves.
type choice struct {
	sidetrack, resume, hasten spread
	uniform                   bool // sidetrack without regard to weight
}

// tally is what a cut's decisions are made from.
type tally struct {
	within, after, aside int // resolved within the segment; later; sidetracked before
	eligible             int // of within
	weight, heaviest     uint64
}

// meet counts what would happen by itself up to a cut, and decides what must happen otherwise.
func (p *plan) meet(cut int) error {
	tallies := p.tallyTo(cut)
	var made decision
	for stratum := range strataCount {
		_, before := p.scenario.target(stratum, cut-1)
		_, resolved := p.scenario.target(stratum, cut)
		var err error
		if made[stratum], err = tallies[stratum].decide(resolved - before); err != nil {
			return err
		}
	}
	p.decisions = append(p.decisions, made)
	return nil
}

func (p *plan) tallyTo(cut int) (tallies [strataCount]tally) {
	first, last := p.scenario.segment(cut)
	run := p.judge()
	p.everyDraft(func(d *draft, stratum int) {
		if d.received.day() > last {
			return
		}
		t := &tallies[stratum]
		switch fate := run.decide(d, stratum); {
		case fate == aside:
			t.aside++
		case d.resolved.day() > last:
			t.after++
		case d.resolved.day() >= first:
			t.within++
			if w := p.burden(d); w > 0 {
				t.eligible++
				t.weight += w
				t.heaviest = max(t.heaviest, w)
			}
		}
	})
	return tallies
}

// decide is how exactly so many are resolved within the segment.
func (t *tally) decide(resolved int) (choice, error) {
	var c choice
	if over := t.within - resolved; over >= 0 {
		if over > t.eligible {
			return c, fmt.Errorf("%d dossiers too many would be resolved and only %d can wait", over, t.eligible)
		}
		c.sidetrack = spread{total: t.weight, want: uint64(over)}
		if t.heaviest*uint64(over) > t.weight {
			c.uniform = true
			c.sidetrack.total = uint64(t.eligible)
		}
		return c, nil
	}
	missing := resolved - t.within
	resumed := min(missing, t.aside)
	if missing-resumed > t.after {
		return c, fmt.Errorf("%d dossiers more would have to be resolved than are received", missing-resumed-t.after)
	}
	c.resume = spread{total: uint64(t.aside), want: uint64(resumed)}
	c.hasten = spread{total: uint64(t.after), want: uint64(missing - resumed)}
	return c, nil
}

// burden is how likely a dossier is to be sidetracked: rather a long procedure than a short
// one, rather lately than long ago; 0 for one that is resolved as it is handed in.
func (p *plan) burden(d *draft) uint64 {
	if d.skip == skipToResolved {
		return 0
	}
	span := float64(p.scenario.To() - p.scenario.From + 1)
	age := float64(d.received.day()-p.scenario.From) / span
	w := 4 + uint64(12*age*age)
	if d.resolved.day() > d.received.day() {
		w *= 3
	}
	return w
}

// fate is what the sums make of a draft.
type fate uint8

const (
	byItself fate = iota
	aside         // sidetracked, and not resumed within the history
	resumed       // sidetracked, resumed later: resolved is moved
)

// judge applies the decisions to the drafts, in order.
type judge struct {
	plan      *plan
	decisions []decision
}

func (p *plan) judge() *judge {
	return &judge{plan: p, decisions: append([]decision(nil), p.decisions...)}
}

// decide says what becomes of d, and moves d.resolved if the sums need it.
func (j *judge) decide(d *draft, stratum int) fate {
	s := j.plan.scenario
	result := byItself
	for cut := range j.decisions {
		made := &j.decisions[cut][stratum]
		first, last := s.segment(cut)
		switch {
		case d.received.day() > last || result == resumed:
		case result == aside:
			if made.resume.take(1) {
				d.resolved = d.officeHour(j.plan.workingDayWithin(&d.rng, first, last))
				result = resumed
			}
		case d.resolved.day() > last:
			if made.hasten.take(1) {
				j.plan.hasten(d, first, last)
			}
		case d.resolved.day() >= first:
			w := j.plan.burden(d)
			if made.uniform && w > 0 {
				w = 1
			}
			if w > 0 && made.sidetrack.take(w) {
				result = aside
			}
		}
	}
	return result
}

// hasten resolves d within the segment: on the day it is received, if that is in it.
func (p *plan) hasten(d *draft, first, last calendar.Date) {
	if d.received.day() < first {
		d.resolved = d.officeHour(p.workingDayWithin(&d.rng, first, last))
		return
	}
	if d.fee == feeWaited {
		d.paid = min(d.paid, d.asked+moment(5*minute))
	}
	d.resolved = max(d.sameDay(), d.paid+moment(10*minute))
}

// workingDayWithin picks a working day of [first, last]; last itself if there is none.
func (p *plan) workingDayWithin(r *random, first, last calendar.Date) calendar.Date {
	lo := p.days.at(first)
	hi := p.days.at(last + 1) // first working day after last
	if hi <= lo {
		return last
	}
	return p.days.days[lo+r.below(hi-lo)]
}
