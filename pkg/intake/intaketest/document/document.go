// Package document checks requests and answers against an OpenAPI document. It is apart from intaketest because the validator's
// generic types take long to compile, and nothing here changes with the program.
package document

import (
	"fmt"
	"net/http"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
)

// Checker holds requests and answers to one document.
type Checker struct{ validator validator.Validator }

// New reads a document; the error says why it is no valid OpenAPI.
func New(document []byte) (*Checker, error) {
	doc, err := libopenapi.NewDocument(document)
	if err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	v, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		return nil, fmt.Errorf("read the document: %v", errs)
	}
	if ok, faults := v.ValidateDocument(); !ok {
		return nil, fmt.Errorf("the document is no valid OpenAPI: %v", faults)
	}
	return &Checker{validator: v}, nil
}

// Request is nil if the document has such a request, else why it has not.
func (c *Checker) Request(r *http.Request) error {
	if ok, faults := c.validator.ValidateHttpRequest(r); !ok {
		return fmt.Errorf("%v", faults)
	}
	return nil
}

// Answer is nil if the document has such an answer to the request, else why it has not.
func (c *Checker) Answer(r *http.Request, answer *http.Response) error {
	if ok, faults := c.validator.ValidateHttpResponse(r, answer); !ok {
		return fmt.Errorf("%v", faults)
	}
	return nil
}
