package pubsub

import (
	"errors"
	"net/http"

	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"langbiang.internal/ioc/pkg/problem"
)

// faulty tells whether err is the event's own fault, rather than of what stands around it: what a request would be to blame for.
func faulty(err error) bool {
	var panicked middleware.RecoveredPanicError
	return errors.As(err, &panicked) || problem.KindOf(problem.Of(err).Code).Status < http.StatusInternalServerError
}
