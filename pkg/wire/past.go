package wire

// What a past frame shows: what a screen showed at that position, or what is known now of that day.
const (
	KindShownThen = "shown_then"
	KindKnownNow  = "known_now"
)

// PastFrame is GET /api/v1/frames/{view}: the whole frame of a view at an earlier position, or of an earlier day or minute.
type PastFrame struct {
	View     string `json:"view"`
	Position uint64 `json:"position"` // up to which entries of the log are counted
	Kind     string `json:"kind"`     // shown_then, known_now
	// Minute is the local minute that was asked for, "2024-07-08T09:00"; "" where a whole day or a position was.
	Minute string `json:"minute"`
	Frame  Frame  `json:"frame"`
}

// ReplayStart is the first line of GET /api/v1/replays/{view}: the frame as the day began. Lines of ReplayStep follow.
type ReplayStart struct {
	View     string `json:"view"`
	Position uint64 `json:"position"`
	Kind     string `json:"kind"`
	Frame    Frame  `json:"frame"`
}

// ReplayStep is what changed in the frame until a minute of the day: a JSON Merge Patch over the frame of the line before.
type ReplayStep struct {
	Minute   int    `json:"minute"` // of the day, up to 1440
	Position uint64 `json:"position"`
	Patch    Patch  `json:"patch"`
}

// ReplayMinutes is how many minutes one step of a replay covers at least; a day has at most 1440 / ReplayMinutes of them.
const ReplayMinutes = 5
