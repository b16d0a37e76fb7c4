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
	roster   *roster
	mixes    []*mix // by map

	received [strataCount][]int // by day from From to To
	bills    []int              // paid bills without a dossier, likewise
	rate     [strataCount]float64
	billRate float64

	decisions []decision // by cut
	payKept   spread     // dossiers' fees that are paid on the platform
}

func newPlan(s *Scenario, top *topology.Topology, seed uint64) (*plan, error) {
	all := newRoster(top)
	mixes, err := newMixes(s, top, all)
	if err != nil {
		return nil, err
	}
	p := &plan{scenario: s, top: top, seed: seed, roster: all, mixes: mixes, days: newWorkdays(top.Calendar(), s.From)}
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
