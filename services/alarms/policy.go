package alarms

import (
	"context"
	"errors"
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/pubsub"
	"langbiang.internal/ioc/pkg/intake"
)

// SevereIncident is the rule that an open severe incident needs attention; Policy names the
// policy that applies it, and its durable position in the log.
const (
	SevereIncident = "incident.severe"
	Policy         = "alarms.severe-incident"
)

func (s *Service) followIncidents(ctx context.Context) error {
	return pubsub.RunPolicy(ctx, s.Log, pubsub.PolicyConfig{Consumer: Policy, Handle: s.onIncident, Logger: s.Logger, Registerer: s.Registerer})
}

// onIncident raises the alarm when an incident becomes one that is open and severe, and clears it
// when it is that no more. Handling an event again changes nothing.
func (s *Service) onIncident(ctx context.Context, _ eventlog.Position, cause event.Event) error {
	i, ok := cause.Data.(*event.Incident)
	if !ok || cause.Backfill {
		return nil
	}
	was := i.From.Open() && i.FromSeverity == event.IncidentSevere
	is := i.To.Open() && i.Severity == event.IncidentSevere
	switch {
	case is && !was:
		unit := s.Topology.Root()
		if u := s.Topology.Successor(i.Unit, calendar.DateOf(cause.Time, s.Topology.Location())); u != nil {
			unit = u
		}
		return s.answer(ctx, &cause, event.AlarmRaised, &event.Alarm{
			Rule: SevereIncident, Originator: cause.Subject, Unit: unit.ID, Title: "Sự cố nghiêm trọng: " + i.Title,
		})
	case was && !is:
		return s.answer(ctx, &cause, event.AlarmCleared, &event.Alarm{By: Policy})
	}
	return nil
}

// errSettled says that the alarm is already as the policy wants it.
var errSettled = errors.New("the alarm is so already")

func (s *Service) answer(ctx context.Context, cause *event.Event, t event.Type, data *event.Alarm) error {
	subject := event.AlarmSubject(SevereIncident, cause.Subject)
	state, _, err := s.intake.State(ctx, subject)
	if err != nil {
		return fmt.Errorf("alarm of %s: %w", cause.Subject, err)
	}
	if state.raised() {
		data.Unit = "" // it stays with the unit that it was first raised for
	}
	e := intake.Consequence(cause, Policy, t, subject, data)
	if e.Time.Before(state.Last) {
		e.Time = state.Last // the alarm was touched by hand meanwhile
	}
	_, err = s.intake.Submit(ctx, e, func(state State, e *event.Event) error {
		if state.Active == (t == event.AlarmRaised) {
			return errSettled
		}
		if e.Time.Before(state.Last) {
			return fmt.Errorf("the alarm changed at %s", state.Last.Format(time.RFC3339))
		}
		return nil
	})
	if err != nil && !errors.Is(err, errSettled) {
		return fmt.Errorf("alarm of %s: %w", cause.Subject, err)
	}
	return nil
}
