// Package scenario makes the events of a half-year as their sources would have sent them:
// the published totals, exactly, and an invented but plausible split of them by unit, procedure, day
// and hour. It is pure: the same scenario, topology and seed make the same bytes, on any day
// asked for, without a clock and without a network.
package scenario

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

//go:embed *.json
var files embed.FS

// Scenario is what the events must add up to, and the shapes by which the rest is made up.
type Scenario struct {
	ID       string        `json:"id"`
	Province string        `json:"province"` // the topology whose agency code Agency is
	Agency   string        `json:"agency"`
	From     calendar.Date `json:"from"`
	Cuts     []Cut         `json:"cuts"` // in order of date; the last one ends the history
	// Months and Weekdays (from Sunday) weigh the days on which dossiers are received.
	Months   [12]float64 `json:"months"`
	Weekdays [7]float64  `json:"weekdays"`
	// Volumes weigh procedures by their volume class; Seasons are the months of the seasonal ones.
	Volumes       map[string]float64          `json:"volumes"`
	Seasons       map[string][]time.Month     `json:"seasons"`
	Alerts        map[event.AlertSeverity]int `json:"alerts"`
	Sensors       []string                    `json:"sensors"`
	Rules         []string                    `json:"rules"`
	Systems       []int                       `json:"systems"` // that alerts and incidents are about: indexes of Protected
	Incidents     []Incident                  `json:"incidents"`
	LiveIncidents []Incident                  `json:"live_incidents"` // severe ones, after the history
	Models        []Model                     `json:"models"`
	Protected     []Protected                 `json:"protected"`
	Feeds         []Feed                      `json:"feeds"`
	Explanations  []Explanation               `json:"explanations"`
	// Published are figures that somebody did report: they are not simulated.
	Published []Published `json:"published"`
	// Typical are the values around which the simulated reports of an indicator lie; 100 where none is given.
	Typical map[string]float64 `json:"typical"`
}

// Cut is a date, with the sums from the scenario's first day to the end of that day. A zero
// sum is not published: it is made up, in proportion to the other cut.
type Cut struct {
	Date               calendar.Date `json:"date"`
	Received           int           `json:"received"`
	Resolved           int           `json:"resolved"`
	ResolvedFullOnline int           `json:"resolved_full_online"`
	Payments           int           `json:"payments"` // succeeded; of the last cut only
}

// Incident is one security incident and how long the response took.
type Incident struct {
	At       string `json:"at"` // local, 2006-01-02T15:04
	Hours    int    `json:"hours"`
	Place    int    `json:"place"` // 0 the province, n the n-th heaviest unit below it
	Category uint8  `json:"category"`
	System   int    `json:"system"` // index of the scenario's Systems
	Title    string `json:"title"`
	Severe   bool   `json:"severe"` // by its assessment
}

// Model is one pilot model as it stands at the last cut.
type Model struct {
	Name   string            `json:"name"`
	Lead   string            `json:"lead"`
	Status event.ModelStatus `json:"status"`
	Sites  int               `json:"sites"`
	Reason string            `json:"reason"`
}

// Protected is an information system with an approved level file.
type Protected struct {
	Name  string `json:"name"`
	Owner string `json:"owner"`
	Level uint8  `json:"level"`
}

// Feed is a link to another system and how often it was interrupted.
type Feed struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Interruptions int    `json:"interruptions"`
}

// Explanation is one that was ordered some days before the history's end.
type Explanation struct {
	Place    int    `json:"place"` // as an incident's
	Figure   string `json:"figure"`
	Question string `json:"question"`
	DaysAgo  int    `json:"days_ago"`
	Days     int    `json:"days"`   // working days to answer
	Answer   string `json:"answer"` // "": none has come
	Accepted bool   `json:"accepted"`
}

// Published is a reported figure as it was published.
type Published struct {
	Indicator string         `json:"indicator"`
	Unit      string         `json:"unit"` // "": the province
	Issuer    string         `json:"issuer"`
	From      calendar.Date  `json:"from"`
	To        calendar.Date  `json:"to"`
	AsOf      calendar.Date  `json:"as_of"`
	Value     event.Decimal  `json:"value"`
	Of        *event.Decimal `json:"of"`
	Document  string         `json:"document"`
	Note      string         `json:"note"`
}

// Load reads the scenario with that id.
func Load(id string) (*Scenario, error) {
	b, err := files.ReadFile(id + ".json")
	if err != nil {
		return nil, fmt.Errorf("scenario %q is not known: %w", id, err)
	}
	return Parse(b)
}

// Parse reads a scenario and completes the sums that are not published.
func Parse(b []byte) (*Scenario, error) {
	s := new(Scenario)
	if err := json.Unmarshal(b, s, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("read scenario: %w", err)
	}
	if err := s.validate(); err != nil {
		return nil, fmt.Errorf("scenario %s: %w", s.ID, err)
	}
	s.complete()
	return s, nil
}

// To is the last day of the history.
func (s *Scenario) To() calendar.Date { return s.Cuts[len(s.Cuts)-1].Date }

func (s *Scenario) validate() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if len(s.Cuts) < 2 || s.Cuts[0].Resolved == 0 || s.Cuts[len(s.Cuts)-1].ResolvedFullOnline == 0 {
		return errors.New("cuts: at least two are needed, the first with resolved, the last with resolved_full_online")
	}
	day := s.From
	received := 0
	for i, c := range s.Cuts {
		if c.Date <= day || c.Received <= received {
			fault("cuts[%d]: date and received must grow from cut to cut", i)
		}
		if c.Resolved > c.Received || c.ResolvedFullOnline > c.Received {
			fault("cuts[%d]: more resolved than received", i)
		}
		day, received = c.Date, c.Received
	}
	for i, in := range slices.Concat(s.Incidents, s.LiveIncidents) {
		if in.System >= len(s.Systems) {
			fault("incidents[%d]: system %d is not listed", i, in.System)
		}
	}
	for i, n := range s.Systems {
		if n < 0 || n >= len(s.Protected) {
			fault("systems[%d]: %d is not one of the protected systems", i, n)
		}
	}
	for i, in := range s.Incidents {
		if _, err := time.Parse(incidentTime, in.At); err != nil {
			fault("incidents[%d]: %w", i, err)
		}
	}
	if len(s.Sensors) == 0 || len(s.Rules) == 0 || len(s.Systems) == 0 {
		fault("sensors, rules and systems must not be empty")
	}
	return errors.Join(errs...)
}

// complete makes up the sums that nobody published: resolved at the rate of the first cut,
// full online at the share of the last.
func (s *Scenario) complete() {
	first, last := s.Cuts[0], &s.Cuts[len(s.Cuts)-1]
	for i := range s.Cuts {
		if c := &s.Cuts[i]; c.Resolved == 0 {
			c.Resolved = proportion(c.Received, first.Resolved, first.Received)
		}
	}
	for i := range s.Cuts {
		if c := &s.Cuts[i]; c.ResolvedFullOnline == 0 {
			c.ResolvedFullOnline = proportion(c.Resolved, last.ResolvedFullOnline, last.Resolved)
		}
	}
}

// proportion is n·num/den, rounded.
func proportion(n, num, den int) int { return (n*num + den/2) / den }
