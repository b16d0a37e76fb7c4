// Package payments is the service of the province's bills: it takes what payment platforms
// report, in whatever order and however often they call back, and appends what it means.
package payments

import (
	"context"
	_ "embed"
	"errors"
	"iter"
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs.
type Config struct {
	intake.Common
	// DB knows which bills were paid on a day; without it no statement is compared.
	DB *clickhouse.DB
}

// Service is the payments service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
	db       *clickhouse.DB
	patience time.Duration // with ClickHouse, before a statement is compared
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	procedures := catalogue.Follow(config.Log, config.Topology, config.Now)
	base, err := intake.NewService(config.Common, intake.Domain[State]{
		Name: "payments", Nouns: []event.Noun{event.NounPayment}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI,
		Know: func(ctx context.Context, _ iter.Seq2[State, *event.Event]) (intake.Aggregate[State], error) {
			c, err := procedures.Current(ctx)
			return &aggregate{topology: config.Topology, catalogue: c}, err
		},
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base, config.DB, projectionPatience}
	return s, errors.Join(
		s.Begin(event.NounPayment, "/api/v1/payments", "bill", intake.Do(base, newBill)),
		s.Offer(route.Route{
			Pattern: "POST /api/v1/payments/statements", Action: "payment.reconcile", About: route.Province, Query: []string{"day", "sheet", "dry_run"}, Body: route.Long, Handle: s.statement,
		}),
		intake.Take[order](base, intake.Things[State]{
			Noun: event.NounPayment, Path: "/api/v1/payments/{bill}", Subject: intake.Named("bill", event.PaymentSubject),
			Commands: commands, Permits: permits,
		}),
	)
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

func newBill(_ *http.Request, body billing) (intake.Command[State], error) {
	return intake.Command[State]{
		Type: event.PaymentBilled, Subject: event.PaymentSubject(body.Bill), Time: body.Time,
		Data: &event.Payment{Dossier: body.Dossier, Procedure: body.Procedure, Unit: body.Unit, AmountVND: body.AmountVND},
		Guard: func(state State, _ *event.Event) error {
			if state.Status != "" {
				return problem.NewState(state.Status, "this bill exists already")
			}
			return nil
		},
	}, nil
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
	intake.Timed
	Method      string `json:"method"`
	Transaction string `json:"transaction"`
	AmountVND   int64  `json:"amount_vnd"`
	Reason      string `json:"reason"`
	// With reconcile: what the provider's statement of that day has.
	Outcome      event.Outcome `json:"outcome"`
	Statement    calendar.Date `json:"statement,omitzero"`
	StatementVND int64         `json:"statement_vnd"`
}

// Data is what an event says by the order, of whatever type.
func (o order) Data(event.Type) event.Data {
	return &event.Payment{
		Method: o.Method, Transaction: o.Transaction, AmountVND: o.AmountVND, Reason: o.Reason,
		Outcome: o.Outcome, Statement: o.Statement, StatementVND: o.StatementVND,
	}
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
	return problem.NewState(s.Status, "%s does not fit a bill that is %s", e.Type, s.Status)
}
