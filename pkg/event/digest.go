package event

import (
	"encoding/hex"
	"math"
	"math/bits"
	"strconv"

	"github.com/cespare/xxhash/v2"
	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/text"
)

// Digest tells the data of an event from other data, as its source sent it: what is recorded is completed. The order
// of members, white space, escapes, members that are null and how a number is written make no difference. It finds
// mistakes, not attacks: it is 64 bits of no secret.
type Digest uint64

// DigestOf is the digest of a valid JSON value; of none, that of {}. It is never 0, which is no digest.
func DigestOf(data jsontext.Value) Digest {
	if len(data) == 0 {
		data = jsontext.Value("{}")
	}
	w := walker{rest: data}
	return Digest(max(w.value(), 1))
}

// null is the hash of null, which is left out of objects.
const null = 0

// walker hashes one valid JSON value. Members are summed, since their order says nothing; elements are chained. It is
// much cheaper than decoding: every event that comes in passes here.
type walker struct{ rest []byte }

// next is the first byte behind white space.
func (w *walker) next() byte {
	for w.rest[0] == ' ' || w.rest[0] == '\t' || w.rest[0] == '\n' || w.rest[0] == '\r' {
		w.rest = w.rest[1:]
	}
	return w.rest[0]
}

// passed moves over c, if it is next.
func (w *walker) passed(c byte) bool {
	if w.next() != c {
		return false
	}
	w.rest = w.rest[1:]
	return true
}

func (w *walker) value() uint64 {
	switch w.next() {
	case '{':
		return w.object()
	case '[':
		return w.array()
	case '"':
		return mix('"', w.text())
	default:
		return w.scalar()
	}
}

func (w *walker) object() uint64 {
	w.passed('{')
	var sum uint64
	for !w.passed('}') {
		name := w.text()
		w.passed(':')
		if v := w.value(); v != null {
			sum += mix(name, v)
		}
		w.passed(',')
	}
	return mix('{', sum)
}

func (w *walker) array() uint64 {
	w.passed('[')
	var chain uint64
	for !w.passed(']') {
		chain = mix(chain, w.value())
		w.passed(',')
	}
	return mix('[', chain)
}

func (w *walker) text() uint64 {
	w.next()
	end, escaped := 1, false
	for ; w.rest[end] != '"'; end++ {
		if w.rest[end] == '\\' {
			escaped = true
			end++
		}
	}
	quoted := w.rest[:end+1]
	w.rest = w.rest[end+1:]
	if !escaped {
		return xxhash.Sum64(quoted[1:end])
	}
	plain, _ := jsontext.AppendUnquote(nil, quoted) // valid, as all of it
	return xxhash.Sum64(plain)
}

// scalar is a number or a literal.
func (w *walker) scalar() uint64 {
	end, whole := 0, true
	for ; end < len(w.rest); end++ {
		c := w.rest[end]
		if c == ',' || c == '}' || c == ']' || c <= ' ' {
			break
		}
		whole = whole && (c >= '0' && c <= '9' || c == '-')
	}
	word := w.rest[:end]
	w.rest = w.rest[end:]
	switch {
	case string(word) == "null":
		return null
	case whole && string(word) != "-0", word[0] == 't', word[0] == 'f':
		return xxhash.Sum64(word)
	}
	return xxhash.Sum64(shortest(word))
}

// shortest is a number with a point or an exponent as it is written without them, where it is a whole one.
func shortest(number []byte) []byte {
	const exact = 1 << 53
	f, err := strconv.ParseFloat(string(number), 64)
	switch {
	case err != nil:
		return number
	case f == math.Trunc(f) && math.Abs(f) < exact:
		return strconv.AppendInt(nil, int64(f), 10)
	}
	return strconv.AppendFloat(nil, f, 'g', -1, 64)
}

// mix is a hash of two, in this order; never null.
func mix(a, b uint64) uint64 {
	x := a*0x9E3779B185EBCA87 ^ bits.RotateLeft64(b, 31)
	x *= 0xC2B2AE3D27D4EB4F
	return max(x^x>>29, 1)
}

// AppendText implements encoding.TextAppender: sixteen hexadecimal digits.
func (d Digest) AppendText(b []byte) ([]byte, error) {
	return hex.AppendEncode(b, []byte{
		byte(d >> 56), byte(d >> 48), byte(d >> 40), byte(d >> 32), byte(d >> 24), byte(d >> 16), byte(d >> 8), byte(d),
	}), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Digest) UnmarshalText(b []byte) error {
	var raw [8]byte
	if len(b) != hex.EncodedLen(len(raw)) {
		return text.Errorf("is not a digest of sixteen hexadecimal digits")
	}
	if _, err := hex.Decode(raw[:], b); err != nil {
		return text.Errorf("is not a digest of sixteen hexadecimal digits")
	}
	*d = 0
	for _, c := range raw {
		*d = *d<<8 | Digest(c)
	}
	return nil
}
