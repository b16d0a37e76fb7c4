package alarms

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
)

// Rules names the policy that holds the figures to the topology's rules, and escalates.
const Rules = "alarms.rules"

// rulesEvery is how often it is looked whether the figures have changed.
const rulesEvery = 2 * time.Second

// followFigures looks at the figures whenever they may have changed, until ctx ends. While the log or ClickHouse is away it
// tries again.
func (s *Service) followFigures(ctx context.Context) error {
	if s.db == nil {
		s.Logger.InfoContext(ctx, "the rules of figures are off: this process has no ClickHouse")
		return nil
	}
	ticker := time.NewTicker(rulesEvery)
	defer ticker.Stop()
	var w watch
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		if err := s.look(ctx, &w); err != nil && ctx.Err() == nil {
			s.Logger.WarnContext(ctx, "the rules were not applied; they are applied again", "error", err)
		}
	}
}

// watch is what one look knows of those before it. It may be forgotten.
type watch struct {
	seen eventlog.Position // the figures were looked at up to here
	now  time.Time         // the log's, which is the time of what the rules do
}

// look applies the rules to the figures as of the projected position. It does nothing when they have been applied to it before,
// and while history is being loaded. Repeating it, after a crash in the middle too, changes nothing: every alarm's own state
// decides whether it is raised, escalated or cleared.
func (s *Service) look(ctx context.Context, w *watch) error {
	position, err := s.db.Position(ctx)
	if err != nil || position == w.seen {
		return err
	}
	newest, err := s.Log.Read(ctx, position-1, 1)
	if err != nil {
		return fmt.Errorf("read the log at %d: %w", position, err)
	}
	if !live(newest) {
		return nil
	}
	today, err := s.db.Day(ctx, position)
	if err != nil || today == 0 {
		return err
	}
	if w.now, err = s.logTime(ctx, today, newest[len(newest)-1].Recorded); err != nil {
		return err
	}
	f, err := s.read(ctx, w, today)
	if err != nil {
		return err
	}
	active, waiting, err := s.standing(ctx, position)
	if err != nil {
		return err
	}
	for _, d := range f.evaluate(s.Topology, active) {
		if err := s.apply(ctx, w, f.cut, &d); err != nil {
			return err
		}
	}
	for _, alarm := range waiting {
		if err := s.escalate(ctx, w, alarm, position); err != nil {
			return err
		}
	}
	w.seen = position
	return nil
}

// live tells whether anything of the newest entry is not history.
func live(newest []eventlog.Entry) bool {
	return slices.ContainsFunc(newest, func(entry eventlog.Entry) bool {
		return slices.ContainsFunc(entry.Events, func(e event.Event) bool { return !e.Backfill })
	})
}

// logTime is the log's time where it has opened a day and was recorded at a moment of our clock: that moment, kept within the day.
// In a scenario, which runs in a time of its own, the day is all that is known: what has passed for certain is its beginning. No
// source's time has a part in it.
func (s *Service) logTime(ctx context.Context, today calendar.Date, recorded time.Time) (time.Time, error) {
	loc := s.Topology.Location()
	begin, end := today.Midnight(loc), (today + 1).Midnight(loc).Add(-time.Second)
	now, err := intake.Today(ctx, s.Log, loc, recorded)
	switch {
	case err != nil:
		return recorded, err
	case !now.Equal(recorded), now.Before(begin):
		return begin, nil
	case now.After(end): // the next day is about to be opened
		return end, nil
	}
	return now, nil
}

// read takes everything that the rules look at in one query, so that all of it is of one position.
func (s *Service) read(ctx context.Context, w *watch, today calendar.Date) (*figures, error) {
	measures, ranges := needs(s.Topology.Rules, today)
	own, cut, err := s.db.PlaceSums(ctx, measures, ranges, today)
	if err != nil {
		return nil, err
	}
	f := &figures{cut: cut, today: today, now: w.now, at: make(map[ledger.Range]int, len(ranges))}
	for i, r := range ranges {
		f.at[r] = i
	}
	f.rollUp(s.Topology, own)
	return f, nil
}

// waitingAlarm is an active alarm that nobody has acknowledged.
type waitingAlarm struct {
	subject   string
	simulated bool
}

// standing are the subjects of the alarms that are active at a position, and of those the ones that wait for somebody to
// acknowledge them before they are escalated.
func (s *Service) standing(ctx context.Context, p eventlog.Position) (active map[string]bool, waiting []waitingAlarm, err error) {
	streams, err := s.db.Streams(ctx, []event.Noun{event.NounAlarm}, p)
	if err != nil {
		return nil, nil, err
	}
	active = make(map[string]bool)
	for i := range streams {
		last := &streams[i].Last
		alarm, ok := last.Data.(*event.Alarm)
		if !ok || !alarm.Active {
			continue
		}
		active[last.Subject] = true
		if r := s.Topology.Rule(alarm.Rule); r != nil && r.EscalateHours > 0 && !alarm.Acknowledged && !alarm.Escalated {
			waiting = append(waiting, waitingAlarm{last.Subject, last.Simulated})
		}
	}
	return active, waiting, nil
}

// apply raises or clears an alarm, unless it is so already.
func (s *Service) apply(ctx context.Context, w *watch, cut eventlog.Position, d *decision) error {
	data := &event.Alarm{
		Value: event.DecimalOf(d.sight.value), Base: event.DecimalOf(d.sight.base), Threshold: d.rule.Threshold(), Cut: uint64(cut),
	}
	id := act{subject: d.subject(), cut: cut, at: w.now, simulated: d.sight.simulated}
	if !d.raise {
		data.By = Rules
		return s.tell(ctx, event.AlarmCleared, id, data, func(state State) bool { return !state.Active })
	}
	data.Rule, data.Originator, data.Unit = d.rule.ID, d.place.originator(), d.place.unit
	data.Title, data.Severity, data.Figure = d.rule.Title.Vi, d.rule.Severity, d.rule.Figure
	return s.tell(ctx, event.AlarmRaised, id, data, func(state State) bool { return state.Active })
}

// escalate takes an alarm to the unit above once its time is over.
func (s *Service) escalate(ctx context.Context, w *watch, alarm waitingAlarm, cut eventlog.Position) error {
	id := act{subject: alarm.subject, cut: cut, at: w.now, simulated: alarm.simulated}
	return s.tell(ctx, event.AlarmEscalated, id, &event.Alarm{}, func(state State) bool {
		return !escalates(state, s.Topology.Rule(state.Rule), w.now)
	})
}

// escalates tells whether an alarm has waited long enough, by the log's time.
func escalates(s State, r *topology.Rule, now time.Time) bool {
	return s.Active && !s.Acknowledged && !s.Escalated && r != nil && r.EscalateHours > 0 &&
		!now.Before(s.RaisedAt.Add(time.Duration(r.EscalateHours)*time.Hour))
}

// act is what the policy does to an alarm: seen at a cut, and when by the log's time.
type act struct {
	subject   string
	cut       eventlog.Position
	at        time.Time
	simulated bool
}

// tell records what the policy says of an alarm, unless its state settles it.
func (s *Service) tell(ctx context.Context, t event.Type, id act, data *event.Alarm, settled func(State) bool) error {
	subject := id.subject
	state, _, err := s.State(ctx, subject)
	if err != nil {
		return fmt.Errorf("%s of %s: %w", t, subject, err)
	}
	if settled(state) {
		return nil
	}
	e := event.Event{
		ID:     uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "%s\n%s\n%s\n%d", Rules, t, subject, id.cut)).String(),
		Source: event.PolicySource + Rules, Type: t, Subject: subject, Time: id.at, Simulated: id.simulated, Data: data,
	}
	_, err = s.Submit(ctx, e, func(state State, _ *event.Event) error {
		if settled(state) { // somebody was quicker
			return errSettled
		}
		return nil
	})
	if err != nil && !errors.Is(err, errSettled) {
		return fmt.Errorf("%s of %s: %w", t, subject, err)
	}
	return nil
}
