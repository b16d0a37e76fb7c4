package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/redis"
	"langbiang.internal/ioc/pkg/eventlog/redis/redistest"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// noCommands are the requests that record nothing by themselves.
var noCommands = map[string]string{
	"/api/v1/displays/codes": "a code lasts ten minutes in memory, and whoever has its token is given the same one again",
}

// sample is a request for each command: for each documented path, in an order in which every one of them may be given.
type sample struct {
	documented  string
	path        string // where it is not documented itself
	contentType string
	body        string
}

var samples = []sample{
	{documented: "/api/v1/dossiers", body: `{"code":"D-1","procedure":"1.013225","unit":"672","channel":2}`},
	{documented: "/api/v1/dossiers/{code}/{command}", path: "/api/v1/dossiers/D-1/receive", body: `{}`},
	{documented: "/api/v1/payments", body: `{"bill":"B-1","unit":"24769","amount_vnd":8000,"dossier":"D-1"}`},
	{documented: "/api/v1/payments/{bill}/{command}", path: "/api/v1/payments/B-1/succeed", body: `{"method":"truc-tuyen","transaction":"T"}`},
	{documented: "/api/v1/incidents", body: `{"incident":"I-1","unit":"68","title":"Mã độc","category":2,"severity":"severe","by":"truc-ban"}`},
	{documented: "/api/v1/incidents/{incident}/{command}", path: "/api/v1/incidents/I-1/verify", body: `{"by":"truc-ban"}`},
	{documented: "/api/v1/incidents/alerts", body: `{"alert":"A-1","unit":"68","severity":"high","sensor":"ids","rule":"r"}`},
	{documented: "/api/v1/incidents/alerts/{alert}/{command}", path: "/api/v1/incidents/alerts/A-1/triage"},
	{documented: "/api/v1/alarms", body: `{"rule":"overdue","originator":"unit/672","unit":"672","title":"Quá hạn","severity":"watch","by":"truc-ban"}`},
	{
		documented: "/api/v1/alarms/{rule}/{noun}/{id}/{command}", path: "/api/v1/alarms/overdue/unit/672/acknowledge",
		body: `{"by":"truc-ban"}`,
	},
	{documented: "/api/v1/models", body: `{"model":"M-1","name":"Bệnh án điện tử","unit":"68","lead":"Sở Y tế"}`},
	{documented: "/api/v1/models/{model}/{command}", path: "/api/v1/models/M-1/prepare", body: `{}`},
	{documented: "/api/v1/systems/{id}/{command}", path: "/api/v1/systems/S-1/register", body: `{"name":"Một cửa","unit":"68","owner":"so-tttt","level":3}`},
	{documented: "/api/v1/systems/feeds/{id}/{command}", path: "/api/v1/systems/feeds/F-1/down", body: `{"name":"Giám sát","unit":"68","reason":"bảo trì"}`},
	{documented: "/api/v1/steps/{incident}/{number}/{command}", path: "/api/v1/steps/I-1/1/assign", body: `{"assignee":"doi-1","by":"truc-ban"}`},
	{documented: "/api/v1/explanations", body: `{"unit":"672","figure":"dossiers.overdue","question":"Vì sao?","due":"2099-01-04","by":"vp-ubnd"}`},
	{documented: "/api/v1/explanations", body: `{"id":"E-1","unit":"672","figure":"dossiers.overdue","question":"Vì sao?","due":"2099-01-04","by":"vp-ubnd"}`},
	{documented: "/api/v1/explanations/{id}/{command}", path: "/api/v1/explanations/E-1/submit", body: `{"answer":"Thiếu người","by":"da-lat"}`},
	{
		documented: "/api/v1/indicators/import", path: "/api/v1/indicators/import?agency=so-y-te", contentType: "text/csv",
		body: "indicator,unit,from,to,value\nhealth.facilities,68,2024-01-01,2024-06-30,12\n",
	},
	{ // nothing new: that is an answer, too
		documented: "/api/v1/indicators/import", path: "/api/v1/indicators/import?agency=so-y-te&sheet=", contentType: "text/csv",
		body: "indicator,unit,from,to,value\nhealth.facilities,68,2024-01-01,2024-06-30,12\n",
	},
	{
		documented: "/api/v1/catalogue/procedures", path: "/api/v1/catalogue/procedures?valid_from=2025-04-01", contentType: "text/csv",
		body: "code,name,field,org,level\n9.000001,Thủ tục thử,Lĩnh vực thử,Sở,full\n",
	},
	{documented: "/api/v1/displays", body: `{"code":"CODE","name":"Sảnh","shows":"/screens/672","by":"truc-ban"}`},
	{documented: "/api/v1/displays/commands", body: `{"displays":["DISPLAY"],"command":"blank","by":"truc-ban"}`},
	{documented: "/api/v1/playlists", body: `{"name":"Sáng","items":[{"address":"/screens/672","seconds":30}],"by":"truc-ban"}`},
	{documented: "/api/v1/playlists", body: `{"id":"P-1","name":"Chiều","items":[{"address":"/screens/672","seconds":30}],"by":"truc-ban"}`},
	{documented: "/api/v1/playlists/{id}/delete", path: "/api/v1/playlists/P-1/delete", body: `{"by":"truc-ban"}`},
	// The last one: ClickHouse must have all of the log.
	{
		documented: "/api/v1/payments/statements", path: "/api/v1/payments/statements?day=2024-06-03", contentType: "text/csv",
		body: "bill,amount_vnd\nB-9,5000\n",
	},
}

// commandStack is every service that takes commands, over a log that is opened anew each time.
type commandStack struct {
	t   *testing.T
	log eventlog.Log
	*stack
}

// eventServices are the services that take events.
func eventServices() []string {
	return slices.DeleteFunc(serviceNames(), func(name string) bool { return slices.Contains([]string{"projector", "gateway", "history"}, name) })
}

func openCommands(t *testing.T, open func() eventlog.Log, db *clickhouse.DB) *commandStack {
	t.Helper()
	topo, err := topology.Default()
	require.NoError(t, err)
	log := open()
	names, projected := eventServices(), (*database)(nil)
	if db != nil {
		names, projected = append(slices.Clone(names), "projector"), &database{DB: db}
	}
	s, err := newStack(newProcess(t.Context(), slog.New(slog.DiscardHandler)), topo, log, projected, names, stackOptions{})
	require.NoError(t, err)
	return &commandStack{t: t, log: log, stack: s}
}

func (s *commandStack) post(path, contentType, body, key string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	if key != "" {
		r.Header.Set(intake.KeyHeader, key)
	}
	w := httptest.NewRecorder()
	s.server.mux.ServeHTTP(w, r)
	return w
}

// atOnce sends the same request several times at once.
func (s *commandStack) atOnce(n int, path, contentType, body, key string) []*httptest.ResponseRecorder {
	answers := make([]*httptest.ResponseRecorder, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			<-start
			answers[i] = s.post(path, contentType, body, key)
		})
	}
	close(start)
	all.Wait()
	return answers
}

// seed records what the samples are about, beside what they record themselves.
func (s *commandStack) seed() (code, display string) {
	const opened = `{"specversion":"1.0","id":"1","source":"//test","backfill":true,"type":"step.opened.v1","subject":"step/I-1:1","time":"2024-06-12T01:00:00Z",` +
		`"data":{"incident":"I-1","playbook":"malware","number":1,"title":"Cô lập","unit":"68"}}`
	w := s.post("/api/v1/steps/events", event.ContentType, opened, "")
	require.Equal(s.t, http.StatusOK, w.Code, "%s", w.Body)
	var offer struct {
		Code    string `json:"code"`
		Display string `json:"display"`
	}
	w = s.post("/api/v1/displays/codes", "application/json", "{}", "")
	require.NoError(s.t, json.Unmarshal(w.Body.Bytes(), &offer))
	return offer.Code, offer.Display
}

// commandsDocumented are the commands of all services, by what their OpenAPI documents say.
func (s *commandStack) commandsDocumented() map[string]bool {
	commands := make(map[string]bool)
	for _, name := range eventServices() {
		w := httptest.NewRecorder()
		s.server.mux.ServeHTTP(w, httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, "/api/v1/"+name+"/openapi.json", nil))
		var doc struct {
			Paths map[string]map[string]struct {
				Parameters []map[string]any `json:"parameters"`
			} `json:"paths"`
		}
		require.NoError(s.t, json.Unmarshal(w.Body.Bytes(), &doc))
		for path, operations := range doc.Paths {
			for method, op := range operations {
				if method == "get" || strings.HasSuffix(path, "/events") || noCommands[path] != "" {
					continue
				}
				assert.Contains(s.t, op.Parameters, map[string]any{"$ref": "#/components/parameters/IdempotencyKey"}, "%s %s", method, path)
				commands[path] = true
			}
		}
	}
	return commands
}

// Every command of every service that comes with a key is carried out once: sent again, several times at once, or after a restart it has
// its first answer; the key with something else is a conflict that names where the first is.
func TestACommandWithAKeyIsCarriedOutOnce(t *testing.T) {
	e := enginetest.StartOwn(t)
	path := filepath.Join(t.TempDir(), "log.db")
	logs := map[string]func() eventlog.Log{
		"sqlite": func() eventlog.Log {
			log, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
			require.NoError(t, err)
			return log
		},
	}
	url := redistest.Start(t)
	logs["redis"] = func() eventlog.Log {
		log, err := redis.Open(t.Context(), redis.Config{URL: url, Province: "p", Logger: slog.New(slog.DiscardHandler)})
		require.NoError(t, err)
		return log
	}
	for name, open := range logs {
		t.Run(name, func(t *testing.T) {
			db, err := clickhouse.Open(t.Context(), e.Database("commands_"+name), slog.New(slog.DiscardHandler))
			require.NoError(t, err)
			defer func() { assert.NoError(t, db.Close()) }()
			require.NoError(t, db.Migrate(t.Context()))
			eachCommandOnce(t, open, db)
		})
	}
}

func eachCommandOnce(t *testing.T, open func() eventlog.Log, db *clickhouse.DB) {
	s := openCommands(t, open, db)
	code, display := s.seed()
	projected := s.project()
	fill := strings.NewReplacer("CODE", code, "DISPLAY", display)
	missing := s.commandsDocumented()
	firsts := make([]*httptest.ResponseRecorder, len(samples))
	for i, c := range samples {
		delete(missing, c.documented)
		key := fmt.Sprintf("khóa %d", i)
		at, kind, body := cmp.Or(c.path, c.documented), cmp.Or(c.contentType, "application/json"), fill.Replace(c.body)
		answers := append(s.atOnce(3, at, kind, body, key), s.post(at, kind, body, norm.NFD.String(key)))
		firsts[i] = answers[0]
		for _, w := range answers {
			requireSameAnswer(t, c.documented, firsts[i], w)
		}
		w := s.post(at, kind, `{"another":"request"}`, key)
		require.Equal(t, http.StatusConflict, w.Code, "%s: %s", c.documented, w.Body)
		require.Contains(t, w.Body.String(), `"field":"Idempotency-Key","position":`+firsts[i].Header().Get(intake.PositionHeader), c.documented)
	}
	assert.Empty(t, missing, "commands without a sample here")
	projected()
	head, err := s.log.Head(t.Context())
	require.NoError(t, err)
	require.NoError(t, s.log.Close())

	s = openCommands(t, open, db)
	defer func() { assert.NoError(t, s.log.Close()) }()
	for i, c := range samples {
		w := s.post(cmp.Or(c.path, c.documented), cmp.Or(c.contentType, "application/json"), fill.Replace(c.body), fmt.Sprintf("khóa %d", i))
		requireSameAnswer(t, c.documented+" after a restart", firsts[i], w)
	}
	again, err := s.log.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, head, again, "what was sent again changed something")
	assert.EqualValues(t, len(samples)+1, head, "one entry a command, and the seed")
}

func requireSameAnswer(t *testing.T, what string, want, got *httptest.ResponseRecorder) {
	t.Helper()
	require.Equal(t, http.StatusOK, got.Code, "%s: %s", what, got.Body)
	require.Equal(t, want.Body.String(), got.Body.String(), what)
	require.NotEmpty(t, got.Header().Get(intake.PositionHeader), what)
	require.Equal(t, want.Header(), got.Header(), what)
}

// project runs the projector until the function that it gives is called.
func (s *commandStack) project() (stop func()) {
	ctx, cancel := context.WithCancel(s.t.Context())
	done := make(chan error, 1)
	go func() { done <- s.services["projector"].Run(ctx) }()
	return func() {
		cancel()
		require.NoError(s.t, <-done)
	}
}

// What is in the log, but not yet on as many replicas as are asked for, is not acknowledged; sent again it is, once it is there.
func TestACommandThatIsNotSafeYetIsNotAnsweredAsDone(t *testing.T) {
	primary := redistest.StartServer(t, "--repl-diskless-sync-delay", "0")
	s := openCommands(t, func() eventlog.Log {
		log, err := redis.Open(t.Context(), redis.Config{
			URL: primary.URL, Province: "p", Replicas: 1, ReplicaTimeout: 2 * time.Second, Logger: slog.New(slog.DiscardHandler),
		})
		require.NoError(t, err)
		return log
	}, nil)
	defer func() { assert.NoError(t, s.log.Close()) }()
	send := func() *httptest.ResponseRecorder {
		return s.post("/api/v1/explanations", "application/json", `{"unit":"672","question":"Vì sao?","due":"2099-01-04","by":"vp-ubnd"}`, "k")
	}
	for range 2 {
		w := send()
		require.Equal(t, http.StatusServiceUnavailable, w.Code, "%s", w.Body)
	}
	redistest.StartServer(t, "--replicaof", "127.0.0.1", fmt.Sprint(primary.Port()))
	require.Eventually(t, func() bool { return send().Code == http.StatusOK }, time.Minute, 10*time.Millisecond)
	head, err := s.log.Head(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 1, head)
}
