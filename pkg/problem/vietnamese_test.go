package problem

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sayers are the functions that are given a format to say, and which argument it is.
var sayers = map[string]int{
	"problem.New": 2, "New": 2, "NewState": 1, "problem.NewState": 1, // of this package
	"text.Errorf": 0, "Errorf": 0, // pkg/text
	"event.Refuse": 1, "fieldError": 1, // pkg/event
	"conflict": 2, "unsupported": 0, "badRequest": 1, // pkg/intake
	"refuse": 1, "notFound": 1, // services/history
}

// formats are all formats of problems in the program, and where each stands first.
func formats(t *testing.T) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for _, root := range []string{"..", "../../services"} {
		require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				for _, format := range formatsOf(n, strings.HasPrefix(path, "../sheet/")) {
					if all[format] == "" {
						all[format] = path
					}
				}
				return true
			})
			return nil
		}))
	}
	return all
}

// formatsOf are the formats that a call, or a phrase that is put into another, says. What is wrong with a file is said in both languages
// where it goes wrong, by another refuse.
func formatsOf(n ast.Node, sheet bool) []string {
	var arg ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		at, ok := sayers[name(n.Fun)]
		if !ok || at >= len(n.Args) || sheet && name(n.Fun) == "refuse" {
			return nil
		}
		arg = n.Args[at]
	case *ast.KeyValueExpr:
		if name(n.Key) != "Format" {
			return nil
		}
		arg = n.Value
	default:
		return nil
	}
	if format, ok := literal(arg); ok && format != "" && format != "%v" {
		return []string{format}
	}
	return nil
}

func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return name(e.X) + "." + e.Sel.Name
	}
	return ""
}

// literal is a string literal, or several that are joined.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := literal(e.X)
		b, too := literal(e.Y)
		return a + b, ok && too
	}
	return "", false
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[+.0-9]*([a-zA-Z%])`)

// verbs are those of a format, by the argument that each takes, from 1.
func verbs(format string) map[int]string {
	all, next := make(map[int]string), 1
	for _, v := range verb.FindAllStringSubmatch(format, -1) {
		if v[2] == "%" {
			continue
		}
		if v[1] != "" {
			next, _ = strconv.Atoi(v[1])
		}
		all[next] = v[2]
		next++
	}
	return all
}

func TestEveryProblemIsSaidInVietnamese(t *testing.T) {
	all := formats(t)
	require.Greater(t, len(all), 200)
	for format, path := range all {
		said, ok := vietnamese[format]
		if !assert.True(t, ok, "%s: %q has no words in Vietnamese", path, format) {
			continue
		}
		english := verbs(format)
		for arg, v := range verbs(said) {
			same := v == english[arg] || strings.Contains("qs", v) && strings.Contains("qsv", english[arg])
			assert.True(t, same, "%q takes %%%s where %q has %%%s", said, v, format, english[arg])
		}
		if indexed := strings.Contains(said, "%["); !indexed && len(verbs(said)) > 0 {
			assert.Len(t, verbs(said), len(english), "%q leaves something out of %q", said, format)
		}
	}
	for format := range vietnamese {
		assert.NotEmpty(t, all[format], "nobody says %q", format)
	}
}

func TestWhatIsSaidInVietnameseIsVietnamese(t *testing.T) {
	letters := "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
	for format, said := range vietnamese {
		assert.True(t, strings.ContainsAny(strings.ToLower(said), letters), "%q for %q", said, format)
	}
	for _, k := range Kinds() {
		for _, w := range []Words{k.Title, k.Advice} {
			assert.True(t, strings.ContainsAny(strings.ToLower(w.Vi), letters), "%q", w.Vi)
			assert.NotEmpty(t, w.En)
		}
		assert.True(t, slices.Contains([]int{4, 5}, k.Status/100), k.Code)
	}
}
