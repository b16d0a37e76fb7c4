package simulator

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/services/simulator/scenario"
)

const (
	tick = 100 * time.Millisecond // events of so long go together
	// quiet is how much faster time goes while no office is open.
	quiet        = 30
	officeOpens  = 7 * 3600
	officeCloses = 18 * 3600
	daySeconds   = 24 * 3600
	saveInterval = time.Second
	// longestTick bounds the real time that one tick makes up for, so that a machine that
	// slept, or a service that was away, is not followed by a flood.
	longestTick = time.Second
)

// place is how far the live traffic is: what the state file holds.
type place struct {
	Scenario string        `json:"scenario"`
	Seed     uint64        `json:"seed"`
	Date     calendar.Date `json:"date"`
	Sent     int           `json:"sent"`   // events of the day, in order of sending
	Second   float64       `json:"second"` // of the day
}

// live sends day after day at the pace of scenario time, until ctx ends.
func (s *Simulator) live(ctx context.Context, resumed bool) error {
	at := s.begin(resumed)
	var d scenario.Day
	for {
		if err := s.generator.Next(&d); err != nil {
			return err
		}
		if at.Date != d.Date {
			at.Date, at.Sent, at.Second = d.Date, 0, 0
		}
		if err := s.liveDay(ctx, &d, &at); err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fmt.Errorf("live traffic of %s: %w", d.Date, err)
		}
		s.progress.day(d.Date, d.Events())
	}
}

// begin is the place to go on from: the file's if it is of the day that comes next, else the
// beginning of that day.
func (s *Simulator) begin(resumed bool) place {
	fresh := place{Scenario: s.config.Scenario, Seed: s.config.Seed, Date: s.generator.Date()}
	if !resumed || s.config.StateFile == "" {
		return fresh
	}
	b, err := os.ReadFile(s.config.StateFile)
	if err != nil {
		return fresh
	}
	var saved place
	if err := json.Unmarshal(b, &saved); err != nil {
		s.config.Logger.Warn("the state file cannot be read: the day is sent again", "file", s.config.StateFile, "error", err)
		return fresh
	}
	if saved.Scenario != fresh.Scenario || saved.Seed != fresh.Seed || saved.Date != fresh.Date {
		return fresh
	}
	return saved
}

// liveDay sends one day from a place in it.
func (s *Simulator) liveDay(ctx context.Context, d *scenario.Day, at *place) error {
	queue := d.InOrder()
	queue = queue[min(at.Sent, len(queue)):]
	working := s.config.Topology.Calendar().IsWorkingDay(d.Date)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	last, saved := s.config.Now(), s.config.Now()
	parcel := newParcel()
	for {
		for len(queue) > 0 && float64(queue[0].Second) <= at.Second {
			parcel.add(d, queue[0])
			queue = queue[1:]
			at.Sent++
		}
		if err := s.post(ctx, parcel); err != nil {
			return err
		}
		now := s.config.Now()
		if now.Sub(saved) >= saveInterval || at.Second >= daySeconds {
			s.save(at)
			saved = now
		}
		if at.Second >= daySeconds {
			return nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-ticker.C:
		}
		now = s.config.Now()
		next := advance(at.Second, min(now.Sub(last), longestTick).Seconds()*s.config.Speed, working)
		at.Second = max(at.Second, min(next, s.elapsed(d.Date, now)))
		last = now
	}
}

// elapsed is how much of a day has gone by our own clock, in seconds: nothing is sent of a time that has not come, so a
// scenario that has caught up with today goes on at the pace of today.
func (s *Simulator) elapsed(d calendar.Date, now time.Time) float64 {
	return now.Sub(d.Midnight(s.config.Topology.Location())).Seconds()
}

// advance is the second of the day after so many seconds of scenario time; while no office
// is open they count quiet times. It does not pass the end of the day.
func advance(second, elapsed float64, working bool) float64 {
	for elapsed > 0 && second < daySeconds {
		pace, until := 1.0, float64(officeCloses)
		switch {
		case !working:
			pace, until = quiet, daySeconds
		case second < officeOpens:
			pace, until = quiet, officeOpens
		case second >= officeCloses:
			pace, until = quiet, daySeconds
		}
		if second+elapsed*pace <= until {
			return second + elapsed*pace
		}
		elapsed -= (until - second) / pace
		second = until
	}
	return second
}

// save writes the state file; what is lost with it is only sent again. That it cannot be written is told once, and so is that it can.
func (s *Simulator) save(at *place) {
	if s.config.StateFile == "" {
		return
	}
	err := writeFile(s.config.StateFile, at)
	switch {
	case err != nil && !s.unsaved:
		s.config.Logger.Warn("the state file is not written: after a restart the day's live events are sent again, and recognised", "error", err)
	case err == nil && s.unsaved:
		s.config.Logger.Info("the state file is written again", "file", s.config.StateFile)
	}
	s.unsaved = err != nil
}

// writeFile replaces a file whole.
func writeFile(name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode state: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	_, err = f.Write(b)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("write state: %w", err)
	}
	return nil
}

// parcel is the events of one tick, by service.
type parcel struct {
	order  []string // services in the order in which they are served: the clock first
	lines  map[string][]byte
	events map[string]int
}

func newParcel() *parcel {
	return &parcel{order: scenario.Services(), lines: make(map[string][]byte), events: make(map[string]int)}
}

func (p *parcel) add(d *scenario.Day, e scenario.Sending) {
	b := &d.Batches[e.Batch]
	p.lines[b.Service] = append(p.lines[b.Service], b.Line(e.Index)...)
	p.events[b.Service]++
}

// post sends a parcel and empties it. What a service rejects is logged: live traffic goes on.
func (s *Simulator) post(ctx context.Context, p *parcel) error {
	for _, service := range p.order {
		if p.events[service] == 0 {
			continue
		}
		err := s.sender.send(ctx, service, p.lines[service], p.events[service])
		if isRejection(err) {
			s.config.Logger.WarnContext(ctx, "a live event was rejected", "error", err)
		} else if err != nil {
			return err
		}
		p.lines[service], p.events[service] = p.lines[service][:0], 0
	}
	return nil
}
