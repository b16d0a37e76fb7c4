package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsSaidOfAnyServiceHoldsForThoseNotNamed(t *testing.T) {
	names := []string{"clock", "payments"}
	for want, given := range map[*map[string]string]map[string]string{
		{}: nil,
		{"clock": "http://clock:8080", "payments": "http://payments:8080"}:                        {"*": "http://{service}:8080"},
		{"clock": "http://clock:8080", "payments": "http://p"}:                                    {"*": "http://{service}:8080", "payments": "http://p"},
		{"clock": "http://a/clock", "payments": "http://a/payments", "simulator": "http://other"}: {"*": "http://a/{service}", "simulator": "http://other"},
		{"payments": "http://p"}: {"payments": "http://p"},
	} {
		assert.Equal(t, *want, elsewhere(given, names))
	}
}

// The compose file says nothing of services by name but in their own parts: which there are is said by offers.
func TestTheComposeFileHasAPartForEachService(t *testing.T) {
	project := loadCompose(t)
	for _, name := range serviceNames() {
		s, ok := project.Services[name]
		require.True(t, ok, name)
		assert.Equal(t, []string{"serve", name}, []string(s.Command)[:2], name)
	}
	for name := range project.Services {
		_, ok := offered(name)
		assert.Equal(t, ok, name != "redis" && name != "clickhouse" && name != "simulator", name)
	}
	assert.Equal(t, "*=http://{service}:8080,simulator=http://simulator:8080", *project.Services["gateway"].Environment["IOC_UPSTREAM"])
	assert.Equal(t, "*=http://{service}:8080", *project.Services["simulator"].Environment["IOC_TARGET"])
}
