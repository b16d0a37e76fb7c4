package alarms

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// province is a log and a database into which it is projected by hand.
type province struct {
	*Service
	t         *testing.T
	projected eventlog.Position
	events    int
	watch     watch
}

func newProvince(t *testing.T) *province {
	t.Helper()
	db, err := clickhouse.Open(t.Context(), enginetest.DSN(t), intaketest.Quiet())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(t.Context()))
	s, err := New(Config{Common: intake.Common{
		Log: intaketest.Log(t), Topology: intaketest.Topology(t), Logger: intaketest.Quiet(),
		Now: func() time.Time { return noon.Add(30 * 24 * time.Hour) },
	}, DB: db})
	require.NoError(t, err)
	return &province{Service: s, t: t}
}

// record appends one commit, as its service would have.
func (p *province) record(backfill bool, events ...event.Event) {
	p.t.Helper()
	c := eventlog.Commit{Events: events}
	for i := range events {
		p.events++
		events[i].ID, events[i].Source, events[i].Backfill, events[i].Simulated = fmt.Sprint(p.events), "//test", backfill, true
		c.Streams = append(c.Streams, eventlog.StreamUpdate{Stream: events[i].Subject, Expected: eventlog.AnyVersion})
	}
	_, err := p.Log.Append(p.t.Context(), c)
	require.NoError(p.t, err)
}

func (p *province) project() {
	p.t.Helper()
	entries, err := p.Log.Read(p.t.Context(), p.projected, 0)
	require.NoError(p.t, err)
	if len(entries) == 0 {
		return
	}
	b := clickhouse.NewBatch(ledger.New(p.Topology.Location()))
	for i := range entries {
		require.NoError(p.t, b.Add(&entries[i]))
		p.projected = entries[i].Position
	}
	_, err = p.db.Intend(p.t.Context(), b.Bounds())
	require.NoError(p.t, err)
	require.NoError(p.t, p.db.Insert(p.t.Context(), b))
}

// settle projects and applies the rules until neither has anything more to do.
func (p *province) settle() {
	p.t.Helper()
	for range 3 {
		p.project()
		require.NoError(p.t, p.look(p.t.Context(), &p.watch))
	}
	head, err := p.Log.Head(p.t.Context())
	require.NoError(p.t, err)
	require.Equal(p.t, head, p.projected, "the rules come to rest")
}

func (p *province) alarm(rule, originator string) []eventlog.Located {
	p.t.Helper()
	events, err := p.Log.Load(p.t.Context(), event.AlarmSubject(rule, originator))
	require.NoError(p.t, err)
	return events
}

// figures are those of alarms, of a unit alone.
func (p *province) figures(unit string) map[string]int64 {
	p.t.Helper()
	all, _, err := p.db.Figures(p.t.Context(), []string{unit}, "", calendar.MustDate("2024-01-01"), calendar.MustDate("2024-12-31"))
	require.NoError(p.t, err)
	alarms := make(map[string]int64)
	for _, name := range []string{"alarms.raised", "alarms.active", "alarms.unacknowledged", "alarms.escalated"} {
		alarms[name] = all[name]
	}
	return alarms
}

// dossiers are received in a unit, due on a day.
func dossiers(first, n int, unit, due string, at time.Time) []event.Event {
	var all []event.Event
	for i := range n {
		all = append(all, event.Event{
			Type: event.DossierReceived, Subject: event.DossierSubject(fmt.Sprint(first + i)), Time: at,
			Data: &event.Dossier{Unit: unit, To: event.StatusProcessing, Due: calendar.MustDate(due), CountsReceived: true},
		})
	}
	return all
}

func opened(day string, at time.Time) event.Event {
	return event.Event{Type: event.ClockDayOpened, Subject: event.ClockSubject, Time: at, Data: &event.Clock{Date: calendar.MustDate(day)}}
}

func TestFiguresRaiseEscalateAndClearAlarms(t *testing.T) {
	p := newProvince(t)
	commune := p.Topology.Unit("672").Children()[0].ID
	const rule, unit = "dossiers.overdue.late", "unit/672"

	p.record(true, opened("2024-06-15", noon.Add(-12*time.Hour)))
	p.record(true, dossiers(0, 4, commune, "2024-06-14", noon)...)
	p.record(true, dossiers(100, 26, "672", "2024-06-30", noon)...)
	p.settle()
	assert.Empty(t, p.alarm(rule, unit), "history is being loaded")

	p.record(false, dossiers(200, 1, "675", "2024-06-30", noon)...) // 4 of 30 are overdue in Đà Lạt: 13.3 %
	p.settle()
	alarm := p.alarm(rule, unit)
	require.Len(t, alarm, 1, "once, however often it is looked at")
	day := noon.Add(-12 * time.Hour)
	assert.Equal(t, day, alarm[0].Event.Time.UTC(), "the log's day, neither the wall's time nor a source's")
	assert.True(t, alarm[0].Event.Simulated, "as what it follows from")
	assert.Equal(t, &event.Alarm{
		Rule: rule, Originator: unit, Unit: "672", Title: "Hồ sơ đang quá hạn trên 10 % số đang xử lý", Active: true, Severity: "late", RaisedAt: day,
		Figure: "dossiers.overdue", Value: event.DecimalOf(4), Base: event.DecimalOf(30), Threshold: event.DecimalOf(10), Cut: 4,
	}, alarm[0].Event.Data)
	assert.Empty(t, p.alarm("dossiers.overdue.watch", unit), "the greater stands for it")
	assert.Empty(t, p.alarm(rule, "unit/675"))
	assert.Equal(t, map[string]int64{"alarms.raised": 1, "alarms.active": 1, "alarms.unacknowledged": 1, "alarms.escalated": 0}, p.figures("672"))

	fresh := watch{} // the process died and came back: nothing is told twice
	require.NoError(t, p.look(t.Context(), &fresh))
	require.Len(t, p.alarm(rule, unit), 1)

	p.record(false, dossiers(201, 1, "675", "2024-06-30", noon.Add(23*time.Hour))...)
	p.settle()
	require.Len(t, p.alarm(rule, unit), 1, "a source's clock is ahead; the log's day is the same")
	p.record(false, opened("2024-06-16", noon.Add(12*time.Hour)))
	p.settle()
	alarm = p.alarm(rule, unit)
	require.Len(t, alarm, 2)
	assert.Equal(t, event.AlarmEscalated, alarm[1].Event.Type)
	escalated, ok := alarm[1].Event.Data.(*event.Alarm)
	require.True(t, ok)
	assert.Equal(t, "68", escalated.EscalatedTo)
	assert.Equal(t, map[string]int64{"alarms.raised": 1, "alarms.active": 1, "alarms.unacknowledged": 1, "alarms.escalated": 1}, p.figures("672"))

	p.record(false, dossiers(300, 12, "672", "2024-06-30", noon.Add(25*time.Hour))...) // 4 of 42: 9.5 %
	p.settle()
	require.Len(t, p.alarm(rule, unit), 2, "not back at 9 % yet")
	p.record(false, dossiers(400, 3, "672", "2024-06-30", noon.Add(26*time.Hour))...) // 4 of 45: 8.9 %
	p.settle()
	alarm = p.alarm(rule, unit)
	require.Len(t, alarm, 3)
	cleared, ok := alarm[2].Event.Data.(*event.Alarm)
	require.True(t, ok)
	assert.Equal(t, event.AlarmCleared, alarm[2].Event.Type)
	assert.Equal(t, []event.Decimal{event.DecimalOf(4), event.DecimalOf(45)}, []event.Decimal{cleared.Value, cleared.Base})
	require.Len(t, p.alarm("dossiers.overdue.watch", unit), 1, "the lesser rule holds still, and takes its place")
	assert.Equal(t, map[string]int64{"alarms.raised": 2, "alarms.active": 1, "alarms.unacknowledged": 1, "alarms.escalated": 0}, p.figures("672"))
}

func TestARunningServiceFollowsTheFigures(t *testing.T) {
	p := newProvince(t)
	p.record(false, opened("2024-06-15", noon.Add(-12*time.Hour)))
	p.record(false, dossiers(0, 20, "672", "2024-06-14", noon)...)
	p.project()
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- p.Run(ctx) }()
	require.Eventually(t, func() bool { return len(p.alarm("dossiers.overdue.late", "unit/672")) == 1 }, 20*time.Second, 50*time.Millisecond)
	stop()
	require.NoError(t, <-stopped)
}

// A command from the control room carries this machine's time, years after the scenario's day; a source may have any clock.
func TestTheAlarmsClockIsTheLogsWhateverTimeSourcesAndCommandsCarry(t *testing.T) {
	p := newProvince(t)
	const rule, unit = "dossiers.overdue.late", "unit/672"
	machine := time.Date(2026, 11, 28, 14, 0, 0, 0, time.UTC)
	day := noon.Add(-12 * time.Hour)
	p.record(false, opened("2024-06-15", day))
	p.record(false, dossiers(0, 20, "672", "2024-06-14", noon)...)
	p.record(false, event.Event{
		Type: event.DisplayPaired, Subject: "display/a", Time: machine, Data: &event.Display{},
	})
	p.settle()
	require.Len(t, p.alarm(rule, unit), 1, "raised, not escalated")
	assert.Equal(t, day, p.alarm(rule, unit)[0].Event.Time.UTC())
	p.record(false, dossiers(100, 1, "675", "2024-06-30", machine)...)
	p.settle()
	require.Len(t, p.alarm(rule, unit), 1)
	assert.Equal(t, int64(1), p.figures("672")["alarms.active"], "what is counted by then")
}

func TestWhereTheLogLivesByOurClockTheAlarmsClockIsWhenItWasRecorded(t *testing.T) {
	p := newProvince(t)
	now := time.Now()
	p.Now = time.Now
	today := calendar.DateOf(now, p.Topology.Location())
	p.record(false, opened(today.String(), now))
	field := dossiers(0, 20, "68", (today - 1).String(), now)
	for i := range field {
		field[i].Data.(*event.Dossier).Department = "construction"
	}
	p.record(false, append(field, dossiers(100, 1, "68", today.String(), now.Add(23*time.Hour))...)...)
	p.settle()
	alarm := p.alarm("dossiers.overdue.late", "unit/68:construction")
	require.Len(t, alarm, 1)
	assert.WithinDuration(t, now, alarm[0].Event.Time, time.Minute)

	begin := today.Midnight(p.Topology.Location())
	for recorded, want := range map[time.Time]time.Time{
		begin.Add(9 * time.Hour):   begin.Add(9 * time.Hour),
		begin.Add(-time.Minute):    begin, // it was opened by a clock that is ahead of ours
		begin.Add(25 * time.Hour):  begin.Add(24*time.Hour - time.Second),
		begin.Add(200 * time.Hour): begin.Add(24*time.Hour - time.Second), // a clock that is down is no scenario
	} {
		got, err := p.logTime(t.Context(), today, recorded)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}
