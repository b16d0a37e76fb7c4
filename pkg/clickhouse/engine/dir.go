package engine

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	libraryName = "libchdb.so"
	libraryHint = "run `make engine`, which fetches it, or say where it is"
	// lockTimeout is how long a leftover engine of a killed parent may take to go.
	lockTimeout = 5 * time.Second
)

// ErrDirInUse says that another engine, or one left over, has the data directory.
var ErrDirInUse = errors.New("engine: another engine runs on this data directory")

func configPath(dir string) string { return filepath.Join(dir, "config.xml") }
func usersPath(dir string) string  { return filepath.Join(dir, "users.xml") }
func dataPath(dir string) string   { return filepath.Join(dir, "data") }
func logPath(dir string) string    { return filepath.Join(dir, "engine.log") }
func outputPath(dir string) string { return filepath.Join(dir, "engine.out") }

// FindLibrary is the path of libchdb.so: the given one, or else beside this program, or
// else where npm puts it in this module's tree, from the working directory upwards.
func FindLibrary(given string) (string, error) {
	if given != "" {
		if _, err := os.Stat(given); err != nil {
			return "", fmt.Errorf("engine: library: %w (%s)", err, libraryHint)
		}
		return filepath.Abs(given)
	}
	var places []string
	if program, err := os.Executable(); err == nil {
		places = append(places, filepath.Join(filepath.Dir(program), libraryName))
	}
	if dir, err := os.Getwd(); err == nil {
		for parent := ""; parent != dir; parent, dir = dir, filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				places = append(places, filepath.Join(dir, "pkg/clickhouse/engine/node_modules/@chdb/lib-linux-x64-gnu", libraryName))
				break
			}
		}
	}
	for _, place := range places {
		if _, err := os.Stat(place); err == nil {
			return place, nil
		}
	}
	return "", fmt.Errorf("engine: the ClickHouse library is not at %s: %s", strings.Join(places, " or "), libraryHint)
}

// lockDir takes the directory for this process and the children that inherit the file.
func lockDir(ctx context.Context, dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("engine: lock data directory: %w", err)
	}
	deadline := time.Now().Add(lockTimeout)
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errors.Join(fmt.Errorf("engine: lock data directory: %w", err), f.Close())
		}
		if time.Now().After(deadline) {
			return nil, errors.Join(fmt.Errorf("%w: %s", ErrDirInUse, dir), f.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), f.Close())
		case <-time.After(readyPoll):
		}
	}
}

// writeConfig writes the configuration that the child reads. It holds the password, so
// only the owner may read it.
func writeConfig(cfg Config, password string) error {
	config := fmt.Sprintf(serverConfig, text(usersPath(cfg.Dir)), text(logPath(cfg.Dir)), cfg.MaxMemory)
	users := fmt.Sprintf(usersConfig, user, text(password))
	for path, content := range map[string]string{configPath(cfg.Dir): config, usersPath(cfg.Dir): users} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return fmt.Errorf("engine: write configuration: %w", err)
		}
	}
	return nil
}

func text(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

// serverConfig keeps ClickHouse modest: it shares two cores and 1.5 GiB with everything
// else. There are no system log tables, which would grow for ever.
const serverConfig = `<clickhouse>
  <users_config>%s</users_config>
  <log-level>warning</log-level>
  <logger><log>%s</log><level>warning</level><size>10M</size><count>2</count></logger>
  <max_server_memory_usage>%d</max_server_memory_usage>
  <mark_cache_size>33554432</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_mark_cache_size>4194304</index_mark_cache_size>
  <primary_index_cache_size>16777216</primary_index_cache_size>
  <compiled_expression_cache_size>4194304</compiled_expression_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <max_concurrent_queries>50</max_concurrent_queries>
  <max_connections>64</max_connections>
  <merge_tree>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
</clickhouse>
`

// usersConfig: ClickHouse's command line needs the user default without a password, so
// that one may open the listener and sleep, and nothing else. Clients use the other. A query gets its
// second thread: ClickHouse gives none where it may not take another 1 GiB for it, unless told that less will do.
const usersConfig = `<clickhouse>
  <profiles><default>
    <max_threads>2</max_threads>
    <max_threads_min_free_memory_per_thread>16777216</max_threads_min_free_memory_per_thread>
    <compile_expressions>0</compile_expressions>
  </default></profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password></password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile><quota>default</quota>
      <grants>
        <query>GRANT SYSTEM LISTEN ON *.*</query>
        <query>GRANT SELECT ON system.numbers</query>
      </grants>
    </default>
    <%[1]s>
      <password>%[2]s</password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile><quota>default</quota>
    </%[1]s>
  </users>
</clickhouse>
`
