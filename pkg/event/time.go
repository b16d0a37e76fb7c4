package event

import (
	"time"

	"langbiang.internal/ioc/pkg/text"
)

// timestamp is a time of an event on its way in.
type timestamp time.Time

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *timestamp) UnmarshalText(b []byte) error {
	read, ok := parseTime(string(b)) // a short text, which stays on the stack
	if !ok {
		return notRFC3339(string(b))
	}
	*t = timestamp(read)
	return nil
}

// vietnam is the zone of nearly every event here: it is made once.
var vietnam = time.FixedZone("", 7*60*60)

// ParseTime reads a date and time as RFC 3339 defines them, the whole of it: t and z may be small letters, the
// second may have any number of digits behind it (what is below a nanosecond is cut off), and 23:59:60Z at the end
// of a month is a leap second. Go knows none, so it is read as its day's last nanosecond: no other day gets it, and
// nothing of its own day comes after it.
func ParseTime(s string) (time.Time, error) {
	t, ok := parseTime(s)
	if !ok {
		return time.Time{}, notRFC3339(s)
	}
	return t, nil
}

func notRFC3339(s string) error {
	return text.Errorf("%q is no RFC 3339 time like 2026-11-20T09:00:00+07:00", s)
}

func parseTime(s string) (time.Time, bool) {
	const shortest = len("2006-01-02T15:04:05Z")
	if len(s) < shortest || s[4] != '-' || s[7] != '-' || s[10]|0x20 != 't' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	var bad bool
	number := func(from, to, most int) int {
		n := 0
		for ; from < to; from++ {
			bad = bad || s[from] < '0' || s[from] > '9'
			n = n*10 + int(s[from]-'0')
		}
		bad = bad || n > most
		return n
	}
	year, month, day := number(0, 4, 9999), number(5, 7, 12), number(8, 10, 31)
	hour, minute, second := number(11, 13, 23), number(14, 16, 59), number(17, 19, 60)
	nanosecond, rest, ok := fraction(s[19:])
	zone, zoned := offset(rest)
	if bad || !ok || !zoned {
		return time.Time{}, false
	}
	leap := second == 60
	if leap {
		second, nanosecond = 59, 999_999_999
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanosecond, zone)
	if t.Day() != day || month == 0 || leap && !endsMonth(t.UTC()) {
		return time.Time{}, false
	}
	return t, true
}

// endsMonth tells whether a leap second may come after t, the last nanosecond of a minute, in UTC.
func endsMonth(t time.Time) bool { return t.Add(time.Nanosecond).Format("02 15:04") == "01 00:00" }

// fraction reads ".123…" before the zone, which is the rest; without a point it is 0.
func fraction(s string) (nanosecond int, rest string, ok bool) {
	if s == "" || s[0] != '.' {
		return 0, s, true
	}
	scale, i := 100_000_000, 1
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		nanosecond += int(s[i]-'0') * scale
		scale /= 10
	}
	return nanosecond, s[i:], i > 1
}

// offset reads "Z" or "+07:00".
func offset(s string) (*time.Location, bool) {
	switch {
	case s == "Z" || s == "z":
		return time.UTC, true
	case s == "+07:00":
		return vietnam, true
	case len(s) != len("+07:00") || s[0] != '+' && s[0] != '-' || s[3] != ':':
		return nil, false
	}
	for _, i := range []int{1, 2, 4, 5} {
		if s[i] < '0' || s[i] > '9' {
			return nil, false
		}
	}
	hours, minutes := int(s[1]-'0')*10+int(s[2]-'0'), int(s[4]-'0')*10+int(s[5]-'0')
	if hours > 23 || minutes > 59 {
		return nil, false
	}
	seconds := (hours*60 + minutes) * 60
	if s[0] == '-' {
		seconds = -seconds
	}
	if seconds == 0 {
		return time.UTC, true
	}
	return time.FixedZone("", seconds), true
}
