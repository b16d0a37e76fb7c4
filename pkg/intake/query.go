package intake

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/problem"
)

// badRequest is an error that a request is to blame for, in its parameter field.
func badRequest(field, format string, args ...any) error {
	return problem.New(problem.BadRequest, field, format, args...)
}

// ReadQuery reads the query of a request that takes the parameters names. Any other is refused: a mistyped one must not be answered as if
// it had not been there. The language in which a refusal is told may be asked for anywhere: problem.Lang. Its error is a *problem.Problem, bad_request.
func ReadQuery(r *http.Request, names ...string) (url.Values, error) {
	given, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest("", "the query cannot be read: %v", err)
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		switch {
		case name == problem.Lang:
		case len(names) == 0:
			return nil, badRequest(name, "is not known here: no parameter is")
		case !slices.Contains(names, name):
			return nil, badRequest(name, "is not known here; known are %s", strings.Join(names, ", "))
		case len(given[name]) > 1:
			return nil, badRequest(name, "is given %d times", len(given[name]))
		}
	}
	return given, nil
}

// Flag reads a parameter that is true or false; false without it. Its error is a *problem.Problem, bad_request.
func Flag(query url.Values, name string) (bool, error) {
	switch value := query.Get(name); {
	case !query.Has(name), value == "false":
		return false, nil
	case value == "true":
		return true, nil
	default:
		return false, badRequest(name, "%q is neither true nor false", value)
	}
}
