package topology_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/topology"
)

func TestRulesAreFoundById(t *testing.T) {
	top, err := topology.Default()
	require.NoError(t, err)
	r := top.Rule("dossiers.overdue.watch")
	require.NotNil(t, r)
	assert.True(t, r.Ratio())
	assert.Equal(t, event.DecimalOf(5), r.Threshold())
	assert.Equal(t, "dossiers.overdue.late", r.Unless)
	assert.False(t, top.Rule("feeds.national_down").Ratio())
	assert.True(t, top.Rule("payments.failing").Ratio())
	assert.Nil(t, top.Rule("none"))
}

func TestABrokenRuleIsNamed(t *testing.T) {
	const (
		base = `{"id":"a","name":{"vi":"A","en":"A"},"timezone":"UTC","kinds":[{"id":"province","name":{"vi":"T","en":"P"}}],
			"units":[{"id":"1","code":"1","kind":"province","name":{"vi":"A","en":"A"}}],"rules":[`
		rule = `{"id":"r","title":{"vi":"R","en":"R"},"severity":"watch",`
	)
	_, err := topology.Parse([]byte(base + rule + `"kind":"threshold","figure":"f","above":1,"over":["province","department"]}]}`))
	require.NoError(t, err)
	for text, want := range map[string]string{
		`{"id":"a b","title":{"vi":"R","en":"R"},"severity":"watch","kind":"event"}`:         `has a colon, a slash or a space`,
		`{"id":"r","title":{"vi":"R","en":"R"},"severity":"high","kind":"event"}`:            `severity must be watch or late`,
		`{"id":"r","title":{"vi":"","en":"R"},"severity":"late","kind":"event"}`:             `needs a title in both languages`,
		rule + `"kind":"event"},` + rule + `"kind":"event"}`:                                 `used twice`,
		rule + `"kind":"event","figure":"f"}`:                                                `an event looks at no figure`,
		rule + `"kind":"event","unless":"r"}`:                                                `unless "r" is no other rule`,
		rule + `"kind":"sum","figure":"f","above":1,"over":["province"]}`:                    `kind must be`,
		rule + `"kind":"silence","figure":"f","above":1,"hours":2,"over":["province"]}`:      `silence needs a figure and hours, and has neither base nor threshold`,
		rule + `"kind":"silence","figure":"f","over":["province"]}`:                          `silence needs a figure and hours`,
		rule + `"kind":"threshold","above":1,"over":["province"]}`:                           `needs a figure`,
		rule + `"kind":"threshold","figure":"f","over":["province"]}`:                        `needs either above or below`,
		rule + `"kind":"threshold","figure":"f","above":1,"below":1,"over":["province"]}`:    `needs either above or below`,
		rule + `"kind":"threshold","figure":"f","above":1,"over":["county"]}`:                `over "county" is neither a kind nor department`,
		rule + `"kind":"threshold","figure":"f","above":1}`:                                  `is over no kind of unit`,
		rule + `"kind":"threshold","figure":"f","above":1,"clear_at":2,"over":["province"]}`: `clear_at lies beyond the threshold`,
		rule + `"kind":"threshold","figure":"f","below":2,"clear_at":1,"over":["province"]}`: `clear_at lies beyond the threshold`,
		rule + `"kind":"threshold","figure":"f","above":1,"days":-1,"over":["province"]}`:    `must not be negative`,
		rule + `"kind":"trend","figure":"f","above":1,"over":["province"]}`:                  `a trend needs days`,
	} {
		_, err := topology.Parse([]byte(base + text + `]}`))
		require.ErrorContains(t, err, want)
	}
}
