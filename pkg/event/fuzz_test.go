package event_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
)

const sample = `{"specversion":"1.0","id":"1","source":"/dvc","type":"dossier.received.v1","subject":"dossier/1","time":"2024-06-15T08:30:00+07:00","data":{"unit":"commune/24769"}}`

func FuzzParse(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(`{"specversion":"1.0"}`))
	f.Add([]byte(`{"data":[1]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := event.Parse(b)
		if err != nil {
			return
		}
		digest := e.Digest
		e.Digest = 0 // no source may send it
		again, err := event.Marshal(&e)
		require.NoError(t, err)
		back, err := event.Parse(again)
		require.NoError(t, err, "what is taken can be sent again: %s", again)
		require.Equal(t, e.Identity(), back.Identity())
		require.True(t, e.Time.Equal(back.Time))
		require.Equal(t, e.Data, back.Data)
		require.Equal(t, string(e.Extensions), string(back.Extensions))
		require.NotZero(t, digest)
	})
}

func FuzzUnmarshalBatch(f *testing.F) {
	f.Add([]byte("[" + sample + "," + sample + "]"))
	f.Add([]byte("[]"))
	f.Add([]byte("[null]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		events, err := event.UnmarshalBatch(b)
		if err != nil {
			return
		}
		again, err := event.MarshalBatch(events)
		require.NoError(t, err)
		back, err := event.UnmarshalBatch(again)
		require.NoError(t, err)
		require.Len(t, back, len(events))
	})
}
