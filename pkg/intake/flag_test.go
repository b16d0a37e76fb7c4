package intake_test

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

func TestAFlagIsTrueOrFalse(t *testing.T) {
	for _, value := range []string{"1", "TRUE", "yes", ""} {
		_, err := intake.Flag(url.Values{"dry_run": {value}}, "dry_run")
		refused := new(problem.Problem)
		require.ErrorAs(t, err, &refused, value)
		assert.Equal(t, problem.Fault{Code: problem.BadRequest, Field: "dry_run", Message: `"` + value + `" is neither true nor false`}, *refused.Fault(true))
	}
	for query, want := range map[string]bool{"": false, "dry_run=false": false, "dry_run=true": true} {
		given, err := url.ParseQuery(query)
		require.NoError(t, err)
		dry, err := intake.Flag(given, "dry_run")
		require.NoError(t, err, query)
		assert.Equal(t, want, dry, query)
	}
}
