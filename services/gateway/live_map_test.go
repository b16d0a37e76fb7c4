package gateway_test

import (
	"context"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway"
	"langbiang.internal/ioc/services/gateway/screen"
)

// projectLog puts the log's entries after one position up to another into ClickHouse.
func (p *province) projectLog(after, upTo uint64) {
	p.t.Helper()
	entries, err := p.log.Read(p.t.Context(), eventlog.Position(after), int(upTo-after))
	require.NoError(p.t, err)
	b := clickhouse.NewBatch(ledger.New(p.topo.Location()))
	for i := range entries {
		require.NoError(p.t, b.Add(&entries[i]))
	}
	require.Equal(p.t, upTo, uint64(entries[len(entries)-1].Position))
	_, err = p.db.Intend(p.t.Context(), b.Bounds())
	require.NoError(p.t, err)
	require.NoError(p.t, p.db.Insert(p.t.Context(), b))
}

func (p *province) open(day string) uint64 {
	return p.append(event.ClockDayOpened, event.ClockSubject, &event.Clock{Date: calendar.MustDate(day)})
}

// When a day opens that has other units, screens come back to the views of those; before ClickHouse has that day, they stand at the
// position before it. A gateway that starts then, or has followed, gives the same frames.
func TestTheLiveViewsAreThoseOfTheMapOfTheDay(t *testing.T) {
	p := newProvince(t)
	base := p.gateway()
	for _, unit := range []string{"682", "25141", "683", "672", "24769"} { // 25141 lies in 682, 24769 in 672
		p.receive(unit)
	}
	last := p.open("2024-11-30")
	before := p.dial(base, screen.Options{}, "district/682", "province")
	p.wait(before, at("district/682", last))
	assert.EqualValues(t, 2, before.Figure("district/682", "dossiers.received"))
	assert.Equal(t, "test", before.Hello().Version)

	opened := p.open("2024-12-01")
	after := p.receive("25114-202412") // Bà Gia, in the new district
	p.wait(before, func(s *screen.Screen) bool { return s.Heartbeat().Head >= after })
	assert.Equal(t, last, before.Heartbeat().Position, "ClickHouse has not that day yet")
	p.projectLog(0, opened)

	require.Error(t, p.lost(before))
	_, position := before.Frame("province")
	assert.Less(t, position, opened, "no frame of the day was given on the map before")

	const merged = "district/682-202412"
	now := p.dial(base, screen.Options{}, merged, "province", "commune/25114-202412")
	p.wait(now, at("commune/25114-202412", after))
	assert.Equal(t, "test+map.2024-12", now.Hello().Version, "screens load the page anew")
	p.projectLog(opened, after)
	started := p.gateway()
	restored := p.dial(started, screen.Options{}, merged, "province", "commune/25114-202412")
	for view, received := range map[string]int64{merged: 4, "province": 6, "commune/25114-202412": 1} {
		p.wait(now, at(view, after))
		p.wait(restored, at(view, after))
		assert.Equal(t, received, now.Figure(view, "dossiers.received"), view)
		one, _ := now.Frame(view)
		other, _ := restored.Frame(view)
		assert.Equal(t, one, other, view)
	}
	p.requireOnMap(base, "2024-12", map[string]string{"682": merged, "672": "district/672", "province": "province", "education": "department/education"})
	var gone struct{ Error struct{ Message string } }
	assert.Equal(t, http.StatusNotFound, get(t, base+"/api/v1/views/district/683", &gone))

	p.projectLog(after, p.open("2025-07-01"))
	require.Error(t, p.lost(now))
	two := p.dial(base, screen.Options{}, "province")
	p.wait(two, at("province", after+1))
	assert.EqualValues(t, 6, two.Figure("province", "dossiers.open"))
	frame, _ := two.Frame("province")
	assert.Contains(t, frame["children"], "commune/24846-202507")
	p.requireOnMap(base, "2025-07", map[string]string{"682": "province", "672": "province", "education": "department/education"})
}

// lost is why a screen's socket ended.
func (p *province) lost(s *screen.Screen) error {
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	err := s.Wait(ctx, func(*screen.Screen) bool { return false })
	var closed *websocket.CloseError
	require.ErrorAs(p.t, err, &closed)
	assert.Equal(p.t, wire.CloseDraining, closed.Code)
	return err
}

// requireOnMap asks which views are live, and where screens look.
func (p *province) requireOnMap(base, id string, screens map[string]string) {
	p.t.Helper()
	var live wire.Topology
	require.Equal(p.t, http.StatusOK, get(p.t, base+"/api/v1/topology", &live))
	assert.Equal(p.t, id, live.Map)
	assert.Len(p.t, live.Views, len(p.topo.ViewsOn(p.topo.Map(id))))
	var list []wire.Screen
	get(p.t, base+"/api/v1/screens", &list)
	assert.Equal(p.t, list, live.Screens)
	for _, s := range list {
		if want, ok := screens[s.ID]; ok {
			assert.Equal(p.t, want, s.View, s.ID)
		}
		_, known := p.topo.ViewOn(p.topo.Map(id), s.View)
		assert.True(p.t, known, s.View)
	}
}

func TestALiveMapThatIsNamedStays(t *testing.T) {
	p := newProvince(t)
	config := gateway.Config{Log: p.log, DB: p.db, Topology: p.topo, Logger: slog.New(slog.DiscardHandler), LiveMap: "2024-12"}
	g, err := gateway.New(config)
	require.NoError(t, err)
	base := p.serve(g)
	p.open("2025-07-02")
	last := p.receive("24846-202507") // of Đà Lạt and of Lạc Dương
	s := p.dial(base, screen.Options{}, "district/682-202412", "province")
	p.wait(s, at("province", last))
	p.requireOnMap(base, "2024-12", map[string]string{"682": "district/682-202412"})

	config.LiveMap = "1900"
	_, err = gateway.New(config)
	assert.ErrorContains(t, err, `LiveMap "1900" is neither auto nor a map of the topology`)
}
