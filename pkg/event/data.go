package event

import (
	"fmt"

	"github.com/go-json-experiment/json"
)

// UnmarshalData reads the data of an event of type t, as the log vouches for it: unknown
// members are passed over.
func UnmarshalData(t Type, b []byte) (Data, error) {
	d := newData(t)
	if d == nil {
		return nil, fieldError("type", fmt.Sprintf("%q is not known", t))
	}
	if err := json.Unmarshal(b, d); err != nil {
		return nil, jsonError("data", err)
	}
	return d, nil
}
