package event

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/text"
)

// Refuse is the *FieldError with which a service refuses an event.
func Refuse(field, format string, args ...any) error {
	return &FieldError{Field: field, Message: fmt.Sprintf(format, args...), Said: text.Phrase{Format: format, Args: args}}
}

// Flags are the flags that the service set on e; none for types that have no flags.
func (e *Event) Flags() []Flag {
	if e.Data == nil {
		return nil
	}
	return e.Data.Facets().Flags
}

// UnmarshalStrict reads JSON from outside into v, as Parse reads an event: the error is a
// *FieldError that names the field, or "body" where the text is no JSON of that shape.
func UnmarshalStrict(b []byte, v any) error {
	b = text.NFCJSON(TrimMark(b))
	if err := json.Unmarshal(b, v, json.RejectUnknownMembers(true)); err != nil {
		return jsonError("body", err)
	}
	return nil
}
