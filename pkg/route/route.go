// Package route is how services declare what they serve: every route with what is done by it, and whose it is. Who may do so is decided
// by these two, in one place.
package route

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// Route is one thing that a service serves.
type Route struct {
	Pattern string // as http.ServeMux takes it, with its method: "POST /api/v1/dossiers/{code}/resolve"
	Action  string // what is done, the noun first: "dossier.resolve"
	About   About  // whose it is done to
	// Query are the parameters that it takes, each once at most. Any other is refused: a mistyped one must not be answered as if it
	// had not been there. The language in which a refusal is told may be asked for anywhere: problem.Lang.
	Query  []string
	Body   Body // how long a body is waited for
	Handle http.HandlerFunc
}

// About is what a route is about: of which unit it is decided whether somebody may.
type About string

// What routes are about.
const (
	Anyone   About = "anyone"   // of no unit: documents, the names of things
	Province About = "province" // of the whole province
	View     About = "view"     // of the unit of the view that the path names
	Thing    About = "thing"    // of the unit of the thing that the path names
	Told     About = "told"     // of the unit that the body tells of
	Source   About = "source"   // of the source that the events say they come from
	Display  About = "display"  // of the display that the token is of
)

var (
	patternForm = regexp.MustCompile(`^(GET|POST) /\S*$`)
	actionForm  = regexp.MustCompile(`^[a-z]+(\.[a-z_]+)+$`)
	abouts      = []About{Anyone, Province, View, Thing, Told, Source, Display}
)

func (r *Route) validate(mounts []string) error {
	switch {
	case !patternForm.MatchString(r.Pattern):
		return fmt.Errorf("route %q is not a method and a path", r.Pattern)
	case !slices.ContainsFunc(mounts, r.isBelow):
		return fmt.Errorf("route %q lies below none of %s", r.Pattern, strings.Join(mounts, ", "))
	case !actionForm.MatchString(r.Action):
		return fmt.Errorf("route %q has no action: %q", r.Pattern, r.Action)
	case !slices.Contains(abouts, r.About):
		return fmt.Errorf("route %q is about nothing: %q", r.Pattern, r.About)
	case r.Handle == nil:
		return fmt.Errorf("route %q has no handler", r.Pattern)
	}
	return nil
}

// isBelow tells whether the route's path is a mount, or lies below it.
func (r *Route) isBelow(mount string) bool {
	_, path, _ := strings.Cut(r.Pattern, " ")
	return path == mount || strings.HasPrefix(path, mount+"/")
}

// Mux serves routes that lie below the mounts, which are what a proxy passes on. It reports every route that lacks a part.
func Mux(mounts []string, routes []Route) (*http.ServeMux, error) {
	mux := http.NewServeMux()
	return mux, Add(mux, mounts, routes)
}

// Add has a mux serve more routes, as Mux does. A query that a route does not take is answered with the problem bad_request.
func Add(mux *http.ServeMux, mounts []string, routes []Route) error {
	var errs []error
	for i := range routes {
		if err := routes[i].validate(mounts); err != nil {
			errs = append(errs, err)
			continue
		}
		mux.Handle(routes[i].Pattern, &declared{routes[i].Pattern, routes[i].Body, strict(routes[i].Query, routes[i].Handle)})
	}
	return errors.Join(errs...)
}

// Mount has a mux pass on what is at the mounts and below them. Whoever it is passed on to knows what body to expect.
func Mount(mux *http.ServeMux, mounts []string, h http.Handler) {
	for _, m := range mounts {
		mux.Handle(m, &declared{m, Long, h})
		mux.Handle(m+"/", &declared{m, Long, h})
	}
}
