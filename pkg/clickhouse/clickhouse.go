// Package clickhouse is the platform's one door to ClickHouse: its schema, the batches that
// the projector writes exactly once, and the questions that are asked of it.
package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

const (
	dialTimeout    = 2 * time.Second
	readTimeout    = time.Minute
	maxConnections = 8
	openTimeout    = 30 * time.Second // how long Open waits for a server that is starting
	openPause      = 100 * time.Millisecond
)

// DB is one database of a ClickHouse, embedded or a server's. It connects again by itself;
// its methods fail while ClickHouse is away. It is safe for concurrent use.
type DB struct {
	conn   driver.Conn
	logger *slog.Logger
}

// Open waits until ClickHouse answers, makes the DSN's database if it is not there, and
// connects to it.
func Open(ctx context.Context, dsn string, logger *slog.Logger) (*DB, error) {
	options, err := clickhouse.ParseDSN(dsn)
	if err != nil {
		return nil, fmt.Errorf("read ClickHouse's address: %w", err)
	}
	if options.Auth.Database == "" {
		options.Auth.Database = "default"
	}
	options.DialTimeout, options.ReadTimeout = dialTimeout, readTimeout
	options.MaxOpenConns, options.MaxIdleConns = maxConnections, maxConnections
	if err := makeDatabase(ctx, *options, logger); err != nil {
		return nil, err
	}
	conn, err := clickhouse.Open(options)
	if err != nil {
		return nil, fmt.Errorf("connect to ClickHouse: %w", err)
	}
	return &DB{conn: conn, logger: logger}, nil
}

// makeDatabase creates the database, as soon as ClickHouse answers.
func makeDatabase(ctx context.Context, options clickhouse.Options, logger *slog.Logger) error {
	name := options.Auth.Database
	options.Auth.Database = "default"
	conn, err := clickhouse.Open(&options)
	if err != nil {
		return fmt.Errorf("connect to ClickHouse: %w", err)
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	told := false
	for {
		err = conn.Exec(ctx, "CREATE DATABASE IF NOT EXISTS "+quoteName(name))
		var refusal *clickhouse.Exception
		if err == nil {
			return nil
		}
		if errors.As(err, &refusal) {
			return fmt.Errorf("make database %s: %w", name, err)
		}
		if !told {
			logger.Info("waiting for ClickHouse", "address", options.Addr, "error", err)
			told = true
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("ClickHouse at %v does not answer: %w", options.Addr, err)
		case <-time.After(openPause):
		}
	}
}

// Close closes the connections.
func (db *DB) Close() error { return db.conn.Close() }

// A query for which ClickHouse has no memory at the moment, because others take it, is asked again so often, after pauses that grow.
const (
	memoryAttempts = 4
	memoryPause    = 150 * time.Millisecond
	memoryExceeded = 241 // ClickHouse's MEMORY_LIMIT_EXCEEDED
)

// query runs a SELECT and scans its rows one by one; scan is given the row to read.
func (db *DB) query(ctx context.Context, sql string, args []any, scan func(driver.Rows) error) error {
	for attempt := 1; ; attempt++ {
		begun, err := db.queryOnce(ctx, sql, args, scan)
		var refusal *clickhouse.Exception
		if !errors.As(err, &refusal) || refusal.Code != memoryExceeded || begun || attempt == memoryAttempts {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(attempt) * memoryPause):
		}
	}
}

// queryOnce tells whether a row was scanned: what has begun cannot be asked again.
func (db *DB) queryOnce(ctx context.Context, sql string, args []any, scan func(driver.Rows) error) (begun bool, err error) {
	rows, err := db.conn.Query(ctx, sql, args...)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		begun = true
		if err := scan(rows); err != nil {
			return begun, err
		}
	}
	return begun, rows.Err()
}

// ClickHouse's codes for what is not there.
const (
	unknownTable    = 60
	unknownDatabase = 81
)

// IsMissing tells whether a query failed because the database or its tables are not there.
func IsMissing(err error) bool {
	var refusal *clickhouse.Exception
	return errors.As(err, &refusal) && (refusal.Code == unknownTable || refusal.Code == unknownDatabase)
}

func quoteName(name string) string {
	quoted := make([]byte, 0, len(name)+2)
	quoted = append(quoted, '`')
	for i := range len(name) {
		if name[i] == '`' || name[i] == '\\' {
			quoted = append(quoted, '\\')
		}
		quoted = append(quoted, name[i])
	}
	return string(append(quoted, '`'))
}
