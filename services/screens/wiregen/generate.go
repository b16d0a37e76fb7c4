package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

const header = `// Generated from pkg/wire by services/screens/wiregen. Do not edit: change pkg/wire and run
// "go generate ./services/screens".

import type { ChildFigure, DayFigure, LiveFigure } from './figures.gen';

`

// Generate reads the Go package in dir and returns its exported types and constants as
// TypeScript. It knows what pkg/wire uses (structs, slices, maps, pointers, literals) and reports
// anything else instead of guessing.
func Generate(dir string) (string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", fmt.Errorf("list %s: %w", dir, err)
	}
	slices.Sort(paths)
	var out strings.Builder
	out.WriteString(header)
	files := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		if err != nil {
			return "", fmt.Errorf("parse %s: %w", path, err)
		}
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			if err := writeDecl(&out, gen); err != nil {
				return "", fmt.Errorf("%s: %w", path, err)
			}
		}
	}
	return out.String(), nil
}

func writeDecl(out *strings.Builder, decl *ast.GenDecl) error {
	for _, spec := range decl.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if err := writeType(out, decl, s); err != nil {
				return err
			}
		case *ast.ValueSpec:
			writeConstants(out, decl, s)
		}
	}
	return nil
}

// writeConstants writes exported literals; variables are the gateway's own business.
func writeConstants(out *strings.Builder, decl *ast.GenDecl, s *ast.ValueSpec) {
	if decl.Tok != token.CONST {
		return
	}
	for i, name := range s.Names {
		if i >= len(s.Values) || !name.IsExported() {
			continue
		}
		if literal, ok := s.Values[i].(*ast.BasicLit); ok {
			fmt.Fprintf(out, "export const %s = %s;%s\n", name.Name, literal.Value, trailing(s.Comment))
		}
	}
	out.WriteString("\n")
}

func writeType(out *strings.Builder, decl *ast.GenDecl, s *ast.TypeSpec) error {
	if !s.Name.IsExported() {
		return nil
	}
	doc := s.Doc
	if doc == nil {
		doc = decl.Doc
	}
	writeDoc(out, "", doc)
	structure, ok := s.Type.(*ast.StructType)
	if !ok {
		text, err := typeText(s.Type)
		if err != nil {
			return fmt.Errorf("type %s: %w", s.Name.Name, err)
		}
		fmt.Fprintf(out, "export type %s = %s;\n\n", s.Name.Name, text)
		return nil
	}
	fmt.Fprintf(out, "export interface %s {\n", s.Name.Name)
	for _, field := range structure.Fields.List {
		if err := writeField(out, field); err != nil {
			return fmt.Errorf("type %s: %w", s.Name.Name, err)
		}
	}
	out.WriteString("}\n\n")
	return nil
}

func writeField(out *strings.Builder, field *ast.Field) error {
	if field.Tag == nil || len(field.Names) != 1 {
		return fmt.Errorf("a field has no json tag of its own")
	}
	tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("json")
	name, options, _ := strings.Cut(tag, ",")
	text, err := typeText(field.Type)
	if own := reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("ts"); own != "" {
		text = own
	}
	if err != nil {
		return fmt.Errorf("field %s: %w", field.Names[0].Name, err)
	}
	optional := ""
	if _, pointer := field.Type.(*ast.StarExpr); strings.Contains(options, "omit") {
		optional = "?"
	} else if pointer {
		text += " | null"
	}
	writeDoc(out, "  ", field.Doc)
	fmt.Fprintf(out, "  %s%s: %s;%s\n", name, optional, text, trailing(field.Comment))
	return nil
}

func typeText(e ast.Expr) (string, error) {
	switch t := e.(type) {
	case *ast.Ident:
		switch t.Name {
		case "string":
			return "string", nil
		case "bool":
			return "boolean", nil
		case "any":
			return "unknown", nil
		case "int", "int64", "uint8", "uint64", "float64":
			return "number", nil
		}
		if t.IsExported() {
			return t.Name, nil
		}
	case *ast.StarExpr:
		return typeText(t.X)
	case *ast.ArrayType:
		element, err := typeText(t.Elt)
		return element + "[]", err
	case *ast.MapType:
		value, err := typeText(t.Value)
		return "Record<string, " + value + ">", err
	}
	return "", fmt.Errorf("no TypeScript is known for %T", e)
}

func writeDoc(out *strings.Builder, indent string, doc *ast.CommentGroup) {
	if doc == nil {
		return
	}
	for line := range strings.Lines(doc.Text()) {
		fmt.Fprintf(out, "%s// %s\n", indent, strings.TrimRight(line, "\n"))
	}
}

func trailing(comment *ast.CommentGroup) string {
	if comment == nil {
		return ""
	}
	return " // " + strings.TrimSpace(strings.ReplaceAll(comment.Text(), "\n", " "))
}
