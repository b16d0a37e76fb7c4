package scorecard_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/scorecard"
)

func current(t require.TestingT) *scorecard.Formula {
	all, err := scorecard.Load()
	require.NoError(t, err)
	require.Contains(t, all, scorecard.Current)
	return all[scorecard.Current]
}

func TestTheSixGroupsGiveAHundredPoints(t *testing.T) {
	f := current(t)
	got := make(map[string]float64)
	codes := make(map[string]bool)
	for _, g := range f.Groups {
		got[g.Code] = g.Max
		for _, m := range g.Metrics {
			assert.False(t, codes[m.Code], m.Code)
			codes[m.Code] = true
			assert.NotEmpty(t, m.Name.Vi, m.Code)
			assert.NotEmpty(t, m.Name.En, m.Code)
		}
	}
	assert.Equal(t, map[string]float64{"transparency": 18, "progress": 20, "online": 12, "payment": 10, "digitized": 22, "satisfaction": 18}, got)
	assert.Equal(t, 100.0, f.Max)
	assert.Len(t, codes, 23)
	assert.NotEmpty(t, f.Provenance.Vi)
}

const unknown = -1

// Every value was worked out by hand from facts: ratio × points, the cap, and a denominator of 0.
func TestEveryFormula(t *testing.T) {
	f := current(t)
	for _, c := range []struct {
		code             string
		numerator, of    float64
		points, possible float64
	}{
		{"PUBLISH_ON_TIME", 45, 50, 5.4, 6},         // 6 · 0.9
		{"PUBLIC_UPDATE_ON_TIME", 3, 4, 3, 4},       // 4 · 0.75
		{"PUBLIC_CONTENT_FULL", 1, 8, 0.25, 2},      // 2 · 0.125
		{"DOSSIER_SYNC", 990, 1000, 5.94, 6},        // 6 · 0.99
		{"DOSSIER_SYNC", 1100, 1000, 6, 6},          // more than all is all
		{"ON_TIME", 230, 250, 18.4, 20},             // 20 · 0.92
		{"ON_TIME", 260, 250, 20, 20},               // carried over ones resolved too: capped
		{"ON_TIME", 0, 250, 0, 20},                  // known to be 0
		{"ON_TIME", 0, 0, unknown, 0},               // nothing received: no ratio
		{"A", 30, 50, 1.5, 2},                       // 2 · 0.6/0.80
		{"A", 40, 50, 2, 2},                         // at 0.80 all points
		{"A", 50, 50, 2, 2},                         // beyond it no more
		{"B", 15, 60, 1, 4},                         // 4 · 0.25
		{"C", 20, 100, 2.4, 6},                      // 6 · 0.2/0.50
		{"C", 50, 100, 6, 6},                        // at 0.50 all points
		{"C", 99, 100, 6, 6},                        //
		{"A_DOSSIERS", 60, 240, 1.5, 6},             // 6 · 0.25
		{"B_FORMALITIES_WITH_TXN", 6, 15, 1, 2},     // 2.5 · 0.4
		{"B_FORMALITIES_WITH_TXN", 13, 15, 2, 2},    // 2.5 · 0.867 = 2.167, capped
		{"C_FORMALITIES_OFFERED", 3, 15, 0.5, 2},    // 2.5 · 0.2
		{"C_FORMALITIES_OFFERED", 15, 15, 2, 2},     // 2.5, capped
		{"C_FORMALITIES_OFFERED", 0, 0, unknown, 0}, // no fee procedures
		{"ORIGINAL_RESULT_AVAILABLE", 30, 40, 4.5, 6},
		{"ORIGINAL_RESULT_AVAILABLE", 41, 40, 6, 6},
		{"SO_HOA_GIAY_TO_GIAI_QUYET", 5, 8, 2.5, 4},
		{"REUSED_DIGITIZED_DATA", 2, 5, 1, 2}, // 2 · 0.4/0.80
		{"REUSED_DIGITIZED_DATA", 9, 10, 2, 2},
		{"SYNCED_WITH_DVCQG_PERSONAL_STORAGE", 0, 40, 0, 4},
		{"CITIZEN_DATA_CONNECTED_DOSSIER", 1, 2, 1, 2},
		{"CITIZEN_DATA_CONNECTED_FORMALITY", 1, 4, 0.5, 2},
		{"ELECTRONIC_CERTIFIED_COPY", 3, 4, 1.5, 2},
		{"DOSSIER_RECEIVING_SATISFACTION", 45, 100, 3, 6}, // 6 · 0.45/0.90
		{"DOSSIER_RECEIVING_SATISFACTION", 95, 100, 6, 6},
		{"DOSSIER_RECEIVING_SATISFACTION", 0, 0, 0, 6}, // nobody was asked: no points, and they were possible
		{"PETITION_PROCESSING_ON_TIME", 3, 4, 4.5, 6},
		{"PETITION_PROCESSING_ON_TIME", 0, 0, 6, 6}, // no petitions: all points
		{"PETITION_HANDLING_SATISFACTION", 1, 4, 1.5, 6},
		{"PETITION_HANDLING_SATISFACTION", 0, 0, 6, 6},
		{"PETITION_CLASSIFICATION_TTHC", 3, 7, unknown, 0}, // shown, without points
		{"PETITION_CLASSIFICATION_STAFF", 4, 7, unknown, 0},
	} {
		s := f.Score(map[string]scorecard.Ratio{c.code: {Numerator: c.numerator, Denominator: c.of, Source: scorecard.SourceEvents}})
		assert.InDelta(t, c.possible, s.Base, 1e-9, "%+v", c)
		if c.points == unknown {
			assert.Nil(t, s.Points, "%+v", c)
			continue
		}
		require.NotNil(t, s.Points, "%+v", c)
		assert.InDelta(t, c.points, *s.Points, 1e-9, "%+v", c)
	}
}

func TestWhatIsNotKnownIsNotZero(t *testing.T) {
	f := current(t)
	none := f.Score(nil)
	assert.Nil(t, none.Points)
	assert.Zero(t, none.Base)
	_, ok := none.Percent()
	assert.False(t, ok)
	for _, g := range none.Groups {
		assert.Nil(t, g.Points)
		for _, m := range g.Metrics {
			assert.Equal(t, scorecard.MetricScore{Metric: m.Metric, Source: scorecard.SourceNone}, m)
		}
	}

	// 6 · 0.9 of 6, 20 · 0.92 of 20 and 0 of 4: 23.8 of 30 points.
	some := f.Score(map[string]scorecard.Ratio{
		"PUBLISH_ON_TIME":                    {Numerator: 45, Denominator: 50, Source: scorecard.SourceReported + "portal"},
		"ON_TIME":                            {Numerator: 230, Denominator: 250, Source: scorecard.SourceEvents},
		"SYNCED_WITH_DVCQG_PERSONAL_STORAGE": {Numerator: 0, Denominator: 9, Source: scorecard.SourceReported + "portal"},
	})
	assert.InDelta(t, 23.8, *some.Points, 1e-9)
	assert.InDelta(t, 30, some.Base, 1e-9)
	percent, ok := some.Percent()
	assert.True(t, ok)
	assert.InDelta(t, 79.3333, percent, 1e-4)
	first := some.Groups[0].Metrics[0]
	assert.InDelta(t, 0.9, *first.Ratio, 1e-9)
	assert.Equal(t, [...]float64{45, 50}, [...]float64{*first.Numerator, *first.Denominator})
	assert.Equal(t, "reported:portal", first.Source)
	assert.Zero(t, *some.Groups[4].Points, "known to be 0")
	assert.Nil(t, some.Groups[5].Points, "not known")
}

func TestGrades(t *testing.T) {
	f := current(t)
	for percent, want := range map[float64]string{
		100: "excellent", 90: "excellent", 89.99: "good", 80: "good", 79.99: "fair", 70: "fair", 69.9: "average", 50: "average", 49.9: "weak", 0: "weak",
	} {
		assert.Equal(t, want, f.Grade(percent).ID, percent)
	}
}

func TestRanksAreOfOneScale(t *testing.T) {
	at := func(v float64) *float64 { return &v }
	assert.Equal(t, []int{1, 0, 3, 3, 2, 5, 0}, scorecard.Rank([]*float64{at(99), nil, at(80), at(80), at(90.96), at(0), nil}))
	assert.Empty(t, scorecard.Rank(nil))
}

func TestPointsStayWithinWhatIsPossible(t *testing.T) {
	f := current(t)
	rapid.Check(t, func(t *rapid.T) {
		known := make(map[string]scorecard.Ratio)
		for _, g := range f.Groups {
			for _, m := range g.Metrics {
				if rapid.Bool().Draw(t, m.Code) {
					known[m.Code] = scorecard.Ratio{
						Numerator: float64(rapid.IntRange(0, 50).Draw(t, "numerator")), Denominator: float64(rapid.IntRange(0, 50).Draw(t, "denominator")),
					}
				}
			}
		}
		s := f.Score(known)
		var points, base float64
		for _, g := range s.Groups {
			if g.Points == nil {
				continue
			}
			if *g.Points < 0 || *g.Points > g.Base+1e-9 || g.Base > g.Group.Max+1e-9 {
				t.Fatalf("%s has %v of %v points", g.Group.Code, *g.Points, g.Base)
			}
			points, base = points+*g.Points, base+g.Base
		}
		if s.Points != nil && (*s.Points-points > 1e-9 || s.Base-base > 1e-9 || s.Base > f.Max+1e-9) {
			t.Fatalf("%v of %v points are not the sum of the groups: %v of %v", *s.Points, s.Base, points, base)
		}
	})
}

func TestABrokenVersionIsRefusedWithEveryFault(t *testing.T) {
	_, err := scorecard.Parse([]byte(`{"id":"","max":10,"grades":[],"groups":[{"code":"g","max":4,"metrics":[{"code":"","max":3}]}]}`))
	for _, fault := range []string{"id is missing", "grades: ", "needs a code", "groups[0] g: its metrics give 3 points, not 4", "groups: give 4 points, not 10"} {
		assert.ErrorContains(t, err, fault)
	}
	_, err = scorecard.Parse([]byte(`{"id":"x","maximum":10}`))
	assert.Error(t, err)
}

func TestPeriods(t *testing.T) {
	for text, want := range map[string]string{
		"2024-06": "2024-06-01 2024-06-30", "2024-02": "2024-02-01 2024-02-29", "2024-12": "2024-12-01 2024-12-31",
		"2024-Q1": "2024-01-01 2024-03-31", "2024-Q2": "2024-04-01 2024-06-30", "2024-Q4": "2024-10-01 2024-12-31",
		"2024": "2024-01-01 2024-12-31",
	} {
		p, err := scorecard.ParsePeriod(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, p.From.String()+" "+p.To.String())
	}
	for _, text := range []string{"", "24", "2024-", "2024-Q", "2024-Q0", "2024-Q5", "2024-13", "2024-00", "2024-6", "2024-Q02", "2024-06-01", "+024", "1899", "2024-Q+"} {
		_, err := scorecard.ParsePeriod(text)
		assert.Error(t, err, text)
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, seed := range []string{"2024", "2024-06", "2024-Q2", "2024-Q"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := scorecard.ParsePeriod(text)
		if err != nil {
			return
		}
		days := int(p.To-p.From) + 1
		if days < 28 || days > 366 || !strings.HasPrefix(p.From.String(), text[:4]) || !strings.HasSuffix(p.From.String(), "-01") {
			t.Fatalf("%q is read as %s to %s", text, p.From, p.To)
		}
	})
}
