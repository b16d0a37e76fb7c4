// Package alarms is the service of what needs somebody's attention: alarms are raised once for each
// rule and originator, and are active or cleared, acknowledged or not. The service itself raises
// them, of severe incidents and of figures beyond the topology's rules, and escalates those that
// nobody acknowledges.
package alarms

import (
	_ "embed"
	"errors"
	"fmt"
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs.
type Config struct {
	intake.Common
	// DB has the figures that the rules look at; without it they are off.
	DB *clickhouse.DB
}

// Service is the alarms service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
	db *clickhouse.DB
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology != nil {
		if err := checkFigures(config.Topology.Rules); err != nil {
			return nil, fmt.Errorf("alarms: %w", err)
		}
	}
	base, err := intake.NewService(config.Common, intake.Domain[State]{
		Name: "alarms", Nouns: []event.Noun{event.NounAlarm}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base, config.DB}
	s.Follow(s.Policy(Policy, s.onEvent), s.followFigures)
	return s, errors.Join(
		s.Begin(event.NounAlarm, "/api/v1/alarms", "raise", intake.Do(base, raise)),
		intake.Take[order](base, intake.Things[State]{
			Noun: event.NounAlarm, Path: "/api/v1/alarms/{rule}/{noun}/{id}", Subject: subject, Commands: commands, Permits: permits,
		}),
	)
}

func subject(r *http.Request) (string, error) {
	return event.AlarmSubject(r.PathValue("rule"), r.PathValue("noun")+"/"+r.PathValue("id")), nil
}

// raising is the body of POST /api/v1/alarms.
type raising struct {
	Rule       string    `json:"rule"`
	Originator string    `json:"originator"`
	Unit       string    `json:"unit"`
	Title      string    `json:"title"`
	Severity   string    `json:"severity,omitzero"`
	By         string    `json:"by"`
	Time       time.Time `json:"time,omitzero"`
}

func raise(_ *http.Request, body raising) (intake.Command[State], error) {
	return intake.Command[State]{
		Type: event.AlarmRaised, Subject: event.AlarmSubject(body.Rule, body.Originator), Time: body.Time, Guard: permits,
		Data: &event.Alarm{Rule: body.Rule, Originator: body.Originator, Unit: body.Unit, Title: body.Title, Severity: body.Severity, By: body.By},
	}, nil
}

// commands are the verbs of POST /api/v1/alarms/{rule}/{noun}/{id}/{command}.
var commands = map[string]event.Type{
	"acknowledge": event.AlarmAcknowledged,
	"clear":       event.AlarmCleared,
}

// order is the body of a command; without a time it is now.
type order struct {
	intake.Timed
	By string `json:"by"`
}

// Data is what an event says by the order, of whatever type.
func (o order) Data(event.Type) event.Data { return &event.Alarm{By: o.By} }

// permits holds a command to what is in order.
func permits(s State, e *event.Event) error {
	switch {
	case !s.raised() && e.Type == event.AlarmRaised:
		return nil
	case !s.raised():
		return intake.ErrNotFound
	}
	if _, flag := judge(s, e); flag != "" {
		return problem.NewState(s.status(), "%s does not fit an alarm that is %s", e.Type, s.status())
	}
	return nil
}

// status is where the alarm stands, in words.
func (s State) status() string {
	words := "cleared"
	if s.Active {
		words = "active"
	}
	if s.Acknowledged {
		return words + ", acknowledged"
	}
	if s.Escalated {
		return words + ", escalated"
	}
	return words + ", unacknowledged"
}
