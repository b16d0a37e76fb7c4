package intake_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/problem"
)

// older is what a program reads of a problem that knows only the members that were there before.
func older(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	require.Equal(t, problem.MediaType, w.Header().Get("Content-Type"), "%s", w.Body)
	return known(t, w.Body.String())
}

// known are the members of an answer that were there before those of a problem.
func known(t *testing.T, answer string) string {
	t.Helper()
	var members map[string]any
	require.NoError(t, json.Unmarshal([]byte(answer), &members))
	for _, member := range []string{"type", "title", "status", "detail", "instance", "code", "index", "state", "reached", "errors"} {
		delete(members, member)
	}
	b, err := json.Marshal(members)
	require.NoError(t, err)
	return string(b)
}

func TestARefusedBatchIsAProblemThatNamesEachItem(t *testing.T) {
	h := handler(newIntake(t, openLog(t), quiet()))
	post(t, h, event.ContentType, line("a", "m1", "x"))
	send := func(language, contentType, body string) string {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/events", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Accept-Language", language)
		h.ServeHTTP(w, r)
		assert.Equal(t, problem.MediaType, w.Header().Get("Content-Type"))
		assert.Equal(t, language[:2], w.Header().Get("Content-Language"))
		return strings.TrimSuffix(w.Body.String(), "\n")
	}
	noID := strings.Replace(line("", "m2", "x"), `"id":"",`, "", 1)
	both := batchOf(noID, line("a", "m1", "y"))
	assert.Equal(t, `{"type":"/problems/invalid","title":"Nội dung chưa đúng","status":422,"detail":"không nhận sự kiện nào trong 2 sự kiện","code":"invalid","errors":[`+
		`{"index":0,"source":"test","field":"id","code":"invalid","message":"còn thiếu"},`+
		`{"index":1,"id":"a","source":"test","field":"id","position":1,"code":"conflict","message":"nguồn này đã dùng mã \"a\", tại vị trí 1, với dữ liệu khác"}],`+
		`"accepted":0,"items":[{"index":0,"id":"","source":"test","status":"rejected","error":{"code":"invalid","message":"id is missing","field":"id"}},`+
		`{"index":1,"id":"a","source":"test","status":"rejected","error":{"code":"conflict","message":"id \"a\" is used already by its source, at position 1, with other data","field":"id","position":1}}],`+
		`"position":0,"rejected":2}`, send("vi-VN", event.BatchContentType, both))
	in := send("en-GB,en;q=0.9", event.ContentType, line("a", "m1", "y"))
	assert.Contains(t, in, `{"type":"/problems/conflict","title":"Its id was used for something else","status":409,`+
		`"detail":"id: id \"a\" is used already by its source, at position 1, with other data","code":"conflict",`)
}

func TestAPartlyRefusedBatchOrStreamNamesEachRefusedItemInTheReadersLanguage(t *testing.T) {
	h := handler(newIntake(t, openLog(t), quiet()))
	send := func(language, contentType, body string) (string, http.Header) {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/events", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Accept-Language", language)
		h.ServeHTTP(w, r)
		assert.Equal(t, http.StatusOK, w.Code)
		return strings.TrimSuffix(w.Body.String(), "\n"), w.Header()
	}
	none, header := send("en", event.BatchContentType, batchOf(line("a", "m1", "x")))
	assert.Equal(t, `{"accepted":1,"rejected":0,"position":1,"items":[{"index":0,"id":"a","status":"accepted","position":1}]}`, none)
	assert.Empty(t, header.Get("Content-Language"))

	noID := strings.Replace(line("", "m2", "x"), `"id":"",`, "", 1)
	items := `{"index":1,"id":"","source":"test","status":"rejected","error":{"code":"invalid","message":"id is missing","field":"id"}},` +
		`{"index":2,"id":"a","source":"test","status":"rejected","error":{"code":"conflict",` +
		`"message":"id \"a\" is used already by its source, at position 1, with other data","field":"id","position":1}}]`
	for language, errors := range map[string]string{
		"vi": `[{"index":1,"source":"test","field":"id","code":"invalid","message":"còn thiếu"},` +
			`{"index":2,"id":"a","source":"test","field":"id","position":1,"code":"conflict",` +
			`"message":"nguồn này đã dùng mã \"a\", tại vị trí 1, với dữ liệu khác"}]`,
		"en": `[{"index":1,"source":"test","field":"id","code":"invalid","message":"is missing"},` +
			`{"index":2,"id":"a","source":"test","field":"id","position":1,"code":"conflict",` +
			`"message":"id \"a\" is used already by its source, at position 1, with other data"}]`,
	} {
		three := []string{line("a", "m1", "x"), noID, line("a", "m1", "y")}
		batch, header := send(language, event.BatchContentType, batchOf(three...))
		assert.Equal(t, `{"accepted":1,"rejected":2,"position":1,"items":[{"index":0,"id":"a","status":"accepted","position":1},`+
			items+`,"errors":`+errors+`}`, batch)
		assert.Equal(t, language, header.Get("Content-Language"))
		assert.Equal(t, "Accept-Language", header.Get("Vary"))
		stream, _ := send(language, event.StreamContentType, strings.Join(three, "\n"))
		assert.Equal(t, `{"accepted":1,"rejected":2,"position":1,"items":[`+items+`,"errors":`+errors+`}`, stream)
	}
}

func TestAPanicIsAProblemWhoseInstanceIsLogged(t *testing.T) {
	var logged strings.Builder
	in := newIntake(t, openLog(t), slog.New(slog.NewTextHandler(&logged, nil)))
	w := httptest.NewRecorder()
	in.Serve(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("at the disco") })).
		ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	var told problem.Body
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &told))
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.Regexp(t, `^urn:uuid:[0-9a-f-]{36}$`, told.Instance)
	assert.Contains(t, logged.String(), told.Instance)
	assert.NotContains(t, w.Body.String(), "disco")
}
