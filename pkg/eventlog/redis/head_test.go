package redis

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	goredis "github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/redis/redistest"
)

// failing makes the next reads of the head fail.
type failing struct{ left atomic.Int64 }

func (f *failing) DialHook(next goredis.DialHook) goredis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

func (f *failing) ProcessHook(next goredis.ProcessHook) goredis.ProcessHook {
	return func(ctx context.Context, cmd goredis.Cmder) error {
		if strings.HasPrefix(cmd.Name(), "eval") && f.left.Add(-1) >= 0 {
			err := errors.New("the link is down")
			cmd.SetErr(err)
			return err
		}
		return next(ctx, cmd)
	}
}

func (f *failing) ProcessPipelineHook(next goredis.ProcessPipelineHook) goredis.ProcessPipelineHook {
	return next
}

func TestTheHeadIsReadAgainAfterASubscriptionUntilThatSucceeds(t *testing.T) {
	log, err := Open(t.Context(), Config{URL: redistest.Start(t), Province: "lamdong"})
	require.NoError(t, err)
	defer log.Close()
	// What another process appended while the subscription was away: its announcement is lost.
	_, err = log.write.TxPipelined(t.Context(), func(pipe goredis.Pipeliner) error {
		pipe.XAdd(t.Context(), &goredis.XAddArgs{Stream: log.key("log"), ID: "1-0", Values: []string{eventlog.FieldUUID, "u"}})
		pipe.Set(t.Context(), log.key("head"), 1, 0)
		return nil
	})
	require.NoError(t, err)
	f := &failing{}
	f.left.Store(2)
	log.read.AddHook(f)
	log.heard(t.Context(), &goredis.Subscription{Kind: "subscribe"})
	assert.Equal(t, eventlog.Position(1), log.head.Last())
	assert.Negative(t, f.left.Load(), "it was tried until it succeeded")
}
