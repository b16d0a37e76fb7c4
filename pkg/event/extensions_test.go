package event_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
)

func TestTheTraceOfAnEventIsTheOneThatItsSourceNames(t *testing.T) {
	for attributes, want := range map[string]string{
		`"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",`: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
		`"traceparent":7,`:                 "",
		`"about":"\"traceparent\":\"x\"",`: "",
		``:                                 "",
	} {
		e, err := event.Parse([]byte(`{"specversion":"1.0","id":"1","source":"s","type":"clock.day_opened.v1","subject":"clock/province",` + attributes +
			`"time":"2024-03-04T00:00:00+07:00","data":{"date":"2024-03-04"}}`))
		require.NoError(t, err, attributes)
		assert.Equal(t, want, e.TraceParent(), attributes)
	}
}
