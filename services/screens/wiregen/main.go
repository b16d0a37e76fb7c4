// Command wiregen writes the TypeScript types of pkg/wire.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "wiregen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: wiregen PACKAGE-DIR OUTPUT.ts")
	}
	text, err := Generate(args[0])
	if err != nil {
		return err
	}
	if err := os.WriteFile(args[1], []byte(text), 0o644); err != nil {
		return fmt.Errorf("write types: %w", err)
	}
	return nil
}
