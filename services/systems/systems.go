// Package systems is the service of the province's information systems and of the links between them: their security level
// files, the four layers of their protection, their audits, and whether a link is up.
package systems

import (
	_ "embed"
	"errors"

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
		Name: "systems", Nouns: []event.Noun{event.NounSystem, event.NounFeed}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
	})
	if err != nil {
		return nil, err
	}
	return s, errors.Join(
		intake.Take[order](s, intake.Things[State]{
			Noun: event.NounSystem, Path: "/api/v1/systems/{id}", Subject: intake.Named("id", event.SystemSubject),
			Commands: commands, Permits: permitsSystem,
		}),
		intake.Take[signal](s, intake.Things[State]{
			Noun: event.NounFeed, Path: "/api/v1/systems/feeds/{id}", Subject: intake.Named("id", event.FeedSubject),
			Commands: feedCommands,
		}),
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
	intake.Timed
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

// Data is what an event of that type says by the order.
func (o order) Data(t event.Type) event.Data {
	data := &event.System{
		Name: o.Name, Unit: o.Unit, Owner: o.Owner, Level: o.Level, Approver: o.Approver,
		Layer: o.Layer, Coverage: o.Coverage, Note: o.Note,
	}
	switch t {
	case event.SystemLevelApproved:
		data.ApprovedOn = o.On
	case event.SystemAudited:
		data.AuditedOn = o.On
	default: // the others have no day of their own
	}
	return data
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
	intake.Timed
	Name   string `json:"name"`
	Unit   string `json:"unit"`
	Reason string `json:"reason"`
}

// Data is what an event says by the signal, of whatever type.
func (g signal) Data(event.Type) event.Data {
	return &event.Feed{Name: g.Name, Unit: g.Unit, Reason: g.Reason}
}
