package dossiers

import (
	"context"
	"errors"
	"fmt"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
)

// FeePaid names the policy that moves a dossier on once its fee is paid, and its durable
// position in the log.
const FeePaid = "dossiers.fee-paid"

// errNotWaiting says that the dossier does not wait for a fee.
var errNotWaiting = errors.New("the dossier does not wait for a fee")

// onPayment resumes the dossier that waits for the fee which has just been paid. Handling an
// event again changes nothing.
func (s *Service) onPayment(ctx context.Context, _ eventlog.Position, cause event.Event) error {
	p, ok := cause.Data.(*event.Payment)
	if !ok || cause.Backfill || p.Dossier == "" || p.From == event.PaymentPaid || p.To != event.PaymentPaid {
		return nil
	}
	subject := event.DossierSubject(p.Dossier)
	if intake.CheckSubject(subject) != nil {
		return nil // no dossier can have such a code
	}
	e := intake.Consequence(&cause, FeePaid, event.DossierResumed, subject, &event.Dossier{})
	_, err := s.Submit(ctx, e, waitsForFee)
	if err != nil && !errors.Is(err, errNotWaiting) {
		return fmt.Errorf("resume %s: %w", subject, err)
	}
	return nil
}

func waitsForFee(s State, _ *event.Event) error {
	if s.Status != event.StatusFeeRequested {
		return errNotWaiting
	}
	return nil
}
