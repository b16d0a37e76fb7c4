package redis

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"langbiang.internal/ioc/pkg/eventlog"
)

// The log proves itself at every step. append.lua refuses when the id is another, the head is below what this client knows,
// or entries are missing, before it writes anything; so do the reads afterwards. Every new connection is asked for the
// same, and for the entry at a known position, before it carries any command, and so is the server now and then
// for what happens under a standing connection.

//go:embed verify.lua
var verifyLua string

//go:embed begin.lua
var beginLua string

const (
	lookInterval  = time.Second
	settingsEvery = 10 // of so many looks one checks the server's settings
)

// landmark is the newest entry that this client has seen in the log. (What is announced to it is not seen yet.)
type landmark struct {
	position eventlog.Position
	uuid     string
}

// saw notes an entry of the log.
func (l *Log) saw(p eventlog.Position, uuid string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p > l.seen.position && uuid != "" {
		l.seen = landmark{p, uuid}
	}
}

// identityKeys are the keys that verify.lua and begin.lua want, and append.lua before its others.
func (l *Log) identityKeys() []string {
	return []string{l.key("log"), l.key("head"), l.key("id"), l.key("uuids")}
}

// begin gives an empty log its id, and reads it.
func (l *Log) begin(ctx context.Context, id string) error {
	id, err := redis.NewScript(beginLua).Run(ctx, l.write, l.identityKeys(), id).Text()
	if err != nil {
		return fmt.Errorf("begin the log: %w", err)
	}
	if id == "" {
		return fmt.Errorf("there are entries under %s, but the id of their log is gone: put back a whole copy of the log", l.key("log"))
	}
	l.bucketBits = oldBucketBits
	if _, bits, said := strings.Cut(id, ":"); said {
		if l.bucketBits, err = strconv.Atoi(bits); err != nil || l.bucketBits < 1 || l.bucketBits > 31 {
			return fmt.Errorf("the log's id, %q, does not end in a number of bits: a newer version of this program began it", id)
		}
	}
	l.id = id
	return nil
}

// look asks who answers whether it is still the log, and returns its head, which is noted. When it is another one, all
// methods fail from then on.
func (l *Log) look(ctx context.Context, server redis.Scripter) (eventlog.Position, error) {
	known := l.landmark()
	answer, err := redis.NewScript(verifyLua).Run(ctx, server, l.identityKeys(), uint64(known.position)).Slice()
	if err != nil {
		return 0, fmt.Errorf("ask for the log's id and head: %w", err)
	}
	if len(answer) != 5 {
		return 0, fmt.Errorf("ask for the log's id and head: unexpected answer %v", answer)
	}
	head, err := l.judge(answer, known.position)
	if err != nil {
		return 0, err
	}
	if known.position > 0 && answer[3] != known.uuid {
		return 0, l.replaced(&eventlog.ReplacedError{
			Kind: eventlog.Altered, ID: l.id, FoundID: l.id, Head: known.position, FoundHead: head,
		})
	}
	last, _ := answer[4].(string)
	l.saw(head, last)
	l.head.Set(head)
	return head, nil
}

func (l *Log) landmark() landmark {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seen
}

// judge holds {id, head, entries, …} against what this client knows: the id, and that there are at least so many
// entries, none of them missing. Nothing is ever deleted from a log.
func (l *Log) judge(answer []any, least eventlog.Position) (eventlog.Position, error) {
	id, _ := answer[0].(string)
	text, _ := answer[1].(string)
	entries, _ := answer[2].(int64)
	head, err := parsePosition(text)
	if err != nil {
		return 0, fmt.Errorf("read the log's head: %w", err)
	}
	fault := &eventlog.ReplacedError{ID: l.id, FoundID: id, Head: least, FoundHead: min(head, eventlog.Position(entries))}
	switch {
	case id == "":
		fault.Kind = eventlog.Gone
	case id != l.id:
		fault.Kind = eventlog.Other
	case head < least, entries != int64(head):
		fault.Kind = eventlog.Back
	default:
		return head, nil
	}
	return 0, l.replaced(fault)
}

// replaced notes that the log is not there any more.
func (l *Log) replaced(fault *eventlog.ReplacedError) error {
	if l.head.Open(context.Background()) == nil {
		l.config.Logger.Error("the log is not there any more: nothing is taken until it is put back", "error", fault)
	}
	l.head.Doubt(fault)
	return fault
}

// gone tells what became of the log after a command found another id, or less than there was.
func (l *Log) gone(ctx context.Context) error {
	if _, err := l.look(ctx, l.read); err != nil {
		return err
	}
	return errors.New("the log was another one for a moment: try again")
}

// greet is called with every new connection before it is used.
func (l *Log) greet(ctx context.Context, connection *redis.Conn) error {
	if err := l.checkSafe(ctx, connection); err != nil {
		return err
	}
	if l.id == "" { // Open is about to read it
		return nil
	}
	_, err := l.look(ctx, connection)
	if err != nil && strings.Contains(err.Error(), "MOVED ") { // another node of the cluster has the log
		return nil
	}
	return err
}

// watchIdentity looks until the log is closed; a log that was replaced is taken again once the right one is back.
func (l *Log) watchIdentity(ctx context.Context) {
	tick := time.NewTicker(lookInterval)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-tick.C:
		case <-l.head.Closed():
			return
		}
		l.lookAgain(ctx, n%settingsEvery == 0)
	}
}

func (l *Log) lookAgain(ctx context.Context, settings bool) {
	doubted := l.head.Open(ctx) != nil
	if settings || doubted {
		if err := l.eachMaster(ctx, l.checkSafe); err != nil {
			return // the doubt stands, or the server does not answer: who needs it will be told
		}
	}
	if head, err := l.look(ctx, l.read); err == nil && doubted {
		l.head.Restore(head) // what another log announced meanwhile is not in this one
		l.config.Logger.Info("the log is back", "head", head)
	}
}
