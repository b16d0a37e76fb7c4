package gateway_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway"
	"langbiang.internal/ioc/services/gateway/screen"
)

func TestMain(m *testing.M) {
	// Each property draws whole logs and folds them into every view of the province, several times over.
	if err := flag.Set("rapid.checks", "30"); err != nil {
		panic(err)
	}
	enginetest.Main(m)
}

// province is a log and a ClickHouse that gateways stand on.
type province struct {
	t    *testing.T
	path string // of the log
	log  eventlog.Log
	db   *clickhouse.DB
	topo *topology.Topology
	next int
}

func newProvince(t *testing.T) *province { return newProvinceAt(t, enginetest.DSN(t)) }

func newProvinceAt(t *testing.T, dsn string) *province {
	topo, err := topology.Default()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "log.db")
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
	require.NoError(t, err)
	t.Cleanup(func() { log.Close() })
	db, err := clickhouse.Open(t.Context(), dsn, slog.Default())
	require.NoError(t, err)
	t.Cleanup(func() { db.Close() })
	require.NoError(t, db.Migrate(t.Context()))
	p := &province{t: t, path: path, log: eventlog.Share(log, 1<<20), db: db, topo: topo}
	p.append(event.ClockDayOpened, event.ClockSubject, &event.Clock{Date: calendar.MustDate("2024-07-01")})
	return p
}

// append puts one event into the log and returns its position.
func (p *province) append(typ event.Type, subject string, data event.Data) uint64 {
	p.t.Helper()
	p.next++
	at := time.Date(2024, 7, 1, 2, 0, 0, 0, time.UTC)
	position, err := p.log.Append(context.Background(), eventlog.Commit{
		Events:  []event.Event{{ID: fmt.Sprint(p.next), Source: "//test", Type: typ, Subject: subject, Time: at, Simulated: true, Data: data}},
		Streams: []eventlog.StreamUpdate{{Stream: subject, Expected: eventlog.AnyVersion}},
	})
	require.NoError(p.t, err)
	return uint64(position)
}

func (p *province) receive(unit string) uint64 {
	return p.append(event.DossierReceived, event.DossierSubject(fmt.Sprint("D-", p.next)), &event.Dossier{
		Procedure: "1.013225", Unit: unit, Department: "construction", To: event.StatusReceived, CountsReceived: true,
	})
}

// gateway starts one more gateway and returns its address.
func (p *province) gateway() string { return p.gatewayAt(nil) }

// gatewayAt is a gateway by a clock of the test's.
func (p *province) gatewayAt(now func() time.Time) string {
	g, err := gateway.New(gateway.Config{Log: p.log, DB: p.db, Topology: p.topo, Logger: slog.Default(), Version: "test", Now: now})
	require.NoError(p.t, err)
	return p.serve(g)
}

// serve runs a gateway and returns its address.
func (p *province) serve(g *gateway.Gateway) string {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- g.Run(ctx) }()
	server := httptest.NewServer(g.Handler())
	p.t.Cleanup(func() {
		stop()
		assert.NoError(p.t, <-done)
		server.Close()
	})
	require.Eventually(p.t, g.Ready, 30*time.Second, time.Millisecond)
	return server.URL
}

func (p *province) dial(base string, o screen.Options, views ...string) *screen.Screen {
	p.t.Helper()
	s, err := screen.Dial(p.t.Context(), base, views, o)
	require.NoError(p.t, err)
	p.t.Cleanup(func() { s.Close() })
	return s
}

func (p *province) wait(s *screen.Screen, ok func(*screen.Screen) bool) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	require.NoError(p.t, s.Wait(ctx, ok))
}

func at(view string, position uint64) func(*screen.Screen) bool {
	return func(s *screen.Screen) bool { _, p := s.Frame(view); return p >= position }
}

func TestOneDossierReachesThreeScreensAtOnePosition(t *testing.T) {
	p := newProvince(t)
	base := p.gateway()
	views := []string{"province", "department/construction", "district/672"}
	var screens []*screen.Screen
	for _, v := range views {
		s := p.dial(base, screen.Options{}, v)
		p.wait(s, at(v, 1))
		screens = append(screens, s)
	}
	position := p.receive("672")
	for i, v := range views {
		p.wait(screens[i], at(v, position))
		_, got := screens[i].Frame(v)
		assert.Equal(t, position, got, v)
		assert.EqualValues(t, 1, screens[i].Figure(v, "dossiers.received"), v)
	}
	assert.Equal(t, "test", screens[0].Hello().Version)
	assert.NotEmpty(t, screens[0].Hello().Log)
}

func TestAScreenResumesAtAnyGatewayWithWhatItMissed(t *testing.T) {
	p := newProvince(t)
	first, second := p.gateway(), p.gateway()
	s := p.dial(first, screen.Options{}, "province")
	p.wait(s, at("province", 1))
	require.NoError(t, s.Close())

	var last uint64
	for range 5 {
		last = p.receive("673")
	}
	for _, base := range []string{first, second} {
		p.requireResumed(s, base, base == first, last)
	}
}

// requireResumed resumes what s held at a gateway, by deltas alone if that gateway gave it, and holds the frame
// against one that never left.
func (p *province) requireResumed(s *screen.Screen, base string, byDelta bool, last uint64) {
	t := p.t
	t.Helper()
	var snapshots atomic.Int32
	resumed := p.dial(base, screen.Options{Since: s, OnUpdate: func(u screen.Update) {
		if u.Snapshot {
			snapshots.Add(1)
		}
	}}, "province")
	p.wait(resumed, at("province", last))
	if byDelta {
		assert.Zero(t, snapshots.Load(), "it goes on with deltas where its frame was rendered")
	}
	fresh := p.dial(base, screen.Options{}, "province")
	p.wait(fresh, at("province", last))
	want, _ := fresh.Frame("province")
	got, _ := resumed.Frame("province")
	assert.Equal(t, want, got, "the frame is the same as one that never left")
}

func TestAScreenThatComesWithAPositionBeyondTheLogGetsASnapshot(t *testing.T) {
	p := newProvince(t)
	conn := p.socket(p.gateway())
	p.say(conn, `{"type":"subscribe","view":"province","since":999999}`)
	p.expect(conn, `"type":"snapshot"`)
}

func (p *province) socket(base string) *websocket.Conn {
	conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(base, "http")+"/ws", nil)
	require.NoError(p.t, err)
	p.t.Cleanup(func() { conn.Close() })
	return conn
}

func (p *province) say(conn *websocket.Conn, text string) {
	require.NoError(p.t, conn.WriteMessage(websocket.TextMessage, []byte(text)))
}

// expect reads until a message has the text in it.
func (p *province) expect(conn *websocket.Conn, text string) {
	p.t.Helper()
	require.NoError(p.t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		_, b, err := conn.ReadMessage()
		require.NoError(p.t, err, "waiting for %s", text)
		if strings.Contains(string(b), text) {
			return
		}
	}
}

func TestAMistakeIsAnsweredAndABrokenProtocolEndsTheSocketForGood(t *testing.T) {
	p := newProvince(t)
	base := p.gateway()
	conn := p.socket(base)
	p.say(conn, `{"type":"subscribe","view":"district/999"}`)
	p.expect(conn, `"type":"error","problem":"/problems/unknown_view","title":"Không có màn hình hay đơn vị này","status":404,`+
		`"detail":"không có góc nhìn \"district/999\"","code":"unknown_view","message":"there is no view \"district/999\"","view":"district/999"}`)
	p.say(conn, `{"type":"subscribe","view":"district/672"}`)
	p.expect(conn, `"type":"snapshot"`)

	for _, bad := range []string{`{`, `{"type":"dance","view":"province"}`, `{"type":"subscribe","view":"province","sinse":1}`} {
		conn := p.socket(base)
		p.say(conn, bad)
		var err error
		for err == nil {
			_, _, err = conn.ReadMessage()
		}
		assert.True(t, websocket.IsCloseError(err, wire.CloseBadMessage), "%s: %v", bad, err)
		closed := new(websocket.CloseError)
		require.ErrorAs(t, err, &closed)
		assert.Equal(t, `{"type":"/problems/bad_message","title":"Tin gửi không đúng giao thức","status":400}`, closed.Text)
	}
}

func TestASocketThatIsSentTooMuchAtOnceIsToldSo(t *testing.T) {
	p := newProvince(t)
	base := p.gateway()
	for _, size := range []int{4<<10 + 1, 256 << 10} {
		conn := p.socket(base)
		p.say(conn, strings.Repeat(" ", size))
		var err error
		for err == nil {
			_, _, err = conn.ReadMessage()
		}
		closed := new(websocket.CloseError)
		require.ErrorAs(t, err, &closed, "%d bytes", size)
		assert.Equal(t, websocket.CloseMessageTooBig, closed.Code)
		assert.Equal(t, `{"type":"/problems/too_large","title":"Nội dung gửi quá lớn","status":413}`, closed.Text)
	}
	conn := p.socket(base)
	p.say(conn, strings.Repeat(" ", 4<<10-len(`{"type":"subscribe","view":"district/672"}`))+`{"type":"subscribe","view":"district/672"}`)
	p.expect(conn, `"type":"snapshot"`)
}

func TestTheHeartbeatCarriesTheHeadAndThePositionOfWhatWasSentBefore(t *testing.T) {
	p := newProvince(t)
	base := p.gateway()
	s := p.dial(base, screen.Options{}, "province")
	position := p.receive("672")
	p.wait(s, func(s *screen.Screen) bool { return s.Heartbeat().Position >= position })
	_, held := s.Frame("province")
	assert.GreaterOrEqual(t, held, position, "a heartbeat never runs ahead of the frames")
	p.wait(s, func(s *screen.Screen) bool { return s.Heartbeat().Head >= position })
}

// A screen whose link is stuck for many changes gets them as one delta, and is not cut off.
func TestASlowScreenGetsFewerLargerDeltasAndNoGap(t *testing.T) {
	p := newProvince(t)
	g, err := gateway.New(gateway.Config{Log: p.log, DB: p.db, Topology: p.topo, Logger: slog.Default()})
	require.NoError(t, err)
	base := p.serve(g)
	relay := newStuckRelay(t, strings.TrimPrefix(base, "http://"))
	var deltas int
	s := p.dial("http://"+relay.address, screen.Options{OnUpdate: func(u screen.Update) {
		if !u.Snapshot {
			deltas++
		}
	}}, "province", "district/672")
	p.wait(s, at("province", 1))
	p.wait(s, at("district/672", 1))

	relay.hold <- true
	var last uint64
	const changes = 1000
	for range changes {
		last = p.receive("672")
	}
	relay.hold <- false
	p.wait(s, at("district/672", last))
	p.wait(s, at("province", last))
	assert.EqualValues(t, changes, s.Figure("province", "dossiers.received"))
	assert.EqualValues(t, changes, s.Figure("district/672", "dossiers.received"))
	assert.Less(t, deltas, changes, "conflated: %d deltas", deltas)
	require.Eventually(t, func() bool { return countedOf(t, g)["messages_sent_total delta"] == float64(deltas) }, time.Minute, time.Millisecond,
		"what is written is counted after that")
	got := countedOf(t, g)
	assert.Positive(t, got["deltas_conflated_total"])
	assert.LessOrEqual(t, got["deltas_conflated_total"]+float64(deltas), 2*got["render_duration_seconds"], "of two views, at most as often as was rendered")
}

// stuckRelay passes bytes between a screen and a gateway, and holds back the gateway's when told.
type stuckRelay struct {
	address string
	hold    chan bool
}

func newStuckRelay(t *testing.T, target string) *stuckRelay {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	r := &stuckRelay{address: l.Addr().String(), hold: make(chan bool)}
	t.Cleanup(func() { l.Close() })
	go func() {
		client, err := l.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", target)
		if err != nil {
			client.Close()
			return
		}
		_ = server.(*net.TCPConn).SetReadBuffer(4 << 10)
		go pass(server, client, nil)
		pass(client, server, r.hold)
	}()
	return r
}

func pass(to, from net.Conn, hold chan bool) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 4<<10)
	for {
		n, err := from.Read(buffer)
		select {
		case held := <-hold:
			for held {
				held = <-hold
			}
		default:
		}
		if err != nil {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func TestTheReadAPIAnswersFromTheSamePosition(t *testing.T) {
	p := newProvince(t)
	base := p.gateway()
	position := p.receive("24769")
	s := p.dial(base, screen.Options{}, "commune/24769")
	p.wait(s, at("commune/24769", position))
	get := func(path string) (int, string) {
		resp, err := http.Get(base + path)
		require.NoError(t, err)
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		return resp.StatusCode, string(b)
	}
	code, body := get("/api/v1/views/department/construction/district/672")
	assert.Equal(t, 200, code)
	assert.Contains(t, body, fmt.Sprintf(`"position":%d`, position))
	assert.Contains(t, body, `"dossiers.received":1`)
	code, body = get("/api/v1/views/district/1")
	assert.Equal(t, 404, code)
	assert.Contains(t, body, "district/1")
	assert.Contains(t, body, `"code":"not_found"`)
	code, body = get("/api/v1/views/province?at=15/6/2024")
	assert.Equal(t, 400, code)
	assert.Contains(t, body, `"code":"bad_request"`)
	assert.Contains(t, body, `"field":"at"`)
	code, body = get("/api/v1/screens")
	assert.Equal(t, 200, code)
	assert.Equal(t, 14, strings.Count(body, `"view"`))
}

func TestAGatewayThatGoesDownTellsItsScreensToReconnect(t *testing.T) {
	p := newProvince(t)
	g, err := gateway.New(gateway.Config{Log: p.log, DB: p.db, Topology: p.topo, Logger: slog.Default(), MaxClients: 1})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- g.Run(ctx) }()
	server := httptest.NewServer(g.Handler())
	defer server.Close()
	require.Eventually(t, g.Ready, 30*time.Second, time.Millisecond)
	conn := p.socket(server.URL)
	p.say(conn, `{"type":"subscribe","view":"province"}`)
	p.expect(conn, `"type":"snapshot"`)

	_, resp, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server.URL, "http")+"/ws", nil)
	require.Error(t, err, "all places are taken")
	assert.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
	var refused problem.Body
	require.NoError(t, json.UnmarshalRead(resp.Body, &refused))
	assert.Equal(t, problem.MediaType, resp.Header.Get("Content-Type"))
	assert.Equal(t, "cả 1 chỗ đã có người dùng", refused.Detail)
	plain, err := http.Get(server.URL + "/ws?lang=en")
	require.NoError(t, err)
	defer plain.Body.Close()
	assert.Equal(t, problem.MediaType, plain.Header.Get("Content-Type"), "who asks without a handshake, too")

	stop()
	assert.NoError(t, <-done)
	for err = nil; err == nil; {
		_, _, err = conn.ReadMessage()
	}
	assert.True(t, websocket.IsCloseError(err, wire.CloseDraining), "%v", err)
}
