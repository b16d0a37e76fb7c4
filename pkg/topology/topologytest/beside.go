// Package topologytest has what tests of a province's data need.
package topologytest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Beside is the path of a file of the domain's data, which is not part of the repository: in the folder shared/domain/data beside it or
// above. The test is skipped where there is none.
func Beside(t testing.TB, name string) string {
	t.Helper()
	folder, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for ; ; folder = filepath.Dir(folder) {
		path := filepath.Join(folder, "shared", "domain", "data", name)
		switch _, err := os.Stat(path); {
		case err == nil:
			return path
		case !errors.Is(err, fs.ErrNotExist):
			t.Fatal(err)
		case folder == filepath.Dir(folder):
			t.Skipf("shared/domain/data/%s is not beside the repository", name)
		}
	}
}
