package event

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Display events: one screen on a wall, what it shows and what the control room tells it. They count for nothing.
const (
	DisplayPaired    Type = "display.paired.v1"    // somebody typed the code that it showed: it may show the province
	DisplayAssigned  Type = "display.assigned.v1"  // what it shows, and where it stands
	DisplayCommanded Type = "display.commanded.v1" // one of DisplayCommands
	DisplayUnpaired  Type = "display.unpaired.v1"  // its token is worth nothing any more
)

var displays = describe[Display](DisplayPaired, DisplayAssigned, DisplayCommanded, DisplayUnpaired).toldBy(Program)

// DisplayCommand is what the control room tells a display.
type DisplayCommand string

// The commands. Hold, resume and next decide which item of its playlist a display shows.
const (
	CommandHold    DisplayCommand = "hold"   // stay on the item shown
	CommandResume  DisplayCommand = "resume" // go on from it
	CommandNext    DisplayCommand = "next"   // the next item, at once
	CommandBlank   DisplayCommand = "blank"
	CommandUnblank DisplayCommand = "unblank"
	CommandMessage DisplayCommand = "message" // cover with a text
	CommandClear   DisplayCommand = "clear"   // take the text away
)

// DisplayCommands are all that there are.
func DisplayCommands() []DisplayCommand {
	return []DisplayCommand{CommandHold, CommandResume, CommandNext, CommandBlank, CommandUnblank, CommandMessage, CommandClear}
}

// CheckCommand refuses a command that is none of those known; "" is none given.
func CheckCommand(command DisplayCommand, known []DisplayCommand) error {
	if command == "" || slices.Contains(known, command) {
		return nil
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	return fieldError("data.command", "is none of %s", strings.Join(names, ", "))
}

// Bounds of a display's data.
const (
	MaxDisplaySteps        = 200 // hold, resume and next that still matter: about two days' worth, of one display
	MaxDisplayMessageRunes = 200
	MaxDisplayMessage      = 24 * time.Hour // how long a message may stand
	DisplayTokenBytes      = 64             // of a token's SHA-256, in lower-case hexadecimal
	MinDisplayDiagonal     = 5              // inches: a telephone
	MaxDisplayDiagonal     = 1000           // a wall of many panels
	MinDisplayDistance     = 20             // centimetres: held in a hand
	MaxDisplayDistance     = 10_000         // the back of a hall
)

// DisplayStep is one hold, resume or next, and when it was given.
type DisplayStep struct {
	Command DisplayCommand `json:"command"`
	At      time.Time      `json:"at"`
}

// DisplayMessage is a text that covers a display.
type DisplayMessage struct {
	Text   string    `json:"text"`             // Vietnamese
	TextEn string    `json:"text_en,omitzero"` // the same in English, below it
	Until  time.Time `json:"until"`
}

// Display is the data of every display event, the whole card of the display after it.
type Display struct {
	Name  string `json:"name,omitzero"`
	Place string `json:"place,omitzero"` // where it hangs
	Group string `json:"group,omitzero"` // commanded together
	// Diagonal is that of all that is lit, in inches; Distance that from which it is read, in centimetres; 0 where nobody has said.
	Diagonal int `json:"diagonal,omitzero"`
	Distance int `json:"distance,omitzero"`
	// Shows is a playlist ("playlist/morning") or one address ("/screens/672", "/views/district/672"); "" is nothing yet.
	Shows string `json:"shows,omitzero"`
	// Token is the SHA-256 of the display's token in hexadecimal, "" once it is unpaired. The token itself is in no event.
	Token   string          `json:"token,omitzero"`
	Command DisplayCommand  `json:"command,omitzero"` // with commanded
	Message *DisplayMessage `json:"message,omitzero"` // that stands after this event; until then at most
	By      string          `json:"by,omitzero"`      // a role or account, never a person's name
	// What the service works out:
	Paired    bool          `json:"paired,omitzero"`
	WasPaired bool          `json:"was_paired,omitzero"`
	Assigned  time.Time     `json:"assigned,omitzero"` // since when it shows what it shows
	Blank     bool          `json:"blank,omitzero"`
	Steps     []DisplayStep `json:"steps,omitzero"` // those that still decide which item of its playlist it shows, oldest first
	Flags     []Flag        `json:"flags,omitzero"`
}

func (*Display) noun() Noun { return NounDisplay }

// Facets implements Data.
func (d *Display) Facets() Facets { return Facets{"", "", "", d.Flags} }

// DisplaySubject is the stream of the display with that id.
func DisplaySubject(id string) string { return string(NounDisplay) + "/" + id }

// DisplayTokenHash is what the log knows of a display's token: its SHA-256 in lower-case hexadecimal.
func DisplayTokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Admits tells whether whoever has a token of that hash is this display, and it is paired. It takes the same time for any hash.
func (d *Display) Admits(hash string) bool {
	return d != nil && d.Paired && subtle.ConstantTimeCompare([]byte(d.Token), []byte(hash)) == 1
}

// Held tells whether the display stays on the item that it shows.
func (d *Display) Held() bool {
	held := false
	for _, s := range d.Steps {
		held = s.Command == CommandHold || held && s.Command != CommandResume
	}
	return held
}

// Validate reports what no source may send.
func (d *Display) Validate() error {
	if err := checkCodes(member{"group", d.Group}, member{"shows", d.Shows}, member{"by", d.By}); err != nil {
		return err
	}
	if err := checkTexts(member{"name", d.Name}, member{"place", d.Place}); err != nil {
		return err
	}
	if d.Diagonal != 0 && (d.Diagonal < MinDisplayDiagonal || d.Diagonal > MaxDisplayDiagonal) {
		return fieldError("data.diagonal", "is not between %d and %d inches", MinDisplayDiagonal, MaxDisplayDiagonal)
	}
	if d.Distance != 0 && (d.Distance < MinDisplayDistance || d.Distance > MaxDisplayDistance) {
		return fieldError("data.distance", "is not between %d and %d centimetres", MinDisplayDistance, MaxDisplayDistance)
	}
	if d.Token != "" && !isHex(d.Token, DisplayTokenBytes) {
		return fieldError("data.token", "is no SHA-256 in lower-case hexadecimal")
	}
	if len(d.Steps) > MaxDisplaySteps {
		return fieldError("data.steps", "are more than %d", MaxDisplaySteps)
	}
	if m := d.Message; m != nil {
		for name, text := range map[string]string{"text": m.Text, "text_en": m.TextEn} {
			if utf8.RuneCountInString(text) > MaxDisplayMessageRunes {
				return fieldError("data.message."+name, "is longer than %d letters: it would not be legible on a wall", MaxDisplayMessageRunes)
			}
		}
	}
	return CheckCommand(d.Command, DisplayCommands())
}

func isHex(text string, length int) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(text) == length
}
