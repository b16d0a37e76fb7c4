package scorecard

// Source tells where a ratio comes from.
const (
	SourceEvents   = "events" // counted here
	SourceNone     = "none"
	SourceReported = "reported:" // and the issuer
)

// Ratio is what is known of a metric. Both numbers are counts, or any two of one measure.
type Ratio struct {
	Numerator   float64
	Denominator float64
	Source      string // SourceEvents, or SourceReported and the issuer
	// Within is the first and the last day that the numbers are of, Days how many there are: fewer where some between are not known.
	Within Period
	Days   int
}

// MetricScore is a metric with its points. Nil is "not known", which is not 0.
type MetricScore struct {
	Metric      *Metric
	Numerator   *float64
	Denominator *float64
	Ratio       *float64 // raw: may be over 1
	Points      *float64 // capped at Metric.Max
	Source      string
	Within      Period // of what is known
	Days        int
}

// GroupScore is the sum of a group's known points, and Base the points that could be had of what is known.
type GroupScore struct {
	Group   *Group
	Points  *float64 // nil: nothing is known
	Base    float64
	Metrics []MetricScore
}

// Score is one unit's scorecard of one period.
type Score struct {
	Formula *Formula
	Points  *float64 // nil: nothing is known
	Base    float64  // at most Formula.Max
	Groups  []GroupScore
}

// Score computes the scorecard of the ratios that are known, by metric code.
func (f *Formula) Score(known map[string]Ratio) Score {
	s := Score{Formula: f, Groups: make([]GroupScore, len(f.Groups))}
	for i := range f.Groups {
		g := GroupScore{Group: &f.Groups[i]}
		for j := range g.Group.Metrics {
			m := g.Group.Metrics[j].score(known)
			g.Metrics = append(g.Metrics, m)
			if m.Points != nil && m.Metric.Max > 0 {
				g.Points, g.Base = plus(g.Points, *m.Points), g.Base+m.Metric.Max
			}
		}
		if g.Points != nil {
			s.Points, s.Base = plus(s.Points, *g.Points), s.Base+g.Base
		}
		s.Groups[i] = g
	}
	return s
}

func plus(sum *float64, points float64) *float64 {
	if sum != nil {
		points += *sum
	}
	return &points
}

func (m *Metric) score(known map[string]Ratio) MetricScore {
	s := MetricScore{Metric: m, Source: SourceNone}
	r, ok := known[m.Code]
	if !ok {
		return s
	}
	s.Numerator, s.Denominator, s.Source, s.Within, s.Days = &r.Numerator, &r.Denominator, r.Source, r.Within, r.Days
	if r.Denominator == 0 {
		s.Points = m.WithoutBase
		return s
	}
	ratio := r.Numerator / r.Denominator
	points := min(m.Max, m.Max*ratio/m.FullAt)
	s.Ratio, s.Points = &ratio, &points
	return s
}

// Percent is the share of the possible points; false where nothing is known.
func (s *Score) Percent() (float64, bool) {
	if s.Points == nil || s.Base == 0 {
		return 0, false
	}
	return *s.Points / s.Base * 100, true
}

// Grade is the grade of so many per cent of the possible points.
func (f *Formula) Grade(percent float64) Grade {
	for _, g := range f.Grades {
		if percent >= g.From {
			return g
		}
	}
	return f.Grades[len(f.Grades)-1]
}
