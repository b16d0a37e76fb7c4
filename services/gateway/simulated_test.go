package gateway_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway"
	"langbiang.internal/ioc/services/gateway/screen"
)

func TestAProvinceThatASimulatorFeedsSaysSoBeforeItsFirstEvent(t *testing.T) {
	p := newProvince(t)
	var loaded atomic.Bool
	g, err := gateway.New(gateway.Config{
		Log: p.log, DB: p.db, Topology: p.topo, Logger: slog.Default(), Version: "test", ScenarioLoaded: loaded.Load,
	})
	require.NoError(t, err)
	request := httptest.NewRequest(http.MethodGet, "/api/v1/status", nil)
	said := func() (simulated, loaded bool) {
		s := g.Status(request)
		return s.Simulated, s.ScenarioLoaded
	}
	simulated, isLoaded := said()
	assert.True(t, simulated, "while it starts")
	assert.False(t, isLoaded)

	s := p.dial(p.serve(g), screen.Options{}, "province", "district/672")
	for _, view := range []string{"province", "district/672"} {
		p.wait(s, at(view, 1))
		frame, _ := s.Frame(view)
		assert.Equal(t, true, frame["simulated"], "%s shows MÔ PHỎNG over its zeros", view)
	}
	simulated, isLoaded = said()
	assert.True(t, simulated)
	assert.False(t, isLoaded)
	loaded.Store(true)
	_, isLoaded = said()
	assert.True(t, isLoaded)
}

func TestWhereNoSimulatorIsKnownNoScenarioIsLoaded(t *testing.T) {
	p := newProvince(t)
	var status wire.Status
	require.Equal(t, http.StatusOK, get(t, p.gateway()+"/api/v1/status", &status))
	assert.False(t, status.ScenarioLoaded)
	assert.False(t, status.Simulated)
}
