package indicators

import (
	"math/big"
	"strings"

	"langbiang.internal/ioc/pkg/event"
)

// places are the digits after the point that a Decimal holds.
const places = 4

// maxDigits bounds the numbers that are rounded.
const maxDigits = 64

// parseDecimal is a number with the digits that are kept; what is counted is never rounded. rounds tells that by rounding it changed
// by more than a thousandth of itself.
func parseDecimal(digits, measured string) (n event.Decimal, rounds bool, err error) {
	kept := digits
	if measured != "count" && measured != "vnd" {
		kept = rounded(digits)
	}
	if n, err = event.ParseDecimal(kept); err != nil || kept == digits {
		return n, false, err
	}
	exact, ok := new(big.Rat).SetString(digits)
	if !ok {
		return n, true, nil
	}
	lost := new(big.Rat).Sub(exact, big.NewRat(int64(n), int64(event.DecimalUnit)))
	return n, lost.Abs(lost).Cmp(exact.Abs(exact).Mul(exact, big.NewRat(1, 1000))) > 0, nil
}

// rounded is a number with more digits after the point than are kept, as a formula gives it, to those; half away from zero. Any
// other text stays as it is.
func rounded(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	digits, ok := new(big.Rat).SetString(text)
	if whole == "" || len(fraction) <= places || len(text) > maxDigits || !ok {
		return text
	}
	return digits.FloatString(places)
}

// noData are the words that say that there is no figure, which is not 0.
func noData(text string) bool {
	switch strings.ToLower(text) {
	case "không có số liệu", "không có", "n/a", "-", "–", "—":
		return true
	}
	return false
}
