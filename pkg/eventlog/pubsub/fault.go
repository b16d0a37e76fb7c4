package pubsub

import (
	"errors"

	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"langbiang.internal/ioc/pkg/event"
)

// unfitError marks an error that no retry will mend.
type unfitError struct{ err error }

func (e *unfitError) Error() string { return e.err.Error() }
func (e *unfitError) Unwrap() error { return e.err }

// Unfit marks an error of a handler as the event's own fault: the event is set aside after the retries. Other
// errors are retried until they pass.
func Unfit(err error) error {
	if err == nil {
		return nil
	}
	return &unfitError{err}
}

// faulty tells whether err is the event's own fault, rather than of what stands around it.
func faulty(err error) bool {
	var unfit *unfitError
	var field *event.FieldError
	var panicked middleware.RecoveredPanicError
	return errors.As(err, &unfit) || errors.As(err, &field) || errors.As(err, &panicked)
}
