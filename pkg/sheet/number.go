package sheet

import (
	"regexp"
	"strings"
)

// Measure says what the numbers of a cell can be, which tells how an ambiguous one is to be read.
type Measure struct {
	Whole   bool // counted: no fraction
	Percent bool // of 100: never a thousand or more
}

var noPercent = Words{Vi: "Là phần trăm, trong khi đây không đo bằng phần trăm.", En: "is a percentage where none is meant"}

// The forms of a number; groups are of three digits.
var (
	digitsOnly   = regexp.MustCompile(`^\d+$`)
	oneGroup     = regexp.MustCompile(`^[1-9]\d{0,2}[.,]\d{3}$`)
	manyGroups   = regexp.MustCompile(`^[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})$`)
	oneFraction  = regexp.MustCompile(`^\d+[.,]\d+$`)
	groupsOfDots = regexp.MustCompile(`^[1-9]\d{0,2}(?:\.\d{3})+,\d+$`)
	groupsOfCom  = regexp.MustCompile(`^[1-9]\d{0,2}(?:,\d{3})+\.\d+$`)
	groupsOfGaps = regexp.MustCompile(`^[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?$`)
)

// ParseNumber reads a number as people here write it: 1.368 or 1368, 98,63 or 98.63. digits has a point before the fraction and no
// groups. What may be a thousand or a thousandth is refused, unless m leaves one of them.
func ParseNumber(text string, m Measure) (digits string, told, wrong *Words) {
	text, percent := strings.CutSuffix(text, "%")
	body, minus := strings.CutPrefix(strings.TrimSpace(text), "-")
	switch {
	case digitsOnly.MatchString(body):
		digits = body
	case oneGroup.MatchString(body) && !m.Percent:
		digits, told, wrong = grouped(body, m)
	case manyGroups.MatchString(body):
		digits = strings.NewReplacer(".", "", ",", "").Replace(body)
	case oneFraction.MatchString(body):
		digits = strings.Replace(body, ",", ".", 1)
	case groupsOfDots.MatchString(body):
		digits = strings.Replace(strings.ReplaceAll(body, ".", ""), ",", ".", 1)
	case groupsOfCom.MatchString(body):
		digits = strings.ReplaceAll(body, ",", "")
	case groupsOfGaps.MatchString(body):
		digits = strings.Replace(strings.ReplaceAll(body, " ", ""), ",", ".", 1)
	default:
		return "", nil, &Words{Vi: "Không phải số.", En: "is not a number"}
	}
	if percent && !m.Percent {
		return "", nil, &noPercent
	}
	if minus && digits != "" {
		digits = "-" + digits
	}
	return digits, told, wrong
}

// grouped reads what has three digits after one dot or comma. In this country a dot groups and a comma is the decimal sign; of what
// is counted, a dot can therefore only group.
func grouped(body string, m Measure) (digits string, told, wrong *Words) {
	plain := strings.NewReplacer(".", "", ",", "").Replace(body)
	if m.Whole && strings.Contains(body, ".") {
		w := words("Được đọc là %s (dấu chấm ngăn hàng nghìn).", "was read as %s (the dot groups thousands)", plain)
		return plain, &w, nil
	}
	fraction := Digits(strings.Replace(body, ",", ".", 1) + "0")
	w := words("Không rõ là %[1]s hay %[2]s: hãy viết lại cho rõ.", "may be %[1]s or %[2]s: write it so that it can be only one of them", plain, fraction)
	if m.Whole {
		w = words("Không rõ là %[1]s hay số lẻ, mà số đếm không có phần lẻ: hãy viết %[1]s.",
			"may be %[1]s or have a fraction, and what is counted has none: write %[1]s", plain)
	}
	return "", nil, &w
}
