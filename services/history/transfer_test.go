package history_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// A dossier that went from Ward 7 to Ward 8 and was resolved there: the lists, the status axis, the report and the timeline know it.
func TestATransferredDossierIsKnownToListsReportsAndItsTimeline(t *testing.T) {
	const ward7, ward8 = "commune/24769", "commune/24772"
	sources, p := newPorts(t), newProvince(t, nil)
	sources.now = on("06-20")
	tell := func(id string, what event.Type, day string, d event.Dossier) {
		require.True(t, sources.tell(event.Event{ID: id, Source: "//mc", Type: what, Subject: "dossier/T-1", Time: on(day), Data: &d}))
	}
	tell("1", event.DossierReceived, "06-03", event.Dossier{Procedure: "1.013225", Unit: "24769"})
	tell("2", event.DossierTransferred, "06-10", event.Dossier{Unit: "24772", Reason: "không thuộc thẩm quyền"})
	tell("3", event.DossierResolved, "06-12", event.Dossier{Unit: "24772"})
	tell("4", event.DossierTransferred, "06-14", event.Dossier{Unit: "24775"})
	p.follow(sources.log)

	list := func(view, figure, at, more string) []wire.Member {
		return get[wire.List](p, "/api/v1/lists/"+view+"?figure="+figure+"&from=2024-06-01&at="+at+more).Members
	}
	assert.Len(t, list(ward7, "dossiers.open", "2024-06-09", ""), 1)
	assert.Empty(t, list(ward7, "dossiers.open", "2024-06-10", ""))
	open := list(ward8, "dossiers.open", "2024-06-10", "")
	require.Len(t, open, 1)
	assert.Equal(t, []any{"dossier.transferred.v1", "24772", int64(1)}, []any{open[0].Type, open[0].Unit, open[0].Amount})
	assert.Len(t, list("district/672", "dossiers.open", "2024-06-10", ""), 1, "once in what both are a part of")

	// It was received in Ward 7 and has its status in Ward 8.
	byStatus := get[wire.Breakdown](p, "/api/v1/breakdowns/"+ward7+"?figure=dossiers.received&by=status&from=2024-06-01&at=2024-06-12")
	require.Len(t, byStatus.Rows, 1)
	assert.Equal(t, []any{"9", int64(1)}, []any{byStatus.Rows[0].Key, byStatus.Rows[0].Value})
	assert.Len(t, list(ward7, "dossiers.received", "2024-06-12", "&status=9"), 1)
	assert.Empty(t, list(ward7, "dossiers.received", "2024-06-12", "&status=2"))

	report := get[wire.Report](p, "/api/v1/reports/district/672?by=unit&from=2024-06-10&at=2024-06-12")
	balance := func(key string) map[string]int64 {
		values := make(map[string]int64)
		for _, x := range append(report.Rows, report.Total) {
			for _, id := range []string{"carried_over", "received", "transferred_in", "resolved", "transferred_out", "open"} {
				if x.Key == key && x.Values[id] != 0 {
					values[id] = x.Values[id]
				}
			}
		}
		return values
	}
	assert.Equal(t, map[string]int64{"carried_over": 1, "transferred_out": 1}, balance("24769"))
	assert.Equal(t, map[string]int64{"transferred_in": 1, "resolved": 1}, balance("24772"))
	assert.Equal(t, map[string]int64{"carried_over": 1, "transferred_in": 1, "resolved": 1, "transferred_out": 1}, balance(""), "together")

	story := get[wire.Timeline](p, "/api/v1/timeline/dossier/T-1").Events
	require.Len(t, story, 4)
	data := story[1].Data.(map[string]any)
	assert.Equal(t, []any{"24772", "24769", "không thuộc thẩm quyền"}, []any{data["unit"], data["previous_unit"], data["reason"]})
	after := story[3].Data.(map[string]any)
	assert.Equal(t, []any{"24772", nil, "24775"}, []any{after["unit"], after["previous_unit"], after["told_unit"]}, "it stays where it ended")
}
