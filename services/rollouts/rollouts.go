// Package rollouts is the service of the pilot models (mô hình điểm): how far each has been rolled
// out, where, and what holds it up.
package rollouts

import (
	_ "embed"
	"errors"
	"net/http"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs.
type Config = intake.Common

// Service is the rollouts service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	base, err := intake.NewService(config, intake.Domain[State]{
		Name: "rollouts", Nouns: []event.Noun{event.NounModel}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base}
	return s, errors.Join(
		s.Begin(event.NounModel, "/api/v1/rollouts", "propose", s.propose),
		s.Commands(event.NounModel, "/api/v1/rollouts/{model}", commands, s.command),
		s.Read(event.NounModel, "/api/v1/rollouts/{model}", intake.Named("model", event.ModelSubject)),
	)
}

// proposal is the body of POST /api/v1/rollouts.
type proposal struct {
	Model string    `json:"model"`
	Name  string    `json:"name"`
	Unit  string    `json:"unit"`
	Lead  string    `json:"lead"`
	Time  time.Time `json:"time,omitzero"`
	// Coordinating are the agencies beside the lead.
	Coordinating []string `json:"coordinating"`
}

func (s *Service) propose(w http.ResponseWriter, r *http.Request) {
	var body proposal
	if !intake.ReadCommand(w, r, &body) {
		return
	}
	s.Execute(w, r, intake.Command[State]{
		Type: event.ModelProposed, Subject: event.ModelSubject(body.Model), Time: body.Time,
		Data: &event.Model{Name: body.Name, Unit: body.Unit, Lead: body.Lead, Coordinating: body.Coordinating},
		Guard: func(state State, _ *event.Event) error {
			if state.Status != "" {
				return problem.NewState(state.Status, "this model exists already")
			}
			return nil
		},
	})
}

// commands are the verbs of POST /api/v1/rollouts/{model}/{command}.
var commands = map[string]event.Type{
	"prepare":         event.ModelPreparing,
	"block":           event.ModelBlocked,
	"start":           event.ModelStarted,
	"activate-site":   event.ModelSiteActivated,
	"reach-milestone": event.ModelMilestoneReached,
	"suspend":         event.ModelSuspended,
	"complete":        event.ModelCompleted,
	"maintain":        event.ModelMaintained,
	"plan-milestone":  event.ModelMilestonePlanned,
}

// order is the body of a command.
type order struct {
	Time      time.Time `json:"time,omitzero"`
	Site      string    `json:"site"`
	Milestone string    `json:"milestone"`
	Reason    string    `json:"reason"`
	Lead      string    `json:"lead"`
	// Due is with plan-milestone: by when it is to be reached.
	Due           calendar.Date `json:"due,omitzero"`
	Coordinating  []string      `json:"coordinating"`
	Beneficiaries int64         `json:"beneficiaries"`
}

func (s *Service) command(w http.ResponseWriter, r *http.Request, t event.Type) {
	var body order
	if !intake.ReadCommand(w, r, &body) {
		return
	}
	s.Execute(w, r, intake.Command[State]{
		Type: t, Subject: event.ModelSubject(r.PathValue("model")), Time: body.Time, Guard: permits,
		Data: &event.Model{
			Site: body.Site, Milestone: body.Milestone, Reason: body.Reason, Lead: body.Lead, Due: body.Due,
			Coordinating: body.Coordinating, Beneficiaries: body.Beneficiaries,
		},
	})
}

// permits holds a command to what is in order; a command to block or suspend gives a reason.
func permits(s State, e *event.Event) error {
	m, ok := e.Data.(*event.Model)
	switch {
	case s.Status == "":
		return intake.ErrNotFound
	case ok && m.Reason == "" && (e.Type == event.ModelBlocked || e.Type == event.ModelSuspended):
		return event.Refuse("data.reason", "is missing: what holds the model up?")
	}
	_, flag := judge(s, e)
	if flag == "" && (e.Type != event.ModelSiteActivated || !slices.Contains(s.Sites, m.Site)) {
		return nil
	}
	return problem.NewState(s.Status, "%s does not fit a model that is %s", e.Type, s.Status)
}
