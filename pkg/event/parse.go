package event

import (
	"bytes"
	"encoding/base64"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/text"
)

// Parse reads one structured CloudEvent from a source and checks everything that can be
// checked without knowing what came before. The error is a *FieldError where one field is
// to blame; ID and Source are then those of the event where they can be read. Attributes that
// only the log may set are refused. Texts come in Unicode's form C, however they were sent.
func Parse(b []byte) (Event, error) {
	var e Event
	if len(b) > MaxEventBytes {
		return refused(b[:MaxEventBytes]), fieldError("event", "is %d bytes; at most %d are taken", len(b), MaxEventBytes)
	}
	b = text.NFCJSON(b)
	var raw cloudEventIn
	if err := json.Unmarshal(b, &raw); err != nil {
		return refused(b), jsonError("", err)
	}
	if err := raw.check(); err != nil {
		return refused(b), err
	}
	if err := raw.fill(&e, true); err != nil {
		return refused(b), err
	}
	e.Digest = DigestOf(raw.Data)
	return e, nil
}

// refused is an event of which nothing is known but who says that it is which, where that can be read.
func refused(b []byte) Event {
	id, source := Identify(b)
	return Event{ID: id, Source: source}
}

// Identify reads the id and the source of an event that cannot be read whole, as far as they come before what is
// wrong with it; "" otherwise.
func Identify(b []byte) (id, source string) {
	dec := jsontext.NewDecoder(bytes.NewReader(b), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if token, err := dec.ReadToken(); err != nil || token.Kind() != '{' {
		return "", ""
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return id, source
		}
		into := map[string]*string{"id": &id, "source": &source}[name.String()]
		value, err := dec.ReadValue()
		if err != nil {
			return id, source
		}
		if into != nil && value.Kind() == '"' && len(value) <= MaxAttributeBytes {
			plain, _ := jsontext.AppendUnquote(nil, value)
			*into = string(plain)
		}
	}
	return id, source
}

// check refuses what no source may say, and puts in order what it may.
func (raw *cloudEventIn) check() error {
	if err := raw.checkAttributes(); err != nil {
		return err
	}
	if known[raw.Type] == nil {
		return fieldError("type", "%q is not known", raw.Type)
	}
	var err error
	if raw.Extensions, err = checkExtensions(raw.Extensions); err != nil {
		return err
	}
	return raw.takeData()
}

func (raw *cloudEventIn) checkAttributes() error {
	if raw.SpecVersion != "1.0" {
		return fieldError("specversion", "is %q; only \"1.0\" is spoken here", raw.SpecVersion)
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
			return fieldError(a.name, "is longer than %d bytes", MaxAttributeBytes)
		}
		if err := text.CheckID(a.value); err != nil {
			return fieldError(a.name, "%v", err)
		}
	}
	at := time.Time(raw.Time)
	if at.IsZero() {
		return fieldError("time", "is missing")
	}
	if y := at.UTC().Year(); y < 1990 || y > 2199 {
		return fieldError("time", "%s is outside 1990 to 2199", at.Format(time.RFC3339))
	}
	if !raw.RecordedTime.IsZero() {
		return fieldError("recordedtime", "is set by the log, not by a source")
	}
	if !raw.CountedTime.IsZero() {
		return fieldError("countedtime", "is set by the log, not by a source")
	}
	if raw.DataDigest != 0 {
		return fieldError("datadigest", "is set by the log, not by a source")
	}
	if !strings.HasPrefix(raw.Subject, string(raw.Type.Noun())+"/") || len(raw.Subject) == len(raw.Type.Noun())+1 {
		return fieldError("subject", "%q does not fit type %q: it must be %q and an id", raw.Subject, raw.Type, raw.Type.Noun()+"/")
	}
	return nil
}

// takeData makes raw.Data the JSON that the source sent, in whichever member it came.
func (raw *cloudEventIn) takeData() error {
	mediaType := jsonMediaType
	if raw.DataContentType != "" && raw.DataContentType != jsonMediaType {
		var err error
		if mediaType, err = MediaType(raw.DataContentType); err != nil {
			return fieldError("datacontenttype", "%v", err)
		}
	}
	inBytes := raw.DataBase64 != nil
	if !isJSON(mediaType) && (!inBytes || mediaType != bytesMediaType) {
		return fieldError("datacontenttype", "is %q; only JSON is taken: application/json or another type that ends in +json", raw.DataContentType)
	}
	if !inBytes {
		return nil
	}
	if len(raw.Data) > 0 && raw.Data.Kind() != 'n' {
		return fieldError("data_base64", "and data cannot both be there")
	}
	decoded, err := base64.StdEncoding.DecodeString(*raw.DataBase64)
	if err != nil {
		return fieldError("data_base64", "is not base64 as RFC 4648 has it: %v", err)
	}
	raw.Data, err = JSONObject(decoded)
	if err != nil {
		return fieldError("data_base64", "%v", err)
	}
	return nil
}

// JSONObject is the JSON object that bytes hold, its texts in Unicode's form C; nil for no bytes. The error says
// what they hold instead.
func JSONObject(b []byte) (jsontext.Value, error) {
	if other := OtherEncoding(b); other != "" {
		return nil, text.Errorf("is written in %s: send UTF-8", other)
	}
	b = TrimMark(b)
	if len(b) == 0 {
		return nil, nil
	}
	v := jsontext.Value(text.NFCJSON(b))
	if !v.IsValid() {
		return nil, text.Errorf("holds no JSON: %v", json.Unmarshal(v, new(jsontext.Value)))
	}
	if v.Kind() != '{' {
		return nil, text.Errorf("must hold a JSON object")
	}
	return v, nil
}

func (raw *cloudEventIn) fill(e *Event, strict bool) error {
	*e = Event{
		ID: raw.ID, Source: raw.Source, Type: raw.Type, Subject: raw.Subject,
		Time: time.Time(raw.Time), Recorded: raw.RecordedTime, Counted: raw.CountedTime, Correlation: raw.CorrelationID, Causation: raw.CausationID,
		Simulated: bool(raw.Simulated), Backfill: bool(raw.Backfill), Extensions: raw.Extensions, Digest: raw.DataDigest,
		Data: newData(raw.Type),
	}
	if e.Data == nil {
		e.Data = newUnknown(raw.Type, raw.Data)
		return nil
	}
	if len(raw.Data) == 0 {
		return nil
	}
	switch raw.Data.Kind() {
	case '{':
	case '"':
		return fieldError("data", "must be a JSON object, not a string that holds one")
	default:
		return fieldError("data", "must be a JSON object")
	}
	if err := json.Unmarshal(raw.Data, e.Data, json.RejectUnknownMembers(strict)); err != nil {
		return jsonError("data", err)
	}
	return nil
}
