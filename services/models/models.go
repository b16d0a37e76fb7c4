// Package models is the service of the pilot models (mô hình điểm): how far each has been rolled
// out, where, and what holds it up.
package models

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

// New makes the service; it does nothing until Handler or Run is used.
func New(config intake.Common) (*intake.Service[State], error) {
	s, err := intake.NewService(config, intake.Domain[State]{
		Name: "models", Nouns: []event.Noun{event.NounModel}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
	})
	if err != nil {
		return nil, err
	}
	return s, errors.Join(
		s.Begin(event.NounModel, "/api/v1/models", "propose", intake.Do(s, propose)),
		intake.Take[order](s, intake.Things[State]{
			Noun: event.NounModel, Path: "/api/v1/models/{model}", Subject: intake.Named("model", event.ModelSubject),
			Commands: commands, Permits: permits,
		}),
	)
}

// proposal is the body of POST /api/v1/models.
type proposal struct {
	Model string    `json:"model"`
	Name  string    `json:"name"`
	Unit  string    `json:"unit"`
	Lead  string    `json:"lead"`
	Time  time.Time `json:"time,omitzero"`
	// Coordinating are the agencies beside the lead.
	Coordinating []string `json:"coordinating"`
}

func propose(_ *http.Request, body proposal) (intake.Command[State], error) {
	return intake.Command[State]{
		Type: event.ModelProposed, Subject: event.ModelSubject(body.Model), Time: body.Time,
		Data: &event.Model{Name: body.Name, Unit: body.Unit, Lead: body.Lead, Coordinating: body.Coordinating},
		Guard: func(state State, _ *event.Event) error {
			if state.Status != "" {
				return problem.NewState(state.Status, "this model exists already")
			}
			return nil
		},
	}, nil
}

// commands are the verbs of POST /api/v1/models/{model}/{command}.
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
	intake.Timed
	Site      string `json:"site"`
	Milestone string `json:"milestone"`
	Reason    string `json:"reason"`
	Lead      string `json:"lead"`
	// Due is with plan-milestone: by when it is to be reached.
	Due           calendar.Date `json:"due,omitzero"`
	Coordinating  []string      `json:"coordinating"`
	Beneficiaries int64         `json:"beneficiaries"`
}

// Data is what an event says by the order, of whatever type.
func (o order) Data(event.Type) event.Data {
	return &event.Model{
		Site: o.Site, Milestone: o.Milestone, Reason: o.Reason, Lead: o.Lead, Due: o.Due,
		Coordinating: o.Coordinating, Beneficiaries: o.Beneficiaries,
	}
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
