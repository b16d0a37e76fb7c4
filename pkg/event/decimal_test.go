package event_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
)

func TestADecimalIsExact(t *testing.T) {
	for text, want := range map[string]event.Decimal{"0": 0, "12.5": 125_000, "-0.0001": -1, "98.63": 986_300, "1174": 11_740_000} {
		d, err := event.ParseDecimal(text)
		require.NoError(t, err)
		assert.Equal(t, want, d)
		assert.Equal(t, text, d.String())
	}
	for _, bad := range []string{"", "-", ".5", "1.", "1.23456", "1e3", "1,5", " 1", "900000000000001", "99999999999999999999", "+1", "--1", "NaN"} {
		_, err := event.ParseDecimal(bad)
		assert.Error(t, err, bad)
	}
}

func TestADecimalComesBackFromItsText(t *testing.T) {
	for range 10_000 {
		d := event.Decimal(rand.Int64N(1 << 52))
		if rand.IntN(2) == 0 {
			d = -d
		}
		back, err := event.ParseDecimal(d.String())
		require.NoError(t, err)
		require.Equal(t, d, back)
	}
}
