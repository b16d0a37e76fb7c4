package event

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// SourceRefused says that a service refuses what a source sends, because the source's clock is too far ahead. It counts for
// nothing; no source may send it.
const SourceRefused Type = "source.refused.v1"

var sources = describe[Source](SourceRefused).toldBy(Program)

// Source is the data of every event about a source of events.
type Source struct {
	Source  string `json:"source"`  // as its events name it; "": several, of which each alone was not kept
	Service string `json:"service"` // that refuses
	// Events is how many were refused since the service last said so.
	Events int64 `json:"events"`
	// AheadSeconds is by how much the time of one of them was ahead of the log's now, at most.
	AheadSeconds int64     `json:"ahead_seconds"`
	Last         time.Time `json:"last"` // the time that the last one gave
}

func (*Source) noun() Noun { return NounSource }

// Facets implements Data.
func (*Source) Facets() Facets { return Facets{} }

// SourceSubject is the stream about a source: its name may hold what no id may.
func SourceSubject(name string) string {
	sum := sha256.Sum256([]byte(name))
	return string(NounSource) + "/" + hex.EncodeToString(sum[:8])
}

// Validate implements Data: this program alone writes it.
func (*Source) Validate() error { return nil }
