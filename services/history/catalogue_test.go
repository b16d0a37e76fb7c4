package history_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/wire"
)

// both appends the commits to the log, and projects them.
func (p *province) both(log eventlog.Log, all commits) {
	p.t.Helper()
	for _, events := range all {
		_, err := log.Append(p.t.Context(), eventlog.Commit{
			Events: events, Streams: []eventlog.StreamUpdate{{Stream: events[0].Subject, Expected: eventlog.AnyVersion}},
		})
		require.NoError(p.t, err)
	}
	p.record(all)
}

// What was imported tells under which field a report counts, and what a scorecard has for its base; at a cut before the import
// nothing of it is known, and what is withdrawn keeps its field and its name.
func TestReportsFollowTheImportedCatalogue(t *testing.T) {
	log := intaketest.Log(t)
	p := newProvince(t, catalogue.Follow(log, intaketest.Topology(t), time.Now))
	permit := p.topology.Procedure("1.013225")
	amended := func(d event.Catalogue) []event.Event {
		return []event.Event{happened(event.CatalogueAmended, event.CatalogueSubject, on("06-20"), &d)}
	}
	renamed := event.Procedure{Code: permit.Code, Name: "Cấp phép xây nhà", Field: "Xây dựng đô thị", Level: permit.Level, HandledBy: permit.HandledBy, Days: -1, FeeVND: -1}
	p.both(log, commits{
		{newLife("1", "672", permit.Code, event.ChannelOnline, event.LevelPartial).receive("06-03", "06-30", nil)},
		amended(event.Catalogue{ValidFrom: date("2024-06-01"), Procedures: []event.Procedure{renamed}}),
		amended(event.Catalogue{ValidFrom: date("2024-06-10"), Withdrawn: []string{permit.Code}}),
	})
	const fields = "/api/v1/reports/province?from=2024-06-01&at=2024-06-30&by=field"
	keys := func(path string) (keys []string) {
		for _, row := range get[wire.Report](p, path).Rows {
			keys = append(keys, row.Key)
		}
		return keys
	}
	assert.Equal(t, []string{permit.Field}, keys(fields+"&upto=1"), "before the import")
	assert.Equal(t, []string{"Xây dựng đô thị"}, keys(fields+"&upto=2"))
	assert.Equal(t, []string{"Xây dựng đô thị"}, keys(fields), "withdrawn, it keeps its field")
	procedures := get[wire.Report](p, "/api/v1/reports/province?from=2024-06-01&at=2024-06-30&by=procedure&field=Xây%20dựng%20đô%20thị")
	require.Len(t, procedures.Rows, 1)
	assert.Equal(t, "Cấp phép xây nhà", procedures.Rows[0].Name.Vi)
	assert.Equal(t, int64(1), procedures.Rows[0].Values["received"])

	offered := func(upTo string) float64 {
		card := cards(get[wire.Scorecards](p, "/api/v1/scorecard?period=2024-06&group=districts&upto="+upTo).Groups[0])["672"]
		for _, m := range card.Groups[2].Metrics {
			if m.Code == "A" {
				return *m.Denominator
			}
		}
		return 0
	}
	assert.Equal(t, offered("2")-1, offered("3"), "what is withdrawn is not offered")
}
