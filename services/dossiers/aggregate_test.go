package dossiers

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
)

// A province small enough to count its days by hand: 30 April and 1 May 2024 are holidays, and
// Saturday 4 May is worked for Monday 29 April.
//
// The eighth to the fourteenth of February 2024 is Tết.
const province = `{"id":"p","name":{"vi":"P","en":"P"},"timezone":"Asia/Ho_Chi_Minh",
	"kinds":[{"id":"province","name":{"vi":"Tỉnh","en":"Province"}}],
	"units":[{"id":"1","code":"1","kind":"province","name":{"vi":"P","en":"P"}}],
	"departments":[{"id":"construction","name":{"vi":"X","en":"X"},"fields":["Xây dựng"]}],
	"procedures":[
		{"code":"1.1","name":"in-day","field":"Hộ tịch","level":"full","handled_by":["province"],"days":0},
		{"code":"1.3","name":"three working days","field":"Xây dựng","level":"full","handled_by":["province"],"days":3},
		{"code":"1.20","name":"twenty days","field":"Xây dựng","level":"partial","handled_by":["province"],"days":20,"calendar_days":true},
		{"code":"1.0","name":"no legal time","field":"Hộ tịch","level":"info","handled_by":["province"],"days":-1}],
	"holidays":["2024-02-08","2024-02-09","2024-02-12","2024-02-13","2024-02-14","2024-04-29","2024-04-30","2024-05-01"],"makeup_days":["2024-05-04"],"screens":[],"assumptions":[]}`

// leading are the types that lead to a status.
var leading = slices.DeleteFunc(event.TypesOf(event.NounDossier), func(t event.Type) bool { return target[t] == stays })

// moving are those, and the transfer.
var moving = append(slices.Clone(leading), event.DossierTransferred)

// aggregateOf decides by a province's own catalogue.
func aggregateOf(t *topology.Topology) *aggregate {
	return &aggregate{topology: t, catalogue: catalogue.New(t)}
}

func newAggregate(t require.TestingT) *aggregate {
	top, err := topology.Parse([]byte(province))
	require.NoError(t, err)
	return aggregateOf(top)
}

// told is one event of a test: what, when (local), and what its source says.
type told struct {
	what event.Type
	at   string
	data event.Dossier
}

// tell runs events through the aggregate and gives what was recorded.
func tell(t *testing.T, a *aggregate, story ...told) (State, []*event.Dossier) {
	t.Helper()
	var s State
	var latest intaketest.Latest
	var recorded []*event.Dossier
	for i, it := range story {
		e := makeEvent(t, a, it, i == 0)
		latest.Count(e)
		data, err := a.Decide(s, e)
		require.NoError(t, err)
		e.Data = data
		s = a.Evolve(s, e)
		recorded = append(recorded, data.(*event.Dossier))
		decoded, err := a.Decode(a.Encode(nil, s))
		require.NoError(t, err)
		require.Equal(t, s, decoded, "a snapshot is the state")
	}
	return s, recorded
}

func makeEvent(t *testing.T, a *aggregate, it told, first bool) *event.Event {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", it.at, a.topology.Location())
	require.NoError(t, err)
	data := it.data
	if first && data.Procedure == "" {
		data.Procedure = "1.3"
	}
	if first && data.Unit == "" {
		data.Unit = "1"
	}
	return &event.Event{Type: it.what, Subject: "dossier/x", Time: at, Data: &data}
}

var reach = map[event.DossierStatus][]event.Type{
	1: {event.DossierSubmitted},
	2: {event.DossierReceived},
	3: {event.DossierSubmitted, event.DossierRefused},
	4: {event.DossierReceived, event.DossierAssigned},
	5: {event.DossierReceived, event.DossierSupplementRequested},
	6: {event.DossierReceived, event.DossierFeeRequested},
	7: {event.DossierReceived, event.DossierWithdrawn},
	8: {event.DossierReceived, event.DossierPaused},
	9: {event.DossierReceived, event.DossierAssigned, event.DossierResolved},
	10: {
		event.DossierReceived, event.DossierAssigned, event.DossierResolved, event.DossierReturned,
	},
}

// TestEveryTransition is the whole table: from each status (rows 0 to 10), to each status
// (columns 1 to 10), reported in time and reported too late. "=" in order, "s" skipped, "r" repeated, and
// "o" out of order with the status unchanged; "O" out of order but taken.
func TestEveryTransition(t *testing.T) {
	a := newAggregate(t)
	inTime := []string{
		"==ssssssss",
		"r==s=s=sss",
		"ors=====ss",
		"oorooooooo",
		"ossr=====s",
		"o=s=rs==ss",
		"oss=sr==ss",
		"oooooorooo",
		"oss=sssrss",
		"oooooooor=",
		"ooooooooor",
	}
	late := []string{
		"==ssssssss", // a first event is never late
		"roOoooOoOO",
		"orOoooOoOO",
		"oorooooooo",
		"ooOrooOoOO",
		"ooOoroOoOO",
		"ooOoorOoOO",
		"oooooorooo",
		"ooOoooOrOO",
		"oooooooorO",
		"ooooooooor",
	}
	for from := event.DossierStatus(0); from <= 10; from++ {
		for _, what := range leading {
			to := target[what]
			assert.Equal(t, string(inTime[from][to-1]), verdict(t, a, from, what, "2024-03-05 09:00"), "%d → %d by %s", from, to, what)
			assert.Equal(t, string(late[from][to-1]), verdict(t, a, from, what, "2024-03-04 07:00"), "%d → %d by %s, told late", from, to, what)
		}
	}
}

func verdict(t *testing.T, a *aggregate, from event.DossierStatus, what event.Type, at string) string {
	t.Helper()
	var story []told
	for _, step := range reach[from] {
		story = append(story, told{what: step, at: "2024-03-04 08:00"})
	}
	_, recorded := tell(t, a, append(story, told{what: what, at: at})...)
	d := recorded[len(recorded)-1]
	require.Equal(t, from, d.From)
	taken := d.To == target[what]
	switch {
	case len(d.Flags) == 0 && taken:
		return "="
	case d.Flags[0] == event.FlagSkipped && taken:
		return "s"
	case d.Flags[0] == event.FlagRepeated && taken:
		return "r"
	case d.Flags[0] == event.FlagOutOfOrder && taken:
		return "O"
	case d.Flags[0] == event.FlagOutOfOrder && d.To == from:
		return "o"
	}
	return "?"
}

func TestDeadlines(t *testing.T) {
	a := newAggregate(t)
	due := func(s string) calendar.Date { return calendar.MustDate(s) }
	for _, c := range []struct {
		name       string
		procedure  string
		story      []told
		due        calendar.Date
		timeliness event.Timeliness
	}{
		{"working days over holidays and a worked Saturday", "1.3", []told{
			{what: event.DossierReceived, at: "2024-04-26 10:00"},
		}, due("2024-05-04"), ""},
		{"counted from the receipt, not the submission", "1.3", []told{
			{what: event.DossierSubmitted, at: "2024-03-01 10:00"}, {what: event.DossierReceived, at: "2024-03-04 10:00"},
		}, due("2024-03-07"), ""},
		{"none before the receipt", "1.3", []told{{what: event.DossierSubmitted, at: "2024-03-01 10:00"}}, 0, ""},
		{"calendar days", "1.20", []told{{what: event.DossierReceived, at: "2024-04-26 10:00"}}, due("2024-05-16"), ""},
		{"same day, resolved late in the evening", "1.1", []told{
			{what: event.DossierReceived, at: "2024-03-04 00:10"}, {what: event.DossierAssigned, at: "2024-03-04 00:20"}, {what: event.DossierResolved, at: "2024-03-04 23:59"},
		}, due("2024-03-04"), event.TimelyOnTime},
		{"same day, resolved a minute after midnight", "1.1", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00"}, {what: event.DossierAssigned, at: "2024-03-04 10:00"}, {what: event.DossierResolved, at: "2024-03-05 00:01"},
		}, due("2024-03-04"), event.TimelyLate},
		{"early", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00"}, {what: event.DossierAssigned, at: "2024-03-04 10:00"}, {what: event.DossierResolved, at: "2024-03-06 10:00"},
		}, due("2024-03-07"), event.TimelyEarly},
		{"no legal time is on time", "1.0", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00"}, {what: event.DossierAssigned, at: "2024-03-04 10:00"}, {what: event.DossierResolved, at: "2024-06-06 10:00"},
		}, 0, event.TimelyOnTime},
		{"the clock stands still for two working days", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00"}, {what: event.DossierSupplementRequested, at: "2024-03-05 10:00"}, {what: event.DossierResumed, at: "2024-03-07 10:00"},
		}, due("2024-03-11"), ""},
		{"the clock stands still for one working day", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00"}, {what: event.DossierPaused, at: "2024-03-05 10:00"}, {what: event.DossierResumed, at: "2024-03-06 10:00"},
		}, due("2024-03-08"), ""},
		{"from one stop into another it stands still throughout", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00"},
			{what: event.DossierSupplementRequested, at: "2024-03-05 10:00"},
			{what: event.DossierPaused, at: "2024-03-06 10:00"},
			{what: event.DossierResumed, at: "2024-03-07 10:00"},
		}, due("2024-03-11"), ""},
		{"stopped over a weekend, in calendar days", "1.20", []told{
			{what: event.DossierReceived, at: "2024-03-01 10:00"}, {what: event.DossierPaused, at: "2024-03-01 11:00"}, {what: event.DossierResumed, at: "2024-03-04 10:00"},
		}, due("2024-03-24"), ""},
		{"resolved out of a stop, with the resumption not told", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00"}, {what: event.DossierFeeRequested, at: "2024-03-05 10:00"}, {what: event.DossierResolved, at: "2024-03-11 10:00"},
		}, due("2024-03-13"), event.TimelyEarly},
		{"received and resolved by one report", "1.1", []told{
			{what: event.DossierSubmitted, at: "2024-03-04 10:00"}, {what: event.DossierResolved, at: "2024-03-04 10:30"},
		}, due("2024-03-04"), event.TimelyOnTime},
		{"the source's own deadline stands", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00", data: event.Dossier{Due: due("2024-03-29")}}, {what: event.DossierAssigned, at: "2024-03-04 10:00"},
		}, due("2024-03-29"), ""},
		// Over a stop of two working days (6 and 7 March): 4 March + 3 is the 7th, and becomes the 11th.
		{"the legal deadline, which the source repeats, moves", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00", data: event.Dossier{Due: due("2024-03-07")}},
			{what: event.DossierPaused, at: "2024-03-05 10:00", data: event.Dossier{Due: due("2024-03-07")}},
			{what: event.DossierResumed, at: "2024-03-07 10:00", data: event.Dossier{Due: due("2024-03-07")}},
			{what: event.DossierResumed, at: "2024-03-07 11:00", data: event.Dossier{Due: due("2024-03-07")}},
		}, due("2024-03-11"), ""},
		{"and with the end, whose resumption was not told", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00", data: event.Dossier{Due: due("2024-03-07")}},
			{what: event.DossierPaused, at: "2024-03-05 10:00"},
			{what: event.DossierResolved, at: "2024-03-07 10:00", data: event.Dossier{Due: due("2024-03-07")}},
		}, due("2024-03-11"), event.TimelyEarly},
		{"another one of the source's after a stop stands as it gives it", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00", data: event.Dossier{Due: due("2024-03-07")}},
			{what: event.DossierPaused, at: "2024-03-05 10:00"},
			{what: event.DossierResumed, at: "2024-03-07 10:00", data: event.Dossier{Due: due("2024-03-15")}},
			{what: event.DossierAssigned, at: "2024-03-07 11:00", data: event.Dossier{Due: due("2024-03-15")}},
		}, due("2024-03-15"), ""},
		{"the one before it, given again, is another one", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00", data: event.Dossier{Due: due("2024-03-07")}},
			{what: event.DossierAssigned, at: "2024-03-05 10:00", data: event.Dossier{Due: due("2024-03-15")}},
			{what: event.DossierAssigned, at: "2024-03-05 11:00", data: event.Dossier{Due: due("2024-03-07")}},
		}, due("2024-03-07"), ""},
		// Received on Monday 5 February 2024: working days are the 6th, the 7th and, after Tết (8 to 14 February), the 15th. It stands still
		// from Tuesday the 6th to Thursday the 15th, which takes two working days, the 7th and the 15th: the 15th becomes Monday the 19th.
		{"the clock stands still over Tết", "1.3", []told{
			{what: event.DossierReceived, at: "2024-02-05 10:00"}, {what: event.DossierPaused, at: "2024-02-06 10:00"}, {what: event.DossierResumed, at: "2024-02-15 10:00"},
		}, due("2024-02-19"), ""},
		// Stopped within the holidays only, from the 8th to the 14th, no working day is lost.
		{"the clock stands still within Tết", "1.3", []told{
			{what: event.DossierReceived, at: "2024-02-05 10:00"}, {what: event.DossierPaused, at: "2024-02-08 10:00"}, {what: event.DossierResumed, at: "2024-02-14 10:00"},
		}, due("2024-02-15"), ""},
		// In calendar days Tết is like any other week: 5 February + 20 is the 25th, and nine days later 5 March.
		{"the clock stands still over Tết, in calendar days", "1.20", []told{
			{what: event.DossierReceived, at: "2024-02-05 10:00"}, {what: event.DossierPaused, at: "2024-02-06 10:00"}, {what: event.DossierResumed, at: "2024-02-15 10:00"},
		}, due("2024-03-05"), ""},
		// Received on Thursday 2 May 2024: working days are Friday the 3rd, Saturday the 4th (worked for Monday 29 April) and Monday the 6th. It
		// stands still from the 3rd to the 6th, which takes two working days, the 4th and the 6th: the 6th becomes Wednesday the 8th.
		{"the clock stands still over the worked Saturday", "1.3", []told{
			{what: event.DossierReceived, at: "2024-05-02 10:00"}, {what: event.DossierPaused, at: "2024-05-03 10:00"}, {what: event.DossierResumed, at: "2024-05-06 10:00"},
		}, due("2024-05-08"), ""},
		// A week later the Saturday is free: from Friday the 10th to Monday the 13th only the Monday is lost, and 9 May + 3 (10th, 13th, 14th)
		// becomes the 15th.
		{"the clock stands still over a free Saturday", "1.3", []told{
			{what: event.DossierReceived, at: "2024-05-09 10:00"}, {what: event.DossierPaused, at: "2024-05-10 10:00"}, {what: event.DossierResumed, at: "2024-05-13 10:00"},
		}, due("2024-05-15"), ""},
		{"what is told too late does not move it", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00"}, {what: event.DossierSubmitted, at: "2024-03-01 10:00", data: event.Dossier{Due: due("2024-03-29")}},
		}, due("2024-03-07"), ""},
		{"an old repeat does not move it", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00"},
			{what: event.DossierAssigned, at: "2024-03-05 10:00"},
			{what: event.DossierAssigned, at: "2024-03-04 11:00", data: event.Dossier{Due: due("2024-03-29")}},
		}, due("2024-03-07"), ""},
		{"another one with the end does not move it", "1.3", []told{
			{what: event.DossierReceived, at: "2024-03-04 10:00"},
			{what: event.DossierAssigned, at: "2024-03-04 10:00"},
			{what: event.DossierResolved, at: "2024-03-08 10:00", data: event.Dossier{Due: due("2024-03-29")}},
		}, due("2024-03-07"), event.TimelyLate},
		{"a supplement before the receipt starts no clock", "1.3", []told{
			{what: event.DossierSubmitted, at: "2024-03-01 10:00"}, {what: event.DossierSupplementRequested, at: "2024-03-01 11:00"},
		}, 0, ""},
		{"received after a supplement, counted from the receipt", "1.3", []told{
			{what: event.DossierSubmitted, at: "2024-03-01 10:00"},
			{what: event.DossierSupplementRequested, at: "2024-03-01 11:00"},
			{what: event.DossierReceived, at: "2024-03-04 10:00"},
		}, due("2024-03-07"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.story[0].data.Procedure = c.procedure
			_, recorded := tell(t, a, c.story...)
			last := recorded[len(recorded)-1]
			assert.Equal(t, c.due.String(), last.Due.String())
			assert.Equal(t, c.timeliness, last.Timeliness)
		})
	}
}

func TestASupplementBeforeTheReceiptIsNoReceipt(t *testing.T) {
	_, recorded := tell(t, newAggregate(t),
		told{what: event.DossierSubmitted, at: "2024-03-01 10:00"},
		told{what: event.DossierSupplementRequested, at: "2024-03-01 11:00"},
		told{what: event.DossierReceived, at: "2024-03-04 10:00"},
		told{what: event.DossierSupplementRequested, at: "2024-03-04 11:00"})
	var counts []bool
	for _, d := range recorded {
		counts = append(counts, d.CountsReceived)
	}
	assert.Equal(t, []bool{false, false, true, false}, counts)
}

func TestWhatTheServiceFillsIn(t *testing.T) {
	_, recorded := tell(t, newAggregate(t),
		told{what: event.DossierReceived, at: "2024-03-04 10:00"},
		told{what: event.DossierAssigned, at: "2024-03-04 11:00"},
		told{what: event.DossierResolved, at: "2024-03-08 11:00", data: event.Dossier{Reason: "xong"}})
	assert.Equal(t, &event.Dossier{
		Procedure: "1.3", Unit: "1", Department: "construction", Channel: event.ChannelOnline, Level: event.LevelFull,
		From: 0, To: 2, Due: calendar.MustDate("2024-03-07"), CountsReceived: true,
	}, recorded[0])
	assert.Equal(t, &event.Dossier{
		Procedure: "1.3", Unit: "1", Department: "construction", Channel: event.ChannelOnline, Level: event.LevelFull,
		From: 4, To: 9, Due: calendar.MustDate("2024-03-07"), PreviousDue: calendar.MustDate("2024-03-07"),
		CountsResolved: true, Timeliness: event.TimelyLate, Reason: "xong",
	}, recorded[2])
}

func TestWhatIsRefused(t *testing.T) {
	a := newAggregate(t)
	known, _ := tell(t, a, told{what: event.DossierReceived, at: "2024-03-04 10:00"}, told{what: event.DossierAssigned, at: "2024-03-04 10:00"})
	for _, c := range []struct {
		field string
		state State
		what  event.Type
		data  event.Dossier
	}{
		{"data.procedure", State{}, event.DossierReceived, event.Dossier{Unit: "1"}},
		{"data.procedure", State{}, event.DossierReceived, event.Dossier{Unit: "1", Procedure: "9.9"}},
		{"data.unit", State{}, event.DossierReceived, event.Dossier{Procedure: "1.3"}},
		{"data.unit", State{}, event.DossierReceived, event.Dossier{Procedure: "1.3", Unit: "2"}},
		{"data.procedure", known, event.DossierResolved, event.Dossier{Procedure: "1.1"}},
		{"data.unit", known, event.DossierResolved, event.Dossier{Unit: "2"}},
		{"data.channel", known, event.DossierResolved, event.Dossier{Channel: event.ChannelPost}},
		{"data.due", known, event.DossierPaused, event.Dossier{Due: calendar.MustDate("2200-01-01")}},
		{"data.fee_vnd", known, event.DossierResolved, event.Dossier{FeeVND: 1}},
		{"data.from", known, event.DossierResolved, event.Dossier{From: 4}},
		{"data.to", known, event.DossierResolved, event.Dossier{To: 9}},
		{"data.department", known, event.DossierResolved, event.Dossier{Department: "construction"}},
		{"data.level", known, event.DossierResolved, event.Dossier{Level: event.LevelFull}},
		{"data.previous_due", known, event.DossierResolved, event.Dossier{PreviousDue: 1}},
		{"data.counts_received", known, event.DossierResolved, event.Dossier{CountsReceived: true}},
		{"data.counts_resolved", known, event.DossierResolved, event.Dossier{CountsResolved: true}},
		{"data.timeliness", known, event.DossierResolved, event.Dossier{Timeliness: event.TimelyEarly}},
		{"data.flags", known, event.DossierResolved, event.Dossier{Flags: []event.Flag{}}},
	} {
		_, err := a.Decide(c.state, &event.Event{Type: c.what, Time: time.Date(2025, 1, 2, 3, 0, 0, 0, time.UTC), Data: &c.data})
		var refusal *event.FieldError
		require.ErrorAs(t, err, &refusal, c.field)
		assert.Equal(t, c.field, refusal.Field)
	}
}

// TestSumsCloseWhateverTheOrder draws stories in any order with any times and checks the promises
// on which all figures rest.
func TestSumsCloseWhateverTheOrder(t *testing.T) {
	top := intaketest.Topology(t)
	a := aggregateOf(top)
	book := ledger.New(top.Location())
	procedures := []string{"1.001193", "2.000815", "1.013225", "1.001776"}
	rapid.Check(t, func(t *rapid.T) {
		var s, folded State
		var latest intaketest.Latest
		sums := make(map[ledger.Posting]int64) // by measure, dimensions and due, without the day
		received, resolved := 0, 0
		start := time.Date(2024, 1, 2, 2, 0, 0, 0, time.UTC)
		n := rapid.IntRange(1, 20).Draw(t, "events")
		told := false
		for range n {
			data := &event.Dossier{}
			if !told {
				data.Procedure, data.Unit = rapid.SampledFrom(procedures).Draw(t, "procedure"), "24769"
			}
			what := rapid.SampledFrom(moving).Draw(t, "type")
			if what == event.DossierTransferred {
				data.Unit = rapid.SampledFrom([]string{"24769", "24772", "672"}).Draw(t, "unit")
			}
			if rapid.IntRange(0, 9).Draw(t, "own due") == 0 && what != event.DossierTransferred {
				data.Due = calendar.MustDate("2024-02-01") + calendar.Date(rapid.IntRange(0, 60).Draw(t, "due"))
			}
			e := &event.Event{
				Type: what, Subject: "dossier/x", Data: data,
				Time: start.Add(time.Duration(rapid.IntRange(0, 100*24).Draw(t, "hour")) * time.Hour),
			}
			known := latest
			latest.Count(e)
			filled, err := a.Decide(s, e)
			if what == event.DossierTransferred && !s.Received && !ended(s.Status) {
				require.Error(t, err, "a dossier that is not received goes nowhere")
				latest = known
				continue
			}
			if err != nil {
				t.Fatalf("%s is refused: %v", what, err)
			}
			e.Data, told = filled, true
			s = a.Evolve(s, e)
			for _, entry := range book.Postings(nil, e) {
				amount := entry.Amount
				entry.Day, entry.Hour, entry.Amount = 0, 0, 0
				sums[entry] += amount
				if sums[entry] < 0 {
					t.Fatalf("%s falls to %d", entry.Measure, sums[entry])
				}
				switch entry.Measure {
				case ledger.DossiersReceived:
					received++
				case ledger.DossiersResolved:
					resolved++
				}
			}
			if decoded, err := a.Decode(a.Encode(nil, s)); err != nil || decoded != s {
				t.Fatalf("snapshot: %v, %+v is not %+v", err, decoded, s)
			}
			folded = a.Evolve(folded, e)
			checkStock(t, sums, s)
		}
		if received > 1 || resolved > 1 || resolved > received {
			t.Fatalf("counted %d times as received, %d as resolved", received, resolved)
		}
		if (received == 1) != s.Received || (resolved == 1) != s.Resolved || folded != s {
			t.Fatalf("the state does not tell what was counted: %+v", s)
		}
	})
}

// checkStock checks that the dossier stands in exactly one place: its status, with its due date.
func checkStock(t *rapid.T, sums map[ledger.Posting]int64, s State) {
	total := int64(0)
	for status := event.StatusSubmitted; status <= event.StatusReturned; status++ {
		for entry, sum := range sums {
			if entry.Measure != ledger.DossierStatus(status) {
				continue
			}
			total += sum
			if sum != 0 && (status != s.Status || entry.Unit != s.Unit) {
				t.Fatalf("%d in status %d of %s, but the dossier is in %d of %s", sum, status, entry.Unit, s.Status, s.Unit)
			}
		}
	}
	if total != 1 {
		t.Fatalf("the dossier stands in %d places", total)
	}
	open := int64(0)
	for entry, sum := range sums {
		if !ledger.CountsOpen(entry.Measure) || sum == 0 {
			continue
		}
		open += sum
		if running := entry.Measure == ledger.DossiersRunning; running != s.Status.ClockRuns() || entry.Due != s.Due || entry.Unit != s.Unit {
			t.Fatalf("%s of %s due %s, but the dossier is in %d of %s due %s", entry.Measure, entry.Unit, entry.Due, s.Status, s.Unit, s.Due)
		}
	}
	if want := s.Received && s.Status.Open(); (open == 1) != want {
		t.Fatalf("the dossier counts %d times as open in status %d, received: %t", open, s.Status, s.Received)
	}
}
