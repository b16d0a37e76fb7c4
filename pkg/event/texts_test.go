package event_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
)

func TestTextsAreBoundedAndTheFieldIsNamed(t *testing.T) {
	text, code := strings.Repeat("x", event.MaxTextBytes), strings.Repeat("x", event.MaxCodeBytes)
	for field, of := range map[string]func(text, code string) interface{ Validate() error }{
		"data.procedure":   func(_, c string) interface{ Validate() error } { return &event.Dossier{Procedure: c} },
		"data.reason":      func(s, _ string) interface{ Validate() error } { return &event.Dossier{Reason: s} },
		"data.dossier":     func(_, c string) interface{ Validate() error } { return &event.Payment{Dossier: c} },
		"data.transaction": func(_, c string) interface{ Validate() error } { return &event.Payment{Transaction: c} },
		"data.sensor":      func(_, c string) interface{ Validate() error } { return &event.Alert{Sensor: c} },
		"data.system":      func(_, c string) interface{ Validate() error } { return &event.Incident{System: c} },
		"data.note":        func(s, _ string) interface{ Validate() error } { return &event.Incident{Note: s} },
		"data.by":          func(_, c string) interface{ Validate() error } { return &event.Alarm{By: c} },
		"data.title":       func(s, _ string) interface{ Validate() error } { return &event.Alarm{Title: s} },
		"data.lead":        func(_, c string) interface{ Validate() error } { return &event.Model{Lead: c} },
		"data.name":        func(s, _ string) interface{ Validate() error } { return &event.Model{Name: s} },
	} {
		require.NoError(t, of(text, code).Validate(), field)
		var refusal *event.FieldError
		require.ErrorAs(t, of(text+"x", code+"x").Validate(), &refusal, field)
		assert.Equal(t, field, refusal.Field)
	}
}
