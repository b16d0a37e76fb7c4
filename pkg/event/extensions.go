package event

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Bounds of the attributes of an event that mean nothing here.
const (
	MaxExtensions         = 20
	MaxExtensionNameBytes = 20    // as CloudEvents recommends
	MaxExtensionBytes     = 1_024 // of one value; W3C's tracestate may have 512 characters
)

// Extensions are the attributes of an event that this program gives no meaning to, such as traceparent or dataschema:
// a JSON object of strings, booleans and 32-bit integers, its names in order; nil where there are none. They are kept
// with the event and shown with it.
type Extensions = jsontext.Value

type extension struct{ name, value []byte } // JSON both

// checkExtensions puts the attributes in order, and refuses what CloudEvents' types do not have.
func checkExtensions(raw jsontext.Value) (Extensions, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var all []extension
	dec := jsontext.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.ReadToken(); err != nil {
		return nil, fieldError("event", "has attributes that cannot be read: %v", err)
	}
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return nil, fieldError("event", "has attributes that cannot be read: %v", err)
		}
		attribute := name.String()
		value, err := dec.ReadValue()
		if err != nil {
			return nil, fieldError(attribute, "cannot be read: %v", err)
		}
		if err := checkExtension(attribute, value); err != nil {
			return nil, err
		}
		if value.Kind() != 'n' { // null is as good as not there
			all = append(all, extension{strconv.AppendQuote(nil, attribute), bytes.Clone(value)})
		}
	}
	if len(all) > MaxExtensions {
		return nil, fieldError("event", "has %d attributes besides those known here; at most %d are taken", len(all), MaxExtensions)
	}
	return join(all), nil
}

// TraceParent is the trace that e's source told it in, by CloudEvents' extension for distributed tracing; "" for none.
func (e *Event) TraceParent() string {
	if !bytes.Contains(e.Extensions, []byte(`"traceparent"`)) {
		return ""
	}
	var x struct {
		Parent any `json:"traceparent"`
	}
	if json.Unmarshal(e.Extensions, &x) != nil {
		return ""
	}
	parent, _ := x.Parent.(string)
	return parent
}

func join(all []extension) Extensions {
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b extension) int { return cmp.Compare(string(a.name), string(b.name)) })
	joined := []byte{'{'}
	for i, x := range all {
		if i > 0 {
			joined = append(joined, ',')
		}
		joined = append(append(append(joined, x.name...), ':'), x.value...)
	}
	return append(joined, '}')
}

func checkExtension(name string, value jsontext.Value) error {
	if len(name) == 0 || len(name) > MaxExtensionNameBytes || !isAttributeName(name) {
		return fieldError(shorten(name), "is no attribute: a name is 1 to %d of the letters a to z and digits", MaxExtensionNameBytes)
	}
	if len(value) > MaxExtensionBytes {
		return fieldError(name, "is %d bytes; at most %d are taken of an attribute that means nothing here", len(value), MaxExtensionBytes)
	}
	switch value.Kind() {
	case '{', '[':
		return fieldError(name, "is a JSON object or array: an attribute is a string, a boolean or an integer")
	case '0':
		if _, err := strconv.ParseInt(string(value), 10, 32); err != nil {
			return fieldError(name, "is %s: numbers of attributes are integers of 32 bits, send others as strings", value)
		}
	default:
	}
	return nil
}

func isAttributeName(name string) bool {
	for i := range len(name) {
		if c := name[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// shorten bounds what an error repeats of a name.
func shorten(name string) string {
	if len(name) > MaxAttributeBytes {
		return "event"
	}
	return name
}
