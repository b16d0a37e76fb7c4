// Package displays is the service of the control room: the displays on walls, paired by a code that they show, what each of
// them shows, and the playlists.
package displays

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

//go:embed openapi.json
var openAPI []byte

// Config is what the service needs; all of it is required.
type Config struct {
	Log      eventlog.Log
	Topology *topology.Topology
	Logger   *slog.Logger
	Now      func() time.Time
}

// Service is the displays service. Handler and Run may be used at the same time.
type Service struct {
	Config
	intake  *intake.Intake[State]
	codes   *codes
	openAPI []byte
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config Config) (*Service, error) {
	if config.Topology == nil {
		return nil, errors.New("displays: Topology is missing")
	}
	in, err := intake.New(intake.Config[State]{
		Name: "displays", Nouns: []event.Noun{event.NounDisplay, event.NounPlaylist},
		Aggregate: &aggregate{topology: config.Topology},
		Log:       config.Log, Location: config.Topology.Location(), Logger: config.Logger, Now: config.Now, Wall: true,
	})
	if err != nil {
		return nil, err
	}
	doc, err := intake.OpenAPI("displays", openAPI)
	if err != nil {
		return nil, fmt.Errorf("displays: %w", err)
	}
	return &Service{Config: config, intake: in, codes: newCodes(), openAPI: doc}, nil
}

// Run waits until ctx is done; then it lets the requests under way end.
func (s *Service) Run(ctx context.Context) error { return s.intake.Run(ctx) }

// Handler serves /api/v1/displays/ and /api/v1/playlists/.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/displays/events", s.intake.Events)
	mux.HandleFunc("POST /api/v1/displays/codes", s.offer)
	mux.HandleFunc("POST /api/v1/displays", s.pair)
	mux.HandleFunc("POST /api/v1/displays/commands", s.command)
	mux.HandleFunc("GET /api/v1/displays/me", s.me)
	mux.HandleFunc("GET /api/v1/displays/{id}", func(w http.ResponseWriter, r *http.Request) {
		s.intake.Get(w, r, event.DisplaySubject(r.PathValue("id")))
	})
	mux.HandleFunc("POST /api/v1/playlists", s.save)
	mux.HandleFunc("POST /api/v1/playlists/{id}/delete", s.delete)
	mux.HandleFunc("GET /api/v1/playlists/{id}", func(w http.ResponseWriter, r *http.Request) {
		s.intake.Get(w, r, event.PlaylistSubject(r.PathValue("id")))
	})
	mux.Handle("GET /api/v1/displays/openapi.json", intake.Document(s.openAPI))
	return s.intake.Serve(mux)
}
