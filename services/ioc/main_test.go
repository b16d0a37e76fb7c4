package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"langbiang.internal/ioc/pkg/clickhouse/engine"
)

// binary is the program as the tests in this package start it: built once, without the race
// detector, with ClickHouse's library found in its package.
var binary string

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	if len(os.Args) > 1 && os.Args[1] == engine.Command { // this program is its own engine's child process, too
		return engine.Main(os.Args[2:])
	}
	dir, err := os.MkdirTemp("", "ioc-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "ioc")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, out)
		return 1
	}
	library, err := filepath.Abs("../../pkg/clickhouse/engine/node_modules/@chdb/lib-linux-x64-gnu/libchdb.so")
	if err == nil {
		err = os.Symlink(library, filepath.Join(dir, "libchdb.so"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}
