package sheet

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean is a text as a person reads it: composed, without characters that nobody sees, with plain spaces, trimmed.
func clean(s string) string {
	return strings.TrimSpace(norm.NFC.String(strings.Map(visible, s)))
}

func visible(r rune) rune {
	switch {
	case r == '\u00ad' || r == '\ufeff' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2064':
		return -1
	case r == '\n':
		return r
	case unicode.IsSpace(r) || unicode.IsControl(r):
		return ' '
	}
	return r
}

// key is what two headings have in common that a person takes for the same: case, spaces, line breaks and a mark at the end do not
// tell them apart.
func key(s string) string {
	s = strings.Join(strings.Fields(norm.NFKC.String(clean(s))), " ")
	return strings.ToLower(strings.TrimRight(strings.TrimSuffix(s, "(*)"), " *:."))
}
