package problem

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
)

//go:embed openapi.json
var components []byte

type object = map[string]any

// Describe adds to an OpenAPI document what all problems look like, and makes each response that refers to
// #/components/responses/Fault one that tells which codes the operation has with that status.
func Describe(doc map[string]any) error {
	var common object
	if err := json.Unmarshal(components, &common); err != nil {
		return fmt.Errorf("read the OpenAPI document of problems: %w", err)
	}
	all := part(doc, "components")
	for name, added := range common {
		maps.Copy(part(all, name), added.(object))
	}
	for path, operations := range part(doc, "paths") {
		for method, operation := range operations.(object) {
			responses := part(operation.(object), "responses")
			for status, response := range responses {
				if response.(object)["$ref"] != "#/components/responses/Fault" {
					continue
				}
				codes := codesOf(status, operation.(object))
				if len(codes) == 0 {
					return fmt.Errorf("%s %s: no problem has the status %s", method, path, status)
				}
				name := "Problem" + strings.Join(codes, "Or")
				responses[status] = object{"$ref": "#/components/responses/" + name}
				part(all, "responses")[name] = responseOf(codes)
			}
		}
	}
	return nil
}

// part is a member of a document that is an object; it is made where it is missing.
func part(doc object, name string) object {
	if _, ok := doc[name].(object); !ok {
		doc[name] = object{}
	}
	return doc[name].(object)
}

// codesOf are those of a status that an operation can give: no socket's; not_yet where it takes days, impossible_transition where it is a
// command.
func codesOf(status string, operation object) []string {
	parameters := fmt.Sprint(operation["parameters"])
	day := slices.ContainsFunc([]string{"/At]", "/From]", "name:at ", "name:from ", "name:to "}, func(p string) bool { return strings.Contains(parameters, p) })
	left := map[Code]bool{
		BadMessage: true, TooManyViews: true, UnknownView: true, Draining: true, Unresponsive: true,
		NotYet: !day, Impossible: !strings.Contains(parameters, "IdempotencyKey"),
	}
	var codes []string
	for _, k := range Kinds() {
		if strconv.Itoa(k.Status) == status && !left[k.Code] {
			codes = append(codes, string(k.Code))
		}
	}
	return codes
}

func responseOf(codes []string) object {
	var says []string
	for _, code := range codes {
		says = append(says, code+": "+KindOf(Code(code)).Title.En)
	}
	return object{
		"description": strings.Join(says, "; "),
		"headers":     object{"Retry-After": object{"$ref": "#/components/headers/Retry-After"}},
		"content": object{MediaType: object{"schema": object{
			"allOf":                 []any{object{"$ref": "#/components/schemas/Problem"}},
			"properties":            object{"code": object{"enum": codes}},
			"unevaluatedProperties": false,
		}}},
	}
}
