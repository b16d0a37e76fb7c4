package event

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
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
}

func (e *FieldError) Error() string { return e.Field + " " + e.Message }

func fieldError(field, message string) error { return &FieldError{Field: field, Message: message} }

// cloudEvent is the JSON form: CloudEvents 1.0 attributes, then our extensions.
type cloudEvent struct {
	SpecVersion     string    `json:"specversion"`
	ID              string    `json:"id"`
	Source          string    `json:"source"`
	Type            Type      `json:"type"`
	Subject         string    `json:"subject"`
	Time            time.Time `json:"time,omitzero"`
	RecordedTime    time.Time `json:"recordedtime,omitzero"`
	CorrelationID   string    `json:"correlationid,omitzero"`
	CausationID     string    `json:"causationid,omitzero"`
	Simulated       bool      `json:"simulated,omitzero"`
	Backfill        bool      `json:"backfill,omitzero"`
	DataContentType string    `json:"datacontenttype,omitzero"`
}

type cloudEventOut struct {
	cloudEvent `json:",inline"`
	Data       Data `json:"data"`
}

type cloudEventIn struct {
	cloudEvent `json:",inline"`
	Data       jsontext.Value `json:"data"`
}

// MarshalJSONTo writes the structured CloudEvents form.
func (e *Event) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, &cloudEventOut{
		cloudEvent: cloudEvent{
			SpecVersion: "1.0", ID: e.ID, Source: e.Source, Type: e.Type, Subject: e.Subject,
			Time: e.Time, RecordedTime: e.Recorded, CorrelationID: e.Correlation, CausationID: e.Causation,
			Simulated: e.Simulated, Backfill: e.Backfill,
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

// Parse reads one structured CloudEvent from a source and checks everything that can be
// checked without knowing what came before. The error is a *FieldError where one field is
// to blame. Attributes that only the log may set are refused.
func Parse(b []byte) (Event, error) {
	var e Event
	if len(b) > MaxEventBytes {
		return e, fieldError("event", fmt.Sprintf("is %d bytes; at most %d are taken", len(b), MaxEventBytes))
	}
	var raw cloudEventIn
	if err := json.Unmarshal(b, &raw); err != nil {
		return e, jsonError("", err)
	}
	if err := raw.check(); err != nil {
		return e, err
	}
	if err := raw.fill(&e, true); err != nil {
		return e, err
	}
	return e, nil
}

func (raw *cloudEventIn) check() error {
	if raw.SpecVersion != "1.0" {
		return fieldError("specversion", fmt.Sprintf("is %q; only \"1.0\" is spoken here", raw.SpecVersion))
	}
	for _, a := range []struct {
		name, value string
		required    bool
	}{
		{"id", raw.ID, true},
		{"source", raw.Source, true},
		{"type", string(raw.Type), true},
		{"subject", raw.Subject, true},
		{"correlationid", raw.CorrelationID, false},
		{"causationid", raw.CausationID, false},
	} {
		if a.required && a.value == "" {
			return fieldError(a.name, "is missing")
		}
		if len(a.value) > MaxAttributeBytes {
			return fieldError(a.name, fmt.Sprintf("is longer than %d bytes", MaxAttributeBytes))
		}
		if strings.ContainsFunc(a.value, isControl) {
			return fieldError(a.name, "contains a control character")
		}
	}
	if raw.Time.IsZero() {
		return fieldError("time", "is missing")
	}
	if y := raw.Time.UTC().Year(); y < 1990 || y > 2199 {
		return fieldError("time", fmt.Sprintf("%s is outside 1990 to 2199", raw.Time.Format(time.RFC3339)))
	}
	if !raw.RecordedTime.IsZero() {
		return fieldError("recordedtime", "is set by the log, not by a source")
	}
	if !strings.HasPrefix(raw.Subject, string(raw.Type.Noun())+"/") || len(raw.Subject) == len(raw.Type.Noun())+1 {
		return fieldError("subject", fmt.Sprintf("%q does not fit type %q: it must be %q and an id", raw.Subject, raw.Type, raw.Type.Noun()+"/"))
	}
	switch raw.DataContentType {
	case "", "application/json":
	default:
		return fieldError("datacontenttype", fmt.Sprintf("is %q; only application/json is taken", raw.DataContentType))
	}
	return nil
}

func isControl(r rune) bool { return r < 0x20 || r == 0x7f }

func (raw *cloudEventIn) fill(e *Event, strict bool) error {
	*e = Event{
		ID: raw.ID, Source: raw.Source, Type: raw.Type, Subject: raw.Subject,
		Time: raw.Time, Recorded: raw.RecordedTime, Correlation: raw.CorrelationID, Causation: raw.CausationID,
		Simulated: raw.Simulated, Backfill: raw.Backfill,
		Data: newData(raw.Type),
	}
	if e.Data == nil && strict {
		return fieldError("type", fmt.Sprintf("%q is not known", raw.Type))
	}
	if e.Data == nil {
		e.Data = newUnknown(raw.Type, raw.Data)
		return nil
	}
	if len(raw.Data) == 0 {
		return nil
	}
	if raw.Data.Kind() != '{' {
		return fieldError("data", "must be a JSON object")
	}
	if err := json.Unmarshal(raw.Data, e.Data, json.RejectUnknownMembers(strict)); err != nil {
		return jsonError("data", err)
	}
	return nil
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
			return fieldError(field, semantic.Err.Error())
		}
		return fieldError(field, fmt.Sprintf("is a JSON %s, which does not fit", semantic.JSONKind))
	}
	if prefix == "" {
		prefix = "event"
	}
	return fieldError(prefix, "is not valid JSON: "+err.Error())
}

// Validator is what every Data offers to those who take it from a source.
type Validator interface{ Validate() error }

// Validate checks the values of e's data that no source may send.
func (e *Event) Validate() error {
	if v, ok := e.Data.(Validator); ok {
		return v.Validate()
	}
	return nil
}
