package scenario_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/services/simulator/scenario"
)

// fold counts events by the rules of pkg/event's comments, knowing nothing of how they were made.
type fold struct {
	t   *testing.T
	top *topology.Topology

	events    int
	bytes     int
	types     map[string]int
	received  map[string]int // by local date
	resolved  map[string]int
	full      map[string]int // resolved, of procedures offered wholly online, submitted online
	paid      map[string]int
	bills     map[string]string // procedure
	online    map[string]bool   // procedures of bills paid online
	opened    map[string]int    // incidents
	closed    map[string]int    // incidents resolved
	models    map[string]string
	levels    map[string]string // system → who approved its level file
	units     map[string]int    // dossiers submitted
	procedure map[string]int

	dossiers  map[string]*folded
	lastID    map[byte]string
	parsed    int
	published int // figures that are not simulated
}

type folded struct {
	full               bool
	received, resolved bool
}

func newFold(t *testing.T, top *topology.Topology) *fold {
	return &fold{
		t: t, top: top, types: make(map[string]int), received: make(map[string]int), resolved: make(map[string]int),
		full: make(map[string]int), paid: make(map[string]int), bills: make(map[string]string), online: make(map[string]bool), opened: make(map[string]int), closed: make(map[string]int),
		models: make(map[string]string), levels: make(map[string]string), units: make(map[string]int), procedure: make(map[string]int),
		dossiers: make(map[string]*folded), lastID: make(map[byte]string),
	}
}

func attribute(line []byte, name string) string {
	_, rest, ok := bytes.Cut(line, []byte(`"`+name+`":"`))
	if !ok {
		return ""
	}
	value, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(value)
}

// sampling is how many of the common events are read by the real parser: one in so many.
const sampling = 40

func (f *fold) batch(b scenario.Batch) error {
	for i := range b.Marks {
		f.line(b.Line(i), b.Service)
	}
	return nil
}

func (f *fold) line(line []byte, service string) {
	f.events++
	f.bytes += len(line)
	kind, subject, date := attribute(line, "type"), attribute(line, "subject"), attribute(line, "time")[:10]
	f.types[kind]++
	id := attribute(line, "id")
	if id <= f.lastID[id[0]] {
		require.Failf(f.t, "ids must grow", "%s after %s", id, f.lastID[id[0]])
	}
	f.lastID[id[0]] = id
	if f.events%sampling == 0 || service != "dossiers" && service != "payments" {
		f.parse(line)
	}
	switch {
	case strings.HasPrefix(kind, "dossier."):
		f.dossier(line, kind, subject, date)
	case strings.HasPrefix(kind, "payment."):
		f.payment(line, kind, subject, date)
	case kind == "incident.opened.v1":
		f.opened[date]++
	case kind == "system.level_approved.v1":
		f.levels[subject] = attribute(line, "approver")
	case kind == "incident.resolved.v1":
		f.closed[date]++
	case strings.HasPrefix(kind, "model.") && kind != "model.site_activated.v1" && !strings.HasPrefix(kind, "model.milestone_"):
		f.models[subject] = kind
	}
}

func (f *fold) payment(line []byte, kind, subject, date string) {
	if procedure := attribute(line, "procedure"); procedure != "" {
		f.bills[subject] = procedure
	}
	if kind != "payment.succeeded.v1" {
		return
	}
	f.paid[date]++
	if attribute(line, "method") == "truc-tuyen" {
		f.online[f.bills[subject]] = true
	}
}

func (f *fold) parse(line []byte) {
	f.parsed++
	e, err := event.Parse(bytes.TrimSuffix(line, []byte("\n")))
	require.NoError(f.t, err, "%s", line)
	require.NoError(f.t, e.Validate(), "%s", line)
	if e.Simulated {
		return
	}
	f.published++
	require.Equal(f.t, event.IndicatorReported, e.Type, "only published figures are not simulated: %s", line)
}

func (f *fold) dossier(line []byte, kind, subject, date string) {
	d := f.dossiers[subject]
	if d == nil {
		procedure := f.top.Procedure(attribute(line, "procedure"))
		require.NotNil(f.t, procedure, "the first event of %s names its procedure: %s", subject, line)
		unit := f.top.Unit(attribute(line, "unit"))
		require.NotNil(f.t, unit, "%s", line)
		f.handles(procedure, unit)
		f.units[unit.ID]++
		f.procedure[procedure.Code]++
		d = &folded{full: procedure.Level == event.LevelFull && bytes.Contains(line, []byte(`"channel":2`))}
		f.dossiers[subject] = d
	}
	switch event.Type(kind) {
	case event.DossierSubmitted, event.DossierRefused, event.DossierWithdrawn:
		return
	case event.DossierResolved, event.DossierReturned:
		if !d.resolved {
			d.resolved = true
			f.resolved[date]++
			if d.full {
				f.full[date]++
			}
		}
	default: // received, as by every step in between
	}
	if !d.received {
		d.received = true
		f.received[date]++
	}
}

func (f *fold) handles(p *topology.Procedure, u *topology.Unit) {
	for _, h := range p.HandledBy {
		if h == u.Kind || strings.HasPrefix(h, "department:") && u == f.top.Root() {
			return
		}
	}
	require.Failf(f.t, "does not handle it", "%s at %s", p.Code, u.ID)
}

// upTo sums a count by date.
func upTo(count map[string]int, date string) int {
	n := 0
	for d, c := range count {
		if d <= date {
			n += c
		}
	}
	return n
}
