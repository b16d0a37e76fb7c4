package clickhouse

import (
	"testing"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

func TestDrillQueriesAreTheGoldenOnes(t *testing.T) {
	scope := Scope{
		Within:  map[ledger.Dimension][]string{ledger.ByUnit: {"672", "24769"}, ledger.ByDepartment: {"education"}, ledger.ByProcedure: {"1.013225"}, ledger.ByAspect: {"online"}, ledger.ByLevel: {"full"}},
		Outside: map[ledger.Dimension][]string{ledger.ByUnit: {"24769"}},
		From:    calendar.MustDate("2024-01-01"), At: calendar.MustDate("2024-06-15"), UpTo: 7,
	}
	flow := ledger.Figure{Name: "dossiers.received", Kind: ledger.Flow, Measures: []ledger.Measure{ledger.DossiersReceived}}
	overdue := ledger.Figure{Name: "dossiers.overdue", Kind: ledger.Overdue, Measures: []ledger.Measure{ledger.DossiersRunning}}
	sql, args := tableQuery(&scope, []ledger.Figure{flow}, []ledger.Dimension{ledger.ByUnit})
	golden(t, "table_flow", sql, args)
	sql, args = tableQuery(&Scope{From: scope.From, At: scope.At, UpTo: 7}, []ledger.Figure{flow, overdue}, []ledger.Dimension{ledger.ByDay, ledger.ByAspect})
	golden(t, "table_mixed", sql, args)
	sql, args = tableQuery(&Scope{Within: map[ledger.Dimension][]string{ledger.ByStatus: {"4"}}, From: scope.From, At: scope.At, UpTo: 7}, []ledger.Figure{flow}, []ledger.Dimension{ledger.ByStatus})
	golden(t, "table_status", sql, args)
	of := Scope{Within: map[ledger.Dimension][]string{ledger.ByUnit: {"24769"}}, From: scope.From, At: scope.At, UpTo: 7}
	sql, args = tableQuery(&of, []ledger.Figure{flow}, []ledger.Dimension{ledger.ByStatus})
	golden(t, "table_status_of_units", sql, args)
	sql, args = flowQuery(&scope, flow, After{}, 20)
	golden(t, "members_flow", sql, args)
	sql, args = standingQuery(&scope, overdue, After{Address: eventlog.Address{Position: 5, Index: 2}, Skip: 1}, 20)
	golden(t, "members_stock_after", sql, args)
	golden(t, "timeline", timelineSQL, nil)
	golden(t, "reports", reportsSQL, nil)
}
