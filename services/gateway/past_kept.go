package gateway

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"langbiang.internal/ioc/pkg/problem"
)

// Bounds of what is made of the past.
const (
	pastAtOnce  = 2                // folds that are made at once
	pastWait    = 4 * time.Second  // for one's turn
	pastTimeout = 20 * time.Second // of making one
	pastBytes   = 32 << 20         // of answers that are kept for who asks next
)

// errPastBusy refuses a question about the past while others are answered.
var errPastBusy = func() error {
	p := problem.New(problem.Unavailable, "", "as many frames of the past are being made as may be at once; try again in a moment")
	p.Wait = 2 * time.Second
	return p
}()

// pastAnswers makes answers about the past, few at once and each once for all who ask, and keeps those that were asked for last.
type pastAnswers struct {
	turns chan struct{}
	wait  time.Duration // for a turn
	group singleflight.Group

	mu    sync.Mutex // guards what follows
	kept  map[string][]byte
	order []string // of kept, the one that was asked for last at the end
	bytes int
}

func newPastAnswers() *pastAnswers {
	return &pastAnswers{turns: make(chan struct{}, pastAtOnce), wait: pastWait, kept: make(map[string][]byte)}
}

// get is the answer of that key, which answer makes if it is not kept. It fails with errPastBusy.
func (p *pastAnswers) get(ctx context.Context, key string, answer func(context.Context) ([]byte, error)) ([]byte, error) {
	if b := p.look(key); b != nil {
		return b, nil
	}
	// Whoever asked first may leave: it is made for all.
	made := p.group.DoChan(key, func() (any, error) {
		turn := time.NewTimer(p.wait)
		defer turn.Stop()
		select {
		case p.turns <- struct{}{}:
		case <-turn.C:
			return nil, errPastBusy
		}
		defer func() { <-p.turns }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pastTimeout)
		defer cancel()
		b, err := answer(ctx)
		if err == nil {
			p.keep(key, b)
		}
		return b, err
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-made:
		b, _ := r.Val.([]byte)
		return b, r.Err
	}
}

// look is the kept answer, nil if there is none.
func (p *pastAnswers) look(key string) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, ok := p.kept[key]
	if ok {
		p.forgetLocked(key)
		p.keepLocked(key, b)
	}
	return b
}

func (p *pastAnswers) keep(key string, b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keepLocked(key, b)
	for p.bytes > pastBytes {
		p.forgetLocked(p.order[0])
	}
}

func (p *pastAnswers) keepLocked(key string, b []byte) {
	p.kept[key] = b
	p.order = append(p.order, key)
	p.bytes += len(b)
}

func (p *pastAnswers) forgetLocked(key string) {
	p.bytes -= len(p.kept[key])
	delete(p.kept, key)
	p.order = slices.DeleteFunc(p.order, func(k string) bool { return k == key })
}
