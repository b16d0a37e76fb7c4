package clickhouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/ledger"
)

// TableRow is what figures are for one combination of keys.
type TableRow struct {
	Keys   []string         // in the order of the dimensions asked for
	Values map[string]int64 // by figure; every one that was asked for
}

// Table breaks figures down by dimensions. The rows come in the order of their keys; their sum is the
// figure, exactly. Keys without any entry have no row.
func (db *DB) Table(ctx context.Context, scope Scope, figures []ledger.Figure, by ...Dimension) ([]TableRow, error) {
	sql, args := tableQuery(&scope, figures, by)
	kinds := kindsOf(figures)
	shares := make(map[ledger.Measure][]share)
	for _, f := range figures {
		for _, m := range f.Measures {
			shares[m] = append(shares[m], share{f.Name, slices.Index(kinds, f.Kind)})
		}
	}
	var table []TableRow
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		measure := string(figures[0].Measures[0])
		keys, sums := make([]string, len(by)), make([]int64, len(kinds))
		into := make([]any, 0, len(by)+1+len(kinds))
		for i := range keys {
			into = append(into, &keys[i])
		}
		if len(figures) > 1 {
			into = append(into, &measure)
		}
		for i := range sums {
			into = append(into, &sums[i])
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if n := len(table); n == 0 || !slices.Equal(table[n-1].Keys, keys) {
			table = append(table, TableRow{Keys: keys, Values: zeroes(figures)})
		}
		values := table[len(table)-1].Values
		for _, s := range shares[ledger.Measure(measure)] {
			values[s.figure] += sums[s.kind]
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("break figures down by %v: %w", by, err)
	}
	return table, nil
}

// share is a figure that sums a measure, in the column of its kind.
type share struct {
	figure string
	kind   int
}

func kindsOf(figures []ledger.Figure) []ledger.Kind {
	var kinds []ledger.Kind
	for _, f := range figures {
		if !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

func zeroes(figures []ledger.Figure) map[string]int64 {
	values := make(map[string]int64, len(figures))
	for _, f := range figures {
		values[f.Name] = 0
	}
	return values
}

func tableQuery(scope *Scope, figures []ledger.Figure, by []Dimension) (string, []any) {
	where, args := scope.where(figures)
	var keys, columns, sums []string
	for i, d := range by {
		key := fmt.Sprintf("key%d", i)
		keys, columns = append(keys, key), append(columns, d.column()+" AS "+key)
	}
	if len(figures) > 1 { // of one figure all measures are summed alike, and without them in half the time
		keys, columns = append(keys, "measure"), append(columns, "measure")
	}
	kinds := kindsOf(figures)
	for _, k := range kinds {
		if len(kinds) == 1 {
			sums = append(sums, "sum(amount)") // the condition is that of the whole query
		} else {
			sums = append(sums, "sumIf(amount, "+conditions[k]+")")
		}
	}
	from := "ledger"
	if slices.Contains(by, ByStatus) {
		statuses, measures := scope.statuses()
		from = "ledger\nANY LEFT JOIN (" + statuses + ") AS statuses USING (stream)"
		if _, filtered := scope.Within[ByStatus]; !filtered { // else the condition has named them
			args = append(args, measures)
		}
	}
	order := strings.Join(keys, ", ")
	return fmt.Sprintf("SELECT %s, %s\nFROM %s\nWHERE %s\nGROUP BY %s\nORDER BY %s",
		strings.Join(columns, ", "), strings.Join(sums, ", "), from, where, order, order), args
}
