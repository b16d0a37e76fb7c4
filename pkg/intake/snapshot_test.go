package intake_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"langbiang.internal/ioc/pkg/intake"
)

func TestASnapshotIsReadBackWholeOrNotAtAll(t *testing.T) {
	b := intake.AppendText(intake.AppendInt([]byte{7, 1}, -5), "Đạ M'rông")
	r := intake.OpenSnapshot(b, 7)
	assert.Equal(t, byte(1), r.Byte())
	assert.Equal(t, int64(-5), r.Int())
	assert.Equal(t, "Đạ M'rông", r.Text())
	assert.NoError(t, r.Err())
	for n := range b {
		r := intake.OpenSnapshot(b[:n], 7)
		r.Byte()
		r.Int()
		r.Text()
		assert.ErrorIs(t, r.Err(), intake.ErrSnapshot, "cut after %d bytes", n)
	}
	assert.ErrorIs(t, intake.OpenSnapshot(b, 8).Err(), intake.ErrSnapshot, "another version")
	assert.ErrorIs(t, intake.OpenSnapshot(b, 7).Err(), intake.ErrSnapshot, "bytes left over")
}

func FuzzSnapshot(f *testing.F) {
	f.Add([]byte{7, 1, 9, 3, 'a', 'b', 'c'})
	f.Add([]byte{7, 1, 9, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(_ *testing.T, b []byte) {
		r := intake.OpenSnapshot(b, 7)
		for range 4 {
			r.Byte()
			r.Int()
			r.Text()
		}
		_ = r.Err()
	})
}
