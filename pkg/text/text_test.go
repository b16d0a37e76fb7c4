package text_test

import (
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"langbiang.internal/ioc/pkg/text"
)

func TestJSONIsBroughtToFormCHoweverItIsWritten(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":"x","n":1.50}`:               `{"a":"x","n":1.50}`,
		"{\"a\": \"L\u1ea1t\"}":            "{\"a\": \"L\u1ea1t\"}",
		"{\"b\":1, \"a\":\"La\u0323t\"}":   "{\"b\":1,\"a\":\"L\u1ea1t\"}",
		`{"a":"La\u0323t","n":1e400}`:      "{\"a\":\"L\u1ea1t\",\"n\":1e400}",
		"[\"\\n\u0303\"]":                  "[\"\\n\u0303\"]", // an escape is not composed with what follows it
		"[\"\u0338\"]":                     "[\"\u0338\"]",
		"{\"a\":\"La\u0323t\"":             "{\"a\":\"La\u0323t\"", // no JSON: its decoder says so
		`{"a":"e\u0301"} {"a":"e\u0301"}x`: `{"a":"e\u0301"} {"a":"e\u0301"}x`,
	} {
		assert.Equal(t, want, string(text.NFCJSON([]byte(in))), in)
	}
}

func TestACharacterThatCannotBeSeenIsNamed(t *testing.T) {
	for _, good := range []string{"", "a-1", "Hồ sơ 12/VP", "//dịch-vụ.example", "日本", "a😀"} {
		assert.NoError(t, text.CheckID(good), "%q", good)
	}
	for bad, want := range map[string]string{
		"a\x00":       "contains U+0000, a control character",
		"a\u007f":     "contains U+007F, a control character",
		"a\u009b":     "contains U+009B, a control character",
		"a\u0085b":    "contains U+0085, a line separator",
		"a\u2028b":    "contains U+2028, a line separator",
		"a\u2029b":    "contains U+2029, a line separator",
		"a\u202eb":    "contains U+202E, which turns the direction of writing",
		"a\u2066b":    "contains U+2066, which turns the direction of writing",
		"a\u200fb":    "contains U+200F, which turns the direction of writing",
		"a\u061cb":    "contains U+061C, which turns the direction of writing",
		"a\u200bb":    "contains U+200B, a format character that cannot be seen",
		"\ufeffa":     "contains U+FEFF, a format character that cannot be seen",
		"a\u00adb":    "contains U+00AD, a format character that cannot be seen",
		"a\u034fb":    "contains U+034F, a format character that cannot be seen",
		"a\ufe0f":     "contains U+FE0F, a format character that cannot be seen",
		"a\U000e0041": "contains U+E0041, a format character that cannot be seen",
		"a\u00a0b":    "contains U+00A0, a space other than U+0020",
		"a\ufffe":     "contains U+FFFE, which is no character",
		"a\xffb":      "is not valid UTF-8 at byte 1",
	} {
		assert.EqualError(t, text.CheckID(bad), want, "%q", bad)
	}
}

func FuzzNFCJSON(f *testing.F) {
	f.Add([]byte(`{"a":"La\u0323t","n":[1.0,true,null]}`))
	f.Add([]byte("\"\\n\u0303\""))
	f.Fuzz(func(t *testing.T, b []byte) {
		var before, after any
		valid := json.Unmarshal(b, &before) == nil
		out := text.NFCJSON(b)
		if !valid {
			return
		}
		if err := json.Unmarshal(out, &after); err != nil {
			return // two names became one: the decoder refuses them
		}
		require.Equal(t, normal(before), after)
		require.Equal(t, string(out), string(text.NFCJSON(out)), "it stays as it is")
	})
}

// normal is a decoded JSON value with its strings in form C.
func normal(v any) any {
	switch v := v.(type) {
	case string:
		return norm.NFC.String(v)
	case []any:
		for i := range v {
			v[i] = normal(v[i])
		}
	case map[string]any:
		made := make(map[string]any, len(v))
		for k, x := range v {
			made[norm.NFC.String(k)] = normal(x)
		}
		return made
	}
	return v
}
