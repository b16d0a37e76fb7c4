package pubsub

import (
	"errors"

	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"langbiang.internal/ioc/pkg/event"
)

// faulty tells whether err is the event's own fault, rather than of what stands around it.
func faulty(err error) bool {
	var field *event.FieldError
	var panicked middleware.RecoveredPanicError
	return errors.As(err, &field) || errors.As(err, &panicked)
}
