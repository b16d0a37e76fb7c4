// Package systems is the service of the province's information systems and of the links between them: their security level
// files, the four layers of their protection, their audits, and whether a link is up.
package systems

import (
	_ "embed"
	"errors"
	"net/http"
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

// Service is the systems service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	base, err := intake.NewService(config, intake.Domain[State]{
		Name: "systems", Nouns: []event.Noun{event.NounSystem, event.NounFeed}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base}
	return s, errors.Join(
		s.Commands(event.NounSystem, "/api/v1/systems/{id}", commands, s.command),
		s.Read(event.NounSystem, "/api/v1/systems/{id}", intake.Named("id", event.SystemSubject)),
		s.Commands(event.NounFeed, "/api/v1/systems/feeds/{id}", feedCommands, s.commandFeed),
		s.Read(event.NounFeed, "/api/v1/systems/feeds/{id}", intake.Named("id", event.FeedSubject)),
	)
}

// commands are the verbs of POST /api/v1/systems/{id}/{command}.
var commands = map[string]event.Type{
	"register":      event.SystemRegistered,
	"approve-level": event.SystemLevelApproved,
	"assess-layer":  event.SystemLayerAssessed,
	"audit":         event.SystemAudited,
	"retire":        event.SystemRetired,
}

// order is the body of a command about a system.
type order struct {
	Time     time.Time      `json:"time,omitzero"`
	Name     string         `json:"name"`
	Unit     string         `json:"unit"`
	Owner    string         `json:"owner"`
	Level    uint8          `json:"level"`
	Approver event.Approver `json:"approver"`
	On       calendar.Date  `json:"on,omitzero"` // of the approval or the audit; default: the day of time
	Layer    uint8          `json:"layer"`
	Coverage event.Coverage `json:"coverage"`
	Note     string         `json:"note"`
}

func (s *Service) command(w http.ResponseWriter, r *http.Request, t event.Type) {
	var body order
	if !intake.ReadCommand(w, r, &body) {
		return
	}
	data := &event.System{
		Name: body.Name, Unit: body.Unit, Owner: body.Owner, Level: body.Level, Approver: body.Approver,
		Layer: body.Layer, Coverage: body.Coverage, Note: body.Note,
	}
	switch t {
	case event.SystemLevelApproved:
		data.ApprovedOn = body.On
	case event.SystemAudited:
		data.AuditedOn = body.On
	default: // the others have no day of their own
	}
	s.Execute(w, r, intake.Command[State]{
		Type: t, Subject: event.SystemSubject(r.PathValue("id")), Time: body.Time, Data: data, Guard: permitsSystem,
	})
}

// permitsSystem holds a command to systems that are in use, a registration to those that are not.
func permitsSystem(s State, e *event.Event) error {
	y := s.system()
	registers := e.Type == event.SystemRegistered
	switch {
	case y.Name == "" && !registers:
		return intake.ErrNotFound
	case y.Active == registers:
		return problem.NewState(y.status(), "%s does not fit a system that is %s", e.Type, y.status())
	}
	return nil
}

func (s SystemState) status() string {
	if s.Active {
		return "in use"
	}
	return "not in use"
}

// feedCommands are the verbs of POST /api/v1/systems/feeds/{id}/{command}.
var feedCommands = map[string]event.Type{"up": event.FeedUp, "down": event.FeedDown}

// signal is the body of a command about a feed.
type signal struct {
	Time   time.Time `json:"time,omitzero"`
	Name   string    `json:"name"`
	Unit   string    `json:"unit"`
	Reason string    `json:"reason"`
}

func (s *Service) commandFeed(w http.ResponseWriter, r *http.Request, t event.Type) {
	var body signal
	if !intake.ReadCommand(w, r, &body) {
		return
	}
	s.Execute(w, r, intake.Command[State]{
		Type: t, Subject: event.FeedSubject(r.PathValue("id")), Time: body.Time,
		Data: &event.Feed{Name: body.Name, Unit: body.Unit, Reason: body.Reason},
	})
}
