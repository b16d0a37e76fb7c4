package event

import (
	"math/rand/v2"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheSameDataHaveOneDigestHoweverTheyAreWritten(t *testing.T) {
	for _, same := range [][]string{
		{`{"a":"x","b":1}`, ` { "b" : 1 , "a" : "x" } `, `{"a":"\u0078","b":1.0}`, `{"b":1e0,"a":"x","c":null}`},
		{``, `{}`, ` { } `, `{"a":null}`},
		{`{"a":[{"x":1},"y"]}`, `{"a":[ {"x":10e-1} , "y" ]}`},
		{`{"a":-0}`, `{"a":0}`, `{"a":-0.0}`},
		{`{"a":"\"\\"}`, `{"a":"\u0022\u005c"}`},
		{`{"a":0.5}`, `{"a":5e-1}`},
	} {
		for _, x := range same[1:] {
			assert.Equal(t, DigestOf(jsontext.Value(same[0])), DigestOf(jsontext.Value(x)), "%s and %s", same[0], x)
		}
	}
	seen := make(map[Digest]string)
	for _, other := range []string{
		`{}`, `{"a":"x"}`, `{"a":"y"}`, `{"b":"x"}`, `{"a":1}`, `{"a":"1"}`, `{"a":true}`, `{"a":"true"}`, `{"a":false}`, `{"a":[]}`,
		`{"a":{}}`, `{"a":[1,2]}`, `{"a":[2,1]}`, `{"a":[[1],2]}`, `{"a":[1,[2]]}`, `{"a":[null]}`, `{"a":1.5}`, `{"a":9007199254740993}`,
		`{"a":9007199254740992}`, `{"a":"x","b":"y"}`, `{"a":"y","b":"x"}`, `{"a":{"b":"x"}}`, `{"a":""}`,
	} {
		d := DigestOf(jsontext.Value(other))
		assert.Empty(t, seen[d], other)
		seen[d] = other
	}
}

func TestADigestKeepsItsForm(t *testing.T) {
	d := DigestOf(jsontext.Value(`{"procedure":"1.013225","unit":"672"}`))
	b, err := d.AppendText(nil)
	require.NoError(t, err)
	assert.Equal(t, "a3448932a5206973", string(b), "what is in the log is compared with it for ever")
	var back Digest
	require.NoError(t, back.UnmarshalText(b))
	assert.Equal(t, d, back)
	for _, bad := range []string{"", "12", "a3448932a520697", "a3448932a520697g", "a3448932a52069730"} {
		assert.Error(t, back.UnmarshalText([]byte(bad)), bad)
	}
}

func FuzzDigest(f *testing.F) {
	f.Add([]byte(`{"a":"x","b":[1.0,true,null,{"c":"é\u00e9"}]}`))
	f.Add([]byte(`[0.1e-5,-0]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		v := jsontext.Value(b)
		if !v.IsValid() {
			return
		}
		first := DigestOf(v)
		again := v.Clone()
		require.NoError(t, again.Indent())
		require.Equal(t, first, DigestOf(again), "%s", again)
		require.NoError(t, again.Compact(jsontext.ReorderRawObjects(true)))
		require.Equal(t, first, DigestOf(again), "%s", again)
		if changed, ok := change(b); ok {
			require.NotEqual(t, first, DigestOf(changed), "%s and %s", b, changed)
		}
	})
}

// change is b with one of its strings longer.
func change(b []byte) (jsontext.Value, bool) {
	var v any
	if json.Unmarshal(b, &v) != nil {
		return nil, false
	}
	v, ok := longer(v)
	made, err := json.Marshal(v)
	return made, ok && err == nil
}

func longer(v any) (any, bool) {
	switch v := v.(type) {
	case string:
		return v + string(rune('a'+rand.IntN(26))), true
	case []any:
		for i := range v {
			if made, ok := longer(v[i]); ok {
				v[i] = made
				return v, true
			}
		}
	case map[string]any:
		for k := range v {
			if made, ok := longer(v[k]); ok {
				v[k] = made
				return v, true
			}
		}
	}
	return v, false
}
