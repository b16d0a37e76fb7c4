package displays

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/wire"
)

// room is a control room whose clock the test sets.
type room struct {
	*intaketest.API
	t   *testing.T
	log eventlog.Log
	svc http.Handler

	mu  sync.Mutex
	now time.Time
}

func newRoom(t *testing.T) *room {
	r := &room{t: t, log: intaketest.Log(t), now: time.Date(2024, 7, 1, 1, 0, 0, 0, time.UTC)}
	s, err := New(intake.Common{Log: r.log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: r.clock})
	require.NoError(t, err)
	r.svc = s.Handler()
	return r
}

func (r *room) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *room) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

// call sends a request without holding it against the document.
func (r *room) call(method, path, body, bearer string) (int, string) {
	w := httptest.NewRecorder()
	request := httptest.NewRequestWithContext(r.t.Context(), method, path, strings.NewReader(body))
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	r.svc.ServeHTTP(w, request)
	return w.Code, w.Body.String()
}

func (r *room) offer(token string) Offer {
	r.t.Helper()
	status, body := r.call(http.MethodPost, "/api/v1/displays/codes", fmt.Sprintf(`{"token":%q}`, token), "")
	require.Equal(r.t, http.StatusOK, status, body)
	var o Offer
	require.NoError(r.t, json.Unmarshal([]byte(body), &o))
	return o
}

func (r *room) pair(code string) int {
	status, _ := r.call(http.MethodPost, "/api/v1/displays", fmt.Sprintf(`{"code":%q,"name":"Sảnh","group":"sanh","diagonal":75,"distance":600,"shows":"/screens/672"}`, code), "")
	return status
}

func (r *room) me(o Offer) (int, wire.Show) {
	status, body := r.call(http.MethodGet, "/api/v1/displays/me", "", o.Display+"."+o.Token)
	var show wire.Show
	if status == http.StatusOK {
		require.NoError(r.t, json.Unmarshal([]byte(body), &show))
	}
	return status, show
}

func (r *room) command(body string) {
	r.t.Helper()
	status, answer := r.call(http.MethodPost, "/api/v1/displays/commands", body, "")
	require.Equal(r.t, http.StatusOK, status, answer)
}

func TestADisplayIsPairedByTheCodeThatItShows(t *testing.T) {
	r := newRoom(t)
	o := r.offer("")
	assert.Regexp(t, `^[ACDEFGHJKMNPRTVWXY34679]{6}$`, o.Code)
	assert.Equal(t, 10*time.Minute, o.Expires.Sub(o.Now))
	status, _ := r.me(o)
	assert.Equal(t, http.StatusUnauthorized, status, "its token is worth nothing before the code is typed")

	assert.Equal(t, http.StatusNotFound, r.pair("AAAAAA"))
	assert.Equal(t, http.StatusOK, r.pair(strings.ToLower(o.Code[:3]+" "+o.Code[3:])), "codes are typed in any case, with a space")
	assert.Equal(t, http.StatusConflict, r.pair(o.Code), "a code pairs one display once")
	status, show := r.me(o)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, "/screens/672", show.Shows)
	assert.Equal(t, [2]int{75, 600}, [2]int{show.Diagonal, show.Distance})
	assert.Equal(t, r.now.UnixMilli(), show.Assigned)
	again := r.offer(o.Token)
	assert.Equal(t, o.Display, again.Display, "a display that asks again just as it is paired keeps its identity")

	other := o
	other.Token = r.offer("").Token
	status, told := r.call(http.MethodGet, "/api/v1/displays/me", "", other.Display+"."+other.Token)
	assert.Equal(t, http.StatusUnauthorized, status, "another's token")
	assert.Contains(t, told, `"detail":"màn hình này chưa được ghép hoặc không còn được ghép: hãy hiện mã rồi nhờ người gõ mã đó ở /control"`)
}

func TestACodeExpires(t *testing.T) {
	r := newRoom(t)
	o := r.offer("")
	r.pass(CodeLifetime - time.Second)
	assert.Equal(t, o.Code, r.offer(o.Token).Code, "the same code while it stands")
	r.pass(time.Second)
	assert.Equal(t, http.StatusNotFound, r.pair(o.Code))
	assert.NotEqual(t, o.Display, r.offer(o.Token).Display)
}

func TestWrongCodesAndWaitingDisplaysAreBounded(t *testing.T) {
	r := newRoom(t)
	o := r.offer("")
	for range MaxWrongCodes {
		assert.Equal(t, http.StatusNotFound, r.pair("AAAAAA"))
	}
	assert.Equal(t, http.StatusTooManyRequests, r.pair(o.Code), "not even the right one")
	refused := intaketest.Send(t, r.svc, "/api/v1/displays", "application/json", fmt.Sprintf(`{"code":%q}`, o.Code))
	assert.Equal(t, "60", refused.Header().Get("Retry-After"), "as long as it says")
	assert.Contains(t, refused.Body.String(), `"detail":"nhập sai mã quá nhiều lần: hãy chờ một phút"`)
	r.pass(wrongWindow)
	assert.Equal(t, http.StatusOK, r.pair(o.Code))
	for range MaxCodes - 1 {
		r.offer("")
	}
	status, _ := r.call(http.MethodPost, "/api/v1/displays/codes", "", "")
	assert.Equal(t, http.StatusTooManyRequests, status)
}

func TestNoTokenIsEverInTheLogAndUnpairingRevokesIt(t *testing.T) {
	r := newRoom(t)
	o := r.offer("")
	require.Equal(t, http.StatusOK, r.pair(o.Code))
	r.command(fmt.Sprintf(`{"displays":[%q],"command":"unpair","by":"truc-ban"}`, o.Display))
	status, _ := r.me(o)
	assert.Equal(t, http.StatusUnauthorized, status)
	entries, err := r.log.Read(t.Context(), 0, 0)
	require.NoError(t, err)
	require.Len(t, entries, 2)
	for _, entry := range entries {
		b, err := event.MarshalBatch(entry.Events)
		require.NoError(t, err)
		assert.NotContains(t, string(b), o.Token)
		assert.NotContains(t, string(b), o.Code)
	}
	assert.Equal(t, event.DisplayTokenHash(o.Token), entries[0].Events[0].Data.(*event.Display).Token)
	assert.Empty(t, entries[1].Events[0].Data.(*event.Display).Token)
	status, _ = r.call(http.MethodPost, "/api/v1/displays/commands", fmt.Sprintf(`{"displays":[%q],"command":"hold"}`, o.Display), "")
	assert.Equal(t, http.StatusUnprocessableEntity, status, "nothing is told to a display that is not paired")
	require.Equal(t, http.StatusConflict, r.pair(o.Code), "nor is it paired again by its old code")
}

func TestCommandsAreForAllDisplaysOrForNone(t *testing.T) {
	r := newRoom(t)
	a, b := r.offer(""), r.offer("")
	require.Equal(t, http.StatusOK, r.pair(a.Code))
	require.Equal(t, http.StatusOK, r.pair(b.Code))
	both := fmt.Sprintf(`{"displays":[%q,%q],"command":%%q}`, a.Display, b.Display)
	r.command(fmt.Sprintf(both, "hold"))
	r.pass(time.Minute)
	r.command(fmt.Sprintf(both, "next"))
	r.command(fmt.Sprintf(both, "blank"))
	for _, o := range []Offer{a, b} {
		_, show := r.me(o)
		assert.True(t, show.Blank)
		assert.Equal(t, []wire.DisplayStep{{Command: "hold", At: r.now.Add(-time.Minute).UnixMilli()}, {Command: "next", At: r.now.UnixMilli()}}, show.Steps)
	}
	head, err := r.log.Head(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 5, head, "one commit a command")
	status, _ := r.call(http.MethodPost, "/api/v1/displays/commands", fmt.Sprintf(`{"displays":[%q,"nobody"],"command":"unblank"}`, a.Display), "")
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	_, show := r.me(a)
	assert.True(t, show.Blank, "nothing was done")

	r.command(fmt.Sprintf(`{"displays":[%q],"command":"message","text":"Họp lúc 8 giờ","text_en":"Meeting at 8","seconds":60}`, a.Display))
	_, show = r.me(a)
	assert.Equal(t, &wire.DisplayMessage{Text: "Họp lúc 8 giờ", TextEn: "Meeting at 8", Until: r.now.Add(time.Minute).UnixMilli()}, show.Message)
	r.pass(time.Minute)
	r.command(fmt.Sprintf(`{"displays":[%q],"command":"assign","shows":"/views/district/672","place":"Tầng 2","diagonal":55,"distance":800}`, a.Display))
	_, show = r.me(a)
	assert.Nil(t, show.Message, "its time is over")
	assert.Empty(t, show.Steps, "what is assigned begins anew")
	assert.Equal(t, [4]string{"/views/district/672", "Sảnh", "Tầng 2", "sanh"}, [4]string{show.Shows, show.Name, show.Place, show.Group})
	assert.Equal(t, [2]int{55, 800}, [2]int{show.Diagonal, show.Distance})
	r.command(fmt.Sprintf(`{"displays":[%q],"command":"assign","distance":500}`, a.Display))
	_, show = r.me(a)
	assert.Equal(t, [2]int{55, 500}, [2]int{show.Diagonal, show.Distance}, "what is not given stays")
}

func TestAPlaylistReachesItsDisplays(t *testing.T) {
	r := newRoom(t)
	o := r.offer("")
	require.Equal(t, http.StatusOK, r.pair(o.Code))
	assign := fmt.Sprintf(`{"displays":[%q],"command":"assign","shows":"playlist/sang"}`, o.Display)
	status, _ := r.call(http.MethodPost, "/api/v1/displays/commands", assign, "")
	assert.Equal(t, http.StatusUnprocessableEntity, status, "there is no such playlist yet")
	status, body := r.call(http.MethodPost, "/api/v1/playlists", `{"id":"sang","name":"Buổi sáng","items":[{"address":"/screens/672","seconds":30,"from":"07:30","to":"11:30","days":[1,2]}]}`, "")
	require.Equal(t, http.StatusOK, status, body)
	r.command(assign)
	_, show := r.me(o)
	assert.Equal(t, &wire.Playlist{ID: "sang", Name: "Buổi sáng", Items: []wire.PlaylistItem{
		{Address: "/screens/672", Seconds: 30, From: "07:30", To: "11:30", Days: []int{1, 2}},
	}}, show.Playlist)
	status, body = r.call(http.MethodPost, "/api/v1/playlists", `{"id":"trang","name":"Trang","items":[{"address":"/scorecard","seconds":30},{"address":"/nowhere","seconds":30}]}`, "")
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Contains(t, body, "data.items[1].address", "a page can be shown; what is none cannot")
	status, _ = r.call(http.MethodPost, "/api/v1/playlists/sang/delete", "", "")
	require.Equal(t, http.StatusOK, status)
	_, show = r.me(o)
	assert.Nil(t, show.Playlist)
}

// A display can be told to play a day of a screen or a view, and nothing else of an address's query.
func TestADisplayIsToldToPlayADay(t *testing.T) {
	r := newRoom(t)
	o := r.offer("")
	require.Equal(t, http.StatusOK, r.pair(o.Code))
	assign := func(shows string) (int, string) {
		return r.call(http.MethodPost, "/api/v1/displays/commands", fmt.Sprintf(`{"displays":[%q],"command":"assign","shows":%q}`, o.Display, shows), "")
	}
	for _, shows := range []string{"/screens/672?replay=today", "/views/district/672?replay=2024-07-08"} {
		status, body := assign(shows)
		require.Equal(t, http.StatusOK, status, body)
		_, show := r.me(o)
		assert.Equal(t, shows, show.Shows)
	}
	for _, shows := range []string{
		"/screens/672?replay=", "/screens/672?replay=2024-02-30", "/screens/1?replay=today", "/scorecard?replay=today", "/screens/672?at=2024-07-08",
	} {
		status, body := assign(shows)
		assert.Equal(t, http.StatusUnprocessableEntity, status, shows)
		assert.Contains(t, body, "data.shows", shows)
	}
}

func TestStepsThatNoLongerMatterAreForgottenAndTheRestIsBounded(t *testing.T) {
	at := time.Date(2024, 7, 1, 1, 0, 0, 0, time.UTC)
	d := &event.Display{Command: event.CommandNext}
	require.NoError(t, step(d, at))
	require.NoError(t, step(d, at.Add(-time.Minute)))
	assert.Equal(t, at, d.Steps[1].At, "steps are in the order of their times")
	require.NoError(t, step(d, at.Add(25*time.Hour)))
	assert.Len(t, d.Steps, 1)

	d = &event.Display{Command: event.CommandNext}
	require.NoError(t, step(d, at))
	d.Command = event.CommandHold
	require.NoError(t, step(d, at.Add(time.Hour)))
	assert.True(t, d.Held())
	d.Command = event.CommandNext
	require.NoError(t, step(d, at.Add(100*time.Hour)))
	assert.Len(t, d.Steps, 3, "what was shown when it was held is still shown")
	d.Command = event.CommandResume
	require.NoError(t, step(d, at.Add(101*time.Hour)))
	assert.False(t, d.Held())
	d.Command = event.CommandNext
	for range event.MaxDisplaySteps - 2 {
		require.NoError(t, step(d, at.Add(102*time.Hour)))
	}
	require.NoError(t, d.Validate())
	require.ErrorContains(t, step(d, at.Add(103*time.Hour)), "assign it again")
}

func TestAnUnknownCommandIsToldOfAllThatTheDocumentHas(t *testing.T) {
	r := newRoom(t)
	status, told := r.call(http.MethodPost, "/api/v1/displays/commands", `{"displays":["d1"],"command":"dance"}`, "")
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Contains(t, told, `"message":"data.command is none of assign, hold, resume, next, blank, unblank, message, clear, unpair"`)
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				Properties struct {
					Command struct {
						Enum []event.DisplayCommand `json:"enum"`
					} `json:"command"`
				} `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	require.NoError(t, json.Unmarshal(openAPI, &doc))
	assert.Equal(t, commands(), doc.Components.Schemas["Order"].Properties.Command.Enum)
}

func TestTheAPI(t *testing.T) {
	r := newRoom(t)
	r.API = intaketest.NewAPI(t, "displays", r.svc)
	const all, codes, commands, playlists = "/api/v1/displays", "/api/v1/displays/codes", "/api/v1/displays/commands", "/api/v1/playlists"
	var o Offer
	require.NoError(t, json.Unmarshal([]byte(r.Post(codes, "{}", http.StatusOK)), &o))
	r.Post(codes, "{", http.StatusBadRequest)
	r.Post(codes, `{"x":1}`, http.StatusUnprocessableEntity)
	r.Post(all, "{", http.StatusBadRequest)
	r.Post(all, `{"code":"AAAAAA","name":"A"}`, http.StatusNotFound)
	r.Post(all, fmt.Sprintf(`{"code":%q,"name":""}`, o.Code), http.StatusUnprocessableEntity)
	r.Post(all, fmt.Sprintf(`{"code":%q,"name":"A","shows":"/nowhere"}`, o.Code), http.StatusUnprocessableEntity)
	r.Post(all, fmt.Sprintf(`{"code":%q,"name":"A","shows":"/screens/99"}`, o.Code), http.StatusUnprocessableEntity)
	r.Post(all, fmt.Sprintf(`{"code":%q,"name":"A","shows":"playlist/none"}`, o.Code), http.StatusUnprocessableEntity)
	r.Post(all, fmt.Sprintf(`{"code":%q,"name":"A","shows":"/screens/672"}`, o.Code), http.StatusOK)
	r.Post(all, fmt.Sprintf(`{"code":%q,"name":"A"}`, o.Code), http.StatusConflict)
	r.Get(all+"/me", http.StatusUnauthorized)
	show := r.GetAs(all+"/me", o.Display+"."+o.Token, http.StatusOK)
	assert.Contains(t, show, `"shows":"/screens/672"`)
	r.Get(all+"/"+o.Display, http.StatusOK)
	r.Get(all+"/none", http.StatusNotFound)

	one := func(rest string) string { return fmt.Sprintf(`{"displays":[%q],%s}`, o.Display, rest) }
	for _, command := range []string{"hold", "resume", "next", "blank", "unblank", "clear"} {
		r.Post(commands, one(fmt.Sprintf(`"command":%q`, command)), http.StatusOK)
	}
	r.Post(commands, one(`"command":"message","text":"Chào"`), http.StatusOK)
	for _, bad := range []string{
		one(`"command":"dance"`), one(`"command":"message"`), one(`"command":"message","text":"x","seconds":90000`),
		one(`"command":"assign","shows":"/views/district/000"`), one(`"command":"assign","diagonal":4`), one(`"command":"assign","distance":10001`), `{"displays":[],"command":"hold"}`,
		`{"displays":["a","b"],"command":"assign","name":"x"}`,
	} {
		r.Post(commands, bad, http.StatusUnprocessableEntity)
	}
	r.Post(commands, "{", http.StatusBadRequest)
	for range event.MaxDisplaySteps - 3 {
		r.command(one(`"command":"next"`))
	}
	r.Post(commands, one(`"command":"next"`), http.StatusConflict)

	r.Post(playlists, `{"id":"p","name":"P","items":[{"address":"/screens/672","seconds":30,"days":[7]}]}`, http.StatusOK)
	r.Post(playlists, `{"name":"P","items":[]}`, http.StatusUnprocessableEntity)
	r.Post(playlists, `{"name":"P","items":[{"address":"https://elsewhere","seconds":30}]}`, http.StatusUnprocessableEntity)
	r.Post(playlists, "{", http.StatusBadRequest)
	r.Get(playlists+"/p", http.StatusOK)
	r.Get(playlists+"/none", http.StatusNotFound)
	r.Post(playlists+"/p/delete", "{", http.StatusBadRequest)
	r.Post(playlists+"/p/delete", `{"by":"truc-ban"}`, http.StatusOK)
	r.Post(playlists+"/p/delete", "", http.StatusNotFound)
}

func TestASnapshotReadsBackAsItWas(t *testing.T) {
	a := &aggregate{}
	for _, s := range []State{
		{Display: &event.Display{Name: "A", Paired: true, Steps: []event.DisplayStep{{Command: event.CommandHold, At: time.Unix(1, 0).UTC()}}}},
		{Playlist: &event.Playlist{Name: "P", Active: true, Items: []event.PlaylistItem{{Address: "/screens/672", Seconds: 5}}}},
	} {
		got, err := a.Decode(a.Encode(nil, s))
		require.NoError(t, err)
		assert.Equal(t, s, got)
	}
	_, err := a.Decode([]byte("x"))
	assert.Error(t, err)
}
