package sheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// format is how a number is shown: up to four sections, the first for what is above zero, then below zero, zero, text.
type format struct {
	sections []section
	builtIn  bool // one that each spreadsheet shows in the way of its user's country
}

// section is what one part of a number format does to a number.
type section struct {
	general    bool
	decimals   int // digits after the point
	optional   int // of which so many are left out where they are 0
	integers   int // digits before the point, at least
	digits     bool
	percents   int // each is a hundredfold
	thousands  int // each is a thousandth
	exponent   bool
	fraction   bool
	condition  string // such as >=1000, that the number meets; "": none
	words      string // letters and signs that are written beside it
	day, month int    // where they stand in it, from 1; 0: not
	year, hour int
}

// builtIn are the number formats that a file need not write down.
var builtIn = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
	14: "d/m/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "d/m/yyyy h:mm",
	37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
	41: `_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)`, 42: `_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)`,
	43: `_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)`, 44: `_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)`,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}

// formatOf is the format with an id, whose code a file may give.
func formatOf(id int, codes map[int]string) *format {
	code, own := codes[id]
	if !own {
		code = builtIn[id]
	}
	if !own && (id >= 27 && id <= 36 || id >= 50 && id <= 58) {
		code = "yyyy/m/d" // days in the ways of East Asia
	}
	if code == "" || strings.EqualFold(code, "general") {
		return nil
	}
	return parseFormat(code, !own)
}

func parseFormat(code string, builtIn bool) *format {
	f := &format{builtIn: builtIn}
	for len(f.sections) < 4 {
		s, rest, more := parseSection(code)
		f.sections = append(f.sections, s)
		if !more {
			break
		}
		code = rest
	}
	return f
}

// parseSection reads a format's code up to the next semicolon that is not quoted.
func parseSection(code string) (s section, rest string, more bool) {
	p := sectionReader{section: &s}
	for i := 0; i < len(code); {
		if code[i] == ';' {
			p.end()
			return s, code[i+1:], true
		}
		i += max(p.take(code[i:]), 1)
	}
	p.end()
	return s, "", false
}

type sectionReader struct {
	*section
	point  bool
	commas int // since the last digit
	place  int // of days, months and years
	last   rune
	minute bool // the next m is minutes
}

// take reads one sign of the code and tells its length.
func (p *sectionReader) take(code string) int {
	c := code[0]
	switch {
	case c == '"':
		text, _, _ := strings.Cut(code[1:], `"`)
		p.words += text
		return len(text) + 2
	case c == '\\' && len(code) > 1:
		_, n := utf8.DecodeRuneInString(code[1:])
		p.words += code[1 : 1+n]
		return 1 + n
	case c == '_' || c == '*':
		return 2
	case c == '[':
		return p.bracket(code)
	case len(code) >= 7 && strings.EqualFold(code[:7], "general"):
		p.general, p.digits = true, true
		return 7
	case len(code) >= 5 && strings.EqualFold(code[:5], "am/pm"):
		return 5
	case c == '0' || c == '#' || c == '?':
		p.digit(c)
	case c == '.':
		p.point = true
	case c == ',':
		p.commas++
	case c == '%':
		p.percents++
	case c == '/' && p.digits:
		p.fraction = true
	case (c == 'E' || c == 'e') && len(code) > 1 && (code[1] == '+' || code[1] == '-'):
		p.exponent = true
		return 2
	default:
		r, n := utf8.DecodeRuneInString(code)
		p.letter(r)
		return n
	}
	return 1
}

func (p *sectionReader) digit(c byte) {
	p.digits, p.commas = true, 0
	switch {
	case p.exponent:
	case p.point:
		p.decimals++
		if c == '0' {
			p.optional = 0
		} else {
			p.optional++
		}
	case c == '0':
		p.integers++
	}
}

// bracket reads a colour, a condition, a currency or an elapsed time.
func (p *sectionReader) bracket(code string) int {
	inner, _, _ := strings.Cut(code[1:], "]")
	if inner != "" && strings.Contains("<>=", inner[:1]) {
		p.condition = inner
	}
	if symbol, ok := strings.CutPrefix(inner, "$"); ok {
		symbol, _, _ = strings.Cut(symbol, "-")
		p.words += symbol
	}
	return len(inner) + 2
}

// letter reads what may be a part of a day; an m after hours or before seconds is minutes.
func (p *sectionReader) letter(r rune) {
	lower := unicode.ToLower(r)
	if !strings.ContainsRune("dmyhs", lower) {
		if unicode.IsLetter(r) || r == '-' || unicode.IsSymbol(r) {
			p.words += string(r)
		}
		return
	}
	if lower != p.last {
		p.place++
		p.part(lower)
	}
	p.last = lower
}

func (p *sectionReader) part(lower rune) {
	switch {
	case lower == 'd':
		p.day = p.place
	case lower == 'y':
		p.year = p.place
	case lower == 'm' && !p.minute:
		p.month = p.place
	case lower == 'h':
		p.hour = p.place
	case lower == 's':
		p.hour = p.place
		if p.last == 'm' && p.month == p.place-1 {
			p.month = 0
		}
	}
	p.minute = lower == 'h'
}

func (p *sectionReader) end() { p.thousands = p.commas }

// isDay tells whether the section shows a number as a day, a part of one or a time.
func (s *section) isDay() bool { return s.day > 0 || s.month > 0 || s.year > 0 || s.hour > 0 }

// of is the section that shows a number.
func (f *format) of(number float64) *section {
	s := f.sections
	for i := range s {
		if s[0].condition != "" && (s[i].condition == "" || meets(number, s[i].condition)) {
			return &s[i]
		}
	}
	switch {
	case number < 0 && len(s) > 1:
		return &s[1]
	case number == 0 && len(s) > 2:
		return &s[2]
	}
	return &s[0]
}

// meets tells whether a number meets a condition such as >=1000.
func meets(number float64, condition string) bool {
	sign := strings.TrimRight(condition, "0123456789.-+eE ")
	limit, err := strconv.ParseFloat(strings.TrimSpace(condition[len(sign):]), 64)
	if err != nil {
		return false
	}
	switch strings.TrimSpace(sign) {
	case ">":
		return number > limit
	case ">=":
		return number >= limit
	case "<":
		return number < limit
	case "<=":
		return number <= limit
	case "=":
		return number == limit
	}
	return number != limit
}

// plain tells whether a number is shown as it is, or in a way that is not compared with it.
func (s *section) plain() bool { return s.general || s.exponent || s.fraction }

// seen is what is shown of a number.
type seen struct {
	text   string  // as it is shown, without groups
	value  float64 // the number that is read from it: in percent where it is a percentage
	number bool    // it can be told what number is shown
	blank  bool    // nothing is shown
}

// says is what is shown, for a message: a number as each language writes it, words as they are.
func (s seen) says() any {
	if s.number {
		return Digits(s.text)
	}
	return s.text
}

// see shows a number; decimal signs are points.
func (s *section) see(number float64) seen {
	if s.plain() {
		return seen{text: decimal(number), value: number}
	}
	if !s.digits {
		return seen{text: strings.TrimSpace(s.words), blank: strings.TrimSpace(s.words) == ""}
	}
	value := number * math.Pow(100, float64(s.percents)) / math.Pow(1000, float64(s.thousands))
	text := strconv.FormatFloat(math.Abs(value), 'f', s.decimals, 64)
	for range s.optional {
		text = strings.TrimSuffix(strings.TrimSuffix(text, "0"), ".")
	}
	whole, _, _ := strings.Cut(text, ".")
	text = strings.Repeat("0", max(0, s.integers-len(whole))) + text
	if s.integers == 0 && text == "0" {
		return seen{blank: strings.TrimSpace(s.words) == "", text: strings.TrimSpace(s.words), value: 0, number: s.words == ""}
	}
	shown, _ := strconv.ParseFloat(text, 64)
	if value < 0 {
		text, shown = "-"+text, -shown
	}
	return seen{text: text + strings.Repeat("%", s.percents), value: shown, number: true}
}

// precision is how many significant digits of a number a spreadsheet shows; what lies beyond them is an artefact of its binary form.
const precision = 15

// decimal writes a number without an exponent, to the digits that a spreadsheet shows.
func decimal(number float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(number, 'g', precision, 64), 64)
	if err != nil {
		rounded = number
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// multiples are the words beside a number by which a person reads it as a multiple of it.
var multiples = regexp.MustCompile(`(?i)nghìn|ngàn|triệu|trăm|tỷ|tỉ|^ ?tr|thousand|million|billion|\b[kmb]\b`)

// harmless are the words beside a number that say its currency.
var harmless = regexp.MustCompile(`(?i)^[^\pL]*(đ|đồng|vnd|vnđ)?[^\pL]*$`)
