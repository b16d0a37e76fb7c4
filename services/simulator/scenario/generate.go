package scenario

import (
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/topology"
)

type unit = topology.Unit

// Services in the order in which a Day lists their batches.
const (
	clockBatch = iota
	dossierBatch
	paymentBatch
	incidentBatch
	alarmBatch
	rolloutBatch
	systemBatch
	playbookBatch
	indicatorBatch
	explanationBatch
	batchCount
)

var services = [batchCount]struct {
	name   string
	letter byte
}{
	{"clock", 'c'},
	{"dossiers", 'd'},
	{"payments", 'p'},
	{"incidents", 'i'},
	{"alarms", 'a'},
	{"models", 'm'},
	{"systems", 's'},
	{"steps", 'k'},
	{"indicators", 'n'},
	{"explanations", 'x'},
}

// Day is the events of one local day. The clock's batch comes first and must be sent first.
type Day struct {
	Date    calendar.Date
	History bool // up to the last cut: imported after the fact
	Batches [batchCount]Batch
}

// Clock is the batch that opens the day.
func (d *Day) Clock() *Batch { return &d.Batches[clockBatch] }

// Events is how many events the day has.
func (d *Day) Events() int {
	n := 0
	for i := range d.Batches {
		n += len(d.Batches[i].Marks)
	}
	return n
}

// Generator makes the days one after the other: the history up to the last cut, then days
// like it, without end. It holds what is under way, not what is over.
type Generator struct {
	plan  *plan
	judge *judge
	day   calendar.Date // the next one
	stamp stamp

	payKept       spread
	codes         *codes
	procedureIDs  []string
	unitIDs       []string
	dossiers      pool[dossier]
	dossierAgenda agenda
	bills         pool[bill]
	paymentAgenda agenda
	billKinds     table
	billNumber    uint32
	notices       notices
	alertCounts   [len(severities)][]int
}

// NewGenerator plans the scenario for a province. It fails if the province cannot have such
// figures, for instance when it offers nothing wholly online.
func NewGenerator(s *Scenario, top *topology.Topology, seed uint64) (*Generator, error) {
	p, err := newPlan(s, top, seed)
	if err != nil {
		return nil, fmt.Errorf("plan scenario %s: %w", s.ID, err)
	}
	g := &Generator{
		plan: p, judge: p.judge(), day: s.From, payKept: p.payKept, codes: newCodes(s, top, p.roster),
		dossierAgenda: agenda{first: s.From}, paymentAgenda: agenda{first: s.From}, notices: make(notices),
		stamp: stamp{source: fmt.Sprintf("/simulator/%s/%d", s.ID, seed)},
	}
	if g.procedureIDs, err = quoted(top.Procedures, func(p *topology.Procedure) string { return p.Code }); err != nil {
		return nil, err
	}
	if g.unitIDs, err = quoted(p.roster.units, func(u **unit) string { return (*u).ID }); err != nil {
		return nil, err
	}
	weights := make([]float64, 0, len(billKinds)-1)
	for _, k := range billKinds[1:] {
		weights = append(weights, k.weight)
	}
	g.billKinds = newTable(weights)
	g.planAlerts()
	g.planModels()
	g.planSystems()
	g.planReports()
	g.planExplanations()
	return g, g.planIncidents()
}

// Date is the day that Next will make.
func (g *Generator) Date() calendar.Date { return g.day }

// Scenario is what is generated.
func (g *Generator) Scenario() *Scenario { return g.plan.scenario }

// Next makes the next day into d, whose buffers it uses again.
func (g *Generator) Next(d *Day) error {
	g.open(d)
	s := g.plan.scenario
	if g.day == s.From {
		if g.plan.receptionWeight(g.day) > 0 {
			g.admit(g.day, g.day)
		}
		g.admit(g.plan.nextReception(g.day), g.day)
	} else if g.plan.receptionWeight(g.day) > 0 {
		g.admit(g.plan.nextReception(g.day), g.day)
	}
	g.openBills()
	g.raiseAlerts()
	if !d.History {
		g.liveIncident()
		g.liveModel()
		g.liveReports()
	}
	if err := g.write(d); err != nil {
		return fmt.Errorf("write %s: %w", g.day, err)
	}
	g.codes.forget(g.day)
	g.day++
	return nil
}

// open empties d and prepares what all events of the day share.
func (g *Generator) open(d *Day) {
	loc := g.plan.top.Location()
	g.billNumber = 0
	d.Date, d.History = g.day, g.day <= g.plan.scenario.To()
	g.stamp.day = g.day
	g.stamp.code = g.day.Time().Format("060102")
	g.stamp.date = g.day.String() + "T"
	g.stamp.noon = g.day.Midnight(loc).Add(12 * time.Hour)
	g.stamp.offset = offsetText(g.day, loc)
	g.stamp.backfill = d.History
	for i := range d.Batches {
		b := &d.Batches[i]
		b.Service = services[i].name
		b.Lines, b.Marks = b.Lines[:0], b.Marks[:0]
	}
}

func (g *Generator) lines(d *Day, batch int) lines {
	return lines{Batch: &d.Batches[batch], stamp: &g.stamp, letter: services[batch].letter}
}

func (g *Generator) write(d *Day) error {
	clock := g.lines(d, clockBatch)
	if err := clock.write(0, event.ClockDayOpened, event.ClockSubject, &event.Clock{Date: g.day}, true); err != nil {
		return err
	}
	dossiers := g.lines(d, dossierBatch)
	for _, s := range g.dossierAgenda.take() {
		g.writeDossier(&dossiers, s)
	}
	payments := g.lines(d, paymentBatch)
	for _, s := range g.paymentAgenda.take() {
		g.writePayment(&payments, s)
	}
	byLetter := make(map[byte]lines, batchCount)
	for batch := incidentBatch; batch < batchCount; batch++ {
		byLetter[services[batch].letter] = g.lines(d, batch)
	}
	for _, n := range g.notices.take(g.day) {
		l := byLetter[n.letter]
		if err := l.write(n.when.second(), n.kind, n.subject, n.data, !n.published); err != nil {
			return fmt.Errorf("%s: %w", n.subject, err)
		}
	}
	return nil
}

// Generate makes the whole history, batch by batch. A batch is valid until w returns.
func Generate(s *Scenario, top *topology.Topology, seed uint64, w func(Batch) error) error {
	g, err := NewGenerator(s, top, seed)
	if err != nil {
		return err
	}
	var d Day
	for g.Date() <= s.To() {
		if err := g.Next(&d); err != nil {
			return err
		}
		for _, b := range d.Batches {
			if len(b.Marks) == 0 {
				continue
			}
			if err := w(b); err != nil {
				return err
			}
		}
	}
	return nil
}
