package event

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/text"
)

// The media types of CloudEvents 1.0 that this package reads and writes.
const (
	ContentType       = "application/cloudevents+json"
	BatchContentType  = "application/cloudevents-batch+json"
	StreamContentType = "application/x-ndjson" // one CloudEvent a line
)

// Bounds of one event's attributes, in bytes.
const (
	MaxEventBytes     = 64 << 10
	MaxAttributeBytes = 256
)

// FieldError says which field of an event is wrong, and how.
type FieldError struct {
	Field   string // JSON path inside the event: "data.unit"
	Message string
	Said    text.Phrase // the message, so that other languages can say it
}

func (e *FieldError) Error() string { return e.Field + " " + e.Message }

func fieldError(field, format string, args ...any) error {
	return &FieldError{Field: field, Message: fmt.Sprintf(format, args...), Said: text.Phrase{Format: format, Args: args}}
}

// cloudEvent is the JSON form: CloudEvents 1.0 attributes, then our extensions.
type cloudEvent struct {
	SpecVersion     string    `json:"specversion"`
	ID              string    `json:"id"`
	Source          string    `json:"source"`
	Type            Type      `json:"type"`
	Subject         string    `json:"subject"`
	Time            time.Time `json:"time,omitzero"`
	RecordedTime    time.Time `json:"recordedtime,omitzero"`
	CountedTime     time.Time `json:"countedtime,omitzero"`
	CorrelationID   string    `json:"correlationid,omitzero"`
	CausationID     string    `json:"causationid,omitzero"`
	Simulated       bool      `json:"simulated,omitzero"`
	Backfill        bool      `json:"backfill,omitzero"`
	DataContentType string    `json:"datacontenttype,omitzero"`
	DataDigest      Digest    `json:"datadigest,omitzero"`
	// What has no field here.
	Extensions Extensions `json:",embed"`
}

type cloudEventOut struct {
	cloudEvent `json:",inline"`
	Data       Data `json:"data"`
}

// cloudEventIn takes what sources write in more than one way.
type cloudEventIn struct {
	cloudEvent `json:",inline"`
	Time       timestamp      `json:"time"`
	Simulated  truth          `json:"simulated"`
	Backfill   truth          `json:"backfill"`
	Data       jsontext.Value `json:"data"`
	DataBase64 *string        `json:"data_base64"`
}

// truth is a boolean, or its text: CloudEvents allows both.
type truth bool

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (b *truth) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	switch token.Kind() {
	case 't', 'f':
		*b = truth(token.Bool())
		return nil
	case 'n':
		return nil
	case '"':
		switch token.String() {
		case "true", "false":
			*b = token.String() == "true"
			return nil
		}
	default:
	}
	return text.Errorf("is neither true nor false")
}

// MarshalJSONTo writes the structured CloudEvents form.
func (e *Event) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, &cloudEventOut{
		cloudEvent: cloudEvent{
			SpecVersion: "1.0", ID: e.ID, Source: e.Source, Type: e.Type, Subject: e.Subject,
			Time: e.Time, RecordedTime: e.Recorded, CountedTime: e.Counted, CorrelationID: e.Correlation, CausationID: e.Causation,
			Simulated: e.Simulated, Backfill: e.Backfill, DataDigest: e.Digest, Extensions: e.Extensions,
		},
		Data: e.Data,
	})
}

// Marshal is the structured CloudEvents form of e.
func Marshal(e *Event) ([]byte, error) { return json.Marshal(e) }

// MarshalBatch is the batch form (a JSON array), as the log stores a commit.
func MarshalBatch(events []Event) ([]byte, error) {
	buf := bytes.NewBuffer(make([]byte, 0, 64+len(events)*400))
	enc := jsontext.NewEncoder(buf)
	if err := enc.WriteToken(jsontext.BeginArray); err != nil {
		return nil, err
	}
	for i := range events {
		if err := events[i].MarshalJSONTo(enc); err != nil {
			return nil, fmt.Errorf("event %d: %w", i, err)
		}
	}
	if err := enc.WriteToken(jsontext.EndArray); err != nil {
		return nil, err
	}
	return bytes.TrimRight(buf.Bytes(), "\n"), nil
}

// UnmarshalBatch reads what MarshalBatch wrote: events that the log vouches for.
// Unknown members are passed over and events of unknown types have *Unknown data, so that an older
// reader can follow a newer writer.
func UnmarshalBatch(b []byte) ([]Event, error) {
	var raw []cloudEventIn
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, fmt.Errorf("read event batch: %w", err)
	}
	events := make([]Event, len(raw))
	for i := range raw {
		if err := raw[i].fill(&events[i], false); err != nil {
			return nil, fmt.Errorf("event %d: %w", i, err)
		}
	}
	return events, nil
}

// jsonError turns a decoder's error into one that names the field.
func jsonError(prefix string, err error) error {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		field := strings.ReplaceAll(strings.TrimPrefix(string(semantic.JSONPointer), "/"), "/", ".")
		switch {
		case field == "":
			field = prefix
		case prefix != "":
			field = prefix + "." + field
		}
		if field == "" {
			field = "event"
		}
		if errors.Is(semantic.Err, json.ErrUnknownName) {
			return fieldError(field, "is not a known field")
		}
		if semantic.Err != nil {
			return fieldError(field, "%v", semantic.Err)
		}
		return fieldError(field, "is a JSON %s, which does not fit", semantic.JSONKind)
	}
	if prefix == "" {
		prefix = "event"
	}
	return fieldError(prefix, "is not valid JSON: %v", err)
}

// Validate checks the values of e's data that no source may send.
func (e *Event) Validate() error {
	if e.Data == nil {
		return nil
	}
	return e.Data.Validate()
}
