// Command notice writes what of others is in the program, its screens and beside it, with each one's licence, to the file named. It takes it
// from what is really linked and bundled, and fails at a licence that it does not know or that Apache-2.0 may not be joined with.
package main

import (
	"context"
	"fmt"
	"os"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "notice:", err)
		os.Exit(1)
	}
}

// run wants to be started in the folder of go.mod, with the screens built.
func run(ctx context.Context, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: notice FILE")
	}
	modules, err := linked(ctx, "./services/ioc")
	if err != nil {
		return err
	}
	packages, err := bundled("services/screens/node_modules")
	if err != nil {
		return err
	}
	engine, err := library("pkg/clickhouse/engine/package-lock.json")
	if err != nil {
		return err
	}
	text, err := compose(modules, packages, engine)
	if err != nil {
		return err
	}
	if err := os.WriteFile(args[0], []byte(text), 0o644); err != nil {
		return fmt.Errorf("write the notice: %w", err)
	}
	return nil
}
