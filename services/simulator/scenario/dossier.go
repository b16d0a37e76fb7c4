package scenario

import (
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/topology"
)

// The events of a dossier. Their order is that of a dossier's life, where two fall on one second.
const (
	dossierSubmitted uint8 = iota
	dossierReceived
	dossierRefused
	dossierAssigned
	dossierSupplement
	dossierFee
	dossierWithdrawn
	dossierPaused
	dossierResumed
	dossierResumedPaid // resumed because its fee is paid: after the history a policy does it
	dossierResolved
	dossierAssignedLate // reported after what followed it, with the time at which it was
	dossierReturned
	dossierApologised // the office sees that it will be late
)

var dossierTypes = [...]event.Type{
	dossierSubmitted:    event.DossierSubmitted,
	dossierReceived:     event.DossierReceived,
	dossierRefused:      event.DossierRefused,
	dossierAssigned:     event.DossierAssigned,
	dossierSupplement:   event.DossierSupplementRequested,
	dossierFee:          event.DossierFeeRequested,
	dossierWithdrawn:    event.DossierWithdrawn,
	dossierPaused:       event.DossierPaused,
	dossierResumed:      event.DossierResumed,
	dossierResumedPaid:  event.DossierResumed,
	dossierResolved:     event.DossierResolved,
	dossierAssignedLate: event.DossierAssigned,
	dossierReturned:     event.DossierReturned,
	dossierApologised:   event.DossierApologised,
}

const reportedLateBy = 9 * minute

var dossierReasons = [...]string{
	dossierRefused:    `,"data":{"reason":"Hồ sơ không thuộc phạm vi tiếp nhận"}`,
	dossierSupplement: `,"data":{"reason":"Thành phần hồ sơ chưa đầy đủ"}`,
	dossierWithdrawn:  `,"data":{"reason":"Công dân đề nghị rút hồ sơ"}`,
	dossierPaused:     `,"data":{"reason":"Chờ kết quả xác minh của cơ quan khác"}`,
	dossierReturned:   "",
}

// dossier is one whose life goes on.
type dossier struct {
	code
	procedure int16
	left      int8 // events to come
}

// code is a dossier's code: receiving unit, date of submission, number of that day.
type code struct {
	unit   int16
	number uint16
	day    calendar.Date
}

// codes gives out dossier codes and knows how they are written.
type codes struct {
	prefixes []string // by unit index: "000.03.21.H36-"
	next     map[calendar.Date][]uint16
}

func newCodes(s *Scenario, top *topology.Topology, all *roster) *codes {
	agency := s.Agency
	if top.ID != s.Province {
		agency = "H00"
	}
	c := &codes{prefixes: make([]string, len(all.units)), next: make(map[calendar.Date][]uint16)}
	position := make(map[*unit]int)
	for _, m := range top.Maps() {
		for _, u := range m.Units() {
			for n, child := range u.Children() {
				position[child] = n + 1
			}
		}
	}
	taken := make(map[[3]int]bool)
	for i, u := range all.units {
		parts := agencyParts(u, position)
		for taken[parts] { // by a unit of an earlier map
			parts[0]++
		}
		taken[parts] = true
		c.prefixes[i] = fmt.Sprintf("%03d.%02d.%02d.%s-", parts[0], parts[1], parts[2], agency)
	}
	return c
}

// agencyParts numbers a unit by its place below the province.
func agencyParts(u *unit, position map[*unit]int) (parts [3]int) {
	const departments = 20 // the first numbers are theirs
	line := u.Ancestors()
	slot := 2
	for a := len(line) - 2; a >= 0 && slot >= 0; a-- { // from below the province down to the unit
		parts[slot] = position[line[a]]
		if slot == 2 {
			parts[slot] += departments
		}
		slot--
	}
	return parts
}

func (c *codes) give(unit int16, day calendar.Date) code {
	numbers := c.next[day]
	if numbers == nil {
		numbers = make([]uint16, len(c.prefixes))
		c.next[day] = numbers
	}
	numbers[unit]++
	return code{unit: unit, day: day, number: numbers[unit]}
}

// forget drops the counters of a day on which no more codes are given.
func (c *codes) forget(day calendar.Date) { delete(c.next, day) }

func (c *codes) append(b []byte, of code) []byte {
	b = append(b, c.prefixes[of.unit]...)
	y, m, d := of.day.Time().Date()
	b = appendPadded(b, y%100, 2)
	b = appendPadded(b, int(m), 2)
	b = appendPadded(b, d, 2)
	b = append(b, '-')
	return appendPadded(b, int(of.number), 4)
}

// quoted are the ids of units and procedures as JSON strings, made once.
func quoted[T any](items []T, id func(*T) string) ([]string, error) {
	all := make([]string, len(items))
	for i := range items {
		q, err := jsontext.AppendQuote(nil, id(&items[i]))
		if err != nil {
			return nil, fmt.Errorf("id %q: %w", id(&items[i]), err)
		}
		all[i] = string(q)
	}
	return all, nil
}

// traits are the draws about a dossier that do not change its course.
func (g *Generator) traits(c code) random {
	return keyed(g.plan.seed, uint64(c.day)<<32|uint64(uint16(c.unit))<<16|uint64(c.number), 11)
}

// componentsOf is what a source tells of a dossier's components when it is received.
func (g *Generator) componentsOf(c code) string {
	r := g.traits(c)
	r.next() // that of the result
	switch x := r.unit(); {
	case x < shareReusedNational:
		return `,"data":{"digitised":true,"reused":true,"reused_national":true}`
	case x < shareReusedNational+shareReused:
		return `,"data":{"digitised":true,"reused":true}`
	case x < shareDigitised:
		return `,"data":{"digitised":true}`
	}
	return ""
}

// writeDossier writes one event.
func (g *Generator) writeDossier(l *lines, s step) {
	kind := s.kind()
	d := &g.dossiers.items[s.index()]
	second := s.second()
	if kind != dossierResumedPaid || l.stamp.backfill {
		b := l.begin(l.Lines, dossierTypes[kind], "dossier/")
		b = g.codes.append(b, d.code)
		happened := second
		if kind == dossierAssignedLate {
			happened -= reportedLateBy
		}
		b = l.time(b, happened)
		switch kind {
		case dossierSubmitted:
			b = append(b, `,"data":{"procedure":`...)
			b = append(b, g.procedureIDs[d.procedure]...)
			b = append(b, `,"unit":`...)
			b = append(b, g.unitIDs[d.unit]...)
			b = append(b, `,"channel":2}`...)
		case dossierReceived:
			b = append(b, g.componentsOf(d.code)...)
		case dossierResolved:
			if traits := g.traits(d.code); traits.chance(shareElectronicResult) {
				b = append(b, `,"data":{"electronic_result":true}`...)
			}
		case dossierApologised:
			b = append(b, `,"data":{"reason":"Khối lượng hồ sơ tăng đột biến","promised":"`...)
			b = append(b, g.plan.days.after(l.stamp.day, apologyDays).String()...)
			b = append(b, `"}`...)
		case dossierFee:
			b = append(b, `,"data":{"fee_vnd":`...)
			b = strconv.AppendInt(b, g.plan.top.Procedures[d.procedure].FeeVND, 10)
			b = append(b, '}')
		default:
			if int(kind) < len(dossierReasons) {
				b = append(b, dossierReasons[kind]...)
			}
		}
		l.end(b, second)
	}
	if d.left--; d.left == 0 {
		g.dossiers.release(s.index())
	}
}
