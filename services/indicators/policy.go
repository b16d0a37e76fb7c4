package indicators

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// Freshness names the policy that notices the reports that do not come, and its durable position in the log.
const Freshness = "indicators.freshness"

// onDay goes through everything that is expected when a day begins. Handling an event again changes nothing.
func (s *Service) onDay(ctx context.Context, _ eventlog.Position, cause event.Event) error {
	day, ok := cause.Data.(*event.Clock)
	if !ok || cause.Backfill {
		return nil
	}
	for i := range s.Topology.Indicators {
		indicator := &s.Topology.Indicators[i]
		for n := range indicator.Expected {
			x := &indicator.Expected[n]
			from, to, ok := s.Topology.Overdue(x, day.Date)
			if !ok {
				continue
			}
			for _, about := range s.Topology.AboutOf(x, to, day.Date) {
				data := event.Indicator{Indicator: indicator.ID, Unit: about.Unit, Department: about.Department, Issuer: x.Agency, From: from, To: to}
				if err := s.expect(ctx, &cause, data, day.Date); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// expect notes that the report of a period is missing, and reminds its agency from time to time.
func (s *Service) expect(ctx context.Context, cause *event.Event, data event.Indicator, day calendar.Date) error {
	subject := event.IndicatorSubjectAbout(data.Indicator, data.Unit, data.Issuer, data.Department)
	state, _, err := s.State(ctx, subject)
	if err != nil {
		return fmt.Errorf("expect %s: %w", subject, err)
	}
	if state.Accounted < data.To {
		if err := s.answer(ctx, cause, event.IndicatorMissed, subject, data); err != nil {
			return err
		}
	} else if state.Missed == 0 || day-state.Reminded < topology.RemindEvery {
		return nil
	}
	data.From, data.To = 0, 0
	return s.answer(ctx, cause, event.IndicatorReminded, subject, data)
}

func (s *Service) answer(ctx context.Context, cause *event.Event, t event.Type, subject string, data event.Indicator) error {
	_, id, _ := strings.Cut(subject, "/")
	e := intake.Consequence(cause, Freshness+"/"+id, t, subject, &data)
	if _, err := s.Submit(ctx, e, nil); err != nil {
		var refusal *event.FieldError
		if errors.As(err, &refusal) && refusal.Field == "subject" {
			return nil // the report that was missing has come meanwhile
		}
		return fmt.Errorf("%s of %s: %w", t, subject, err)
	}
	return nil
}
