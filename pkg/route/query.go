package route

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/problem"
)

// strict has a handler serve requests whose query is of the parameters names, each once at most, and whose body is as it is: nothing is
// unpacked here.
func strict(names []string, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := checkQuery(r.URL.RawQuery, names); err != nil {
			problem.Write(w, r, err)
			return
		}
		if encoding := r.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
			problem.Write(w, r, problem.New(problem.UnsupportedType, "", "content encoding %q is not read here: send the body as it is", encoding))
			return
		}
		next(w, r)
	})
}

func checkQuery(query string, names []string) error {
	if query == "" {
		return nil
	}
	given, err := url.ParseQuery(query)
	if err != nil {
		return problem.New(problem.BadRequest, "", "the query cannot be read: %v", err)
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		switch {
		case name == problem.Lang:
		case len(names) == 0:
			return problem.New(problem.BadRequest, name, "is not known here: no parameter is")
		case !slices.Contains(names, name):
			return problem.New(problem.BadRequest, name, "is not known here; known are %s", strings.Join(names, ", "))
		case len(given[name]) > 1:
			return problem.New(problem.BadRequest, name, "is given %d times", len(given[name]))
		}
	}
	return nil
}
