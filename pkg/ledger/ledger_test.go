package ledger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/ledger"
)

func newLedger(t *testing.T) *ledger.Ledger {
	loc, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	require.NoError(t, err)
	return ledger.New(loc)
}

// sums folds postings by measure, and by measure and due date.
func sums(postings []ledger.Posting) map[ledger.Measure]int64 {
	out := make(map[ledger.Measure]int64)
	for _, e := range postings {
		out[e.Measure] += e.Amount
		if out[e.Measure] == 0 {
			delete(out, e.Measure)
		}
	}
	return out
}

func TestADossierIsInExactlyOneStatusAndCountedOnce(t *testing.T) {
	l := newLedger(t)
	due := calendar.MustDate("2024-03-20")
	later := calendar.MustDate("2024-03-25")
	steps := []struct {
		data event.Dossier
		want map[ledger.Measure]int64
	}{
		{event.Dossier{To: 1}, map[ledger.Measure]int64{"dossiers.status.1": 1}},
		{
			event.Dossier{From: 1, To: 2, Due: due, CountsReceived: true},
			map[ledger.Measure]int64{"dossiers.status.2": 1, "dossiers.received": 1, "dossiers.not_digitised": 1, "dossiers.running": 1},
		},
		{
			event.Dossier{From: 2, To: 5, Due: due, PreviousDue: due},
			map[ledger.Measure]int64{"dossiers.status.5": 1, "dossiers.received": 1, "dossiers.not_digitised": 1, "dossiers.stopped": 1},
		},
		{
			event.Dossier{From: 5, To: 4, Due: later, PreviousDue: due},
			map[ledger.Measure]int64{"dossiers.status.4": 1, "dossiers.received": 1, "dossiers.not_digitised": 1, "dossiers.running": 1},
		},
		{
			event.Dossier{From: 4, To: 4, Due: later, PreviousDue: later, Flags: []event.Flag{event.FlagRepeated}},
			map[ledger.Measure]int64{
				"dossiers.status.4": 1, "dossiers.received": 1, "dossiers.not_digitised": 1, "dossiers.running": 1, "dossiers.flagged": 1,
			},
		},
		{
			event.Dossier{From: 4, To: 9, Due: later, PreviousDue: later, CountsResolved: true, Timeliness: event.TimelyLate, Level: event.LevelFull, Channel: event.ChannelOnline},
			map[ledger.Measure]int64{
				"dossiers.status.9": 1, "dossiers.received": 1, "dossiers.not_digitised": 1, "dossiers.flagged": 1, "dossiers.no_electronic_result": 1,
				"dossiers.resolved": 1, "dossiers.resolved_late": 1, "dossiers.resolved_full_online": 1,
			},
		},
	}
	var postings []ledger.Posting
	for i := range steps {
		steps[i].data.Unit = "672"
		postings = l.Postings(postings, &event.Event{Type: "dossier.x.v1", Time: time.Date(2024, 3, 4, 18, 0, 0, 0, time.UTC), Data: &steps[i].data})
		assert.Equal(t, steps[i].want, sums(postings), "after step %d", i)
	}
	byDue := make(map[calendar.Date]int64)
	for _, e := range postings {
		assert.Equal(t, calendar.MustDate("2024-03-05"), e.Day, "18:00 UTC is 01:00 of the next day in Đà Lạt")
		if e.Measure == "dossiers.received" {
			assert.Equal(t, uint8(1), e.Hour)
		}
		byDue[e.Due] += e.Amount
	}
	assert.Zero(t, byDue[due], "what left the first due date is gone from it")
}

// A dossier of May is digitised in June and its result, of May too, is: both count in May, whenever they are told.
func TestWhatIsToldOfComponentsAndResultsIsOfTheDaysOfReceiptAndResolution(t *testing.T) {
	l := newLedger(t)
	received, resolved := calendar.MustDate("2024-05-30"), calendar.MustDate("2024-05-31")
	var postings []ledger.Posting
	add := func(day string, d event.Dossier) map[ledger.Measure]map[calendar.Date]int64 {
		postings = l.Postings(postings, &event.Event{Type: "dossier.x.v1", Time: calendar.MustDate(day).Time(), Data: &d})
		byDay := make(map[ledger.Measure]map[calendar.Date]int64)
		for _, e := range postings {
			if f := e.Measure; f != "dossiers.digitised" && f != "dossiers.not_digitised" && f != "dossiers.reused" &&
				f != "dossiers.reused_national" && f != "dossiers.electronic_result" && f != "dossiers.no_electronic_result" {
				continue
			}
			if byDay[e.Measure] == nil {
				byDay[e.Measure] = make(map[calendar.Date]int64)
			}
			byDay[e.Measure][e.Day] += e.Amount
		}
		return byDay
	}
	type days = map[calendar.Date]int64
	assert.Empty(t, add("2024-05-29", event.Dossier{To: 1, Reused: true}), "not received yet")
	assert.Equal(t, map[ledger.Measure]days{"dossiers.not_digitised": {received: 1}, "dossiers.reused": {received: 1}},
		add("2024-05-30", event.Dossier{From: 1, To: 2, CountsReceived: true, Reused: true}))
	assert.Equal(t, days{resolved: 1},
		add("2024-05-31", event.Dossier{From: 2, To: 9, CountsResolved: true})["dossiers.no_electronic_result"])
	assert.Equal(t, map[ledger.Measure]days{
		"dossiers.not_digitised": {received: 0}, "dossiers.digitised": {received: 1}, "dossiers.reused": {received: 1}, "dossiers.reused_national": {received: 1},
		"dossiers.no_electronic_result": {resolved: 0}, "dossiers.electronic_result": {resolved: 1},
	}, add("2024-06-20", event.Dossier{
		From: 9, To: 10, Digitised: true, ReusedNational: true, ElectronicResult: true, ReceivedOn: received, ResolvedOn: resolved,
	}))
}

// What was recorded before these dates were is not counted by halves: nothing can leave that has not come.
func TestAnOlderEventMakesNoPostingThatALaterOneWouldHaveToTakeBack(t *testing.T) {
	l := newLedger(t)
	at := calendar.MustDate("2024-05-29").Time()
	var postings []ledger.Posting
	for _, d := range []event.Dossier{
		{To: 1, AcceptBy: at},
		{From: 1, To: 2, CountsReceived: true},
		{From: 2, To: 9, CountsResolved: true, Digitised: true},
		{From: 9, To: 10, ElectronicResult: true},
	} {
		postings = l.Postings(postings, &event.Event{Type: "dossier.x.v1", Time: at, Data: &d})
	}
	got := sums(postings)
	assert.Equal(t, [...]int64{0, 1, 0, 1, 0}, [...]int64{
		got["dossiers.unaccepted"], got["dossiers.not_digitised"], got["dossiers.digitised"], got["dossiers.no_electronic_result"], got["dossiers.electronic_result"],
	})
}

func TestADossierWaitsForItsAnswerUntilItGetsOne(t *testing.T) {
	l := newLedger(t)
	due := calendar.MustDate("2024-03-05")
	var postings []ledger.Posting
	add := func(d event.Dossier) map[ledger.Measure]int64 {
		postings = l.Postings(postings, &event.Event{Type: "dossier.x.v1", Time: calendar.MustDate("2024-03-04").Time(), Data: &d})
		return sums(postings)
	}
	assert.Equal(t, map[ledger.Measure]int64{"dossiers.status.1": 1, "dossiers.unaccepted": 1}, add(event.Dossier{To: 1, AcceptDue: due}))
	assert.Equal(t, due, postings[len(postings)-1].Due)
	assert.EqualValues(t, 1, add(event.Dossier{From: 1, To: 1, Flags: []event.Flag{event.FlagRepeated}})["dossiers.unaccepted"])
	assert.Equal(t, map[ledger.Measure]int64{"dossiers.status.3": 1, "dossiers.flagged": 1, "dossiers.refused": 1, "dossiers.refused_late": 1},
		add(event.Dossier{From: 1, To: 3, PreviousAcceptDue: due, RefusedLate: true}))
	assert.Equal(t, map[ledger.Measure]int64{
		"dossiers.status.3": 1, "dossiers.status.5": 1, "dossiers.refused": 1, "dossiers.refused_late": 1,
		"dossiers.flagged": 2, "dossiers.supplement_repeated": 1, "dossiers.supplement_late": 1,
	}, add(event.Dossier{To: 5, Unaccepted: true, Flags: []event.Flag{event.FlagSupplementRepeated, event.FlagSupplementLate}}))
}

func TestARefundTakesBackTheMoneyButNotTheCount(t *testing.T) {
	l := newLedger(t)
	var postings []ledger.Posting
	for _, p := range []struct {
		t    event.Type
		data event.Payment
	}{
		{event.PaymentBilled, event.Payment{To: event.PaymentUnpaid, AmountVND: 75000}},
		{event.PaymentInitiated, event.Payment{From: event.PaymentUnpaid, To: event.PaymentPending, AmountVND: 75000}},
		{event.PaymentSucceeded, event.Payment{From: event.PaymentPending, To: event.PaymentPaid, AmountVND: 75000}},
		{event.PaymentSucceeded, event.Payment{From: event.PaymentPaid, To: event.PaymentPaid, AmountVND: 75000, Flags: []event.Flag{event.FlagRepeated}}},
		{event.PaymentRefunded, event.Payment{From: event.PaymentPaid, To: event.PaymentRefundedStatus, AmountVND: 75000}},
	} {
		postings = l.Postings(postings, &event.Event{Type: p.t, Time: time.Unix(0, 0), Data: &p.data})
	}
	assert.Equal(t, map[ledger.Measure]int64{
		"payments.billed": 1, "payments.attempts": 1, "payments.succeeded": 1, "payments.refunded": 1,
	}, sums(postings))
}

func TestModelsAddUpByGroup(t *testing.T) {
	l := newLedger(t)
	var postings []ledger.Posting
	for _, m := range []struct {
		t        event.Type
		from, to event.ModelStatus
	}{
		{event.ModelProposed, "", event.ModelStatusProposed},
		{event.ModelPreparing, event.ModelStatusProposed, event.ModelStatusPreparing},
		{event.ModelStarted, event.ModelStatusPreparing, event.ModelStatusInProgress},
		{event.ModelSiteActivated, event.ModelStatusInProgress, event.ModelStatusInProgress},
		{event.ModelCompleted, event.ModelStatusInProgress, event.ModelStatusCompleted},
		{event.ModelMaintained, event.ModelStatusCompleted, event.ModelStatusMaintained},
	} {
		postings = l.Postings(postings, &event.Event{Type: m.t, Time: time.Unix(0, 0), Data: &event.Model{From: m.from, To: m.to}})
	}
	assert.Equal(t, map[ledger.Measure]int64{"models.total": 1, "models.completed": 1, "models.sites": 1}, sums(postings))
}

func TestTheNationalLinkIsCountedApartFromTheOthers(t *testing.T) {
	l := ledger.New(time.FixedZone("ICT", 7*3600))
	sums := make(map[ledger.Measure]int64)
	tell := func(id string, d event.Feed) {
		for _, x := range l.Postings(nil, &event.Event{Type: event.FeedDown, Subject: event.FeedSubject(id), Data: &d}) {
			sums[x.Measure] += x.Amount
		}
	}
	tell("dvcqg", event.Feed{Unit: "68"})
	tell(event.NationalFeed, event.Feed{Unit: "68", Up: true})
	assert.Equal(t, map[ledger.Measure]int64{ledger.FeedsTotal: 2, ledger.FeedsDown: 1, ledger.FeedsOthersDown: 1}, sums)
	tell(event.NationalFeed, event.Feed{Unit: "68", Known: true, WasUp: true})
	assert.Equal(t, map[ledger.Measure]int64{ledger.FeedsTotal: 2, ledger.FeedsDown: 2, ledger.FeedsOthersDown: 1, ledger.FeedsNationalDown: 1}, sums)
	tell("dvcqg", event.Feed{Unit: "68", Known: true, Up: true})
	assert.Equal(t, map[ledger.Measure]int64{ledger.FeedsTotal: 2, ledger.FeedsDown: 1, ledger.FeedsOthersDown: 0, ledger.FeedsNationalDown: 1}, sums)
}

func TestASevereIncidentIsSevereOnlyWhileOpen(t *testing.T) {
	l := newLedger(t)
	var postings []ledger.Posting
	add := func(typ event.Type, i event.Incident) map[ledger.Measure]int64 {
		postings = l.Postings(postings, &event.Event{Type: typ, Time: time.Unix(0, 0), Data: &i})
		return sums(postings)
	}
	severe, ordinary := event.IncidentSevere, event.IncidentOrdinary
	assert.Equal(t, map[ledger.Measure]int64{"incidents.opened": 1, "incidents.open": 1},
		add(event.IncidentOpened, event.Incident{To: event.IncidentStatusOpen, Severity: ordinary}))
	assert.Equal(t, map[ledger.Measure]int64{"incidents.opened": 1, "incidents.open": 1, "incidents.severe": 1},
		add(event.IncidentEscalated, event.Incident{From: event.IncidentStatusOpen, To: event.IncidentStatusOpen, FromSeverity: ordinary, Severity: severe}))
	assert.Equal(t, map[ledger.Measure]int64{"incidents.opened": 1, "incidents.resolved": 1},
		add(event.IncidentResolved, event.Incident{From: event.IncidentStatusOpen, To: event.IncidentStatusResolved, FromSeverity: severe, Severity: severe, CountsResolved: true}))
}

func TestEveryFigureHasItsOwnNameAndKnownMeasures(t *testing.T) {
	seen := make(map[string]bool)
	for _, f := range ledger.Figures() {
		assert.False(t, seen[f.Name], "%s is defined twice", f.Name)
		seen[f.Name] = true
		assert.NotEmpty(t, f.Measures, f.Name)
		for _, text := range []string{f.Words.Title, f.Words.TitleEn, f.Words.Means, f.Words.MeansEn} {
			assert.NotEmpty(t, text, "%s has no words", f.Name)
		}
		assert.NotEmpty(t, ledger.SourceOf(ledger.Noun(f.Measures[0])).TextEn, "%s has no source", f.Name)
		assert.True(t, f.ByDay() || f.Report, "%s: no sum by day makes it", f.Name)
		terms := make(map[ledger.Measure]bool)
		for _, m := range slices.Concat(f.Measures, f.Less) {
			assert.NotEmpty(t, m, f.Name)
			assert.False(t, terms[m], "%s counts %s twice: readers by single postings would count it once", f.Name, m)
			terms[m] = true
			assert.Equal(t, ledger.Noun(ledger.Measure(f.Name)), ledger.Noun(m), "%s is told apart by the axes of its noun", f.Name)
		}
	}
	for _, d := range ledger.Derivations {
		assert.True(t, seen[d.Of] && seen[d.Base], d.Name)
		assert.False(t, seen[d.Name], d.Name)
		seen[d.Name] = true
		assert.NotEmpty(t, d.Title+d.TitleEn, d.Name)
	}
}
