package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheCommittedTypesAreThoseOfPkgWirePkgEventAndPkgLedger(t *testing.T) {
	files, err := generated(filepath.Join("..", "..", "..", "pkg", "wire"))
	require.NoError(t, err)
	for name, got := range files {
		want, err := os.ReadFile(filepath.Join("..", "src", name))
		require.NoError(t, err)
		require.Equal(t, string(want), got, "%s is not what Go has: run go generate ./services/screens", name)
	}
}

func TestWhatHasNoTypeScriptIsReported(t *testing.T) {
	dir := t.TempDir()
	source := "package p\n\ntype T struct {\n\tC chan int `json:\"c\"`\n}\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.go"), []byte(source), 0o600))
	_, err := Generate(dir)
	require.ErrorContains(t, err, "type T: field C: no TypeScript is known for *ast.ChanType")
}

func TestAPointerMayBeNullUnlessItIsLeftOut(t *testing.T) {
	dir := t.TempDir()
	source := "package p\n\ntype T struct {\n\tA *int `json:\"a\"`\n\tB *int `json:\"b,omitempty\"`\n}\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.go"), []byte(source), 0o600))
	got, err := Generate(dir)
	require.NoError(t, err)
	require.Equal(t, header+"export interface T {\n  a: number | null;\n  b?: number;\n}\n\n", got)
}
