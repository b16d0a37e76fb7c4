package intake

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
)

// Things are those of one noun that a service answers for, each at a path of its own.
type Things[S any] struct {
	Noun event.Noun
	Path string
	// Subject is the stream of the thing that a request's path names.
	Subject func(*http.Request) (string, error)
	// Commands are what can be done to a thing, with the type of event that each becomes.
	Commands map[string]event.Type
	// Permits is the guard of all of them: see Command.
	Permits func(S, *event.Event) error
}

// Order is the body of a command about a thing.
type Order interface {
	// Data is what an event of that type says by it.
	Data(event.Type) event.Data
	// When is the moment at which it is carried out, zero for the log's now: an Order embeds Timed.
	When() time.Time
}

// Timed is the part of every Order that says when it is carried out.
type Timed struct {
	Time time.Time `json:"time,omitzero"`
}

// When implements Order.
func (t Timed) When() time.Time { return t.Time }

// Take offers GET <path>, what is known of a thing, and POST <path>/<command> for each of the commands, as <noun>.<command>. A command
// that is none of them is answered with 404. Problems: those of Get and Do.
func Take[O Order, S any](s *Service[S], things Things[S]) error {
	var routes []route.Route
	for _, name := range slices.Sorted(maps.Keys(things.Commands)) {
		t := things.Commands[name]
		routes = append(routes, route.Route{
			Pattern: "POST " + things.Path + "/" + name, Action: Action(things.Noun, name), About: route.Thing,
			Handle: Do(s, func(r *http.Request, order O) (Command[S], error) {
				subject, err := things.Subject(r)
				return Command[S]{Type: t, Subject: subject, Time: order.When(), Data: order.Data(t), Guard: things.Permits}, err
			}),
		})
	}
	routes = append(routes, route.Route{
		Pattern: "POST " + things.Path + "/{command}", Action: Action(things.Noun, "none"), About: route.Anyone,
		Handle: func(w http.ResponseWriter, r *http.Request) {
			problem.Write(w, r, problem.New(problem.NotFound, "", "there is no command %q", r.PathValue("command")))
		},
	})
	if err := s.Offer(routes...); err != nil {
		return err
	}
	return s.Read(things.Noun, things.Path, things.Subject)
}

// Do answers a request by carrying out the command that make gives for it; its body is read strictly, none is a zero B.
// Problems: those of ReadCommand and Execute.
func Do[B, S any](s *Service[S], make func(r *http.Request, body B) (Command[S], error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body B
		if !ReadCommand(w, r, &body) {
			return
		}
		command, err := make(r, body)
		if err != nil {
			s.refuse(w, r, &command, err)
			return
		}
		s.Execute(w, r, command)
	}
}

// Named is the subject of the thing whose id is a part of the path.
func Named(part string, subject func(id string) string) func(*http.Request) (string, error) {
	return func(r *http.Request) (string, error) { return subject(r.PathValue(part)), nil }
}
