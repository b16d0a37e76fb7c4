package event_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
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
	data := make(map[event.Noun][]event.Data)
	for _, e := range samples() {
		data[e.Type.Noun()] = append(data[e.Type.Noun()], e.Data)
	}
	for _, d := range event.Nouns() {
		nouns = append(nouns, string(d.Noun))
		assert.NotEmpty(t, d.Types, "no type is about a %s", d.Noun)
		assert.NotContains(t, nouns[:len(nouns)-1], string(d.Noun), "%s is described twice", d.Noun)
		for _, of := range d.Types {
			types = append(types, string(of))
			assert.Equal(t, d.Noun, of.Noun(), "%s is described with another noun", of)
			assert.FileExists(t, filepath.Join("testdata", string(of)+".json"), "%s has no golden form", of)
		}
		requireWhole(t, d, data[d.Noun])
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

// requireWhole names each field that the samples of a noun leave out: no golden form would hold it.
func requireWhole(t *testing.T, d event.Description, samples []event.Data) {
	t.Helper()
	of := reflect.TypeOf(d.New())
	for _, sample := range samples {
		require.True(t, sample != nil && reflect.TypeOf(sample) == of, "a %s has no sample of its data", d.Noun)
	}
	for i := range of.Elem().NumField() {
		set := slices.ContainsFunc(samples, func(s event.Data) bool { return !reflect.ValueOf(s).Elem().Field(i).IsZero() })
		assert.True(t, set, "the samples of a %s leave out %s", d.Noun, of.Elem().Field(i).Name)
	}
}
