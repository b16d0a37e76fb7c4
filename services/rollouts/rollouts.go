// Package rollouts is the service of the pilot models (mô hình điểm): how far each has been rolled
// out, where, and what holds it up.
package rollouts

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs; all of it is required.
type Config struct {
	Log      eventlog.Log
	Topology *topology.Topology
	Logger   *slog.Logger
	Now      func() time.Time
}

// Service is the rollouts service. Handler and Run may be used at the same time.
type Service struct {
	Config
	intake  *intake.Intake[State]
	openAPI []byte
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology == nil {
		return nil, errors.New("rollouts: Topology is missing")
	}
	in, err := intake.New(intake.Config[State]{
		Name: "rollouts", Nouns: []event.Noun{event.NounModel},
		Aggregate: &aggregate{topology: config.Topology},
		Log:       config.Log, Location: config.Topology.Location(), Logger: config.Logger, Now: config.Now,
	})
	if err != nil {
		return nil, err
	}
	doc, err := intake.OpenAPI("rollouts", openAPI)
	if err != nil {
		return nil, fmt.Errorf("rollouts: %w", err)
	}
	return &Service{Config: config, intake: in, openAPI: doc}, nil
}

// Run waits until ctx is done; then it lets the requests under way end.
func (s *Service) Run(ctx context.Context) error { return s.intake.Run(ctx) }

// Handler serves /api/v1/rollouts/.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/rollouts/events", s.intake.Events)
	mux.HandleFunc("POST /api/v1/rollouts", s.propose)
	mux.HandleFunc("POST /api/v1/rollouts/{model}/{command}", s.command)
	mux.HandleFunc("GET /api/v1/rollouts/{model}", s.get)
	mux.Handle("GET /api/v1/rollouts/openapi.json", intake.Document(s.openAPI))
	return s.intake.Serve(mux)
}

func (s *Service) get(w http.ResponseWriter, r *http.Request) {
	s.intake.Get(w, r, event.ModelSubject(r.PathValue("model")))
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
	s.intake.Execute(w, r, intake.Command[State]{
		Type: event.ModelProposed, Subject: event.ModelSubject(body.Model), Time: body.Time,
		Data: &event.Model{Name: body.Name, Unit: body.Unit, Lead: body.Lead, Coordinating: body.Coordinating},
		Guard: func(state State, _ *event.Event) error {
			if state.Status != "" {
				return &intake.StateError{Status: state.Status, Message: "this model exists already"}
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

func (s *Service) command(w http.ResponseWriter, r *http.Request) {
	t, ok := commands[r.PathValue("command")]
	if !ok {
		intake.WriteFault(w, intake.Fault{Code: "not_found", Message: fmt.Sprintf("there is no command %q", r.PathValue("command"))})
		return
	}
	var body order
	if !intake.ReadCommand(w, r, &body) {
		return
	}
	s.intake.Execute(w, r, intake.Command[State]{
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
	return &intake.StateError{Status: s.Status, Message: fmt.Sprintf("%s does not fit a model that is %s", e.Type, s.Status)}
}
