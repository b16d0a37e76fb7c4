package event

import (
	"cmp"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// attributePrefix begins the names of the headers that are attributes in binary content mode.
const attributePrefix = "ce-"

// IsBinary tells whether a request's headers are those of an event in binary content mode.
func IsBinary(header map[string][]string) bool {
	for name := range header {
		if _, ok := attributeOf(name); ok {
			return true
		}
	}
	return false
}

func attributeOf(header string) (name string, ok bool) {
	if len(header) <= len(attributePrefix) || !strings.EqualFold(header[:len(attributePrefix)], attributePrefix) {
		return "", false
	}
	return strings.ToLower(header[len(attributePrefix):]), true
}

// ParseBinary reads one event in binary content mode (CloudEvents HTTP binding 1.0.2, section 3.1): its attributes are
// the ce- headers, its data the body. It is checked, and refused, as Parse does: the same event in either mode is the same.
func ParseBinary(header map[string][]string, body []byte) (Event, error) {
	structured, err := structure(header, body)
	if err != nil {
		return refused(structured), err
	}
	return Parse(structured)
}

// structure writes the event in structured mode. Where it is refused, what it could write so far is given too.
func structure(header map[string][]string, body []byte) ([]byte, error) {
	b := []byte{'{'}
	var fault error // the first
	for _, name := range slices.Sorted(maps.Keys(header)) {
		attribute, ok := attributeOf(name)
		if !ok {
			continue
		}
		value, err := headerValue(attribute, header[name])
		if err != nil {
			fault = cmp.Or(fault, err)
			continue
		}
		b = appendMember(b, attribute, value)
	}
	data, err := JSONObject(body)
	if err != nil {
		fault = cmp.Or(fault, fieldError("data", "%v", err))
	}
	if mediaType := contentType(header); mediaType != "" && mediaType != bytesMediaType {
		b = appendMember(b, "datacontenttype", mediaType)
	}
	if data != nil {
		b = append(append(b, `"data":`...), data...)
	}
	return append([]byte(strings.TrimSuffix(string(b), ",")), '}'), fault
}

func contentType(header map[string][]string) string {
	for name, values := range header {
		if strings.EqualFold(name, "Content-Type") && len(values) > 0 {
			return strings.TrimSpace(values[0])
		}
	}
	return ""
}

func appendMember(b []byte, name, value string) []byte {
	b, _ = jsontext.AppendQuote(b, name) // valid UTF-8, both
	b, _ = jsontext.AppendQuote(append(b, ':'), value)
	return append(b, ',')
}

// headerValue is the attribute that a header holds.
func headerValue(attribute string, values []string) (string, error) {
	switch attribute {
	case "data", "data_base64":
		return "", fieldError(attribute, "is the body in binary content mode, not a header")
	case "datacontenttype":
		return "", fieldError(attribute, "is the Content-Type in binary content mode, not a header of its own")
	}
	if !isAttributeName(attribute) {
		return "", fieldError(shorten(attribute), "is no attribute: a name has the letters a to z and digits")
	}
	if len(values) != 1 {
		return "", fieldError(attribute, "comes %d times", len(values))
	}
	value := percentDecode(unquote(values[0]))
	if !utf8.ValidString(value) {
		return "", fieldError(attribute, "is not valid UTF-8: send other characters than ASCII in percent-encoded UTF-8")
	}
	return value, nil
}

// unquote is the text of a header that is one quoted string (RFC 7230, section 3.2.6); any other stays as it is.
func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	var b strings.Builder
	for i := 1; i < len(s)-1; i++ {
		switch {
		case s[i] == '"':
			return s // more than one
		case s[i] == '\\' && i+1 < len(s)-1:
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// percentDecode decodes %XY once. A percent sign without two digits behind it stands for itself: several SDKs
// send values as they are.
func percentDecode(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if decoded, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				b = append(b, decoded...)
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(b)
}
