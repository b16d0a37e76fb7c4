package gateway_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine/enginetest"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway/screen"
)

// status asks a gateway for its status.
func status(t *testing.T, base string) (s wire.Status) {
	t.Helper()
	resp, err := http.Get(base + "/api/v1/status")
	require.NoError(t, err)
	defer resp.Body.Close()
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&s))
	return s
}

// awaitStatus asks until it is as wanted. Meanwhile it never says that sums agree of which ClickHouse says nothing.
func awaitStatus(t *testing.T, base, what string, wanted func(wire.Status) bool) (s wire.Status) {
	t.Helper()
	require.Eventually(t, func() bool {
		s = status(t, base)
		if s.Agrees() {
			require.NotNil(t, s.ProjectedPosition)
			require.Empty(t, s.Reason)
		} else {
			require.NotEmpty(t, s.Reason)
		}
		return wanted(s)
	}, time.Minute, 10*time.Millisecond, "%s: %+v", what, &s)
	return s
}

func agrees(s wire.Status) bool { return s.Agrees() }

func because(reason string) func(wire.Status) bool {
	return func(s wire.Status) bool { return s.Consistent == nil && s.Reason == reason }
}

// fill writes the log's entries after a position, up to another, into ClickHouse, as one batch.
func (p *province) fill(db *clickhouse.DB, after, upTo uint64) {
	p.t.Helper()
	entries, err := p.log.Read(p.t.Context(), eventlog.Position(after), int(upTo-after))
	require.NoError(p.t, err)
	batch := clickhouse.NewBatch(ledger.New(p.topo.Location()))
	for i := range entries {
		require.NoError(p.t, batch.Add(&entries[i]))
	}
	_, err = db.Intend(p.t.Context(), batch.Bounds())
	require.NoError(p.t, err)
	require.NoError(p.t, db.Insert(p.t.Context(), batch))
}

func TestSumsAreSaidToAgreeOnlyWhenTheyWereComparedSinceTheLastDoubt(t *testing.T) {
	dsn := enginetest.DSN(t)
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	database := strings.TrimPrefix(u.Path, "/")
	p := newProvinceAt(t, dsn)
	for range 5 {
		p.receive("672")
	}
	p.fill(p.db, 0, 6)
	base := p.gateway()
	s := awaitStatus(t, base, "everything compared", agrees)
	assert.Equal(t, [2]uint64{6, 6}, [2]uint64{*s.ProjectedPosition, s.ComparedPosition})

	enginetest.Exec(t, dsn, "DROP DATABASE "+database)
	s = awaitStatus(t, base, "no database", because(wire.ReasonNoDatabase))
	assert.Nil(t, s.ProjectedPosition)
	assert.NotEmpty(t, s.Difference)
	wall := p.dial(base, screen.Options{}, "province")
	p.wait(wall, func(s *screen.Screen) bool { return s.Heartbeat().Position == 6 })
	beat := wall.Heartbeat()
	assert.Nil(t, beat.Consistent)
	assert.Nil(t, beat.Projected)
	assert.Equal(t, wire.ReasonNoDatabase, beat.Reason)

	// Whoever brings the schema back fills it again, from the log's beginning.
	again, err := clickhouse.Open(t.Context(), dsn, slog.Default())
	require.NoError(t, err)
	defer again.Close()
	require.NoError(t, again.Migrate(t.Context()))
	s = awaitStatus(t, base, "empty tables", because(wire.ReasonFilling))
	assert.Zero(t, *s.ProjectedPosition)
	p.fill(again, 0, 4)
	s = awaitStatus(t, base, "half of it", func(s wire.Status) bool { return s.ProjectedPosition != nil && *s.ProjectedPosition == 4 })
	assert.Nil(t, s.Consistent, "what it has agrees; but it has less than it had")
	assert.Equal(t, wire.ReasonFilling, s.Reason)
	p.fill(again, 4, 6)
	s = awaitStatus(t, base, "all of it", agrees)
	assert.EqualValues(t, 6, s.ComparedPosition)

	// What is in ClickHouse besides is a difference.
	enginetest.Exec(t, dsn, "INSERT INTO "+database+".ledger SELECT * FROM "+database+".ledger WHERE measure != '' LIMIT 1")
	s = awaitStatus(t, base, "a row twice", func(s wire.Status) bool { return s.Consistent != nil && !*s.Consistent })
	assert.Equal(t, wire.ReasonDiffer, s.Reason)
	assert.Contains(t, s.Difference, "checksum")
}

func TestAGatewayThatStartsBesideAHalfFilledClickHouseSaysNothingOfItsSumsYet(t *testing.T) {
	p := newProvince(t)
	for range 9 {
		p.receive("672")
	}
	p.fill(p.db, 0, 3)
	base := p.gateway()
	s := awaitStatus(t, base, "being filled", because(wire.ReasonFilling))
	assert.EqualValues(t, 3, *s.ProjectedPosition)
	p.fill(p.db, 3, 10)
	awaitStatus(t, base, "filled", agrees)
}

func TestWhileClickHouseIsAwayItsPositionIsNotRemembered(t *testing.T) {
	e := enginetest.StartOwn(t)
	p := newProvinceAt(t, e.DSN())
	p.receive("672")
	p.fill(p.db, 0, 2)
	base := p.gateway()
	awaitStatus(t, base, "compared", agrees)
	hung := e.PID()
	require.NoError(t, syscall.Kill(hung, syscall.SIGSTOP))
	defer func() { assert.NoError(t, syscall.Kill(hung, syscall.SIGCONT)) }()
	s := awaitStatus(t, base, "stopped", because(wire.ReasonClickHouseAway))
	assert.Nil(t, s.ProjectedPosition)
	assert.EqualValues(t, 2, s.LivePosition, "the screens are live")
	require.NoError(t, syscall.Kill(hung, syscall.SIGCONT))
	awaitStatus(t, base, "it answers again", agrees)
}

func TestALogThatIsNotTheOneItWasIsNotConsistentUntilItIsBack(t *testing.T) {
	p := newProvince(t)
	p.receive("672")
	p.fill(p.db, 0, 2)
	base := p.gateway()
	awaitStatus(t, base, "compared", agrees)
	back := takeAway(t, p.path)
	s := awaitStatus(t, base, "gone", func(s wire.Status) bool { return s.Reason == wire.ReasonReplaced })
	require.NotNil(t, s.Consistent)
	assert.False(t, *s.Consistent)
	assert.Contains(t, s.Difference, "is not there any more")
	assert.EqualValues(t, 2, s.LogPosition, "as last seen")
	back()
	awaitStatus(t, base, "back", agrees)
	p.receive("673")
	p.fill(p.db, 2, 3)
	s = awaitStatus(t, base, "on it goes", func(s wire.Status) bool { return s.Agrees() && s.ComparedPosition == 3 })
	assert.EqualValues(t, 3, s.LogPosition)
}

// takeAway moves the log's files away under the processes that have them open; the function moves them back.
func takeAway(t *testing.T, path string) (back func()) {
	t.Helper()
	aside := t.TempDir()
	files, err := filepath.Glob(path + "*")
	require.NoError(t, err)
	for _, file := range files {
		require.NoError(t, os.Rename(file, filepath.Join(aside, filepath.Base(file))))
	}
	return func() {
		for _, file := range files {
			require.NoError(t, os.Rename(filepath.Join(aside, filepath.Base(file)), file))
		}
	}
}
