package pubsub

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/eventlog"
)

// metrics are one policy's.
type metrics struct {
	handled, retried, setAside prometheus.Counter
	lag                        *eventlog.Lag
}

// newMetrics registers the metrics of a policy on a log, or takes those of its last run. registerer may be nil.
func newMetrics(registerer prometheus.Registerer, log eventlog.Log, policy string) (*metrics, error) {
	opts := func(name, help string) prometheus.Opts {
		return prometheus.Opts{
			Namespace: "ioc", Subsystem: "policy", Name: name, Help: help, ConstLabels: prometheus.Labels{"policy": policy},
		}
	}
	m := &metrics{
		handled:  prometheus.NewCounter(prometheus.CounterOpts(opts("handled_total", "Events that the policy is done with, those set aside included."))),
		retried:  prometheus.NewCounter(prometheus.CounterOpts(opts("retried_total", "Times that an event failed and was tried again."))),
		setAside: prometheus.NewCounter(prometheus.CounterOpts(opts("set_aside_total", "Events that the policy could not handle and set aside."))),
		lag:      eventlog.NewLag(log, policy),
	}
	if registerer == nil {
		return m, nil
	}
	return m, errors.Join(
		register(registerer, &m.handled), register(registerer, &m.retried), register(registerer, &m.setAside), register(registerer, &m.lag),
	)
}

func register[C prometheus.Collector](registerer prometheus.Registerer, c *C) error {
	err := registerer.Register(*c)
	var already prometheus.AlreadyRegisteredError
	if errors.As(err, &already) {
		if before, ok := already.ExistingCollector.(C); ok {
			*c = before
			return nil
		}
	}
	return err
}
