package history_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/ledger/ledgertest"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/history"
)

// traffic is random events of things of all nouns, in the order of their times, from 1 June on, each in a commit of its own.
func traffic(r *rand.Rand, t *topology.Topology, n int) commits {
	lives := ledgertest.New(ledgertest.Config{
		IntN: r.IntN, Location: t.Location(), Things: 25,
		Units:       []string{"68", "672", "672", "24769", "24772", "673", "24814", "674"},
		Departments: []string{"", "education", "construction"},
		Procedures:  []string{"1.013225", "1.001193", "9.9", ""},
		Indicators:  []string{"iocs.total", "response_team.members"},
	})
	var all commits
	at := on("06-01")
	for range n {
		at = at.Add(time.Duration(r.IntN(600)) * time.Second)
		all = append(all, []event.Event{lives.Next(at)})
	}
	return all
}

func TestRowsAddUpToTheFigureAndListsHaveAsManyMembers(t *testing.T) {
	p := newProvince(t, nil)
	r := rand.New(rand.NewPCG(7, 66))
	p.record(traffic(r, p.topology, 4000))
	views := []string{"district/672", "commune/24769", "department/construction", "department/education/district/672"}
	seen, figures := make(ledgertest.Seen), make(figuresOf)
	for i, f := range ledger.FiguresByDay() {
		from := date("2024-06-01")
		if i%3 == 0 || f.Kind == ledger.Opening {
			from += 3
		}
		view, at, want := figures.some(p, f.Name, views[i%len(views)], from)
		seen.Add(map[string]int64{f.Name: want})
		period := fmt.Sprintf("%s?figure=%s&from=%s&at=%s&upto=%d", view, f.Name, from, at, p.position)
		requireBreakdowns(p, period, f, want, i)
		requirePages(p, period, want, f.Name != "payments.amount_vnd")
	}
	assert.Empty(t, seen.Missing(), "nothing was compared of these")
}

// Of a minute a list and its parts are those of a province that knows nothing which occurred from then on.
func TestAtAMinuteAListHasWhatOccurredBeforeIt(t *testing.T) {
	whole, until := newProvince(t, nil), newProvince(t, nil)
	all := traffic(rand.New(rand.NewPCG(9, 30)), whole.topology, 3000)
	moment := on("06-08").Add(4*time.Hour + 40*time.Minute)
	var earlier commits
	for _, commit := range all {
		if commit[0].At().Before(moment) {
			earlier = append(earlier, commit)
		}
	}
	require.Less(t, len(earlier), len(all)-500)
	whole.record(all)
	until.record(earlier)
	local := moment.In(whole.topology.Location())
	day, differ := local.Format(time.DateOnly), 0
	for i, f := range ledger.FiguresByDay() {
		if i%5 != 0 { // of every noun some
			continue
		}
		path := "province?figure=" + f.Name + "&from=2024-06-03&at=" + day
		minute := path + "&minute=" + local.Format("15:04")
		list, want := get[wire.List](whole, "/api/v1/lists/"+minute), get[wire.List](until, "/api/v1/lists/"+path)
		assert.Equal(t, []int64{want.Count, want.Value}, []int64{list.Count, list.Value}, f.Name)
		if list.Value != get[wire.List](whole, "/api/v1/lists/"+path).Value {
			differ++
		}
		by := []string{"unit", "aspect"}[i%2]
		if ledger.Noun(f.Measures[0]) == event.NounDossier {
			by = "status"
		}
		assert.Equal(t, get[wire.Breakdown](until, "/api/v1/breakdowns/"+path+"&by="+by).Rows,
			get[wire.Breakdown](whole, "/api/v1/breakdowns/"+minute+"&by="+by).Rows, "%s by %s", f.Name, by)
	}
	assert.Greater(t, differ, 3, "figures that are others at the minute than at the end of its day")
}

// figuresOf are the figures of views and periods, as the rollup has them.
type figuresOf map[string]map[string]int64

// some is a figure of a view, or of the province where the view has none, at the end of a day on which there is some.
func (f figuresOf) some(p *province, figure, view string, from calendar.Date) (where string, at calendar.Date, value int64) {
	p.t.Helper()
	for _, where = range []string{view, "province"} {
		for at = date("2024-06-12"); at > from; at-- {
			key := fmt.Sprint(where, from, at)
			if f[key] == nil {
				f[key] = p.figures(where, from, at)
			}
			if value = f[key][figure]; value != 0 {
				return where, at, value
			}
		}
	}
	return where, at, value
}

func (p *province) figures(view string, from, at calendar.Date) map[string]int64 {
	p.t.Helper()
	v, ok := p.topology.View(view)
	require.True(p.t, ok)
	var units []string
	if len(v.Unit.Ancestors()) > 1 {
		units = p.topology.Map("").UnitsWithin(v.Unit)
	}
	figures, _, err := p.db.Figures(p.t.Context(), units, v.Department, from, at)
	require.NoError(p.t, err)
	return figures
}

// requireBreakdowns holds the rows by every other dimension, and the lists behind some, against a figure's value.
func requireBreakdowns(p *province, period string, f ledger.Figure, want int64, turn int) {
	p.t.Helper()
	by := []string{"unit", "department", "procedure", "field", "day", "aspect", "level"}
	if ledger.Noun(f.Measures[0]) == event.NounDossier {
		by = append(by, "channel", "status")
	}
	for n, by := range by {
		if (n+turn)%2 != 0 {
			continue
		}
		b := get[wire.Breakdown](p, "/api/v1/breakdowns/"+period+"&by="+by)
		assert.Equal(p.t, want, b.Total, "%s by %s", period, by)
		var sum int64
		withheld := false
		for _, row := range b.Rows {
			sum += row.Value
			withheld = withheld || row.Withheld
		}
		if !withheld {
			assert.Equal(p.t, want, sum, "%s by %s", period, by)
		}
		if by != "unit" && by != "day" && len(b.Rows) < 20 && (n+turn)%4 == 0 {
			requireLists(p, period, by, b.Rows)
		}
	}
}

// requireLists asks for the list behind each row.
func requireLists(p *province, period, by string, rows []wire.Share) {
	p.t.Helper()
	for _, row := range rows {
		key := row.Key
		if key == "" {
			key = history.None
		}
		list := get[wire.List](p, "/api/v1/lists/"+period+"&"+by+"="+url.QueryEscape(key))
		if row.Withheld {
			continue
		}
		assert.Equal(p.t, row.Value, list.Value, "%s %s=%s", period, by, key)
	}
}

// requirePages pages a list to its end.
func requirePages(p *province, period string, want int64, counts bool) {
	p.t.Helper()
	var sum, count int64
	seen := make(map[string]bool)
	limit := fmt.Sprintf("&limit=%d", 7+want/5)
	if want > 1000 || want < 0 {
		limit = "&limit=1000"
	}
	for next := ""; ; {
		list := get[wire.List](p, "/api/v1/lists/"+period+limit+"&cursor="+next)
		assert.Equal(p.t, want, list.Value, period)
		for _, m := range list.Members {
			sum += m.Amount
			count++
			seen[fmt.Sprint(m.Position, m.Index)] = true
			assert.NotEmpty(p.t, m.Subject)
			assert.NotEmpty(p.t, m.OccurredAt)
		}
		if next = list.Next; next == "" {
			assert.Equal(p.t, list.Count, count, period)
			break
		}
	}
	assert.Equal(p.t, want, sum, period)
	assert.Len(p.t, seen, int(count), period)
	if counts {
		assert.Equal(p.t, want, count, period)
	}
}

func TestTheRowsOfUnitsAreTheirOwnFigures(t *testing.T) {
	p := newProvince(t, nil)
	p.record(worked())
	const period = "?from=2024-06-01&at=2024-06-15&figure=dossiers.received"
	b := get[wire.Breakdown](p, "/api/v1/breakdowns/province"+period+"&by=unit")
	require.Len(t, b.Rows, 13)
	var sum int64
	for _, row := range b.Rows {
		own := get[wire.Breakdown](p, "/api/v1/breakdowns/"+cmpOr(row.View, "province")+period+"&by=day"+ownOf(row))
		assert.Equal(t, row.Value, own.Total, row.Key)
		sum += own.Total
	}
	assert.Equal(t, b.Total, sum)
	days := get[wire.Breakdown](p, "/api/v1/breakdowns/district/672"+period+"&by=day")
	assert.Equal(t, []wire.Share{
		{Key: "2024-06-03", Name: wire.Text{Vi: "2024-06-03", En: "2024-06-03"}, Value: 3},
		{Key: "2024-06-04", Name: wire.Text{Vi: "2024-06-04", En: "2024-06-04"}, Value: 1},
		{Key: "2024-06-05", Name: wire.Text{Vi: "2024-06-05", En: "2024-06-05"}, Value: 4},
	}, days.Rows)
}

func cmpOr(view, other string) string {
	if view == "" {
		return other
	}
	return view
}

func ownOf(row wire.Share) string {
	if row.Key == "" {
		return "&own=true"
	}
	return ""
}

func TestWithoutDatesThePeriodIsTheYearToTheLogsDay(t *testing.T) {
	p := newProvince(t, nil)
	empty := get[wire.Breakdown](p, "/api/v1/breakdowns/province?figure=dossiers.open&by=unit")
	assert.Equal(t, [...]string{"2024-01-01", "2024-07-01"}, [...]string{empty.From, empty.At}, "no day opened: this machine's")
	p.record(worked())
	b := get[wire.Breakdown](p, "/api/v1/breakdowns/province?figure=dossiers.resolved&by=unit")
	assert.Equal(t, [...]string{"2024-01-01", "2024-06-17"}, [...]string{b.From, b.At})
	assert.Equal(t, int64(5), b.Total)
	cut := get[wire.Breakdown](p, "/api/v1/breakdowns/province?figure=dossiers.resolved&by=unit&upto=9")
	assert.Equal(t, [...]int64{3, 9}, [...]int64{cut.Total, int64(cut.Position)})
}

func TestATimelineIsEveryEventOfOneThing(t *testing.T) {
	p := newProvince(t, nil)
	p.record(worked())
	all := get[wire.Timeline](p, "/api/v1/timeline/dossier/3")
	assert.Equal(t, "dossier/3", all.Subject)
	require.Len(t, all.Events, 2)
	assert.Equal(t, [...]uint64{3, 8}, [...]uint64{all.Events[0].Position, all.Events[1].Position})
	assert.Equal(t, "2024-06-03T12:00:00+07:00", all.Events[0].OccurredAt)
	assert.Equal(t, "dossier.resolved.v1", all.Events[1].Type)
	assert.Equal(t, "24769", all.Events[1].Data.(map[string]any)["unit"])
	first := get[wire.Timeline](p, "/api/v1/timeline/dossier/3?limit=1")
	assert.Equal(t, all.Events[:1], first.Events)
	rest := get[wire.Timeline](p, "/api/v1/timeline/dossier/3?limit=1&cursor="+first.Next)
	assert.Equal(t, all.Events[1:], rest.Events)
	assert.Empty(t, rest.Next)
	assert.Len(t, get[wire.Timeline](p, "/api/v1/timeline/dossier/3?upto=7").Events, 1)
	assert.Len(t, get[wire.Timeline](p, "/api/v1/timeline/clock/province").Events, 1)
	p.record(commits{{happened(event.AlarmRaised, event.AlarmSubject("r", "incident/1"), on("06-18"), &event.Alarm{Unit: "68"})}})
	assert.Len(t, get[wire.Timeline](p, "/api/v1/timeline/"+event.AlarmSubject("r", "incident/1")).Events, 1, "an id with a slash")
}

func TestWhatCannotBeReadIsNamed(t *testing.T) {
	p := newProvince(t, nil)
	const b, l = "/api/v1/breakdowns/province?", "/api/v1/lists/province?"
	for path, field := range map[string]string{
		b + "figure=x&by=unit": "figure", b + "figure=dossiers.open&by=x": "by", b + "figure=dossiers.open": "by",
		b + "figure=payments.succeeded&by=channel": "by", l + "figure=payments.succeeded&channel=online": "channel",
		b + "figure=dossiers.open&by=unit&from=x": "from", b + "figure=dossiers.open&by=unit&at=2024-02-30": "at",
		b + "figure=dossiers.open&by=unit&from=2024-06-02&at=2024-06-01": "from",
		b + "figure=dossiers.open&by=unit&minute=24:00":                  "minute",
		b + "figure=dossiers.open&by=day&from=2023-01-01&at=2024-01-02":  "from",
		b + "figure=dossiers.open&by=unit&upto=x":                        "upto", b + "figure=dossiers.open&by=unit&upto=-1": "upto",
		b + "figure=dossiers.open&by=unit&upto=99": "upto",
		l + "figure=dossiers.open&limit=0":         "limit", l + "figure=dossiers.open&limit=1001": "limit", l + "figure=dossiers.open&cursor=1-2": "cursor",
		l + "figure=dossiers.open&cursor=1-2-x": "cursor", "/api/v1/reports/province?by=day": "by",
		"/api/v1/scorecard?period=2024-13": "period", "/api/v1/scorecard": "period", "/api/v1/scorecard?period=2024&formula=x": "formula",
		"/api/v1/scorecard?period=2024&group=x": "group",
	} {
		w := p.serve(path, "")
		assert.Equal(t, http.StatusBadRequest, w.Code, path)
		assert.Contains(t, w.Body.String(), `"field":"`+field+`"`, path)
	}
	for path, field := range map[string]string{
		"/api/v1/breakdowns/district/0?figure=dossiers.open&by=unit": "view", "/api/v1/timeline/x/1": "noun", "/api/v1/timeline/dossier/1": "id",
	} {
		w := p.serve(path, "")
		assert.Equal(t, http.StatusNotFound, w.Code, path)
		assert.Contains(t, w.Body.String(), `"field":"`+field+`"`, path)
	}
}

func TestAThousandMembersAreAPage(t *testing.T) {
	p := newProvince(t, nil)
	var events []event.Event
	for i := range 1001 {
		events = append(events, newLife(fmt.Sprint(i), "672", "1.013225", event.ChannelOnline, event.LevelFull).receive("06-03", "", nil))
	}
	p.record(commits{events})
	for _, figure := range []string{"dossiers.received", "dossiers.open"} {
		first := get[wire.List](p, "/api/v1/lists/province?at=2024-06-15&limit=1000&figure="+figure)
		assert.Len(t, first.Members, 1000)
		assert.Equal(t, int64(1001), first.Count)
		rest := get[wire.List](p, "/api/v1/lists/province?at=2024-06-15&limit=1000&figure="+figure+"&cursor="+first.Next)
		assert.Len(t, rest.Members, 1)
		assert.Empty(t, rest.Next)
	}
	long := get[wire.Timeline](p, "/api/v1/timeline/dossier/7?limit=1000")
	assert.Len(t, long.Events, 1)
}
