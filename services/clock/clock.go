// Package clock is the service of the province's time: the local days that have begun, as
// events, so that whatever is computed from the log needs no other clock.
package clock

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs.
type Config struct {
	intake.Common
	// Wall makes Run open each local day by itself, by Now, and no other. Otherwise days come by the API alone, one after the other.
	Wall bool
}

// Service is the clock service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology == nil {
		return nil, errors.New("clock: Topology is missing")
	}
	base, err := intake.NewService(config.Common, intake.Domain[State]{
		Name: "clock", Nouns: []event.Noun{event.NounClock}, Aggregate: aggregate{location: config.Topology.Location()}, OpenAPI: openAPI, Wall: true, Timekeeper: !config.Wall,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base}
	if config.Wall {
		s.Follow(s.followWall)
	}
	return s, s.Offer(route.Route{Pattern: "GET /api/v1/clock", Action: "clock.read", About: route.Anyone, Handle: s.get})
}

// compared is how many working days a morning looks back at.
const compared = 2

type reading struct {
	Date     calendar.Date     `json:"date"`     // "": no day has begun yet
	Position eventlog.Position `json:"position"` // of the event that began it
	// WorkingDays are the last two working days before Date, the newest first: what a morning compares. Empty before the first day.
	WorkingDays []calendar.Date `json:"working_days"`
}

func (s *Service) get(w http.ResponseWriter, r *http.Request) {
	last, err := s.Log.Last(r.Context(), event.ClockSubject)
	if err != nil {
		s.Logger.ErrorContext(r.Context(), "the clock was not read", "error", err)
		problem.Write(w, r, problem.New(problem.Unavailable, "", "the log could not be read: try again"))
		return
	}
	now := reading{WorkingDays: []calendar.Date{}}
	if last != nil {
		now.Position = last.Position
		if d, ok := last.Event.Data.(*event.Clock); ok {
			now.Date, now.WorkingDays = d.Date, s.Topology.Calendar().WorkingDaysBefore(d.Date, compared)
		}
	}
	intake.WriteJSON(w, http.StatusOK, now)
}

// glance is how often a wall clock is looked at: a machine that slept or whose clock was set
// is found out within it.
const glance = time.Minute

// followWall opens the local days by this machine's clock.
func (s *Service) followWall(ctx context.Context) error {
	for {
		if err := s.openToday(ctx); err != nil && ctx.Err() == nil {
			s.Logger.ErrorContext(ctx, "the day was not opened; it is tried again", "error", err)
		}
		now := s.Now()
		midnight := (calendar.DateOf(now, s.Topology.Location()) + 1).Midnight(s.Topology.Location())
		timer := time.NewTimer(min(midnight.Sub(now), glance))
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
	}
}

// errOpen says that the log's clock has reached the day already.
var errOpen = errors.New("the day has begun already")

// openToday opens each local day after the last one, up to that of now.
func (s *Service) openToday(ctx context.Context) error {
	today := calendar.DateOf(s.Now(), s.Topology.Location())
	state, _, err := s.State(ctx, event.ClockSubject)
	if err != nil {
		return err
	}
	next := today
	if state.Date != 0 {
		next = state.Date + 1
	}
	for ; next <= today; next++ {
		if err := s.open(ctx, next); err != nil {
			return err
		}
	}
	return nil
}

// open opens a local day unless it, or a later one, has begun.
func (s *Service) open(ctx context.Context, day calendar.Date) error {
	_, err := s.Submit(ctx, event.Event{
		ID: "day/" + day.String(), Source: event.WallClock, Type: event.ClockDayOpened, Subject: event.ClockSubject,
		Time: day.Midnight(s.Topology.Location()), Data: &event.Clock{Date: day},
	}, func(state State, _ *event.Event) error {
		if state.Date >= day {
			return errOpen
		}
		return nil
	})
	if errors.Is(err, errOpen) {
		return nil
	}
	return err
}
