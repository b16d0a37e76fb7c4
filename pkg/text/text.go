// Package text holds texts that identify something to one spelling: ids, sources, codes, whoever sends
// them and however. It decides nothing about what people read.
package text

import (
	"bytes"
	"encoding/binary"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/unicode/norm"
)

// NFC is s in Unicode's normalisation form C: what is the same text composed or decomposed becomes one.
func NFC(s string) string { return norm.NFC.String(s) }

// NFCJSON is a JSON text with every string of it in form C, also where it is written in escapes. A text that is
// in form C already, or is no JSON, is given back as it is. The order of members and the numbers stay.
func NFCJSON(b []byte) []byte {
	escaped := bytes.Contains(b, []byte(`\u`))
	if !escaped && (isASCII(b) || norm.NFC.IsNormal(b)) {
		return b
	}
	var out bytes.Buffer
	dec := jsontext.NewDecoder(bytes.NewReader(b), jsontext.AllowDuplicateNames(true))
	enc := jsontext.NewEncoder(&out, jsontext.AllowDuplicateNames(true))
	for done := false; !done; done = enc.StackDepth() == 0 {
		token, err := dec.ReadToken()
		if err != nil {
			return b
		}
		if token.Kind() == '"' {
			token = jsontext.String(norm.NFC.String(token.String()))
		}
		if enc.WriteToken(token) != nil {
			return b
		}
	}
	if len(bytes.TrimSpace(b[dec.InputOffset():])) > 0 {
		return b // more than one value
	}
	return bytes.TrimSuffix(out.Bytes(), []byte{'\n'})
}

func isASCII(b []byte) bool {
	const high = 0x8080808080808080
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint64(b)&high != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// CheckID refuses an identifying text in which something cannot be seen, or is not what it looks like: controls,
// line and paragraph separators, marks that turn the direction of writing and other format characters, spaces
// other than U+0020, and what is no character at all. The error names the code point.
func CheckID(s string) error {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return checkRunes(s)
		}
	}
	return nil
}

func checkRunes(s string) error {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return Errorf("is not valid UTF-8 at byte %d", i)
			}
		}
		if what := forbidden(r); what != nil {
			return Errorf("contains %U, %v", r, what)
		}
	}
	return nil
}

// forbidden says what r is if no id may have it.
func forbidden(r rune) error {
	switch {
	case r == ' ':
		return nil
	case unicode.Is(unicode.Cc, r) && r != '\u0085':
		return Errorf("a control character")
	case r == '\u0085' || unicode.In(r, unicode.Zl, unicode.Zp):
		return Errorf("a line separator")
	case unicode.Is(unicode.Bidi_Control, r):
		return Errorf("which turns the direction of writing")
	case unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		return Errorf("a format character that cannot be seen")
	case unicode.Is(unicode.Zs, r):
		return Errorf("a space other than U+0020")
	case unicode.Is(unicode.Noncharacter_Code_Point, r):
		return Errorf("which is no character")
	}
	return nil
}
