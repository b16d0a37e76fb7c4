package clock

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
)

func day(id, date string) string {
	return `{"specversion":"1.0","id":"` + id + `","source":"test","type":"clock.day_opened.v1","subject":"clock/province","time":"` + date + `T00:00:00+07:00","data":{"date":"` + date + `"}}`
}

func TestDaysGoForwardOnly(t *testing.T) {
	s, err := New(Config{Common: intake.Common{Log: intaketest.Log(t), Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: time.Now}})
	require.NoError(t, err)
	api := intaketest.NewAPI(t, "clock", s.Handler())
	events := "/api/v1/clock/events"
	assert.Equal(t, `{"date":"","position":0,"working_days":[]}`, api.Get("/api/v1/clock", http.StatusOK))
	first := api.Send(events, event.ContentType, day("a", "2024-01-01"), http.StatusOK)
	api.Send(events, event.BatchContentType, "["+day("b", "2024-01-02")+","+day("b3", "2024-01-03")+"]", http.StatusOK)
	api.Send(events, event.StreamContentType, day("b4", "2024-01-04")+"\n"+day("c", "2024-01-05"), http.StatusOK)
	assert.Equal(t, `{"date":"2024-01-05","position":3,"working_days":["2024-01-04","2024-01-03"]}`, api.Get("/api/v1/clock", http.StatusOK))
	for _, far := range []string{"2024-01-07", "2026-01-05"} {
		assert.Contains(t, api.Send(events, event.ContentType, day("far", far), http.StatusUnprocessableEntity),
			"data.date is "+far+", but it is 2024-01-05: the next day to begin is 2024-01-06, none may be left out")
	}

	again := api.Send(events, event.ContentType, day("d", "2024-01-05"), http.StatusUnprocessableEntity)
	assert.Contains(t, again, `"code":"invalid","message":"data.date is 2024-01-05, but 2024-01-05 has begun already","field":"data.date"`)
	assert.Contains(t, again, `"errors":[{"index":0,"id":"d","source":"test","field":"data.date","code":"invalid","message":"là 05/01/2024, nhưng ngày 05/01/2024 đã bắt đầu"}]`)
	assert.Equal(t, first, api.Send(events, event.ContentType, day("a", "2024-01-01"), http.StatusOK), "a resend of a day long past")
	ahead := strings.Replace(day("e", "2024-01-06"), `"date":"2024-01-06"`, `"date":"9999-12-31"`, 1)
	assert.Contains(t, api.Send(events, event.ContentType, ahead, http.StatusUnprocessableEntity),
		"data.date is 9999-12-31, but the event's time is on 2024-01-06")
	api.TakesEvents(events, day("a", "2024-01-01"), day("f", "2024-01-01"))
	assert.Equal(t, `{"date":"2024-01-05","position":3,"working_days":["2024-01-04","2024-01-03"]}`, api.Get("/api/v1/clock", http.StatusOK))
}

// Where the machine's clock opens the days, nobody else does: there is no route for it.
func TestNobodyOpensADayBesideTheWallClock(t *testing.T) {
	s, err := New(Config{Common: intake.Common{Log: intaketest.Log(t), Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: time.Now}, Wall: true})
	require.NoError(t, err)
	api := intaketest.NewAPI(t, "clock", s.Handler())
	api.Get("/api/v1/clock", http.StatusOK)
	w := intaketest.Send(t, s.Handler(), "/api/v1/clock/events", event.ContentType, day("a", "2024-01-01"))
	assert.Equal(t, http.StatusNotFound, w.Code, "%s", w.Body)
}

func TestTheWallClockOpensEachLocalDayOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // a bubble's time begins at 2000-01-01 00:00 UTC, 07:00 in Đà Lạt
		log := &memory{}
		config := Config{
			Common: intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: time.Now}, Wall: true,
		}
		run := func() (stop func()) {
			s, err := New(config)
			require.NoError(t, err)
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- s.Run(ctx) }()
			return func() {
				cancel()
				require.NoError(t, <-done)
			}
		}
		stop := run()
		synctest.Wait()
		assert.Equal(t, []string{"2000-01-01"}, log.dates())
		time.Sleep(17*time.Hour - time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"2000-01-01"}, log.dates(), "a second before midnight")
		time.Sleep(time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"2000-01-01", "2000-01-02"}, log.dates(), "midnight in Đà Lạt")
		stop()
		stop = run()
		synctest.Wait()
		assert.Equal(t, []string{"2000-01-01", "2000-01-02"}, log.dates(), "a second start opens nothing again")
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		stop()
		time.Sleep(48 * time.Hour) // nothing runs
		stop = run()
		synctest.Wait()
		stop()
		assert.Equal(t, []string{"2000-01-01", "2000-01-02", "2000-01-03", "2000-01-04", "2000-01-05"}, log.dates(), "the days that were slept through too")
		assert.Equal(t, "2000-01-03T00:00:00+07:00", log.events[2].Time.Format(time.RFC3339))
	})
}

// memory is the little of a log that a clock needs, without the real one's files: a bubble's
// time stands still while a file is read. It is locked, since the service that was stopped and
// the test are not ordered by the bubble alone.
type memory struct {
	eventlog.Log
	mu     sync.Mutex
	events []event.Event
	state  []byte
}

func (m *memory) Append(_ context.Context, c eventlog.Commit) (eventlog.Position, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.events = append(m.events, c.Events...)
	m.state = c.Streams[0].State
	return eventlog.Position(len(m.events)), nil
}

func (m *memory) Streams(context.Context, []string) ([]eventlog.Stream, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return []eventlog.Stream{{Version: int64(len(m.events)), State: m.state}}, nil
}

func (m *memory) Known(_ context.Context, ids []string) ([]*eventlog.Located, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	located := make([]*eventlog.Located, len(ids))
	for i := range ids {
		for n := range m.events {
			if e := m.events[n]; e.Identity() == ids[i] {
				located[i] = &eventlog.Located{Address: eventlog.Address{Position: eventlog.Position(n + 1)}, Event: e}
			}
		}
	}
	return located, nil
}

func (m *memory) dates() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var dates []string
	for _, e := range m.events {
		dates = append(dates, e.Data.(*event.Clock).Date.String())
	}
	return dates
}
