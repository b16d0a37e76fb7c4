// Package payments is the service of the province's bills: it takes what payment platforms
// report, in whatever order and however often they call back, and appends what it means.
package payments

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs; all of it is required but DB.
type Config struct {
	Log      eventlog.Log
	Topology *topology.Topology
	Logger   *slog.Logger
	Now      func() time.Time
	// DB knows which bills were paid on a day; without it no statement is compared.
	DB *clickhouse.DB
}

// Service is the payments service. Handler and Run may be used at the same time.
type Service struct {
	Config
	intake    *intake.Intake[State]
	aggregate *aggregate
	follower  *catalogue.Follower
	openAPI   []byte
	patience  time.Duration // with ClickHouse, before a statement is compared
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology == nil {
		return nil, errors.New("payments: Topology is missing")
	}
	a := &aggregate{topology: config.Topology}
	in, err := intake.New(intake.Config[State]{
		Name: "payments", Nouns: []event.Noun{event.NounPayment},
		Aggregate: a,
		Log:       config.Log, Location: config.Topology.Location(), Logger: config.Logger, Now: config.Now,
	})
	if err != nil {
		return nil, err
	}
	doc, err := intake.OpenAPI("payments", openAPI)
	if err != nil {
		return nil, fmt.Errorf("payments: %w", err)
	}
	return &Service{
		Config: config, intake: in, aggregate: a, follower: catalogue.Follow(config.Log, config.Topology, config.Now), openAPI: doc,
		patience: projectionPatience,
	}, nil
}

// Run waits until ctx is done; then it lets the requests under way end.
func (s *Service) Run(ctx context.Context) error { return s.intake.Run(ctx) }

// Handler serves /api/v1/payments/.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/payments/events", s.intake.Events)
	mux.HandleFunc("POST /api/v1/payments", s.bill)
	mux.HandleFunc("POST /api/v1/payments/statements", s.statement)
	mux.HandleFunc("POST /api/v1/payments/{bill}/{command}", s.command)
	mux.HandleFunc("GET /api/v1/payments/{bill}", s.get)
	mux.Handle("GET /api/v1/payments/openapi.json", intake.Document(s.openAPI))
	return s.intake.Serve(s.withCatalogue(mux))
}

// withCatalogue brings the catalogue up to date before a request is decided. When the log does not answer, it stays as it was.
func (s *Service) withCatalogue(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, err := s.follower.Current(r.Context()); err == nil {
			s.aggregate.catalogue.Store(c)
		} else {
			s.Logger.WarnContext(r.Context(), "the catalogue was not read: it stays as it was", "error", err)
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Service) get(w http.ResponseWriter, r *http.Request) {
	s.intake.Get(w, r, event.PaymentSubject(r.PathValue("bill")))
}

// billing is the body of POST /api/v1/payments.
type billing struct {
	Bill      string    `json:"bill"`
	Dossier   string    `json:"dossier"`
	Procedure string    `json:"procedure"`
	Unit      string    `json:"unit"`
	AmountVND int64     `json:"amount_vnd"`
	Time      time.Time `json:"time,omitzero"`
}

func (s *Service) bill(w http.ResponseWriter, r *http.Request) {
	var body billing
	if !intake.ReadCommand(w, r, &body) {
		return
	}
	s.intake.Execute(w, r, intake.Command[State]{
		Type: event.PaymentBilled, Subject: event.PaymentSubject(body.Bill), Time: body.Time,
		Data: &event.Payment{Dossier: body.Dossier, Procedure: body.Procedure, Unit: body.Unit, AmountVND: body.AmountVND},
		Guard: func(state State, _ *event.Event) error {
			if state.Status != "" {
				return &intake.StateError{Status: state.Status, Message: "this bill exists already"}
			}
			return nil
		},
	})
}

// commands are the verbs of POST /api/v1/payments/{bill}/{command}.
var commands = map[string]event.Type{
	"initiate": event.PaymentInitiated,
	"succeed":  event.PaymentSucceeded,
	"fail":     event.PaymentFailed,
	"cancel":   event.PaymentCancelled,
	"refund":   event.PaymentRefunded,

	"reconcile": event.PaymentReconciled,
}

// order is the body of a command; all of it is optional.
type order struct {
	Time        time.Time `json:"time,omitzero"`
	Method      string    `json:"method"`
	Transaction string    `json:"transaction"`
	AmountVND   int64     `json:"amount_vnd"`
	Reason      string    `json:"reason"`
	// With reconcile: what the provider's statement of that day has.
	Outcome      event.Outcome `json:"outcome"`
	Statement    calendar.Date `json:"statement,omitzero"`
	StatementVND int64         `json:"statement_vnd"`
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
		Type: t, Subject: event.PaymentSubject(r.PathValue("bill")), Time: body.Time, Guard: permits,
		Data: &event.Payment{
			Method: body.Method, Transaction: body.Transaction, AmountVND: body.AmountVND, Reason: body.Reason,
			Outcome: body.Outcome, Statement: body.Statement, StatementVND: body.StatementVND,
		},
	})
}

// permits holds a command to what is in order. A success without an initiation is in order
// here: cash at the counter is paid in one step.
func permits(s State, e *event.Event) error {
	if s.Status == "" {
		return intake.ErrNotFound
	}
	if e.Type == event.PaymentReconciled {
		return nil // whatever it finds is worth knowing
	}
	o := outcomes[e.Type][s.Status]
	if o.flag == "" || e.Type == event.PaymentSucceeded && s.Status == unpaid {
		return nil
	}
	return &intake.StateError{Status: s.Status, Message: fmt.Sprintf("%s does not fit a bill that is %s", e.Type, s.Status)}
}
