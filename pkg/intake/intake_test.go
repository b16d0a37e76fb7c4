package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

// tally is an aggregate for tests: it counts a model's events, refuses the site "bad", and "once" unless it is
// the first, and panics on the site "panic".
type tally struct{ Count int }

type tallies struct{}

func (tallies) Types() []event.Type { return event.TypesOf(event.NounModel) }

func (tallies) Decide(s tally, e *event.Event) (event.Data, error) {
	m, ok := e.Data.(*event.Model)
	if !ok {
		return nil, event.Refuse("type", "is not about a model")
	}
	switch m.Site {
	case "bad":
		return nil, event.Refuse("data.site", "is bad after %d events", s.Count)
	case "panic":
		panic("a planted fault")
	case "once":
		if s.Count > 0 {
			return nil, event.Refuse("data.site", "may be told once")
		}
	}
	data := &event.Model{Site: m.Site, Sites: s.Count + 1}
	if s.Count > 0 {
		data.Flags = []event.Flag{event.FlagRepeated}
	}
	return data, nil
}

func (tallies) Evolve(s tally, _ *event.Event) tally { return tally{Count: s.Count + 1} }

func (tallies) Encode(dst []byte, s tally) []byte {
	return intake.AppendInt(append(dst, 1), int64(s.Count))
}

func (tallies) Decode(b []byte) (tally, error) {
	r := intake.OpenSnapshot(b, 1)
	return tally{Count: int(r.Int())}, r.Err()
}

var now = time.Date(2024, 6, 15, 9, 0, 0, 0, time.UTC)

func openLog(t testing.TB) eventlog.Log {
	t.Helper()
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "log.db")})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, log.Close()) })
	return log
}

func newIntake(t testing.TB, log eventlog.Log, logger *slog.Logger) *intake.Intake[tally] {
	t.Helper()
	in, err := intake.New(intake.Config[tally]{
		Name: "models", Nouns: []event.Noun{event.NounModel}, Aggregate: tallies{},
		Log: log, Location: time.UTC, Logger: logger, Now: func() time.Time { return now },
	})
	require.NoError(t, err)
	return in
}

// A service decides about every type of its nouns by a rule of its own, and about no others: what is left out is named before any is told.
func TestAServiceThatLeavesATypeUndecidedIsNotMade(t *testing.T) {
	_, err := intake.New(intake.Config[tally]{
		Name: "feeds", Nouns: []event.Noun{event.NounFeed}, Aggregate: tallies{},
		Log: openLog(t), Location: time.UTC, Logger: quiet(), Now: func() time.Time { return now },
	})
	require.ErrorContains(t, err, "nothing is decided about feed.up.v1\nnothing is decided about feed.down.v1\n"+
		"model.proposed.v1 is decided about, but is of none of the nouns [feed]\n")
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// line is one CloudEvent of a test's source.
func line(id, model, site string) string {
	return fmt.Sprintf(`{"specversion":"1.0","id":%q,"source":"test","type":"model.site_activated.v1","subject":"model/%s","time":"2024-06-15T08:00:00Z","data":{"site":%q}}`,
		id, model, site)
}

func batchOf(lines ...string) string { return "[" + strings.Join(lines, ",") + "]" }

func post(t testing.TB, h http.Handler, contentType, body string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/models/events", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func handler(in *intake.Intake[tally]) http.Handler { return in.Serve(http.HandlerFunc(in.Events)) }

func head(t testing.TB, log eventlog.Log) eventlog.Position {
	t.Helper()
	p, err := log.Head(t.Context())
	require.NoError(t, err)
	return p
}

func TestASingleEventIsAnsweredWithItsPosition(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	w := post(t, h, event.ContentType, line("a", "m1", "x"))
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Equal(t, "1", w.Header().Get(intake.PositionHeader))
	assert.Equal(t, `{"accepted":1,"rejected":0,"position":1,"items":[{"index":0,"id":"a","status":"accepted","position":1}]}`+"\n", w.Body.String())

	w = post(t, h, event.ContentType, line("b", "m1", "bad"))
	assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
	assert.JSONEq(t, `{"accepted":0,"rejected":1,"position":0,"items":[{"index":0,"id":"b","source":"test","status":"rejected","error":{"code":"invalid","message":"data.site is bad after 1 events","field":"data.site"}}]}`, older(t, w))
	assert.Equal(t, eventlog.Position(1), head(t, log))
}

func TestABatchKeepsTheGoodItemsAndNamesTheBadOnes(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	w := post(t, h, event.BatchContentType, batchOf(line("a", "m1", "x"), line("b", "m1", "bad"), `{"specversion":"1.0"}`, line("c", "m1", "y")))
	assert.Equal(t, http.StatusOK, w.Code)
	assert.JSONEq(t, `{"accepted":2,"rejected":2,"position":1,"items":[
		{"index":0,"id":"a","status":"accepted","position":1},
		{"index":1,"id":"b","source":"test","status":"rejected","error":{"code":"invalid","message":"data.site is bad after 1 events","field":"data.site"}},
		{"index":2,"id":"","status":"rejected","error":{"code":"invalid","message":"id is missing","field":"id"}},
		{"index":3,"id":"c","status":"accepted","position":1,"flags":["repeated"]}]}`, known(t, w.Body.String()))

	w = post(t, h, event.BatchContentType, batchOf(line("d", "m1", "bad")))
	assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
	w = post(t, h, event.BatchContentType, `[]`)
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Equal(t, `{"accepted":0,"rejected":0,"position":0,"items":[]}`+"\n", w.Body.String())
}

func TestAResendIsAnsweredAsTheFirstTime(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	post(t, h, event.ContentType, line("z", "other", "x"))
	first := post(t, h, event.BatchContentType, batchOf(line("a", "m1", "x"), line("b", "m1", "y")))
	post(t, h, event.ContentType, line("c", "m1", "y"))

	again := post(t, h, event.BatchContentType, batchOf(line("a", "m1", "x"), line("b", "m1", "y")))
	assert.Equal(t, first.Body.String(), again.Body.String())
	mixed := post(t, h, event.BatchContentType, batchOf(line("b", "m1", "y"), line("d", "m1", "z"), line("a", "m1", "x"), line("z", "other", "x")))
	assert.JSONEq(t, `{"accepted":4,"rejected":0,"position":4,"items":[
		{"index":0,"id":"b","status":"accepted","position":2,"flags":["repeated"]},
		{"index":1,"id":"d","status":"accepted","position":4,"flags":["repeated"]},
		{"index":2,"id":"a","status":"accepted","position":2},
		{"index":3,"id":"z","status":"accepted","position":1}]}`, mixed.Body.String())
	assert.Equal(t, eventlog.Position(4), head(t, log))

	stored, err := log.Load(t.Context(), "model/m1")
	require.NoError(t, err)
	counts := make([]int, 0, len(stored))
	for _, e := range stored {
		counts = append(counts, e.Event.Data.(*event.Model).Sites)
	}
	assert.Equal(t, []int{1, 2, 3, 4}, counts, "the resent items are not counted by the decisions after them")
}

func TestAResendThatWouldBeRefusedTodayKeepsItsFirstAnswer(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	first := post(t, h, event.ContentType, line("a", "m1", "once"))
	again := post(t, h, event.ContentType, line("a", "m1", "once"))
	assert.Equal(t, first.Body.String(), again.Body.String())
}

func TestAnIDThatItsSourceHasUsedIsAConflictAlsoWhereTheEventWouldBeRefused(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	post(t, h, event.ContentType, line("a", "m1", "x"))
	for _, model := range []string{"m1", "m2"} {
		w := post(t, h, event.ContentType, line("a", model, "bad"))
		assert.Equal(t, http.StatusConflict, w.Code, "%s", w.Body)
		assert.Contains(t, w.Body.String(), `"position":1`)
	}
}

// counting is a log that counts what is read of it.
type counting struct {
	eventlog.Log
	reads atomic.Int32
}

func (c *counting) Load(ctx context.Context, stream string) ([]eventlog.Located, error) {
	c.reads.Add(1)
	return c.Log.Load(ctx, stream)
}

func (c *counting) Read(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Entry, error) {
	c.reads.Add(1)
	return c.Log.Read(ctx, after, limit)
}

func (c *counting) Known(ctx context.Context, ids []string) ([]*eventlog.Located, error) {
	c.reads.Add(1)
	return c.Log.Known(ctx, ids)
}

func TestWhatIsSentAgainIsLookedUpAtOnceHoweverManyEventsOfHoweverManyStreams(t *testing.T) {
	log := &counting{Log: openLog(t)}
	h := handler(newIntake(t, log, quiet()))
	var lines []string
	for i := range 300 {
		lines = append(lines, line(fmt.Sprint(i), fmt.Sprint("m", i), "once"))
		post(t, h, event.ContentType, lines[i])
	}
	log.reads.Store(0)
	w := post(t, handler(newIntake(t, log, quiet())), event.BatchContentType, batchOf(lines...))
	assert.Contains(t, w.Body.String(), `"accepted":300,"rejected":0,"position":300`)
	assert.EqualValues(t, 1, log.reads.Load())
}

func TestTheSameIdentityTwiceInOneRequestIsOneEvent(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	w := post(t, h, event.BatchContentType, batchOf(line("a", "m1", "x"), line("a", "m1", "x"), line("a", "m2", "x")))
	assert.JSONEq(t, `{"accepted":2,"rejected":1,"position":1,"items":[
		{"index":0,"id":"a","status":"accepted","position":1},
		{"index":1,"id":"a","status":"accepted","position":1},
		{"index":2,"id":"a","source":"test","status":"rejected","error":{"code":"conflict","field":"id","position":1,
			"message":"id \"a\" is used already by its source, at position 1, for model.site_activated.v1 of model/m1"}}]}`, known(t, w.Body.String()))
	w = post(t, h, event.ContentType, line("a", "m3", "x"))
	assert.Equal(t, http.StatusConflict, w.Code, "an id that its source used for something else")
}

func TestWholeRequestFaults(t *testing.T) {
	h := handler(newIntake(t, openLog(t), quiet()))
	for _, c := range []struct {
		name, contentType, body string
		status                  int
		code                    string
	}{
		{"a foreign content type", "text/plain", "x", 415, "unsupported_media_type"},
		{"no JSON", event.ContentType, `{"specversion":`, 400, "bad_request"},
		{"no array", event.BatchContentType, `{}`, 400, "bad_request"},
		{"a broken array", event.BatchContentType, `[{}`, 400, "bad_request"},
		{"a large event", event.ContentType, strings.Repeat(" ", intake.MaxSingleBytes+1), 413, "too_large"},
		{"a large batch", event.BatchContentType, strings.Repeat(" ", intake.MaxBatchBytes+1), 413, "too_large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := post(t, h, c.contentType, c.body)
			assert.Equal(t, c.status, w.Code)
			var body problem.Body
			require.NoError(t, json.Unmarshal(w.Body.Bytes(), &body))
			assert.Equal(t, problem.Code(c.code), body.Code)
			assert.Equal(t, problem.Code(c.code), body.Fault.Code, "as older programs read it")
		})
	}
}

func TestFieldsThatNoAggregateNeedsToBeAskedAbout(t *testing.T) {
	h := handler(newIntake(t, openLog(t), quiet()))
	for field, body := range map[string]string{
		"time":          strings.Replace(line("a", "m", "x"), "2024-06-15T08", "2024-06-16T10", 1),
		"subject":       line("a", "m/n", "x"),
		"type":          `{"specversion":"1.0","id":"a","source":"t","type":"clock.day_opened.v1","subject":"clock/province","time":"2024-06-15T08:00:00Z","data":{"date":"2024-06-15"}}`,
		"data.nonsense": strings.Replace(line("a", "m", "x"), `"site"`, `"nonsense"`, 1),
	} {
		w := post(t, h, event.ContentType, body)
		assert.Equal(t, http.StatusUnprocessableEntity, w.Code, field)
		var answer intake.Answer
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer))
		assert.Equal(t, field, answer.Items[0].Error.Field)
	}
}

func TestAStreamIsTakenInChunksAndItsBadLinesAreNamed(t *testing.T) {
	log := openLog(t)
	server := httptest.NewServer(handler(newIntake(t, log, quiet())))
	defer server.Close()
	var body bytes.Buffer
	for i := range 5_000 {
		body.WriteString(line(fmt.Sprint("e", i), fmt.Sprint("m", i%700), "x") + "\n")
	}
	body.WriteString("\n")                                                // line 5000: empty
	body.WriteString(line("bad", "m1", "bad") + "\r\n")                   // 5001
	body.WriteString(strings.Repeat("x", event.MaxEventBytes+100) + "\n") // 5002
	body.WriteString("{}\n")                                              // 5003
	body.WriteString(line("last", "m1", "x"))                             // 5004, without an end
	send := func() (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/api/v1/models/events", bytes.NewReader(body.Bytes()))
		require.NoError(t, err)
		r.Header.Set("Content-Type", event.StreamContentType)
		answer, err := server.Client().Do(r)
		require.NoError(t, err)
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		return answer.StatusCode, string(b)
	}
	status, answer := send()
	assert.Equal(t, http.StatusOK, status)
	end := head(t, log)
	assert.JSONEq(t, fmt.Sprintf(`{"accepted":5001,"rejected":3,"position":%d,"items":[
		{"index":5001,"id":"bad","source":"test","status":"rejected","error":{"code":"invalid","field":"data.site","message":"data.site is bad after 8 events"}},
		{"index":5002,"id":"","status":"rejected","error":{"code":"invalid","field":"event","message":"event is over 65536 bytes"}},
		{"index":5003,"id":"","status":"rejected","error":{"code":"invalid","field":"specversion","message":"specversion is \"\"; only \"1.0\" is spoken here"}}]}`, end), known(t, answer))
	assert.LessOrEqual(t, end, eventlog.Position(10), "whole chunks make one commit each")

	_, again := send()
	assert.Equal(t, answer, strings.Replace(again, "after 9 events", "after 8 events", 1), "the first answer again (the refused line is judged anew)")
	assert.Equal(t, end, head(t, log))
}

func TestAStreamListsTheFirstRejectedLinesAndCountsTheRest(t *testing.T) {
	h := handler(newIntake(t, openLog(t), quiet()))
	w := post(t, h, event.StreamContentType, strings.Repeat("{}\n", intake.MaxListed+5))
	var answer intake.Answer
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer))
	assert.Equal(t, http.StatusUnprocessableEntity, w.Code, "nothing of it was taken")
	assert.Len(t, answer.Items, intake.MaxListed)
	assert.Equal(t, intake.MaxListed+5, answer.Rejected)
}

func TestAStreamThatBreaksOffKeepsItsWholeLines(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	body := io.MultiReader(strings.NewReader(line("a", "m", "x")+"\n"+line("b", "m", "x")), brokenReader{})
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/models/events", body)
	r.Header.Set("Content-Type", event.StreamContentType)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	assert.Equal(t, http.StatusBadRequest, w.Code)
	assert.Contains(t, w.Body.String(), `"index":1`)
	stored, err := log.Load(t.Context(), "model/m")
	require.NoError(t, err)
	assert.Len(t, stored, 1, "a line that was cut off is no event, even if it happens to be whole")
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestAPanicHarmsItsOwnRequestOnly(t *testing.T) {
	var logged bytes.Buffer
	h := handler(newIntake(t, openLog(t), slog.New(slog.NewTextHandler(&logged, nil))))
	w := post(t, h, event.ContentType, line("a", "m1", "panic"))
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.Contains(t, logged.String(), "a planted fault")
	w = post(t, h, event.ContentType, line("a", "m1", "x"))
	assert.Equal(t, http.StatusOK, w.Code)
}

func TestWritersThatMeetOnOneStreamLoseNothing(t *testing.T) {
	log := openLog(t)
	handlers := []http.Handler{handler(newIntake(t, log, quiet())), handler(newIntake(t, log, quiet()))} // as two processes
	var writers sync.WaitGroup
	var mu sync.Mutex
	accepted := 0
	for n := range 8 {
		writers.Go(func() {
			for i := range 20 {
				body := line(fmt.Sprintf("%d-%d", n, i), "shared", "x")
				code := http.StatusServiceUnavailable
				for try := 0; try < 100 && code == http.StatusServiceUnavailable; try++ { // contended: the source sends it again
					code = post(t, handlers[n%2], event.ContentType, body).Code
				}
				assert.Equal(t, http.StatusOK, code)
				mu.Lock()
				accepted++
				mu.Unlock()
			}
		})
	}
	writers.Wait()
	assert.Equal(t, 160, accepted)
	stored, err := log.Load(t.Context(), "model/shared")
	require.NoError(t, err)
	require.Len(t, stored, 160)
	for i, e := range stored {
		assert.Equal(t, i+1, e.Event.Data.(*event.Model).Sites, "every decision saw all events before it")
	}
}

func TestAStateThatAnotherProcessMovedOnIsLoadedAgain(t *testing.T) {
	log := openLog(t)
	mine, others := handler(newIntake(t, log, quiet())), handler(newIntake(t, log, quiet()))
	post(t, mine, event.ContentType, line("a", "m1", "x"))
	post(t, others, event.ContentType, line("b", "m1", "x"))
	w := post(t, mine, event.ContentType, line("c", "m1", "x"))
	assert.Equal(t, http.StatusOK, w.Code, "what is cached is one event behind: it is no fault of the source")
	stored, err := log.Load(t.Context(), "model/m1")
	require.NoError(t, err)
	assert.Equal(t, 3, stored[2].Event.Data.(*event.Model).Sites)
}

func TestRequestsBeyondTheBoundAreToldToWait(t *testing.T) {
	in := newIntake(t, openLog(t), quiet())
	release := make(chan struct{})
	var inside sync.WaitGroup
	var served sync.WaitGroup
	h := in.Serve(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		inside.Done()
		<-release
	}))
	ask := func(from string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/models/events", http.NoBody)
		r.RemoteAddr = from + ":1"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	fill := func(from string) {
		for range intake.MaxEach {
			inside.Add(1)
			served.Go(func() { ask(from) })
		}
		inside.Wait()
	}
	fill("192.0.2.1")
	w := ask("192.0.2.1")
	assert.Equal(t, http.StatusTooManyRequests, w.Code, "one address has a part")
	assert.Equal(t, "1", w.Header().Get("Retry-After"))
	for i := range intake.MaxRequests/intake.MaxEach - 1 {
		fill(fmt.Sprint("192.0.2.", 2+i)) // another one gets in
	}
	assert.Equal(t, http.StatusTooManyRequests, ask("192.0.2.9").Code, "and all of them the whole")
	close(release)
	served.Wait()
}

func TestRunLetsRequestsUnderWayEnd(t *testing.T) {
	in := newIntake(t, openLog(t), quiet())
	entered, release := make(chan struct{}), make(chan struct{})
	const probe = "text/probe"
	h := in.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Content-Type") == probe {
			return
		}
		close(entered)
		<-release
		w.WriteHeader(http.StatusNoContent)
	}))
	answered := make(chan int, 1)
	go func() { answered <- post(t, h, event.ContentType, "").Code }()
	<-entered
	ctx, stop := context.WithCancel(t.Context())
	policyEnded := make(chan struct{})
	stopped := make(chan error, 1)
	go func() {
		stopped <- in.Run(ctx, func(ctx context.Context) error {
			<-ctx.Done()
			close(policyEnded)
			return ctx.Err()
		})
	}()
	stop()
	<-policyEnded
	for post(t, h, probe, "").Code != http.StatusServiceUnavailable {
		runtime.Gosched() // Run shuts the gate after the policies have ended
	}
	select {
	case err := <-stopped:
		t.Fatal("Run returned while a request was under way", err)
	default:
	}
	close(release)
	require.NoError(t, <-stopped)
	assert.Equal(t, http.StatusNoContent, <-answered)
}

func TestAStreamWithoutASnapshotIsFoldedFromItsEvents(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	old := event.Event{ID: "0", Source: "t", Type: event.ModelProposed, Subject: "model/m1", Time: now, Data: &event.Model{Name: "m"}}
	_, err := log.Append(t.Context(), eventlog.Commit{
		Events:  []event.Event{old},
		Streams: []eventlog.StreamUpdate{{Stream: "model/m1", Expected: 0, State: []byte{99, 1, 2}}},
	})
	require.NoError(t, err)
	post(t, h, event.ContentType, line("a", "m1", "x"))
	stored, err := log.Load(t.Context(), "model/m1")
	require.NoError(t, err)
	assert.Equal(t, 2, stored[1].Event.Data.(*event.Model).Sites)
}
