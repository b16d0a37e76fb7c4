package intake_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
)

func TestARefusalRestsOnTheLogAndNotOnAStaleState(t *testing.T) {
	log := openLog(t)
	in := newIntake(t, log, quiet())
	mine, others := handler(in), handler(newIntake(t, log, quiet()))
	post(t, mine, event.ContentType, line("a", "m1", "x"))
	post(t, others, event.ContentType, line("b", "m1", "x"))
	w := post(t, mine, event.ContentType, line("c", "m1", "bad"))
	assert.Contains(t, w.Body.String(), "bad after 2 events")

	post(t, mine, event.ContentType, line("d", "m1", "x"))
	post(t, others, event.ContentType, line("e", "m1", "x"))
	errWaiting := errors.New("fewer than four")
	next := event.Event{ID: "f", Source: "policy", Type: event.ModelSiteActivated, Subject: "model/m1", Time: now, Data: &event.Model{Site: "x"}}
	_, err := in.Submit(t.Context(), next, func(s tally, _ *event.Event) error {
		if s.Count < 4 {
			return errWaiting
		}
		return nil
	})
	require.NoError(t, err)
}

func TestEachPartOfASubjectIsMeasured(t *testing.T) {
	long := strings.Repeat("x", intake.MaxIDBytes)
	assert.NoError(t, intake.CheckSubject("incident/"+long))
	assert.NoError(t, intake.CheckSubject(event.AlarmSubject("incident.severe", "incident/"+long)), "an alarm about it")
	assert.Error(t, intake.CheckSubject("incident/"+long+"x"))
	assert.ErrorContains(t, intake.CheckSubject(event.AlarmSubject(long, "incident/"+long)), "longer than 256")
}

func TestABatchOfTooManyIsToldToComeInParts(t *testing.T) {
	h := handler(newIntake(t, openLog(t), quiet()))
	of := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat("{},", n), ",") + "]" }
	assert.Equal(t, http.StatusUnprocessableEntity, post(t, h, event.BatchContentType, of(intake.MaxBatchItems)).Code)
	w := post(t, h, event.BatchContentType, of(intake.MaxBatchItems+1))
	assert.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
	assert.Contains(t, w.Body.String(), "over 10000 events")
}

// forgetful is a log that knows that an event is in it, and cannot find it.
type forgetful struct{ eventlog.Log }

func (f forgetful) Known(_ context.Context, ids []string) ([]*eventlog.Located, error) {
	return make([]*eventlog.Located, len(ids)), nil
}

func TestAResendThatCannotBeReadBackIsNotAcknowledged(t *testing.T) {
	log := openLog(t)
	post(t, handler(newIntake(t, log, quiet())), event.ContentType, line("a", "m", "x"))
	w := post(t, handler(newIntake(t, forgetful{log}, quiet())), event.ContentType, line("a", "m", "x"))
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
}

// moody is a log that fails every other append.
type moody struct {
	eventlog.Log
	appends int
}

func (m *moody) Append(ctx context.Context, c eventlog.Commit) (eventlog.Position, error) {
	if m.appends++; m.appends%2 == 1 {
		return 0, errors.New("the disk is slow")
	}
	return m.Log.Append(ctx, c)
}

func TestAStreamThatFailedIsTakenWhenItIsSentAgainByTheSameClient(t *testing.T) {
	server := httptest.NewServer(handler(newIntake(t, &moody{Log: openLog(t)}, quiet())))
	defer server.Close()
	for i := range 20 {
		for _, want := range []int{http.StatusServiceUnavailable, http.StatusOK} {
			response, err := server.Client().Post(server.URL+"/api/v1/models/events", event.StreamContentType, strings.NewReader(line(fmt.Sprint(i), "m", "x")))
			require.NoError(t, err)
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, want, response.StatusCode, "%s", body)
		}
	}
}
