package history_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/services/history"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// province is a database with events, and the service over it.
type province struct {
	t        *testing.T
	db       *clickhouse.DB
	topology *topology.Topology
	handler  http.Handler
	position eventlog.Position
}

func newProvince(t *testing.T, catalogue history.Catalogue) *province {
	t.Helper()
	db, err := clickhouse.Open(t.Context(), enginetest.DSN(t), intaketest.Quiet())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(t.Context()))
	p := &province{t: t, db: db, topology: intaketest.Topology(t)}
	s, err := history.New(history.Config{
		DB: db, Topology: p.topology, Logger: intaketest.Quiet(), Catalogue: catalogue,
		Now: func() time.Time { return time.Date(2024, 7, 1, 5, 0, 0, 0, time.UTC) },
	})
	require.NoError(t, err)
	p.handler = s.Handler()
	return p
}

// commits is a log to be projected.
type commits [][]event.Event

// record projects the commits, each at the next position.
func (p *province) record(all commits) {
	p.t.Helper()
	entries := make([]eventlog.Entry, len(all))
	for i, events := range all {
		entries[i] = eventlog.Entry{Position: p.position + eventlog.Position(i+1), Recorded: events[0].Time, Events: events}
	}
	p.insert(entries)
}

// insert projects the entries that follow.
func (p *province) insert(entries []eventlog.Entry) {
	p.t.Helper()
	b := clickhouse.NewBatch(ledger.New(p.topology.Location()))
	for i := range entries {
		require.NoError(p.t, eventlog.Decode(&entries[i]))
		require.NoError(p.t, b.Add(&entries[i]))
		p.position = entries[i].Position
	}
	_, err := p.db.Intend(p.t.Context(), b.Bounds())
	require.NoError(p.t, err)
	require.NoError(p.t, p.db.Insert(p.t.Context(), b))
}

// on is noon of a day of 2024, local time: on("06-15").
func on(day string) time.Time {
	at, err := time.Parse(time.RFC3339, "2024-"+day+"T12:00:00+07:00")
	if err != nil {
		panic(err)
	}
	return at
}

func date(s string) calendar.Date { return calendar.MustDate(s) }

var ids int

func happened(t event.Type, subject string, at time.Time, d event.Data) event.Event {
	ids++
	return event.Event{ID: fmt.Sprint(ids), Source: "//test", Type: t, Subject: subject, Time: at, Data: d}
}

// get asks the service for a path and reads the answer into T.
func get[T any](p *province, path string) T {
	p.t.Helper()
	w := p.serve(path, "")
	require.Equal(p.t, http.StatusOK, w.Code, "%s: %s", path, w.Body)
	var answer T
	require.NoError(p.t, json.Unmarshal(w.Body.Bytes(), &answer), path)
	return answer
}

func (p *province) serve(path, accept string) *httptest.ResponseRecorder {
	p.t.Helper()
	r := httptest.NewRequestWithContext(p.t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept", accept)
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return w
}
