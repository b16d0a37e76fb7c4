package dossiers

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
)

// figuresOf sums entries as a report of the days from, at does.
func figuresOf(entries []ledger.Posting, from, at calendar.Date) map[string]int64 {
	values := make(map[string]int64)
	for _, f := range ledger.Figures() {
		for _, e := range entries {
			values[f.Name] += f.Of(&e, ledger.Period{From: from, At: at})
		}
	}
	return values
}

// TestTheColumnsOfTheReport counts by hand sixteen dossiers of the week from 6 to 10 May 2024, all about a procedure of three
// working days, by the rules of the provincial report: what counts as carried over, received, resolved early, on time and late,
// under way, due soon, paused, returned, withdrawn, and accepted late.
func TestTheColumnsOfTheReport(t *testing.T) {
	a := newAggregate(t)
	received := func(at string) told { return told{what: event.DossierReceived, at: at} }
	then := func(what event.Type, at string) told { return told{what: what, at: at} }
	online := func(at string) told { return told{what: event.DossierSubmitted, at: at} }
	stories := map[string][]told{
		"received on Thursday before the holidays, resolved on its due date, Monday 6 May": {
			received("2024-05-02 09:00"), then(event.DossierResolved, "2024-05-06 16:00"),
		},
		"carried over, late by a day": {
			received("2024-05-02 09:00"), then(event.DossierResolved, "2024-05-08 08:00"),
		},
		"resolved before the period": {
			received("2024-05-02 09:00"), then(event.DossierResolved, "2024-05-03 09:00"),
		},
		"early": {
			online("2024-05-06 08:00"), received("2024-05-06 10:00"), then(event.DossierResolved, "2024-05-08 10:00"),
		},
		"accepted late: on the day after the one by which it had to be": {
			online("2024-05-06 08:00"), received("2024-05-07 09:30"), then(event.DossierResolved, "2024-05-10 10:00"),
		},
		"under way and due on Monday": {received("2024-05-08 09:00")},
		"under way and overdue":       {received("2024-05-06 09:00")},
		"carried over, waits for a supplement since before": {
			received("2024-05-03 09:00"), then(event.DossierSupplementRequested, "2024-05-04 09:00"),
		},
		"the clock stood still for two days": {
			received("2024-05-06 09:00"), then(event.DossierPaused, "2024-05-07 09:00"),
			then(event.DossierResumed, "2024-05-09 09:00"),
		},
		// Three working days from Monday 6 May are Thursday the 9th.
		"given back, early":           {received("2024-05-06 09:00"), then(event.DossierRefused, "2024-05-08 15:00")},
		"given back, on its due date": {received("2024-05-06 09:00"), then(event.DossierRefused, "2024-05-09 23:00")},
		"withdrawn, early":            {received("2024-05-06 09:00"), then(event.DossierWithdrawn, "2024-05-07 15:00")},
		"withdrawn, early too":        {received("2024-05-06 09:00"), then(event.DossierWithdrawn, "2024-05-08 15:00")},
		"withdrawn, late":             {received("2024-05-06 09:00"), then(event.DossierWithdrawn, "2024-05-10 00:01")},
		"withdrawn on its due date":   {received("2024-05-06 09:00"), then(event.DossierWithdrawn, "2024-05-09 15:00")},
		"given back, late":            {received("2024-05-06 09:00"), then(event.DossierRefused, "2024-05-10 15:00")},
		"never received: refused":     {online("2024-05-07 09:00"), then(event.DossierRefused, "2024-05-07 10:00")},
		"never received: a supplement is asked for": {
			online("2024-05-07 09:00"), then(event.DossierSupplementRequested, "2024-05-07 10:00"),
		},
	}
	l := ledger.New(a.topology.Location())
	var entries []ledger.Posting
	for name, story := range stories {
		var s State
		for i, it := range story {
			e := makeEvent(t, a, it, i == 0)
			data, err := a.Decide(s, e)
			require.NoError(t, err, name)
			e.Data = data
			s = a.Evolve(s, e)
			entries = l.Postings(entries, e)
		}
	}
	got := figuresOf(entries, calendar.MustDate("2024-05-06"), calendar.MustDate("2024-05-10"))
	for name, want := range map[string]int64{
		"dossiers.carried_over": 3, "dossiers.received": 12, "dossiers.accepted_late": 1,
		"dossiers.resolved": 4, "dossiers.resolved_early": 1, "dossiers.resolved_on_time": 2, "dossiers.resolved_late": 1,
		"dossiers.in_time": 2, "dossiers.overdue": 1, "dossiers.due_soon": 0, "dossiers.paused": 1, "dossiers.open": 4,
		"dossiers.withdrawn": 4, "dossiers.withdrawn_early": 2, "dossiers.withdrawn_on_time": 1, "dossiers.withdrawn_late": 1,
		"dossiers.rejected": 3, "dossiers.rejected_early": 1, "dossiers.rejected_on_time": 1, "dossiers.rejected_late": 1,
		"dossiers.refused": 1, "dossiers.status.5": 2,
	} {
		assert.Equal(t, want, got[name], name)
	}
	sunday := figuresOf(entries, calendar.MustDate("2024-05-06"), calendar.MustDate("2024-05-12"))
	assert.EqualValues(t, 2, sunday["dossiers.due_soon"], "on Sunday, two are due on Monday")
}

func TestAnApologyGivesOneNewDateAndNoMoreTime(t *testing.T) {
	a := newAggregate(t)
	sorry := func(at, promised string) told {
		return told{what: event.DossierApologised, at: at, data: event.Dossier{Reason: "quá tải", Promised: calendar.MustDate(promised)}}
	}
	start := told{what: event.DossierReceived, at: "2024-03-04 09:00"} // due on the 7th
	s, recorded := tell(t, a, start, sorry("2024-03-06 09:00", "2024-03-12"), sorry("2024-03-07 09:00", "2024-03-20"),
		told{what: event.DossierResolved, at: "2024-03-13 09:00"})
	assert.Equal(t, calendar.MustDate("2024-03-12"), s.Promised)
	assert.Equal(t, event.Dossier{
		Procedure: "1.3", Unit: "1", Department: "construction", Channel: event.ChannelOnline, Level: event.LevelFull, From: 2, To: 2,
		Due: calendar.MustDate("2024-03-07"), PreviousDue: calendar.MustDate("2024-03-07"), Promised: calendar.MustDate("2024-03-12"), Reason: "quá tải",
	}, *recorded[1])
	assert.Equal(t, []event.Flag{event.FlagRepeated}, recorded[2].Flags, "there is one new date, not two")
	assert.Zero(t, recorded[2].Promised)
	assert.Equal(t, event.TimelyLate, recorded[3].Timeliness, "an apology does not make it on time")
	assert.True(t, recorded[3].PromiseBroken)

	_, recorded = tell(t, a, start, sorry("2024-03-08 09:00", "2024-03-12"), told{what: event.DossierResolved, at: "2024-03-12 09:00"})
	assert.Equal(t, []event.Flag{event.FlagOutOfOrder}, recorded[1].Flags, "the due date had passed")
	assert.False(t, recorded[2].PromiseBroken)

	known, _ := tell(t, a, start)
	for field, data := range map[string]event.Dossier{
		"data.reason":   {Promised: calendar.MustDate("2024-03-12")},
		"data.promised": {Reason: "x", Promised: calendar.MustDate("2024-03-07")},
	} {
		_, err := a.Decide(known, &event.Event{Type: event.DossierApologised, Time: time.Date(2024, 3, 4, 3, 0, 0, 0, time.UTC), Data: &data})
		var refusal *event.FieldError
		require.ErrorAs(t, err, &refusal)
		assert.Equal(t, field, refusal.Field)
	}
}

func TestWhatIsToldOfADossierCountsOnce(t *testing.T) {
	a := newAggregate(t)
	_, recorded := tell(
		t, a,
		told{what: event.DossierReceived, at: "2024-03-04 09:00", data: event.Dossier{Digitised: true}},
		told{what: event.DossierAssigned, at: "2024-03-04 10:00", data: event.Dossier{Digitised: true, ReusedNational: true}},
		told{what: event.DossierResolved, at: "2024-03-05 10:00", data: event.Dossier{Reused: true, ElectronicResult: true}},
	)
	told := func(d *event.Dossier) [4]bool {
		return [4]bool{d.Digitised, d.Reused, d.ReusedNational, d.ElectronicResult}
	}
	assert.Equal(t, [4]bool{true, false, false, false}, told(recorded[0]))
	assert.Equal(t, [4]bool{false, true, true, false}, told(recorded[1]))
	assert.Equal(t, [4]bool{false, false, false, true}, told(recorded[2]))
}

// TestThePeriodBalances draws the lives of some dossiers that go from unit to unit and cuts them anywhere: in each unit what was carried
// over, received and transferred to it is what was resolved, given back, withdrawn, transferred from it, or is still open.
func TestThePeriodBalances(t *testing.T) {
	top := intaketest.Topology(t)
	a := aggregateOf(top)
	book := ledger.New(top.Location())
	first, units := calendar.MustDate("2024-01-02"), []string{"24769", "24772", "672"}
	rapid.Check(t, func(t *rapid.T) {
		var entries []ledger.Posting
		for range rapid.IntRange(1, 4).Draw(t, "dossiers") {
			var s State
			at := first.Midnight(top.Location())
			for range rapid.IntRange(1, 9).Draw(t, "events") {
				data := &event.Dossier{Digitised: rapid.Bool().Draw(t, "digitised")}
				if s.Status == 0 {
					data.Procedure, data.Unit = "1.013225", "24769"
				}
				at = at.Add(time.Duration(rapid.IntRange(0, 30*24).Draw(t, "hours")) * time.Hour)
				e := &event.Event{Type: rapid.SampledFrom(moving).Draw(t, "type"), Subject: "dossier/x", Data: data, Time: at}
				if e.Type == event.DossierTransferred {
					data.Unit = rapid.SampledFrom(units).Draw(t, "unit")
				}
				filled, err := a.Decide(s, e)
				if e.Type == event.DossierTransferred && err != nil {
					continue // it was not received
				}
				require.NoError(t, err)
				e.Data = filled
				s = a.Evolve(s, e)
				entries = book.Postings(entries, e)
			}
		}
		from := first + calendar.Date(rapid.IntRange(0, 200).Draw(t, "from"))
		at := from + calendar.Date(rapid.IntRange(0, 90).Draw(t, "days"))
		for _, unit := range units {
			requireBalance(t, unit, figuresOf(of(unit, entries), from, at))
		}
		all := figuresOf(entries, from, at)
		requireBalance(t, "the province", all)
		require.Equal(t, all["dossiers.transferred_in"], all["dossiers.transferred_out"], "what leaves one unit comes to another")
	})
}

// of are the entries of a unit.
func of(unit string, entries []ledger.Posting) (its []ledger.Posting) {
	for _, e := range entries {
		if e.Unit == unit {
			its = append(its, e)
		}
	}
	return its
}

func requireBalance(t require.TestingT, where string, f map[string]int64) {
	require.Equal(t, f["dossiers.carried_over"]+f["dossiers.received"]+f["dossiers.transferred_in"],
		f["dossiers.resolved"]+f["dossiers.rejected"]+f["dossiers.withdrawn"]+f["dossiers.transferred_out"]+f["dossiers.open"], where)
	require.Equal(t, f["dossiers.open"], f["dossiers.in_time"]+f["dossiers.overdue"]+f["dossiers.paused"], where)
	require.Equal(t, f["dossiers.received"], f["dossiers.digitised"]+f["dossiers.not_digitised"], where)
	for _, all := range []string{"dossiers.resolved", "dossiers.rejected", "dossiers.withdrawn"} {
		require.Equal(t, f[all], f[all+"_early"]+f[all+"_on_time"]+f[all+"_late"], where)
	}
}
