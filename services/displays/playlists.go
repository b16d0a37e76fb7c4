package displays

import (
	"net/http"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
)

// saving is the body of POST /api/v1/playlists: the whole playlist, in place of what it was.
type saving struct {
	ID    string               `json:"id"` // default: made up
	Name  string               `json:"name"`
	Items []event.PlaylistItem `json:"items"`
	By    string               `json:"by"`
}

func save(r *http.Request, body saving) (intake.Command[State], error) {
	if body.ID == "" {
		body.ID = intake.MakeID(r.Context(), "playlist")
	}
	return intake.Command[State]{
		Type: event.PlaylistSaved, Subject: event.PlaylistSubject(body.ID),
		Data: &event.Playlist{Name: body.Name, Items: body.Items, By: body.By},
	}, nil
}

type deletion struct {
	By string `json:"by"`
}

// deletePlaylist answers POST /api/v1/playlists/{id}/delete. Displays that show it show nothing until they are assigned anew.
func deletePlaylist(r *http.Request, body deletion) (intake.Command[State], error) {
	return intake.Command[State]{
		Type: event.PlaylistDeleted, Subject: event.PlaylistSubject(r.PathValue("id")), Data: &event.Playlist{By: body.By},
		Guard: func(state State, _ *event.Event) error {
			if state.Playlist == nil || !state.Playlist.Active {
				return intake.ErrNotFound
			}
			return nil
		},
	}, nil
}
