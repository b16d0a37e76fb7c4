package gateway

import (
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// The document is held against what is really sent: the golden frames, and one of each other message.
func TestTheAsyncAPIDocumentDescribesEveryMessage(t *testing.T) {
	var doc any
	require.NoError(t, yaml.Unmarshal(asyncAPI, &doc))
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("asyncapi.json", doc))
	check := func(message, text string) error {
		schema, err := compiler.Compile("asyncapi.json#/components/messages/" + message + "/payload")
		require.NoError(t, err)
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		require.NoError(t, err)
		return schema.Validate(value)
	}
	for name, message := range map[string]string{"snapshot": "snapshot", "after": "snapshot", "delta": "delta"} {
		b, err := os.ReadFile("../../pkg/wire/testdata/" + name + ".json")
		require.NoError(t, err)
		assert.NoError(t, check(message, string(b)), name)
	}
	since := uint64(7)
	assert.NoError(t, check("subscribe", encode(wire.ClientMessage{Type: wire.TypeSubscribe, View: "province", Since: &since})))
	assert.NoError(t, check("unsubscribe", encode(wire.ClientMessage{Type: wire.TypeUnsubscribe, View: "province"})))
	assert.NoError(t, check("hello", encode(wire.Hello{Type: wire.TypeHello})))
	assert.NoError(t, check("heartbeat", encode(wire.Heartbeat{Type: wire.TypeHeartbeat})))
	assert.NoError(t, check("error", encode(wire.Error{
		Type: wire.TypeError, Problem: "/problems/unknown_view", Title: "t", Status: 404, Detail: "d", Code: "unknown_view", Message: "m",
	})))
	assert.NoError(t, check("introduce", encode(wire.ClientMessage{Type: wire.TypeHello, Display: "d", Token: "t", Width: 1920, Height: 1080, Version: "1", Page: "p"})))
	assert.NoError(t, check("at", encode(wire.ClientMessage{Type: wire.TypeAt, Position: 7, Showing: "/screens/672", Item: 2, Held: true, Blank: true, Covered: true})))
	assert.NoError(t, check("show", encode(wire.NotPaired("d", "n"))))
	assert.NoError(t, check("show", encode(wire.ShowOf("d", &event.Display{
		Paired: true, Steps: []event.DisplayStep{{Command: event.CommandHold}}, Message: &event.DisplayMessage{Text: "m"},
	}, &event.Playlist{Items: []event.PlaylistItem{{Address: "/screens/672", Seconds: 5}}}, "p"))))
	assert.Error(t, check("snapshot", `{"type":"snapshot","view":"province","position":1,"frame":{}}`), "a frame has all its members")
	assert.Error(t, check("hello", `{"type":"hallo"}`))
}
