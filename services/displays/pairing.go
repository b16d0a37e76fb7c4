package displays

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/wire"
)

// Offer is the answer to a display that asks for a code.
type Offer struct {
	Code    string    `json:"code"`
	Display string    `json:"display"`
	Token   string    `json:"token"` // 256 random bits, worth something once the code was typed; nobody else is told
	Expires time.Time `json:"expires"`
	Now     time.Time `json:"now"` // by the clock that Expires is told by
}

// offer answers POST /api/v1/displays/codes: a code to show. With the token of an earlier offer that still stands, the same.
// Problems: those of ReadCommand, too_many_requests.
func (s *Service) offer(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Token string `json:"token"`
	}
	if !intake.ReadCommand(w, r, &body) {
		return
	}
	now := s.Now()
	o, token, err := s.codes.offer(body.Token, now)
	if err != nil {
		problem.Write(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	intake.WriteJSON(w, http.StatusOK, Offer{Code: o.code, Display: o.display, Token: token, Expires: o.expires.UTC(), Now: now.UTC()})
}

// pairing is the body of POST /api/v1/displays: the code that a display shows, and what is to become of it.
type pairing struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Place    string `json:"place"`
	Group    string `json:"group"`
	Diagonal int    `json:"diagonal"` // inches
	Distance int    `json:"distance"` // centimetres
	Shows    string `json:"shows"`
	By       string `json:"by"`
}

func (s *Service) pair(r *http.Request, body pairing) (intake.Command[State], error) {
	if err := s.checkPlaylist(r.Context(), body.Shows); err != nil {
		return intake.Command[State]{}, err
	}
	o, err := s.codes.find(body.Code, s.Now())
	if err != nil {
		return intake.Command[State]{}, err
	}
	return intake.Command[State]{
		Type: event.DisplayPaired, Subject: event.DisplaySubject(o.display),
		Data: &event.Display{
			Name: body.Name, Place: body.Place, Group: body.Group, Diagonal: body.Diagonal, Distance: body.Distance,
			Shows: body.Shows, Token: o.token, By: body.By,
		},
		Guard: func(state State, _ *event.Event) error {
			if state.Display != nil {
				return problem.NewState("paired", "this code was used already")
			}
			return nil
		},
	}, nil
}

// checkPlaylist refuses to show a playlist that there is not.
func (s *Service) checkPlaylist(ctx context.Context, shows string) error {
	if !strings.HasPrefix(shows, playlistPrefix) {
		return nil
	}
	p, err := s.playlist(ctx, shows)
	if err == nil && p == nil {
		return event.Refuse("shows", "there is no %s", shows)
	}
	return err
}

// playlist is the one that a display shows; nil if it shows none or that one is deleted.
func (s *Service) playlist(ctx context.Context, shows string) (*event.Playlist, error) {
	if !strings.HasPrefix(shows, playlistPrefix) {
		return nil, nil
	}
	state, _, err := s.State(ctx, shows)
	if err != nil || state.Playlist == nil || !state.Playlist.Active {
		return nil, err
	}
	return state.Playlist, nil
}

// me answers GET /api/v1/displays/me, Authorization: Bearer <display>.<token>: what this display shows.
// Problems: unauthorized, unavailable.
func (s *Service) me(w http.ResponseWriter, r *http.Request) {
	show, err := s.showOf(r)
	if err != nil {
		s.Refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	intake.WriteJSON(w, http.StatusOK, show)
}

// showOf is what the display that asks shows. Problems: unauthorized.
func (s *Service) showOf(r *http.Request) (wire.Show, error) {
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	id, token, _ := strings.Cut(bearer, ".")
	if intake.CheckSubject(event.DisplaySubject(id)) != nil {
		return wire.Show{}, problem.NotPaired()
	}
	state, _, err := s.State(r.Context(), event.DisplaySubject(id))
	if err != nil {
		return wire.Show{}, fmt.Errorf("read display %s: %w", id, err)
	}
	if !state.Display.Admits(event.DisplayTokenHash(token)) {
		return wire.Show{}, problem.NotPaired()
	}
	p, err := s.playlist(r.Context(), state.Display.Shows)
	if err != nil {
		return wire.Show{}, err
	}
	return wire.ShowOf(id, state.Display, p, strings.TrimPrefix(state.Display.Shows, playlistPrefix)), nil
}
