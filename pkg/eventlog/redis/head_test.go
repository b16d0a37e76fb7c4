package redis

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"testing"
	"time"

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
		if cmd.Name() == "get" && f.left.Add(-1) >= 0 {
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
	// An append whose announcement was lost with the connection.
	require.NoError(t, log.write.Set(t.Context(), log.key("head"), 7, 0).Err())
	f := &failing{}
	f.left.Store(2)
	log.read.AddHook(f)
	log.heard(t.Context(), &goredis.Subscription{Kind: "subscribe"})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	head, err := log.Wait(ctx, 6)
	require.NoError(t, err)
	assert.Equal(t, eventlog.Position(7), head)
}
