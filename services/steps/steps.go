// Package steps is the service of the steps of the playbooks (SOP) that incidents open: each is assigned, done, skipped or overdue.
package steps

import (
	_ "embed"
	"errors"
	"net/http"
	"strconv"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

//go:embed openapi.json
var openAPI []byte

// Service is the steps service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config intake.Common) (*Service, error) {
	base, err := intake.NewService(config, intake.Domain[State]{
		Name: "steps", Nouns: []event.Noun{event.NounStep}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base}
	s.Follow(s.Policy(Open, s.onIncident))
	return s, errors.Join(
		intake.Take[order](base, intake.Things[State]{
			Noun: event.NounStep, Path: "/api/v1/steps/{incident}/{number}", Subject: subject, Commands: commands, Permits: permits,
		}),
	)
}

// subject is the stream that a request names.
func subject(r *http.Request) (string, error) {
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || n < 1 {
		return "", problem.New(problem.NotFound, "", "%q is not the number of a step", r.PathValue("number"))
	}
	return Subject(r.PathValue("incident"), n), nil
}

// commands are the verbs of POST /api/v1/steps/{incident}/{number}/{command}.
var commands = map[string]event.Type{"assign": event.StepAssigned, "done": event.StepDone, "skip": event.StepSkipped}

// order is the body of a command.
type order struct {
	intake.Timed
	Assignee string `json:"assignee"` // with assign
	Reason   string `json:"reason"`   // with skip
	By       string `json:"by"`
}

// Data is what an event says by the order, of whatever type.
func (o order) Data(event.Type) event.Data {
	return &event.Step{Assignee: o.Assignee, Reason: o.Reason, By: o.By}
}

// permits holds a command to what is in order.
func permits(s State, e *event.Event) error {
	if s.Status == "" {
		return intake.ErrNotFound
	}
	if _, flag := judge(s, e); flag != "" {
		return problem.NewState(s.Status, "%s does not fit a step that is %s", e.Type, s.Status)
	}
	return nil
}
