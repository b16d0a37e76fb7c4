package clickhouse

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// OtherLogError says that the database is filled from another log: their positions have nothing to
// do with each other.
type OtherLogError struct{ Database, Log string }

func (e *OtherLogError) Error() string {
	return fmt.Sprintf("ClickHouse was filled from the log %s, and this is the log %s: they do not belong together; "+
		"give the log that filled it, or an empty database", e.Database, e.Log)
}

// Adopt binds the database to the log with that id when it is bound to none, and fails with *OtherLogError
// when it is bound to another. Of two who do it at once, the first wins. Whoever reads positions from
// the database or writes to it calls it before. A log without an id ("") is not checked.
func (db *DB) Adopt(ctx context.Context, logID string) error {
	if logID == "" {
		return nil
	}
	bound, err := db.source(ctx)
	if err == nil && bound == "" {
		if err = db.insert(ctx, "INSERT INTO source (log)", "source", []any{[]string{logID}}); err == nil {
			bound, err = db.source(ctx)
		}
	}
	if err != nil {
		return fmt.Errorf("bind the database to its log: %w", err)
	}
	if bound != logID {
		return &OtherLogError{Database: bound, Log: logID}
	}
	return nil
}

// source is the id of the log that the database is bound to, "" for none.
func (db *DB) source(ctx context.Context) (id string, err error) {
	err = db.query(ctx, "SELECT log FROM source ORDER BY adopted_at, log LIMIT 1", nil, func(rows driver.Rows) error {
		return rows.Scan(&id)
	})
	return id, err
}
