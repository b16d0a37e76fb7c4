package gateway

import (
	"fmt"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/services/gateway/screen"
)

// frame is the whole frame as it is sent.
func (c *cells) frame() []byte { return c.whole().encode() }

// patch is what changed after a position, as it is sent.
func (c *cells) patch(since eventlog.Position) []byte { return c.since(since).encode() }

func decode(t require.TestingT, b []byte) map[string]any {
	var v map[string]any
	require.NoError(t, json.Unmarshal(b, &v))
	return v
}

func TestAFrameNestsItsCellsAndAlwaysHasItsMembers(t *testing.T) {
	c := newCells()
	c.set("day", `"2024-07-01"`, 1)
	c.set("figures\x1fdossiers.open", "7", 1)
	c.set("hours\x1fdossiers.received\x1f09", "3", 1)
	assert.JSONEq(t, `{"alarms":{},"children":{},"day":"2024-07-01","days":{},"explanations":{},"feeds":{},"figures":{"dossiers.open":7},`+
		`"hours":{"dossiers.received":{"09":3}},"incidents":{},"models":{},"nouns":{},"procedures":{},"reported":{},"silences":{},"steps":{},"systems":{},"today":{},"unusual":{}}`, string(c.frame()))
	c.set("hours\x1fdossiers.received\x1f09", "", 2)
	assert.Equal(t, `{"hours":{"dossiers.received":{"09":null}}}`, string(c.patch(1)))
	assert.Equal(t, `{}`, string(c.patch(2)))
}

// Whatever happens to the cells, the frame at any position that is still remembered plus the patch
// since then is the frame now.
func TestAPatchOverAnyHeldFrameGivesTheFrameNow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newCells()
		path := rapid.SampledFrom([]string{
			"day", "figures\x1fa", "figures\x1fb", "hours\x1fa\x1f01", "hours\x1fa\x1f02", "hours\x1fb\x1f01",
			"children\x1fdistrict/672\x1fa", "alarms\x1fx", "alarms\x1fy",
		})
		value := rapid.OneOf(rapid.Just(""), rapid.Map(rapid.IntRange(0, 3), func(n int) string { return fmt.Sprint(n) }))
		frames := map[eventlog.Position][]byte{0: c.frame()}
		steps := rapid.IntRange(1, 30).Draw(t, "steps")
		for p := eventlog.Position(1); p <= eventlog.Position(steps); p++ {
			for range rapid.IntRange(0, 3).Draw(t, "changes") {
				c.set(path.Draw(t, "path"), value.Draw(t, "value"), p)
			}
			if rapid.IntRange(0, 9).Draw(t, "forget") == 0 {
				c.forget(p - 1)
			}
			frames[p] = c.frame()
		}
		now := prune(decode(t, c.frame()))
		for p, frame := range frames {
			if p >= c.floor {
				assert.Equal(t, now, prune(screen.Merge(decode(t, frame), decode(t, c.patch(p)))), "from position %d", p)
			}
		}
	})
}

// prune drops the objects that a merge patch leaves empty below a member: to a screen they are nothing.
func prune(frame map[string]any) map[string]any {
	for _, member := range frame {
		below, _ := member.(map[string]any)
		for key, v := range below {
			if m, ok := v.(map[string]any); ok && len(m) == 0 {
				delete(below, key)
			}
		}
	}
	return frame
}
