package history

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/intake"
)

// queryTimeout bounds what one request may ask of ClickHouse.
const queryTimeout = 10 * time.Second

func refuse(field, format string, args ...any) error {
	return intake.BadRequest(field, format, args...)
}

func notFound(field, format string, args ...any) error {
	return &intake.Fault{Code: "not_found", Field: field, Message: fmt.Sprintf(format, args...)}
}

// answer serves what ask gives: JSON, unless it writes itself. An *intake.Fault is the request's own.
func (s *Service) answer(ask func(context.Context, *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
		defer cancel()
		body, err := ask(ctx, r)
		var refused *intake.Fault
		switch {
		case errors.As(err, &refused):
			intake.WriteFault(w, *refused)
		case err != nil:
			if r.Context().Err() == nil { // somebody is still waiting
				s.Logger.Error("history query failed", "path", r.URL.Path, "error", err)
			}
			intake.WriteFault(w, intake.Fault{Code: "unavailable", Message: "ClickHouse or the log did not answer in time; try again in a moment"})
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
