package scenario_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/services/simulator/scenario"
)

// period is one period of one stream of reports.
type period struct {
	subject string
	to      calendar.Date
}

// reports are the days on which each period was first reported and missed, and the reminders of each stream.
type reports struct {
	first, missed map[period]calendar.Date
	reminders     map[string][]calendar.Date
	times         map[period]int
}

func collectReports(t *testing.T, g *scenario.Generator, days int) *reports {
	t.Helper()
	all := &reports{make(map[period]calendar.Date), make(map[period]calendar.Date), make(map[string][]calendar.Date), make(map[period]int)}
	var d scenario.Day
	for range days {
		require.NoError(t, g.Next(&d))
		for i := range d.Batches {
			b := &d.Batches[i]
			if b.Service != "indicators" {
				continue
			}
			for n := range b.Marks {
				e, err := event.Parse(bytes.TrimSuffix(b.Line(n), []byte("\n")))
				require.NoError(t, err)
				all.add(t, &e, d.Date)
			}
		}
	}
	return all
}

func (r *reports) add(t *testing.T, e *event.Event, day calendar.Date) {
	t.Helper()
	data := e.Data.(*event.Indicator)
	p := period{e.Subject, data.To}
	switch e.Type {
	case event.IndicatorMissed:
		assert.Zero(t, r.missed[p], "%s is missed once", e.Subject)
		r.missed[p] = day
	case event.IndicatorReminded:
		r.reminders[e.Subject] = append(r.reminders[e.Subject], day)
	default:
		r.times[p]++
		if r.first[p] == 0 {
			r.first[p] = day
		}
	}
}

// TestWhatIsNotReportedIsMissed holds every expected period of the half-year: it is reported by the day on which it is due, or
// missed on the day after, as the indicators service says when it is live.
func TestWhatIsNotReportedIsMissed(t *testing.T) {
	top := lamdong(t)
	const days = 182
	all := collectReports(t, generator(t, 1), days)
	to := calendar.MustDate("2024-06-30")
	late, never := 0, 0
	eachPeriod(top, to, func(p period, due calendar.Date) {
		reported, missed := all.first[p], all.missed[p]
		if reported != 0 && reported <= due {
			assert.Zero(t, missed, "%v was reported", p)
			return
		}
		if assert.Equal(t, due+1, missed, "%v was due on %s", p, due) {
			assert.Contains(t, all.reminders[p.subject], due+1, "%v", p)
		}
		if reported != 0 {
			late++
		} else {
			never++
		}
	})
	assert.Len(t, all.missed, late+never, "nothing else is missed")
	assert.Greater(t, late, 20)
	assert.Greater(t, never, 20)
}

// eachPeriod goes through the expected periods that were due before the end of the history.
func eachPeriod(top *topology.Topology, last calendar.Date, do func(p period, due calendar.Date)) {
	for i := range top.Indicators {
		indicator := &top.Indicators[i]
		for n := range indicator.Expected {
			x := &indicator.Expected[n]
			for _, to := x.Period(x.From); top.Due(x, to) < last; _, to = x.Period(to + 1) {
				for _, about := range top.AboutOf(x, x.From) {
					do(period{event.IndicatorSubjectAbout(indicator.ID, about.Unit, x.Agency, about.Department), to}, top.Due(x, to))
				}
			}
		}
	}
}

// TestAPeriodIsReportedOnceMoreAtMost looks over the end of the history: the live days do not report its periods again.
func TestAPeriodIsReportedOnceMoreAtMost(t *testing.T) {
	for p, n := range collectReports(t, generator(t, 1), 200).times {
		assert.LessOrEqual(t, n, 2, "%v is reported, and corrected at most once", p)
	}
}
