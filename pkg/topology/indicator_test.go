package topology_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/topology"
)

func TestPeriodsAndWhenTheirReportsAreDue(t *testing.T) {
	top, err := topology.Default()
	require.NoError(t, err)
	for _, c := range []struct {
		cadence       string
		grace         int
		day           string
		from, to, due string
	}{
		{"day", 1, "2024-03-08", "2024-03-08", "2024-03-08", "2024-03-11"},
		{"week", 2, "2024-02-05", "2024-02-05", "2024-02-11", "2024-02-16"}, // over Tết, which ends on the 14th
		{"week", 2, "2024-06-30", "2024-06-24", "2024-06-30", "2024-07-02"},
		{"month", 5, "2024-02-29", "2024-02-01", "2024-02-29", "2024-03-07"},
		{"month", 5, "2024-04-15", "2024-04-01", "2024-04-30", "2024-05-07"}, // the make-up Saturday counts
		{"quarter", 10, "2024-06-30", "2024-04-01", "2024-06-30", "2024-07-12"},
		{"half", 0, "2024-03-01", "2024-01-01", "2024-06-30", "2024-07-01"}, // a Sunday
		{"year", 3, "2024-03-01", "2024-01-01", "2024-12-31", "2025-01-06"}, // over New Year's Day
	} {
		x := topology.Expectation{Cadence: c.cadence, GraceDays: c.grace}
		from, to := x.Period(calendar.MustDate(c.day))
		assert.Equal(t, []string{c.from, c.to, c.due}, []string{from.String(), to.String(), top.Due(&x, to).String()}, "%s of %s", c.cadence, c.day)
	}
}

func TestPeriodsFollowOneAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := topology.Expectation{Cadence: rapid.SampledFrom([]string{"day", "week", "month", "quarter", "half", "year"}).Draw(t, "cadence")}
		day := calendar.MustDate("2020-01-01") + calendar.Date(rapid.IntRange(0, 4000).Draw(t, "day"))
		from, to := x.Period(day)
		require.True(t, from <= day && day <= to)
		next, _ := x.Period(to + 1)
		require.Equal(t, to+1, next)
		again, _ := x.Period(from)
		require.Equal(t, from, again)
	})
}

func TestABrokenIndicatorIsNamed(t *testing.T) {
	const base = `{"id":"a","name":{"vi":"A","en":"A"},"timezone":"UTC","kinds":[{"id":"province","name":{"vi":"T","en":"P"}}],
		"units":[{"id":"1","code":"1","kind":"province","name":{"vi":"A","en":"A"}}],"agencies":[{"id":"x","name":{"vi":"X","en":"X"}}],
		"programmes":[{"id":"p","name":{"vi":"P","en":"P"}}],"indicators":[`
	for text, want := range map[string]string{
		`{"id":"i","programme":"q","measured":"count"}`:                                                                                                  `programme "q" is not listed`,
		`{"id":"i","programme":"p","measured":"apples"}`:                                                                                                 `measured "apples" is none of`,
		`{"id":"i","programme":"p","measured":"count"},{"id":"i","programme":"p","measured":"count"}`:                                                    `used twice`,
		`{"id":"i","programme":"p","measured":"count","expected":[{"agency":"y","units":"1","cadence":"month","grace_days":1,"from":"2024-01-01"}]}`:     `agency "y" is not listed`,
		`{"id":"i","programme":"p","measured":"count","expected":[{"agency":"x","units":"1","cadence":"month","grace_days":1,"from":"2024-01-02"}]}`:     `is not the first day of a month`,
		`{"id":"i","programme":"p","measured":"count","expected":[{"agency":"x","units":"9","cadence":"month","grace_days":1,"from":"2024-01-01"}]}`:     `neither a unit nor a kind`,
		`{"id":"i","programme":"p","measured":"count","expected":[{"agency":"x","units":"1","cadence":"fortnight","grace_days":1,"from":"2024-01-01"}]}`: `needs a cadence`,
	} {
		_, err := topology.Parse([]byte(base + text + `]}`))
		require.ErrorContains(t, err, want)
	}
}

// The merger of 1 December 2024: nobody asks the old districts for December, nor the new one for November.
func TestWhatIsExpectedIsOfUnitsThatAre(t *testing.T) {
	top, err := topology.Default()
	require.NoError(t, err)
	november, december, july := calendar.MustDate("2024-11-30"), calendar.MustDate("2024-12-31"), calendar.MustDate("2025-07-31")
	districts, one := &topology.Expectation{Units: "district"}, &topology.Expectation{Units: "682"}
	assert.Len(t, top.UnitsOf(districts, november), 12)
	assert.NotContains(t, top.UnitsOf(districts, november), "682-202412")
	assert.Len(t, top.UnitsOf(districts, december), 10)
	assert.Contains(t, top.UnitsOf(districts, december), "682-202412")
	both := top.UnitsOf(districts, november, december)
	assert.Equal(t, []string{"672", "673", "674", "675", "676", "677", "678", "679", "680"}, both, "of November, asked in December")
	assert.Empty(t, top.UnitsOf(districts, july))
	assert.Len(t, top.UnitsOf(&topology.Expectation{Units: "commune"}, july), 124)
	assert.Equal(t, []string{"682"}, top.UnitsOf(one, november))
	assert.Empty(t, top.UnitsOf(one, december), "another unit's code by then")
	assert.Equal(t, []string{"68"}, top.UnitsOf(&topology.Expectation{Units: "68"}, july))
}
