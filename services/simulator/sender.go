package simulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/problem"
)

// Bounds of one request.
const (
	answerPatience = 2 * time.Minute // for the answer to one request
	maxAnswerBytes = 4 << 20
	firstRetry     = 100 * time.Millisecond
	lastRetry      = 5 * time.Second
)

// newClient keeps one connection per service and does not compress: everything is near.
func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy: http.ProxyFromEnvironment, DisableCompression: true,
		MaxIdleConnsPerHost: 8, IdleConnTimeout: time.Minute, WriteBufferSize: 64 << 10,
	}}
}

// sender speaks the services' HTTP API.
type sender struct {
	base    string
	targets map[string]string
	client  *http.Client
	logger  *slog.Logger
}

// RejectedError is the answer of a service that did not take an event.
type RejectedError struct {
	Service  string
	ID       string // of the first one that was rejected
	Field    string
	Message  string
	Rejected int // of Sent
	Sent     int
}

func (e *RejectedError) Error() string {
	return fmt.Sprintf("%s rejected %d of %d events, first %s: %s", e.Service, e.Rejected, e.Sent, e.ID, e.Message)
}

// answer is what this client reads of an answer.
type answer struct {
	Accepted int `json:"accepted"`
	Rejected int `json:"rejected"`
	Items    []struct {
		ID     string `json:"id"`
		Status string `json:"status"`
		Error  fault  `json:"error"`
	} `json:"items"`
	Detail string         `json:"detail"` // of a problem
	Errors []problem.Item `json:"errors"`
}

type fault struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// send gives a service its events and returns when it has answered for all of them. A
// service that is away or busy is tried again until ctx ends; a resend is harmless, as events are
// recognised by their ids. The error is a *RejectedError where the service refused an event.
func (s *sender) send(ctx context.Context, service string, lines []byte, events int) error {
	url := s.url(service) + "/events"
	contentType := event.StreamContentType
	if events == 1 {
		contentType = event.ContentType
	}
	_, err := s.retry(ctx, service, func() (answer, error) {
		a, err := s.do(ctx, http.MethodPost, url, contentType, lines)
		if err != nil {
			return a, err
		}
		if a.Rejected > 0 || a.Accepted != events {
			return a, backoff.Permanent(a.rejection(service, events))
		}
		return a, nil
	})
	return err
}

func (a *answer) rejection(service string, events int) error {
	e := &RejectedError{Service: service, Rejected: a.Rejected, Sent: events, Message: "no reason is given"}
	if len(a.Errors) > 0 { // nothing was taken
		first := &a.Errors[0]
		e.ID, e.Field, e.Message = first.ID, first.Field, first.Field+" "+first.Message
		return e
	}
	for _, item := range a.Items {
		if item.Status == "rejected" {
			e.ID, e.Field, e.Message = item.ID, item.Error.Field, item.Error.Message
			return e
		}
	}
	if a.Rejected == 0 {
		return fmt.Errorf("%s answers for %d events of %d", service, a.Accepted, events)
	}
	return e
}

// clock is the day at which the province's clock stands; 0 before the first.
func (s *sender) clock(ctx context.Context) (calendar.Date, error) {
	const service = "clock"
	var now struct {
		Date calendar.Date `json:"date"`
	}
	_, err := s.retry(ctx, service, func() (answer, error) {
		body, _, err := s.exchange(ctx, http.MethodGet, s.url(service), "", nil)
		if err != nil {
			return answer{}, err
		}
		if err := json.Unmarshal(body, &now); err != nil {
			return answer{}, backoff.Permanent(fmt.Errorf("read the clock's answer: %w", err))
		}
		return answer{}, nil
	})
	return now.Date, err
}

func (s *sender) url(service string) string {
	base := s.base
	if target := s.targets[service]; target != "" {
		base = target
	}
	return strings.TrimSuffix(base, "/") + "/api/v1/" + service
}

// retry tries until f succeeds, fails for good, or ctx ends.
func (s *sender) retry(ctx context.Context, service string, f func() (answer, error)) (answer, error) {
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval, wait.MaxInterval = firstRetry, lastRetry
	tries := 0
	return backoff.Retry(ctx, f, backoff.WithBackOff(wait), backoff.WithMaxElapsedTime(0),
		backoff.WithNotify(func(err error, next time.Duration) {
			if tries++; tries == 3 || tries%20 == 0 { // a restart is no news
				s.logger.WarnContext(ctx, "a service does not take events; trying again",
					"service", service, "tries", tries, "next", next, "error", err)
			}
		}))
}

// do is one request whose answer counts events.
func (s *sender) do(ctx context.Context, method, url, contentType string, body []byte) (answer, error) {
	var a answer
	text, status, err := s.exchange(ctx, method, url, contentType, body)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, backoff.Permanent(fmt.Errorf("%s %s: read the answer: %w", method, url, err))
	}
	if status != http.StatusOK && a.Rejected == 0 {
		return a, backoff.Permanent(fmt.Errorf("%s %s: %d: %s", method, url, status, a.Detail))
	}
	return a, nil
}

// exchange is one request. Its error is permanent only when ctx has ended.
func (s *sender) exchange(ctx context.Context, method, url, contentType string, body []byte) ([]byte, int, error) {
	patient, cancel := context.WithTimeout(ctx, answerPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(patient, method, url, bytes.NewReader(body))
	if err != nil {
		return nil, 0, backoff.Permanent(err)
	}
	request.Header.Set("Accept-Language", "en") // what is refused is logged
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := s.client.Do(request)
	if err != nil {
		return nil, 0, s.gone(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes))
	if err != nil {
		return nil, 0, s.gone(ctx, err)
	}
	if response.StatusCode == http.StatusTooManyRequests || response.StatusCode >= http.StatusInternalServerError {
		return nil, 0, fmt.Errorf("%s %s: %s", method, url, response.Status)
	}
	return text, response.StatusCode, nil
}

// gone is a broken connection: worth another try unless we are to stop.
func (s *sender) gone(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return backoff.Permanent(context.Cause(ctx))
	}
	return err
}

// isRejection tells whether a service refused an event, as opposed to failing.
func isRejection(err error) bool {
	var rejected *RejectedError
	return errors.As(err, &rejected)
}
