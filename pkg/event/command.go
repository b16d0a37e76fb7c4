package event

import (
	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/text"
)

// CommandAnswered says how a command was answered that came with a key. It is recorded with what the command did, in the
// same commit, so that neither is there without the other. It counts for nothing.
const CommandAnswered Type = "command.answered.v1"

var commands = describe[Command](CommandAnswered).toldBy(Program)

// Command is the data of every command event.
type Command struct {
	Path    string `json:"path"`    // that the command was sent to
	Key     string `json:"key"`     // its Idempotency-Key, unique within the path
	Request string `json:"request"` // tells what was sent from other requests: CommandRequestDigits of lower-case hexadecimal
	// Answer is the body of the answer without its position; none where it is the first event of the commit, and its place.
	Answer jsontext.Value `json:"answer,omitzero"`
}

// CommandRequestDigits are those of what tells one request from another.
const CommandRequestDigits = 32

func (*Command) noun() Noun { return NounCommand }

// Facets implements Data.
func (*Command) Facets() Facets { return Facets{} }

// CommandSubject is the stream of the command with that id.
func CommandSubject(id string) string { return string(NounCommand) + "/" + id }

// Validate reports what no service may record.
func (c *Command) Validate() error {
	switch {
	case c.Path == "":
		return fieldError("data.path", "is missing")
	case c.Key == "":
		return fieldError("data.key", "is missing")
	case !isHex(c.Request, CommandRequestDigits):
		return fieldError("data.request", "is not %d lower-case hexadecimal digits", CommandRequestDigits)
	}
	if err := text.CheckID(c.Key); err != nil {
		return fieldError("data.key", "%v", err)
	}
	return nil
}
