package indicators

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
)

const (
	monthly = "mail.active_pct" // by the 5th working day
	free    = "certificates.personal"
)

func of(n int64) *event.Decimal { d := event.DecimalOf(n); return &d }

func noonOf(day string) time.Time {
	return calendar.MustDate(day).Midnight(time.FixedZone("ICT", 7*3600)).Add(12 * time.Hour)
}

func month(m string) *event.Indicator {
	from := calendar.MustDate(m + "-01")
	to := from
	for (to + 1).Time().Month() == from.Time().Month() {
		to++
	}
	return &event.Indicator{Indicator: monthly, Unit: "68", Issuer: "so-tttt", From: from, To: to}
}

// book runs events and sums their entries.
type book struct {
	a    *aggregate
	l    *ledger.Ledger
	s    State
	sums map[ledger.Measure]int64

	latest intaketest.Latest
}

func newBook(top *topology.Topology) *book {
	a := &aggregate{topology: top}
	return &book{a: a, l: ledger.New(a.topology.Location()), sums: make(map[ledger.Measure]int64)}
}

func (b *book) tell(t require.TestingT, what event.Type, at time.Time, data *event.Indicator) *event.Indicator {
	e := &event.Event{Type: what, Subject: event.IndicatorSubject(data.Indicator, data.Unit, data.Issuer), Time: at, Data: data}
	b.latest.Count(e)
	filled, err := b.a.Decide(b.s, e)
	require.NoError(t, err)
	e.Data = filled
	b.s = b.a.Evolve(b.s, e)
	decoded, err := b.a.Decode(b.a.Encode(nil, b.s))
	require.NoError(t, err)
	require.Equal(t, b.s, decoded)
	for _, x := range b.l.Postings(nil, e) {
		b.sums[x.Measure] += x.Amount
	}
	return filled.(*event.Indicator)
}

func TestTheFreshnessContractOfAMonth(t *testing.T) {
	b := newBook(intaketest.Topology(t))
	report := func(m, day string, value int64) *event.Indicator {
		d := month(m)
		d.Value = of(value)
		return b.tell(t, event.IndicatorReported, noonOf(day), d)
	}
	january := report("2024-01", "2024-02-05", 71)
	assert.Equal(t, event.TimelyEarly, january.Timeliness)
	assert.Equal(t, calendar.MustDate("2024-02-07"), january.Due, "the fifth working day of February")
	assert.Equal(t, event.TimelyOnTime, report("2024-02", "2024-03-07", 72).Timeliness)

	missed := b.tell(t, event.IndicatorMissed, noonOf("2024-04-08"), month("2024-03"))
	assert.True(t, missed.Silent && missed.CountsDue)
	assert.EqualValues(t, 1, b.sums["indicators.silent"])
	again := b.tell(t, event.IndicatorMissed, noonOf("2024-04-08"), month("2024-03"))
	assert.Equal(t, []event.Flag{event.FlagRepeated}, again.Flags, "a period is missed once")
	reminder := &event.Indicator{Indicator: monthly, Unit: "68", Issuer: "so-tttt"}
	assert.Equal(t, 1, b.tell(t, event.IndicatorReminded, noonOf("2024-04-08"), reminder).Reminders)
	assert.Equal(t, 2, b.tell(t, event.IndicatorReminded, noonOf("2024-04-15"), reminder).Reminders)

	late := report("2024-03", "2024-04-16", 73)
	assert.Equal(t, event.TimelyLate, late.Timeliness)
	assert.False(t, late.Silent || late.CountsDue, "it was accounted for when it was missed")
	corrected := report("2024-03", "2024-04-17", 74)
	assert.True(t, corrected.Corrects)
	assert.Equal(t, []event.Flag{event.FlagRepeated}, report("2024-03", "2024-04-18", 74).Flags)
	assert.Equal(t, map[ledger.Measure]int64{
		"indicators.reports": 5, "indicators.due": 3, "indicators.on_time": 2, "indicators.late": 1, "indicators.missed": 2,
		"indicators.reminders": 2, "indicators.corrected": 1, "indicators.flagged": 2, "indicators.silent": 0,
	}, b.sums)
	assert.Equal(t, of(74), b.s.current().Value)
}

func TestFourWordsOfAContractWithMisses(t *testing.T) {
	s := &Service{Service: &intake.Service[State]{Topology: intaketest.Topology(t)}}
	k := s.kept(&clickhouse.Contract{Issuer: "so-tttt", Unit: "68", Sums: map[ledger.Measure]int64{
		ledger.IndicatorsReports: 8, ledger.IndicatorsDue: 10, ledger.IndicatorsOnTime: 5, ledger.IndicatorsLate: 2, ledger.IndicatorsMissed: 5,
		ledger.IndicatorsSilent: 1, ledger.IndicatorsCorrected: 1, ledger.IndicatorsFlagged: 2,
	}}, calendar.MustDate("2024-06-30"))
	assert.InDelta(t, 0.7, *k.Complete, 1e-9, "three periods never came, though one stream alone is silent now")
	assert.InDelta(t, 0.5, *k.Live, 1e-9)
	assert.InDelta(t, 0.875, *k.Correct, 1e-9)
	assert.InDelta(t, 0.75, *k.Clean, 1e-9)
	// The late report of a period that was missed before the period asked for is not of its base.
	k = s.kept(&clickhouse.Contract{Sums: map[ledger.Measure]int64{ledger.IndicatorsDue: 2, ledger.IndicatorsOnTime: 2, ledger.IndicatorsLate: 1}}, 0)
	assert.InDelta(t, 1.0, *k.Complete, 1e-9)
}

func TestAnOlderPeriodIsKeptAndNotShown(t *testing.T) {
	b := newBook(intaketest.Topology(t))
	march, january := month("2024-03"), month("2024-01")
	march.Value, january.Value = of(73), of(71)
	b.tell(t, event.IndicatorReported, noonOf("2024-04-03"), march)
	d := b.tell(t, event.IndicatorReported, noonOf("2024-04-04"), january)
	assert.Equal(t, []event.Flag{event.FlagOutOfOrder}, d.Flags)
	assert.Equal(t, of(73), d.Current.Value, "the card still shows March")
	assert.Len(t, b.s.Reports, 2)
}

func TestNoDataIsNotZero(t *testing.T) {
	b := newBook(intaketest.Topology(t))
	nothing := month("2024-01")
	d := b.tell(t, event.IndicatorReported, noonOf("2024-02-05"), nothing)
	assert.Nil(t, d.Current.Value)
	zero := month("2024-01")
	zero.Value = of(0)
	assert.True(t, b.tell(t, event.IndicatorReported, noonOf("2024-02-06"), zero).Corrects, "0 is another report than none")
}

func TestWhatIsRefused(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	more := event.DecimalOf(101)
	half := event.Decimal(5_000)
	negative := event.DecimalOf(-1)
	for _, c := range []struct {
		field string
		data  event.Indicator
	}{
		{"data.indicator", event.Indicator{Indicator: "x", Unit: "68", Issuer: "so-tttt"}},
		{"data.unit", event.Indicator{Indicator: free, Unit: "0", Issuer: "so-tttt"}},
		{"data.issuer", event.Indicator{Indicator: free, Unit: "68", Issuer: "x"}},
		{"data.unit", event.Indicator{Indicator: "crime_reports.received", Unit: "24769", Issuer: "cong-an-tinh"}},
		{"data.unit", event.Indicator{Indicator: "stays.visitors", Unit: "24769", Issuer: "so-vhttdl"}},
		{"data.department", event.Indicator{Indicator: free, Unit: "68", Issuer: "dvcqg", Department: "x"}},
		{"data.department", event.Indicator{Indicator: free, Unit: "672", Issuer: "dvcqg", Department: "construction"}},
		{"data.to", event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt"}},
		{"data.from", event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt", From: 3, To: 2}},
		{"data.as_of", event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt", From: 2, To: 3, AsOf: 1}},
		{"data.value", event.Indicator{Indicator: monthly, Unit: "68", Issuer: "so-tttt", From: 2, To: 3, Value: &more}},
		{"data.value", event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt", From: 2, To: 3, Value: &half}},
		{"data.value", event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt", From: 2, To: 3, Value: &negative}},
		{"data.of", event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt", From: 2, To: 3, Value: of(2), Of: of(1)}},
		{"data.to", event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt", From: 2, To: 5}},
		{"data.as_of", event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt", From: 2, To: 3, AsOf: 5}},
		{"data.corrects", event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt", Corrects: true}},
		{"data.current", event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt", Current: &event.ReportedFigure{}}},
	} {
		_, err := a.Decide(State{}, &event.Event{
			Type: event.IndicatorReported, Subject: event.IndicatorSubject(c.data.Indicator, c.data.Unit, c.data.Issuer), Data: &c.data,
			Time: calendar.Date(4).Midnight(a.topology.Location()),
		})
		var refusal *event.FieldError
		require.ErrorAs(t, err, &refusal, c.field)
		assert.Equal(t, c.field, refusal.Field, "%+v", c.data)
	}
	_, err := a.Decide(State{}, &event.Event{Type: event.IndicatorReported, Subject: "indicator/other", Data: &event.Indicator{Indicator: free, Unit: "68", Issuer: "so-tttt"}})
	require.ErrorContains(t, err, "subject")
}

func TestAnIssuerReportsAboutADepartment(t *testing.T) {
	top := intaketest.Topology(t)
	b := newBook(top)
	score := func() *event.Indicator {
		d := month("2024-05")
		d.Indicator, d.Issuer, d.Department, d.Value = "scorecard.publish_on_time", "dvcqg", "construction", of(9)
		d.Of = of(10)
		return d
	}
	tell := func(subject string, d *event.Indicator) (event.Data, error) {
		return b.a.Decide(State{}, &event.Event{Type: event.IndicatorReported, Subject: subject, Time: noonOf("2024-06-05"), Data: d})
	}
	about := event.IndicatorSubjectAbout("scorecard.publish_on_time", "68", "dvcqg", "construction")
	assert.Equal(t, "indicator/scorecard.publish_on_time:68:dvcqg:construction", about)
	data, err := tell(about, score())
	require.NoError(t, err)
	d := data.(*event.Indicator)
	assert.Equal(t, "construction", d.Department)
	assert.Equal(t, event.TimelyEarly, d.Timeliness, "it is expected by the tenth working day")
	_, err = tell(event.IndicatorSubject("scorecard.publish_on_time", "68", "dvcqg"), score())
	require.ErrorContains(t, err, "subject")

	own := month("2024-05")
	own.Department, own.Value = "information", of(70)
	data, err = tell(event.IndicatorSubject(monthly, "68", "so-tttt"), own)
	require.NoError(t, err, "the issuer's own department is its one stream")
	assert.Equal(t, "information", data.(*event.Indicator).Department)
	assert.True(t, data.(*event.Indicator).CountsDue)
}

// TestARestrictedFigureIsNeverACommunes covers every map: in the province of two tiers a commune has one unit above it, as a district has.
func TestARestrictedFigureIsNeverACommunes(t *testing.T) {
	a := &aggregate{topology: intaketest.Topology(t)}
	for _, m := range a.topology.Maps() {
		for _, u := range m.Units() {
			d := &event.Indicator{Indicator: "stays.declared", Unit: u.ID, Issuer: "cong-an-tinh", From: m.From, To: max(m.From, 20_000), Value: of(1)}
			_, err := a.Decide(State{}, &event.Event{
				Type: event.IndicatorReported, Subject: event.IndicatorSubject(d.Indicator, u.ID, d.Issuer), Data: d,
				Time: (d.To + 1).Midnight(a.topology.Location()),
			})
			if u.Kind == "commune" {
				require.ErrorContains(t, err, "not shown finer", "%s of %s", u.ID, m.ID)
			} else {
				require.NotContains(t, fmt.Sprint(err), "not shown finer", "%s of %s", u.ID, m.ID)
			}
		}
	}
}

func TestAPeriodThatEndsTodayIsTakenAndOneThatDoesNotFitIsFlagged(t *testing.T) {
	b := newBook(intaketest.Topology(t))
	may := month("2024-05")
	may.Value, may.AsOf = of(70), may.To
	d := b.tell(t, event.IndicatorReported, noonOf("2024-05-31"), may)
	assert.Empty(t, d.Flags)
	assert.Equal(t, event.TimelyEarly, d.Timeliness)
	odd := month("2024-06")
	odd.To, odd.Value = odd.From+14, of(71)
	d = b.tell(t, event.IndicatorReported, noonOf("2024-06-20"), odd)
	assert.Equal(t, []event.Flag{event.FlagOffCadence}, d.Flags)
	assert.False(t, d.CountsDue, "it accounts for no expected month")
	assert.EqualValues(t, 1, b.sums["indicators.flagged"])
}

// TestSumsCloseWhateverTheOrder draws reports, misses and reminders in any order.
func TestSumsCloseWhateverTheOrder(t *testing.T) {
	top := intaketest.Topology(t)
	rapid.Check(t, func(t *rapid.T) {
		b := newBook(top)
		for range rapid.IntRange(1, 20).Draw(t, "events") {
			d := month([]string{"2024-01", "2024-02", "2024-03", "2024-04"}[rapid.IntRange(0, 3).Draw(t, "month")])
			at := noonOf("2024-04-30").Add(time.Duration(rapid.IntRange(0, 120).Draw(t, "day")) * 24 * time.Hour)
			what := rapid.SampledFrom([]event.Type{event.IndicatorReported, event.IndicatorReported, event.IndicatorMissed, event.IndicatorReminded}).Draw(t, "type")
			switch {
			case what == event.IndicatorReported:
				d.Value = of(int64(rapid.IntRange(70, 72).Draw(t, "value")))
			case what == event.IndicatorReminded && b.s.Missed == 0:
				continue
			}
			b.tell(t, what, at, d)
			silent := int64(0)
			if b.s.Missed != 0 {
				silent = 1
			}
			require.Equal(t, silent, b.sums["indicators.silent"])
			require.LessOrEqual(t, b.sums["indicators.due"], int64(4), "a period is accounted for once")
			require.LessOrEqual(t, b.sums["indicators.on_time"]+b.sums["indicators.late"], int64(4))
			require.LessOrEqual(t, len(b.s.Reports), 4)
		}
	})
}
