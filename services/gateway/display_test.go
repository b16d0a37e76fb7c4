package gateway_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// notPaired is why a display that speaks no English may show nothing.
const notPaired = "màn hình này chưa được ghép hoặc không còn được ghép: hãy hiện mã rồi nhờ người gõ mã đó ở /control"

func sha(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// shown reads until what the display shows is as wanted.
func (p *province) shown(conn *websocket.Conn, want func(wire.Show) bool) wire.Show {
	p.t.Helper()
	require.NoError(p.t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		_, b, err := conn.ReadMessage()
		require.NoError(p.t, err)
		var show wire.Show
		if json.Unmarshal(b, &show) == nil && show.Type == wire.TypeShow && want(show) {
			return show
		}
	}
}

func (p *province) presence(base string) wire.Presence {
	p.t.Helper()
	resp, err := http.Get(base + "/api/v1/presence")
	require.NoError(p.t, err)
	defer resp.Body.Close()
	var answer wire.Presence
	require.NoError(p.t, json.UnmarshalRead(resp.Body, &answer))
	return answer
}

func TestADisplayIsToldAtOnceWhatItShows(t *testing.T) {
	p := newProvince(t)
	base := p.gateway()
	conn := p.socket(base)
	p.say(conn, `{"type":"hello","display":"d1","token":"secret","width":1920,"height":1080,"version":"v1"}`)
	waiting := p.shown(conn, func(wire.Show) bool { return true })
	assert.False(t, waiting.Paired)
	assert.Equal(t, notPaired, waiting.Notice, "it is told why")
	assert.Empty(t, p.presence(base).Displays, "whoever is not paired is nobody")

	d := event.Display{Name: "Sảnh", Group: "sanh", Shows: "playlist/sang", Token: sha("secret"), Paired: true, Assigned: time.UnixMilli(1000)}
	p.append(event.DisplayPaired, "display/d1", &d)
	assert.Nil(t, p.shown(conn, func(s wire.Show) bool { return s.Paired }).Playlist)
	p.append(event.PlaylistSaved, "playlist/sang", &event.Playlist{Name: "Sáng", Active: true, Items: []event.PlaylistItem{{Address: "/screens/672", Seconds: 5}}})
	assert.Equal(t, "Sáng", p.shown(conn, func(s wire.Show) bool { return s.Playlist != nil }).Playlist.Name)
	held := d
	held.Command, held.Steps = event.CommandHold, []event.DisplayStep{{Command: event.CommandHold, At: time.UnixMilli(2000)}}
	p.append(event.DisplayCommanded, "display/d1", &held)
	assert.Equal(t, []wire.DisplayStep{{Command: "hold", At: 2000}}, p.shown(conn, func(s wire.Show) bool { return len(s.Steps) > 0 }).Steps)

	p.append(event.DisplayUnpaired, "display/d1", &event.Display{Name: "Sảnh", WasPaired: true})
	revoked := p.shown(conn, func(s wire.Show) bool { return !s.Paired })
	assert.Equal(t, wire.NotPaired("d1", notPaired), revoked, "nothing of it is left")
}

func TestAWrongTokenShowsNothingAndAnotherDisplayIsNotTold(t *testing.T) {
	p := newProvince(t)
	base := p.gateway()
	p.append(event.DisplayPaired, "display/d1", &event.Display{Name: "A", Shows: "/screens/672", Token: sha("secret"), Paired: true})
	conn := p.socket(base)
	p.say(conn, `{"type":"hello","display":"d1","token":"guess"}`)
	assert.Equal(t, wire.NotPaired("d1", notPaired), p.shown(conn, func(wire.Show) bool { return true }))
	english, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(base, "http")+"/ws", http.Header{"Accept-Language": {"en"}})
	require.NoError(t, err)
	defer english.Close()
	p.say(english, `{"type":"hello","display":"d1","token":"guess"}`)
	assert.Equal(t, wire.NotPaired("d1", "this display is not paired, or not any more: show a code and have somebody type it at /control"),
		p.shown(english, func(wire.Show) bool { return true }))
	for _, bad := range []string{`{"type":"hello"}`, `{"type":"hello","display":"d1"}`, `{"type":"at","position":1}`} {
		conn := p.socket(base)
		p.say(conn, bad)
		var err error
		for err == nil {
			_, _, err = conn.ReadMessage()
		}
		assert.True(t, websocket.IsCloseError(err, wire.CloseBadMessage), "%s: %v", bad, err)
	}
}

func TestPresenceTellsWhoIsThereWhereItStandsAndWhoLeft(t *testing.T) {
	p := newProvince(t)
	base := p.gateway()
	for i, name := range []string{"B", "A"} {
		p.append(event.DisplayPaired, fmt.Sprintf("display/d%d", i), &event.Display{Name: name, Shows: "/screens/672", Token: sha("secret"), Paired: true})
	}
	conn := p.socket(base)
	p.say(conn, `{"type":"hello","display":"d0","token":"secret","width":1920,"height":1080,"version":"v1"}`)
	p.shown(conn, func(s wire.Show) bool { return s.Paired })
	p.say(conn, `{"type":"at","position":1,"showing":"/screens/672","item":2,"held":true,"covered":true}`)
	var answer wire.Presence
	require.Eventually(t, func() bool {
		answer = p.presence(base)
		return len(answer.Displays) == 2 && answer.Displays[1].Showing != ""
	}, 10*time.Second, time.Millisecond)
	require.Len(t, answer.Displays, 2)
	assert.Equal(t, "A", answer.Displays[0].Show.Name)
	assert.False(t, answer.Displays[0].Online)
	assert.Zero(t, answer.Displays[0].Since, "never seen")
	there := answer.Displays[1]
	assert.Positive(t, there.Since)
	assert.GreaterOrEqual(t, there.Painted, there.Since)
	there.Since, there.Painted, there.Show = 0, 0, wire.Show{}
	assert.Equal(t, wire.DisplayPresence{
		Online: true, Painting: true, Item: 2, Places: []wire.DisplayPlace{}, Position: 1, Behind: answer.Head - 1, Width: 1920, Height: 1080, Version: "v1", Showing: "/screens/672",
		Held: true, Covered: true,
	}, there)

	require.NoError(t, conn.Close())
	require.Eventually(t, func() bool {
		answer = p.presence(base)
		return len(answer.Displays) == 2 && !answer.Displays[1].Online
	}, 10*time.Second, time.Millisecond)
	assert.Positive(t, answer.Displays[1].Since, "when it was last seen")
	assert.Equal(t, 1080, answer.Displays[1].Height)
	p.append(event.DisplayUnpaired, "display/d0", &event.Display{WasPaired: true})
	require.Eventually(t, func() bool { return len(p.presence(base).Displays) == 1 }, 10*time.Second, time.Millisecond)
}

// clock is the gateway's, moved by a test.
type clock struct{ millis atomic.Int64 }

func (c *clock) now() time.Time { return time.UnixMilli(c.millis.Load()) }

// display connects a page of display d0, and says what it has painted.
func (p *province) display(base, page string) *websocket.Conn {
	p.t.Helper()
	conn := p.socket(base)
	p.say(conn, fmt.Sprintf(`{"type":"hello","display":"d0","token":"secret","width":1920,"height":1080,"page":%q}`, page))
	p.shown(conn, func(s wire.Show) bool { return s.Paired })
	return conn
}

func (p *province) eventually(base string, want func(wire.DisplayPresence) bool) wire.DisplayPresence {
	p.t.Helper()
	var d wire.DisplayPresence
	require.Eventually(p.t, func() bool {
		displays := p.presence(base).Displays
		if len(displays) == 0 {
			return false // the pairing is on its way
		}
		d = displays[0]
		return want(d)
	}, 10*time.Second, time.Millisecond, "%+v", &d)
	return d
}

func TestADisplayPaintsOnlyAsLongAsItSaysSoByTheGatewaysClock(t *testing.T) {
	p := newProvince(t)
	var c clock
	c.millis.Store(1_000_000)
	base := p.gatewayAt(c.now)
	p.append(event.DisplayPaired, "display/d0", &event.Display{Name: "A", Shows: "/screens/672", Token: sha("secret"), Paired: true})
	conn := p.display(base, "p")
	before := p.eventually(base, func(d wire.DisplayPresence) bool { return d.Online })
	assert.False(t, before.Painting, "it is connected, and nobody knows what is seen")
	assert.Zero(t, before.Painted)

	p.say(conn, `{"type":"at","position":2,"showing":"/screens/672"}`)
	assert.EqualValues(t, 1_000_000, p.eventually(base, func(d wire.DisplayPresence) bool { return d.Painting }).Painted)

	c.millis.Add(wire.NotPaintingMillis)
	last := p.append(event.FeedUp, "feed/x", &event.Feed{Name: "x"})
	hung := p.eventually(base, func(d wire.DisplayPresence) bool { return d.Behind == last-2 })
	assert.True(t, hung.Online, "its browser holds the socket open and answers pings")
	assert.False(t, hung.Painting)
	assert.EqualValues(t, 1_000_000, hung.Painted, "since when")

	p.say(conn, fmt.Sprintf(`{"type":"at","position":%d,"showing":"/screens/672"}`, last))
	again := p.eventually(base, func(d wire.DisplayPresence) bool { return d.Painting })
	assert.Zero(t, again.Behind)
	assert.EqualValues(t, 1_000_000+wire.NotPaintingMillis, again.Painted)
}

func TestATokenThatPaintsAtTwoPlacesIsTold(t *testing.T) {
	p := newProvince(t)
	var c clock
	c.millis.Store(1_000_000)
	base := p.gatewayAt(c.now)
	p.append(event.DisplayPaired, "display/d0", &event.Display{Name: "A", Shows: "/screens/672", Token: sha("secret"), Paired: true})
	const painted = `{"type":"at","position":2,"showing":"/screens/672"}`
	p.say(p.display(base, "first"), painted)
	c.millis.Add(1000)
	// The same page on a new socket, while the old one is not known to be dead.
	p.say(p.display(base, "first"), painted)
	one := p.eventually(base, func(d wire.DisplayPresence) bool { return d.Painted == 1_001_000 })
	assert.Empty(t, one.Places)

	c.millis.Add(1000)
	second := p.display(base, "second")
	assert.Empty(t, p.eventually(base, func(d wire.DisplayPresence) bool { return d.Painting }).Places, "it has not painted yet")
	p.say(second, painted)
	two := p.eventually(base, func(d wire.DisplayPresence) bool { return len(d.Places) > 0 })
	require.Len(t, two.Places, 2)
	assert.Equal(t, []int64{1_001_000, 1_002_000}, []int64{two.Places[0].Since, two.Places[1].Since})
	assert.Equal(t, "127.0.0.1", two.Places[1].Address)

	require.NoError(t, second.Close())
	p.eventually(base, func(d wire.DisplayPresence) bool { return len(d.Places) == 0 && d.Painting })
}
