package scenario

import (
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/topology"
)

// plan makes the sums exact. Counts by day are divided by largest remainder. When each
// dossier is resolved follows from its procedure; the few that would make the sum at a cut too large
// are sidetracked (they wait, pause or are withdrawn), picked evenly by a count that drawing all
// dossiers once gives beforehand; if the sum would be too small, some are resolved sooner.
type plan struct {
	scenario *Scenario
	top      *topology.Topology
	seed     uint64
	days     *workdays
	mix      *mix

	received [strataCount][]int // by day from From to To
	bills    []int              // paid bills without a dossier, likewise
	rate     [strataCount]float64
	billRate float64

	decisions []decision // by cut
	payKept   spread     // dossiers' fees that are paid on the platform
}

// decision is how one cut is met, by stratum.
type decision [strataCount]struct {
	sidetrack, resume, hasten spread
	uniform                   bool // sidetrack without regard to weight
}

func newPlan(s *Scenario, top *topology.Topology, seed uint64) (*plan, error) {
	m, err := newMix(s, top)
	if err != nil {
		return nil, err
	}
	p := &plan{scenario: s, top: top, seed: seed, mix: m, days: newWorkdays(top.Calendar(), s.From)}
	p.divideReceived()
	for cut := range s.Cuts {
		if err := p.meet(cut); err != nil {
			return nil, fmt.Errorf("cut %s: %w", s.Cuts[cut].Date, err)
		}
	}
	return p, p.dividePayments()
}

// target is how many of a stratum are received and resolved by a cut, counted from the first day.
func (s *Scenario) target(stratum, cut int) (received, resolved int) {
	if cut < 0 {
		return 0, 0
	}
	c := &s.Cuts[cut]
	full := max(proportion(c.Received, c.ResolvedFullOnline, c.Resolved), c.ResolvedFullOnline)
	if stratum == strataFull {
		return full, c.ResolvedFullOnline
	}
	return c.Received - full, c.Resolved - c.ResolvedFullOnline
}

// segment is the days that belong to a cut: after the previous one's.
func (s *Scenario) segment(cut int) (first, last calendar.Date) {
	first = s.From
	if cut > 0 {
		first = s.Cuts[cut-1].Date + 1
	}
	return first, s.Cuts[cut].Date
}

// receptionWeight is how many dossiers are received on d, in proportion; 0 for none.
func (p *plan) receptionWeight(d calendar.Date) float64 {
	weekday := d.Weekday()
	w := p.scenario.Months[d.Time().Month()-1]
	switch {
	case p.days.isOpen(d) && (weekday == time.Saturday || weekday == time.Sunday):
	case p.days.isOpen(d):
		w *= p.scenario.Weekdays[weekday]
	case weekday == time.Saturday && p.days.isOpen(d-1):
		w *= p.scenario.Weekdays[weekday]
	default:
		return 0
	}
	noise := keyed(p.seed, uint64(d), 1)
	return w * (0.93 + 0.14*noise.unit())
}

// billWeight is how many bills without a dossier are paid on d, in proportion.
func (p *plan) billWeight(d calendar.Date) float64 {
	noise := keyed(p.seed, uint64(d), 2)
	w := 0.9 + 0.2*noise.unit()
	if !p.days.isOpen(d) {
		w *= 0.3
	}
	return w
}

func (p *plan) divideReceived() {
	for stratum := range strataCount {
		var sum float64
		for cut := range p.scenario.Cuts {
			before, _ := p.scenario.target(stratum, cut-1)
			received, _ := p.scenario.target(stratum, cut)
			first, last := p.scenario.segment(cut)
			var weights []float64
			for d := first; d <= last; d++ {
				weights = append(weights, p.receptionWeight(d))
				sum += p.receptionWeight(d)
			}
			p.received[stratum] = append(p.received[stratum], split(received-before, weights)...)
			p.rate[stratum] = float64(received) / sum
		}
	}
}

// count is how many dossiers of a stratum are received on d.
func (p *plan) count(stratum int, d calendar.Date) int {
	if i := int(d - p.scenario.From); i < len(p.received[stratum]) {
		return p.received[stratum][i]
	}
	return int(p.receptionWeight(d)*p.rate[stratum] + 0.5)
}

// unreceived is how many dossiers are refused or withdrawn on d before anybody receives them.
func (p *plan) unreceived(d calendar.Date) int {
	return int(float64(p.count(strataFull, d)+p.count(strataOther, d))*shareUnreceived + 0.5)
}

// nextReception is the first day after d on which dossiers are received.
func (p *plan) nextReception(d calendar.Date) calendar.Date {
	for d++; p.receptionWeight(d) == 0; d++ {
	}
	return d
}

// everyDraft calls f for every dossier that is submitted within the history, in order.
func (p *plan) everyDraft(f func(d *draft, stratum int)) {
	previous := p.scenario.From
	for day := p.nextReception(previous - 1); previous <= p.scenario.To(); day = p.nextReception(day) {
		on := p.reception(day, previous)
		for stratum := range strataCount {
			for k := range p.count(stratum, day) {
				d := p.draw(&on, stratum, k)
				f(&d, stratum)
			}
		}
		previous = day
	}
}

// tally is what a cut's decisions are made from.
type tally struct {
	within, after, aside int // resolved within the segment; later; sidetracked before
	eligible             int // of within
	weight, heaviest     uint64
}

// meet counts what would happen by itself up to a cut, and decides what must happen otherwise.
func (p *plan) meet(cut int) error {
	var tallies [strataCount]tally
	run := p.judge()
	p.everyDraft(func(d *draft, stratum int) {
		if d.received.day() > p.scenario.Cuts[cut].Date {
			return
		}
		t := &tallies[stratum]
		fate := run.decide(d, stratum)
		first, last := p.scenario.segment(cut)
		switch {
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
	var made decision
	for stratum := range strataCount {
		_, before := p.scenario.target(stratum, cut-1)
		_, resolved := p.scenario.target(stratum, cut)
		t := tallies[stratum]
		m := &made[stratum]
		if over := t.within - (resolved - before); over >= 0 {
			if over > t.eligible {
				return fmt.Errorf("%d dossiers too many would be resolved and only %d can wait", over, t.eligible)
			}
			m.sidetrack = spread{total: t.weight, want: uint64(over)}
			if t.heaviest*uint64(over) > t.weight {
				m.uniform = true
				m.sidetrack.total = uint64(t.eligible)
			}
			continue
		}
		missing := resolved - before - t.within
		resumed := min(missing, t.aside)
		if missing-resumed > t.after {
			return fmt.Errorf("%d dossiers more would have to be resolved than are received", missing-resumed-t.after)
		}
		m.resume = spread{total: uint64(t.aside), want: uint64(resumed)}
		m.hasten = spread{total: uint64(t.after), want: uint64(missing - resumed)}
	}
	p.decisions = append(p.decisions, made)
	return nil
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

// dividePayments counts the dossiers' fees that are paid within the history and leaves the
// rest of the published sum to bills without a dossier.
func (p *plan) dividePayments() error {
	const mostFromFees = 0.9
	last := p.scenario.Cuts[len(p.scenario.Cuts)-1]
	fees := 0
	run := p.judge()
	p.everyDraft(func(d *draft, stratum int) {
		run.decide(d, stratum)
		if d.fee != feeNone && d.paid.day() <= last.Date {
			fees++
		}
	})
	kept := min(fees, int(mostFromFees*float64(last.Payments)))
	p.payKept = spread{total: uint64(fees), want: uint64(kept)}
	var weights []float64
	var sum float64
	for d := p.scenario.From; d <= last.Date; d++ {
		weights = append(weights, p.billWeight(d))
		sum += p.billWeight(d)
	}
	p.bills = split(last.Payments-kept, weights)
	p.billRate = float64(last.Payments-kept) / sum
	return nil
}

// billCount is how many bills without a dossier are paid on d.
func (p *plan) billCount(d calendar.Date) int {
	if i := int(d - p.scenario.From); i < len(p.bills) {
		return p.bills[i]
	}
	return int(p.billWeight(d)*p.billRate + 0.5)
}
