package event

import (
	"langbiang.internal/ioc/pkg/text"
)

// Bounds of the texts in an event's data, in bytes.
const (
	MaxTextBytes = 1_000 // what people write: titles, names, reasons, notes
	MaxCodeBytes = 256   // ids and codes
	MaxListed    = 50    // members of a list in an event's data, where nothing else is said
)

// member is a text of an event's data, by its JSON name.
type member struct{ name, value string }

// checkCodes refuses ids and codes that are too long, or in which something cannot be seen.
func checkCodes(members ...member) error {
	for _, m := range members {
		if err := text.CheckID(m.value); err != nil {
			return fieldError("data."+m.name, "%v", err)
		}
	}
	return checkLengths(MaxCodeBytes, members)
}

// checkTexts refuses free texts that are too long.
func checkTexts(members ...member) error { return checkLengths(MaxTextBytes, members) }

func checkLengths(limit int, members []member) error {
	for _, m := range members {
		if len(m.value) > limit {
			return fieldError("data."+m.name, "is %d bytes; at most %d are taken", len(m.value), limit)
		}
	}
	return nil
}
