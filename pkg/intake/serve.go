package intake

import (
	"bytes"
	"errors"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
)

// Serve is next behind what every request of a service goes through: a bounded number at a
// time, of one address a part of them, none while draining, a panic harms its own request only, and a command with a key is carried out once.
// Problems: too_many_requests, internal, unavailable; conflict and invalid of a key.
func (in *Intake[S]) Serve(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := route.From(r)
		if !admitted(w, r, in.all, from) {
			return
		}
		defer in.all.leave(from)
		if r.ContentLength < 0 || r.ContentLength > smallBody {
			if !admitted(w, r, in.bulk, from) {
				return
			}
			defer in.bulk.leave(from)
		}
		defer in.recover(w, r)
		in.once(w, r, next)
	})
}

func admitted(w http.ResponseWriter, r *http.Request, s *shares, from netip.Addr) bool {
	switch s.enter(from) {
	case full:
		problem.Write(w, r, problem.New(problem.TooManyRequests, "", "too many requests are under way: wait a moment and send it again"))
		return false
	case closing:
		problem.Write(w, r, problem.New(problem.Unavailable, "", "the service is going down: send it again in a moment"))
		return false
	default:
		return true
	}
}

func (in *Intake[S]) recover(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	fault := problem.NewInternal()
	in.Logger.ErrorContext(r.Context(), "panic in a request", "service", in.Name, "instance", fault.Instance,
		"method", r.Method, "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
	problem.Write(w, r, fault)
}

// Command is what somebody wants to happen: the event that it becomes if it may.
type Command[S any] struct {
	Type    event.Type
	Subject string
	Time    time.Time // zero: the log's now; one before what is known of the stream is refused
	Data    event.Data
	Guard   func(S, *event.Event) error // a problem, impossible_transition or ErrNotFound, where it may not
}

// Done is the answer to a command: the event as it was recorded, and where.
type Done struct {
	Position eventlog.Position `json:"position"`
	Index    int               `json:"index"`
	Event    *event.Event      `json:"event"`
}

// Execute carries out a command of a request and answers it.
// Problems: not_found, conflict, impossible_transition, invalid, unavailable, log_replaced, log_unsafe, log_full.
func (in *Intake[S]) Execute(w http.ResponseWriter, r *http.Request, c Command[S]) {
	e := event.Event{
		ID: MakeID(r.Context(), "event"), Source: r.URL.EscapedPath(), Type: c.Type, Subject: c.Subject, Time: c.Time, Data: c.Data,
	}
	one := item[S]{guard: signed(c.Guard), timing: given}
	if e.Time.IsZero() {
		var err error
		if e.Time, err = in.LogNow(r.Context()); err != nil {
			in.refuse(w, r, &c, err)
			return
		}
		one.timing = happens
	}
	if err := checkCommand(&e); err != nil {
		problem.Write(w, r, err)
		return
	}
	one.event = e
	recorded, err := in.submit(r.Context(), one)
	if err != nil {
		in.refuse(w, r, &c, err)
		return
	}
	setPosition(w, recorded.Position)
	WriteJSON(w, http.StatusOK, Done{Position: recorded.Position, Index: recorded.Index, Event: &recorded.Event})
}

// signed refuses, beside what the guard does, a command that does not say who gives it where its event says so.
func signed[S any](guard func(S, *event.Event) error) func(S, *event.Event) error {
	return func(s S, e *event.Event) error {
		if guard != nil {
			if err := guard(s, e); err != nil {
				return err
			}
		}
		if d, ok := e.Data.(event.Signed); ok && strings.TrimSpace(d.SignedBy()) == "" {
			return event.Refuse("by", "is missing: say in which role or account this is done")
		}
		return nil
	}
}

// refuse answers a command that was not carried out.
func (in *Intake[S]) refuse(w http.ResponseWriter, r *http.Request, c *Command[S], err error) {
	in.Refuse(w, r, err, "type", c.Type, "subject", c.Subject)
}

// Refuse answers a request that was not served, because of err: see problem.Of. Where the request is not to blame, but the log or what
// else the service needs, that is logged, with what is told about it.
func (in *Intake[S]) Refuse(w http.ResponseWriter, r *http.Request, err error, about ...any) {
	if problem.KindOf(problem.Of(err).Code).Status == http.StatusServiceUnavailable {
		in.logError(r, "a request was not served", err, append(about, "path", r.URL.Path)...)
	}
	problem.Write(w, r, err)
}

// logError logs why a request was not served, unless who sent it has left.
func (in *Intake[S]) logError(r *http.Request, message string, err error, about ...any) {
	if r.Context().Err() == nil {
		in.Logger.With(about...).ErrorContext(r.Context(), message, "service", in.Name, "error", err)
	}
}

// checkCommand holds a command's event to what a source's is held to.
func checkCommand(e *event.Event) error {
	b, err := event.Marshal(e)
	if err != nil {
		return event.Refuse("event", "cannot be written: %v", err)
	}
	checked, err := event.Parse(b)
	if err != nil {
		return err
	}
	return checked.Validate()
}

// ReadCommand reads a command's JSON body into v, strictly; no body leaves v as it is. It
// answers the request itself when it cannot. Problems: bad_request, too_large, invalid.
func ReadCommand(w http.ResponseWriter, r *http.Request, v any) bool {
	body, ok := readBody(w, r, MaxSingleBytes)
	if !ok {
		return false
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return true
	}
	if err := event.UnmarshalStrict(body, v); err != nil {
		fault := problem.Of(err)
		if fault.Field == "body" {
			fault.Code = problem.BadRequest
		}
		problem.Write(w, r, fault)
		return false
	}
	return true
}

// Thing is what is known of one stream: where it stands, and every event of it.
type Thing[S any] struct {
	Subject string `json:"subject"`
	Version int64  `json:"version"` // number of events
	State   S      `json:"state"`
	// Latest is the latest moment at which an event of it counts: what is of a time before it is late.
	Latest time.Time `json:"latest"`
	Events []Place   `json:"events"` // oldest first
}

// Place is an event of a Thing, and where it is in the log.
type Place struct {
	Position eventlog.Position `json:"position"`
	Index    int               `json:"index"`
	Event    *event.Event      `json:"event"`
}

// Get answers with what is known of one stream, at one moment: the state is that of the events shown.
// Problems: not_found, unavailable, log_replaced.
func (in *Intake[S]) Get(w http.ResponseWriter, r *http.Request, subject string) {
	events, err := in.Log.Load(r.Context(), subject)
	if err != nil {
		in.logError(r, "a stream was not read", err, "subject", subject)
		problem.Write(w, r, err)
		return
	}
	if len(events) == 0 {
		problem.Write(w, r, problem.New(problem.NotFound, "", "nothing is known of %s", subject))
		return
	}
	thing := Thing[S]{Subject: subject, Events: make([]Place, len(events))}
	var v versioned[S]
	for i := range events {
		e := &events[i]
		v = in.evolve(v, &e.Event)
		thing.Events[i] = Place{Position: e.Position, Index: e.Index, Event: &e.Event}
	}
	thing.State, thing.Version, thing.Latest = v.state, v.version, v.latest
	setPosition(w, events[len(events)-1].Position)
	WriteJSON(w, http.StatusOK, thing)
}
