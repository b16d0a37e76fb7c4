// Command wiregen writes the TypeScript types of pkg/wire, the nouns and types of pkg/event, and the figures of pkg/ledger.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "wiregen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: wiregen PACKAGE-DIR SOURCES-DIR")
	}
	files, err := generated(args[0])
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(args[1], name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("write types: %w", err)
		}
	}
	return nil
}

// generated are all files, by their names below the screens' sources.
func generated(wire string) (map[string]string, error) {
	types, err := Generate(wire)
	return map[string]string{
		"wire/wire.gen.ts": types, "wire/events.gen.ts": EventTypes(), "wire/figures.gen.ts": FigureTypes(), "i18n/titles.gen.ts": FigureTitles(), "i18n/definitions.gen.ts": FigureWords(),
	}, err
}
