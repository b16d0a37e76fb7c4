package dossiers

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
)

// Two communes of Đà Lạt until July 2025, and the ward that the first is a part of from then on.
const (
	ward7  = "24769"
	ward8  = "24772"
	langBi = "24846-202507"
)

func building(at string, more event.Dossier) told {
	more.Procedure, more.Unit = "1.013225", ward7
	return told{what: event.DossierReceived, at: at, data: more}
}

func transfer(at, unit string) told {
	return told{what: event.DossierTransferred, at: at, data: event.Dossier{Unit: unit, Reason: "không thuộc thẩm quyền"}}
}

func inLamDong(t *testing.T) *aggregate {
	t.Helper()
	return aggregateOf(intaketest.Topology(t))
}

// balance are the figures that a dossier of Ward 7 moves, of a unit or of all (""), where they are not 0.
func balance(entries []ledger.Posting, unit, at string) map[string]int64 {
	if unit != "" {
		entries = of(unit, entries)
	}
	all := figuresOf(entries, calendar.MustDate("2024-03-01"), calendar.MustDate(at))
	got := make(map[string]int64)
	for _, name := range []string{
		"dossiers.received", "dossiers.transferred_in", "dossiers.transferred_out", "dossiers.open", "dossiers.overdue", "dossiers.resolved",
		"dossiers.status.2", "dossiers.status.4", "dossiers.status.9", "dossiers.digitised", "dossiers.not_digitised",
	} {
		if all[name] != 0 {
			got[name[len("dossiers."):]] = all[name]
		}
	}
	return got
}

// What was received in Ward 7 is open and overdue there until it goes to Ward 8, which then has it and resolves it.
func TestATransferredDossierLeavesTheOneUnitsStocksAndEntersTheOthers(t *testing.T) {
	due := calendar.MustDate("2024-03-08")
	entries := story(t, inLamDong(t), building("2024-03-04 09:00", event.Dossier{Due: due}),
		told{what: event.DossierAssigned, at: "2024-03-05 09:00"}, transfer("2024-03-11 10:00", ward8),
		told{what: event.DossierResolved, at: "2024-03-13 10:00", data: event.Dossier{Unit: ward8}})
	for _, c := range []struct {
		at               string
		ward7, ward8, of map[string]int64
	}{
		{
			"2024-03-10",
			map[string]int64{"received": 1, "not_digitised": 1, "open": 1, "overdue": 1, "status.4": 1},
			map[string]int64{},
			map[string]int64{"received": 1, "not_digitised": 1, "open": 1, "overdue": 1, "status.4": 1},
		},
		{
			"2024-03-11",
			map[string]int64{"received": 1, "not_digitised": 1, "transferred_out": 1},
			map[string]int64{"transferred_in": 1, "open": 1, "overdue": 1, "status.4": 1},
			map[string]int64{"received": 1, "not_digitised": 1, "transferred_in": 1, "transferred_out": 1, "open": 1, "overdue": 1, "status.4": 1},
		},
		{
			"2024-03-13",
			map[string]int64{"received": 1, "not_digitised": 1, "transferred_out": 1},
			map[string]int64{"transferred_in": 1, "resolved": 1, "status.9": 1},
			map[string]int64{"received": 1, "not_digitised": 1, "transferred_in": 1, "transferred_out": 1, "resolved": 1, "status.9": 1},
		},
	} {
		assert.Equal(t, c.ward7, balance(entries, ward7, c.at), "Ward 7 on %s", c.at)
		assert.Equal(t, c.ward8, balance(entries, ward8, c.at), "Ward 8 on %s", c.at)
		assert.Equal(t, c.of, balance(entries, "", c.at), "both on %s", c.at)
	}
}

func TestWhatATransferRecords(t *testing.T) {
	a := inLamDong(t)
	s, recorded := tell(t, a, building("2024-03-04 09:00", event.Dossier{}), transfer("2024-03-06 10:00", ward8))
	assert.Equal(t, event.Dossier{
		Procedure: "1.013225", Unit: ward8, PreviousUnit: ward7, Department: "construction", Channel: event.ChannelOnline, Level: recorded[0].Level,
		From: event.StatusReceived, To: event.StatusReceived, Due: recorded[0].Due, PreviousDue: recorded[0].Due, Reason: "không thuộc thẩm quyền",
	}, *recorded[1])
	assert.Equal(t, []string{ward8, ward7}, []string{s.Unit, s.ReceivedUnit})
	assert.Equal(t, time.Date(2024, 3, 6, 3, 0, 0, 0, time.UTC), s.TransferredAt)
}

// Where its components are digitised only after it went on, that counts where it was received: digitised + not digitised = received.
func TestWhatIsToldAfterATransferCountsWhereTheDossierWasReceived(t *testing.T) {
	entries := story(t, inLamDong(t), building("2024-03-04 09:00", event.Dossier{}), transfer("2024-03-06 10:00", ward8),
		told{what: event.DossierAssigned, at: "2024-03-07 09:00", data: event.Dossier{Digitised: true}})
	assert.Equal(t, map[string]int64{"received": 1, "digitised": 1, "transferred_out": 1}, balance(entries, ward7, "2024-03-07"))
	assert.Equal(t, map[string]int64{"transferred_in": 1, "open": 1, "status.4": 1}, balance(entries, ward8, "2024-03-07"))

	entries = story(t, inLamDong(t), building("2024-03-04 09:00", event.Dossier{}),
		told{what: event.DossierTransferred, at: "2024-03-06 10:00", data: event.Dossier{Unit: ward8, Digitised: true}})
	assert.Equal(t, map[string]int64{"received": 1, "digitised": 1, "transferred_out": 1}, balance(entries, ward7, "2024-03-07"))
}

// Where a dossier is after what is told of it, in whatever order, and how the last event is flagged.
func TestWhereADossierIsAfterTransfers(t *testing.T) {
	received := building("2024-03-04 09:00", event.Dossier{})
	then := func(what event.Type, at string) told { return told{what: what, at: at} }
	for name, c := range map[string]struct {
		story []told
		unit  string
		flags []event.Flag
	}{
		"to the same unit":        {[]told{received, transfer("2024-03-06 10:00", ward7)}, ward7, flagRepeated},
		"told twice":              {[]told{received, transfer("2024-03-06 10:00", ward8), transfer("2024-03-06 10:00", ward8)}, ward8, flagRepeated},
		"back again":              {[]told{received, transfer("2024-03-06 10:00", ward8), transfer("2024-03-07 10:00", ward7)}, ward7, nil},
		"told late":               {[]told{received, then(event.DossierAssigned, "2024-03-08 09:00"), transfer("2024-03-06 10:00", ward8)}, ward8, flagOutOfOrder},
		"told after the next one": {[]told{received, transfer("2024-03-07 10:00", "24775"), transfer("2024-03-06 10:00", ward8)}, "24775", flagOutOfOrder},
		"of one that is resolved": {[]told{received, then(event.DossierResolved, "2024-03-05 09:00"), transfer("2024-03-06 10:00", ward8)}, ward7, flagOutOfOrder},
		"late, of one that is resolved since": {
			[]told{received, then(event.DossierResolved, "2024-03-08 09:00"), transfer("2024-03-06 10:00", ward8)}, ward7, flagOutOfOrder,
		},
		"of one that is withdrawn": {[]told{received, then(event.DossierWithdrawn, "2024-03-05 09:00"), transfer("2024-03-06 10:00", ward8)}, ward7, flagOutOfOrder},
		"while its clock stands still": {
			[]told{received, then(event.DossierPaused, "2024-03-05 09:00"), transfer("2024-03-06 10:00", ward8)}, ward8, nil,
		},
		"to the ward that its own is a part of since": {[]told{received, transfer("2025-07-02 10:00", langBi)}, ward7, flagRepeated},
		"to another ward of July 2025":                {[]told{received, transfer("2025-07-02 10:00", "24931-202507")}, "24931-202507", nil},
	} {
		s, recorded := tell(t, inLamDong(t), c.story...)
		last := recorded[len(recorded)-1]
		assert.Equal(t, c.unit, s.Unit, name)
		assert.Equal(t, c.flags, last.Flags, name)
		assert.Equal(t, recorded[len(recorded)-2].Due, last.Due, "%s: the deadline stays", name)
	}
}

// Told late or after the end, it moves nothing.
func TestATransferThatMovesNothingKeepsTheUnitThatItsSourceNamed(t *testing.T) {
	received := building("2024-03-04 09:00", event.Dossier{})
	withdrawn := told{what: event.DossierWithdrawn, at: "2024-03-05 09:00"}
	for name, c := range map[string]struct {
		story      []told
		unit, told string
		flags      []event.Flag
	}{
		"moved":                          {[]told{received, transfer("2024-03-06 10:00", ward8)}, ward8, "", nil},
		"told after the next one":        {[]told{received, transfer("2024-03-07 10:00", "24775"), transfer("2024-03-06 10:00", ward8)}, "24775", ward8, flagOutOfOrder},
		"late, to where it is by now":    {[]told{received, transfer("2024-03-07 10:00", ward8), transfer("2024-03-06 10:00", ward8)}, ward8, "", flagOutOfOrder},
		"after the end":                  {[]told{received, withdrawn, transfer("2024-03-06 10:00", ward8)}, ward7, ward8, flagOutOfOrder},
		"after the end, to where it was": {[]told{received, withdrawn, transfer("2024-03-06 10:00", ward7)}, ward7, "", flagOutOfOrder},
		"to the ward that its own is in": {[]told{received, transfer("2025-07-02 10:00", langBi)}, ward7, "", flagRepeated},
	} {
		s, recorded := tell(t, inLamDong(t), c.story...)
		last := recorded[len(recorded)-1]
		assert.Equal(t, []string{c.unit, c.unit, c.told}, []string{s.Unit, last.Unit, last.ToldUnit}, name)
		assert.Equal(t, c.flags, last.Flags, name)
	}
}

func TestWhatIsSaidOfBeforeATransferMayNameTheUnitThatHadTheDossierThen(t *testing.T) {
	a := inLamDong(t)
	start := []told{building("2024-03-04 09:00", event.Dossier{}), transfer("2024-03-06 10:00", ward8)}
	s, recorded := tell(t, a, append(start, told{what: event.DossierAssigned, at: "2024-03-05 09:00", data: event.Dossier{Unit: ward7, Digitised: true}})...)
	assert.Equal(t, ward8, s.Unit)
	assert.Equal(t, []any{ward7, true, flagOutOfOrder}, []any{recorded[2].ReceivedUnit, recorded[2].Digitised, recorded[2].Flags})
}

func TestWhatTransfersAreRefused(t *testing.T) {
	a := inLamDong(t)
	due := calendar.MustDate("2024-04-01")
	open, _ := tell(t, a, building("2024-03-04 09:00", event.Dossier{}), transfer("2024-03-06 10:00", ward8))
	sent, _ := tell(t, a, told{what: event.DossierSubmitted, at: "2024-03-04 09:00", data: event.Dossier{Procedure: "1.013225", Unit: ward7}})
	for name, c := range map[string]struct {
		state State
		what  event.Type
		at    string
		data  event.Dossier
		says  string
	}{
		"of nothing known":              {State{}, event.DossierTransferred, "2024-03-07 09:00", event.Dossier{Procedure: "1.013225", Unit: ward8}, `subject "dossier/x" is a dossier that has not been received: send the transfer again after the receipt`},
		"of nothing known, unit alone":  {State{}, event.DossierTransferred, "2024-03-07 09:00", event.Dossier{Unit: ward8}, `subject "dossier/x" is a dossier that has not been received: send the transfer again after the receipt`},
		"before it is received":         {sent, event.DossierTransferred, "2024-03-07 09:00", event.Dossier{Unit: ward8}, `subject "dossier/x" is a dossier that has not been received: send the transfer again after the receipt`},
		"to nowhere":                    {open, event.DossierTransferred, "2024-03-07 09:00", event.Dossier{}, `data.unit is missing: to which unit does the dossier go?`},
		"to no unit":                    {open, event.DossierTransferred, "2024-03-07 09:00", event.Dossier{Unit: "99999"}, `data.unit "99999" is not a unit of this province`},
		"to a unit that is not yet":     {open, event.DossierTransferred, "2024-03-07 09:00", event.Dossier{Unit: langBi}, `data.unit "24846-202507" is not a unit of this province on 2024-03-07`},
		"to a unit that is no more":     {open, event.DossierTransferred, "2025-07-02 09:00", event.Dossier{Unit: "24775"}, `data.unit "24775" is not a unit of this province on 2025-07-02`},
		"with another deadline":         {open, event.DossierTransferred, "2024-03-07 09:00", event.Dossier{Unit: ward7, Due: due}, `data.due is 2024-04-01, but a transfer does not move the deadline, ` + open.Due.String()},
		"that says what is worked out":  {open, event.DossierTransferred, "2024-03-07 09:00", event.Dossier{Unit: ward7, PreviousUnit: ward8}, `data.previous_unit is worked out here, a source may not set it`},
		"that says what it was told":    {open, event.DossierTransferred, "2024-03-07 09:00", event.Dossier{Unit: ward7, ToldUnit: ward8}, `data.told_unit is worked out here, a source may not set it`},
		"then, by the unit that had it": {open, event.DossierResolved, "2024-03-07 09:00", event.Dossier{Unit: ward7}, `data.unit is "24769", but the dossier is with "24772"`},
	} {
		e := makeEvent(t, a, told{what: c.what, at: c.at, data: c.data}, false)
		_, err := a.Decide(c.state, e)
		require.EqualError(t, err, c.says, name)
	}
}

// A snapshot of before there were transfers is read as it was, and one of a dossier that was never transferred is still written so.
func TestASnapshotOfBeforeTransfersIsRead(t *testing.T) {
	a := inLamDong(t)
	s, _ := tell(t, a, building("2024-03-04 09:00", event.Dossier{}))
	const before = "\x04\x02\x02\x01\x00\x00\x00\x00\xbc\xb5\x02\x00\x00\x94\xb5\x02\x00\b1.013225\x0524769\fconstruction\apartial"
	assert.Equal(t, before, string(a.Encode(nil, s)))
	read, err := a.Decode([]byte(before))
	require.NoError(t, err)
	assert.Equal(t, s, read)
	moved, _ := tell(t, a, building("2024-03-04 09:00", event.Dossier{}), transfer("2024-03-06 10:00", ward8))
	assert.EqualValues(t, snapshotOfTransfer, a.Encode(nil, moved)[0])
}
