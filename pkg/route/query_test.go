package route_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
)

func TestAQueryIsReadStrictly(t *testing.T) {
	mux, err := route.Mux([]string{"/api"}, []route.Route{
		{Pattern: "POST /api/import", Action: "file.take", About: route.Told, Query: []string{"agency", "dry_run"}, Handle: done},
		{Pattern: "GET /api/all", Action: "file.read", About: route.Anyone, Handle: done},
	})
	require.NoError(t, err)
	for ask, wrong := range map[string]problem.Fault{
		"POST /api/import?dryrun=true":                 {Field: "dryrun", Message: "is not known here; known are agency, dry_run"},
		"POST /api/import?dry_run=true&dry_run=false":  {Field: "dry_run", Message: "is given 2 times"},
		"POST /api/import?agency=so-y-te;dry_run=true": {Message: "the query cannot be read: invalid semicolon separator in query"}, // of no field
		"GET /api/all?at=2024-07-01":                   {Field: "at", Message: "is not known here: no parameter is"},
		"POST /api/import?dry_run=true":                {}, "POST /api/import?lang=en&agency=a": {}, "GET /api/all": {}, "GET /api/all?lang=vi": {},
	} {
		w := httptest.NewRecorder()
		method, path, _ := strings.Cut(ask, " ")
		r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
		r.Header.Set("Accept-Language", "en")
		mux.ServeHTTP(w, r)
		if wrong == (problem.Fault{}) {
			assert.Equal(t, http.StatusNoContent, w.Code, ask)
			continue
		}
		assert.Equal(t, http.StatusBadRequest, w.Code, ask)
		var body struct {
			Detail string          `json:"detail"`
			Errors []problem.Fault `json:"errors"`
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &body), ask)
		if wrong.Field == "" {
			assert.Equal(t, wrong.Message, body.Detail, ask)
			continue
		}
		wrong.Code = problem.BadRequest
		assert.Equal(t, []problem.Fault{wrong}, body.Errors, ask)
	}
}
