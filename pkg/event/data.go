package event

import "github.com/go-json-experiment/json"

// UnmarshalData reads the data of an event of type t, as the log vouches for it: unknown
// members are passed over, and the data of an unknown type is *Unknown.
func UnmarshalData(t Type, b []byte) (Data, error) {
	d := newData(t)
	if d == nil {
		return newUnknown(t, b), nil
	}
	if err := json.Unmarshal(b, d); err != nil {
		return nil, jsonError("data", err)
	}
	return d, nil
}
