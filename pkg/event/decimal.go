package event

import (
	"fmt"
	"strconv"
	"strings"

	"langbiang.internal/ioc/pkg/text"
)

// Decimal is an exact decimal number in ten-thousandths: 12.5 is 125_000. In JSON it is a number.
type Decimal int64

// DecimalUnit is the Decimal of 1.
const DecimalUnit Decimal = 10_000

const (
	decimalPlaces = 4                   // digits after the point
	maxWhole      = 900_000_000_000_000 // of a Decimal
)

// DecimalOf is the Decimal of a whole number.
func DecimalOf(n int64) Decimal { return Decimal(n) * DecimalUnit }

// ParseDecimal reads "12", "-0.5" or "98.63": at most four digits after the point, and no exponent.
func ParseDecimal(s string) (Decimal, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, fraction, hasPoint := strings.Cut(digits, ".")
	if whole == "" || hasPoint && fraction == "" || len(fraction) > decimalPlaces || !allDigits(whole) || !allDigits(fraction) {
		return 0, text.Errorf("%q is not a number with at most %d digits after the point", s, decimalPlaces)
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n > maxWhole {
		return 0, text.Errorf("%q is too large", s)
	}
	var parts int64
	if fraction != "" {
		parts, _ = strconv.ParseInt(fraction+strings.Repeat("0", decimalPlaces-len(fraction)), 10, 64) // four digits
	}
	d := Decimal(n)*DecimalUnit + Decimal(parts)
	if negative {
		d = -d
	}
	return d, nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// String is the number without needless zeros: "12.5".
func (d Decimal) String() string {
	sign, u := "", uint64(d)
	if d < 0 {
		sign, u = "-", -u
	}
	text := sign + strconv.FormatUint(u/uint64(DecimalUnit), 10)
	if rest := u % uint64(DecimalUnit); rest != 0 {
		text += strings.TrimRight(fmt.Sprintf(".%04d", rest), "0")
	}
	return text
}

// Float is the nearest float64.
func (d Decimal) Float() float64 { return float64(d) / float64(DecimalUnit) }

// MarshalJSON implements json.Marshaler.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON implements json.Unmarshaler.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	n, err := ParseDecimal(string(b))
	if err != nil {
		return err
	}
	*d = n
	return nil
}
