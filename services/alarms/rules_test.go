package alarms

import (
	"math"
	"slices"
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

func decimal(t *testing.T, s string) *event.Decimal {
	t.Helper()
	d, err := event.ParseDecimal(s)
	require.NoError(t, err)
	return &d
}

func TestARuleHoldsBeyondItsThresholdAndClearsWellWithin(t *testing.T) {
	share := topology.Rule{Kind: topology.RuleThreshold, Figure: "dossiers.overdue", Base: "dossiers.open", Above: decimal(t, "5"), ClearAt: decimal(t, "4"), MinBase: 20}
	count := topology.Rule{Kind: topology.RuleThreshold, Figure: "feeds.down", Above: decimal(t, "0")}
	low := topology.Rule{Kind: topology.RuleThreshold, Figure: "dossiers.resolved_early", Base: "dossiers.resolved", Below: decimal(t, "95"), ClearAt: decimal(t, "96.5")}
	trend := topology.Rule{Kind: topology.RuleTrend, Figure: "payments.failed", Above: decimal(t, "200"), Days: 7, MinBase: 50}
	for _, c := range []struct {
		what        string
		rule        *topology.Rule
		value, base int64
		holds, back bool
	}{
		{"5 % is not above 5 %", &share, 5, 100, false, false},
		{"5.0001 % is", &share, 50_001, 1_000_000, true, false},
		{"between 4 and 5 % it stays as it is", &share, 45, 1000, false, false},
		{"4 % is back", &share, 4, 100, false, true},
		{"one of 19 is too few to tell", &share, 1, 19, false, true},
		{"one of 20 is 5 %", &share, 1, 20, false, false},
		{"two of 20 are 10 %", &share, 2, 20, true, false},
		{"nothing open", &share, 0, 0, false, true},
		{"none is down", &count, 0, 0, false, true},
		{"one is down", &count, 1, 0, true, false},
		{"94.9 % is below 95 %", &low, 949, 1000, true, false},
		{"95 % is not below 95 %", &low, 95, 100, false, false},
		{"96.5 % is back", &low, 965, 1000, false, true},
		{"twice as many is not more than twice", &trend, 100, 50, false, true},
		{"more than twice as many", &trend, 101, 50, true, false},
		{"hardly any before", &trend, 101, 49, false, true},
	} {
		assert.Equal(t, c.holds, holds(c.rule, c.value, c.base), "%s: holds", c.what)
		assert.Equal(t, c.back, isBack(c.rule, c.value, c.base), "%s: is back", c.what)
	}
}

func TestNoRuleHoldsAndIsBackAtOnce(t *testing.T) {
	top := intaketest.Topology(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := rapid.SampledFrom(top.Rules).Filter(func(r topology.Rule) bool { return r.Figure != "" }).Draw(rt, "rule")
		value, base := rapid.Int64Range(0, 1e6).Draw(rt, "value"), rapid.Int64Range(0, 1e6).Draw(rt, "base")
		require.False(rt, holds(&r, value, base) && isBack(&r, value, base))
	})
}

// fact is an entry with what else the rollup knows of it.
type fact struct {
	ledger.Posting
	occurred  time.Time
	simulated bool
}

// seen makes what a look at a topology's rules sees at a moment out of entries.
func seen(t *topology.Topology, now time.Time, facts ...fact) *figures {
	f := &figures{cut: 7, today: calendar.DateOf(now, t.Location()), now: now, at: make(map[ledger.Range]int)}
	_, ranges := needs(t.Rules, f.today)
	own := make([]clickhouse.PlaceSum, len(facts))
	for i, x := range facts {
		own[i] = clickhouse.PlaceSum{
			Unit: x.Unit, Department: x.Department, Measure: x.Measure, Sums: make([]int64, len(ranges)), Occurred: x.occurred, Simulated: x.simulated,
		}
		for j, r := range ranges {
			f.at[r] = j
			if r.Has(&x.Posting) {
				own[i].Sums[j] = x.Amount
			}
		}
	}
	f.rollUp(t, own)
	return f
}

// open are dossiers that are under way in June 2024, some of them overdue.
func open(unit, department string, overdue, all int64) []fact {
	day := calendar.MustDate("2024-06-01")
	e := ledger.Posting{Unit: unit, Department: department, Measure: ledger.DossiersRunning, Day: day}
	late := e
	late.Due, late.Amount, e.Amount = day, overdue, all-overdue
	return []fact{{Posting: late}, {Posting: e}}
}

func TestAlarmsAreRaisedWhereARuleHoldsAndTheyAreNotActive(t *testing.T) {
	top := *intaketest.Topology(t)
	top.Rules = []topology.Rule{
		{ID: "event", Kind: topology.RuleEvent},
		{
			ID: "share", Kind: topology.RuleThreshold, Figure: "dossiers.overdue", Base: "dossiers.open", Above: decimal(t, "5"),
			ClearAt: decimal(t, "4"), Over: []string{"district", topology.OverDepartments},
		},
	}
	commune := top.Unit("672").Children()[0].ID
	f := seen(&top, noon, slices.Concat(
		open("672", "", 1, 60), open(commune, "construction", 3, 30), open(commune, "", 2, 10), // 6 of 100 together
		open("675", "", 6, 100), open("676", "", 45, 1000), open("677", "", 4, 100), open("678", "", 45, 1000), open("nowhere", "", 9, 9))...)
	active := map[string]bool{"alarm/share/unit/675": true, "alarm/share/unit/676": true, "alarm/share/unit/677": true}
	share := &top.Rules[1]
	assert.Equal(t, []decision{
		{rule: share, place: place{unit: "672"}, raise: true, sight: sight{value: 6, base: 100, holds: true}},
		{rule: share, place: place{unit: "677"}, sight: sight{value: 4, base: 100, back: true}}, // 675 is active already; 676 and 678 are in between
		{rule: share, place: place{"68", "construction"}, raise: true, sight: sight{value: 3, base: 30, holds: true}},
	}, f.evaluate(&top, active))
}

func TestTheLesserRuleGivesWayToTheGreater(t *testing.T) {
	top := intaketest.Topology(t)
	look := func(overdue int64, active ...string) map[string]bool {
		few := topologyWith(top, "dossiers.overdue.late", "dossiers.overdue.watch")
		f := seen(few, noon, open("672", "", overdue, 1000)...)
		all := make(map[string]bool)
		for _, a := range active {
			all["alarm/"+a+"/unit/672"] = true
		}
		told := make(map[string]bool)
		for _, d := range f.evaluate(few, all) {
			told[d.rule.ID] = d.raise
		}
		return told
	}
	const late, watch = "dossiers.overdue.late", "dossiers.overdue.watch"
	assert.Equal(t, map[string]bool{watch: true}, look(60))
	assert.Equal(t, map[string]bool{late: true}, look(110), "at once beyond both: one alarm")
	assert.Equal(t, map[string]bool{late: true, watch: false}, look(110, watch), "one takes the place of the other")
	assert.Empty(t, look(95, late), "between 9 and 10 % the greater stays, so the lesser stays away")
	assert.Equal(t, map[string]bool{late: false, watch: true}, look(90, late))
}

// topologyWith is a topology with some of its rules alone.
func topologyWith(top *topology.Topology, ids ...string) *topology.Topology {
	few := *top
	few.Rules = slices.DeleteFunc(slices.Clone(top.Rules), func(r topology.Rule) bool { return !slices.Contains(ids, r.ID) })
	return &few
}

func TestAFlowIsOfItsDaysAndATrendOfAsManyBefore(t *testing.T) {
	top := intaketest.Topology(t)
	rules := []topology.Rule{
		{Kind: topology.RuleThreshold, Figure: "payments.failed", Base: "payments.succeeded", Days: 7},
		{Kind: topology.RuleTrend, Figure: "payments.failed", Days: 7},
		{Kind: topology.RuleTrend, Figure: "dossiers.paused", Days: 14},
		{Kind: topology.RuleThreshold, Figure: "payments.failed"},
	}
	measures, ranges := needs(rules, calendar.MustDate("2024-06-15"))
	assert.Equal(t, []ledger.Measure{"dossiers.stopped", "payments.failed", "payments.succeeded"}, measures)
	day := calendar.MustDate
	var days []ledger.Span
	for _, r := range ranges {
		assert.True(t, r.Due.IsAll())
		days = append(days, r.Days)
	}
	assert.Equal(t, []ledger.Span{
		{From: day("2024-06-09"), To: day("2024-06-15")},
		{From: day("2024-06-02"), To: day("2024-06-08")},
		{From: math.MinInt32, To: day("2024-06-15")},
		{From: math.MinInt32, To: day("2024-06-01")},
		{From: day("2024-01-01"), To: day("2024-06-15")},
	}, days)
	few := *top
	few.Rules = rules
	of := func(unit string, m ledger.Measure, on string, amount int64) fact {
		return fact{Posting: ledger.Posting{Unit: unit, Measure: m, Day: day(on), Amount: amount}, simulated: m == ledger.DossiersStopped}
	}
	f := seen(&few, noon,
		of("672", "payments.failed", "2023-12-31", 5), of("672", "payments.failed", "2024-06-01", 15), of("672", "payments.failed", "2024-06-08", 20),
		of("672", "payments.failed", "2024-06-09", 60), of("68", "payments.succeeded", "2024-06-08", 1000), of("68", "payments.succeeded", "2024-06-15", 1000),
		of("672", "dossiers.stopped", "2024-06-01", 50), of("672", "dossiers.stopped", "2024-06-02", 40), of("672", "dossiers.stopped", "2024-06-16", 9))
	for i, want := range []sight{{value: 60, base: 1000}, {value: 60, base: 20}, {value: 90, base: 50, simulated: true}, {value: 95}} {
		rules[i].Above = decimal(t, "1000000")
		got := f.see(top, &rules[i], place{unit: "68"})
		got.holds, got.back = false, false
		assert.Equal(t, want, got, "rule %d", i)
	}
}

func TestSilenceIsCountedInHoursOfWorkingDays(t *testing.T) {
	top := intaketest.Topology(t)
	local := func(text string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", text, top.Location())
		require.NoError(t, err)
		return at
	}
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2024-06-12 09:00", "2024-06-12 09:59", 0},
		{"2024-06-12 09:00", "2024-06-13 09:00", 24},
		{"2024-06-14 15:00", "2024-06-17 08:00", 17}, // Friday to Monday
		{"2024-06-15 10:00", "2024-06-16 22:00", 0},  // a weekend
		{"2024-05-03 20:00", "2024-05-06 00:00", 28}, // the make-up Saturday of 4 May is a working day
		{"2024-02-07 12:00", "2024-02-15 06:00", 18}, // Tết
		{"2024-06-12 09:00", "2024-06-11 09:00", 0},  // the source's clock is ahead
		{"2024-01-02 00:00", "2024-06-12 09:00", 48}, // at most as much as is asked for
	} {
		assert.Equal(t, c.want, workingDayHours(top, local(c.from), local(c.to), 48), "%s to %s", c.from, c.to)
	}
	rule := topology.Rule{Kind: topology.RuleSilence, Figure: "dossiers.received", Hours: 24}
	few := *top
	few.Rules = []topology.Rule{rule}
	heard := ledger.Posting{Unit: top.Unit("672").Children()[0].ID, Measure: ledger.DossiersReceived, Day: calendar.MustDate("2024-06-13"), Amount: 1}
	f := seen(&few, local("2024-06-17 05:59"), fact{heard, local("2024-06-13 15:00"), true})
	assert.Equal(t, sight{value: 24, base: 24, holds: true, simulated: true}, f.see(top, &rule, place{unit: "672"}))
	f.now = local("2024-06-14 14:59")
	assert.Equal(t, sight{value: 23, base: 24, back: true, simulated: true}, f.see(top, &rule, place{unit: "672"}))
	assert.Equal(t, sight{base: 24, back: true}, f.see(top, &rule, place{unit: "673"}), "never heard of: it has not begun")
}

func TestAnAlarmIsEscalatedOnceItsTimeIsOver(t *testing.T) {
	rule := &topology.Rule{EscalateHours: 24}
	waiting := State{Active: true, RaisedAt: noon}
	seen, gone, over := waiting, waiting, waiting
	seen.Acknowledged, gone.Escalated, over.Active = true, true, false
	day := noon.Add(24 * time.Hour)
	assert.False(t, escalates(waiting, rule, day.Add(-time.Second)))
	assert.True(t, escalates(waiting, rule, day))
	assert.False(t, escalates(waiting, &topology.Rule{}, day), "0 hours is never")
	assert.False(t, escalates(waiting, nil, day), "the rule is no more")
	for _, s := range []State{seen, gone, over} {
		assert.False(t, escalates(s, rule, day))
	}
}

func TestARuleOfAnUnknownFigureIsRefused(t *testing.T) {
	top := *intaketest.Topology(t)
	top.Rules = []topology.Rule{{ID: "r", Figure: "dossiers.overdue", Base: "dossiers.apples"}}
	_, err := New(Config{Common: intake.Common{Log: intaketest.Log(t), Topology: &top, Logger: intaketest.Quiet(), Now: time.Now}})
	require.ErrorContains(t, err, `rule r: there is no figure "dossiers.apples"`)
	top.Rules = []topology.Rule{{ID: "r", Kind: topology.RuleTrend, Figure: "dossiers.overdue", Days: 7}}
	_, err = New(Config{Common: intake.Common{Log: intaketest.Log(t), Topology: &top, Logger: intaketest.Quiet(), Now: time.Now}})
	require.ErrorContains(t, err, `rule r: dossiers.overdue looks at due dates`)
}

// From 1 December 2024 three districts are one: their figures are its, and alarms of them are over.
func TestTheRulesLookAtTheUnitsOfTheDay(t *testing.T) {
	top := topologyWith(intaketest.Topology(t), "dossiers.overdue.late", "dossiers.silence")
	look := func(at string, active ...string) (all []string) {
		now := calendar.MustDate(at).Midnight(top.Location()).Add(time.Hour)
		received := func(unit string, when time.Time) fact {
			e := ledger.Posting{Unit: unit, Measure: ledger.DossiersReceived, Day: calendar.DateOf(when, top.Location()), Amount: 1}
			return fact{e, when, false}
		}
		f := seen(top, now, slices.Concat(
			open("682", "", 3, 20), open("683", "", 0, 50), open("25141", "", 3, 40), // a commune of 682
			[]fact{
				received("682", now.AddDate(0, 0, -20)),
				received("25156", now), // a commune of 682
				received("683", now.AddDate(0, 0, -20)),
			})...)
		was := make(map[string]bool)
		for _, subject := range active {
			was["alarm/"+subject] = true
		}
		for _, d := range f.evaluate(top, was) {
			verb := "clear "
			if d.raise {
				verb = "raise "
			}
			all = append(all, verb+d.subject())
		}
		return all
	}
	assert.Equal(t, []string{"raise alarm/dossiers.silence/unit/683"}, look("2024-11-28"), "6 of 60 are not above 10 %")
	assert.Empty(t, look("2024-12-05"), "6 of 110, and something was heard of the new district")
	assert.Equal(t, []string{"clear alarm/dossiers.silence/unit/683"},
		look("2024-12-05", "dossiers.silence/unit/683", "incident.severe/incident/1", "custom/unit/683"), "others are not the rules' to clear")
	assert.Equal(t, []string{"clear alarm/dossiers.overdue.late/unit/672", "clear alarm/dossiers.silence/unit/682-202412"},
		look("2025-07-03", "dossiers.silence/unit/682-202412", "dossiers.overdue.late/unit/672"), "there are no districts")
}
