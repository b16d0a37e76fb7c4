package intake

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
)

// stream reads lines ahead in one goroutine while the chunk before is decided and appended in
// this one; at most three chunks are in memory.
func (in *Intake[S]) stream(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength > MaxStreamBytes {
		problem.Write(w, r, tooLarge(MaxStreamBytes))
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	lines := newLines(in.outside(), http.MaxBytesReader(w, r.Body, MaxStreamBytes))
	chunks := make(chan []item[S], 1)
	done := make(chan error, 1)
	go func() { done <- lines.run(ctx, chunks) }()

	answer := Answer{Items: []ItemAnswer{}}
	next, failed := in.takeChunks(ctx, chunks, &answer)
	cancel()
	if failed != nil {
		// The body is of no more use: its reader is woken. That ends the context of whatever comes on this connection, so nothing may.
		w.Header().Set("Connection", "close")
		route.StopBody(w, r)
	}
	readErr := <-done
	switch {
	case failed != nil:
		in.unavailable(w, r, failed, next)
	case readErr != nil:
		setPosition(w, answer.Position)
		problem.Write(w, r, in.streamProblem(r, readErr, next))
	default:
		writeAnswer(w, r, answer)
	}
}

// takeChunks works until there are no more chunks or one fails; next is the first line that
// was not processed.
func (in *Intake[S]) takeChunks(ctx context.Context, chunks <-chan []item[S], answer *Answer) (next int, err error) {
	work := in.newWork()
	for items := range chunks {
		if err := work.take(ctx, items); err != nil {
			return next, err
		}
		for i := range items {
			it := &items[i]
			list := it.err != nil && len(answer.Items) < MaxListed
			answer.add(it.at, it.err, list, it.answer)
		}
		next = items[len(items)-1].index + 1
	}
	return next, nil
}

func (in *Intake[S]) streamProblem(r *http.Request, err error, next int) *problem.Problem {
	var over *http.MaxBytesError
	var panicked *panicError
	var encoding *encodingError
	switch {
	case errors.As(err, &encoding):
		return otherEncoding(encoding.name)
	case errors.As(err, &over):
		return tooLarge(over.Limit).At(next)
	case errors.As(err, &panicked):
		internal := problem.NewInternal()
		in.Logger.ErrorContext(r.Context(), "a stream could not be read", "service", in.Name, "instance", internal.Instance, "error", err)
		return internal.At(next)
	}
	return problem.New(problem.BadRequest, "",
		"the body ended early (%v); lines before index %d were processed: send the rest, or all of it again", err, next).At(next)
}

// lines cuts a body into chunks of parsed items.
type lines[S any] struct {
	from  outside[S]
	r     *bufio.Reader
	index int
}

func newLines[S any](from outside[S], body io.Reader) *lines[S] {
	return &lines[S]{from: from, r: bufio.NewReaderSize(body, event.MaxEventBytes+2)}
}

// encodingError says that a stream is not UTF-8.
type encodingError struct{ name string }

func (e *encodingError) Error() string { return "the stream is written in " + e.name }

type panicError struct{ value any }

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// run sends chunks until the body ends, and closes the channel.
func (l *lines[S]) run(ctx context.Context, chunks chan<- []item[S]) (err error) {
	defer close(chunks)
	defer func() {
		if p := recover(); p != nil {
			err = &panicError{p}
		}
	}()
	size := 64
	for {
		items, err := l.chunk(make([]item[S], 0, size))
		size = cap(items)
		if len(items) > 0 {
			select {
			case chunks <- items:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// chunk reads until the chunk is full or the body ends (io.EOF).
func (l *lines[S]) chunk(items []item[S]) ([]item[S], error) {
	const enoughToTell = 4
	if start, _ := l.r.Peek(enoughToTell); l.index == 0 && event.OtherEncoding(start) != "" { // an error is met again below
		return items, &encodingError{event.OtherEncoding(start)}
	}
	for size := 0; len(items) < ChunkEvents && size < ChunkBytes; {
		line, long, err := l.line()
		size += len(line)
		if len(line) > 0 || long {
			it := item[S]{index: l.index}
			if long {
				it.err = event.Refuse("event", "is over %d bytes", event.MaxEventBytes)
				it.event.ID, it.event.Source = event.Identify(line)
			} else {
				it = l.from.parse(l.index, line, event.Parse)
			}
			// A last line that was cut off is not an item: what is missing may come again.
			if err == nil || errors.Is(err, io.EOF) {
				items = append(items, it)
			}
		}
		if err != nil {
			return items, err
		}
		l.index++
	}
	return items, nil
}

// line is the next line without its end, the spaces around it and a byte order mark, valid until the next call;
// of a long one, which is over the bound and was passed over, it is the beginning.
func (l *lines[S]) line() (line []byte, long bool, err error) {
	line, err = l.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line, long = bytes.Clone(line), true
	}
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = l.r.ReadSlice('\n')
	}
	return bytes.Trim(event.TrimMark(line), " \t\r\n"), long, err
}
