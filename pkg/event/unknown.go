package event

import "github.com/go-json-experiment/json/jsontext"

// Unknown is the data of an event in the log whose type this program does not know: a newer one wrote
// it. It is kept as it is and counts for nothing. No source may send it.
type Unknown struct {
	Noun Noun
	Raw  jsontext.Value
}

func newUnknown(t Type, raw jsontext.Value) *Unknown {
	return &Unknown{Noun: t.Noun(), Raw: raw.Clone()}
}

func (u *Unknown) noun() Noun { return u.Noun }

// Facets implements Data: nothing is known.
func (*Unknown) Facets() Facets { return Facets{} }

// Validate implements Data: Parse lets no source send it.
func (*Unknown) Validate() error { return nil }

// MarshalJSONTo writes the data as it was read.
func (u *Unknown) MarshalJSONTo(enc *jsontext.Encoder) error {
	if len(u.Raw) == 0 {
		return enc.WriteToken(jsontext.Null)
	}
	return enc.WriteValue(u.Raw)
}
