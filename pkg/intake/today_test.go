package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/intake"
)

// moving is an intake and its log, whose clocks are the test's.
type moving struct {
	t             testing.TB
	log           eventlog.Log
	in            *intake.Intake[tally]
	now, recorded time.Time // the intake's clock, and the log's
}

func newMoving(t testing.TB, now string) *moving {
	m := &moving{t: t, now: clock(t, now)}
	m.recorded = m.now
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "log.db"), Now: func() time.Time { return m.recorded }})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, log.Close()) })
	m.log = log
	m.in, err = intake.New(intake.Config[tally]{
		Name: "models", Nouns: []event.Noun{event.NounModel}, Aggregate: tallies{}, Log: log, Location: time.UTC,
		Logger: quiet(), Now: func() time.Time { return m.now },
	})
	require.NoError(t, err)
	return m
}

func clock(t testing.TB, text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at
}

// open opens a day of the log's clock.
func (m *moving) open(day string) {
	d := calendar.MustDate(day)
	_, err := m.log.Append(context.Background(), eventlog.Commit{
		Events:  []event.Event{{ID: day, Source: "//clock", Type: event.ClockDayOpened, Subject: event.ClockSubject, Time: d.Time(), Data: &event.Clock{Date: d}}},
		Streams: []eventlog.StreamUpdate{{Stream: event.ClockSubject, Expected: eventlog.AnyVersion}},
	})
	require.NoError(m.t, err)
}

// tell sends an event of a time, and gives why it is refused, "" if it is not.
func (m *moving) tell(id, model, at string) string {
	body := strings.Replace(line(id, model, "x"), "2024-06-15T08:00:00Z", at, 1)
	w := post(m.t, handler(m.in), event.ContentType, body)
	if w.Code == http.StatusOK {
		return ""
	}
	require.Equal(m.t, http.StatusUnprocessableEntity, w.Code)
	return w.Body.String()
}

// counted are the moments at which the events of a model count.
func (m *moving) counted(model string) (moments []string) {
	events, err := m.log.Load(m.t.Context(), "model/"+model)
	require.NoError(m.t, err)
	for i := range events {
		moments = append(moments, events[i].Event.At().UTC().Format(time.RFC3339))
	}
	return moments
}

func TestAnEventCountsNeitherAfterOurClockNorBeforeWhatIsKnown(t *testing.T) {
	m := newMoving(t, "2026-11-28T09:00:00Z")
	assert.Empty(t, m.tell("a", "m", "2026-11-20T09:00:00Z"))
	assert.Empty(t, m.tell("b", "m", "2026-11-28T09:04:00Z"), "a clock that is 4 minutes ahead")
	m.now = m.now.Add(time.Minute)
	assert.Empty(t, m.tell("c", "m", "2026-11-28T09:01:00Z"), "a true event, which is not late")
	assert.Empty(t, m.tell("d", "m", "2026-11-21T09:00:00Z"))
	assert.Equal(t, []string{"2026-11-20T09:00:00Z", "2026-11-28T09:00:00Z", "2026-11-28T09:01:00Z", "2026-11-28T09:01:00Z"}, m.counted("m"))
	events, err := m.log.Load(t.Context(), "model/m")
	require.NoError(t, err)
	late := make([]bool, len(events))
	for i := range events {
		late[i] = events[i].Event.Late()
	}
	assert.Equal(t, []bool{false, false, false, true}, late)
	assert.True(t, events[1].Event.Time.Equal(clock(t, "2026-11-28T09:04:00Z")), "what the source said is kept")
}

func TestATimeTooFarAheadIsRefusedWithBothTimes(t *testing.T) {
	m := newMoving(t, "2026-11-28T09:00:00Z")
	refused := m.tell("a", "m", "2026-11-28T09:05:01Z")
	for _, word := range []string{`"field":"time"`, "2026-11-28T09:05:01Z", "2026-11-28T09:00:00Z", "5m1s", "time zone"} {
		assert.Contains(t, refused, word)
	}
	assert.Empty(t, m.tell("a", "m", "2026-11-28T09:05:00Z"))
}

// Who sends what is refused is recorded: at once, then each ten minutes at most, each refusal once.
func TestThatASourceIsRefusedForItsClockIsRecorded(t *testing.T) {
	m := newMoving(t, "2026-11-28T09:00:00Z")
	recorded := func() (told []event.Source) {
		events, err := m.log.Load(t.Context(), event.SourceSubject("test"))
		require.NoError(t, err)
		for i := range events {
			assert.Equal(t, "langbiang/models", events[i].Event.Source)
			told = append(told, *events[i].Event.Data.(*event.Source))
		}
		return told
	}
	const fast = "2026-11-29T08:00:00Z"
	two := "[" + strings.ReplaceAll(line("a", "m", "x")+","+line("b", "m", "x"), "2024-06-15T08:00:00Z", fast) + "]"
	post(t, handler(m.in), event.BatchContentType, two)
	first := event.Source{Source: "test", Service: "models", Events: 2, AheadSeconds: 82_800, Last: clock(t, fast)}
	assert.Equal(t, []event.Source{first}, recorded())
	m.now = m.now.Add(intake.AheadPause - time.Second)
	require.NotEmpty(t, m.tell("a", "m", fast))
	assert.Equal(t, []event.Source{first}, recorded(), "not so soon again")
	m.now = m.now.Add(time.Second)
	require.NotEmpty(t, m.tell("a", "m", "2026-11-28T09:15:10Z"))
	second := event.Source{Source: "test", Service: "models", Events: 2, AheadSeconds: 82_201, Last: clock(t, "2026-11-28T09:15:10Z")}
	assert.Equal(t, []event.Source{first, second}, recorded())
	require.NotEmpty(t, m.tell("a", "m", "2026-11-29T09:00:00Z"))
	m.now = m.now.Add(intake.AheadPause)
	assert.Empty(t, m.tell("a", "m", "2026-11-28T09:15:10Z"), "our clock has come there")
	assert.Len(t, recorded(), 3, "what waited is recorded with whatever comes next")
	require.NotEmpty(t, m.tell("b", "m", "2026-11-29T09:00:00Z"))
	require.NoError(t, m.in.Drain(t.Context()))
	assert.Len(t, recorded(), 4, "or when the service ends")
}

// A refusal that could not be recorded is recorded with the next one.
func TestARefusalThatTheLogDidNotTakeIsRecordedWithTheNextOne(t *testing.T) {
	m := newMoving(t, "2026-11-28T09:00:00Z")
	h := handler(newIntake(t, &moody{Log: m.log}, quiet()))
	for _, want := range []int{http.StatusServiceUnavailable, http.StatusUnprocessableEntity} {
		w := post(t, h, event.ContentType, strings.Replace(line("a", "m", "x"), "2024-06-15T08:00:00Z", "2024-06-16T09:00:00Z", 1))
		require.Equal(t, want, w.Code, "%s", w.Body)
	}
	events, err := m.log.Load(t.Context(), event.SourceSubject("test"))
	require.NoError(t, err)
	require.Len(t, events, 1)
	assert.EqualValues(t, 2, events[0].Event.Data.(*event.Source).Events)
	assert.EqualValues(t, 86_400, events[0].Event.Data.(*event.Source).AheadSeconds)
}

// However many sources are ahead, a bounded number is told apart.
func TestOfManySourcesWithFastClocksTheLastAreToldTogether(t *testing.T) {
	m := newMoving(t, "2026-11-28T09:00:00Z")
	for i := range intake.MaxAheadSources + 2 {
		body := strings.Replace(line("a", "m", "x"), `"source":"test"`, fmt.Sprintf(`"source":"test/%d"`, i), 1)
		post(t, handler(m.in), event.ContentType, strings.Replace(body, "2024-06-15T08:00:00Z", "2026-11-29T08:00:00Z", 1))
	}
	events, err := m.log.Load(t.Context(), event.SourceSubject(""))
	require.NoError(t, err)
	require.Len(t, events, 1)
	head, err := m.log.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, intake.MaxAheadSources+1, int(head))
}

func TestWhereAScenarioRunsTheLogsOwnDayIsNow(t *testing.T) {
	m := newMoving(t, "2026-11-28T09:00:00Z")
	m.open("2024-07-16")
	refused := m.tell("a", "m", "2026-11-28T09:00:00Z")
	for _, word := range []string{`"field":"time"`, "2026-11-28T09:00:00Z", "2024-07-16"} {
		assert.Contains(t, refused, word)
	}
	assert.Empty(t, m.tell("a", "m", "2024-07-16T23:00:00Z"))
	assert.NotEmpty(t, m.tell("b", "m", "2024-07-17T08:00:00Z"), "that day has not come")
	m.open("2024-07-17")
	assert.Empty(t, m.tell("b", "m", "2024-07-17T08:00:00Z"), "the clock is read again for what lies after the day known")

	at, err := m.in.LogNow(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "2024-07-17T12:00:00Z", at.Format(time.RFC3339))
}

func TestAClockThatWasDownForDaysIsNoScenario(t *testing.T) {
	m := newMoving(t, "2026-11-24T00:00:10Z")
	m.open("2026-11-24")
	m.now = clock(t, "2026-11-28T09:00:00Z")
	m.recorded = m.now
	assert.Empty(t, m.tell("a", "m", "2026-11-28T09:00:00Z"), "events of a day that nobody has opened yet are taken")
	at, err := m.in.LogNow(t.Context())
	require.NoError(t, err)
	assert.Equal(t, m.now, at)
}

// A command that gives no time happens as it is recorded; one that gives a time before what is known is refused.
func TestACommandWithoutATimeIsNeverLate(t *testing.T) {
	m := newMoving(t, "2026-11-28T09:00:00Z")
	m.open("2024-07-16")
	assert.Empty(t, m.tell("a", "m", "2024-07-16T15:00:00Z"))
	order := func(at time.Time) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/models/m/start", nil)
		m.in.Execute(w, r, intake.Command[tally]{Type: event.ModelStarted, Subject: "model/m", Time: at, Data: &event.Model{}})
		return w
	}
	w := order(time.Time{})
	assert.Equal(t, http.StatusOK, w.Code, "noon of the scenario's day is before what is known: %s", w.Body)
	assert.Contains(t, w.Body.String(), `"time":"2024-07-16T15:00:00Z"`)
	w = order(clock(t, "2024-07-16T14:00:00Z"))
	assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
	assert.Contains(t, w.Body.String(), "2024-07-16T14:00:00Z is before the latest event that is known of model/m (2024-07-16T15:00:00Z)")
}

// A snapshot of before this program knew when events count is made again from the events.
func TestASnapshotOfBeforeIsFoldedAgain(t *testing.T) {
	m := newMoving(t, "2026-11-28T09:00:00Z")
	_, err := m.log.Append(t.Context(), eventlog.Commit{
		Events: []event.Event{{
			ID: "0", Source: "//old", Type: event.ModelSiteActivated, Subject: "model/m", Time: clock(t, "2026-11-27T09:00:00Z"), Data: &event.Model{Site: "x"},
		}},
		Streams: []eventlog.StreamUpdate{{Stream: "model/m", State: intake.AppendInt([]byte{1}, 5)}},
	})
	require.NoError(t, err)
	assert.Empty(t, m.tell("a", "m", "2026-11-26T09:00:00Z"))
	assert.Equal(t, []string{"2026-11-27T09:00:00Z", "2026-11-27T09:00:00Z"}, m.counted("m"))
	state, version, err := m.in.State(t.Context(), "model/m")
	require.NoError(t, err)
	assert.Equal(t, fmt.Sprint(tally{2}, 2), fmt.Sprint(state, version))
}

func TestWhoLeavesIsNoErrorOfThisProgram(t *testing.T) {
	m := newMoving(t, "2026-11-28T09:00:00Z")
	var logged bytes.Buffer
	m.in.Logger = slog.New(slog.NewTextHandler(&logged, nil))
	ctx, leave := context.WithCancel(t.Context())
	leave()
	m.in.Get(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil), "model/m")
	assert.Empty(t, logged.String())
	require.NoError(t, m.log.Close())
	m.in.Get(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil), "model/m")
	assert.Contains(t, logged.String(), "level=ERROR")
}
