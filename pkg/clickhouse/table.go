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
// figure, exactly. Keys without any posting have no row.
func (db *DB) Table(ctx context.Context, scope Scope, figures []ledger.Figure, by ...ledger.Dimension) ([]TableRow, error) {
	sql, args := tableQuery(&scope, figures, by)
	ranges := rangesOf(figures, scope.period())
	shares := make(map[string][]share)
	for i := range figures {
		f := &figures[i]
		at := slices.Index(ranges, f.Range(scope.period()))
		for _, m := range slices.Concat(f.Measures, f.Less) {
			shares[string(m)] = append(shares[string(m)], share{f.Name, at, f.Sign(m)})
		}
	}
	if len(figures) == 1 {
		shares = map[string][]share{"": {{figures[0].Name, 0, 1}}}
	}
	var table []TableRow
	err := db.query(ctx, sql, args, func(rows driver.Rows) error {
		measure := ""
		keys, sums := make([]string, len(by)), make([]int64, len(ranges))
		into := make([]any, 0, len(by)+1+len(ranges))
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
		for _, s := range shares[measure] {
			values[s.figure] += s.sign * sums[s.at]
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("break figures down by %v: %w", by, err)
	}
	return table, nil
}

// share is a figure that counts a measure, in the column at.
type share struct {
	figure string
	at     int
	sign   int64
}

func zeroes(figures []ledger.Figure) map[string]int64 {
	values := make(map[string]int64, len(figures))
	for i := range figures {
		values[figures[i].Name] = 0
	}
	return values
}

func tableQuery(scope *Scope, figures []ledger.Figure, by []ledger.Dimension) (string, []any) {
	where, args := scope.where(figures)
	var keys, columns []string
	for i, d := range by {
		key := fmt.Sprintf("key%d", i)
		keys, columns = append(keys, key), append(columns, keySQL(d)+" AS "+key)
	}
	// Of one figure all measures are summed by one condition, that of the whole query, and without them in half the time.
	sums := "sum(" + amountSQL(&figures[0]) + ")"
	if len(figures) > 1 {
		keys, columns = append(keys, "measure"), append(columns, "measure")
		sums = sumsSQL(rangesOf(figures, scope.period()))
	}
	from := "ledger"
	if slices.Contains(by, ledger.ByStatus) {
		statuses, measures := scope.statuses()
		from = "ledger\nANY LEFT JOIN (" + statuses + ") AS statuses USING (stream)"
		if _, filtered := scope.Within[ledger.ByStatus]; !filtered { // else the condition has named them
			args = append(args, measures)
		}
	}
	order := strings.Join(keys, ", ")
	return fmt.Sprintf("SELECT %s, %s\nFROM %s\nWHERE %s\nGROUP BY %s\nORDER BY %s",
		strings.Join(columns, ", "), sums, from, where, order, order), args
}
