package engine

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"unsafe"

	"github.com/ebitengine/purego"
)

// entryPoint is ClickHouse's own command line in the library, as `clickhouse local` takes it.
const entryPoint = "chdb_query_cmdline"

// query starts the listener and then never ends: the process serves until it is stopped.
const query = `SYSTEM START LISTEN TCP; SELECT sleepEachRow(3) FROM system.numbers FORMAT Null ` +
	`SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 4000000`

// runChild runs one child until it dies or ctx ends.
func (e *Engine) runChild(ctx context.Context) error {
	// The kernel kills the child when the thread that started it ends, so it has to be a
	// thread that lives as long as this process.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	output, err := os.OpenFile(outputPath(e.cfg.Dir), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("engine: open its output: %w", err)
	}
	defer output.Close()
	args := append(slices.Clone(e.cfg.Program[1:]), "--library="+e.cfg.Library, "--dir="+e.cfg.Dir, "--port="+strconv.Itoa(e.port))
	cmd := exec.CommandContext(ctx, e.cfg.Program[0], args...)
	cmd.Dir = e.cfg.Dir
	cmd.Stdout, cmd.Stderr = output, output
	cmd.ExtraFiles = []*os.File{e.lock} // the directory stays locked until the child is gone too
	cmd.SysProcAttr = childAttributes()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = stopTimeout
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("engine: start: %w", err)
	}
	e.pid.Store(int64(cmd.Process.Pid))
	defer e.pid.Store(0)
	return cmd.Wait()
}

// Main is the child's side: it runs ClickHouse in this process and returns its exit code.
func Main(args []string) int {
	if err := run(args); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func run(args []string) error {
	flags := flag.NewFlagSet(Command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	library := flags.String("library", "", "path of libchdb.so")
	dir := flags.String("dir", "", "data directory, with the configuration in it")
	port := flags.Int("port", 0, "port of the native protocol, on 127.0.0.1")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	handle, err := purego.Dlopen(*library, purego.RTLD_NOW|purego.RTLD_GLOBAL)
	if err != nil {
		return fmt.Errorf("engine: load %s: %w", *library, err)
	}
	if err := surviveClients(*library, handle); err != nil {
		fmt.Fprintln(os.Stderr, "engine: a lost client may end ClickHouse, which is then started again:", err)
	}
	// It returns when its query has ended, which ours does only by an error or a signal.
	var commandLine func(argc int32, argv **byte) uintptr
	purego.RegisterLibFunc(&commandLine, handle, entryPoint)
	var resultError func(result uintptr) string
	purego.RegisterLibFunc(&resultError, handle, "chdb_result_error")

	runtime.LockOSThread()
	argv := cStrings(
		"clickhouse", "--config-file="+configPath(*dir), "--path="+dataPath(*dir),
		"--tcp_port="+strconv.Itoa(*port), "--listen_host=127.0.0.1", "--query="+query,
	)
	result := commandLine(int32(len(argv)-1), &argv[0])
	runtime.KeepAlive(argv)
	if result == 0 {
		return errors.New("engine: ClickHouse ended without a word")
	}
	if message := resultError(result); message != "" {
		return fmt.Errorf("engine: %s", message)
	}
	return nil
}

// cStrings is a null-terminated array of null-terminated strings.
func cStrings(args ...string) []*byte {
	argv := make([]*byte, len(args)+1)
	for i, a := range args {
		argv[i] = unsafe.SliceData(append([]byte(a), 0))
	}
	return argv
}
