package route_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/route"
)

func done(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

func TestARouteWithoutAnActionOrAnythingThatItIsAboutIsRefused(t *testing.T) {
	mounts := []string{"/api/v1/dossiers"}
	whole := route.Route{Pattern: "POST /api/v1/dossiers/{code}/resolve", Action: "dossier.resolve", About: route.Thing, Handle: done}
	_, err := route.Mux(mounts, []route.Route{whole})
	require.NoError(t, err)
	for want, spoil := range map[string]func(*route.Route){
		"has no action":            func(r *route.Route) { r.Action = "" },
		"is about nothing":         func(r *route.Route) { r.About = "" },
		"has no handler":           func(r *route.Route) { r.Handle = nil },
		"not a method and a path":  func(r *route.Route) { r.Pattern = "/api/v1/dossiers" },
		"lies below none of /api/": func(r *route.Route) { r.Pattern = "GET /api/v1/dossierss" },
	} {
		r := whole
		spoil(&r)
		_, err := route.Mux(mounts, []route.Route{whole, r})
		require.ErrorContains(t, err, want)
	}
}

func TestWhatIsAtAMountAndBelowItIsPassedOn(t *testing.T) {
	mux := http.NewServeMux()
	route.Mount(mux, []string{"/api/v1/dossiers"}, http.HandlerFunc(done))
	for path, want := range map[string]int{
		"/api/v1/dossiers": http.StatusNoContent, "/api/v1/dossiers/1": http.StatusNoContent, "/api/v1/dossierss": http.StatusNotFound,
	} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		assert.Equal(t, want, w.Code, path)
	}
}
