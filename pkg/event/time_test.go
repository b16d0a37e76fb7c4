package event_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
)

func TestEveryTimeOfRFC3339IsReadAndNoOther(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-20T02:00:00Z":                      "2026-11-20T02:00:00Z",
		"2026-11-20t02:00:00z":                      "2026-11-20T02:00:00Z",
		"2026-11-20T09:00:00+07:00":                 "2026-11-20T02:00:00Z",
		"2026-11-20T09:00:00.5+07:00":               "2026-11-20T02:00:00.5Z",
		"2026-11-20T02:00:00.123456789Z":            "2026-11-20T02:00:00.123456789Z",
		"2026-11-20T02:00:00.12345678999999999999Z": "2026-11-20T02:00:00.123456789Z",
		"2026-11-20T02:00:00-00:00":                 "2026-11-20T02:00:00Z",
		"2026-11-19T14:30:00-11:30":                 "2026-11-20T02:00:00Z",
		"2024-02-29T00:00:00+23:59":                 "2024-02-28T00:01:00Z",
		"2016-12-31T23:59:60Z":                      "2016-12-31T23:59:59.999999999Z",
		"2016-12-31T23:59:60.7z":                    "2016-12-31T23:59:59.999999999Z",
		"2017-01-01T06:59:60+07:00":                 "2016-12-31T23:59:59.999999999Z",
	} {
		got, err := event.ParseTime(in)
		require.NoError(t, err, in)
		assert.Equal(t, want, got.UTC().Format(time.RFC3339Nano), in)
	}
	for _, bad := range []string{
		"", "2026-11-20", "2026-11-20T02:00Z", "2026-11-20T02:00:00", "2026-11-20 02:00:00Z", "2026-11-20T02:00:00.Z", "2026-11-20T02:00:00,5Z",
		"2026-11-20T24:00:00Z", "2026-11-20T02:60:00Z", "2026-11-20T09:00:60+07:00", "2016-12-30T23:59:60Z", "2016-12-31T23:58:60Z",
		"2026-02-29T02:00:00Z", "2026-13-20T02:00:00Z", "2026-00-20T02:00:00Z", "2026-11-00T02:00:00Z", "2026-11-31T02:00:00Z",
		"2026-11-20T02:00:00+7:00", "2026-11-20T02:00:00+0700", "2026-11-20T02:00:00+24:00", "2026-11-20T02:00:00+07:60", "2026-11-20T02:00:00ZZ",
		"+026-11-20T02:00:00Z", "2026-11-20T0\xb2:00:00Z", "20/11/2026 09:00:00",
	} {
		_, err := event.ParseTime(bad)
		assert.ErrorContains(t, err, "is no RFC 3339 time like 2026-11-20T09:00:00+07:00", bad)
	}
}

func FuzzParseTime(f *testing.F) {
	for _, seed := range []string{"2026-11-20t02:00:00.25z", "2016-12-31T23:59:60Z", "2026-11-20T09:00:00+07:00", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := event.ParseTime(s)
		if strict, e := time.Parse(time.RFC3339Nano, s); e == nil && err == nil {
			require.True(t, strict.Equal(got), "%s: %s", s, got)
		}
		if err != nil {
			return
		}
		again, err := event.ParseTime(got.Format(time.RFC3339Nano))
		require.NoError(t, err)
		require.True(t, got.Equal(again))
	})
}

func FuzzParseBinary(f *testing.F) {
	f.Add("1", "//s", "2024-06-15T08:30:00+07:00", "application/json", "trace%20x", []byte(`{"unit":"24769"}`))
	f.Add(`"a b"`, "%C0%A0", "x", "text/xml; charset=utf-16", "%", []byte("\xff\xfe"))
	f.Fuzz(func(t *testing.T, id, source, at, contentType, extension string, body []byte) {
		e, err := event.ParseBinary(map[string][]string{
			"Ce-Specversion": {"1.0"}, "Ce-Id": {id}, "Ce-Source": {source}, "Ce-Time": {at}, "Content-Type": {contentType},
			"Ce-Type": {"dossier.received.v1"}, "Ce-Subject": {"dossier/1"}, "Ce-Ext": {extension},
		}, body)
		if err != nil {
			return
		}
		digest := e.Digest
		e.Digest = 0 // no source may send it
		structured, err := event.Marshal(&e)
		require.NoError(t, err)
		back, err := event.Parse(structured)
		require.NoError(t, err, "%s", structured)
		require.Equal(t, e.Identity(), back.Identity())
		require.Equal(t, e.Data, back.Data)
		require.NotZero(t, digest)
	})
}
