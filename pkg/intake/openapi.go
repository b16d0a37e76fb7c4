package intake

import (
	_ "embed"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/problem"
)

//go:embed openapi.json
var commonAPI string

type document = map[string]any

// OpenAPI is a service's document with what all services have in common: the path of the
// events, where it takes any, and the schemas, parameters and answers that the service's own part refers to.
func OpenAPI(name string, service []byte, takesEvents bool) ([]byte, error) {
	var doc, common document
	if err := json.Unmarshal(service, &doc); err != nil {
		return nil, fmt.Errorf("read the OpenAPI document of %s: %w", name, err)
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(commonAPI, "{service}", name)), &common); err != nil {
		return nil, fmt.Errorf("read the common OpenAPI document: %w", err)
	}
	if paths, ok := common["paths"].(document); ok && !takesEvents {
		delete(paths, "/api/v1/"+name+"/events")
	}
	merge(doc, common)
	if err := problem.Describe(doc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	b, err := json.Marshal(doc, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("write the OpenAPI document of %s: %w", name, err)
	}
	return b, nil
}

// merge adds what src has and dst has not, at every depth.
func merge(dst, src document) {
	for k, v := range src {
		inner, both := dst[k].(document)
		if from, ok := v.(document); ok && both {
			merge(inner, from)
		} else if _, has := dst[k]; !has {
			dst[k] = v
		}
	}
}

// Document serves an OpenAPI document.
func Document(doc []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(doc) // the client is gone if this fails
	})
}
