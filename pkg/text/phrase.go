package text

import "fmt"

// Phrase is something to be said: a format in English, as fmt has it, and what is put into it. Whoever says it in another language
// finds that language's format by the English one.
type Phrase struct {
	Format string
	Args   []any
}

// String says it in English.
func (p Phrase) String() string { return fmt.Sprintf(p.Format, p.Args...) }

// Said is the phrase: one may be put into another.
func (p Phrase) Said() Phrase { return p }

// phraseError is an error that can be said in other languages too.
type phraseError struct {
	Phrase
	english string
}

func (e *phraseError) Error() string { return e.english }

// Errorf is an error that can be said in other languages too. It wraps nothing.
func Errorf(format string, args ...any) error {
	return &phraseError{Phrase{format, args}, fmt.Sprintf(format, args...)}
}
