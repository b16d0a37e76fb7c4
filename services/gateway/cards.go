package gateway

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// cards are the things that screens show one by one: models, incidents, active alarms. Each
// is the last event of its stream, which carries the whole card.
type cards struct {
	opened    map[string]time.Time              // subject → when its first event happened
	incidents map[*view]map[string]incidentCard // by view, all that it counts
	alarms    map[*view]map[string]wire.AlarmCard
	shown     map[*view]map[string]bool // incident and alarm paths in the frame
}

type incidentCard struct {
	wire.IncidentCard
	open bool
}

func newCards() *cards {
	return &cards{
		opened:    make(map[string]time.Time),
		incidents: make(map[*view]map[string]incidentCard),
		alarms:    make(map[*view]map[string]wire.AlarmCard),
		shown:     make(map[*view]map[string]bool),
	}
}

// apply shows e's card, if it has one, in the views that it concerns.
func (c *cards) apply(f *fold, e *event.Event) {
	switch d := e.Data.(type) {
	case *event.Model:
		c.model(f, e, d)
	case *event.Incident:
		c.incident(f, e, d)
	case *event.Alarm:
		c.alarm(f, e, d)
	}
}

// open is when the stream's first event happened.
func (c *cards) open(e *event.Event) time.Time {
	if _, ok := c.opened[e.Subject]; !ok {
		c.opened[e.Subject] = e.Time
	}
	return c.opened[e.Subject]
}

func (c *cards) model(f *fold, e *event.Event, m *event.Model) {
	id := cardID(e.Subject)
	card := encode(wire.ModelCard{Name: m.Name, Status: string(m.To), Lead: m.Lead, Sites: int64(m.Sites), Reason: m.Reason})
	f.eachView(m.Unit, m.Department, func(v *view) { f.set(v, card, "models", id) })
}

func (c *cards) incident(f *fold, e *event.Event, i *event.Incident) {
	id := cardID(e.Subject)
	card := incidentCard{
		IncidentCard: wire.IncidentCard{
			Title: i.Title, Unit: i.Unit, Category: int64(i.Category), Severity: string(i.Severity),
			Status: string(i.To), Opened: millis(c.open(e)), Changed: millis(e.Time),
		},
		open: i.To.Open(),
	}
	f.eachView(i.Unit, i.Department, func(v *view) {
		all := c.incidents[v]
		if all == nil {
			all = make(map[string]incidentCard)
			c.incidents[v] = all
		}
		all[id] = card
		c.showIncidents(f, v)
	})
}

// showIncidents puts the open incidents and the last changed of the others into the frame, MaxIncidents in all.
func (c *cards) showIncidents(f *fold, v *view) {
	all := c.incidents[v]
	ids := make([]string, 0, len(all))
	for id := range all {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		x, y := all[a], all[b]
		if x.open != y.open {
			if x.open {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(y.Changed, x.Changed), strings.Compare(a, b))
	})
	values := make(map[string]string)
	for _, id := range ids[:min(len(ids), wire.MaxIncidents)] {
		values[id] = encode(all[id].IncidentCard)
	}
	c.show(f, v, "incidents", values)
	closed := 0
	for _, id := range ids { // the last changed first: no older closed one can be shown again
		if all[id].open {
			continue
		}
		if closed++; closed > wire.MaxIncidents {
			delete(all, id)
		}
	}
}

func (c *cards) alarm(f *fold, e *event.Event, a *event.Alarm) {
	id := cardID(e.Subject)
	card := wire.AlarmCard{
		Title: a.Title, Rule: a.Rule, Unit: a.Unit, Originator: a.Originator,
		Acknowledged: a.Acknowledged, Raised: millis(c.open(e)),
	}
	f.eachView(a.Unit, a.Department, func(v *view) {
		active := c.alarms[v]
		if active == nil {
			active = make(map[string]wire.AlarmCard)
			c.alarms[v] = active
		}
		if a.Active {
			active[id] = card
		} else {
			delete(active, id)
		}
		c.showAlarms(f, v)
	})
}

// showAlarms puts the MaxAlarms youngest active alarms into the frame.
func (c *cards) showAlarms(f *fold, v *view) {
	all := c.alarms[v]
	ids := make([]string, 0, len(all))
	for id := range all {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(all[b].Raised, all[a].Raised), strings.Compare(a, b))
	})
	values := make(map[string]string)
	for _, id := range ids[:min(len(ids), wire.MaxAlarms)] {
		values[id] = encode(all[id])
	}
	c.show(f, v, "alarms", values)
}

// show makes the member of v's frame hold exactly the values.
func (c *cards) show(f *fold, v *view, member string, values map[string]string) {
	shown := c.shown[v]
	if shown == nil {
		shown = make(map[string]bool)
		c.shown[v] = shown
	}
	for id, value := range values {
		shown[member+separator+id] = true
		f.set(v, value, member, id)
	}
	for path := range shown {
		m, id, _ := strings.Cut(path, separator)
		if m == member && values[id] == "" {
			delete(shown, path)
			f.set(v, "", member, id)
		}
	}
}

// cardID is the subject without its noun.
func cardID(subject string) string {
	_, id, _ := strings.Cut(subject, "/")
	return id
}
