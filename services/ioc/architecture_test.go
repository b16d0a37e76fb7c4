package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The architecture document names symbols, not lines; each must exist.
func TestTheArchitectureDocumentNamesOnlyWhatExists(t *testing.T) {
	b, err := os.ReadFile("../../ARCHITECTURE.md")
	require.NoError(t, err)
	assert.LessOrEqual(t, strings.Count(string(b), "\n"), 250)
	source, err := exec.Command("find", "../..", "-name", "*.go", "-not", "-path", "*/node_modules/*", "-exec", "cat", "{}", "+").Output()
	require.NoError(t, err)
	symbols := regexp.MustCompile("`(?:[a-z]+\\.)?([A-Z][A-Za-z]+(?:\\.[A-Z][A-Za-z]+)?|require[A-Z]\\w+|guard)`").FindAllStringSubmatch(string(b), -1)
	assert.Greater(t, len(symbols), 15)
	for _, m := range symbols {
		name := m[1][strings.LastIndex(m[1], ".")+1:]
		assert.Regexp(t, `(func|type|const|var)( \([^)]*\))? `+name+`\b|\t`+name+`\b`, string(source), "%s is not in the code", m[0])
	}
	for _, dir := range regexp.MustCompile("`((?:services|pkg)/[a-z/]+)`").FindAllStringSubmatch(string(b), -1) {
		_, err := os.Stat("../../" + dir[1])
		assert.NoError(t, err, "%s", dir[0])
	}
}
