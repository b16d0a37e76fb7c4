package clickhouse

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one step of the schema. Its statements can be repeated: ClickHouse has no
// transactions, so a step that was cut off is run again.
type migration struct {
	version    uint32
	name       string
	statements []string
}

// NewerSchemaError says that a later release has been at work on the database.
type NewerSchemaError struct{ Database, Known uint32 }

func (e *NewerSchemaError) Error() string {
	return fmt.Sprintf("the database has schema %d and this program knows up to %d: use the newer program", e.Database, e.Known)
}

// Migrate brings the schema up to date. It fails with *NewerSchemaError when the schema is
// newer than this program. One program at a time may do it.
func (db *DB) Migrate(ctx context.Context) error {
	all, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	return db.migrate(ctx, all)
}

func (db *DB) migrate(ctx context.Context, all []migration) error {
	const table = `CREATE TABLE IF NOT EXISTS schema_migrations
		(version UInt32, name String, applied_at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY version`
	if err := db.conn.Exec(ctx, table); err != nil {
		return fmt.Errorf("make schema_migrations: %w", err)
	}
	current, err := db.schemaVersion(ctx)
	if err != nil {
		return err
	}
	if known := all[len(all)-1].version; current > known {
		return &NewerSchemaError{Database: current, Known: known}
	}
	for _, m := range all {
		if m.version <= current {
			continue
		}
		for _, statement := range m.statements {
			if err := db.conn.Exec(ctx, statement); err != nil {
				return fmt.Errorf("migrate to %s: %w", m.name, err)
			}
		}
		if err := db.conn.Exec(ctx, "INSERT INTO schema_migrations (version, name) VALUES (?, ?)", m.version, m.name); err != nil {
			return fmt.Errorf("note migration %s: %w", m.name, err)
		}
		db.logger.Info("ClickHouse schema migrated", "to", m.name)
	}
	return nil
}

func (db *DB) schemaVersion(ctx context.Context) (version uint32, err error) {
	err = db.query(ctx, "SELECT max(version) FROM schema_migrations", nil, func(rows driver.Rows) error {
		return rows.Scan(&version)
	})
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	return version, nil
}

// migrations reads the files 0001_name.sql, 0002_… in order.
func migrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	var all []migration
	for i, file := range names {
		content, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, fmt.Errorf("read migration: %w", err)
		}
		name := strings.TrimSuffix(strings.TrimPrefix(file, "migrations/"), ".sql")
		number, _, _ := strings.Cut(name, "_")
		version, err := strconv.ParseUint(number, 10, 32)
		if err != nil || int(version) != i+1 {
			return nil, fmt.Errorf("migration %s is not number %d", file, i+1)
		}
		all = append(all, migration{version: uint32(version), name: name, statements: statements(string(content))})
	}
	return all, nil
}

// statements splits a file at the semicolons that end a line.
func statements(file string) []string {
	var all []string
	for _, s := range strings.Split(file, ";\n") {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}
