package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/text"
)

// KeyHeader names what somebody wants done: a request that has the same one, to the same path, is the same command.
const KeyHeader = "Idempotency-Key"

// Bounds of a command that comes with a key.
const (
	MaxKeyBytes     = event.MaxAttributeBytes
	MaxCommandBytes = 16 << 20 // of its body: the largest spreadsheet
)

// once is a command that came with a key. What it does is appended together with command.answered, the only event of the
// command's own stream: so it is done at most once, by whichever process, and its answer is in the log from then on.
type once struct {
	event.Command
	id string
}

// onceKey is the context's key of a request's *once.
type onceKey struct{}

func onceOf(ctx context.Context) *once {
	o, _ := ctx.Value(onceKey{}).(*once)
	return o
}

// MakeID is an id for what a request makes, a thing or an event: from its key where it has one, so that the same command makes the same
// whoever carries it out; else a new one. what tells it from whatever else the request makes.
func MakeID(ctx context.Context, what string) string {
	o := onceOf(ctx)
	if o == nil {
		return uuid.NewString()
	}
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte(o.id+"\n"+what)).String()
}

// errAnswered says that the same command was carried out meanwhile, by another request.
var errAnswered error = problem.New(problem.Conflict, KeyHeader, "the command was carried out already, by another request with its key")

// once serves commands. One with a key that was carried out before is answered from the log, whatever has become of things since; the
// same key with another request is a conflict. What was refused is not remembered: it may be tried again with its key.
func (in *Intake[S]) once(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead || len(r.Header.Values(KeyHeader)) == 0 || strings.HasSuffix(r.URL.Path, "/events") {
		next.ServeHTTP(w, r) // events have a source and an id
		return
	}
	o, ok := readOnce(w, r)
	if !ok || in.answered(w, r, o) {
		return
	}
	answer := &heldAnswer{header: make(http.Header)}
	next.ServeHTTP(answer, r.WithContext(context.WithValue(r.Context(), onceKey{}, o)))
	// A refusal may rest on what this very command has done; an answer of success is the one that the log has.
	if !in.answered(w, r, o) {
		answer.writeTo(w)
	}
}

// HeldAnswer is how a command was answered that another handler gave.
type HeldAnswer struct {
	Status int
	Body   []byte
}

// Ask gives a command to next for a handler whose own answer is something else, such as a page.
func (in *Intake[S]) Ask(next http.HandlerFunc, r *http.Request) HeldAnswer {
	answer := &heldAnswer{header: make(http.Header)}
	in.once(answer, r, next)
	return HeldAnswer{Status: answer.status, Body: answer.body.Bytes()}
}

// readOnce reads the whole request, and leaves its body to be read again. It answers the request itself when it cannot.
func readOnce(w http.ResponseWriter, r *http.Request) (*once, bool) {
	key := text.NFC(r.Header.Get(KeyHeader))
	err := text.CheckID(key)
	switch {
	case err != nil:
		err = event.Refuse(KeyHeader, "%v", err)
	case key == "":
		err = event.Refuse(KeyHeader, "is empty")
	case len(key) > MaxKeyBytes:
		err = event.Refuse(KeyHeader, "is longer than %d bytes", MaxKeyBytes)
	}
	if err != nil {
		problem.Write(w, r, err)
		return nil, false
	}
	body, ok := readBody(w, r, MaxCommandBytes)
	if !ok {
		return nil, false
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	path, query := r.URL.EscapedPath(), r.URL.Query()
	query.Del(problem.Lang) // in another language it is the same command
	return &once{
		Command: event.Command{Path: path, Key: key, Request: fingerprint(query.Encode(), body)},
		id:      sum(path + "\n" + key),
	}, true
}

// fingerprint tells a request from others: JSON by what it says, whatever else by its bytes.
func fingerprint(query string, body []byte) string {
	if plain := text.NFCJSON(body); jsontext.Value(plain).IsValid() {
		body, _ = event.DigestOf(plain).AppendText(nil)
	}
	return sum(query + "\n" + string(body))
}

// sum is as good as the text itself for telling it from others.
func sum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:event.CommandRequestDigits/2])
}

// answered answers as the log has it that a command was answered; false where the log has nothing of it.
func (in *Intake[S]) answered(w http.ResponseWriter, r *http.Request, o *once) bool {
	known, err := in.Log.Known(r.Context(), []string{o.event().Identity()})
	if err == nil && known[0] == nil {
		return false
	}
	var body []byte
	if err == nil {
		body, err = in.answerOf(r.Context(), o, known[0])
	}
	if err != nil {
		in.Refuse(w, r, err)
		return true
	}
	setPosition(w, known[0].Position)
	writeBody(w, http.StatusOK, body)
	return true
}

// event is what the log has of a command that was answered.
func (o *once) event() *event.Event {
	return &event.Event{ID: o.id, Source: o.Path, Type: event.CommandAnswered, Subject: event.CommandSubject(o.id)}
}

// answerOf is the body that a command was answered with.
func (in *Intake[S]) answerOf(ctx context.Context, o *once, known *eventlog.Located) ([]byte, error) {
	first, ok := known.Event.Data.(*event.Command)
	switch {
	case !ok:
		return nil, fmt.Errorf("position %d has %T, not a command", known.Position, known.Event.Data)
	case first.Request != o.Request:
		return nil, conflict(known.Position, KeyHeader,
			"this key was used already for another request to %s, which is recorded at position %d: what is something else needs a key of its own", o.Path, known.Position)
	case len(first.Answer) > 0:
		return placed(first.Answer, known.Address)
	}
	entries, err := in.Log.Read(ctx, known.Position-1, 1)
	if err != nil {
		return nil, fmt.Errorf("read position %d: %w", known.Position, err)
	}
	if len(entries) != 1 || entries[0].Position != known.Position || len(entries[0].Events) == 0 {
		return nil, fmt.Errorf("read position %d, where a command was answered: the log has no such entry", known.Position)
	}
	return json.Marshal(Done{Position: known.Position, Event: &entries[0].Events[0]})
}

// placed is an answer with the position of what was done; without, where nothing had to be done.
func placed(answer jsontext.Value, at eventlog.Address) ([]byte, error) {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(answer, &members); err != nil {
		return nil, fmt.Errorf("read the answer at position %d: %w", at.Position, err)
	}
	if at.Index > 0 {
		members["position"] = jsontext.Value(fmt.Sprint(at.Position))
	}
	return json.Marshal(members, json.Deterministic(true))
}

// remember adds to a commit the answer of the command that it comes from, if that has a key. answer makes the body of what was decided,
// none that of Execute.
func (o *once) remember(c eventlog.Commit, at time.Time, decided []Recorded, answer func([]Recorded) any) (eventlog.Commit, error) {
	data := o.Command
	if answer != nil {
		var err error
		if data.Answer, err = json.Marshal(answer(decided), json.FormatNilSliceAsNull(false)); err != nil {
			return c, fmt.Errorf("write the answer: %w", err)
		}
	}
	e := o.event()
	e.Time, e.Data = at, &data
	c.Events = append(c.Events, *e)
	c.Streams = append(c.Streams, eventlog.StreamUpdate{Stream: e.Subject})
	return c, nil
}

// rememberNothing records that a command with a key had nothing to do.
func (in *Intake[S]) rememberNothing(ctx context.Context, answer func([]Recorded) any) error {
	o := onceOf(ctx)
	if o == nil {
		return nil
	}
	at, err := in.LogNow(ctx)
	if err != nil {
		return err
	}
	c, err := o.remember(eventlog.Commit{}, at, nil, answer)
	if err != nil {
		return err
	}
	if _, err = in.Log.Append(ctx, c); o.isKnown(err, 0) {
		return errAnswered
	}
	return err
}

// isKnown tells whether an append failed because the command was answered already; at is where its answer is in the commit.
func (o *once) isKnown(err error, at int) bool {
	var duplicate *eventlog.DuplicateError
	if o == nil || !errors.As(err, &duplicate) {
		return false
	}
	_, known := duplicate.Known[at]
	return known
}

// heldAnswer is an answer that is not sent yet.
type heldAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *heldAnswer) Header() http.Header { return a.header }

func (a *heldAnswer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *heldAnswer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

func (a *heldAnswer) writeTo(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.header)
	a.WriteHeader(http.StatusOK) // if nothing was said
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes()) // the client is gone if this fails
}
