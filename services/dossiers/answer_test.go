package dossiers

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/ledger"
)

// story makes the entries of what is told of one dossier.
func story(t *testing.T, a *aggregate, all ...told) []ledger.Posting {
	t.Helper()
	_, recorded := tell(t, a, all...)
	l := ledger.New(a.topology.Location())
	var entries []ledger.Posting
	for i, d := range recorded {
		e := makeEvent(t, a, all[i], false)
		e.Data = d
		entries = l.Postings(entries, e)
	}
	return entries
}

// TestTheAnswerToAnOnlineDossier counts by hand. What comes on Monday 4 March 2024 at 14:00 must be answered within 8 hours of an
// office that works from 8 to 12 and from 13 to 17: 3 hours are left on Monday and 4 come on Tuesday morning, so
// that the time ends on Tuesday at 14:00. By its date Tuesday is in time, Wednesday is not.
func TestTheAnswerToAnOnlineDossier(t *testing.T) {
	a := newAggregate(t)
	submitted := told{what: event.DossierSubmitted, at: "2024-03-04 14:00"}
	s, recorded := tell(t, a, submitted)
	assert.Equal(t, "2024-03-05", s.AcceptDue.String())
	assert.Equal(t, "2024-03-05T14:00:00+07:00", recorded[0].AcceptBy.In(a.topology.Location()).Format(time.RFC3339))
	then := func(what event.Type, at string) told { return told{what: what, at: at} }
	const accepted, refused = "dossiers.accepted_late", "dossiers.refused_late"
	for name, c := range map[string]struct {
		told []told
		late []string
		// waits tells whether it counts as not answered, overdue on Wednesday.
		waits bool
	}{
		"accepted in the last hour of its day": {told: []told{then(event.DossierReceived, "2024-03-05 23:00")}},
		"accepted on the next":                 {told: []told{then(event.DossierReceived, "2024-03-06 00:10")}, late: []string{accepted}},
		"a supplement asked for in time, accepted a week later": {told: []told{
			then(event.DossierSupplementRequested, "2024-03-05 16:00"), then(event.DossierReceived, "2024-03-12 09:00"),
		}},
		"a supplement asked for too late, accepted at once": {told: []told{
			then(event.DossierSupplementRequested, "2024-03-06 08:00"), then(event.DossierReceived, "2024-03-06 08:30"),
		}, late: []string{accepted}},
		"refused in time":    {told: []told{then(event.DossierRefused, "2024-03-05 16:00")}},
		"refused too late":   {told: []told{then(event.DossierRefused, "2024-03-06 08:00")}, late: []string{refused}},
		"withdrawn too late": {told: []told{then(event.DossierWithdrawn, "2024-03-08 08:00")}},
		"a supplement asked for in time, refused a week later": {told: []told{
			then(event.DossierSupplementRequested, "2024-03-05 16:00"), then(event.DossierRefused, "2024-03-12 09:00"),
		}},
		"refused too late, and told again": {told: []told{
			then(event.DossierRefused, "2024-03-06 08:00"), then(event.DossierRefused, "2024-03-06 09:00"),
		}, late: []string{refused}},
		"accepted in time, given back a week later": {told: []told{
			then(event.DossierReceived, "2024-03-05 16:00"), then(event.DossierRefused, "2024-03-12 09:00"),
		}},
		"not answered":                          {waits: true},
		"not answered, the submission repeated": {told: []told{then(event.DossierSubmitted, "2024-03-06 09:00")}, waits: true},
	} {
		entries := story(t, a, append([]told{submitted}, c.told...)...)
		year := figuresOf(entries, calendar.MustDate("2024-01-01"), calendar.MustDate("2024-12-31"))
		want := map[string]int64{accepted: 0, refused: 0}
		for _, late := range c.late {
			want[late] = 1
		}
		assert.Equal(t, want, map[string]int64{accepted: year[accepted], refused: year[refused]}, name)
		waiting := map[bool]int64{true: 1}[c.waits]
		assert.Equal(t, [...]int64{waiting, waiting}, [...]int64{year["dossiers.unaccepted"], year["dossiers.unaccepted_overdue"]}, name)
		tuesday := figuresOf(entries, calendar.MustDate("2024-03-04"), calendar.MustDate("2024-03-05"))
		assert.Zero(t, tuesday["dossiers.unaccepted_overdue"], name)
	}
	wednesday := figuresOf(story(t, a, submitted, then(event.DossierReceived, "2024-03-07 09:00")), 1, calendar.MustDate("2024-03-06"))
	assert.EqualValues(t, 1, wednesday["dossiers.unaccepted_overdue"], "it was not answered yet")
}

// TestASupplementIsAskedForOnceAndInTime: the three working days from the receipt on Thursday 2 May 2024 are the 3rd, the worked Saturday the 4th
// and Monday the 6th.
func TestASupplementIsAskedForOnceAndInTime(t *testing.T) {
	a := newAggregate(t)
	received := told{what: event.DossierReceived, at: "2024-05-02 09:00"}
	then := func(what event.Type, at string) told { return told{what: what, at: at} }
	const supplement = event.DossierSupplementRequested
	repeated, late := event.FlagSupplementRepeated, event.FlagSupplementLate
	for name, c := range map[string]struct {
		told  []told
		flags []event.Flag // of the last
	}{
		"on the third day": {[]told{received, then(supplement, "2024-05-06 23:00")}, nil},
		"on the fourth":    {[]told{received, then(supplement, "2024-05-07 07:00")}, []event.Flag{late}},
		"again": {[]told{
			received, then(supplement, "2024-05-03 09:00"), then(event.DossierResumed, "2024-05-04 09:00"), then(supplement, "2024-05-06 09:00"),
		}, []event.Flag{repeated}},
		"again and too late": {[]told{
			received, then(supplement, "2024-05-03 09:00"), then(event.DossierResumed, "2024-05-04 09:00"), then(supplement, "2024-05-07 09:00"),
		}, []event.Flag{repeated, late}},
		"the same one told again": {[]told{
			received, then(supplement, "2024-05-03 09:00"), then(supplement, "2024-05-09 09:00"),
		}, []event.Flag{event.FlagRepeated}},
		"before the receipt": {[]told{then(event.DossierSubmitted, "2024-05-02 09:00"), then(supplement, "2024-05-31 09:00")}, nil},
		"before the receipt and again after it": {[]told{
			then(event.DossierSubmitted, "2024-05-02 09:00"), then(supplement, "2024-05-02 10:00"), then(event.DossierReceived, "2024-05-20 09:00"),
			then(supplement, "2024-05-21 09:00"),
		}, []event.Flag{repeated}},
		"out of the order of the rules, too": {[]told{
			received, then(event.DossierFeeRequested, "2024-05-03 09:00"), then(supplement, "2024-05-07 09:00"),
		}, []event.Flag{event.FlagSkipped, late}},
	} {
		_, recorded := tell(t, a, c.told...)
		assert.Equal(t, c.flags, recorded[len(recorded)-1].Flags, name)
		got := figuresOf(story(t, a, c.told...), 1, calendar.MustDate("2024-12-31"))
		for flag, figure := range map[event.Flag]string{repeated: "dossiers.supplement_repeated", late: "dossiers.supplement_late"} {
			var want int64
			for _, f := range c.flags {
				want += map[bool]int64{true: 1}[f == flag]
			}
			assert.Equal(t, want, got[figure], "%s: %s", name, figure)
		}
	}
	assert.Equal(t, []event.Flag{event.FlagSkipped}, flagSkipped, "what is shared stays as it is")
}

// TestAStoppedClockMovesTheDateOfTheApology: the dossier of Monday 4 March 2024 is due on Thursday the 7th; the apology of
// the 6th promises Tuesday the 12th.
func TestAStoppedClockMovesTheDateOfTheApology(t *testing.T) {
	a := newAggregate(t)
	start := told{what: event.DossierReceived, at: "2024-03-04 09:00"}
	sorry := told{
		what: event.DossierApologised, at: "2024-03-06 09:00", data: event.Dossier{Reason: "quá tải", Promised: calendar.MustDate("2024-03-12")},
	}
	then := func(what event.Type, at string) told { return told{what: what, at: at} }
	for name, c := range map[string]struct {
		told     []told
		promised string
		broken   bool
	}{
		"without a stop": {[]told{start, sorry, then(event.DossierResolved, "2024-03-13 09:00")}, "2024-03-12", true},
		// Stopped from the 11th to the 13th: two working days, the 12th and the 13th. The 12th becomes the 14th.
		"stopped for two days, resolved on the new date": {
			[]told{start, sorry, then(event.DossierPaused, "2024-03-11 09:00"), then(event.DossierResumed, "2024-03-13 09:00"), then(event.DossierResolved, "2024-03-14 16:00")},
			"2024-03-14", false,
		},
		"stopped for two days, resolved a day after": {
			[]told{start, sorry, then(event.DossierPaused, "2024-03-11 09:00"), then(event.DossierResumed, "2024-03-13 09:00"), then(event.DossierResolved, "2024-03-15 09:00")},
			"2024-03-14", true,
		},
		"resolved out of the stop": {
			[]told{start, sorry, then(event.DossierPaused, "2024-03-11 09:00"), then(event.DossierResolved, "2024-03-13 09:00")}, "2024-03-14", false,
		},
		// Stopped since the 5th; only what follows the apology counts, the 7th and the 8th. The 12th becomes the 14th.
		"apologised for while it stood still": {
			[]told{start, then(event.DossierPaused, "2024-03-05 09:00"), sorry, then(event.DossierResumed, "2024-03-08 09:00"), then(event.DossierResolved, "2024-03-15 09:00")},
			"2024-03-14", true,
		},
	} {
		s, recorded := tell(t, a, c.told...)
		assert.Equal(t, c.promised, s.Promised.String(), name)
		assert.Equal(t, c.broken, recorded[len(recorded)-1].PromiseBroken, name)
		got := figuresOf(story(t, a, c.told...), 1, calendar.MustDate("2024-12-31"))
		assert.EqualValues(t, 1, got["dossiers.apologised"], "%s: there is one apology", name)
	}
}
