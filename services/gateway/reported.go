package gateway

import (
	"context"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
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
		made := wire.Rule{
			ID: r.ID, Title: text(r.Title), Kind: r.Kind, Figure: r.Figure, Base: r.Base, Severity: r.Severity, MinBase: r.MinBase,
			Over: append([]string{}, r.Over...),
		}
		made.HasAbove, made.Above = known(r.Above)
		d.Rules = append(d.Rules, made)
	}
}

// reportedThen are the reported figures of a view's own unit as of a day: by the reports whose as-of date lies before or on it.
func (g *Gateway) reportedThen(ctx context.Context, v topology.View, at calendar.Date) (map[string]wire.ReportedCard, error) {
	events, err := g.config.DB.Reported(ctx, v.Unit.ID, at)
	if err != nil {
		return nil, err
	}
	all := make(map[string]wire.ReportedCard)
	for i := range events {
		e := &events[i].Event
		d, ok := e.Data.(*event.Indicator)
		if !ok || v.Department != "" && d.Department != v.Department || v.Department == "" && aboutDepartment(e) {
			continue
		}
		report := event.ReportedFigure{From: d.From, To: d.To, AsOf: d.AsOf, Value: d.Value, Of: d.Of, Method: d.Method, Document: d.Document, Note: d.Note}
		all[cardID(e.Subject)] = reportedOf(e, d, &report)
	}
	return all, nil
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
