// Package ledgertest draws what happens to things of every noun, as their services record it, so that each figure of the
// ledger has something to count wherever it is tested.
package ledgertest

import (
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/ledger"
)

// Config is what Lives draws from; all of it is required.
type Config struct {
	// IntN draws a number from 0 to below n, as rand.Rand.IntN does: the same draws make the same events.
	IntN        func(n int) int
	Location    *time.Location
	Units       []string
	Departments []string // "" is none
	Procedures  []string // "" is none
	Indicators  []string
	// Things is how many of each noun live at a time, thrice as many dossiers and twice as many bills.
	Things int
}

// Lives draws events, one at a time. What an event says was before is what the latest event of its stream said is: the stocks
// of a stream are 0 or 1, but where a thing can owe or have several (reports, milestones, sites). Not safe for concurrent use.
type Lives struct {
	Config
	things   map[event.Noun][]*thing
	serial   int
	national bool // the link to the national centre is there
}

// thing is one stream: who it belongs to, and what is known of it.
type thing struct {
	id, unit, department, procedure string

	dossier     dossier
	payment     event.Payment
	alert       event.Alert
	incident    incident
	alarm       event.Alarm
	model       model
	indicator   event.Indicator
	explanation event.Explanation
	system      event.System
	feed        event.Feed
	step        event.Step
}

// told is an event without what all events have.
type told struct {
	what    event.Type
	subject string
	data    event.Data
	ended   bool // the thing has no future; an odd report can still come
}

// New makes Lives in which nothing has happened.
func New(c Config) *Lives { return &Lives{Config: c, things: make(map[event.Noun][]*thing)} }

// Nouns are those that Lives draws, the commonest repeated.
var Nouns = []event.Noun{
	event.NounDossier, event.NounDossier, event.NounDossier, event.NounDossier, event.NounDossier, event.NounDossier,
	event.NounPayment, event.NounPayment, event.NounPayment, event.NounAlert, event.NounIncident, event.NounIncident,
	event.NounAlarm, event.NounModel, event.NounModel, event.NounIndicator, event.NounExplanation, event.NounSystem, event.NounSystem,
	event.NounFeed, event.NounStep,
}

// Next draws what happens at a moment. The event is complete but for where and when it is recorded.
func (l *Lives) Next(at time.Time) event.Event { return l.NextOf(Nouns[l.IntN(len(Nouns))], at) }

// NextOf draws what happens at a moment to a thing of that noun.
func (l *Lives) NextOf(noun event.Noun, at time.Time) event.Event {
	all := l.things[noun]
	things := l.Things
	switch noun {
	case event.NounDossier:
		things *= 3
	case event.NounPayment:
		things *= 2
	case event.NounFeed:
		things = min(things, 4)
	default: // there are fewer of the others
	}
	i := l.IntN(things)
	if i >= len(all) {
		i = len(all)
		all = append(all, l.born(noun))
		l.things[noun] = all
	}
	x := l.happens(noun, all[i], calendar.DateOf(at, l.Location))
	if x.ended && !l.chance(4) {
		all[i] = l.born(noun)
	}
	l.serial++
	return event.Event{ID: fmt.Sprint("lives-", l.serial), Source: "//lives", Type: x.what, Subject: x.subject, Time: at, Data: x.data}
}

func (l *Lives) born(noun event.Noun) *thing {
	l.serial++
	id := fmt.Sprint(l.serial)
	if noun == event.NounFeed && !l.national {
		id, l.national = event.NationalFeed, true
	}
	return &thing{
		id: id, unit: pick(l, l.Units), department: pick(l, l.Departments), procedure: pick(l, l.Procedures),
	}
}

func (l *Lives) happens(noun event.Noun, t *thing, day calendar.Date) told {
	switch noun {
	case event.NounDossier:
		return l.dossier(t, day)
	case event.NounPayment:
		return l.payment(t, day)
	case event.NounAlert:
		return l.alert(t)
	case event.NounIncident:
		return l.incident(t, day)
	case event.NounAlarm:
		return l.alarm(t)
	case event.NounModel:
		return l.model(t, day)
	case event.NounIndicator:
		return l.indicator(t, day)
	case event.NounExplanation:
		return l.explanation(t, day)
	case event.NounSystem:
		return l.system(t, day)
	case event.NounFeed:
		return l.feed(t)
	default:
		return l.step(t, day)
	}
}

func pick[T any](l *Lives, from []T) T { return from[l.IntN(len(from))] }

// chance is true once in n times.
func (l *Lives) chance(n int) bool { return l.IntN(n) == 0 }

// due draws a date around a day, on either side of it.
func (l *Lives) due(day calendar.Date) calendar.Date { return day + calendar.Date(l.IntN(12)) - 3 }

var repeated = []event.Flag{event.FlagRepeated}

// Several tells whether one thing can stand more than once in a figure.
func Several(figure string) bool {
	switch figure {
	case "models.sites", "models.milestones_due", "models.milestones_overdue", "incidents.reports_owed", "incidents.reports_overdue":
		return true
	}
	return false
}

// Seen collects which figures were seen to be something else than 0.
type Seen map[string]bool

// Add notes the figures of values that are not 0.
func (s Seen) Add(values map[string]int64) {
	for name, value := range values {
		s[name] = s[name] || value != 0
	}
}

// Missing are the figures by day of the ledger that were always 0: a test that compared them compared nothing.
func (s Seen) Missing() []string {
	var missing []string
	for _, f := range ledger.FiguresByDay() {
		if !s[f.Name] {
			missing = append(missing, f.Name)
		}
	}
	return missing
}
