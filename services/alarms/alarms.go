// Package alarms is the service of what needs somebody's attention: alarms are raised once for each
// rule and originator, and are active or cleared, acknowledged or not. The service itself raises
// them, of severe incidents and of figures beyond the topology's rules, and escalates those that
// nobody acknowledges.
package alarms

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs; all of it but DB and Registerer is required.
type Config struct {
	Log eventlog.Log
	// DB has the figures that the rules look at; without it they are off.
	DB       *clickhouse.DB
	Topology *topology.Topology
	Logger   *slog.Logger
	Now      func() time.Time
	// Registerer takes the policy's metrics; nil keeps them to itself.
	Registerer prometheus.Registerer
}

// Service is the alarms service. Handler and Run may be used at the same time.
type Service struct {
	Config
	intake  *intake.Intake[State]
	openAPI []byte
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology == nil {
		return nil, errors.New("alarms: Topology is missing")
	}
	if err := checkFigures(config.Topology.Rules); err != nil {
		return nil, fmt.Errorf("alarms: %w", err)
	}
	in, err := intake.New(intake.Config[State]{
		Name: "alarms", Nouns: []event.Noun{event.NounAlarm},
		Aggregate: &aggregate{topology: config.Topology},
		Log:       config.Log, Location: config.Topology.Location(), Logger: config.Logger, Now: config.Now,
	})
	if err != nil {
		return nil, err
	}
	doc, err := intake.OpenAPI("alarms", openAPI)
	if err != nil {
		return nil, fmt.Errorf("alarms: %w", err)
	}
	return &Service{Config: config, intake: in, openAPI: doc}, nil
}

// Run follows the log and the figures with the service's policies until ctx is done; then it lets the requests
// under way end.
func (s *Service) Run(ctx context.Context) error {
	return s.intake.Run(ctx, s.followEvents, s.followFigures)
}

// Handler serves /api/v1/alarms/.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/alarms/events", s.intake.Events)
	mux.HandleFunc("POST /api/v1/alarms", s.raise)
	mux.HandleFunc("POST /api/v1/alarms/{rule}/{noun}/{id}/{command}", s.command)
	mux.HandleFunc("GET /api/v1/alarms/{rule}/{noun}/{id}", s.get)
	mux.Handle("GET /api/v1/alarms/openapi.json", intake.Document(s.openAPI))
	return s.intake.Serve(mux)
}

func subject(r *http.Request) string {
	return event.AlarmSubject(r.PathValue("rule"), r.PathValue("noun")+"/"+r.PathValue("id"))
}

func (s *Service) get(w http.ResponseWriter, r *http.Request) { s.intake.Get(w, r, subject(r)) }

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

func (s *Service) raise(w http.ResponseWriter, r *http.Request) {
	var body raising
	if !intake.ReadCommand(w, r, &body) {
		return
	}
	s.intake.Execute(w, r, intake.Command[State]{
		Type: event.AlarmRaised, Subject: event.AlarmSubject(body.Rule, body.Originator), Time: body.Time, Guard: permits,
		Data: &event.Alarm{Rule: body.Rule, Originator: body.Originator, Unit: body.Unit, Title: body.Title, Severity: body.Severity, By: body.By},
	})
}

// commands are the verbs of POST /api/v1/alarms/{rule}/{noun}/{id}/{command}.
var commands = map[string]event.Type{
	"acknowledge": event.AlarmAcknowledged,
	"clear":       event.AlarmCleared,
}

// order is the body of a command; without a time it is now.
type order struct {
	Time time.Time `json:"time,omitzero"`
	By   string    `json:"by"`
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
		Type: t, Subject: subject(r), Time: body.Time, Guard: permits, Data: &event.Alarm{By: body.By},
	})
}

// permits holds a command to what is in order.
func permits(s State, e *event.Event) error {
	switch {
	case !s.raised() && e.Type == event.AlarmRaised:
		return nil
	case !s.raised():
		return intake.ErrNotFound
	}
	if _, flag := judge(s, e); flag != "" {
		return &intake.StateError{Status: s.status(), Message: fmt.Sprintf("%s does not fit an alarm that is %s", e.Type, s.status())}
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
