package intake

import (
	"github.com/google/uuid"

	"langbiang.internal/ioc/pkg/event"
)

// Consequence is the event with which a policy answers another. Its identity follows from the
// cause's and the policy's name, so that the log knows it when the cause is handled again.
func Consequence(cause *event.Event, policy string, t event.Type, subject string, data event.Data) event.Event {
	correlation := cause.Correlation
	if correlation == "" {
		correlation = cause.Reference()
	}
	return event.Event{
		ID:     uuid.NewSHA1(uuid.NameSpaceURL, []byte(policy+"\n"+cause.Identity()+"\n"+string(t))).String(),
		Source: event.PolicySource + policy, Type: t, Subject: subject, Time: cause.At(),
		Correlation: correlation, Causation: cause.Reference(), Simulated: cause.Simulated, Data: data,
	}
}
