package history

import (
	"context"
	"errors"
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

// queryTimeout bounds what one request may ask of ClickHouse.
const queryTimeout = 10 * time.Second

func refuse(field, format string, args ...any) error {
	return problem.New(problem.BadRequest, field, format, args...)
}

func notFound(field, format string, args ...any) error {
	return problem.New(problem.NotFound, field, format, args...)
}

// answer serves what ask gives: JSON, unless it writes itself. A *problem.Problem is the request's own.
func (s *Service) answer(ask func(context.Context, *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
		defer cancel()
		body, err := ask(ctx, r)
		var refused *problem.Problem
		switch {
		case errors.As(err, &refused):
			problem.Write(w, r, refused)
		case err != nil:
			if r.Context().Err() == nil { // somebody is still waiting
				s.Logger.Error("history query failed", "path", r.URL.Path, "error", err)
			}
			problem.Write(w, r, problem.New(problem.Unavailable, "", "ClickHouse or the log did not answer in time; try again in a moment"))
		default:
			w.Header().Set("Cache-Control", "no-store")
			if h, ok := body.(http.Handler); ok {
				h.ServeHTTP(w, r)
				return
			}
			intake.WriteJSON(w, http.StatusOK, body)
		}
	}
}
