package topology_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/topology/topologytest"
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(topologytest.Beside(t, name))
	require.NoError(t, err)
	return b
}

// Another reading of Resolution 1671: a public data set that says of each commune before July 2025 in which one it lies. It starts from a
// list of March 2025, after the mergers of December 2024, so that it leaves five communes of July 2024 out that were no more by then:
// Quảng Lập (24946; its heir took Pró's code), Đạ Tồn (25108), Đoàn Kết (25120), Phước Lộc (25123), Triệu Hải (25147). The
// list has a fault too, which does not matter here: it revives four communes that had been merged before July 2024.
func TestTheMapOf2025AgreesWithAnotherReadingOfTheResolution(t *testing.T) {
	var other struct {
		Level3s []struct {
			ID     string `json:"level3_id"`
			Splits []struct {
				ID string `json:"new_id"`
			} `json:"splits"`
		} `json:"level3s"`
	}
	require.NoError(t, json.Unmarshal(read(t, "lamdong_2025-07_mapping_old_to_new.json"), &other, json.RejectUnknownMembers(false)))
	lies := make(map[string]string)
	for _, c := range other.Level3s {
		require.Len(t, c.Splits, 1, c.ID)
		lies[c.ID] = c.Splits[0].ID
	}
	top := lamdong(t)
	two := top.Map("2025-07")
	agree := 0
	var absent []string
	for _, u := range top.Map("").Units() {
		if u.Kind != "commune" {
			continue
		}
		if lies[u.Code] == "" {
			absent = append(absent, u.Code)
			continue
		}
		target, whole := two.Target(u.ID)
		assert.True(t, whole, u.Name.Vi)
		assert.Equal(t, lies[u.Code], target.Code, u.Name.Vi)
		agree++
	}
	assert.Equal(t, 137, agree, "of 142")
	assert.Equal(t, []string{"24946", "25108", "25120", "25123", "25147"}, absent)
}

// The resolution itself: 120 units come about or are renamed by its Article 1, four stay.
func TestTheMapOf2025HasTheUnitsOfTheResolution(t *testing.T) {
	text := strings.Join(strings.Fields(string(read(t, "nq1671_2025_reorganisation.vi.md"))), " ")
	named := make(map[string]bool)
	text = strings.ReplaceAll(text, "** **", " ")
	for _, found := range regexp.MustCompile(`(?i)\*\*((?:xã|phường|đặc khu) [^*]+)\*\*`).FindAllStringSubmatch(text, -1) {
		named[topology.Fold(found[1])] = true
	}
	top := lamdong(t)
	two := top.Map("2025-07")
	var stayed []string
	old := make(map[string]bool)
	for _, u := range two.Root().Children() {
		if !named[topology.Fold(u.Name.Vi)] {
			stayed = append(stayed, u.Name.Vi)
		}
		delete(named, topology.Fold(u.Name.Vi))
	}
	assert.ElementsMatch(t, []string{"Xã Quảng Hòa", "Xã Quảng Sơn", "Xã Quảng Trực", "Xã Ninh Gia"}, stayed)
	assert.Empty(t, named, "named by the resolution, but on no map")
	for _, u := range top.Map("").Units() {
		if target, whole := two.Target(u.ID); u.Kind == "commune" && whole {
			old[target.ID] = true
		}
	}
	assert.Len(t, old, 51, "of 124 lie in the old province")
}
