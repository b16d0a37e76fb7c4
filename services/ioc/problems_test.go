package main

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
)

var pathPart = regexp.MustCompile(`\{[a-z]+(\.\.\.)?\}`)

// badRequest is one that a route refuses; a status of 0: any that is an error.
type badRequest struct {
	method, path, body string
	status             int
}

// refusedAt are requests that the route refuses.
func refusedAt(r route.Route) []badRequest {
	method, path, _ := strings.Cut(r.Pattern, " ")
	path = pathPart.ReplaceAllString(path, "no-such")
	all := []badRequest{{http.MethodPut, path, "", http.StatusMethodNotAllowed}, {http.MethodDelete, path, "", http.StatusMethodNotAllowed}}
	all = append(all, badRequest{method, path + "?nonsense=1", "{}", http.StatusBadRequest})
	switch {
	case path == "/upload": // a form, whose answers are pages
	case method == http.MethodPost:
		all = append(all, badRequest{method, path, "{", 0}, badRequest{method, path, `{"nonsense":1}`, 0})
	case strings.Contains(r.Pattern, "{"):
		all = append(all, badRequest{method, path, "", 0})
	}
	return all
}

func TestEveryRouteOfEveryServiceRefusesInOneForm(t *testing.T) {
	s := allServices(t)
	s.server.served = new(accessFlags).served
	h := s.server.handler()
	refused := []badRequest{
		{"GET", "/api/v1/nothing", "", http.StatusNotFound},
		{"POST", "/api/nothing", "{}", http.StatusNotFound},
		{"GET", "/api/v1/dossiers/a/b/c", "", http.StatusNotFound},
		{"GET", "/ws", "", http.StatusServiceUnavailable},
		{"PUT", "/screens/province", "", http.StatusMethodNotAllowed},
		{"GET", "/assets/nothing.js", "", http.StatusNotFound},
		{"GET", "/api/v1/views/province?at=2024-02-30", "", http.StatusBadRequest},
		{"GET", "/api/v1/search", "", http.StatusBadRequest},
		{"GET", "/api/v1/reports/province?nonsense=1", "", http.StatusBadRequest},
		{"GET", "/api/v1/lists/province", "", http.StatusBadRequest},
	}
	for _, o := range offers {
		if svc, ok := s.services[o.name].(interface{ Routes() []route.Route }); ok {
			for _, r := range svc.Routes() {
				refused = append(refused, refusedAt(r)...)
			}
		}
	}
	require.Greater(t, len(refused), 400)
	for _, bad := range refused {
		vi, en := told(t, h, bad, "vi-VN,vi;q=0.9"), told(t, h, bad, "en-GB")
		kind := problem.KindOf(vi.Code)
		assert.Equal(t, kind.Type(), vi.Type, "%+v", bad)
		assert.Equal(t, kind.Title.Vi, vi.Title, "%+v", bad)
		assert.Equal(t, kind.Title.En, en.Title, "%+v", bad)
		assert.NotEqual(t, vi.Detail, en.Detail, "%+v", bad)
		assert.Equal(t, vi.Detail, told(t, h, bad, "").Detail, "Vietnamese unless another is asked for: %+v", bad)
		if bad.status != 0 {
			assert.Equal(t, bad.status, vi.Status, "%+v", bad)
		}
		page := httptest.NewRecorder()
		h.ServeHTTP(page, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1"+vi.Type, nil))
		assert.Equal(t, http.StatusOK, page.Code, "its type leads to what it means: %s", vi.Type)
	}
}

// told is what a bad request is answered, in the language asked for.
func told(t *testing.T, h http.Handler, bad badRequest, language string) problem.Body {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), bad.method, "http://127.0.0.1"+bad.path, strings.NewReader(bad.body))
	r.Header.Set("Accept-Language", language)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	require.Equal(t, problem.MediaType, w.Header().Get("Content-Type"), "%+v: %d %s", bad, w.Code, w.Body)
	var b problem.Body
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &b), "%+v: %s", bad, w.Body)
	assert.Equal(t, w.Code, b.Status, "%+v", bad)
	assert.GreaterOrEqual(t, b.Status, http.StatusBadRequest)
	assert.NotEmpty(t, b.Detail, "%+v", bad)
	return b
}

func TestTheGuardTurnsAwayInTheSameForm(t *testing.T) {
	h := guard(http.NotFoundHandler(), new(accessFlags).served)
	for host, origin := range map[string]string{"127.0.0.1": "http://evil.example", "evil.example": ""} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+host+"/api/v1/dossiers/events", nil)
		r.Header.Set("Origin", origin)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		assert.Equal(t, http.StatusForbidden, w.Code)
		assert.Equal(t, problem.MediaType, w.Header().Get("Content-Type"))
		assert.Contains(t, w.Body.String(), `"type":"/problems/forbidden","title":"Không được phép","status":403,`)
	}
}

func TestAnAddressThatIsNoTextIsRefusedInTheSameForm(t *testing.T) {
	h := guard(http.NotFoundHandler(), new(accessFlags).served)
	for _, address := range []string{"/api/v1/dossiers/%ff", "/api/v1/lists/province?procedure=%ff"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1"+address, nil))
		assert.Equal(t, http.StatusBadRequest, w.Code)
		assert.Contains(t, w.Body.String(), `"detail":"địa chỉ không phải văn bản UTF-8 hợp lệ`)
	}
}
