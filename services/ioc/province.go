package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/clickhouse/engine"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/redis"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/topology"
)

// provinceFlags say which province this is and where it keeps what it knows.
type provinceFlags struct {
	Data       string `help:"Folder for everything embedded: the log and ClickHouse." default:"data" env:"IOC_DATA" placeholder:"DIR"`
	Log        string `help:"The log: sqlite (embedded) or redis://HOST:PORT/DB." default:"sqlite" env:"IOC_LOG"`
	ClickHouse string `name:"clickhouse" help:"DSN of a ClickHouse server: clickhouse://USER:PASSWORD@HOST:9000/DATABASE. Without it ClickHouse is embedded." env:"IOC_CLICKHOUSE" placeholder:"DSN"`
	Boundaries string `help:"GeoJSON file with the units' real outlines for the map; without it the map is schematic." env:"IOC_BOUNDARIES" placeholder:"FILE" type:"path"`
	Topology   string `help:"Topology file of the province. Default: Lâm Đồng as of July 2024." env:"IOC_TOPOLOGY" placeholder:"FILE" type:"path"`
	LiveMap    string `help:"Map whose views the screens show: its id, or auto: the one that is valid on the log's day." default:"auto" env:"IOC_LIVE_MAP" placeholder:"MAP"`
}

// sharedTailBytes bounds what is kept decoded for readers at the log's head in one process.
const sharedTailBytes = 96 << 20

func (f *provinceFlags) topology() (*topology.Topology, error) {
	if f.Topology == "" {
		return topology.Default()
	}
	return topology.LoadFile(f.Topology)
}

// openLog opens the province's log. Its decoded tail is shared by all readers of this process when the log is
// embedded, and in Redis when share says that the process has several: it holds only what the process itself appends.
func (f *provinceFlags) openLog(p *process, topo *topology.Topology, share bool) (eventlog.Log, string, error) {
	meter, err := eventlog.NewMeter(p.registry)
	if err != nil {
		return nil, "", err
	}
	if f.Log == "sqlite" {
		if err := os.MkdirAll(f.Data, 0o755); err != nil {
			return nil, "", fmt.Errorf("make the data folder: %w", err)
		}
		path := filepath.Join(f.Data, "log.db")
		log, err := sqlite.Open(p.ctx, sqlite.Config{Path: path, Logger: p.logger, Meter: meter})
		if err != nil {
			return nil, "", fmt.Errorf("open the log: %w", err)
		}
		return eventlog.Share(log, sharedTailBytes), "SQLite, " + path, nil
	}
	log, err := redis.Open(p.ctx, redis.Config{URL: f.Log, Province: topo.ID, Logger: p.logger, Meter: meter})
	if err != nil {
		return nil, "", fmt.Errorf("open the log: %w", err)
	}
	if share {
		return eventlog.Share(log, sharedTailBytes), "Redis", nil
	}
	return log, "Redis", nil
}

// database is ClickHouse, embedded or a server's, migrated and ready.
type database struct {
	*clickhouse.DB
	where string
}

// openDatabase starts the embedded engine unless a DSN is given, and brings the schema up to date.
// The engine runs until engineCtx ends.
func (f *provinceFlags) openDatabase(p *process, engineCtx context.Context) (*database, func() error, error) {
	dsn, where := f.ClickHouse, "server"
	stop := func() error { return nil }
	if dsn == "" {
		dir := filepath.Join(f.Data, "clickhouse")
		e, err := engine.Start(engineCtx, engine.Config{Dir: dir, Logger: p.logger})
		if err != nil {
			return nil, nil, fmt.Errorf("start the embedded ClickHouse: %w", err)
		}
		dsn, where, stop = e.DSN(), fmt.Sprintf("embedded, %s", dir), e.Close
	}
	db, err := clickhouse.Open(p.ctx, dsn, p.logger)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("open ClickHouse: %w", err), stop())
	}
	closeBoth := func() error { return errors.Join(db.Close(), stop()) }
	if err := db.Migrate(p.ctx); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("bring ClickHouse's schema up to date: %w", err), closeBoth())
	}
	return &database{DB: db, where: where}, closeBoth, nil
}
