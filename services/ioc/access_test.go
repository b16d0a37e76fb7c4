package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOnlyLoopbackIsServedUnlessToldOtherwiseAloud(t *testing.T) {
	for address, served := range map[string]bool{
		"127.0.0.1:8080": true, "localhost:0": true, "[::1]:80": true,
		"0.0.0.0:8080": false, ":8080": false, "10.0.0.1:80": false, "ioc.example:80": false, "[::]:80": false,
	} {
		err := (&accessFlags{Listen: address}).check()
		assert.Equal(t, served, err == nil, "%s: %v", address, err)
		if !served {
			assert.ErrorContains(t, err, "--insecure-no-auth")
			assert.NoError(t, (&accessFlags{Listen: address, exposureFlags: exposureFlags{InsecureNoAuth: true}}).check())
		}
		err = (&accessFlags{Listen: "127.0.0.1:8080", exposureFlags: exposureFlags{Ops: address}}).check()
		assert.Equal(t, served, err == nil, "operators at %s: %v", address, err)
	}
	assert.NoError(t, (&accessFlags{Listen: "127.0.0.1:8080", exposureFlags: exposureFlags{Ops: noOps}}).check())
}

func TestTheGuardTurnsAwayForeignPagesAndForeignNames(t *testing.T) {
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	ask := func(h http.Handler, method, host, origin string) int {
		r := httptest.NewRequest(method, "http://"+host+"/api/v1/dossiers/events", nil)
		r.Header.Set("Origin", origin)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	h := guard(ok, new(accessFlags).served)
	assert.Equal(t, 200, ask(h, "POST", "127.0.0.1:8080", "http://127.0.0.1:8080"))
	assert.Equal(t, 200, ask(h, "POST", "localhost:8080", ""), "no browser")
	assert.Equal(t, 403, ask(h, "POST", "127.0.0.1:8080", "http://evil.example"))
	assert.Equal(t, 403, ask(h, "GET", "evil.example:8080", ""), "a foreign name that points here")
	assert.Equal(t, 200, ask(guard(ok, (&exposureFlags{InsecureNoAuth: true}).served), "GET", "ioc.example", ""))
	named := guard(ok, (&exposureFlags{InsecureNoAuth: true, Hosts: []string{"simulator", "{service}"}}).served)
	assert.Equal(t, 200, ask(named, "GET", "gateway:8080", ""))
	assert.Equal(t, 200, ask(named, "GET", "simulator:8080", ""))
	assert.Equal(t, 200, ask(named, "GET", "127.0.0.1:8080", ""))
	assert.Equal(t, 403, ask(named, "GET", "evil.example:8080", ""))
}
