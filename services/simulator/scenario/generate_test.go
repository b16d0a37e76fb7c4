package scenario

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/topology"
)

func TestOnlyWhatIsUnderWayIsHeld(t *testing.T) {
	top, err := topology.Default()
	require.NoError(t, err)
	s, err := Load("h1-2024")
	require.NoError(t, err)
	g, err := NewGenerator(s, top, 1)
	require.NoError(t, err)
	var d Day
	for g.Date() <= s.To() {
		require.NoError(t, g.Next(&d))
	}
	// Of 313,772 received, some 8 % are open; others wait for their result to be fetched.
	assert.Less(t, g.dossiers.inUse(), 35_000)
	assert.Less(t, g.bills.inUse(), 4_500) // paid bills wait for the statement of the next day
	assert.Less(t, len(g.dossiers.items), 45_000, "places are used again")
	assert.Less(t, len(g.codes.next), 3)
	steps := 0
	for _, day := range g.dossierAgenda.days {
		steps += len(day)
	}
	assert.Less(t, steps, 80_000)
}
