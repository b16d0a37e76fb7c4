package clickhouse

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

func TestPlaceSumsIsOneQuery(t *testing.T) {
	sql, args := placeSumsQuery([]ledger.Measure{ledger.DossiersReceived, ledger.DossiersRunning},
		rangesOf([]ledger.Figure{{Kind: ledger.Flow}, {Kind: ledger.Overdue}, {Kind: ledger.DueSoon}, {Kind: ledger.InTime}},
			ledger.Period{From: calendar.MustDate("2024-06-09"), At: calendar.MustDate("2024-06-15")}), calendar.MustDate("2024-06-15"))
	golden(t, "place_sums", sql, args)
}

func TestPlaceSumsTellUnitsDepartmentsAndRangesApart(t *testing.T) {
	db := openInternal(t)
	on := func(day string) time.Time { return calendar.MustDate(day).Time().Add(9 * time.Hour) }
	b := NewBatch(ledger.New(time.UTC))
	for i, d := range []struct {
		day       string
		simulated bool
		dossier   event.Dossier
	}{
		{"2024-06-03", false, event.Dossier{Unit: "672", Department: "construction", Due: calendar.MustDate("2024-06-10")}},
		{"2024-06-12", true, event.Dossier{Unit: "672", Department: "construction", Due: calendar.MustDate("2024-06-15")}},
		{"2024-06-12", false, event.Dossier{Unit: "672", Due: calendar.MustDate("2024-06-16")}},
		{"2024-06-16", false, event.Dossier{Unit: "672", Due: calendar.MustDate("2024-06-20")}}, // after the day asked for
	} {
		d.dossier.To, d.dossier.CountsReceived = event.StatusProcessing, true
		require.NoError(t, b.Add(&eventlog.Entry{Position: eventlog.Position(i + 1), Events: []event.Event{{
			ID: d.day, Source: "//test", Type: event.DossierReceived, Subject: event.DossierSubject(d.day), Time: on(d.day),
			Simulated: d.simulated, Data: &d.dossier,
		}}}))
	}
	require.NoError(t, db.Insert(t.Context(), b))
	sums, position, err := db.PlaceSums(t.Context(), []ledger.Measure{ledger.DossiersRunning},
		rangesOf([]ledger.Figure{{Kind: ledger.Opening}, {Kind: ledger.Stock}, {Kind: ledger.Overdue}, {Kind: ledger.DueSoon}},
			ledger.Period{From: calendar.MustDate("2024-06-06"), At: calendar.MustDate("2024-06-15")}), calendar.MustDate("2024-06-15"))
	require.NoError(t, err)
	assert.EqualValues(t, 4, position)
	assert.ElementsMatch(t, []PlaceSum{
		{
			Unit: "672", Department: "construction", Measure: ledger.DossiersRunning,
			Sums: []int64{1, 2, 1, 1}, Occurred: on("2024-06-12"), Simulated: true,
		},
		{
			Unit: "672", Measure: ledger.DossiersRunning,
			Sums: []int64{0, 1, 0, 1}, Occurred: on("2024-06-12"),
		},
	}, sums)
}

func BenchmarkPlaceSums(b *testing.B) {
	db := openInternal(b)
	fillLedger(b, db)
	at := calendar.MustDate("2024-06-15")
	for b.Loop() {
		_, _, err := db.PlaceSums(b.Context(), []ledger.Measure{ledger.DossiersReceived, "dossiers.status.4", "dossiers.status.5", "dossiers.status.6"},
			rangesOf([]ledger.Figure{{Kind: ledger.Flow}, {Kind: ledger.Stock}, {Kind: ledger.Overdue}, {Kind: ledger.DueSoon}},
				ledger.Period{From: at - 7, At: at}), at)
		require.NoError(b, err)
	}
}
