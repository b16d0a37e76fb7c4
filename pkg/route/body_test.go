package route

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pipes is a listener whose connections are pipes, of a bubble's own time.
type pipes struct {
	conns chan net.Conn
	ended chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.ended:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { close(p.ended); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// serveBodies serves a mux within a bubble, until the bubble's test ends; what it gives connects to it.
func serveBodies(t *testing.T, mux http.Handler) func() net.Conn {
	t.Helper()
	p := &pipes{make(chan net.Conn), make(chan struct{})}
	server := &http.Server{Handler: Bodies(mux)} //nolint:gosec // what is measured are the bodies
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(p) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
	return func() net.Conn {
		here, there := net.Pipe()
		p.conns <- there
		t.Cleanup(func() { _ = here.Close() })
		return here
	}
}

// trickle sends a body of so many bytes, some each second, until it is answered; it tells with what, and after how long.
func trickle(t *testing.T, conn net.Conn, path string, length, each int) (string, time.Duration) {
	t.Helper()
	began := time.Now()
	answered := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(conn).ReadString('\n')
		answered <- strings.TrimSpace(line)
	}()
	_, err := fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", path, length)
	require.NoError(t, err)
	for sent := 0; sent < length; sent += each {
		select {
		case answer := <-answered:
			return answer, time.Since(began)
		case <-time.After(time.Second):
			go func() { _, _ = conn.Write(make([]byte, min(each, length-sent))) }()
		}
	}
	return <-answered, time.Since(began)
}

// readAll answers 200 when the whole body came, and 408 when it was late.
func readAll(w http.ResponseWriter, r *http.Request) {
	if _, err := io.Copy(io.Discard, r.Body); Late(err) {
		w.WriteHeader(http.StatusRequestTimeout)
	}
}

func bodies(t *testing.T) *http.ServeMux {
	t.Helper()
	mux, err := Mux([]string{"/a"}, []Route{
		{Pattern: "POST /a/command", Action: "a.do", About: Anyone, Handle: readAll},
		{Pattern: "POST /a/file", Action: "a.do", About: Anyone, Body: Long, Handle: readAll},
		{Pattern: "POST /a/slow", Action: "a.do", About: Anyone, Handle: func(w http.ResponseWriter, r *http.Request) {
			readAll(w, r)
			select { // what is done with it
			case <-time.After(10 * LongPatience):
			case <-r.Context().Done():
				panic("who asks has gone")
			}
		}},
	})
	require.NoError(t, err)
	mux.HandleFunc("POST /unread", func(http.ResponseWriter, *http.Request) {})
	return mux
}

func TestABodyMustArriveInTimeAndWhatIsDoneWithItMayTakeLonger(t *testing.T) {
	for name, c := range map[string]struct {
		path         string
		length, each int
		answer       string
		after        time.Duration
	}{
		"a command that trickles":            {"/a/command", 1000, 1, "408", ShortPatience},
		"a file that trickles":               {"/a/file", 1 << 20, 1, "408", LongGrace},
		"a file that is fast enough":         {"/a/file", 16 << 20, LongRate, "200", 16 << 20 / LongRate * time.Second},
		"a file that takes for ever":         {"/a/file", 64 << 20, LongRate, "408", LongPatience},
		"a body that nobody reads":           {"/unread", 1000, 1, "200", 0},
		"what is done with it takes an hour": {"/a/slow", 10, 10, "200", 10*LongPatience + time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			answer, after := trickle(t, serveBodies(t, bodies(t))(), c.path, c.length, c.each)
			assert.Contains(t, answer, c.answer, name)
			assert.InDelta(t, c.after.Seconds(), after.Seconds(), 2, name)
		})
	}
}

func TestWhoIsWokenWaitsForNoBodyAnyMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		connect := serveBodies(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			read := make(chan struct{})
			go func() { defer close(read); readAll(w, r) }()
			synctest.Wait()
			StopBody(w, r)
			<-read
			_, err := r.Body.Read(make([]byte, 1))
			assert.True(t, Late(err))
		}))
		_, after := trickle(t, connect(), "/", 1000, 1)
		assert.Less(t, after, 3*time.Second)
	})
}

func TestOneNetworkOfIPv6IsOneAddress(t *testing.T) {
	at := func(remote string) string { return From(&http.Request{RemoteAddr: remote}).String() }
	assert.Equal(t, "2001:db8:1:2::", at("[2001:db8:1:2:3:4:5:6]:80"))
	assert.Equal(t, at("[2001:db8:1:2::9]:80"), at("[2001:db8:1:2:3:4:5:6]:80"))
	assert.Equal(t, "10.0.0.7", at("[::ffff:10.0.0.7]:80"))
	assert.Equal(t, "::1", at("[::1]:80"))
	assert.Equal(t, "invalid IP", at("@"))
}
