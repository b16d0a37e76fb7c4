package alarms

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
)

// SevereIncident is the rule that an open severe incident needs attention, SilentIndicator that a report has not come. Policy names the
// policy that applies them, and its durable position in the log.
const (
	SevereIncident  = "incident.severe"
	SilentIndicator = "indicators.silent"
	Policy          = "alarms.severe-incident"
)

// onEvent raises and clears the alarms of single events. Handling an event again changes nothing.
func (s *Service) onEvent(ctx context.Context, _ eventlog.Position, cause event.Event) error {
	if cause.Backfill {
		return nil
	}
	switch d := cause.Data.(type) {
	case *event.Incident:
		return s.onIncident(ctx, &cause, d)
	case *event.Indicator:
		return s.onIndicator(ctx, &cause, d)
	}
	return nil
}

// onIncident raises the alarm when an incident becomes one that is open and severe, and clears it
// when it is that no more.
func (s *Service) onIncident(ctx context.Context, cause *event.Event, i *event.Incident) error {
	was := i.From.Open() && i.FromSeverity == event.IncidentSevere
	is := i.To.Open() && i.Severity == event.IncidentSevere
	return s.follow(ctx, cause, was, is, event.Alarm{Rule: SevereIncident, Unit: i.Unit, Title: "Sự cố nghiêm trọng: " + i.Title})
}

// onIndicator raises the alarm when the report of an indicator that an agency owes has not come, one for each indicator, unit and
// agency, and clears it when it comes.
func (s *Service) onIndicator(ctx context.Context, cause *event.Event, i *event.Indicator) error {
	if s.Topology.Rule(SilentIndicator) == nil {
		return nil
	}
	name, agency := i.Indicator, i.Issuer
	if x := s.Topology.Indicator(i.Indicator); x != nil {
		name = x.Name.Vi
	}
	if x := s.Topology.Agency(i.Issuer); x != nil {
		agency = cmp.Or(x.Short.Vi, x.Name.Vi)
	}
	return s.follow(ctx, cause, i.WasSilent, i.Silent, event.Alarm{
		Rule: SilentIndicator, Unit: i.Unit, Title: "Chưa nhận được số liệu: " + name + " (" + agency + ")",
	})
}

// follow raises the alarm about the cause's stream when it becomes what calls for it, and clears it when it is that no more.
func (s *Service) follow(ctx context.Context, cause *event.Event, was, is bool, alarm event.Alarm) error {
	switch {
	case is && !was:
		unit := s.Topology.Root()
		if u := s.Topology.Successor(alarm.Unit, calendar.DateOf(cause.At(), s.Topology.Location())); u != nil {
			unit = u
		}
		alarm.Unit, alarm.Originator = unit.ID, cause.Subject
		return s.answer(ctx, cause, event.AlarmRaised, alarm.Rule, &alarm)
	case was && !is:
		return s.answer(ctx, cause, event.AlarmCleared, alarm.Rule, &event.Alarm{By: Policy})
	}
	return nil
}

// errSettled says that the alarm is already as the policy wants it.
var errSettled = errors.New("the alarm is so already")

func (s *Service) answer(ctx context.Context, cause *event.Event, t event.Type, rule string, data *event.Alarm) error {
	subject := event.AlarmSubject(rule, cause.Subject)
	state, _, err := s.State(ctx, subject)
	if err != nil {
		return fmt.Errorf("alarm of %s: %w", cause.Subject, err)
	}
	if state.raised() {
		data.Unit = "" // it stays with the unit that it was first raised for
	}
	e := intake.Consequence(cause, Policy, t, subject, data)
	_, err = s.Submit(ctx, e, func(state State, _ *event.Event) error {
		if state.Active == (t == event.AlarmRaised) {
			return errSettled
		}
		return nil
	})
	if err != nil && !errors.Is(err, errSettled) {
		return fmt.Errorf("alarm of %s: %w", cause.Subject, err)
	}
	return nil
}
