package sqlite

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func FuzzDecodeIndexRecords(f *testing.F) {
	c := changes{identities: []string{"ia", "ib"}, streams: []string{"sx"}, states: []string{"=state"}}
	f.Add(c.encode(), appendLink(nil, link{300, 7}), appendValue(nil, value{1, 2, "=x"}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, []byte{0x80}, []byte{})
	f.Fuzz(func(t *testing.T, changesBytes, links, record []byte) {
		if c, err := decodeChanges(string(changesBytes)); err == nil {
			back, err := decodeChanges(string(c.encode()))
			require.NoError(t, err)
			require.Equal(t, c, back)
		}
		if ls, err := decodeLinks(links); err == nil {
			var b []byte
			for _, l := range ls {
				b = appendLink(b, l)
			}
			back, err := decodeLinks(b)
			require.NoError(t, err)
			require.Equal(t, ls, back)
		}
		if v, err := parseValue(record); err == nil {
			back, err := parseValue(appendValue(nil, v))
			require.NoError(t, err)
			require.Equal(t, v, back)
		}
	})
}

func TestAFilterHasEveryKeyAndFewOthers(t *testing.T) {
	var fs filters
	const keys = filterFirstKeys + 100_000
	for i := range keys {
		fs.add(hashKey(fmt.Sprint("in ", i)))
	}
	require.Len(t, fs, 2, "a full filter is followed by a larger one")
	wrong := 0
	for i := range keys {
		if !fs.has(hashKey(fmt.Sprint("in ", i))) {
			t.Fatalf("key %d is missing", i)
		}
		if fs.has(hashKey(fmt.Sprint("out ", i))) {
			wrong++
		}
	}
	assert.Less(t, wrong, keys/40, "false alarms")
	t.Logf("false alarms: %.2f %%", 100*float64(wrong)/keys)
}
