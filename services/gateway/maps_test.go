package gateway_test

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/ledger/ledgertest"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway"
)

// project puts events into ClickHouse, as the projector does.
func (p *province) project(events ...event.Event) {
	p.t.Helper()
	b := clickhouse.NewBatch(ledger.New(p.topo.Location()))
	for i, e := range events {
		require.NoError(p.t, b.Add(&eventlog.Entry{Position: eventlog.Position(i + 1), Recorded: e.Time, Events: []event.Event{e}}))
	}
	_, err := p.db.Intend(p.t.Context(), b.Bounds())
	require.NoError(p.t, err)
	require.NoError(p.t, p.db.Insert(p.t.Context(), b))
}

// history is a gateway's API over what is projected; it does not follow the log.
func (p *province) history() string {
	g, err := gateway.New(gateway.Config{Log: p.log, DB: p.db, Topology: p.topo, Logger: slog.New(slog.DiscardHandler), Version: "test"})
	require.NoError(p.t, err)
	server := httptest.NewServer(g.Handler())
	p.t.Cleanup(server.Close)
	return server.URL
}

// get decodes an answer into v and returns its status.
func get(t require.TestingT, address string, v any) int {
	r, err := http.Get(address)
	require.NoError(t, err)
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, v), "%s: %s", address, b)
	return r.StatusCode
}

func received(code, unit, department string, at time.Time, due calendar.Date) event.Event {
	return event.Event{
		ID: code, Source: "//test", Type: event.DossierReceived, Subject: event.DossierSubject(code), Time: at, Simulated: true,
		Data: &event.Dossier{
			Procedure: "1.013225", Unit: unit, Department: department, Channel: event.ChannelOnline, Level: event.LevelFull,
			To: event.StatusReceived, Due: due, CountsReceived: true,
		},
	}
}

func noon(date string) time.Time { return calendar.MustDate(date).Time().Add(5 * time.Hour) }

func TestAPeriodIsShownUnderThreeMaps(t *testing.T) {
	p := newProvince(t)
	var events []event.Event
	for i, unit := range []string{
		"24769", "24772", "672", // Phường 7, Phường 8 and the city of Đà Lạt itself
		"25114", "25120", "25126", "682", // Đạ Ploa, Đoàn Kết, Đạ Tẻh township, Đạ Tẻh district
		"68", "24985",
		"24846-202507", "2025-phu-quy", // Lang Biang - Đà Lạt, Phú Quý
	} {
		events = append(events, received(fmt.Sprint(i), unit, "construction", noon("2024-03-01"), 0))
	}
	p.project(events...)
	base := p.history()

	type sums map[string]int64
	for _, c := range []struct {
		path       string
		total      int64
		level      string
		children   sums
		own        int64
		unassigned int64
	}{
		{"province?map=2024-07", 11, "district", sums{"district/672": 3, "district/681": 2, "district/682": 2, "district/678": 1}, 1, 2},
		{"province?map=2024-07&level=commune", 11, "commune", sums{
			"commune/24769": 1, "commune/24772": 1, "commune/25114": 1, "commune/25120": 1, "commune/25126": 1, "commune/24985": 1,
		}, 3, 2}, // Đà Lạt, Đạ Tẻh and the province themselves
		{"province?map=2024-12", 11, "district", sums{"district/672": 3, "district/682-202412": 4, "district/678": 1}, 1, 2},
		{"province?map=2025-07", 11, "commune", sums{
			"commune/24846-202507": 2, "commune/24778-202507": 1, "commune/25114-202412": 2, "commune/25126-202507": 1,
			"commune/24985": 1, "commune/2025-phu-quy": 1,
		}, 1, 2}, // what Đà Lạt and Đạ Tẻh district handled themselves is no commune's
		{"department/construction?map=2024-12", 11, "district", sums{
			"department/construction/district/672": 3, "department/construction/district/682-202412": 4, "department/construction/district/678": 1,
		}, 1, 2},
		{"department/education?map=2024-12", 0, "district", sums{}, 0, 0},
		{"district/672?level=commune", 3, "commune", sums{"commune/24769": 1, "commune/24772": 1}, 1, 0},
		{"district/682-202412?map=2024-12", 4, "commune", sums{"commune/25114-202412": 2, "commune/25126": 1}, 1, 0}, // Đạ Tẻh is a predecessor
		{"commune/25114-202412?map=2025-07", 2, "", sums{}, 2, 0},
	} {
		var got wire.ViewFigures
		require.Equal(t, http.StatusOK, get(t, base+"/api/v1/views/"+c.path+"&from=2024-01-01&at=2024-06-30", &got), c.path)
		assert.Equal(t, c.total, got.Figures["dossiers.received"], c.path)
		assert.Equal(t, c.level, got.Level, c.path)
		assert.Equal(t, c.own, got.Own["dossiers.received"], c.path)
		assert.Equal(t, c.unassigned, got.Unassigned["dossiers.received"], c.path)
		assert.InDelta(t, float64(c.unassigned)/float64(max(c.total, 1)), got.UnassignedShare["dossiers.received"], 1e-12, c.path)
		children := sums{}
		for id, figures := range got.Children {
			if n := figures["dossiers.received"]; n != 0 {
				children[id] = n
			}
		}
		assert.Equal(t, c.children, children, c.path)
	}
	var got wire.ViewFigures
	get(t, base+"/api/v1/views/province?map=2025-07&at=2024-06-30", &got)
	assert.Len(t, got.Children, 124, "every unit is there, also without a figure")
	assert.Equal(t, "2025-07", got.Map)
	assert.Equal(t, "2024-01-01", got.From)
	get(t, base+"/api/v1/views/district/681?at=2024-06-30", &got)
	assert.Equal(t, int64(2), got.Figures["dossiers.received"])
}

func TestAnUnknownMapOrLevelIsToldTheKnownOnes(t *testing.T) {
	base := newProvince(t).history()
	for path, want := range map[string]struct {
		status       int
		field, tells string
	}{
		"views/province?at=2024-06-30&map=1900":                    {400, "map", `there is no map "1900", only 2024-07, 2024-12, 2025-07`},
		"views/province?at=2024-06-30&map=2025-07&level=district":  {400, "level", `no level "district" below this view on the map 2025-07, only commune`},
		"views/district/672?at=2024-06-30&level=district":          {400, "level", `only commune`},
		"views/commune/24769?at=2024-06-30&level=commune":          {400, "level", `nothing lies below this view`},
		"views/district/672?at=2024-06-30&map=2025-07":             {404, "view", `no view "district/672" on the map 2025-07`},
		"views/province?at=2024-06-30&from=2024-07-01&map=2025-07": {400, "from", `lies after at`},
		"views/province?at=never&map=2025-07":                      {400, "at", ``},
		"views/province?map=2025-07":                               {503, "at", `no day has been opened yet`},
		"topology?map=1900":                                        {400, "map", `only 2024-07`},
		"search?q='":                                               {400, "q", `no letter`},
		"search?q=" + strings.Repeat("x", 201):                     {400, "q", `longer than 200 bytes`},
	} {
		var got struct {
			Error struct {
				Field   string `json:"field"`
				Message string `json:"message"`
			} `json:"error"`
		}
		assert.Equal(t, want.status, get(t, base+"/api/v1/"+path, &got), path)
		assert.Equal(t, want.field, got.Error.Field, path)
		assert.Contains(t, got.Error.Message, want.tells, path)
	}
}

func TestMapsAndTheirViewsAreTold(t *testing.T) {
	p := newProvince(t)
	base := p.history()
	var maps []wire.UnitMap
	require.Equal(t, http.StatusOK, get(t, base+"/api/v1/maps", &maps))
	require.Len(t, maps, 3)
	assert.Equal(t, wire.UnitMap{
		ID: "2024-07", Title: maps[0].Title, Units: map[string]int{"province": 1, "district": 12, "commune": 142},
		Source: wire.Text{Vi: "Danh mục của Tổng cục Thống kê, 01/05/2024", En: "List of the General Statistics Office, 01/05/2024"},
	}, maps[0])
	assert.Equal(t, "2024-12-01", maps[1].From)
	assert.Equal(t, map[string]int{"province": 1, "commune": 124}, maps[2].Units)

	var live, two wire.Topology
	get(t, base+"/api/v1/topology", &live)
	get(t, base+"/api/v1/topology?map=2025-07", &two)
	assert.Len(t, live.Views, len(p.topo.Views()))
	assert.Len(t, two.Views, 125*(1+len(p.topo.Departments)))
	assert.Len(t, two.Views[0].Children, 124)
}

func TestTheAPISearches(t *testing.T) {
	p := newProvince(t)
	p.append(event.DossierReceived, event.DossierSubject("HS-1"), &event.Dossier{Unit: "672", To: event.StatusReceived})
	base := p.history()
	find := func(q string) (all []wire.Found) {
		var got wire.Search
		require.Equal(t, http.StatusOK, get(t, base+"/api/v1/search?q="+url.QueryEscape(q), &got))
		assert.LessOrEqual(t, len(got.Results), wire.SearchLimit)
		return got.Results
	}
	assert.Equal(t, wire.Found{
		Kind: "commune", ID: "25114-202412", Name: wire.Text{Vi: "Xã Đạ Huoai 3", En: "Da Huoai 3 Commune"},
		View: "commune/25114-202412", Maps: []string{"2025-07"}, Code: "25114",
	}, find("da huoai 3")[0])
	assert.Equal(t, wire.Found{
		Kind: "screen", ID: "construction", Name: wire.Text{Vi: "IOC Sở Xây dựng", En: "Department of Construction IOC"},
		View: "department/construction", URL: "/screens/construction", Maps: []string{},
	}, find("so xay dung")[0])
	assert.Equal(t, "1.013225", find("1.013225")[0].ID)
	assert.Equal(t, wire.Found{
		Kind: "agency", ID: "bcd-06", Name: wire.Text{Vi: "Ban Chỉ đạo Đề án 06 tỉnh", En: "Provincial steering board of Scheme 06"}, URL: "/reported", Maps: []string{},
	}, find("ban chi dao")[0])
	assert.Equal(t, "certificates.personal", find("certificates.personal")[0].ID)
	assert.Len(t, find("xa"), wire.SearchLimit)
	dossier := wire.Found{
		Kind: "dossier", ID: "HS-1", Name: wire.Text{Vi: "HS-1", En: "HS-1"}, URL: "/timeline?subject=dossier%2FHS-1", Maps: []string{},
	}
	for _, code := range []string{"HS-1", "hs-1", " HS-1 "} {
		assert.Equal(t, []wire.Found{dossier}, find(code), code)
	}
	assert.Empty(t, find("HS-9"))
	assert.Empty(t, find("không có"))
}

// someHistory is what happens to things of every noun in 600 days, in units of every map and in none.
func someHistory(topo *topology.Topology) []event.Event {
	random := rand.New(rand.NewPCG(1, 2))
	lives := ledgertest.New(ledgertest.Config{
		IntN: random.IntN, Location: topo.Location(), Things: 25,
		Units:       append(topo.Map("").UnitsWithin(topo.Root()), "nowhere"),
		Departments: []string{"", "education", "construction"},
		Procedures:  []string{"1.013225", "1.001193", ""},
		Indicators:  []string{"iocs.total", "response_team.members"},
	})
	first := calendar.MustDate("2024-01-01").Time()
	events := make([]event.Event, 3000)
	for i := range events {
		at := first.Add(time.Duration(i*600*24/len(events)) * time.Hour)
		events[i] = lives.Next(at.Add(time.Duration(random.IntN(72)) * time.Hour)) // not quite in order
	}
	return events
}

// Whatever the map, the level and the cut: the units of a level, what is own and what none can be given make up the view, and a unit has what was
// counted for all units that lie in it.
func TestUnderEveryMapTheUnitsOfALevelWhatIsOwnAndTheUnassignedMakeUpTheView(t *testing.T) {
	p := newProvince(t)
	p.project(someHistory(p.topo)...)
	base := p.history()
	first := calendar.MustDate("2023-12-20")
	seen := make(ledgertest.Seen)
	for days := calendar.Date(200); days < 600; days += 10 {
		values, _, err := p.db.Figures(t.Context(), nil, "", first+100, first+days)
		require.NoError(t, err)
		seen.Add(values)
	}
	require.Empty(t, seen.Missing(), "nothing would be compared of these")
	rapid.Check(t, func(t *rapid.T) {
		from := first + calendar.Date(rapid.IntRange(0, 640).Draw(t, "from"))
		at := from + calendar.Date(rapid.IntRange(0, 640).Draw(t, "days"))
		department := rapid.SampledFrom([]string{"", "construction"}).Draw(t, "department")
		period := fmt.Sprintf("&from=%s&at=%s", from, at)
		whole, _, err := p.db.Figures(p.t.Context(), nil, department, from, at)
		require.NoError(t, err)
		for _, m := range p.topo.Maps() {
			u := rapid.SampledFrom(append(m.Units()[:1:1], m.Units()...)).Draw(t, "unit")
			if rapid.Bool().Draw(t, "the province") {
				u = m.Root()
			}
			path := "/api/v1/views/" + p.topo.ViewID(u, department) + "?map=" + m.ID + period
			if levels := m.LevelsBelow(u); len(levels) > 0 {
				path += "&level=" + rapid.SampledFrom(levels).Draw(t, "level")
			}
			var got wire.ViewFigures
			require.Equal(t, http.StatusOK, get(t, base+path, &got))
			if u == m.Root() {
				require.Equal(t, whole, got.Figures, "the province is the same under each map")
			}
			requireMadeUp(t, &got)
			for id, figures := range got.Children {
				if len(figures) > 0 {
					requireUnit(t, p, m, id, department, from, at, figures)
					break
				}
			}
		}
	})
}

func requireMadeUp(t require.TestingT, got *wire.ViewFigures) {
	sums := make(map[string]int64)
	for _, f := range ledger.FiguresByDay() {
		sums[f.Name] = got.Own[f.Name] + got.Unassigned[f.Name]
		for _, child := range got.Children {
			sums[f.Name] += child[f.Name]
		}
	}
	require.Equal(t, sums, got.Figures)
}

func requireUnit(t require.TestingT, p *province, m *topology.Map, id, department string, from, at calendar.Date, figures map[string]int64) {
	v, ok := p.topo.ViewOn(m, id)
	require.True(t, ok, id)
	want, _, err := p.db.Figures(p.t.Context(), m.UnitsWithin(v.Unit), department, from, at)
	require.NoError(t, err)
	for name, value := range want {
		require.Equal(t, value, figures[name], "%s of %s", name, id)
	}
}

func TestADayThatTheClockHasNotOpenedIsRefusedWithTheLastOneOpened(t *testing.T) {
	p := newProvince(t)
	p.projectLog(0, p.open("2024-06-30"))
	for _, base := range []string{p.history(), p.gateway()} { // one that is starting, one that follows the log
		for query, field := range map[string]string{"at=2030-01-01": "at", "at=2024-07-01&map=2025-07": "at", "from=2024-07-01": "from"} {
			var got struct {
				Error struct {
					Code    string `json:"code"`
					Field   string `json:"field"`
					Message string `json:"message"`
					Reached string `json:"reached"`
				} `json:"error"`
			}
			assert.Equal(t, http.StatusBadRequest, get(t, base+"/api/v1/views/province?"+query, &got), query)
			assert.Equal(t, []string{"not_yet", field, "2024-06-30"}, []string{got.Error.Code, got.Error.Field, got.Error.Reached}, query)
			assert.Contains(t, got.Error.Message, "the last day that the log's clock has opened is 2024-06-30", query)
		}
		assert.Equal(t, http.StatusOK, get(t, base+"/api/v1/views/province?at=2024-06-30", new(wire.ViewFigures)))
	}
}

func TestWhoAsksForNoDayNeedsNoClickHouse(t *testing.T) {
	p := newProvince(t)
	base := p.history()
	require.NoError(t, p.db.Close())
	for query, message := range map[string]string{"": "the gateway is starting", "?at=2024-06-30": "ClickHouse did not answer"} {
		var got struct {
			Error struct {
				Code    string `json:"code"`
				Message string `json:"message"`
			} `json:"error"`
		}
		assert.Equal(t, http.StatusServiceUnavailable, get(t, base+"/api/v1/views/province"+query, &got), query)
		assert.Equal(t, "unavailable", got.Error.Code, query)
		assert.Contains(t, got.Error.Message, message, query)
	}
}
