package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// part is something of others: a Go module or an npm package, with the files that say how it may be used.
type part struct {
	name, version string
	files         []string
}

var (
	licenceFile = regexp.MustCompile(`(?i)^(un)?licen[cs]e|^copying`)
	noticeFile  = regexp.MustCompile(`(?i)^notice`)
)

// says returns the files of dir that speak of its licence, those in a folder "licenses" included.
func says(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("look for licences: %w", err)
	}
	var found []string
	for _, e := range entries {
		if e.IsDir() && strings.EqualFold(e.Name(), "licenses") {
			inside, err := says(filepath.Join(dir, e.Name()))
			if err != nil {
				return nil, err
			}
			found = append(found, inside...)
		}
		if !e.IsDir() && (licenceFile.MatchString(e.Name()) || noticeFile.MatchString(e.Name())) {
			found = append(found, filepath.Join(dir, e.Name()))
		}
	}
	return found, nil
}

type goPackage struct {
	Dir      string
	Standard bool
	Module   *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// linked returns the modules of which the program has packages, Go's own first. The files are those of each
// package's folder and of the folders above it, up to its module's.
func linked(ctx context.Context, program string) ([]part, error) {
	list := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Dir,Standard,Module", program)
	list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("list what is linked: %w", err)
	}
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("find Go: %w", err)
	}
	byPath := map[string]*part{"": {
		name:  "Go's library and runtime",
		files: []string{filepath.Join(strings.TrimSpace(string(root)), "LICENSE")},
	}}
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("read what is linked: %w", err)
		}
		if p.Standard || p.Module.Main {
			continue
		}
		m := byPath[p.Module.Path]
		if m == nil {
			m = &part{name: p.Module.Path, version: p.Module.Version}
			byPath[p.Module.Path] = m
		}
		for dir := p.Dir; strings.HasPrefix(dir, p.Module.Dir); dir = filepath.Dir(dir) {
			files, err := says(dir)
			if err != nil {
				return nil, err
			}
			m.files = append(m.files, files...)
		}
	}
	return sorted(byPath), nil
}

// bundled returns the npm packages of which the screens have code or files, as the screens' build has noted them.
func bundled(modules string) ([]part, error) {
	noted, err := os.ReadFile(filepath.Join(modules, ".bundled.json"))
	if err != nil {
		return nil, fmt.Errorf("build the screens first (make build): %w", err)
	}
	var folders []string
	if err := json.Unmarshal(noted, &folders); err != nil {
		return nil, fmt.Errorf("read what is bundled: %w", err)
	}
	byName := map[string]*part{}
	for _, folder := range folders {
		dir := filepath.Join(modules, folder)
		var described struct{ Name, Version string }
		if err := readJSON(filepath.Join(dir, "package.json"), &described); err != nil {
			return nil, err
		}
		files, err := says(dir)
		if err != nil {
			return nil, err
		}
		byName[described.Name+described.Version] = &part{name: described.Name, version: described.Version, files: files}
	}
	return sorted(byName), nil
}

// library returns the embedded ClickHouse, whose package brings no licence file.
func library(lock string) (part, error) {
	var locked struct {
		Packages map[string]struct{ Version string }
	}
	if err := readJSON(lock, &locked); err != nil {
		return part{}, err
	}
	for path, p := range locked.Packages {
		if name, ok := strings.CutPrefix(path, "node_modules/"); ok {
			return part{name: name, version: p.Version}, nil
		}
	}
	return part{}, fmt.Errorf("%s names no library", lock)
}

func readJSON(path string, into any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// sorted orders parts by name and the files of each, without repetition.
func sorted(parts map[string]*part) []part {
	var all []part
	for _, p := range parts {
		slices.Sort(p.files)
		p.files = slices.Compact(p.files)
		all = append(all, *p)
	}
	slices.SortFunc(all, func(a, b part) int { return strings.Compare(a.name, b.name) })
	return all
}
