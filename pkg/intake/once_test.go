package intake_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
)

// commands answers POST /models/{model}: a site is activated, unless the model has one more event than it is told to have.
func commands(t *testing.T, log eventlog.Log) http.Handler {
	in := newIntake(t, log, quiet())
	mux := http.NewServeMux()
	mux.HandleFunc("POST /models/{model}", func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Site  string `json:"site"`
			After int    `json:"after"`
		}
		if !intake.ReadCommand(w, r, &body) {
			return
		}
		in.Execute(w, r, intake.Command[tally]{
			Type: event.ModelSiteActivated, Subject: event.ModelSubject(r.PathValue("model")), Data: &event.Model{Site: body.Site},
			Guard: func(s tally, _ *event.Event) error {
				if s.Count != body.After {
					return problem.NewState(s.Count, "another one came before")
				}
				return nil
			},
		})
	})
	return in.Serve(mux)
}

func command(t *testing.T, h http.Handler, body, key string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/models/m", strings.NewReader(body))
	r.Header.Set(intake.KeyHeader, key)
	h.ServeHTTP(w, r)
	return w
}

func TestACommandThatIsAnsweredFromItsKeyIsCountedByItsRoute(t *testing.T) {
	s, err := intake.NewService(intake.Common{
		Log: openLog(t), Topology: intaketest.Topology(t), Logger: quiet(), Now: func() time.Time { return now },
	}, intake.Domain[tally]{Name: "models", Nouns: []event.Noun{event.NounModel}, Aggregate: tallies{}, OpenAPI: []byte(`{"paths":{}}`)})
	require.NoError(t, err)
	require.NoError(t, s.Begin(event.NounModel, "/api/v1/models", "propose", intake.Do(s, func(_ *http.Request, body struct {
		Site string `json:"site"`
	},
	) (intake.Command[tally], error) {
		return intake.Command[tally]{Type: event.ModelStarted, Subject: "model/m", Data: &event.Model{Site: body.Site}}, nil
	})))
	registry := prometheus.NewPedanticRegistry()
	meter, err := route.NewMeter(registry)
	require.NoError(t, err)
	mux := http.NewServeMux()
	route.Mount(mux, s.Mounts(), s.Handler())
	for range 3 {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/models", strings.NewReader(`{"site":"a"}`))
		r.Header.Set(intake.KeyHeader, "k")
		w := httptest.NewRecorder()
		meter.Measure(mux).ServeHTTP(w, r)
		require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
	}
	families, err := registry.Gather()
	require.NoError(t, err)
	require.Equal(t, "ioc_http_request_duration_seconds", families[0].GetName())
	require.Len(t, families[0].Metric, 1, "one route, one code")
	assert.EqualValues(t, 3, families[0].Metric[0].GetHistogram().GetSampleCount())
}

func TestWhatWasRefusedIsNotRememberedAsDone(t *testing.T) {
	log := openLog(t)
	h := commands(t, log)
	assert.Equal(t, http.StatusConflict, command(t, h, `{"site":"a","after":1}`, "k").Code)
	require.Equal(t, http.StatusOK, command(t, h, `{"site":"b"}`, "other").Code)
	done := command(t, h, `{"site":"a","after":1}`, "k")
	assert.Equal(t, http.StatusOK, done.Code, "%s", done.Body)
	again := command(t, h, ` {"after":1, "site":"a"}`, "k")
	assert.Equal(t, done.Body.String(), again.Body.String(), "it could not be done now: the model has moved on")
	assert.EqualValues(t, 2, head(t, log))
}

func TestAKeyThatIsUsedForSomethingElseIsAConflictThatNamesTheFirst(t *testing.T) {
	h := commands(t, openLog(t))
	require.Equal(t, http.StatusOK, command(t, h, `{"site":"a"}`, "k").Code)
	w := command(t, h, `{"site":"b","after":1}`, "k")
	assert.Equal(t, http.StatusConflict, w.Code)
	assert.JSONEq(t, `{"error":{"code":"conflict","field":"Idempotency-Key","position":1,
		"message":"this key was used already for another request to /models/m, which is recorded at position 1: what is something else needs a key of its own"}}`,
		older(t, w))
	for key, says := range map[string]string{
		"":                       "is empty",
		strings.Repeat("k", 257): "is longer than 256 bytes",
		"k\u202e":                "contains U+202E",
		"k\xff":                  "is not valid UTF-8",
	} {
		w := command(t, h, `{"site":"a"}`, key)
		assert.Equal(t, http.StatusUnprocessableEntity, w.Code, "%q", key)
		assert.Contains(t, w.Body.String(), says)
		assert.Contains(t, w.Body.String(), `"field":"Idempotency-Key"`)
	}
}

// Keys are told apart by their characters, not by what they would mean as JSON.
func TestKeysThatMeanTheSameNumberAreKeysOfDifferentCommands(t *testing.T) {
	log := openLog(t)
	h := commands(t, log)
	for i, key := range []string{"1000", "1e3", "1000.0", `"a"`, `"\u0061"`} {
		w := command(t, h, fmt.Sprintf(`{"site":"a","after":%d}`, i), key)
		require.Equal(t, http.StatusOK, w.Code, "%s: %s", key, w.Body)
		assert.EqualValues(t, i+1, head(t, log), key)
	}
}

func TestACommandThatTheLogDidNotTakeIsSentAgainWithItsKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
	require.NoError(t, err)
	defer log.Close()
	h := commands(t, log)
	require.Equal(t, http.StatusOK, command(t, h, `{"site":"a"}`, "k").Code)
	require.NoError(t, os.Rename(path, path+".away"))
	for key, body := range map[string]string{"k": `{"site":"a"}`, "l": `{"site":"b","after":1}`} {
		assert.Equal(t, http.StatusServiceUnavailable, command(t, h, body, key).Code)
	}
	require.NoError(t, os.Rename(path+".away", path))
	require.Eventually(t, func() bool { return log.Check(t.Context()) == nil }, time.Minute, 10*time.Millisecond)
	assert.Equal(t, http.StatusOK, command(t, h, `{"site":"a"}`, "k").Code)
	assert.Equal(t, http.StatusOK, command(t, h, `{"site":"b","after":1}`, "l").Code)
	assert.EqualValues(t, 2, head(t, log))
}
