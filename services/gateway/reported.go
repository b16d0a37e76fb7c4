package gateway

import (
	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// describeReports names who reports what, and the rules over figures.
func describeReports(t *topology.Topology, d *wire.Topology) {
	for _, a := range t.Agencies {
		d.Agencies = append(d.Agencies, wire.Agency{ID: a.ID, Name: text(a.Name), Short: text(a.Short)})
	}
	for _, p := range t.Programmes {
		d.Programmes = append(d.Programmes, wire.Programme{ID: p.ID, Name: text(p.Name)})
	}
	for _, i := range t.Indicators {
		made := wire.Indicator{
			ID: i.ID, Name: text(i.Name), Programme: i.Programme, Measured: i.Measured, Better: i.Better, Expected: len(i.Expected) > 0,
		}
		made.HasTarget, made.Target = known(i.Target)
		made.HasWatch, made.Watch = known(i.Watch)
		made.HasLate, made.Late = known(i.Late)
		d.Indicators = append(d.Indicators, made)
	}
	for _, r := range t.Rules {
		d.Rules = append(d.Rules, wire.Rule{ID: r.ID, Title: text(r.Title), Figure: r.Figure, Base: r.Base, Severity: r.Severity})
	}
}

// reportedNow are the reported figures of a view's own unit, as the frame has them.
func (f *fold) reportedNow(v *view) map[string]wire.ReportedCard {
	all := make(map[string]wire.ReportedCard)
	if s := f.cards.shelves[shelfKey{v, "reported"}]; s != nil {
		for id, c := range s.cards {
			var made wire.ReportedCard
			if json.Unmarshal([]byte(c.json), &made) == nil {
				all[id] = made
			}
		}
	}
	return all
}
