package models

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
)

var noon = time.Date(2024, 6, 15, 5, 0, 0, 0, time.UTC)

// stood is where a stream stands, and the latest moment that counts in it.
type stood struct {
	State
	latest intaketest.Latest
}

func step(t require.TestingT, a *aggregate, s stood, what event.Type, at time.Time, data event.Model) (stood, *event.Event) {
	data.Name = "Mô hình"
	switch what {
	case event.ModelSiteActivated:
		if data.Site == "" {
			data.Site = "672"
		}
	case event.ModelMilestoneReached:
		if data.Milestone == "" {
			data.Milestone = "x"
		}
	}
	e := &event.Event{Type: what, Subject: "model/x", Time: at, Data: &data}
	s.latest.Count(e)
	filled, err := a.Decide(s.State, e)
	require.NoError(t, err)
	e.Data = filled
	s.State = a.Evolve(s.State, e)
	decoded, err := a.Decode(a.Encode(nil, s.State))
	require.NoError(t, err)
	require.Equal(t, s.State, decoded)
	return s, e
}

func TestEveryTransition(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	reach := [][]event.Type{
		{},
		{event.ModelProposed},
		{event.ModelProposed, event.ModelPreparing},
		{event.ModelProposed, event.ModelBlocked},
		{event.ModelProposed, event.ModelPreparing, event.ModelStarted},
		{event.ModelProposed, event.ModelPreparing, event.ModelStarted, event.ModelSuspended},
		{event.ModelProposed, event.ModelPreparing, event.ModelStarted, event.ModelCompleted},
		{event.ModelProposed, event.ModelPreparing, event.ModelStarted, event.ModelCompleted, event.ModelMaintained},
	}
	// From each status, told in time ("=" in order, "s" skipped, "r" repeated, "o" out of order and
	// unchanged), and too late ("O" out of order, but taken; "." in order with the status unchanged).
	for what, want := range map[event.Type][2]string{
		event.ModelProposed:         {"=roooooo", "=roooooo"},
		event.ModelPreparing:        {"s=r=oooo", "sorooooo"},
		event.ModelBlocked:          {"s==r=soo", "sooroooo"},
		event.ModelStarted:          {"ss==r=oo", "sooorooo"},
		event.ModelSuspended:        {"ssss=roo", "sooooroo"},
		event.ModelCompleted:        {"ssss=sro", "sOOOOOro"},
		event.ModelMaintained:       {"ssssss=r", "sOOOOOOr"},
		event.ModelSiteActivated:    {"ssss=...", "ssss=..."},
		event.ModelMilestoneReached: {"ssss=...", "ssss=..."},
	} {
		for i, at := range []time.Time{noon.Add(time.Hour), noon.Add(-time.Hour)} {
			got := ""
			for _, story := range reach {
				var s stood
				for _, told := range story {
					s, _ = step(t, a, s, told, noon, event.Model{})
				}
				_, e := step(t, a, s, what, at, event.Model{})
				got += verdict(s, e.Data.(*event.Model), target[what])
			}
			assert.Equal(t, want[i], got, "%s, late: %v", what, i == 1)
		}
	}
}

func verdict(before stood, m *event.Model, to event.ModelStatus) string {
	flag := event.Flag("")
	if len(m.Flags) > 0 {
		flag = m.Flags[0]
	}
	switch taken := m.To == to; {
	case flag == event.FlagSkipped && taken:
		return "s"
	case flag == event.FlagRepeated && taken:
		return "r"
	case flag == event.FlagOutOfOrder && taken:
		return "O"
	case flag == event.FlagOutOfOrder && m.To == before.Status:
		return "o"
	case flag == "" && taken:
		return "="
	case flag == "" && m.To == before.Status:
		return "."
	}
	return "?"
}

func TestSitesAreCountedOnce(t *testing.T) {
	top := intaketest.Topology(t)
	a := &aggregate{topology: top}
	book := ledger.New(top.Location())
	rapid.Check(t, func(t *rapid.T) {
		var s stood
		sums := make(map[ledger.Measure]int64)
		for range rapid.IntRange(1, 15).Draw(t, "events") {
			what := rapid.SampledFrom([]event.Type{
				event.ModelProposed, event.ModelPreparing, event.ModelBlocked, event.ModelStarted, event.ModelSiteActivated,
				event.ModelSiteActivated, event.ModelMilestoneReached, event.ModelSuspended, event.ModelCompleted, event.ModelMaintained,
			}).Draw(t, "type")
			site := ""
			if what == event.ModelSiteActivated {
				site = rapid.SampledFrom([]string{"672", "673", "674"}).Draw(t, "site")
			}
			at := noon.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "minute")) * time.Minute)
			var e *event.Event
			s, e = step(t, a, s, what, at, event.Model{Site: site})
			for _, entry := range book.Postings(nil, e) {
				sums[entry.Measure] += entry.Amount
			}
			groups := sums[ledger.ModelsWaiting] + sums[ledger.ModelsInProgress] + sums[ledger.ModelsCompleted]
			if sums[ledger.ModelsTotal] != 1 || groups != 1 || sums[ledger.ModelsSites] != int64(len(s.Sites)) {
				t.Fatalf("%+v is counted as %v", s, sums)
			}
		}
	})
}

func TestWhatIsFilledInAndWhatIsRefused(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	known, e := step(t, a, stood{}, event.ModelProposed, noon, event.Model{Lead: "Công an tỉnh"})
	assert.Equal(t, &event.Model{Name: "Mô hình", Unit: "68", Department: "information", Lead: "Công an tỉnh", To: proposed}, e.Data)
	for _, c := range []struct {
		field string
		state State
		what  event.Type
		data  event.Model
	}{
		{"data.name", State{}, event.ModelProposed, event.Model{}},
		{"data.unit", State{}, event.ModelProposed, event.Model{Name: "x", Unit: "0"}},
		{"data.unit", known.State, event.ModelStarted, event.Model{Unit: "672"}},
		{"data.site", known.State, event.ModelSiteActivated, event.Model{}},
		{"data.site", known.State, event.ModelSiteActivated, event.Model{Site: "0"}},
		{"data.milestone", known.State, event.ModelMilestoneReached, event.Model{}},
		{"data.department", known.State, event.ModelStarted, event.Model{Department: "x"}},
		{"data.sites", known.State, event.ModelStarted, event.Model{Sites: 1}},
		{"data.from", known.State, event.ModelStarted, event.Model{From: proposed}},
		{"data.to", known.State, event.ModelStarted, event.Model{To: proposed}},
		{"data.flags", known.State, event.ModelStarted, event.Model{Flags: []event.Flag{}}},
	} {
		_, err := a.Decide(c.state, &event.Event{Type: c.what, Time: noon, Data: &c.data})
		var refusal *event.FieldError
		require.ErrorAs(t, err, &refusal, c.field)
		assert.Equal(t, c.field, refusal.Field)
	}
}

func TestMilestonesAreDueUntilTheyAreReached(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	book := ledger.New(a.topology.Location())
	open := make(map[calendar.Date]int64)
	reached := int64(0)
	var s stood
	tell := func(what event.Type, name, due string, flag event.Flag) {
		t.Helper()
		data := event.Model{Milestone: name}
		if due != "" {
			data.Due = calendar.MustDate(due)
		}
		var e *event.Event
		s, e = step(t, a, s, what, noon, data)
		if flag == "" {
			assert.Empty(t, e.Flags())
		} else {
			assert.Equal(t, []event.Flag{flag}, e.Flags())
		}
		for _, x := range book.Postings(nil, e) {
			switch x.Measure {
			case ledger.ModelsMilestones:
				if open[x.Due] += x.Amount; open[x.Due] == 0 {
					delete(open, x.Due)
				}
			case ledger.ModelsMilestonesReached:
				reached += x.Amount
			}
		}
	}
	tell(event.ModelProposed, "", "", "")
	tell(event.ModelMilestonePlanned, "sơ kết", "2024-07-01", "")
	tell(event.ModelMilestonePlanned, "nghiệm thu", "2024-12-01", "")
	tell(event.ModelMilestonePlanned, "sơ kết", "2024-07-01", event.FlagRepeated)
	tell(event.ModelMilestonePlanned, "sơ kết", "2024-08-01", "")
	assert.Equal(t, map[calendar.Date]int64{calendar.MustDate("2024-08-01"): 1, calendar.MustDate("2024-12-01"): 1}, open, "it was put off")
	tell(event.ModelPreparing, "", "", "")
	tell(event.ModelStarted, "", "", "")
	tell(event.ModelMilestoneReached, "sơ kết", "", "")
	tell(event.ModelMilestoneReached, "chưa ai định", "", "")
	assert.Equal(t, map[calendar.Date]int64{calendar.MustDate("2024-12-01"): 1}, open)
	assert.EqualValues(t, 2, reached)
	assert.Equal(t, []Milestone{{"nghiệm thu", calendar.MustDate("2024-12-01")}}, s.Milestones)
	tell(event.ModelMilestoneReached, "sơ kết", "", event.FlagRepeated)
	assert.EqualValues(t, 2, reached, "it is reached once")
	tell(event.ModelSuspended, "", "", "")
	assert.Empty(t, open, "nothing is due of a model that is suspended")
	assert.Empty(t, s.Milestones)
	tell(event.ModelStarted, "", "", "")
	tell(event.ModelMilestonePlanned, "nghiệm thu", "2025-02-01", "")
	tell(event.ModelMilestonePlanned, "tổng kết", "2025-03-01", "")
	assert.Len(t, open, 2)
	tell(event.ModelCompleted, "", "", "")
	assert.Empty(t, open)
}

func TestAModelSaysWhereItIsWhatComesNextAndWhyItWaits(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	book := ledger.New(a.topology.Location())
	sites := make(map[string]int64)
	var s stood
	tell := func(what event.Type, data event.Model) *event.Model {
		var e *event.Event
		s, e = step(t, a, s, what, noon, data)
		for _, x := range book.Postings(nil, e) {
			if x.Measure == ledger.ModelsSites {
				sites[x.Unit] += x.Amount
			}
		}
		return e.Data.(*event.Model)
	}
	tell(event.ModelProposed, event.Model{})
	tell(event.ModelPreparing, event.Model{Reason: "chờ thiết bị"})
	tell(event.ModelMilestonePlanned, event.Model{Milestone: "nghiệm thu", Due: calendar.MustDate("2024-12-01")})
	m := tell(event.ModelMilestonePlanned, event.Model{Milestone: "sơ kết", Due: calendar.MustDate("2024-07-01")})
	assert.Equal(t, []any{"sơ kết", calendar.MustDate("2024-07-01"), "chờ thiết bị"}, []any{m.Next, m.NextDue, m.Reason})
	m = tell(event.ModelStarted, event.Model{})
	assert.Empty(t, m.Reason)
	tell(event.ModelSiteActivated, event.Model{Site: "672"})
	m = tell(event.ModelSiteActivated, event.Model{Site: "674"})
	assert.Equal(t, []string{"672", "674"}, m.SiteUnits)
	assert.Equal(t, map[string]int64{"672": 1, "674": 1}, sites, "each is booked where it is")
	m = tell(event.ModelMilestoneReached, event.Model{Milestone: "sơ kết"})
	assert.Equal(t, "nghiệm thu", m.Next)
}

func TestTheAPI(t *testing.T) {
	s, err := New(intake.Common{Log: intaketest.Log(t), Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	api := intaketest.NewAPI(t, "models", s.Handler())
	const all, one = "/api/v1/models", "/api/v1/models/M1"
	body := `{"model":"M1","name":"Mô hình"}`
	first := api.Post(all, body, http.StatusOK, "Idempotency-Key", "k")
	assert.Equal(t, first, api.Post(all, body, http.StatusOK, "Idempotency-Key", "k"))
	api.Post(all, body, http.StatusConflict)
	assert.Contains(t, api.Post(one+"/block", "", http.StatusUnprocessableEntity), `"field":"data.reason"`)
	api.Post(one+"/block", `{"reason":"chờ giải pháp kỹ thuật"}`, http.StatusOK)
	assert.Contains(t, api.Post(one+"/complete", "", http.StatusConflict), `,"error":{"code":"impossible_transition","message":"model.completed.v1 does not fit a model that is blocked","status":"blocked"}}`)
	api.Post(one+"/prepare", "", http.StatusOK)
	api.Post(one+"/start", "", http.StatusOK)
	api.Post(one+"/activate-site", `{"site":"672"}`, http.StatusOK)
	api.Post(one+"/activate-site", `{"site":"672"}`, http.StatusConflict)
	api.Post(one+"/reach-milestone", `{"milestone":"50 %"}`, http.StatusOK)
	api.Post(one+"/plan-milestone", `{"milestone":"nghiệm thu"}`, http.StatusUnprocessableEntity)
	api.Post(one+"/suspend", `{"reason":"x"}`, http.StatusOK)
	assert.Contains(t, api.Get(one, http.StatusOK), `"version":7,"state":{"name":"Mô hình","unit":"68","department":"information","lead":"","reason":"x","status":"suspended","sites":["672"],`)
	api.Get(all+"/unknown", http.StatusNotFound)
	api.Post(all+"/unknown/start", "", http.StatusNotFound)
	api.Post(one+"/explode", "", http.StatusNotFound)
	api.Post(one+"/start", "{", http.StatusBadRequest)
	api.Post(all, "{", http.StatusBadRequest)
	api.Post(all, `{"model":"M2"}`, http.StatusUnprocessableEntity)

	line := `{"specversion":"1.0","id":"1","source":"s","type":"model.started.v1","subject":"model/M3","time":"2024-06-15T01:00:00Z","data":{"name":"x"}}`
	assert.Contains(t, api.Send(all+"/events", event.ContentType, line, http.StatusOK), `"flags":["skipped"]`)
	api.TakesEvents(all+"/events", line, `{"specversion":"1.0","id":"2","source":"s","type":"model.started.v1","subject":"model/M4","time":"2024-06-15T01:00:00Z"}`)
}

// From December 2024 on the code 682 is that of the new Đạ Huoai.
func TestAModelIsTheUnitsWhoseCodeWasGiven(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	at := calendar.MustDate("2024-12-02").Midnight(a.topology.Location())
	s, proposed := step(t, a, stood{}, event.ModelProposed, at, event.Model{Unit: "682"})
	assert.Equal(t, "682-202412", proposed.Data.(*event.Model).Unit)
	_, started := step(t, a, s, event.ModelStarted, at.Add(time.Hour), event.Model{Unit: "682"})
	assert.Equal(t, "682-202412", started.Data.(*event.Model).Unit, "named by the code again")
	_, err := a.Decide(s.State, &event.Event{Type: event.ModelStarted, Subject: "model/x", Time: at.Add(time.Hour), Data: &event.Model{Unit: "681"}})
	require.ErrorContains(t, err, "belongs to")
}
