package gateway

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/eventlog"
)

// rememberedRenders is how many renders a client may be behind and still go on with a delta.
const rememberedRenders = 1 << 14

// positions remembers the last positions added. A delta from a position is sound only if a frame was rendered here at
// that very position: a value that changed and changed back between two renders leaves no trace in the cells.
type positions struct {
	ring []eventlog.Position
	next int
	set  map[eventlog.Position]struct{}
}

func (p *positions) add(at eventlog.Position) {
	if p.has(at) {
		return
	}
	if p.set == nil {
		p.set = make(map[eventlog.Position]struct{})
	}
	if len(p.ring) < rememberedRenders {
		p.ring = append(p.ring, at)
	} else {
		delete(p.set, p.ring[p.next])
		p.ring[p.next] = at
		p.next = (p.next + 1) % rememberedRenders
	}
	p.set[at] = struct{}{}
}

func (p *positions) has(at eventlog.Position) bool {
	_, ok := p.set[at]
	return ok
}

// separator joins the members of a cell's path; it occurs in no key.
const separator = "\x1f"

// members are the top-level members of a frame that are objects, in the order of the
// encoding; scalars are cells of their own.
var members = []string{
	"alarms", "children", "days", "explanations", "feeds", "figures", "hours", "incidents", "models", "nouns", "procedures", "reported",
	"silences", "steps", "systems", "today", "unusual",
}

// cells is a frame taken apart: path → JSON value, each with the position of its last
// change. Whatever changed since any position is found without keeping old frames; what
// was removed stays as an empty value until forgotten.
type cells struct {
	byPath  map[string]cell
	changed eventlog.Position // of the latest change
	// floor is the position up to which removals have been forgotten: who resumes from before
	// it needs a snapshot.
	floor eventlog.Position
}

type cell struct {
	json    string // "" : not there
	changed eventlog.Position
}

func newCells() cells { return cells{byPath: make(map[string]cell)} }

// set puts a JSON value ("" removes) at a path, and tells whether that changed anything.
func (c *cells) set(path, json string, at eventlog.Position) bool {
	if c.byPath[path].json == json {
		return false
	}
	c.byPath[path] = cell{json, at}
	c.changed = at
	return true
}

// forget drops the removals up to a position.
func (c *cells) forget(upTo eventlog.Position) {
	for path, cell := range c.byPath {
		if cell.json == "" && cell.changed <= upTo {
			delete(c.byPath, path)
			c.floor = max(c.floor, cell.changed)
		}
	}
}

// pathValue is a cell apart from its frame: "" as the value says that it is not there any more.
type pathValue struct{ path, json string }

// part is cells of a frame, in no order. It shares nothing with the frame, so that it is encoded while the frame goes on.
type part []pathValue

// whole is all of the frame.
func (c *cells) whole() part {
	p := make(part, 0, len(c.byPath)+len(members))
	for path, cell := range c.byPath {
		if cell.json != "" {
			p = append(p, pathValue{path, cell.json})
		}
	}
	for _, m := range members {
		p = append(p, pathValue{path: m + separator})
	}
	return p
}

// since is what changed after a position.
func (c *cells) since(position eventlog.Position) part {
	var p part
	for path, cell := range c.byPath {
		if cell.changed > position {
			p = append(p, pathValue{path, cell.json})
		}
	}
	return p
}

// encode is the part as JSON, members sorted: of the whole that is the frame, the same cells give the same bytes; of what changed
// since a position it is the merge patch from there. A path that ends in the separator only opens its object.
func (p part) encode() []byte {
	slices.SortFunc(p, func(a, b pathValue) int { return strings.Compare(a.path, b.path) })
	var out bytes.Buffer
	var open []string // the objects that are open below the top one
	out.WriteByte('{')
	first := true
	for _, at := range p {
		keys := strings.Split(at.path, separator)
		parents, leaf := keys[:len(keys)-1], keys[len(keys)-1]
		common := commonPrefix(open, parents)
		for range open[common:] {
			out.WriteByte('}')
			first = false
		}
		for _, key := range parents[common:] {
			writeKey(&out, key, first)
			out.WriteByte('{')
			first = true
		}
		open = append(open[:common], parents[common:]...)
		if leaf == "" {
			continue
		}
		writeKey(&out, leaf, first)
		first = false
		out.WriteString(cmp.Or(at.json, "null"))
	}
	for range open {
		out.WriteByte('}')
	}
	out.WriteByte('}')
	return out.Bytes()
}

func writeKey(out *bytes.Buffer, key string, first bool) {
	if !first {
		out.WriteByte(',')
	}
	out.WriteString(quote(key))
	out.WriteByte(':')
}

func commonPrefix(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
