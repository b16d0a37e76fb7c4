package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
)

// Open names the policy that opens an incident's playbook, and its durable position in the log, under which it
// began and so is found for ever.
const Open = "playbooks.open"

var errOpen = errors.New("the step is open already")

// onIncident opens the steps of the playbook for an incident's type when the incident becomes known. Handling an event again
// changes nothing.
func (s *Service) onIncident(ctx context.Context, _ eventlog.Position, cause event.Event) error {
	i, ok := cause.Data.(*event.Incident)
	if !ok || cause.Backfill || i.From != "" {
		return nil
	}
	playbook := s.Topology.PlaybookFor(i.Category)
	_, incident, _ := strings.Cut(cause.Subject, "/")
	if playbook == nil || intake.CheckSubject(Subject(incident, len(playbook.Steps))) != nil {
		return nil
	}
	opened := calendar.DateOf(cause.At(), s.Topology.Location())
	unit := s.Topology.Root()
	if u := s.Topology.Successor(i.Unit, opened); u != nil {
		unit = u
	}
	for n := range playbook.Steps {
		step := &playbook.Steps[n]
		e := intake.Consequence(&cause, fmt.Sprintf("%s.%d", Open, n+1), event.StepOpened, Subject(incident, n+1), &event.Step{
			Incident: incident, Playbook: playbook.ID, Number: n + 1, Title: step.Title.Vi, Role: step.Role.Vi,
			Unit: unit.ID, Due: opened + calendar.Date(step.Days), By: Open,
		})
		_, err := s.Submit(ctx, e, func(state State, _ *event.Event) error {
			if state.Status != "" {
				return errOpen
			}
			return nil
		})
		if err != nil && !errors.Is(err, errOpen) {
			return fmt.Errorf("open step %d of %s: %w", n+1, cause.Subject, err)
		}
	}
	return nil
}
