package ledger

import (
	"strconv"

	"github.com/cespare/xxhash/v2"

	"langbiang.internal/ioc/pkg/calendar"
)

// Days that can be stored: ClickHouse's Date32. A day beyond is kept as the nearest of these.
const (
	FirstDay calendar.Date = -25567 // 1900-01-01
	LastDay  calendar.Date = 120529 // 2299-12-31
)

// Storable is d, or the nearest day that can be stored.
func Storable(d calendar.Date) calendar.Date { return min(max(d, FirstDay), LastDay) }

// Checksum is Amount × xxHash64(measure|unit|department|day|hour|due), modulo 2^64. It is
// linear, so that a sum of postings has the sum of their checksums, in whatever order and
// however they were added up before. ClickHouse computes the same of its rollup.
func (e *Posting) Checksum() uint64 {
	var space [128]byte
	key := append(space[:0], e.Measure...)
	key = append(key, '|')
	key = append(key, e.Unit...)
	key = append(key, '|')
	key = append(key, e.Department...)
	key = append(key, '|')
	key = appendDay(key, Storable(e.Day))
	key = append(key, '|')
	key = strconv.AppendUint(key, uint64(e.Hour), 10)
	key = append(key, '|')
	key = appendDay(key, Storable(e.Due))
	return uint64(e.Amount) * xxhash.Sum64(key)
}

// appendDay appends YYYY-MM-DD; no date is 1970-01-01. The arithmetic is Howard Hinnant's
// civil_from_days (https://howardhinnant.github.io/date_algorithms.html).
func appendDay(b []byte, d calendar.Date) []byte {
	z := int(d) + 719_468 // since 0000-03-01; positive for every storable day
	era := z / 146_097
	dayOfEra := z % 146_097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36_524 - dayOfEra/146_096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153 // months since March
	day := dayOfYear - (153*shifted+2)/5 + 1
	month := shifted + 3
	year := yearOfEra + era*400
	if month > 12 {
		month -= 12
		year++
	}
	return append(b,
		byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-',
		byte('0'+month/10), byte('0'+month%10), '-', byte('0'+day/10), byte('0'+day%10))
}
