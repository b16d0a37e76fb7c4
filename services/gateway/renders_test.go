package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway"
	"langbiang.internal/ioc/services/gateway/screen"
)

// Of a history of so many reads, which is what a gateway takes at once, no more frames are rendered than reads are made.
const (
	historyReads   = 10
	entriesOfARead = 256
)

// hiddenLog is a log that seems to end at a position until it is opened.
type hiddenLog struct {
	eventlog.Log
	end    eventlog.Position
	opened chan struct{}
}

func (l *hiddenLog) isOpen() bool {
	select {
	case <-l.opened:
		return true
	default:
		return false
	}
}

func (l *hiddenLog) Head(ctx context.Context) (eventlog.Position, error) {
	if !l.isOpen() {
		return l.end, nil
	}
	return l.Log.Head(ctx)
}

func (l *hiddenLog) Read(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Entry, error) {
	if !l.isOpen() {
		limit = int(l.end - after)
		if limit == 0 {
			return nil, nil
		}
	}
	return l.Log.Read(ctx, after, limit)
}

func (l *hiddenLog) Wait(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	if after >= l.end {
		select {
		case <-l.opened:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	return l.Log.Wait(ctx, after)
}

// counted are a gateway's metrics: counters by name and type, and of histograms how often.
type counted map[string]float64

func countedOf(t *testing.T, g *gateway.Gateway) counted {
	registry := prometheus.NewPedanticRegistry()
	require.NoError(t, registry.Register(g.Collector()))
	families, err := registry.Gather()
	require.NoError(t, err)
	all := make(counted)
	for _, f := range families {
		for _, m := range f.Metric {
			name := strings.TrimPrefix(f.GetName(), "ioc_gateway_")
			for _, l := range m.Label {
				name += " " + l.GetValue()
			}
			switch f.GetType() {
			case dto.MetricType_HISTOGRAM:
				all[name] = float64(m.GetHistogram().GetSampleCount())
			case dto.MetricType_COUNTER:
				all[name] = m.GetCounter().GetValue()
			default:
				all[name] = m.GetGauge().GetValue()
			}
		}
	}
	return all
}

func TestRendersWhileAHistoryIsLoadedDoNotDependOnHowManyAsk(t *testing.T) {
	var table strings.Builder
	out := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "subscribers\trenders\tsnapshots encoded\tsent\tdeltas encoded\tsent\theartbeats encoded\tsent\t")
	for _, subscribers := range []int{0, 1, 100} {
		t.Run(fmt.Sprint(subscribers), func(t *testing.T) {
			got := loadWatched(t, subscribers)
			fmt.Fprintf(out, "%d\t", subscribers)
			for _, name := range []string{
				"render_duration_seconds", "messages_encoded_total snapshot", "messages_sent_total snapshot", "messages_encoded_total delta",
				"messages_sent_total delta", "messages_encoded_total heartbeat", "messages_sent_total heartbeat",
			} {
				fmt.Fprintf(out, "%.0f\t", got[name])
			}
			fmt.Fprintln(out)
		})
	}
	require.NoError(t, out.Flush())
	t.Logf("a history of %d entries, loaded:\n%s", historyReads*entriesOfARead, table.String())
}

// loadWatched loads a history into a gateway that screens watch, all of them one view, and gives what was counted.
func loadWatched(t *testing.T, subscribers int) counted {
	p := newProvince(t)
	log := &hiddenLog{p.log, 1, make(chan struct{})}
	g, err := gateway.New(gateway.Config{Log: log, DB: p.db, Topology: p.topo, Logger: slog.New(slog.DiscardHandler), Version: "test"})
	require.NoError(t, err)
	base := p.serve(g)
	first := countedOf(t, g)
	began := time.Now()
	screens := make([]*screen.Screen, subscribers)
	for i := range screens {
		screens[i] = p.dial(base, screen.Options{}, "province")
		p.wait(screens[i], at("province", 1))
	}
	beat := func(s *screen.Screen) bool { return s.Heartbeat().Time > began.UnixMilli() }
	for _, s := range screens {
		p.wait(s, beat)
	}
	asked := countedOf(t, g)
	assert.Zero(t, asked["render_duration_seconds"]-first["render_duration_seconds"], "who asks is given what was rendered before")
	assert.EqualValues(t, min(subscribers, 1), asked["messages_encoded_total snapshot"], "one snapshot for all")
	assert.EqualValues(t, subscribers, asked["messages_sent_total snapshot"])

	var last uint64
	for range historyReads * entriesOfARead {
		last = p.receive("672")
	}
	close(log.opened)
	require.Eventually(t, func() bool { return g.Position() == eventlog.Position(last) }, time.Minute, time.Millisecond)
	for _, s := range screens {
		p.wait(s, at("province", last))
		p.wait(s, func(s *screen.Screen) bool { return s.Heartbeat().Position == last })
		assert.EqualValues(t, historyReads*entriesOfARead, s.Figure("province", "dossiers.received"))
	}
	loaded := countedOf(t, g)
	renders := loaded["render_duration_seconds"] - asked["render_duration_seconds"]
	assert.GreaterOrEqual(t, renders, 1.0)
	assert.LessOrEqual(t, renders, float64(historyReads))
	beats := time.Since(began).Milliseconds()/wire.HeartbeatMillis + 1
	assert.LessOrEqual(t, loaded["messages_encoded_total heartbeat"], float64(beats), "one heartbeat a second for all")
	assert.GreaterOrEqual(t, loaded["messages_sent_total heartbeat"], float64(2*subscribers))
	loaded["render_duration_seconds"] = renders
	return loaded
}

// awayLog is a log that gives one entry at a time up to a position, and does not answer after it.
type awayLog struct {
	eventlog.Log
	end eventlog.Position
}

func (l *awayLog) Read(ctx context.Context, after eventlog.Position, _ int) ([]eventlog.Entry, error) {
	if after >= l.end {
		return nil, errors.New("away")
	}
	return l.Log.Read(ctx, after, 1)
}

// What was read before the log went away is shown while it is away.
func TestWhatWasReadIsInTheFramesAlsoWhenTheLogGoesAwayAfterIt(t *testing.T) {
	p := newProvince(t)
	var last uint64
	for range 20 {
		last = p.receive("672")
	}
	log := &awayLog{p.log, eventlog.Position(last)}
	g, err := gateway.New(gateway.Config{Log: log, DB: p.db, Topology: p.topo, Logger: slog.New(slog.DiscardHandler), Version: "test"})
	require.NoError(t, err)
	p.serve(g) // is ready, with all that the log has
	assert.Equal(t, log.end, g.Position())
}
