package intake

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

// DrainPatience is how long Run waits for requests under way once it is told to stop.
const DrainPatience = 20 * time.Second

// Run runs the service's policies until ctx is done or one of them fails; then it refuses
// further requests and returns when those under way have ended.
func (in *Intake[S]) Run(ctx context.Context, policies ...func(context.Context) error) error {
	group, running := errgroup.WithContext(ctx)
	for _, policy := range policies {
		group.Go(func() error {
			if err := policy(running); err != nil && running.Err() == nil {
				return fmt.Errorf("%s: %w", in.Name, err)
			}
			return nil
		})
	}
	<-running.Done()
	err := group.Wait()
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), DrainPatience)
	defer cancel()
	return errors.Join(err, in.Drain(patient))
}
