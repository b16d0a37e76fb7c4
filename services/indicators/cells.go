package indicators

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// Serial numbers of dates in a spreadsheet: days since 1899-12-30.
const (
	serialZero  = -25569
	firstSerial = 32_874 // 1990-01-01
	lastSerial  = 73_050 // 2099-12-31
)

// parseDay reads 2024-06-30, 30/6/2024 or a spreadsheet's serial number.
func parseDay(text string) (calendar.Date, error) {
	if n, err := strconv.Atoi(text); err == nil && n >= firstSerial && n <= lastSerial {
		return calendar.Date(n + serialZero), nil
	}
	for _, layout := range []string{time.DateOnly, "2/1/2006", "2-1-2006"} {
		if t, err := time.Parse(layout, text); err == nil {
			return calendar.DateOf(t, time.UTC), nil
		}
	}
	return 0, fmt.Errorf("%q is not a date", text)
}

var thousands = regexp.MustCompile(`^\d{1,3}(\.\d{3})+$`)

// parseNumber reads a number as people here write it: 1.368 or 1368, 98,63 or 98.63. What is counted has no fraction, so there a
// dot before three digits groups them; elsewhere it is the decimal sign.
func parseNumber(text, measured string) (event.Decimal, error) {
	whole := measured == "count" || measured == "vnd"
	switch {
	case strings.Contains(text, ","):
		text = strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1)
	case whole && thousands.MatchString(text):
		text = strings.ReplaceAll(text, ".", "")
	}
	text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
	if !whole {
		text = rounded(text)
	}
	return event.ParseDecimal(text)
}

// places are the digits after the point that a Decimal holds.
const places = 4

// rounded is a number with more digits after the point than are kept, as a formula gives it, to those; half away from zero. Any
// other text stays as it is.
func rounded(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	digits, ok := new(big.Rat).SetString(text)
	if whole == "" || len(fraction) <= places || len(text) > maxDigits || !ok || strings.ContainsAny(text, "eE/_xX") {
		return text
	}
	return digits.FloatString(places)
}

// maxDigits bounds the numbers that are rounded.
const maxDigits = 64

// noData are the words that say that there is no figure, which is not 0.
func noData(text string) bool {
	switch strings.ToLower(text) {
	case "không có số liệu", "không có", "n/a", "-", "–":
		return true
	}
	return false
}
