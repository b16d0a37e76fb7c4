package ledger

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"langbiang.internal/ioc/pkg/calendar"
)

func TestAppendDayAgreesWithTheCalendarOnEveryStorableDay(t *testing.T) {
	for d := FirstDay; d <= LastDay; d++ {
		want := d.Time().Format(time.DateOnly)
		if got := string(appendDay(nil, d)); got != want {
			t.Fatalf("day %d: %s, want %s", d, got, want)
		}
	}
	assert.Equal(t, "1900-01-01", string(appendDay(nil, FirstDay)))
	assert.Equal(t, "2299-12-31", string(appendDay(nil, LastDay)))
}

func TestChecksumIsLinear(t *testing.T) {
	e := Posting{Measure: DossiersReceived, Unit: "672", Department: "education", Day: calendar.MustDate("2024-06-15"), Hour: 9, Amount: 1}
	one := e.Checksum()
	e.Amount = -1
	assert.Equal(t, -one, e.Checksum())
	e.Amount = math.MaxInt64
	assert.Equal(t, one*math.MaxInt64, e.Checksum())
	e.Amount = 1
	e.Procedure = "1.013225"
	assert.Equal(t, one, e.Checksum(), "the procedure is no part of the key")
	e.Hour = NoHour
	assert.NotEqual(t, one, e.Checksum())
}

func BenchmarkChecksum(b *testing.B) {
	e := Posting{Measure: DossiersReceived, Unit: "672", Department: "education", Day: calendar.MustDate("2024-06-15"), Hour: 9, Amount: 1}
	var sum uint64
	for b.Loop() {
		sum += e.Checksum()
	}
	_ = sum
}
