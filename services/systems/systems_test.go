package systems

import (
	"net/http"
	"strings"
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

var noon = time.Date(2024, 6, 12, 5, 0, 0, 0, time.UTC)

// stood is where a stream stands, and the latest moment that counts in it.
type stood struct {
	State
	latest intaketest.Latest
}

func step(t require.TestingT, a *aggregate, s stood, what event.Type, at time.Time, data event.Data) (stood, *event.Event) {
	subject := "system/x"
	if what.Noun() == event.NounFeed {
		subject = "feed/x"
	}
	e := &event.Event{Type: what, Subject: subject, Time: at, Data: data}
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

func TestASystemIsCountedByLevelFileLayersAndAudit(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	l := ledger.New(a.topology.Location())
	sums := make(map[ledger.Measure]int64)
	var s stood
	for i, told := range []struct {
		what event.Type
		data event.System
	}{
		{event.SystemRegistered, event.System{Name: "Cổng", Owner: "Sở TT&TT", Level: 3}},
		{event.SystemLevelApproved, event.System{Approver: event.ApprovedByProvince}},
		{event.SystemLayerAssessed, event.System{Layer: 1, Coverage: event.CoverageFull}},
		{event.SystemLayerAssessed, event.System{Layer: 2, Coverage: event.CoverageNone}},
		{event.SystemLayerAssessed, event.System{Layer: 2, Coverage: event.CoveragePartial}},
		{event.SystemLayerAssessed, event.System{Layer: 3, Coverage: event.CoveragePartial}},
		{event.SystemLayerAssessed, event.System{Layer: 3, Coverage: event.CoverageFull}},
		{event.SystemAudited, event.System{}},
	} {
		var e *event.Event
		s, e = step(t, a, s, told.what, noon.Add(time.Duration(i)*time.Hour), &told.data)
		for _, x := range l.Postings(nil, e) {
			sums[x.Measure] += x.Amount
		}
		assert.Empty(t, e.Flags())
	}
	assert.Equal(t, map[ledger.Measure]int64{
		"systems.total": 1, "systems.level_approved.province": 1, "systems.layer.1": 1, "systems.gap.2": 1, "systems.layer.3": 1,
		"systems.gap.3": 0, "systems.audits": 1,
	}, sums)
	assert.Equal(t, calendar.MustDate("2025-06-12"), s.System.ReviewDue, "level 3: every year")

	_, e := step(t, a, s, event.SystemRetired, noon.Add(100*time.Hour), &event.System{})
	for _, x := range l.Postings(nil, e) {
		sums[x.Measure] += x.Amount
	}
	for m, n := range sums {
		assert.Zero(t, n, "%s of a system that is retired", m)
	}
}

func TestAnotherApproverThanTheLevelsIsFlagged(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	for level, want := range map[uint8][2]int{1: {1, 0}, 2: {1, 0}, 3: {0, 1}, 4: {0, 1}, 5: {0, 1}} {
		for i, approver := range []event.Approver{event.ApprovedByProvince, event.ApprovedByDepartment} {
			s, _ := step(t, a, stood{}, event.SystemRegistered, noon, &event.System{Name: "x", Owner: "y", Level: level})
			s, e := step(t, a, s, event.SystemLevelApproved, noon.Add(time.Hour), &event.System{Approver: approver})
			assert.Len(t, e.Flags(), want[i], "level %d by %s", level, approver)
			assert.Equal(t, approver, s.System.Approver)
		}
	}
}

func TestALinkIsUpOrDown(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	l := ledger.New(a.topology.Location())
	sums := make(map[ledger.Measure]int64)
	var s stood
	tell := func(what event.Type, after time.Duration, flag event.Flag) {
		t.Helper()
		var e *event.Event
		s, e = step(t, a, s, what, noon.Add(after), &event.Feed{Name: "NCSC", Reason: "đứt cáp"})
		for _, x := range l.Postings(nil, e) {
			sums[x.Measure] += x.Amount
		}
		assert.Equal(t, flags(flag), e.Flags())
	}
	tell(event.FeedDown, 0, "")
	assert.Equal(t, map[ledger.Measure]int64{"feeds.total": 1, "feeds.down": 1, "feeds.others_down": 1}, sums, "down from the first event on")
	assert.Equal(t, "đứt cáp", s.Feed.Reason)
	tell(event.FeedUp, time.Hour, "")
	tell(event.FeedUp, 2*time.Hour, event.FlagRepeated)
	tell(event.FeedDown, time.Minute, event.FlagOutOfOrder)
	assert.Equal(t, map[ledger.Measure]int64{"feeds.total": 1, "feeds.down": 0, "feeds.others_down": 0}, sums)
	assert.Empty(t, s.Feed.Reason)
}

func TestASystemThatWasNeverAuditedIsDueFromItsApproval(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	on := calendar.MustDate("2024-03-01")
	s, e := step(t, a, stood{}, event.SystemRegistered, noon, &event.System{Name: "x", Owner: "y", Level: 2})
	assert.Zero(t, e.Data.(*event.System).ReviewDue)
	due := func(what event.Type, data event.System) calendar.Date {
		s, e = step(t, a, s, what, noon.Add(time.Hour), &data)
		return e.Data.(*event.System).ReviewDue
	}
	assert.Equal(t, on+730, due(event.SystemLevelApproved, event.System{Approver: event.ApprovedByDepartment, ApprovedOn: on}))
	assert.Equal(t, on+365, due(event.SystemLevelApproved, event.System{Approver: event.ApprovedByProvince, Level: 3, ApprovedOn: on}), "the level rose")
	assert.Equal(t, on+30+365, due(event.SystemAudited, event.System{AuditedOn: on + 30}))
	assert.Equal(t, on+30+730, due(event.SystemRegistered, event.System{Level: 1}), "registered at another level")
	assert.Equal(t, on+30+730, due(event.SystemLevelApproved, event.System{Approver: event.ApprovedByDepartment, ApprovedOn: on + 60}), "the last audit counts")
}

func TestSumsCloseWhateverTheOrder(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	l := ledger.New(a.topology.Location())
	types := []event.Type{event.SystemRegistered, event.SystemLevelApproved, event.SystemLayerAssessed, event.SystemAudited, event.SystemRetired}
	rapid.Check(t, func(t *rapid.T) {
		s, e := step(t, a, stood{}, event.SystemRegistered, noon, &event.System{Name: "x", Owner: "y", Level: 3})
		sums := make(map[ledger.Posting]int64)
		add := func(e *event.Event) {
			for _, x := range l.Postings(nil, e) {
				sums[ledger.Posting{Measure: x.Measure, Due: x.Due}] += x.Amount
			}
		}
		add(e)
		for range rapid.IntRange(0, 15).Draw(t, "events") {
			data := &event.System{
				Approver: rapid.SampledFrom([]event.Approver{event.ApprovedByProvince, event.ApprovedByDepartment}).Draw(t, "approver"),
				Layer:    uint8(rapid.IntRange(1, 4).Draw(t, "layer")),
				Coverage: rapid.SampledFrom([]event.Coverage{event.CoverageNone, event.CoveragePartial, event.CoverageFull}).Draw(t, "coverage"),
			}
			s, e = step(t, a, s, rapid.SampledFrom(types).Draw(t, "type"), noon.Add(time.Duration(rapid.IntRange(-900, 900).Draw(t, "hours"))*time.Hour), data)
			add(e)
			total := int64(0)
			for key, n := range sums {
				require.Contains(t, []int64{0, 1}, n, "%v", key)
				if key.Measure == ledger.SystemsTotal {
					total += n
				}
			}
			require.Equal(t, s.System.Active, total == 1)
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	known, _ := step(t, a, stood{}, event.SystemRegistered, noon, &event.System{Name: "x", Owner: "y"})
	for _, c := range []struct {
		field string
		state State
		what  event.Type
		data  event.Data
	}{
		{"subject", State{}, event.SystemAudited, &event.System{}},
		{"data.name", State{}, event.SystemRegistered, &event.System{Owner: "y"}},
		{"data.owner", State{}, event.SystemRegistered, &event.System{Name: "x"}},
		{"data.unit", State{}, event.SystemRegistered, &event.System{Name: "x", Owner: "y", Unit: "0"}},
		{"data.unit", known.State, event.SystemAudited, &event.System{Unit: "672"}},
		{"data.approver", known.State, event.SystemLevelApproved, &event.System{Level: 2}},
		{"data.level", known.State, event.SystemLevelApproved, &event.System{Approver: event.ApprovedByProvince}},
		{"data.layer", known.State, event.SystemLayerAssessed, &event.System{Coverage: event.CoverageFull}},
		{"data.coverage", known.State, event.SystemLayerAssessed, &event.System{Layer: 1}},
		{"data.active", known.State, event.SystemAudited, &event.System{Active: true}},
		{"data.name", State{}, event.FeedUp, &event.Feed{}},
		{"data.up", State{}, event.FeedUp, &event.Feed{Name: "x", Up: true}},
		{"type", State{}, event.FeedUp, &event.Model{}},
	} {
		_, err := a.Decide(c.state, &event.Event{Type: c.what, Subject: "x/y", Time: noon.Add(time.Hour), Data: c.data})
		var refusal *event.FieldError
		require.ErrorAs(t, err, &refusal, c.field)
		assert.Equal(t, c.field, refusal.Field)
	}
}

func TestTheAPI(t *testing.T) {
	s, err := New(intake.Common{Log: intaketest.Log(t), Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	api := intaketest.NewAPI(t, "systems", s.Handler())
	const one, feed = "/api/v1/systems/HT1", "/api/v1/systems/feeds/national"
	api.Post(one+"/audit", "", http.StatusNotFound)
	api.Post(one+"/register", `{"name":"Cổng"}`, http.StatusUnprocessableEntity)
	api.Post(one+"/register", `{"name":"Cổng","owner":"Sở TT&TT","level":2}`, http.StatusOK)
	api.Post(one+"/register", `{"name":"Cổng","owner":"Sở TT&TT","level":2}`, http.StatusConflict)
	api.Post(one+"/approve-level", `{"approver":"department","on":"2024-05-01"}`, http.StatusOK)
	api.Post(one+"/assess-layer", `{"layer":4,"coverage":"full"}`, http.StatusOK)
	api.Post(one+"/audit", `{"on":"2024-04-01"}`, http.StatusOK)
	api.Post(one+"/audit", `{`, http.StatusBadRequest)
	api.Post(one+"/explode", ``, http.StatusNotFound)
	assert.Contains(t, api.Get(one, http.StatusOK), `"approver":"department","approved_on":"2024-05-01","layers":["","","","full"],"audited_on":"2024-04-01","review_due":"2026-04-01"`)
	api.Get("/api/v1/systems/none", http.StatusNotFound)
	api.Post(feed+"/up", `{}`, http.StatusUnprocessableEntity)
	api.Post(feed+"/up", `{"name":"NCSC"}`, http.StatusOK)
	api.Post(feed+"/down", `{"reason":"đứt cáp"}`, http.StatusOK)
	api.Post(feed+"/down", `{`, http.StatusBadRequest)
	api.Post(feed+"/sideways", ``, http.StatusNotFound)
	assert.Contains(t, api.Get(feed, http.StatusOK), `"up":false,"reason":"đứt cáp"`)
	api.Get("/api/v1/systems/feeds/none", http.StatusNotFound)
	const line = `{"specversion":"1.0","id":"1","source":"s","type":"system.registered.v1","subject":"system/HT2","time":"2024-06-12T01:00:00Z","data":{"name":"x","owner":"y"}}`
	api.TakesEvents("/api/v1/systems/events", line, strings.NewReplacer(`"owner"`, `"note"`, `HT2`, `HT3`).Replace(line))
}

// The code 682 is Đạ Tẻh's until 30 November 2024, and then that of the new Đạ Huoai.
func TestAUnitIsMeantAsOfTheDay(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	for day, unit := range map[string]string{"2024-11-30": "682", "2024-12-01": "682-202412"} {
		at := calendar.MustDate(day).Midnight(a.topology.Location())
		s, e := step(t, a, stood{}, event.SystemRegistered, at, &event.System{Name: "x", Owner: "y", Unit: "682"})
		assert.Equal(t, unit, e.Data.(*event.System).Unit, day)
		_, e = step(t, a, s, event.SystemAudited, at.Add(time.Hour), &event.System{Unit: "682"})
		assert.Equal(t, unit, e.Data.(*event.System).Unit, "named again by its code")
		s, e = step(t, a, stood{}, event.FeedUp, at, &event.Feed{Name: "x", Unit: "682"})
		assert.Equal(t, unit, e.Data.(*event.Feed).Unit, day)
		_, e = step(t, a, s, event.FeedDown, at.Add(time.Hour), &event.Feed{Unit: "682"})
		assert.Equal(t, unit, e.Data.(*event.Feed).Unit, "named again by its code")
	}
}
