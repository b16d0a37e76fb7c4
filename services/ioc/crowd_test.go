package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
)

// asked is what a handler answers to a request from an address.
func asked(t *testing.T, h http.Handler, from, path string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1"+path, nil)
	r.RemoteAddr = from + ":1"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var nothing = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})

func TestAnAddressThatAsksTooOftenIsToldWhenItMayAgainAndHarmsNoOther(t *testing.T) {
	h := newCrowd(10, false).admit(nothing)
	for range 10 * requestBurst {
		require.Equal(t, http.StatusOK, asked(t, h, "192.0.2.1", "/").Code)
	}
	w := asked(t, h, "192.0.2.1", "/")
	assert.Equal(t, http.StatusTooManyRequests, w.Code)
	assert.Equal(t, "1", w.Header().Get("Retry-After"))
	assert.Contains(t, w.Body.String(), `"detail":"địa chỉ này gửi quá nhiều yêu cầu: tối đa 10 lần mỗi giây"`)
	assert.Equal(t, http.StatusOK, asked(t, h, "192.0.2.1", "/healthz").Code, "a probe is no burden")
	assert.Equal(t, http.StatusOK, asked(t, h, "192.0.2.2", "/").Code, "another address")
	for range 20 * requestBurst {
		require.Equal(t, http.StatusOK, asked(t, h, "127.0.0.1", "/").Code, "this machine's own")
	}
}

func TestWhoMayAskAsOftenAsItLikes(t *testing.T) {
	for _, c := range []*crowd{newCrowd(0, false), newCrowd(1, true)} {
		h := c.admit(nothing)
		for range 10 * requestBurst {
			require.Equal(t, http.StatusOK, asked(t, h, "192.0.2.1", "/").Code)
		}
	}
}

func TestTheAddressesThatAreKnownAreBounded(t *testing.T) {
	c := newCrowd(1, false)
	now := time.Now()
	address := func(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}) }
	busy := address(0)
	for i := range 3 * maxAddresses {
		c.wait(address(i), now)
		c.wait(busy, now)
	}
	assert.Len(t, c.buckets, maxAddresses)
	assert.Equal(t, maxAddresses, c.recent.Len())
	assert.Positive(t, c.wait(busy, now), "who asks all the time is not forgotten")
	for i := range 3 * maxDisplays {
		c.noteDisplay(address(i), now.Add(time.Duration(i)*time.Second))
	}
	assert.Len(t, c.displays, maxDisplays)
	assert.True(t, c.isDisplay(address(3*maxDisplays-1), now))
	assert.False(t, c.isDisplay(address(0), now), "the one that asked last is the first to be forgotten")
}

func TestWhoComesThroughAGatewayIsWhoItNames(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = "172.18.0.9:1"
	r.Header.Set("X-Forwarded-For", "10.9.9.9, 192.0.2.1")
	assert.Equal(t, "192.0.2.1", newCrowd(1, true).from(r).String())
	assert.Equal(t, "172.18.0.9", newCrowd(1, false).from(r).String(), "whoever connects can name any address")
}

// crowded serves a crowd with room for two, beside the places that are kept, and gives its address.
func crowded(t *testing.T, h http.Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	meter, err := route.NewMeter(newRegistry())
	require.NoError(t, err)
	srv := &http.Server{Handler: meter.Measure(newCrowd(requestRate, false).admit(h)), ConnContext: withPlace}
	go func() { _ = srv.Serve(newPlaces(l, 2, func(netip.Addr) bool { return false })) }()
	t.Cleanup(func() { _ = srv.Close() })
	return l.Addr().String()
}

// dial opens a connection from an address of this machine.
func dial(t *testing.T, from, to string) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: time.Second}).DialContext(t.Context(), "tcp", to)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// answerTo is what a request over a connection is answered.
func answerTo(t *testing.T, conn net.Conn, path string) *http.Response {
	t.Helper()
	require.NoError(t, conn.SetDeadline(time.Now().Add(5*time.Second)))
	_, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path)
	require.NoError(t, err)
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	answer.Body = io.NopCloser(strings.NewReader(string(body)))
	return answer
}

func TestWhoComesWhenAllPlacesAreTakenIsToldSoAtOnceAndProbesAndDisplaysGetIn(t *testing.T) {
	to := crowded(t, nothing)
	const wall, desk = "127.0.0.2", "127.0.0.3"
	assert.Equal(t, http.StatusOK, answerTo(t, dial(t, wall, to), displayPath).StatusCode, "a paired display is known by its address")
	second := dial(t, desk, to)
	assert.Equal(t, http.StatusOK, answerTo(t, second, "/").StatusCode)

	late := answerTo(t, dial(t, desk, to), "/")
	assert.Equal(t, http.StatusServiceUnavailable, late.StatusCode)
	assert.Equal(t, "1", late.Header.Get("Retry-After"))
	assert.Equal(t, problem.MediaType, late.Header.Get("Content-Type"))
	assert.True(t, late.Close)
	for _, probe := range []string{"/healthz", "/readyz", displayPath} {
		assert.Equal(t, http.StatusOK, answerTo(t, dial(t, "127.0.0.4", to), probe).StatusCode, probe)
	}
	assert.Equal(t, http.StatusOK, answerTo(t, dial(t, wall, to), "/ws").StatusCode, "a paired display")

	kept := dial(t, desk, to)
	require.NoError(t, second.Close())
	assert.EventuallyWithT(t, func(c *assert.CollectT) {
		for range keptPlaces { // the connections of those that were let in are over
			if code := answerTo(t, dial(t, desk, to), "/healthz").StatusCode; code != http.StatusOK {
				assert.Equal(c, http.StatusServiceUnavailable, code)
				return
			}
		}
		assert.Fail(c, "the places that are kept are bounded")
	}, 10*time.Second, 10*time.Millisecond)
	began := time.Now()
	none := answerTo(t, dial(t, desk, to), "/healthz")
	assert.Equal(t, http.StatusServiceUnavailable, none.StatusCode, "there is no place at all")
	assert.Equal(t, "1", none.Header.Get("Retry-After"))
	assert.Less(t, time.Since(began), time.Second)
	_ = kept
}

func TestOneAddressHasAPartOfAllPlaces(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := newPlaces(l, maxConnections, func(from netip.Addr) bool { return from.String() == "127.0.0.2" })
	t.Cleanup(func() { _ = p.Close() })
	go func() {
		for {
			if _, err := p.Accept(); err != nil {
				return
			}
		}
	}()
	for range maxOfAddress {
		dial(t, "127.0.0.2", l.Addr().String())
	}
	assert.Equal(t, http.StatusServiceUnavailable, answerTo(t, dial(t, "127.0.0.2", l.Addr().String()), "/").StatusCode)
	dial(t, "127.0.0.3", l.Addr().String())
	assert.Eventually(t, func() bool { p.mu.Lock(); defer p.mu.Unlock(); return p.open == maxOfAddress+1 }, time.Second, time.Millisecond)
}

// served serves all services, and gives the address.
func served(t *testing.T) (*stack, string) {
	t.Helper()
	s := allServices(t)
	s.server.served = new(accessFlags).served
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.server.serve(ctx, l) }()
	t.Cleanup(func() { stop(); <-done })
	return s, l.Addr().String()
}

// One client that sends six files slowly leaves room for those of others, at the page as by the API.
func TestSlowUploadsOfOneAddressBlockNobodyElses(t *testing.T) {
	_, to := served(t)
	const slowly = "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\nindicator"
	for range intake.MaxBulk {
		_, err := fmt.Fprintf(dial(t, "127.0.0.2", to), slowly, "/api/v1/indicators/import?agency=so-y-te")
		require.NoError(t, err)
	}
	time.Sleep(200 * time.Millisecond) // they are being read
	file := strings.Repeat(" ", 300<<10)
	began := time.Now()
	answer, err := http.Post("http://"+to+"/api/v1/indicators/import?agency=so-y-te", "text/csv", strings.NewReader(file))
	require.NoError(t, err)
	defer answer.Body.Close()
	assert.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode, "it is read, and has no table")
	assert.Less(t, time.Since(began), 5*time.Second)
}

// Nothing that is sent is unpacked, so that a few bytes are no more than a few bytes.
func TestNoRouteUnpacksABody(t *testing.T) {
	s := allServices(t)
	for _, o := range offers {
		svc, ok := s.services[o.name].(interface{ Routes() []route.Route })
		if !ok {
			continue
		}
		for _, at := range svc.Routes() {
			method, path, _ := strings.Cut(at.Pattern, " ")
			if method != http.MethodPost {
				continue
			}
			r := httptest.NewRequestWithContext(t.Context(), method, pathPart.ReplaceAllString(path, "no-such"), strings.NewReader("\x1f\x8b"))
			r.Header.Set("Content-Encoding", "gzip")
			w := httptest.NewRecorder()
			s.server.mux.ServeHTTP(w, r)
			assert.Equal(t, http.StatusUnsupportedMediaType, w.Code, at.Pattern)
		}
	}
}
