package redis

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"langbiang.internal/ioc/pkg/eventlog"
)

// The identities share so many small hashes, as a power of two: up to 128 of them, each below 64 bytes, Redis packs tightly, so that
// some millions cost about 50 bytes each; and it goes through all of a hash to find one. A log says in its id how many it has.
const (
	bucketBits    = 17
	oldBucketBits = 15 // where the id does not say
)

// identityField is how long an identity's hash in its bucket is: among 100 million, two agree
// with a probability of 1 in 10^13.
const identityField = 12

// Append implements eventlog.Log.
func (l *Log) Append(ctx context.Context, c eventlog.Commit) (eventlog.Position, error) {
	if err := l.head.Open(ctx); err != nil {
		return 0, err
	}
	return l.config.Meter.Append(ctx, &c, func(ctx context.Context) (*eventlog.Draft, eventlog.Position, error) {
		d, err := eventlog.Prepare(ctx, c, l.config.Now())
		if err != nil {
			return nil, 0, err
		}
		p, err := l.take(ctx, d)
		return d, p, err
	})
}

// take has the server take a draft.
func (l *Log) take(ctx context.Context, d *eventlog.Draft) (eventlog.Position, error) {
	keys, args := l.arguments(d)
	answer, err := l.run(ctx, keys, args)
	if err != nil {
		return 0, fmt.Errorf("append to redis: %w", l.orClosed(l.orFull(err)))
	}
	l.full.Store(false)
	p, err := l.interpret(d, answer.script)
	var known *eventlog.DuplicateError
	if errors.As(err, &known) && l.config.Replicas > 0 {
		return 0, cmp.Or(l.confirm(ctx), err)
	}
	if err != nil {
		return 0, err
	}
	l.show(d, p)
	l.head.Set(p)
	l.saw(p, d.UUID)
	if answer.replicas < l.config.Replicas {
		return 0, fmt.Errorf("entry %d: %w: %d of %d replicas", p, ErrUnderReplicated, answer.replicas, l.config.Replicas)
	}
	return p, nil
}

// orFull is err, with ErrFull when the server has no memory or no disk for what it is given.
func (l *Log) orFull(err error) error {
	if refused(err) && (strings.HasPrefix(err.Error(), "OOM ") || strings.Contains(err.Error(), "No space left")) {
		l.full.Store(true)
		return fmt.Errorf("%w (redis: %w)", eventlog.ErrFull, err)
	}
	return err
}

// Check implements eventlog.Log. Only after an append that found no room does it write, to see whether there is some.
func (l *Log) Check(ctx context.Context) error {
	if _, err := l.Head(ctx); err != nil {
		return err
	}
	if !l.full.Load() {
		return nil
	}
	if err := l.write.Set(ctx, l.key("room"), l.config.Now().UnixMicro(), 0).Err(); err != nil {
		return l.orFull(err)
	}
	l.full.Store(false)
	return nil
}

// arguments are what append.lua wants.
func (l *Log) arguments(d *eventlog.Draft) (keys []string, args []any) {
	keys = make([]string, 0, 5+len(d.Updates)+len(d.IDs))
	keys = append(keys, l.identityKeys()...)
	keys = append(keys, l.key("backfill"))
	args = make([]any, 0, 10+3*len(d.Updates)+len(d.IDs))
	args = append(args, len(d.Updates), len(d.IDs), d.UUID, d.Metadata, d.Payload, d.Recorded.UnixMicro(), l.key("appended"),
		l.id, uint64(l.landmark().position), d.Backfill)
	for i, u := range d.Updates {
		keys = append(keys, l.key("stream:"+u.Stream))
		state := ""
		if u.State != nil {
			state = "=" + string(u.State)
		}
		args = append(args, u.Expected, d.Counts[i], state)
	}
	for _, id := range d.IDs {
		key, field := l.identityPlace(id)
		keys, args = append(keys, key), append(args, field)
	}
	return keys, args
}

// identityPlace is the hash in which the address of the event with an identity is, and its field.
func (l *Log) identityPlace(id string) (key, field string) {
	hash := sha256.Sum256([]byte(id))
	bucket := binary.BigEndian.Uint32(hash[identityField:]) % (1 << l.bucketBits)
	return l.key("events:" + strconv.FormatUint(uint64(bucket), 36)), string(hash[:identityField])
}

type answer struct {
	script   []any
	replicas int
}

func (l *Log) run(ctx context.Context, keys []string, args []any) (answer, error) {
	if l.config.Replicas == 0 {
		script, err := l.append.Run(ctx, l.write, keys, args...).Slice()
		return answer{script: script}, err
	}
	// WAIT counts the writes of its own connection: both go down one pipeline.
	var script, wait *redis.Cmd
	_, err := l.write.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		script = l.append.Eval(ctx, pipe, keys, args...)
		wait = pipe.Do(ctx, "WAIT", l.config.Replicas, l.config.ReplicaTimeout.Milliseconds())
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	replicas, err := wait.Int()
	if err != nil {
		return answer{}, fmt.Errorf("wait for replicas: %w", err)
	}
	values, err := script.Slice()
	return answer{script: values, replicas: replicas}, err
}

// confirm is nil once the replicas have all that was appended before: who sends again after ErrUnderReplicated takes
// what is known for the acknowledgement. A write of this connection's own makes WAIT count all that came before it.
func (l *Log) confirm(ctx context.Context) error {
	var wait *redis.Cmd
	_, err := l.write.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.Set(ctx, l.key("confirmed"), l.config.Now().UnixMicro(), 0)
		wait = pipe.Do(ctx, "WAIT", l.config.Replicas, l.config.ReplicaTimeout.Milliseconds())
		return nil
	})
	if err != nil {
		return fmt.Errorf("confirm what was appended before: %w", l.orClosed(err))
	}
	replicas, err := wait.Int()
	if err != nil {
		return fmt.Errorf("wait for replicas: %w", err)
	}
	if replicas < l.config.Replicas {
		return fmt.Errorf("appended before: %w: %d of %d replicas", ErrUnderReplicated, replicas, l.config.Replicas)
	}
	return nil
}

// interpret turns append.lua's answer into Append's.
func (l *Log) interpret(d *eventlog.Draft, values []any) (eventlog.Position, error) {
	if len(values) < 2 {
		return 0, fmt.Errorf("append to redis: unexpected answer %v", values)
	}
	switch values[0] {
	case "ok":
		s, _ := values[1].(string)
		return parsePosition(s)
	case "conflict":
		return 0, conflict(d, values[1:])
	case "duplicate":
		return 0, duplicate(values[1:])
	case "replaced":
		if len(values) != 4 {
			break
		}
		if _, err := l.judge(values[1:], l.landmark().position); err != nil {
			return 0, err
		}
		return 0, errors.New("append to redis: the log was another one for a moment: try again")
	}
	return 0, fmt.Errorf("append to redis: unexpected answer %v", values)
}

func conflict(d *eventlog.Draft, values []any) error {
	if len(values) != 2 {
		return fmt.Errorf("append to redis: unexpected conflict %v", values)
	}
	i, _ := values[0].(int64)
	s, _ := values[1].(string)
	actual, err := strconv.ParseInt(s, 10, 64)
	if err != nil || i < 0 || int(i) >= len(d.Updates) {
		return fmt.Errorf("append to redis: unexpected conflict %v", values)
	}
	return &eventlog.ConflictError{Stream: d.Updates[i].Stream, Expected: d.Updates[i].Expected, Actual: actual}
}

func duplicate(values []any) error {
	known := make(map[int]eventlog.Address, len(values)/2)
	for i := 0; i+1 < len(values); i += 2 {
		index, _ := values[i].(int64)
		s, _ := values[i+1].(string)
		at, err := parseAddress(s)
		if err != nil {
			return fmt.Errorf("append to redis: %w", err)
		}
		known[int(index)] = at
	}
	return &eventlog.DuplicateError{Known: known}
}

// parseAddress reads "position index".
func parseAddress(s string) (eventlog.Address, error) {
	position, index, _ := strings.Cut(s, " ")
	p, err := parsePosition(position)
	at, err2 := strconv.Atoi(index)
	if err := errors.Join(err, err2); err != nil {
		return eventlog.Address{}, fmt.Errorf("unexpected address %q: %w", s, err)
	}
	return eventlog.Address{Position: p, Index: at}, nil
}

// show hands an entry to the taps. Of appends that run at once, the later one may come first.
func (l *Log) show(d *eventlog.Draft, p eventlog.Position) {
	l.mu.Lock()
	taps := l.taps
	l.mu.Unlock()
	if len(taps) == 0 {
		return
	}
	metadata, err := eventlog.DecodeMetadata(d.Metadata)
	if err != nil {
		return // a reader will meet the same error in the log
	}
	e := eventlog.Entry{Position: p, UUID: d.UUID, Recorded: d.Recorded, Metadata: metadata, Payload: d.Payload, Events: d.Events}
	for _, tap := range taps {
		tap(e)
	}
}

func parsePosition(s string) (eventlog.Position, error) {
	p, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("position %q: %w", s, err)
	}
	return eventlog.Position(p), nil
}
