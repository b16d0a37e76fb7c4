package gateway

import (
	"bytes"
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway/screen"
)

// pastGateway is a gateway over a log of some days in which things of every noun live, all of it in ClickHouse. It follows nothing.
func pastGateway(t *testing.T, r *rand.Rand) (*Gateway, []eventlog.Entry) {
	t.Helper()
	return gatewayOver(t, func(log eventlog.Log, topo *topology.Topology) { appendLives(t, log, topo, r) })
}

// gatewayOver is a gateway over a log that is filled, all of it in ClickHouse. It follows nothing.
func gatewayOver(t *testing.T, fill func(eventlog.Log, *topology.Topology)) (*Gateway, []eventlog.Entry) {
	t.Helper()
	topo := lamdong(t)
	log := intaketest.Log(t)
	db, err := clickhouse.Open(t.Context(), enginetest.DSN(t), slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(t.Context()))
	g, err := New(Config{Log: log, DB: db, Topology: topo, Logger: slog.New(slog.DiscardHandler), Version: "test"})
	require.NoError(t, err)

	fill(log, topo)
	entries, err := log.Read(t.Context(), 0, 2000)
	require.NoError(t, err)
	b := clickhouse.NewBatch(ledger.New(topo.Location()))
	for i := range entries {
		require.NoError(t, b.Add(&entries[i]))
	}
	_, err = db.Intend(t.Context(), b.Bounds())
	require.NoError(t, err)
	require.NoError(t, db.Insert(t.Context(), b))
	return g, entries
}

// appendLives fills a log with eight days, told out of order in time by up to some days, from one year into the next.
func appendLives(t *testing.T, log eventlog.Log, topo *topology.Topology, r *rand.Rand) {
	t.Helper()
	lives := living(topo, r.IntN, 10)
	latest := make(map[string]*intaketest.Latest)
	for today := calendar.MustDate("2024-12-27"); today <= calendar.MustDate("2025-01-03"); today++ {
		opened := event.Event{
			ID: today.String(), Source: "//test", Type: event.ClockDayOpened, Subject: event.ClockSubject, Time: today.Midnight(topo.Location()),
			Data: &event.Clock{Date: today},
		}
		appendAll(t, log, opened)
		for minute := 0; minute < 24*60; minute += 6 + r.IntN(12) {
			var events []event.Event
			for range 1 + r.IntN(3) {
				at := today.Midnight(topo.Location()).Add(time.Duration(minute) * time.Minute)
				if r.IntN(4) == 0 { // told late
					at = at.Add(-time.Duration(r.IntN(100)) * time.Hour)
				}
				e := lives.Next(at)
				e.Simulated = r.IntN(4) == 0
				count(latest, &e)
				events = append(events, e)
			}
			appendAll(t, log, events...)
		}
	}
}

func appendAll(t *testing.T, log eventlog.Log, events ...event.Event) {
	t.Helper()
	var streams []eventlog.StreamUpdate
	seen := make(map[string]bool)
	for i := range events {
		if !seen[events[i].Subject] {
			seen[events[i].Subject] = true
			streams = append(streams, eventlog.StreamUpdate{Stream: events[i].Subject, Expected: eventlog.AnyVersion})
		}
	}
	_, err := log.Append(t.Context(), eventlog.Commit{Events: events, Streams: streams})
	require.NoError(t, err)
}

// someViews are views of every kind.
func someViews(t *testing.T, g *Gateway, r *rand.Rand) []topology.View {
	t.Helper()
	var views []topology.View
	for _, id := range []string{"province", "district/672", "commune/24769", "department/construction", "department/information/district/672"} {
		v, ok := g.config.Topology.ViewOn(g.liveMap(), id)
		require.True(t, ok, id)
		views = append(views, v)
	}
	all := g.config.Topology.ViewsOn(g.liveMap())
	return append(views, all[r.IntN(len(all))])
}

// A frame of the past is a pure function of (view, position): it has the bytes of the one that was shown at that position.
func TestAPastFrameHasTheBytesOfTheOneThatWasShown(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 24))
	g, entries := pastGateway(t, r)
	f := newFold(g.config.Topology, ledger.New(g.config.Topology.Location()), g.liveMap())
	compared := 0
	for i := range entries {
		f.apply(&entries[i])
		if i > 1 && i < len(entries)-1 && r.IntN(len(entries)/12) > 0 {
			continue
		}
		f.render()
		m, err := g.shownAt(t.Context(), entries[i].Position)
		require.NoError(t, err)
		for _, v := range someViews(t, g, r) {
			requirePast(t, g, f, v, m)
			compared++
		}
	}
	assert.Greater(t, compared, 48)
}

// What is known now of a day, or of a minute, is what a fold shows that counted only what is dated until then, whenever it was told.
func TestWhatIsKnownNowOfADayIsTheFoldOfWhatIsDatedUntilThen(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	g, entries := pastGateway(t, r)
	head := entries[len(entries)-1].Position
	for _, at := range []string{"2024-12-20", "2024-12-26", "2024-12-31", "2025-01-01", "2025-01-03"} {
		c := g.cutOf(head, calendar.MustDate(at))
		if r.IntN(2) == 0 {
			c.before = c.before.Add(-time.Duration(r.IntN(24*60)) * time.Minute)
		}
		if r.IntN(2) == 0 {
			c.from = c.day - calendar.Date(r.IntN(20))
		}
		f := newFold(g.config.Topology, ledger.New(g.config.Topology.Location()), g.liveMap())
		f.openDay(c.day)
		f.newYear = c.from
		for i := range entries {
			dated := entries[i]
			dated.Events = nil
			for _, e := range entries[i].Events {
				if e.Type != event.ClockDayOpened && e.At().Before(c.before) {
					dated.Events = append(dated.Events, e)
				}
			}
			f.apply(&dated)
		}
		f.render()
		for _, v := range someViews(t, g, r) {
			past, _, err := g.pastFold(t.Context(), g.liveMap(), v, c, false)
			require.NoError(t, err)
			require.Equal(t, string(f.byID[v.ID].cells.frame()), string(past.byID[v.ID].cells.frame()), "%s of %s before %s", v.ID, at, c.before)
		}
	}
}

// A day that was told as it happened is replayed as it was shown; what is known now of it by the hour ends with the frame of that day.
func TestAReplayEndsWithTheFrameOfItsDayAndGoesThroughThoseOfItsPositions(t *testing.T) {
	g, _ := pastGateway(t, rand.New(rand.NewPCG(1, 2)))
	day := calendar.MustDate("2024-12-30")
	opened, later, err := g.toldOf(t.Context(), day, g.cutOf(0, day).before)
	require.NoError(t, err)
	require.NotZero(t, opened.Opened)
	require.Zero(t, later)
	for _, m := range []moment{
		{cut: g.cutOf(opened.Next-1, day), kind: wire.KindShownThen, opened: opened.Opened},
		{cut: g.cutOf(opened.Next-1, day), kind: wire.KindKnownNow},
	} {
		for _, v := range someViews(t, g, rand.New(rand.NewPCG(3, 4))) {
			start, steps := linesOf(t, g, v, m)
			assert.Equal(t, []string{v.ID, m.kind}, []string{start.View, start.Kind})
			assert.LessOrEqual(t, len(steps), 24*60/wire.ReplayMinutes)
			frame := start.frame
			minute := 0
			for _, s := range steps {
				require.Greater(t, s.Minute, minute)
				require.LessOrEqual(t, s.Minute, 24*60)
				minute = s.Minute
				frame = screen.Merge(frame, s.Patch)
				if m.kind == wire.KindShownThen && s.Minute%60 == 0 {
					require.Equal(t, frameAt(t, g, v, eventlog.Position(s.Position)), prune(frame), "%s at %d", v.ID, s.Position)
				}
			}
			f, _, err := g.pastFold(t.Context(), g.liveMap(), v, m.cut, false)
			require.NoError(t, err)
			assert.Equal(t, prune(decode(t, f.byID[v.ID].cells.frame())), prune(frame), "%s %s", m.kind, v.ID)
		}
	}
}

func frameAt(t *testing.T, g *Gateway, v topology.View, p eventlog.Position) map[string]any {
	t.Helper()
	m, err := g.shownAt(t.Context(), p)
	require.NoError(t, err)
	f, _, err := g.pastFold(t.Context(), g.liveMap(), v, m.cut, false)
	require.NoError(t, err)
	return prune(decode(t, f.byID[v.ID].cells.frame()))
}

type startLine struct {
	wire.ReplayStart
	frame map[string]any
}

func linesOf(t *testing.T, g *Gateway, v topology.View, m moment) (start startLine, steps []wire.ReplayStep) {
	t.Helper()
	b, err := g.replayOf(t.Context(), g.liveMap(), v, m)
	require.NoError(t, err)
	for i, line := range bytes.Split(bytes.TrimSuffix(b, []byte("\n")), []byte("\n")) {
		if i == 0 {
			require.NoError(t, unmarshalStrict(line, &start.ReplayStart))
			start.frame = decode(t, line)["frame"].(map[string]any)
			continue
		}
		var s wire.ReplayStep
		require.NoError(t, json.Unmarshal(line, &s))
		steps = append(steps, s)
	}
	return start, steps
}

// A day that was told as it happened has a position for each of its minutes, the last before the log was told of anything later: what was
// shown then. A day that was loaded afterwards was shown on no screen: its minutes are what is known now.
func TestAMinuteIsWhatWasShownThenWhereTheDayWasToldAsItHappened(t *testing.T) {
	g, entries := pastGateway(t, rand.New(rand.NewPCG(5, 6)))
	nine := calendar.MustDate("2024-12-30").Midnight(g.config.Topology.Location()).Add(9 * time.Hour)
	var shown eventlog.Position
	day := ""
	for i := range entries {
		if c, ok := entries[i].Events[0].Data.(*event.Clock); ok {
			day = c.Date.String()
		}
		isLater := slices.ContainsFunc(entries[i].Events, func(e event.Event) bool { return e.Time.After(nine) })
		if day == "2024-12-30" && isLater {
			shown = entries[i].Position - 1
			break
		}
	}
	head := uint64(entries[len(entries)-1].Position)
	for query, want := range map[string]wire.PastFrame{
		"at=2024-12-30T09:00":           {Kind: "shown_then", Position: uint64(shown), Minute: "2024-12-30T09:00"},
		"at=2024-12-30T09:00&known=now": {Kind: "known_now", Position: head, Minute: "2024-12-30T09:00"},
		"at=2024-12-20T09:00":           {Kind: "known_now", Position: head, Minute: "2024-12-20T09:00"},
		"at=2024-12-30":                 {Kind: "known_now", Position: head},
		"position=70":                   {Kind: "shown_then", Position: 70},
	} {
		status, _, body := ask(t, g, "/api/v1/frames/district/672?"+query, "")
		require.Equal(t, http.StatusOK, status, "%s: %s", query, body)
		var got wire.PastFrame
		require.NoError(t, unmarshalStrict(body, &got))
		if day, _, _ := strings.Cut(strings.TrimPrefix(query, "at="), "&"); !strings.HasPrefix(query, "position") {
			assert.Equal(t, day[:10], got.Frame.Day, query)
		}
		got.Frame, want.View = wire.Frame{}, "district/672"
		assert.Equal(t, want, got, query)
	}
}

// What is asked again is not sent again as long as it is the same; the same of another position is.
func TestAFrameThatABrowserHasIsNotSentAgain(t *testing.T) {
	g, _ := pastGateway(t, rand.New(rand.NewPCG(8, 8)))
	_, header, _ := ask(t, g, "/api/v1/frames/province?position=60", "")
	assert.Equal(t, "no-cache", header.Get("Cache-Control"))
	status, _, body := ask(t, g, "/api/v1/frames/province?position=60", header.Get("ETag"))
	assert.Equal(t, http.StatusNotModified, status)
	assert.Empty(t, body)
	for _, path := range []string{"frames/province?position=61", "frames/district/672?position=60", "replays/province?at=2024-12-30"} {
		status, _, _ = ask(t, g, "/api/v1/"+path, header.Get("ETag"))
		assert.Equal(t, http.StatusOK, status, path)
	}
}

func TestWhatIsNoMomentOfThePastIsRefused(t *testing.T) {
	g, _ := pastGateway(t, rand.New(rand.NewPCG(9, 9)))
	for path, want := range map[string]string{
		"frames/province":                                  "bad_request at",
		"frames/province?at=2024-02-30":                    "bad_request at",
		"frames/province?at=2024-12-30T25:00":              "bad_request at",
		"frames/province?at=2025-01-04":                    "not_yet at",
		"frames/province?at=2025-01-04T00:00":              "not_yet at",
		"frames/province?position=0":                       "bad_request position",
		"frames/province?position=99999":                   "bad_request position",
		"frames/province?at=2024-12-30&from=2024-12-31":    "bad_request from",
		"frames/district/1?at=2024-12-30":                  "not_found view",
		"replays/province":                                 "bad_request at",
		"replays/province?at=2025-01-04":                   "not_yet at",
		"replays/department/education/province?at=2024-12": "not_found view",
	} {
		status, header, body := ask(t, g, "/api/v1/"+path, "")
		assert.GreaterOrEqual(t, status, 400, path)
		assert.Equal(t, problem.MediaType, header.Get("Content-Type"), path)
		assert.Empty(t, header.Get("ETag"), path)
		var got struct {
			Code   string `json:"code"`
			Errors []struct{ Field string }
		}
		require.NoError(t, json.Unmarshal(body, &got, json.MatchCaseInsensitiveNames(true)))
		require.Len(t, got.Errors, 1, "%s: %s", path, body)
		assert.Equal(t, want, got.Code+" "+got.Errors[0].Field, path)
	}
}

// ask asks the gateway's API.
func ask(t *testing.T, g *Gateway, path, held string) (int, http.Header, []byte) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	if held != "" {
		r.Header.Set("If-None-Match", held)
	}
	w := httptest.NewRecorder()
	g.Handler().ServeHTTP(w, r)
	return w.Code, w.Header(), w.Body.Bytes()
}

// However many ask the same question, it is answered once; beyond those that are made at once a question waits its turn, and is then told
// to come again.
func TestAnAnswerAboutThePastIsMadeOnceAndFewAtATime(t *testing.T) {
	p := newPastAnswers()
	p.wait = 50 * time.Millisecond
	release, made := make(chan struct{}), make(chan string, 8)
	answer := func(key string) func(context.Context) ([]byte, error) {
		return func(context.Context) ([]byte, error) {
			made <- key
			<-release
			return []byte(key), nil
		}
	}
	answers := make(chan string, 8)
	ask := func(key string) {
		b, err := p.get(t.Context(), key, answer(key))
		if err != nil {
			answers <- err.Error()
			return
		}
		answers <- string(b)
	}
	for range 3 {
		go ask("a")
	}
	go ask("b")
	got := []string{<-made, <-made}
	assert.ElementsMatch(t, []string{"a", "b"}, got)
	go ask("c")
	assert.Equal(t, errPastBusy.Error(), <-answers)
	close(release)
	got = nil
	for range 4 {
		got = append(got, <-answers)
	}
	assert.ElementsMatch(t, []string{"a", "a", "a", "b"}, got)
	ask("a")
	assert.Equal(t, "a", <-answers)
	assert.Empty(t, made, "it was kept")
}

func TestOfAnswersAboutThePastAsManyAreKeptAsThereIsRoomFor(t *testing.T) {
	p := newPastAnswers()
	p.keep("a", make([]byte, pastBytes/2))
	p.keep("b", make([]byte, pastBytes/2))
	require.NotNil(t, p.look("a"))
	p.keep("c", make([]byte, 1))
	assert.Nil(t, p.look("b"), "it was asked for longest ago")
	assert.NotNil(t, p.look("a"))
	assert.NotNil(t, p.look("c"))
	p.keep("d", make([]byte, pastBytes+1))
	assert.Empty(t, p.kept)
	assert.Zero(t, p.bytes)
	assert.Empty(t, p.order)
}

// requirePast holds a view's past frame against the one that a fold shows at that moment, byte for byte, and returns it.
func requirePast(t *testing.T, g *Gateway, f *fold, v topology.View, m moment) []byte {
	t.Helper()
	past, _, err := g.pastFold(t.Context(), g.liveMap(), v, m.cut, false)
	require.NoError(t, err)
	frame := past.byID[v.ID].cells.frame()
	require.Equal(t, string(f.byID[v.ID].cells.frame()), string(frame), "%s at %d", v.ID, m.position)
	return frame
}
