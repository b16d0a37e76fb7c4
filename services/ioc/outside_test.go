package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/route"
)

// eventRoutes are the paths by which events come in from outside.
func eventRoutes(s *stack) []string {
	var paths []string
	for _, o := range offers {
		svc, ok := s.services[o.name].(interface{ Routes() []route.Route })
		if !ok {
			continue
		}
		for _, r := range svc.Routes() {
			if method, path, _ := strings.Cut(r.Pattern, " "); method == http.MethodPost && strings.HasSuffix(path, "/events") {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// sent is an event as a source would send it.
type sent map[string]any

// golden is an event of a type, without what the log and the services add.
func golden(t *testing.T, of event.Type) sent {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../pkg/event/testdata", string(of)+".json"))
	require.NoError(t, err)
	var e sent
	require.NoError(t, json.Unmarshal(b, &e))
	for _, name := range []string{"recordedtime", "countedtime", "datadigest", "backfill"} {
		delete(e, name)
	}
	e["source"], e["id"] = "//outside", string(of)
	return e
}

func (e sent) with(name string, value any) sent {
	other := sent{name: value}
	for k, v := range e {
		if _, given := other[k]; !given {
			other[k] = v
		}
	}
	return other
}

// modes are the ways in which an event can be sent.
func (e sent) modes(t *testing.T, path string) map[string]*http.Request {
	t.Helper()
	whole, err := json.Marshal(map[string]any(e))
	require.NoError(t, err)
	data, err := json.Marshal(e["data"])
	require.NoError(t, err)
	request := func(contentType, body string) *http.Request {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		return r
	}
	binary := request("application/json", string(data))
	for name, value := range e {
		if name != "data" {
			binary.Header.Set("Ce-"+name, fmt.Sprint(value))
		}
	}
	return map[string]*http.Request{
		"structured": request(event.ContentType, string(whole)), "batch": request(event.BatchContentType, "["+string(whole)+"]"),
		"stream": request(event.StreamContentType, string(whole)+"\n"), "binary": binary,
	}
}

// refusal is of which field each mode complains at a route, in which words.
func (e sent) refusal(t *testing.T, h http.Handler, path string) map[string][2]string {
	t.Helper()
	refused := make(map[string][2]string)
	for mode, r := range e.modes(t, path) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		var answer struct {
			Errors []struct{ Field, Message string }
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer, json.MatchCaseInsensitiveNames(true)), w.Body.String())
		if len(answer.Errors) == 0 {
			refused[mode] = [2]string{}
			continue
		}
		refused[mode] = [2]string{answer.Errors[0].Field, answer.Errors[0].Message}
	}
	return refused
}

// Every type, at every route by which events come in, in every mode: what is not a source's to tell is refused by its type, in
// Vietnamese; and any type in the program's own name, by its source.
func TestWhatOnlyThePlatformSaysIsRefusedByEveryRouteInEveryMode(t *testing.T) {
	s := allServices(t)
	routes := eventRoutes(s)
	require.Len(t, routes, 11)
	for _, of := range event.Types() {
		e := golden(t, of)
		for _, path := range routes {
			for mode, refused := range e.with("source", "langbiang/alarms.rules").refusal(t, s.server.mux, path) {
				assert.Equal(t, "source", refused[0], "%s at %s, %s", of, path, mode)
				assert.Contains(t, refused[1], "tên của chính hệ thống này", "%s at %s, %s", of, path, mode)
			}
			of := of
			switch of.Teller() {
			case event.AnySource:
				continue
			case event.Timekeeper:
				if path == "/api/v1/clock/events" {
					continue
				}
			case event.Policies, event.Program:
			}
			for mode, refused := range e.refusal(t, s.server.mux, path) {
				assert.Equal(t, "type", refused[0], "%s at %s, %s", of, path, mode)
				assert.NotContains(t, refused[1], "không nhận", "who may tell it is said before which service takes it: %s at %s, %s", of, path, mode)
			}
		}
	}
	head, err := s.log.Head(t.Context())
	require.NoError(t, err)
	assert.Zero(t, head, "nothing was taken")
}

// What is nobody's to tell from outside is listed here: a new type that a command or a policy alone makes is declared so in pkg/event.
func TestWhoMayTellWhat(t *testing.T) {
	told := make(map[event.Teller][]string)
	for _, of := range event.Types() {
		if teller := of.Teller(); teller != event.AnySource {
			told[teller] = append(told[teller], strings.TrimSuffix(string(of), ".v1"))
		}
	}
	assert.Equal(t, map[event.Teller][]string{
		event.Policies: {"alarm.escalated", "indicator.missed", "indicator.reminded", "step.opened"},
		event.Program: {
			"display.paired", "display.assigned", "display.commanded", "display.unpaired", "playlist.saved", "playlist.deleted",
			"source.refused", "command.answered",
		},
		event.Timekeeper: {"clock.day_opened"},
	}, told)
}

// The source of every command is a path that no source may have as its name.
func TestNoSourceHasTheNameOfACommandOrAPolicy(t *testing.T) {
	s := allServices(t)
	for _, o := range offers {
		if svc, ok := s.services[o.name].(interface{ Routes() []route.Route }); ok {
			for _, r := range svc.Routes() {
				if _, path, _ := strings.Cut(r.Pattern, " "); strings.HasPrefix(r.Pattern, http.MethodPost) {
					assert.True(t, event.IsOwnSource(path), path)
				}
			}
		}
	}
	for source, own := range map[string]bool{
		"langbiang/clock": true, "Langbiang/Clock": true, "langbiang": true, "/API/v1/displays": true, "/api": true,
		"/simulator/h1-2024/1": false, "//langbiang.example/api/": false, "/apis/one": false, "/uploads": false, "langbiangs/x": false,
	} {
		assert.Equal(t, own, event.IsOwnSource(source), source)
	}
}
