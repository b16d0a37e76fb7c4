package main

import (
	"fmt"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
)

const figuresHeader = `// Generated from pkg/ledger by services/screens/wiregen. Do not edit: change pkg/ledger and run
// "go generate ./services/screens".

`

// FigureTypes are the figures' names as TypeScript unions, the shares that are made of two of them, and the axes by which they can be told
// apart.
func FigureTypes() string {
	var out strings.Builder
	out.WriteString(figuresHeader)
	var live, days, others []string
	for _, f := range ledger.Figures() {
		switch {
		case !f.Report:
			live = append(live, f.Name)
		case f.ByDay():
			days = append(days, f.Name)
		default:
			others = append(others, f.Name)
		}
	}
	writeList(&out, "The figures that frames have.", "liveFigures", "LiveFigure", "", live)
	writeList(&out, "The figures that the past of a view has: these, and some of reports.", "dayFigures", "DayFigure", "liveFigures", days)
	writeUnion(&out, "Every figure.", "FigureName", append([]string{"DayFigure"}, quotedAll(others)...))
	writeUnion(&out, "The figures that a frame has of each child.", "ChildFigure", quotedAll(wire.ChildFigures))
	out.WriteString("/** The shares: of what, and on what base. */\nexport const derivations = {\n")
	for _, d := range ledger.Derivations {
		fmt.Fprintf(&out, "  %s: { of: %s, base: %s },\n", quoted(d.Name), quoted(d.Of), quoted(d.Base))
	}
	out.WriteString("} as const;\n\nexport type DerivedName = keyof typeof derivations;\n\n")
	out.WriteString("/** By what, beside the units, the figures of a noun are told apart on their pages; those of the others by day alone. */\n")
	out.WriteString("export const pageAxes: Readonly<Record<string, readonly string[]>> = {\n")
	for _, n := range nouns() {
		if axes := ledger.PageAxes(n); !slices.Equal(axes, ledger.PageAxes("")) {
			fmt.Fprintf(&out, "  %ss: [%s],\n", n, list(axes))
		}
	}
	fmt.Fprintf(&out, "};\n\n/** What some nouns call their axes. */\nexport const ownAxes = [%s] as const;\n", list(ledger.OwnAxes()))
	return out.String()
}

// FigureTitles are the figures' names: what a wall says of them.
func FigureTitles() string {
	var out strings.Builder
	out.WriteString(figuresHeader)
	out.WriteString("import type { FigureName } from '../wire/figures.gen';\nimport type { Text } from '../wire/wire.gen';\n\n")
	out.WriteString("/** In the order in which a choice has them. */\nexport const titles: Readonly<Record<FigureName, Text>> = {\n")
	for _, f := range ledger.Figures() {
		fmt.Fprintf(&out, "  %s: %s,\n", quoted(f.Name), text(f.Words.Title, f.Words.TitleEn))
	}
	out.WriteString("};\n")
	return out.String()
}

// FigureWords are the figures' meanings, definitions and sources, for the pages at a desk.
func FigureWords() string {
	var out strings.Builder
	out.WriteString(figuresHeader)
	out.WriteString("import type { DerivedName, FigureName } from '../wire/figures.gen';\nimport type { Definition, Source } from './definitions';\n" +
		"import type { Text } from '../wire/wire.gen';\n\n")
	out.WriteString("export const definitions: Readonly<Record<FigureName, Definition>> = {\n")
	for _, f := range ledger.Figures() {
		fmt.Fprintf(&out, "  %s: {\n    means: %s,\n    noun: %s,\n    measures: [%s],\n    less: [%s],\n",
			quoted(f.Name), text(f.Words.Means, f.Words.MeansEn),
			quoted(string(ledger.Noun(f.Measures[0]))), list(f.Measures), list(f.Less))
		fmt.Fprintf(&out, "    days: %s,\n    due: %s,\n    only: %s,\n    byThing: %t,\n  },\n",
			window(f.Kind.Days), window(f.Kind.Due), only(f.Only), f.Kind.ByThing)
	}
	out.WriteString("};\n\nexport const derivedNames: Readonly<Record<DerivedName, Text>> = {\n")
	for _, d := range ledger.Derivations {
		fmt.Fprintf(&out, "  %s: %s,\n", quoted(d.Name), text(d.Title, d.TitleEn))
	}
	out.WriteString("};\n\nexport const sources: Readonly<Record<string, Source>> = {\n")
	for _, n := range nouns() {
		s := ledger.SourceOf(n)
		fmt.Fprintf(&out, "  %s: { text: %s, assumed: %t },\n", n, text(s.Text, s.TextEn), s.Assumed)
	}
	out.WriteString("};\n")
	return out.String()
}

// nouns are those that have figures, in the figures' order.
func nouns() []event.Noun {
	var all []event.Noun
	for _, f := range ledger.Figures() {
		if n := ledger.Noun(f.Measures[0]); !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

func writeUnion(out *strings.Builder, doc, name string, types []string) {
	fmt.Fprintf(out, "/** %s */\nexport type %s =\n", doc, name)
	for i, v := range types {
		end := "\n"
		if i == len(types)-1 {
			end = ";\n\n"
		}
		out.WriteString("  | " + v + end)
	}
}

// writeList writes names that are there when the page runs, after those of the list first, if any, and their union.
func writeList(out *strings.Builder, doc, name, union, first string, values []string) {
	fmt.Fprintf(out, "/** %s */\nexport const %s = [\n", doc, name)
	if first != "" {
		out.WriteString("  ..." + first + ",\n")
	}
	for _, v := range values {
		out.WriteString("  " + quoted(v) + ",\n")
	}
	fmt.Fprintf(out, "] as const;\n\nexport type %s = (typeof %s)[number];\n\n", union, name)
}

func quoted(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

func quotedAll[S ~string](values []S) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = quoted(string(v))
	}
	return all
}

func list[S ~string](values []S) string { return strings.Join(quotedAll(values), ", ") }

func text(vi, en string) string { return fmt.Sprintf("{ vi: %s, en: %s }", quoted(vi), quoted(en)) }

func window(w ledger.Window) string {
	return fmt.Sprintf("{ from: %s, to: %s, undated: %t }", bound(w.From), bound(w.To), w.Undated)
}

func bound(b ledger.Bound) string {
	anchors := [...]string{ledger.Never: "", ledger.First: "first", ledger.Last: "last"}
	if b.Anchor == ledger.Never {
		return "null"
	}
	return fmt.Sprintf("{ end: %s, plus: %d }", quoted(anchors[b.Anchor]), b.Plus)
}

func only(o ledger.Only) string {
	if o.By == "" {
		return "null"
	}
	return fmt.Sprintf("{ by: %s, value: %s }", quoted(string(o.By)), quoted(o.Value))
}
