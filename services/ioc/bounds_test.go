package main

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/printer"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	boundRow = regexp.MustCompile("(?m)^\\| .* \\| ([0-9]+)( [A-Za-z]+)? \\| `([a-z]+)\\.([A-Za-z]+)` \\|$")
	units    = map[string]int64{
		"": 1, " KiB": 1 << 10, " MiB": 1 << 20, " s": int64(time.Second), " min": int64(time.Minute), " h": int64(time.Hour),
	}
	ofTime = regexp.MustCompile(`time\.(Second|Minute|Hour)`)
	named  = regexp.MustCompile(`\bevent\.([A-Z]\w+)`)
)

// bound is the value of a constant of a package, by its source.
func bound(t *testing.T, pkg, name string) int64 {
	t.Helper()
	for _, below := range []string{"../../pkg", ".."} {
		files, err := filepath.Glob(filepath.Join(below, pkg, "*.go"))
		require.NoError(t, err)
		for _, path := range files {
			if expr := constantIn(t, path, name); expr != "" {
				expr = ofTime.ReplaceAllStringFunc(expr, func(unit string) string {
					return map[string]string{"time.Second": "1000000000", "time.Minute": "60000000000", "time.Hour": "3600000000000"}[unit]
				})
				expr = named.ReplaceAllStringFunc(expr, func(other string) string {
					return strconv.FormatInt(bound(t, "event", strings.TrimPrefix(other, "event.")), 10)
				})
				value, err := types.Eval(token.NewFileSet(), nil, token.NoPos, expr)
				require.NoError(t, err, "%s = %s", name, expr)
				n, exact := constant.Int64Val(constant.ToInt(value.Value))
				require.True(t, exact, expr)
				return n
			}
		}
	}
	require.FailNow(t, "there is no such constant", "%s.%s", pkg, name)
	return 0
}

// constantIn is the expression of a constant that a file declares, "" for none.
func constantIn(t *testing.T, path, name string) (expr string) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != len(spec.Names) {
			return true
		}
		for i := range spec.Names {
			if spec.Names[i].Name == name {
				var b strings.Builder
				require.NoError(t, printer.Fprint(&b, fset, spec.Values[i]))
				expr = b.String()
			}
		}
		return true
	})
	return expr
}

// The one table of bounds is what the code has.
func TestTheBoundsAreTheDocumentedOnes(t *testing.T) {
	document := text(t, "../../pkg/decisions/0045-one-client-harms-no-other.md")
	rows := boundRow.FindAllStringSubmatch(document, -1)
	require.Len(t, rows, strings.Count(document, "\n| ")-1, "every row below the head of the table is one of a bound")
	for _, row := range rows {
		unit, known := units[row[2]]
		require.True(t, known, row[0])
		n, err := strconv.ParseInt(row[1], 10, 64)
		require.NoError(t, err)
		assert.Equal(t, bound(t, row[3], row[4]), n*unit, row[0])
	}
	flag, _, _ := strings.Cut(text(t, "access.go")[strings.Index(text(t, "access.go"), "Rate  "):], "\n")
	assert.Contains(t, flag, `default:"`+strconv.Itoa(requestRate)+`"`)
}
