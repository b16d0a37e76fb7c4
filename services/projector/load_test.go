package projector_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

var ict = time.FixedZone("ICT", 7*3600)

// load makes commits of events as a province sends them: dossiers through their statuses,
// and payments. The same seed makes the same load.
type load struct {
	rand *rand.Rand
	n    int
	at   time.Time
	open []event.Event // dossiers that are under way
}

func newLoad(seed uint64) *load {
	return &load{rand: rand.New(rand.NewPCG(seed, 1)), at: time.Date(2024, 1, 2, 8, 0, 0, 0, ict)}
}

func (l *load) commit(events int) eventlog.Commit {
	var c eventlog.Commit
	seen := make(map[string]bool)
	for range events {
		e := l.next()
		c.Events = append(c.Events, e)
		if !seen[e.Subject] {
			seen[e.Subject] = true
			c.Streams = append(c.Streams, eventlog.StreamUpdate{Stream: e.Subject, Expected: eventlog.AnyVersion})
		}
	}
	return c
}

func (l *load) next() event.Event {
	l.n++
	l.at = l.at.Add(8 * time.Second)
	switch r := l.rand.IntN(10); {
	case r < 2:
		return l.payment()
	case r < 5 || len(l.open) == 0:
		return l.received()
	default:
		return l.onward()
	}
}

func (l *load) dims() (unit, department, procedure string) {
	departments := [...]string{"", "", "education", "construction"}
	return fmt.Sprintf("24%03d", l.rand.IntN(142)), departments[l.rand.IntN(4)], fmt.Sprintf("1.%06d", l.rand.IntN(60))
}

func (l *load) payment() event.Event {
	unit, department, procedure := l.dims()
	return event.Event{
		ID: fmt.Sprint(l.n), Source: "/payments", Type: event.PaymentSucceeded, Subject: event.PaymentSubject(fmt.Sprint(l.n)), Time: l.at,
		Simulated: true,
		Data: &event.Payment{
			Unit: unit, Department: department, Procedure: procedure, Method: "truc-tuyen",
			AmountVND: 10_000 * (1 + l.rand.Int64N(50)), To: event.PaymentPaid,
		},
	}
}

func (l *load) received() event.Event {
	unit, department, procedure := l.dims()
	e := event.Event{
		ID: fmt.Sprint(l.n), Source: "/motcua", Type: event.DossierReceived, Subject: event.DossierSubject(fmt.Sprintf("000.00.19.H36-%07d", l.n)),
		Time: l.at, Simulated: true,
		Data: &event.Dossier{
			Procedure: procedure, Unit: unit, Department: department, Channel: event.ChannelOnline, Level: event.LevelFull,
			To: event.StatusReceived, Due: calendar.DateOf(l.at, ict) + calendar.Date(1+l.rand.IntN(30)), CountsReceived: true,
		},
	}
	l.open = append(l.open, e)
	return e
}

// onward moves one open dossier to its next status.
func (l *load) onward() event.Event {
	i := l.rand.IntN(len(l.open))
	e := l.open[i]
	d := *e.Data.(*event.Dossier)
	d.From, d.PreviousDue, d.CountsReceived = d.To, d.Due, false
	if d.From == event.StatusReceived {
		e.Type, d.To = event.DossierAssigned, event.StatusProcessing
	} else {
		e.Type, d.To, d.CountsResolved, d.Timeliness = event.DossierResolved, event.StatusResolved, true, event.TimelyEarly
	}
	e.ID, e.Time, e.Data = fmt.Sprint(l.n), l.at, &d
	l.open[i] = e
	if d.To == event.StatusResolved {
		l.open[i] = l.open[len(l.open)-1]
		l.open = l.open[:len(l.open)-1]
	}
	return e
}

// totals are what the ledger itself says of a log.
func totals(ctx context.Context, log eventlog.Log) (clickhouse.Check, clickhouse.Counts, error) {
	check := clickhouse.Check{Sums: make(map[ledger.Measure]int64)}
	var counts clickhouse.Counts
	l := ledger.New(ict)
	for {
		entries, err := log.Read(ctx, check.Position, 0)
		if err != nil || len(entries) == 0 {
			return check, counts, err
		}
		for _, entry := range entries {
			check.Position = entry.Position
			for i := range entry.Events {
				counts.Events++
				for _, e := range l.Postings(nil, &entry.Events[i]) {
					counts.Postings++
					check.Checksum += e.Checksum()
					check.Sums[e.Measure] += e.Amount
				}
			}
		}
	}
}
