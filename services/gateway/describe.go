package gateway

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

//go:embed asyncapi.yaml
var asyncAPI []byte

func serveAsyncAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/yaml")
	_, _ = w.Write(asyncAPI)
}

// screens are the province's, each with its view as the live map has it.
func screens(t *topology.Topology, live *topology.Map) []wire.Screen {
	all := make([]wire.Screen, 0, len(t.Screens))
	for _, s := range t.Screens {
		all = append(all, wire.Screen{
			ID: s.ID, Title: s.Title.Vi, TitleEn: s.Title.En, Kind: s.Kind, View: onLiveMap(t, live, s.View), URL: s.URL, Assumed: s.Assumed,
		})
	}
	return all
}

// describe is the topology with the views, and the screens, of a map.
func describe(t *topology.Topology, m *topology.Map) wire.Topology {
	d := wire.Topology{ID: t.ID, Map: m.ID, Name: text(t.Name), Timezone: t.Timezone, Screens: screens(t, m), Pages: wire.WallPages}
	for _, v := range t.ViewsOn(m) {
		d.Views = append(d.Views, describeView(t, m, v))
	}
	for _, p := range t.Procedures {
		d.Procedures = append(d.Procedures, wire.Procedure{Code: p.Code, Name: p.Name, Field: p.Field, Level: string(p.Level)})
	}
	describeReports(t, &d)
	d.Phrases = phrases(t)
	d.Owners = make(map[string]wire.Text)
	for noun, department := range t.Owners {
		d.Owners[string(noun)] = text(t.Department(department).Name)
	}
	d.Calendar = describeCalendar(t)
	for _, a := range t.Assumptions {
		d.Assumptions = append(d.Assumptions, wire.Assumption{ID: a.ID, Text: text(a.Text)})
	}
	return d
}

// phrases are the topology's, and what steps of incidents are called.
func phrases(t *topology.Topology) []wire.Text {
	all := []wire.Text{}
	for _, p := range t.Phrases {
		all = append(all, text(p))
	}
	for _, p := range t.Playbooks {
		for _, step := range p.Steps {
			all = append(all, text(step.Title), text(step.Role))
		}
	}
	slices.SortFunc(all, func(a, b wire.Text) int { return strings.Compare(a.Vi, b.Vi) })
	return slices.CompactFunc(all, func(a, b wire.Text) bool { return a.Vi == b.Vi })
}

func describeCalendar(t *topology.Topology) wire.Calendar {
	c := wire.Calendar{Weekdays: []int{}, Holidays: []string{}, Makeup: []string{}}
	for _, d := range calendar.Weekdays {
		c.Weekdays = append(c.Weekdays, int(d))
	}
	for _, d := range t.Holidays {
		c.Holidays = append(c.Holidays, d.String())
	}
	for _, d := range t.MakeupDays {
		c.Makeup = append(c.Makeup, d.String())
	}
	return c
}

func describeView(t *topology.Topology, m *topology.Map, v topology.View) wire.View {
	u := v.Unit
	d := wire.View{
		ID: v.ID, Kind: u.Kind, Name: text(u.Name), Short: text(u.Short), Unit: u.ID, Department: v.Department,
		Lon: u.Lon, Lat: u.Lat, AreaKm2: u.AreaKm2, Children: []string{}, Neighbours: []string{},
	}
	if d.Short == (wire.Text{}) {
		d.Short = d.Name
	}
	above := u.Ancestors()[1:]
	switch {
	case len(above) > 0:
		d.Parent = t.ViewID(above[0], v.Department)
	case v.Department != "":
		dep := t.Department(v.Department)
		d.Kind, d.Parent, d.Name, d.Short = "department", t.ViewID(u, ""), text(dep.Name), text(dep.Short)
		if d.Short == (wire.Text{}) {
			d.Short = d.Name
		}
	}
	for _, c := range u.Children() {
		d.Children = append(d.Children, t.ViewID(c, v.Department))
	}
	for _, n := range u.Neighbours {
		d.Neighbours = append(d.Neighbours, t.ViewID(m.Unit(n), v.Department))
	}
	return d
}

func text(t topology.Text) wire.Text { return wire.Text{Vi: t.Vi, En: t.En} }

func firstOfYear(d calendar.Date) calendar.Date {
	return calendar.Date(time.Date(d.Year(), 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func contextWithTimeout(r *http.Request, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(r.Context(), d)
}
