// Package intaketest holds the services' handlers to their OpenAPI documents.
package intaketest

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest/document"
	"langbiang.internal/ioc/pkg/topology"
)

// Log opens an SQLite log that is closed and removed with the test.
func Log(t testing.TB) eventlog.Log {
	t.Helper()
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "log.db")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, log.Close()) })
	return log
}

// Topology is Lâm Đồng.
func Topology(t testing.TB) *topology.Topology {
	t.Helper()
	top, err := topology.Default()
	require.NoError(t, err)
	return top
}

// Quiet is a logger that says nothing.
func Quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// API calls a handler and checks every request and answer against the document that the
// handler itself serves. A command that is taken is sent twice, and its key with something else. When the test ends, every operation
// must have been called, and each with a success and, if it has error answers that a request can bring about, with one.
type API struct {
	t        testing.TB
	handler  http.Handler
	checker  *document.Checker
	paths    map[string]map[string]operation
	answered map[string]map[int]bool // "POST /path/{x}" → statuses
	keys     int
}

type operation struct {
	Responses  map[string]any   `json:"responses"`
	Parameters []map[string]any `json:"parameters"`
}

// takesKey tells whether an operation is a command that is carried out once for each key.
func (o *operation) takesKey() bool {
	return slices.ContainsFunc(o.Parameters, func(p map[string]any) bool { return p["$ref"] == "#/components/parameters/IdempotencyKey" })
}

// NewAPI reads the document at /api/v1/<name>/openapi.json.
func NewAPI(t testing.TB, name string, h http.Handler) *API {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/"+name+"/openapi.json", nil))
	require.Equal(t, http.StatusOK, w.Code)
	checker, err := document.New(w.Body.Bytes())
	require.NoError(t, err)
	var shape struct {
		Paths map[string]map[string]operation `json:"paths"`
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &shape))
	a := &API{t: t, handler: h, checker: checker, paths: shape.Paths, answered: make(map[string]map[int]bool)}
	t.Cleanup(a.checkCoverage)
	a.Get("/api/v1/"+name+"/openapi.json", http.StatusOK)
	return a
}

// Get gets a path, expects a status and returns the body.
func (a *API) Get(path string, status int) string {
	a.t.Helper()
	return a.call(http.MethodGet, path, "", "", nil, status)
}

// GetAs gets a path with a bearer token.
func (a *API) GetAs(path, bearer string, status int) string {
	a.t.Helper()
	return a.call(http.MethodGet, path, "", "", []string{"Authorization", "Bearer " + bearer}, status)
}

// Send sends a body to a handler and gives the answer.
func Send(t testing.TB, h http.Handler, path, contentType, body string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	h.ServeHTTP(w, r)
	return w
}

// Post sends a JSON command, expects a status and returns the body. Headers come in pairs.
func (a *API) Post(path, body string, status int, headers ...string) string {
	a.t.Helper()
	return a.call(http.MethodPost, path, "application/json", body, headers, status)
}

// Send posts events of a content type, expects a status and returns the body.
func (a *API) Send(path, contentType, body string, status int) string {
	a.t.Helper()
	return a.call(http.MethodPost, path, contentType, body, nil, status)
}

func (a *API) call(method, path, contentType, body string, headers []string, status int) string {
	a.t.Helper()
	documented := a.documented(method, path)
	op := a.paths[documented][strings.ToLower(method)]
	once := status == http.StatusOK && op.takesKey() && !slices.Contains(headers, intake.KeyHeader) && !strings.Contains(path, "dry_run=true")
	if once {
		a.keys++
		headers = append(headers, intake.KeyHeader, fmt.Sprintf("key-%d", a.keys))
	}
	first := a.exchange(method, path, contentType, body, headers, status)
	if once {
		again := a.exchange(method, path, contentType, body, headers, status)
		require.Equal(a.t, first.Body.String(), again.Body.String(), "%s %s sent twice", method, path)
		require.Equal(a.t, first.Header(), again.Header(), "%s %s sent twice", method, path)
		a.exchange(method, path, contentType, `{"another":"request"}`, headers, http.StatusConflict)
	}
	return strings.TrimSuffix(first.Body.String(), "\n")
}

// exchange sends one request, and holds it and its answer to the document.
func (a *API) exchange(method, path, contentType, body string, headers []string, status int) *httptest.ResponseRecorder {
	a.t.Helper()
	request := func() *http.Request {
		r := httptest.NewRequestWithContext(a.t.Context(), method, path, strings.NewReader(body))
		if contentType != "" {
			r.Header.Set("Content-Type", contentType)
		}
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		return r
	}
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, request())
	require.Equal(a.t, status, w.Code, "%s %s: %s", method, path, w.Body)
	if status < http.StatusBadRequest {
		require.NoError(a.t, a.checker.Request(request()), "%s %s was taken, but the document refuses the request", method, path)
	}
	answer := w.Result()
	answer.Body = io.NopCloser(bytes.NewReader(w.Body.Bytes()))
	require.NoError(a.t, a.checker.Answer(request(), answer), "%s %s: answer %d %s does not fit the document", method, path, status, w.Body)
	key := method + " " + a.documented(method, path)
	if a.answered[key] == nil {
		a.answered[key] = make(map[int]bool)
	}
	a.answered[key][status] = true
	return w
}

// TakesEvents sends a good event to POST <service>/events, and what cannot be taken.
func (a *API) TakesEvents(path, good, bad string) {
	a.t.Helper()
	a.Send(path, event.ContentType, good, http.StatusOK)
	a.Send(path, event.ContentType, altered(a.t, bad, func(e map[string]any) { e["id"] = "bad" }), http.StatusUnprocessableEntity)
	a.Send(path, event.ContentType, "{", http.StatusBadRequest)
	a.Send(path, "application/json", good, http.StatusUnsupportedMediaType)
	earlier := altered(a.t, good, func(e map[string]any) {
		at, err := event.ParseTime(e["time"].(string))
		require.NoError(a.t, err)
		e["time"] = at.Add(-time.Second).Format(time.RFC3339Nano)
	})
	a.Send(path, event.ContentType, earlier, http.StatusConflict)
}

// altered is an event that says something otherwise.
func altered(t testing.TB, line string, alter func(map[string]any)) string {
	t.Helper()
	var e map[string]any
	require.NoError(t, json.Unmarshal([]byte(line), &e))
	alter(e)
	b, err := json.Marshal(e)
	require.NoError(t, err)
	return string(b)
}

// documented is the most specific documented path that fits.
func (a *API) documented(method, path string) string {
	a.t.Helper()
	best, most := "", -1
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(path, "/")
	for documented, operations := range a.paths {
		if _, ok := operations[strings.ToLower(method)]; !ok {
			continue
		}
		if n, ok := fits(strings.Split(documented, "/"), parts); ok && n > most {
			best, most = documented, n
		}
	}
	require.NotEmpty(a.t, best, "%s %s is not documented", method, path)
	return best
}

// fits counts the literal parts of a documented path that a real one fits.
func fits(documented, real []string) (literal int, ok bool) {
	if len(documented) != len(real) {
		return 0, false
	}
	for i, part := range documented {
		switch {
		case part == real[i]:
			literal++
		case !strings.HasPrefix(part, "{"):
			return 0, false
		}
	}
	return literal, true
}

// elsewhere are the statuses that every operation can give for the machine's sake; pkg/intake
// tests them once for all.
var elsewhere = map[string]bool{"413": true, "429": true, "500": true, "503": true}

func (a *API) checkCoverage() {
	if a.t.Failed() {
		return
	}
	for path, operations := range a.paths {
		for method, op := range operations {
			key := strings.ToUpper(method) + " " + path
			for status := range op.Responses {
				if elsewhere[status] {
					continue
				}
				var n int
				require.NoError(a.t, json.Unmarshal([]byte(status), &n))
				require.True(a.t, a.answered[key][n], "%s was never answered with %s", key, status)
			}
		}
	}
}

// Post sends a JSON command to a handler, which must take it.
func Post(t testing.TB, h http.Handler, path, body string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body)))
	require.Equal(t, http.StatusOK, w.Code, "%s: %s", path, w.Body)
}
