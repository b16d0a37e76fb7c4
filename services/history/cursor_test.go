package history

import (
	"strings"
	"testing"
)

func FuzzParseCursor(f *testing.F) {
	for _, seed := range []string{"", "1-2-3", "9223372036854775807-4294967295-2147483647", "1-2", "-1-2-3", "01-2-3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		after, err := parseCursor(text)
		if err != nil || text == "" {
			return
		}
		again, err := parseCursor(cursor(after))
		if err != nil || again != after || after.Skip < 0 || after.Address.Index < 0 || strings.Count(text, "-") != 2 {
			t.Fatalf("%q is read as %+v, which is %q, read as %+v: %v", text, after, cursor(after), again, err)
		}
	})
}
