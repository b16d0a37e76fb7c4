package intake_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

func TestAQueryIsReadStrictly(t *testing.T) {
	for query, wrong := range map[string]problem.Fault{
		"dry_run=1":                   {Field: "dry_run", Message: `"1" is neither true nor false`},
		"dry_run=TRUE":                {Field: "dry_run", Message: `"TRUE" is neither true nor false`},
		"dry_run=yes":                 {Field: "dry_run", Message: `"yes" is neither true nor false`},
		"dry_run=":                    {Field: "dry_run", Message: `"" is neither true nor false`},
		"dryrun=true":                 {Field: "dryrun", Message: "is not known here; known are agency, dry_run"},
		"dry_run=true&dry_run=false":  {Field: "dry_run", Message: "is given 2 times"},
		"agency=so-y-te;dry_run=true": {Message: "the query cannot be read: invalid semicolon separator in query"},
	} {
		_, err := readDry(t, query)
		refused := new(problem.Problem)
		require.ErrorAs(t, err, &refused, query)
		wrong.Code = problem.BadRequest
		assert.Equal(t, wrong, *refused.Fault(true), query)
	}
	for query, want := range map[string]bool{"": false, "lang=en": false, "lang=en&dry_run=true": true, "dry_run=false": false, "dry_run=true": true} {
		dry, err := readDry(t, query)
		require.NoError(t, err, query)
		assert.Equal(t, want, dry, query)
	}
}

func readDry(t *testing.T, query string) (bool, error) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/?"+query, nil)
	given, err := intake.ReadQuery(r, "agency", "dry_run")
	if err != nil {
		return false, err
	}
	return intake.Flag(given, "dry_run")
}
