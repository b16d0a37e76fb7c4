package route

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

// Body is how long a request's body is waited for.
type Body uint8

// The classes of bodies. Only the time is counted for which somebody waits: what is done between two reads may take its own.
const (
	Short Body = iota // a command: it comes at once
	Long              // a file, or events: it comes in time if it comes fast enough
)

// Bounds of the time in which a body comes and an answer goes.
const (
	ShortPatience = 15 * time.Second // for the whole of a short body
	LongPatience  = 5 * time.Minute  // for the whole of a long one
	LongGrace     = 10 * time.Second // for the first bytes of a long one; then it has
	LongRate      = 64 << 10         // at least so many bytes a second
	LeftPatience  = time.Second      // for what of a body nobody has read
	WritePatience = time.Minute      // for who asks to take a part of the answer
)

// patience is how long is waited in all for a body of which so much has come.
func (b Body) patience(came int64) time.Duration {
	if b == Short {
		return ShortPatience
	}
	return min(LongPatience, LongGrace+time.Duration(came)*time.Second/LongRate)
}

// Bodies bounds the time in which the bodies of requests come: each is short, unless its route says otherwise. A body that is late ends
// with os.ErrDeadlineExceeded.
func Bodies(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		b := &body{ReadCloser: r.Body, control: http.NewResponseController(w)}
		r.Body = b
		defer b.leave()
		next.ServeHTTP(w, r)
	})
}

// body is a body that is waited for within bounds.
type body struct {
	io.ReadCloser
	control *http.ResponseController
	class   Body
	came    int64
	waited  time.Duration
	ended   atomic.Bool // it was read whole
	stopped atomic.Bool
}

// expect has the body of a request be waited for as its route says.
func expect(r *http.Request, class Body) {
	if b, ok := r.Body.(*body); ok {
		b.class = class
	}
}

func (b *body) Read(p []byte) (int, error) {
	began := time.Now()
	b.until(began.Add(b.class.patience(b.came) - b.waited))
	if b.stopped.Load() {
		b.until(began)
	}
	n, err := b.ReadCloser.Read(p)
	b.came += int64(n)
	b.waited += time.Since(began)
	switch {
	case errors.Is(err, io.EOF): // what is done with it takes its own time
		b.ended.Store(true)
		b.until(time.Time{})
	case err != nil:
		b.until(time.Now())
	}
	return n, err
}

// stop wakes whoever waits for the body, and has nobody wait for it any more.
func (b *body) stop() {
	b.stopped.Store(true)
	b.until(time.Now())
}

// leave bounds how long the server waits for what nobody has read, before it reads the next request.
func (b *body) leave() {
	if !b.ended.Load() {
		b.until(time.Now().Add(LeftPatience))
	}
}

func (b *body) until(at time.Time) { _ = b.control.SetReadDeadline(at) } // not every server can

// StopBody has nobody wait for the rest of a request's body.
func StopBody(w http.ResponseWriter, r *http.Request) {
	if b, ok := r.Body.(*body); ok {
		b.stop()
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now()) // not every server can
}

// Late tells whether a body could not be read because it did not come in time.
func Late(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
