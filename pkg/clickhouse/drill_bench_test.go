package clickhouse

import (
	"context"
	"fmt"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

// fillLives puts the lives of 300,000 made-up dossiers into the ledger and their events beside it: 2.1 million events,
// 6.3 million entries; every fourteenth dossier is still open.
func fillLives(b *testing.B, db *DB) {
	b.Helper()
	const lives = `FROM (SELECT intDiv(number, 7) AS life, number % 7 AS step, xxHash64(toString(life)) AS h, number AS n FROM numbers(2100000))`
	const day = `toDate32('2024-01-01') + intDiv(life, 1700) + step`
	ctx := clickhouse.Context(context.Background(), clickhouse.WithSettings(clickhouse.Settings{"max_insert_threads": 1}))
	require.NoError(b, db.conn.Exec(ctx, `INSERT INTO events (position, idx, type, subject, occurred_at, data)
		SELECT n + 1, 0, 'dossier.resumed.v1', 'dossier/000.00.19.H36-240710-' || toString(life), now64(6), '{}' `+lives))
	require.NoError(b, db.conn.Exec(ctx, `INSERT INTO ledger
		(position, idx, measure, unit, department, procedure, day, hour, due, amount, recorded, occurred, simulated, stream, aspect, level)
		SELECT n + 1, 0, m.1, toString(24000 + h % 142), ['', 'education', 'construction'][h % 142 % 3 + 1], '1.' || toString(intDiv(h, 7) % 60),
		`+day+`, 24, if(m.3, `+day+` - step + 9, toDate32('1970-01-01')), m.2, now64(3), now64(3), 1,
		h, ['online', 'direct', 'post'][h % 5 % 3 + 1], ['full', 'partial'][h % 2 + 1] `+lives+`
		ARRAY JOIN arrayFilter(m -> h % 14 != 0 OR step < 3 OR m.2 > 0 AND m.1 LIKE 'x%', [
			[('dossiers.status.1', 1, 0), ('x1', 1, 0), ('x2', 1, 0)],
			[('dossiers.received', 1, 0), ('dossiers.running', 1, 1), ('dossiers.status.1', -1, 0), ('dossiers.status.2', 1, 0)],
			[('dossiers.status.2', -1, 0), ('dossiers.status.4', 1, 0), ('x3', 1, 0)],
			[('dossiers.running', -1, 1), ('dossiers.stopped', 1, 1), ('x4', 1, 0)],
			[('dossiers.stopped', -1, 1), ('dossiers.running', 1, 1), ('x5', 1, 0)],
			[('dossiers.running', -1, 1), ('dossiers.resolved', 1, 0), ('dossiers.resolved_early', 1, 0)],
			[('dossiers.status.10', 1, 0), ('x6', 1, 0), ('x7', 1, 0)]][step + 1]) AS m`))
	require.NoError(b, db.conn.Exec(ctx, "OPTIMIZE TABLE ledger FINAL"))
	require.NoError(b, db.conn.Exec(ctx, "OPTIMIZE TABLE events FINAL"))
}

func BenchmarkDrill(b *testing.B) {
	db := openInternal(b)
	fillLives(b, db)
	scope := Scope{From: calendar.MustDate("2024-01-01"), At: calendar.MustDate("2024-06-15"), UpTo: 2_100_000}
	figures := make(map[string]ledger.Figure)
	var dossiers []ledger.Figure
	for _, f := range ledger.Figures() {
		figures[f.Name] = f
		if ledger.Noun(f.Measures[0]) == "dossier" {
			dossiers = append(dossiers, f)
		}
	}
	for _, name := range []string{"dossiers.received", "dossiers.open", "dossiers.overdue", "dossiers.status.10"} {
		f := figures[name]
		for _, by := range []ledger.Dimension{ledger.ByUnit, ledger.ByDay} {
			b.Run(fmt.Sprintf("Table/%s/%s", name, by), func(b *testing.B) {
				for b.Loop() {
					_, err := db.Table(b.Context(), scope, []ledger.Figure{f}, by)
					require.NoError(b, err)
				}
			})
		}
		b.Run("Members/"+name, func(b *testing.B) {
			for b.Loop() {
				_, err := db.Members(b.Context(), scope, f, After{}, 100)
				require.NoError(b, err)
			}
		})
	}
	commune := scope
	commune.Within = map[ledger.Dimension][]string{ledger.ByUnit: {"24042"}}
	b.Run("Status/of a commune", func(b *testing.B) {
		for b.Loop() {
			_, err := db.Table(b.Context(), commune, []ledger.Figure{figures["dossiers.received"]}, ledger.ByStatus)
			require.NoError(b, err)
		}
	})
	b.Run("Report", func(b *testing.B) {
		for b.Loop() {
			_, err := db.Table(b.Context(), scope, dossiers, ledger.ByUnit, ledger.ByAspect)
			require.NoError(b, err)
		}
	})
	b.Run("Scorecard", func(b *testing.B) {
		for b.Loop() {
			flows := []ledger.Figure{figures["dossiers.received"], figures["dossiers.resolved"], figures["dossiers.resolved_early"]}
			_, err := db.Table(b.Context(), scope, flows, ledger.ByUnit, ledger.ByDepartment, ledger.ByProcedure, ledger.ByAspect)
			require.NoError(b, err)
		}
	})
	b.Run("Timeline", func(b *testing.B) {
		for b.Loop() {
			_, err := db.Timeline(b.Context(), "dossier/000.00.19.H36-240710-777", eventlog.Address{}, 2_100_000, 0)
			require.NoError(b, err)
		}
	})
	b.Run("Day", func(b *testing.B) {
		for b.Loop() {
			_, err := db.Day(b.Context(), 2_100_000)
			require.NoError(b, err)
		}
	})
}
