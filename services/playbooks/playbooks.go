// Package playbooks is the service of the procedures (SOP) that incidents open: their steps are assigned, done or overdue.
package playbooks

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

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
	// Registerer takes the policy's metrics; nil keeps them to itself.
	Registerer prometheus.Registerer
}

// Service is the playbooks service. Handler and Run may be used at the same time.
type Service struct {
	Config
	intake  *intake.Intake[State]
	openAPI []byte
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology == nil {
		return nil, errors.New("playbooks: Topology is missing")
	}
	in, err := intake.New(intake.Config[State]{
		Name: "playbooks", Nouns: []event.Noun{event.NounStep},
		Aggregate: &aggregate{topology: config.Topology},
		Log:       config.Log, Location: config.Topology.Location(), Logger: config.Logger, Now: config.Now,
	})
	if err != nil {
		return nil, err
	}
	doc, err := intake.OpenAPI("playbooks", openAPI)
	if err != nil {
		return nil, fmt.Errorf("playbooks: %w", err)
	}
	return &Service{Config: config, intake: in, openAPI: doc}, nil
}

// Run follows the log with the service's policy until ctx is done; then it lets the requests under way end.
func (s *Service) Run(ctx context.Context) error { return s.intake.Run(ctx, s.followIncidents) }

// Handler serves /api/v1/playbooks/.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/playbooks/events", s.intake.Events)
	mux.HandleFunc("POST /api/v1/playbooks/{incident}/{number}/{command}", s.command)
	mux.HandleFunc("GET /api/v1/playbooks/{incident}/{number}", s.get)
	mux.Handle("GET /api/v1/playbooks/openapi.json", intake.Document(s.openAPI))
	return s.intake.Serve(mux)
}

// subject is the stream that a request names; "" and an answer if there can be none.
func subject(w http.ResponseWriter, r *http.Request) string {
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || n < 1 {
		intake.WriteFault(w, intake.Fault{Code: "not_found", Message: fmt.Sprintf("%q is not the number of a step", r.PathValue("number"))})
		return ""
	}
	return Subject(r.PathValue("incident"), n)
}

func (s *Service) get(w http.ResponseWriter, r *http.Request) {
	if stream := subject(w, r); stream != "" {
		s.intake.Get(w, r, stream)
	}
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

func (s *Service) command(w http.ResponseWriter, r *http.Request) {
	t, ok := commands[r.PathValue("command")]
	if !ok {
		intake.WriteFault(w, intake.Fault{Code: "not_found", Message: fmt.Sprintf("there is no command %q", r.PathValue("command"))})
		return
	}
	stream := subject(w, r)
	var body order
	if stream == "" || !intake.ReadCommand(w, r, &body) {
		return
	}
	s.intake.Execute(w, r, intake.Command[State]{
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
		return &intake.StateError{Status: s.Status, Message: fmt.Sprintf("%s does not fit a step that is %s", e.Type, s.Status)}
	}
	return nil
}
