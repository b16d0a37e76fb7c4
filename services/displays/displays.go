// Package displays is the service of the control room: the displays on walls, paired by a code that they show, what each of
// them shows, and the playlists.
package displays

import (
	_ "embed"
	"errors"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/route"
)

//go:embed openapi.json
var openAPI []byte

// Service is the displays service. Handler and Run may be used at the same time.
type Service struct {
	*intake.Service[State]
	codes *codes
}

// New makes the service; it does nothing until Handler or Run is used.
func New(config intake.Common) (*Service, error) {
	base, err := intake.NewService(config, intake.Domain[State]{
		Name: "displays", Nouns: []event.Noun{event.NounDisplay, event.NounPlaylist}, Aggregate: &aggregate{topology: config.Topology}, OpenAPI: openAPI, Mounts: Mounts, Wall: true,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{base, newCodes()}
	return s, errors.Join(
		s.Offer(
			route.Route{Pattern: "POST /api/v1/displays/codes", Action: "display.offer", About: route.Anyone, Handle: s.offer},
			route.Route{Pattern: "POST /api/v1/displays/commands", Action: "display.command", About: route.Province, Handle: s.command},
			route.Route{Pattern: "GET /api/v1/displays/me", Action: "display.watch", About: route.Display, Handle: s.me},
			route.Route{Pattern: "POST /api/v1/playlists/{id}/delete", Action: "playlist.delete", About: route.Province, Handle: intake.Do(base, deletePlaylist)},
		),
		s.Begin(event.NounDisplay, "/api/v1/displays", "pair", intake.Do(base, s.pair)),
		s.Read(event.NounDisplay, "/api/v1/displays/{id}", intake.Named("id", event.DisplaySubject)),
		s.Begin(event.NounPlaylist, "/api/v1/playlists", "save", intake.Do(base, save)),
		s.Read(event.NounPlaylist, "/api/v1/playlists/{id}", intake.Named("id", event.PlaylistSubject)),
	)
}

// Mounts are the paths of the service beside /api/v1/displays.
var Mounts = []string{"/api/v1/playlists"}
