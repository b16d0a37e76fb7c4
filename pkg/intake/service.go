package intake

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/pubsub"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/trace"
)

// Common is what every service is given; all of it but Registerer is required.
type Common struct {
	Log      eventlog.Log
	Topology *topology.Topology
	Logger   *slog.Logger
	Now      func() time.Time
	// Registerer takes the metrics of a service's policies; nil keeps them to itself.
	Registerer prometheus.Registerer
	// Tracer goes on with the traces of what a service's policies answer; nil: nobody traces.
	Tracer *trace.Tracer
}

// Domain is what one service differs by from the others.
type Domain[S any] struct {
	Name      string // as in /api/v1/<name>
	Nouns     []event.Noun
	Aggregate Aggregate[S]
	OpenAPI   []byte   // the service's own part of its document
	Mounts    []string // beside /api/v1/<name>
	Wall      bool     // see Config
	// Timekeeper has days come in by the route of events: see Config. Where nothing that the service decides about comes from outside,
	// it has no such route.
	Timekeeper bool
	// Know hands in what must be known of other streams: see Config. Optional.
	Know func(ctx context.Context, about iter.Seq2[S, *event.Event]) (Aggregate[S], error)
}

// Service is what all services of events have in common: they take events and commands, answer for their things, follow the log with
// their policies, and tell what they serve. Its methods may be used at the same time, once Offer and Follow have been.
type Service[S any] struct {
	*Intake[S]
	Topology   *topology.Topology
	Registerer prometheus.Registerer // see Common
	Tracer     *trace.Tracer         // see Common

	domain   Domain[S]
	routes   []route.Route
	mux      *http.ServeMux
	policies []func(context.Context) error
}

// NewService makes a service that takes events; it does nothing until Handler or Run is used.
func NewService[S any](c Common, d Domain[S]) (*Service[S], error) {
	if c.Topology == nil {
		return nil, fmt.Errorf("%s: Topology is missing", d.Name)
	}
	in, err := New(Config[S]{
		Name: d.Name, Nouns: d.Nouns, Aggregate: d.Aggregate, Know: d.Know, Wall: d.Wall, Timekeeper: d.Timekeeper,
		Log: c.Log, Location: c.Topology.Location(), Logger: c.Logger, Now: c.Now,
	})
	if err != nil {
		return nil, err
	}
	takes := slices.ContainsFunc(d.Nouns, func(n event.Noun) bool { return event.TellsAny(n, d.Timekeeper) })
	document, err := OpenAPI(d.Name, d.OpenAPI, takes)
	if err != nil {
		return nil, err
	}
	s := &Service[S]{Intake: in, Topology: c.Topology, Registerer: c.Registerer, Tracer: c.Tracer, domain: d, mux: http.NewServeMux()}
	routes := []route.Route{
		{Pattern: "GET " + s.path("/openapi.json"), Action: "document.read", About: route.Anyone, Handle: Document(document).ServeHTTP},
	}
	if takes {
		routes = append(routes, s.events())
	}
	return s, s.Offer(routes...)
}

// events is the route by which events come in from outside.
func (s *Service[S]) events() route.Route {
	r := route.Route{Pattern: "POST " + s.path("/events"), Action: "event.send", About: route.Source, Body: route.Long, Handle: s.Events}
	if s.domain.Timekeeper {
		r.Action, r.About = "clock.open", route.Province
	}
	return r
}

func (s *Service[S]) path(below string) string { return "/api/v1/" + s.domain.Name + below }

// Offer has the service serve routes beside those that it serves already. It reports every one that lacks a part.
func (s *Service[S]) Offer(routes ...route.Route) error {
	s.routes = append(s.routes, routes...)
	if err := route.Add(s.mux, s.Mounts(), routes); err != nil {
		return fmt.Errorf("%s: %w", s.domain.Name, err)
	}
	return nil
}

// Read offers GET <path>: what is known of the thing that the path names, and the parameters query, by its subject.
func (s *Service[S]) Read(noun event.Noun, path string, subject func(*http.Request) (string, error), query ...string) error {
	return s.Offer(route.Route{
		Pattern: "GET " + path, Action: Action(noun, "read"), About: route.Thing, Query: query,
		Handle: func(w http.ResponseWriter, r *http.Request) {
			stream, err := subject(r)
			if err != nil {
				problem.Write(w, r, err)
				return
			}
			s.Get(w, r, stream)
		},
	})
}

// Begin offers POST <path>: what makes a new thing of the unit that the body tells of.
func (s *Service[S]) Begin(noun event.Noun, path, verb string, do http.HandlerFunc) error {
	return s.Offer(route.Route{Pattern: "POST " + path, Action: Action(noun, verb), About: route.Told, Handle: do})
}

// Policy gives the events of the log to handle, each as often as it takes, and remembers under the consumer's name how far it is: see
// pubsub.RunPolicy.
func (s *Service[S]) Policy(consumer string, handle func(context.Context, eventlog.Position, event.Event) error) func(context.Context) error {
	return func(ctx context.Context) error {
		return pubsub.RunPolicy(ctx, s.Log, pubsub.PolicyConfig{
			Consumer: consumer, Handle: handle, Logger: s.Logger, Registerer: s.Registerer, Tracer: s.Tracer,
		})
	}
}

// Follow has Run run policies.
func (s *Service[S]) Follow(policies ...func(context.Context) error) {
	s.policies = append(s.policies, policies...)
}

// Mounts are the paths at and below which the service answers.
func (s *Service[S]) Mounts() []string { return append([]string{s.path("")}, s.domain.Mounts...) }

// Takes are the nouns that the service decides about.
func (s *Service[S]) Takes() []event.Noun { return slices.Clone(s.domain.Nouns) }

// Routes are all that the service serves.
func (s *Service[S]) Routes() []route.Route { return slices.Clone(s.routes) }

// Handler serves the routes.
func (s *Service[S]) Handler() http.Handler {
	return route.Known(s.mux, s.Serve(problem.Routed(s.mux)))
}

// Run follows the log with the policies until ctx is done; then it lets the requests under way end.
func (s *Service[S]) Run(ctx context.Context) error { return s.Intake.Run(ctx, s.policies...) }

// Action names what is done to things of a noun: "step.assign", "system.approve_level".
func Action(noun event.Noun, verb string) string {
	return string(noun) + "." + strings.ReplaceAll(verb, "-", "_")
}
