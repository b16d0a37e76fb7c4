package intake

import (
	"net/url"

	"langbiang.internal/ioc/pkg/problem"
)

// badRequest is an error that a request is to blame for, in its parameter field.
func badRequest(field, format string, args ...any) error {
	return problem.New(problem.BadRequest, field, format, args...)
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
