package intake

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/problem"
)

// Events is the handler of POST /api/v1/<name>/events: a CloudEvent, a batch of them or a
// stream of lines, by the request's content type; of any other type, with ce- headers, it is
// the data of one event in binary content mode.
// Problems: bad_request, conflict, too_large, unsupported_media_type, invalid, unavailable, log_replaced, log_unsafe,
// log_full.
func (in *Intake[S]) Events(w http.ResponseWriter, r *http.Request) {
	contentType := r.Header.Get("Content-Type")
	mediaType, err := event.MediaType(contentType)
	structured := isStructured(contentType)
	switch {
	case structured && err != nil:
		problem.Write(w, r, unsupported("content type %v", err))
	case mediaType == event.ContentType:
		in.single(w, r, event.Parse)
	case mediaType == event.BatchContentType:
		in.batch(w, r)
	case mediaType == event.StreamContentType:
		in.stream(w, r)
	case !structured && event.IsBinary(r.Header):
		in.single(w, r, func(body []byte) (event.Event, error) { return event.ParseBinary(r.Header, body) })
	default:
		problem.Write(w, r, unsupported("content type %q is not read here: use %s, %s or %s; or send the data alone, with the attributes in ce- headers",
			contentType, event.ContentType, event.BatchContentType, event.StreamContentType))
	}
}

// isStructured tells whether a content type is that of whole events, in whatever format.
func isStructured(contentType string) bool {
	contentType = strings.ToLower(strings.TrimSpace(contentType))
	return strings.HasPrefix(contentType, "application/cloudevents") || strings.HasPrefix(contentType, event.StreamContentType)
}

func unsupported(format string, args ...any) *problem.Problem {
	return problem.New(problem.UnsupportedType, "", format, args...)
}

// outside makes items of what sources send: whatever comes by the route of events, in whichever mode, goes through its parse.
type outside[S any] struct{ timekeeper bool }

func (in *Intake[S]) outside() outside[S] { return outside[S]{timekeeper: in.Timekeeper} }

// parse is the item that a source's bytes make.
func (o outside[S]) parse(index int, b []byte, read func([]byte) (event.Event, error)) item[S] {
	it := item[S]{index: index}
	it.event, it.err = read(b)
	if it.err == nil {
		it.err = cmp.Or(it.event.CheckTeller(o.timekeeper), it.event.Validate())
	}
	return it
}

// wellFormed lets faults through that are one item's: that item is refused, and the others are taken.
var wellFormed = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

func (in *Intake[S]) single(w http.ResponseWriter, r *http.Request, read func([]byte) (event.Event, error)) {
	body, ok := readText(w, r, MaxSingleBytes)
	if !ok {
		return
	}
	if isStructured(r.Header.Get("Content-Type")) && !jsontext.Value(body).IsValid(wellFormed...) {
		problem.Write(w, r, problem.New(problem.BadRequest, "", "the body is not valid JSON: %s", syntaxError(body)))
		return
	}
	items := []item[S]{in.outside().parse(0, body, read)}
	in.answerAll(w, r, items)
}

// syntaxError says where a text stops being JSON.
func syntaxError(body []byte) string {
	v := jsontext.Value(body)
	if err := v.Compact(wellFormed...); err != nil {
		return err.Error()
	}
	return "it holds more than one value"
}

func (in *Intake[S]) batch(w http.ResponseWriter, r *http.Request) {
	body, ok := readText(w, r, MaxBatchBytes)
	if !ok {
		return
	}
	switch v := jsontext.Value(body); {
	case !v.IsValid(wellFormed...):
		problem.Write(w, r, problem.New(problem.BadRequest, "", "the body is not valid JSON: %s", syntaxError(body)))
		return
	case v.Kind() != '[':
		problem.Write(w, r, problem.New(problem.BadRequest, "", "the body is not a JSON array"))
		return
	}
	items, err := in.outside().parseBatch(body)
	switch {
	case errors.Is(err, errTooMany):
		problem.Write(w, r, err)
		return
	case err != nil:
		problem.Write(w, r, problem.New(problem.BadRequest, "", "the body cannot be read: %v", err))
		return
	}
	in.answerAll(w, r, items)
}

var errTooMany error = problem.New(problem.TooLarge, "", "the batch has over %d events: send it in parts", MaxBatchItems)

// parseBatch splits a valid JSON array of at most MaxBatchItems.
func (o outside[S]) parseBatch(body []byte) ([]item[S], error) {
	var items []item[S]
	dec := jsontext.NewDecoder(bytes.NewBuffer(body), wellFormed...)
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
		items = append(items, o.parse(len(items), value, event.Parse))
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
	writeAnswer(w, r, answer)
}

// unavailable answers that the log failed; items before index are in it.
func (in *Intake[S]) unavailable(w http.ResponseWriter, r *http.Request, err error, index int) {
	in.logError(r, "events were not taken", err, "index", index)
	problem.Write(w, r, problem.Of(err).At(index))
}

// readText reads a body of UTF-8 as readBody does; a byte order mark before it is passed over.
func readText(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	body, ok := readBody(w, r, limit)
	if other := event.OtherEncoding(body); ok && other != "" {
		problem.Write(w, r, otherEncoding(other))
		return nil, false
	}
	return event.TrimMark(body), ok
}

func otherEncoding(name string) *problem.Problem {
	return unsupported("the body is written in %s: send it in UTF-8", name)
}

// readBody reads a whole body of at most limit bytes, or answers why not.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	if r.ContentLength > limit {
		problem.Write(w, r, tooLarge(limit))
		return nil, false
	}
	var buf bytes.Buffer
	buf.Grow(int(max(r.ContentLength, 0)) + bytes.MinRead)
	_, err := buf.ReadFrom(http.MaxBytesReader(w, r.Body, limit))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		problem.Write(w, r, tooLarge(limit))
		return nil, false
	case err != nil:
		problem.Write(w, r, problem.New(problem.BadRequest, "", "the body ended early: %v", err))
		return nil, false
	}
	return buf.Bytes(), true
}

func tooLarge(limit int64) *problem.Problem {
	return problem.New(problem.TooLarge, "", "the body is over %d bytes: send it in parts", limit)
}

// ReadFile reads a body that is a file of at most limit bytes, or answers why not. Problems: bad_request, too_large.
func ReadFile(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	file, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var over *http.MaxBytesError
	switch {
	case err == nil:
		return file, true
	case errors.As(err, &over):
		problem.Write(w, r, problem.New(problem.TooLarge, "", "the file has more than %d bytes", limit))
	default:
		problem.Write(w, r, problem.New(problem.BadRequest, "", "the file ended early: send it again"))
	}
	return nil, false
}
