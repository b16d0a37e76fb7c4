package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	architecture = "../../ARCHITECTURE.md"
	records      = "../../pkg/decisions/*.md"
)

// The architecture document and the records of decisions name symbols, not lines; each must exist.
func TestTheArchitectureNamesOnlyWhatExists(t *testing.T) {
	assert.LessOrEqual(t, strings.Count(text(t, architecture), "\n"), 250)
	source, err := exec.Command("find", "../..", "-name", "*.go", "-not", "-path", "*/node_modules/*", "-exec", "cat", "{}", "+").Output()
	require.NoError(t, err)
	declared := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^(?:(?:func|type|const|var) (?:\([^)]*\) )?|\t+)(\w+)`).FindAllStringSubmatch(string(source), -1) {
		declared[m[1]] = true
	}
	symbol := regexp.MustCompile("`(?:[a-z]+\\.)?([A-Z][A-Za-z]+(?:\\.[A-Z][A-Za-z]+)?|require[A-Z]\\w+|guard)`")
	folder := regexp.MustCompile("`((?:services|pkg)/[a-z/]+)`")
	file := regexp.MustCompile("`((?:e2e|i18n|net|store|views)/[A-Za-z.]+\\.(?:mjs|ts))`")
	named := 0
	for _, path := range append(glob(t, records), architecture) {
		document := text(t, path)
		for _, m := range symbol.FindAllStringSubmatch(document, -1) {
			named++
			name := m[1][strings.LastIndex(m[1], ".")+1:]
			assert.True(t, declared[name], "%s: %s is not in the code", path, m[0])
		}
		for _, m := range folder.FindAllStringSubmatch(document, -1) {
			assert.DirExists(t, "../../"+m[1], "%s", path)
		}
		for _, m := range file.FindAllStringSubmatch(document, -1) {
			assert.NotEmpty(t, append(glob(t, "../screens/"+m[1]), glob(t, "../screens/src/"+m[1])...), "%s: there is no %s", path, m[0])
		}
	}
	assert.Greater(t, named, 80)
}

// Every decision is a record of the same four parts, and ARCHITECTURE.md has a line for each.
func TestEveryDecisionIsARecordThatTheArchitectureLists(t *testing.T) {
	form := regexp.MustCompile(`(?s)^# (\d+\. [^\n]+)\n\n## Context\n\n.+\n\n## Decision\n\n.+\n\n## Measured\n\n.+\n\n## Consequences\n\n.+\n$`)
	number := regexp.MustCompile(`^0*(\d+)-`)
	var index []string
	for _, path := range glob(t, records) {
		m := form.FindStringSubmatch(text(t, path))
		if !assert.NotNil(t, m, "%s is not context, decision, measured, consequences", path) {
			continue
		}
		n, title, _ := strings.Cut(m[1], ". ")
		assert.Equal(t, number.FindStringSubmatch(filepath.Base(path))[1], n, path)
		index = append(index, n+". ["+title+"](pkg/decisions/"+filepath.Base(path)+")")
	}
	_, listed, _ := strings.Cut(text(t, architecture), "## Decisions\n\n1. ")
	assert.Equal(t, strings.Join(index, "\n"), "1. "+strings.TrimSpace(listed))
}

// Where an event type is added is read off one: the files that speak of it are those that the document lists.
func TestAnEventTypeIsInTheFilesThatTheArchitectureLists(t *testing.T) {
	speaks := regexp.MustCompile(`(?i)transferred|previous_?unit|dossier\.transfer\b|a transfer does`)
	aside := regexp.MustCompile(`_test\.go$|\.test\.|\.gen\.ts$|\.md$|\.sql$`)
	var found []string
	for _, root := range []string{"../../pkg", "../../services"} {
		require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist" || d.Name() == "rapid"): // what is not ours, built, or left by a test that failed
				return filepath.SkipDir
			case !d.Type().IsRegular() || aside.MatchString(path):
				return nil
			}
			if speaks.MatchString(text(t, path)) {
				found = append(found, strings.TrimPrefix(filepath.ToSlash(path), "../../"))
			}
			return nil
		}))
	}
	_, listed, _ := strings.Cut(text(t, architecture), "**An event type**")
	listed, _, _ = strings.Cut(listed, "**A noun**")
	var files []string
	for _, m := range regexp.MustCompile("`([^`]+)`\\s+\\(([^)]+)\\)").FindAllStringSubmatch(listed, -1) {
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(m[2], -1) {
			files = append(files, m[1]+"/"+name[1])
		}
	}
	assert.ElementsMatch(t, files, found)
}

// What people read has short lines.
func TestTheLinesOfDocumentsAreShort(t *testing.T) {
	const longest = 120
	documents := 0
	require.NoError(t, filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return filepath.SkipDir
		case filepath.Ext(path) != ".md":
			return nil
		}
		documents++
		for i, line := range strings.Split(text(t, path), "\n") {
			assert.LessOrEqual(t, utf8.RuneCountInString(line), longest, "%s:%d", path, i+1)
		}
		return nil
	}))
	assert.Greater(t, documents, len(glob(t, records)))
}

func text(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(b)
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	require.NoError(t, err)
	return paths
}
