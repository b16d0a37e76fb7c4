package intake_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/disktest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

func TestALogThatIsNotThereAnyMoreIsNotAnsweredWithSendItAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
	require.NoError(t, err)
	defer log.Close()
	h := handler(newIntake(t, log, quiet()))
	require.Equal(t, http.StatusOK, post(t, h, "application/cloudevents+json", line("1", "m", "a")).Code)
	require.NoError(t, os.Rename(path, path+".away"))
	w := post(t, h, "application/cloudevents+json", line("2", "m", "b"))
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, w.Body.String(), `"code":"log_replaced"`)
	assert.Contains(t, w.Body.String(), log.ID())
	assert.NotContains(t, w.Body.String(), "send it again")
	assert.Equal(t, "60", w.Header().Get("Retry-After"))
}

func TestAFullDiskIsNamedInTheAnswer(t *testing.T) {
	disk := disktest.New(t, 8<<20)
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(disk.Dir, "log.db")})
	require.NoError(t, err)
	defer log.Close()
	h := handler(newIntake(t, log, quiet()))
	disk.Fill(t, 0)
	for n := 0; ; n++ { // until what SQLite had set aside is used up
		w := post(t, h, "application/cloudevents+json", line(string(rune('a'+n)), "m", string(rune('a'+n))))
		if w.Code == http.StatusOK {
			continue
		}
		assert.Equal(t, http.StatusServiceUnavailable, w.Code)
		assert.Contains(t, w.Body.String(), `"code":"log_full"`)
		assert.Contains(t, w.Body.String(), "no room left")
		return
	}
}

// Whoever is told of a fault by its instance finds it in the program's own log, also where an answer could not be written.
func TestAnAnswerThatCannotBeWrittenIsLoggedByItsInstance(t *testing.T) {
	var logged bytes.Buffer
	in := newIntake(t, openLog(t), slog.New(slog.NewTextHandler(&logged, nil)))
	for name, answer := range map[string]http.HandlerFunc{
		"what was done":   func(w http.ResponseWriter, _ *http.Request) { intake.WriteJSON(w, http.StatusOK, func() {}) },
		"a thing's state": func(w http.ResponseWriter, r *http.Request) { problem.Write(w, r, problem.NewState(func() {}, "no")) },
		"what stands beside": func(w http.ResponseWriter, r *http.Request) {
			problem.WriteItems(w, r, problem.New(problem.Invalid, "", "no"), nil, func() {})
		},
	} {
		logged.Reset()
		w := post(t, in.Serve(answer), event.ContentType, "{}")
		assert.Equal(t, http.StatusInternalServerError, w.Code, name)
		var told problem.Body
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &told), name)
		assert.Equal(t, problem.Internal, told.Code, name)
		assert.Contains(t, logged.String(), "instance="+told.Instance+" ", name)
	}
}

func TestOnlyWhatTheRequestIsNotToBlameForIsLogged(t *testing.T) {
	var logged bytes.Buffer
	in := newIntake(t, openLog(t), slog.New(slog.NewTextHandler(&logged, nil)))
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/models/x?q=1", nil)
	in.Refuse(w, r, event.Refuse("data.unit", "is missing"))
	assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
	assert.Empty(t, logged.String())
	w = httptest.NewRecorder()
	in.Refuse(w, r, errors.New("ClickHouse is away"), "day", "2024-06-03")
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, logged.String(), `service=models error="ClickHouse is away"`)
	assert.Contains(t, logged.String(), "day=2024-06-03 path=/api/v1/models/x ")
}
