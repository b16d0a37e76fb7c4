package simulator

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/services/simulator/scenario"
)

func batchOf(events, things int) *scenario.Batch {
	var b scenario.Batch
	for i := range events {
		b.Lines = fmt.Appendf(b.Lines, `{"id":"%d","subject":"dossier/%d"}`+"\n", i, i%things)
		b.Marks = append(b.Marks, scenario.Mark{End: len(b.Lines)})
	}
	return &b
}

func TestPartsKeepTheEventsOfOneThingTogetherAndInOrder(t *testing.T) {
	const events, things = 5000, 300
	all := split(batchOf(events, things))
	require.Len(t, all, parts)
	home := make(map[string]int)
	total := 0
	for n, p := range all {
		lines := bytes.SplitAfter(bytes.TrimSuffix(p.lines, []byte("\n")), []byte("\n"))
		assert.Len(t, lines, p.events)
		assert.Greater(t, p.events, events/4)
		total += len(lines)
		last := make(map[string]int)
		for _, line := range lines {
			var id, thing int
			_, err := fmt.Sscanf(string(line), `{"id":"%d","subject":"dossier/%d"}`, &id, &thing)
			require.NoError(t, err)
			subject := string(subjectOf(line))
			assert.Equal(t, fmt.Sprintf("dossier/%d", thing), subject)
			if where, known := home[subject]; known {
				assert.Equal(t, where, n, subject)
			}
			home[subject] = n
			assert.GreaterOrEqual(t, id, last[subject])
			last[subject] = id
		}
	}
	assert.Equal(t, events, total)
	assert.Len(t, home, things)
}

func TestAFewEventsGoInOneRequest(t *testing.T) {
	b := batchOf(parts*partEvents-1, 7)
	assert.Equal(t, []part{{b.Lines, len(b.Marks)}}, split(b))
}
