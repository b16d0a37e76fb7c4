package gateway

import (
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

// checksumMemory is how many past positions a fold can be compared at.
const checksumMemory = 1 << 14

// checksum is the ledger's linear checksum, remembered for the last positions, so that it can
// be compared with ClickHouse's at the position that ClickHouse has reached.
type checksum struct {
	sum  uint64
	sums []int64 // by measure number
	past [checksumMemory]pastChecksum
}

type pastChecksum struct {
	position eventlog.Position
	sum      uint64
}

func (c *checksum) add(e *ledger.Posting, x *figureIndex) {
	c.addSum(e.Measure, e.Amount, e.Checksum(), x)
}

// addSum adds postings of one measure that were summed before.
func (c *checksum) addSum(m ledger.Measure, amount int64, sum uint64, x *figureIndex) {
	c.sum += sum
	if i, ok := x.measureIndex[m]; ok {
		c.sums[i] += amount
	}
}

// at notes that the sum stands at a position.
func (c *checksum) at(p eventlog.Position) {
	c.past[p%checksumMemory] = pastChecksum{p, c.sum}
}

// when is the sum as it stood at a position, if that is remembered.
func (c *checksum) when(p eventlog.Position) (uint64, bool) {
	past := c.past[p%checksumMemory]
	return past.sum, past.position == p
}
