// Package playbooks is the service of the procedures (SOP) that incidents open: their steps are assigned, done or overdue.
package playbooks

import (
	_ "embed"
	"errors"
	"net/http"
	"strconv"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs.
type Config = intake.Common

// Service is the playbooks service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	base, err := intake.NewService(config, intake.Domain[State]{
		Name: "playbooks", Nouns: []event.Noun{event.NounStep}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base}
	s.Follow(s.followIncidents)
	return s, errors.Join(
		s.Commands(event.NounStep, "/api/v1/playbooks/{incident}/{number}", commands, s.command),
		s.Read(event.NounStep, "/api/v1/playbooks/{incident}/{number}", subject),
	)
}

// subject is the stream that a request names; "" and an answer if there can be none.
func subject(w http.ResponseWriter, r *http.Request) string {
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || n < 1 {
		problem.Write(w, r, problem.New(problem.NotFound, "", "%q is not the number of a step", r.PathValue("number")))
		return ""
	}
	return Subject(r.PathValue("incident"), n)
}

// commands are the verbs of POST /api/v1/playbooks/{incident}/{number}/{command}.
var commands = map[string]event.Type{"assign": event.StepAssigned, "done": event.StepDone, "skip": event.StepSkipped}

// order is the body of a command.
type order struct {
	Time     time.Time `json:"time,omitzero"`
	Assignee string    `json:"assignee"` // with assign
	Reason   string    `json:"reason"`   // with skip
	By       string    `json:"by"`
}

func (s *Service) command(w http.ResponseWriter, r *http.Request, t event.Type) {
	stream := subject(w, r)
	var body order
	if stream == "" || !intake.ReadCommand(w, r, &body) {
		return
	}
	s.Execute(w, r, intake.Command[State]{
		Type: t, Subject: stream, Time: body.Time, Guard: permits,
		Data: &event.Step{Assignee: body.Assignee, Reason: body.Reason, By: body.By},
	})
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
