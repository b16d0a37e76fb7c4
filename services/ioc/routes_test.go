package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
	"langbiang.internal/ioc/pkg/topology"
)

// allServices are the services of one process, none of which runs.
func allServices(t *testing.T) *stack {
	t.Helper()
	topo, err := topology.Default()
	require.NoError(t, err)
	db, err := clickhouse.Open(t.Context(), enginetest.DSN(t), slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(t.Context()))
	s, err := newStack(newProcess(t.Context(), slog.New(slog.DiscardHandler)), topo, intaketest.Log(t), &database{DB: db}, serviceNames(), stackOptions{})
	require.NoError(t, err)
	return s
}

// Of every noun one service decides; what the program notes of itself is decided by nobody.
func TestOneServiceDecidesAboutEachNoun(t *testing.T) {
	deciders := map[event.Noun][]string{event.NounSource: {"intake"}, event.NounCommand: {"intake"}}
	for name, s := range allServices(t).services {
		if s, ok := s.(interface{ Takes() []event.Noun }); ok {
			for _, n := range s.Takes() {
				deciders[n] = append(deciders[n], name)
			}
		}
	}
	for _, d := range event.Nouns() {
		assert.Len(t, deciders[d.Noun], 1, "a %s is decided about by one", d.Noun)
	}
	assert.Len(t, deciders, len(event.Nouns()))
}

// Every route says what is done by it and whose it is done to. IOC_UPDATE=1 writes the list anew: who may do what is decided by it.
func TestTheRoutesAreTheListedOnes(t *testing.T) {
	services := allServices(t).services
	var lines []string
	for _, o := range offers {
		svc, ok := services[o.name].(interface{ Routes() []route.Route })
		if !assert.Equal(t, len(o.mounts) > 0, ok, "%s answers requests, and tells its routes", o.name) || !ok {
			continue
		}
		_, err := route.Mux(o.mounts, svc.Routes())
		require.NoError(t, err, "what is passed on to %s is what it serves", o.name)
		for _, r := range svc.Routes() {
			method, path, _ := strings.Cut(r.Pattern, " ")
			lines = append(lines, fmt.Sprintf("%-4s %-58s %-26s %s", method, path, r.Action, r.About))
		}
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	const golden = "testdata/routes.txt"
	if os.Getenv("IOC_UPDATE") != "" {
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// What a document says of a route's query is what the route takes.
func TestTheQueryOfARouteIsTheDocumentedOne(t *testing.T) {
	s := allServices(t)
	checked := 0
	for _, o := range offers {
		svc, ok := s.services[o.name].(interface{ Routes() []route.Route })
		if !ok || o.name == "gateway" { // whose document is AsyncAPI's
			continue
		}
		documented := queriesDocumented(t, s, o.name)
		for _, r := range svc.Routes() {
			method, path, _ := strings.Cut(strings.ReplaceAll(r.Pattern, "...}", "}"), " ")
			if queries, ok := documented[strings.ToLower(method)+" "+path]; ok {
				assert.ElementsMatch(t, queries, r.Query, r.Pattern)
				checked++
			}
		}
	}
	assert.Greater(t, checked, 40)
}

// queriesDocumented are the parameters of the queries of a service's operations, by "method path".
func queriesDocumented(t *testing.T, s *stack, service string) map[string][]string {
	t.Helper()
	type parameter struct{ Name, In string }
	var doc struct {
		Paths      map[string]map[string]struct{ Parameters []map[string]any }
		Components struct{ Parameters map[string]parameter }
	}
	w := httptest.NewRecorder()
	s.server.mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/"+service+"/openapi.json", nil))
	require.Equal(t, http.StatusOK, w.Code, service)
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &doc, json.MatchCaseInsensitiveNames(true)), service)
	documented := make(map[string][]string)
	for path, operations := range doc.Paths {
		for method, op := range operations {
			names := []string{}
			for _, p := range op.Parameters {
				name, in := p["name"], p["in"]
				if ref, ok := p["$ref"].(string); ok {
					shared := doc.Components.Parameters[strings.TrimPrefix(ref, "#/components/parameters/")]
					name, in = shared.Name, shared.In
				}
				if in == "query" && name != problem.Lang {
					names = append(names, name.(string))
				}
			}
			documented[method+" "+path] = names
		}
	}
	return documented
}

func TestAPathThatWasRenamedLeadsOnWithWhatWasSent(t *testing.T) {
	s := allServices(t).server
	for old, want := range map[string]string{
		"/api/v1/rollouts":                  "/api/v1/models",
		"/api/v1/rollouts/events?x=%2F":     "/api/v1/models/events?x=%2F",
		"/api/v1/playbooks/SC%2D1/2/assign": "/api/v1/steps/SC%2D1/2/assign",
	} {
		w := httptest.NewRecorder()
		s.mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, old, nil))
		assert.Equal(t, http.StatusPermanentRedirect, w.Code, old)
		assert.Equal(t, want, w.Header().Get("Location"))
	}
}
