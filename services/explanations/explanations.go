// Package explanations is the service of what leadership orders units to explain (giải trình): requested, submitted, accepted
// or returned, each with its deadline.
package explanations

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

//go:embed openapi.json
var openAPI []byte

// Service is the explanations service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config intake.Common) (*Service, error) {
	base, err := intake.NewService(config, intake.Domain[State]{
		Name: "explanations", Nouns: []event.Noun{event.NounExplanation}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base}
	return s, errors.Join(
		s.Begin(event.NounExplanation, "/api/v1/explanations", "request", intake.Do(base, s.request)),
		intake.Take[order](base, intake.Things[State]{
			Noun: event.NounExplanation, Path: "/api/v1/explanations/{id}", Subject: intake.Named("id", event.ExplanationSubject),
			Commands: commands, Permits: permits,
		}),
	)
}

// request is the body of POST /api/v1/explanations. From an alarm, unit, department and figure are the alarm's unless given.
type request struct {
	ID         string        `json:"id"` // default: made up
	Alarm      string        `json:"alarm"`
	Unit       string        `json:"unit"`
	Department string        `json:"department"`
	Figure     string        `json:"figure"`
	Question   string        `json:"question"`
	Due        calendar.Date `json:"due,omitzero"`
	By         string        `json:"by"`
	Time       time.Time     `json:"time,omitzero"`
}

func (s *Service) request(r *http.Request, body request) (intake.Command[State], error) {
	if body.ID == "" {
		body.ID = intake.MakeID(r.Context(), "explanation")
	}
	if err := s.completeFromAlarm(r.Context(), &body); err != nil {
		return intake.Command[State]{}, err
	}
	return intake.Command[State]{
		Type: event.ExplanationRequested, Subject: event.ExplanationSubject(body.ID), Time: body.Time,
		Data: &event.Explanation{
			Alarm: body.Alarm, Unit: body.Unit, Department: body.Department, Figure: body.Figure,
			Question: body.Question, Due: body.Due, By: body.By,
		},
		Guard: func(state State, _ *event.Event) error {
			if state.Status != "" {
				return problem.NewState(state.Status, "this explanation was requested already")
			}
			return nil
		},
	}, nil
}

// day is the local day of a request that gives this time, the log's today if it gives none.
func (s *Service) day(ctx context.Context, at time.Time) (calendar.Date, error) {
	var err error
	if at.IsZero() {
		at, err = s.LogNow(ctx)
	}
	return calendar.DateOf(at, s.Topology.Location()), err
}

// completeFromAlarm takes from the alarm's last event what the body leaves out; who owes the explanation is the unit that answers for
// the alarm's on the day of the request.
func (s *Service) completeFromAlarm(ctx context.Context, body *request) error {
	if body.Alarm == "" {
		return nil
	}
	if !strings.HasPrefix(body.Alarm, string(event.NounAlarm)+"/") {
		return event.Refuse("alarm", "%q is not the subject of an alarm", body.Alarm)
	}
	last, err := s.Log.Last(ctx, body.Alarm)
	if err != nil {
		return fmt.Errorf("read %s: %w", body.Alarm, err)
	}
	if last == nil {
		return event.Refuse("alarm", "nothing is known of %q", body.Alarm)
	}
	alarm, ok := last.Event.Data.(*event.Alarm)
	if !ok {
		return event.Refuse("alarm", "%q is not an alarm", body.Alarm)
	}
	day, err := s.day(ctx, body.Time)
	if err != nil {
		return err
	}
	answers := alarm.Unit
	if u := s.Topology.Successor(alarm.Unit, day); u != nil {
		answers = u.ID
	}
	for _, given := range [...]struct {
		to    *string
		alarm string
	}{{&body.Unit, answers}, {&body.Department, alarm.Department}, {&body.Figure, alarm.Figure}, {&body.Question, alarm.Title}} {
		if *given.to == "" {
			*given.to = given.alarm
		}
	}
	return nil
}

// commands are the verbs of POST /api/v1/explanations/{id}/{command}.
var commands = map[string]event.Type{
	"submit":   event.ExplanationSubmitted,
	"accept":   event.ExplanationAccepted,
	"return":   event.ExplanationReturned,
	"withdraw": event.ExplanationWithdrawn,
}

// order is the body of a command.
type order struct {
	intake.Timed
	Answer string        `json:"answer"` // with submit
	Reason string        `json:"reason"` // with return, withdraw
	Due    calendar.Date `json:"due,omitzero"`
	By     string        `json:"by"`
}

// Data is what an event says by the order, of whatever type.
func (o order) Data(event.Type) event.Data {
	return &event.Explanation{Answer: o.Answer, Reason: o.Reason, Due: o.Due, By: o.By}
}

// permits holds a command to what is in order.
func permits(s State, e *event.Event) error {
	if s.Status == "" {
		return intake.ErrNotFound
	}
	if _, flag := judge(s, target[e.Type], e); flag != "" {
		return problem.NewState(s.Status, "%s does not fit an explanation that is %s", e.Type, s.Status)
	}
	return nil
}
