package problem

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/eventlog"
)

// MediaType is that of every answer to a request that was refused.
const MediaType = "application/problem+json"

// Body is how a problem is told: the members of RFC 9457, and some of ours.
type Body struct {
	Type     string        `json:"type"`
	Title    string        `json:"title"`  // of the kind, in the reader's language
	Status   int           `json:"status"` // as that of the answer
	Detail   string        `json:"detail"` // what is wrong here, in the reader's language
	Instance string        `json:"instance,omitzero"`
	Code     Code          `json:"code"`
	Index    *int          `json:"index,omitzero"`   // the first item that was not processed, where a request ended half-way
	State    any           `json:"state,omitzero"`   // where the thing stands that a command could not change
	Reached  calendar.Date `json:"reached,omitzero"` // the last day that the log's clock has opened, where a later one was asked for
	Errors   []Item        `json:"errors,omitzero"`  // each part that is wrong
	// Fault is what older programs read; the members above say the same.
	Fault *Fault `json:"error,omitzero"`
	// Beside are members that an answer has in any case, such as what became of each item.
	Beside jsontext.Value `json:",embed"`

	wait time.Duration // that Retry-After tells; 0: as the kind has it
}

// Item is one thing that is wrong with a request, and where.
type Item struct {
	Index    *int              `json:"index,omitzero"` // of the item in a batch, or of the line in a stream, from 0
	ID       string            `json:"id,omitzero"`    // of the item's event, and its source, as far as they could be read
	Source   string            `json:"source,omitzero"`
	Field    string            `json:"field,omitzero"`
	Position eventlog.Position `json:"position,omitzero"` // of the event that has the id or the key already
	Code     Code              `json:"code"`
	Message  string            `json:"message"` // in the reader's language; of the field, where there is one
	// Cell is a JSON object of what else is told of the cell of a spreadsheet.
	Cell jsontext.Value `json:",embed"`
}

// Fault is how a problem was told before; its message is in English, but for spreadsheets'.
type Fault struct {
	Code     Code              `json:"code"`
	Message  string            `json:"message"`
	Field    string            `json:"field,omitzero"`
	Index    *int              `json:"index,omitzero"`
	Position eventlog.Position `json:"position,omitzero"`
	Status   any               `json:"status,omitzero"`
	Reached  calendar.Date     `json:"reached,omitzero"`
}

// Fault is the problem as it was told before.
func (p *Problem) Fault(english bool) *Fault {
	f := &Fault{Code: p.Code, Message: p.Says.String(), Field: p.Field, Index: p.Index, Position: p.Position, Status: p.State, Reached: p.Reached}
	switch {
	case p.spoken != nil:
		f.Message = p.spoken.In(english)
	case p.joined:
		f.Message = p.Field + " " + f.Message
	}
	return f
}

// Item is the problem as one part of what is wrong.
func (p *Problem) Item(english bool) Item {
	return Item{Field: p.Field, Position: p.Position, Code: p.Code, Message: p.message(english)}
}

// Body is the problem as it is told.
func (p *Problem) Body(english bool) Body {
	kind := KindOf(p.Code)
	b := Body{
		Type: kind.Type(), Title: kind.Title.In(english), Status: kind.Status, Detail: p.detail(english), Instance: p.Instance,
		Code: p.Code, Index: p.Index, State: p.State, Reached: p.Reached, Fault: p.Fault(english), wait: p.Wait,
	}
	if p.Field != "" || p.Position > 0 {
		b.Errors = []Item{p.Item(english)}
	}
	return b
}

// Write answers that a request was not served, because of err: see Of.
func Write(w http.ResponseWriter, r *http.Request, err error) {
	p := Of(err)
	WriteBody(w, English(r), p.Body(English(r)))
}

// WriteItems answers that a request was refused because of these items; the answer has the members of beside, too.
func WriteItems(w http.ResponseWriter, r *http.Request, err error, items []Item, beside any) {
	b := Of(err).Body(English(r))
	b.Errors, b.Fault = items, nil
	b.Beside = without(beside, "errors")
	WriteBody(w, English(r), b)
}

// without is v as a JSON object that lacks a member.
func without(v any, member string) jsontext.Value {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(encode(v), &members); err != nil {
		panic(fmt.Sprintf("problem: %T is no JSON object: %v", v, err))
	}
	delete(members, member)
	return encode(members)
}

// encode is v as JSON. What cannot be written is a fault of the program: whoever serves the request recovers from it, logs it
// and says so.
func encode(v any) jsontext.Value {
	b, err := json.Marshal(v, json.FormatNilSliceAsNull(false), json.Deterministic(true))
	if err != nil {
		panic(fmt.Sprintf("problem: write %T: %v", v, err))
	}
	return b
}

// WriteBody answers with a problem whose body is made already, in that language.
func WriteBody(w http.ResponseWriter, english bool, b Body) {
	body := encode(b)
	h := w.Header()
	switch kind := KindOf(b.Code); {
	case h.Get("Retry-After") != "":
	case b.wait > 0:
		h.Set("Retry-After", strconv.Itoa(int(b.wait.Seconds())))
	case kind.needsHands():
		h.Set("Retry-After", "60")
	case b.Status == http.StatusTooManyRequests || b.Status == http.StatusServiceUnavailable || b.Status == http.StatusBadGateway:
		h.Set("Retry-After", "1")
	}
	if b.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
	h.Set("Content-Type", MediaType)
	SetLanguage(h, english)
	h.Set("Content-Length", strconv.Itoa(len(body)+1))
	w.WriteHeader(b.Status)
	_, _ = w.Write(append(body, '\n')) // the client is gone if this fails
}

// SetLanguage tells in an answer's header which language its texts are in, and that it was chosen by who asks.
func SetLanguage(h http.Header, english bool) {
	h.Set("Content-Language", Words{"vi", "en"}.In(english))
	h.Add("Vary", "Accept-Language")
}

// CloseReason tells in a socket's close frame why it is closed, as JSON: type, title and status of the problem. There is no room for
// more: the whole has 123 bytes at most (RFC 6455, section 5.5).
func CloseReason(code Code, english bool) string {
	kind := KindOf(code)
	reason, _ := json.Marshal(struct {
		Type   string `json:"type"`
		Title  string `json:"title"`
		Status int    `json:"status"`
	}{kind.Type(), kind.Title.In(english), kind.Status}) // texts and a number
	return string(reason)
}
