package event_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
)

// constants are the values that this package's source gives to the constants of a type.
func constants(t *testing.T, of string) []string {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var values []string
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if name, ok := spec.Type.(*ast.Ident); ok && name.Name == of && len(spec.Values) == 1 {
				if literal, ok := spec.Values[0].(*ast.BasicLit); ok {
					value, err := strconv.Unquote(literal.Value)
					require.NoError(t, err)
					values = append(values, value)
				}
			}
			return true
		})
	}
	return values
}

// Every noun is described, with its types and its data; every type is one of its noun's and has a golden form. What lacks a part is named.
func TestEveryNounAndTypeIsDescribedWhole(t *testing.T) {
	var nouns, types []string
	data := sampled()
	for _, d := range event.Nouns() {
		nouns = append(nouns, string(d.Noun))
		assert.NotEmpty(t, d.Types, "no type is about a %s", d.Noun)
		assert.NotContains(t, nouns[:len(nouns)-1], string(d.Noun), "%s is described twice", d.Noun)
		for _, of := range d.Types {
			types = append(types, string(of))
			assert.Equal(t, d.Noun, of.Noun(), "%s is described with another noun", of)
			assert.FileExists(t, filepath.Join("testdata", string(of)+".json"), "%s has no golden form", of)
		}
		if assert.Contains(t, data, d.Noun, "%s has no sample of its data", d.Noun) {
			assert.IsType(t, d.New(), data[d.Noun])
			requireWhole(t, string(d.Noun), reflect.ValueOf(data[d.Noun]).Elem())
		}
	}
	assert.ElementsMatch(t, constants(t, "Noun"), nouns, "the nouns that there are, and those that are described")
	assert.ElementsMatch(t, constants(t, "Type"), types, "the types that there are, and those that are described")
	files, err := os.ReadDir("testdata")
	require.NoError(t, err)
	for _, file := range files {
		if name, ok := strings.CutSuffix(file.Name(), ".json"); ok {
			assert.Contains(t, types, name, "the golden form of a type that there is not")
		}
	}
}

// requireWhole names each field that a sample leaves out: its golden form would not hold it.
func requireWhole(t *testing.T, noun string, data reflect.Value) {
	t.Helper()
	for i := range data.NumField() {
		assert.False(t, data.Field(i).IsZero(), "the sample of a %s leaves out %s", noun, data.Type().Field(i).Name)
	}
}
