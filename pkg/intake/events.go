package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/event"
)

// Events is the handler of POST /api/v1/<name>/events: a CloudEvent, a batch of them or a
// stream of lines, by the request's content type.
func (in *Intake[S]) Events(w http.ResponseWriter, r *http.Request) {
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		WriteFault(w, Fault{Code: "unsupported_media_type", Message: fmt.Sprintf("content encoding %q is not read here: send the body as it is", encoding)})
		return
	}
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // a bad one is an unknown one
	switch mediaType {
	case event.ContentType:
		in.single(w, r)
	case event.BatchContentType:
		in.batch(w, r)
	case event.StreamContentType:
		in.stream(w, r)
	default:
		WriteFault(w, Fault{Code: "unsupported_media_type", Message: fmt.Sprintf("content type %q is not read here: use %s, %s or %s",
			mediaType, event.ContentType, event.BatchContentType, event.StreamContentType)})
	}
}

// parse is the item that a source's bytes make.
func parse[S any](index int, b []byte) item[S] {
	it := item[S]{index: index}
	it.event, it.err = event.Parse(b)
	if it.err == nil {
		it.err = it.event.Validate()
	}
	return it
}

func (in *Intake[S]) single(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r, MaxSingleBytes)
	if !ok {
		return
	}
	if !jsontext.Value(body).IsValid() {
		WriteFault(w, Fault{Code: "bad_request", Message: "the body is not valid JSON"})
		return
	}
	items := []item[S]{parse[S](0, body)}
	in.answerAll(w, r, items)
}

func (in *Intake[S]) batch(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r, MaxBatchBytes)
	if !ok {
		return
	}
	if v := jsontext.Value(body); !v.IsValid() || v.Kind() != '[' {
		WriteFault(w, Fault{Code: "bad_request", Message: "the body is not a JSON array"})
		return
	}
	items, err := parseBatch[S](body)
	switch {
	case errors.Is(err, errTooMany):
		WriteFault(w, Fault{Code: "too_large", Message: err.Error()})
		return
	case err != nil:
		WriteFault(w, Fault{Code: "bad_request", Message: err.Error()})
		return
	}
	in.answerAll(w, r, items)
}

var errTooMany = fmt.Errorf("the batch has over %d events: send it in parts", MaxBatchItems)

// parseBatch splits a valid JSON array of at most MaxBatchItems.
func parseBatch[S any](body []byte) ([]item[S], error) {
	var items []item[S]
	dec := jsontext.NewDecoder(bytes.NewBuffer(body))
	if _, err := dec.ReadToken(); err != nil {
		return nil, fmt.Errorf("read the array: %w", err)
	}
	for dec.PeekKind() != ']' {
		if len(items) == MaxBatchItems {
			return nil, errTooMany
		}
		value, err := dec.ReadValue()
		if err != nil {
			return nil, fmt.Errorf("read item %d: %w", len(items), err)
		}
		items = append(items, parse[S](len(items), value))
	}
	return items, nil
}

// answerAll takes the items chunk by chunk and answers with all of them.
func (in *Intake[S]) answerAll(w http.ResponseWriter, r *http.Request, items []item[S]) {
	work := in.newWork()
	answer := Answer{Items: make([]ItemAnswer, 0, len(items))}
	for rest := items; len(rest) > 0; {
		n := min(len(rest), ChunkEvents)
		if err := work.take(r.Context(), rest[:n]); err != nil {
			in.unavailable(w, r, err, rest[0].index)
			return
		}
		rest = rest[n:]
	}
	for i := range items {
		answer.add(items[i].at, items[i].err, true, items[i].answer)
	}
	status := http.StatusOK
	if answer.Accepted == 0 && answer.Rejected > 0 {
		status = http.StatusUnprocessableEntity
	}
	writeAnswer(w, status, answer)
}

// unavailable answers that the log failed; items before index are in it.
func (in *Intake[S]) unavailable(w http.ResponseWriter, r *http.Request, err error, index int) {
	if !errors.Is(err, context.Canceled) {
		in.Logger.ErrorContext(r.Context(), "events were not taken", "service", in.Name, "index", index, "error", err)
	}
	fault := faultOf(err)
	fault.Index = &index
	WriteFault(w, fault)
}

// readBody reads a whole body of at most limit bytes within BodyPatience, or answers why not.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	if r.ContentLength > limit {
		WriteFault(w, tooLarge(limit))
		return nil, false
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(BodyPatience))   // not every server can
	defer func() { _ = control.SetReadDeadline(time.Time{}) }() // deciding and appending take their own time
	var buf bytes.Buffer
	buf.Grow(int(max(r.ContentLength, 0)) + bytes.MinRead)
	_, err := buf.ReadFrom(http.MaxBytesReader(w, r.Body, limit))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		WriteFault(w, tooLarge(limit))
		return nil, false
	case err != nil:
		WriteFault(w, Fault{Code: "bad_request", Message: "the body ended early: " + err.Error()})
		return nil, false
	}
	return buf.Bytes(), true
}

func tooLarge(limit int64) Fault {
	return Fault{Code: "too_large", Message: fmt.Sprintf("the body is over %d bytes: send it in parts", limit)}
}
