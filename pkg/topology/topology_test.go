package topology_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/topology"
)

func lamdong(t *testing.T) *topology.Topology {
	t.Helper()
	top, err := topology.Default()
	require.NoError(t, err)
	return top
}

func TestTheDefaultProvinceHasItsUnits(t *testing.T) {
	top := lamdong(t)
	count := make(map[string]int)
	for _, u := range top.Units {
		count[u.Kind]++
		if u.Kind == "commune" {
			kind, _, _ := strings.Cut(u.Name.Vi, " ")
			count[kind]++
		}
		assert.NotEmpty(t, u.Name.En, u.ID)
		assert.Positive(t, u.Weight, u.ID)
	}
	assert.Equal(t, map[string]int{
		"province": 1, "district": 12, "commune": 142, "Xã": 111, "Phường": 18, "Thị": 13,
	}, count)
	assert.Equal(t, "68", top.Root().ID)
	assert.Equal(t, "Thành phố Đà Lạt", top.Unit("672").Name.Vi)
	assert.Len(t, top.Unit("672").Children(), 16)
	assert.True(t, top.Unit("24769").Within(top.Unit("672")))
	assert.False(t, top.Unit("24769").Within(top.Unit("673")))
}

// However a file's letters are composed, its texts are those that events have.
func TestATopologyInDecomposedLettersIsTheSame(t *testing.T) {
	folder := t.TempDir()
	files, err := filepath.Glob("lamdong*.json")
	require.NoError(t, err)
	for _, file := range files {
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, file), norm.NFD.Bytes(b), 0o600))
	}
	decomposed, err := topology.LoadFile(filepath.Join(folder, "lamdong.json"))
	require.NoError(t, err)
	top := lamdong(t)
	assert.Equal(t, top.Procedures, decomposed.Procedures)
	assert.Equal(t, top.Indicators, decomposed.Indicators)
	assert.Equal(t, top.Unit("672").Name, decomposed.Unit("672").Name)
}

func TestWeightsAndAreasAddUp(t *testing.T) {
	top := lamdong(t)
	var weight int64
	var area float64
	for _, d := range top.Root().Children() {
		var communes int64
		for _, c := range d.Children() {
			communes += c.Weight
		}
		assert.Equal(t, d.Weight, communes, d.ID)
		weight += d.Weight
		area += d.AreaKm2
		for _, n := range d.Neighbours {
			assert.Contains(t, top.Unit(n).Neighbours, d.ID, "%s and %s", d.ID, n)
		}
	}
	assert.Equal(t, top.Root().Weight, weight)
	assert.InDelta(t, 9781.3, area, 0.15, "square kilometres, each rounded to a tenth")
}

func TestEveryProcedureHasSomebodyWhoHandlesIt(t *testing.T) {
	top := lamdong(t)
	assert.Len(t, top.Procedures, 55)
	for _, p := range top.Procedures {
		assert.NotEmpty(t, p.HandledBy, p.Code)
		assert.NotEmpty(t, p.Provenance, p.Code)
		for _, h := range p.HandledBy {
			if d, ok := strings.CutPrefix(h, "department:"); ok {
				assert.Equal(t, d, top.FieldOwner(p.Field), "%s: the department that handles it answers for its field", p.Code)
			}
		}
	}
	assert.Equal(t, event.LevelFull, top.Procedure("1.004873").Level)
	assert.Equal(t, int64(10_750_000), top.Procedure("1.003659").FeeVND)
	assert.Equal(t, "construction", top.FieldOwner("Hoạt động xây dựng"))
	assert.Empty(t, top.FieldOwner("Hộ tịch"))
}

func TestTheFourteenScreens(t *testing.T) {
	top := lamdong(t)
	var ids, assumed []string
	kinds := make(map[string]int)
	for _, s := range top.Screens {
		ids = append(ids, s.ID)
		kinds[s.Kind]++
		if s.Assumed {
			assumed = append(assumed, s.ID)
		}
		assert.Equal(t, "/screens/"+s.ID, s.URL)
	}
	assert.Equal(t, []string{
		"province", "education", "information", "construction",
		"672", "673", "674", "675", "676", "677", "678", "679", "680", "682",
	}, ids)
	assert.Equal(t, map[string]int{"province": 1, "department": 3, "district": 10}, kinds)
	assert.Equal(t, []string{"676", "680"}, assumed)
}

func TestEveryViewIsFoundByItsId(t *testing.T) {
	top := lamdong(t)
	views := top.Views()
	assert.Len(t, views, 4*155)
	seen := make(map[string]bool)
	for _, v := range views {
		assert.False(t, seen[v.ID], "%s is listed twice", v.ID)
		seen[v.ID] = true
		found, ok := top.View(top.ViewID(v.Unit, v.Department))
		assert.True(t, ok, v.ID)
		assert.Equal(t, v, found)
	}
	for _, id := range []string{"province", "department/education", "district/672", "commune/24769", "department/education/district/672"} {
		assert.True(t, seen[id], id)
	}
	for _, id := range []string{"", "district/999", "department", "department/", "department/none", "department/education/province", "province/68", "district/672/"} {
		_, ok := top.View(id)
		assert.False(t, ok, "%q", id)
	}
}

func TestEveryAssumptionIsInBothLanguages(t *testing.T) {
	top := lamdong(t)
	seen := make(map[string]bool)
	for _, a := range top.Assumptions {
		assert.NotEmpty(t, a.Text.Vi, a.ID)
		assert.NotEmpty(t, a.Text.En, a.ID)
		assert.False(t, seen[a.ID], a.ID)
		seen[a.ID] = true
	}
	for _, id := range []string{"district-iocs", "commune-weights", "split-of-totals", "models", "channel-online", "weights-2025"} {
		assert.True(t, seen[id], id)
	}
}

func TestAnInventedProvinceOfAnotherDepth(t *testing.T) {
	top, err := topology.LoadFile("testdata/minimal.json")
	require.NoError(t, err)
	assert.Len(t, top.Root().Children(), 6)
	assert.Len(t, top.Views(), 2*7)
	v, ok := top.View("department/transport/commune/c2")
	require.True(t, ok)
	assert.Equal(t, "c2", v.Unit.ID)
	assert.Equal(t, "province", topology.UnitView(top.Root()))
	assert.Len(t, top.Screens, 3)
}

func TestABrokenFileIsToldEveryFaultAtOnce(t *testing.T) {
	_, err := topology.Parse([]byte(`{
		"id": "a b", "timezone": "Asia/Nowhere",
		"kinds": [{"id": "province"}, {"id": "department"}],
		"units": [
			{"id": "1", "code": "1", "kind": "province"},
			{"id": "1", "code": "2", "kind": "hamlet", "parent": "1"},
			{"id": "3", "code": "3", "kind": "province", "parent": "9"},
			{"id": "4", "code": "1", "kind": "province"}
		],
		"departments": [{"id": "x", "fields": ["f"]}, {"id": "y", "fields": ["f"]}, {"id": "x/y"}],
		"owners": {"incident": "z"},
		"procedures": [{"code": "p", "level": "4", "handled_by": ["moon"]}],
		"screens": [{"id": "s", "view": "district/1"}]
	}`))
	require.Error(t, err)
	for _, fault := range []string{
		`id "a b"`, `timezone "Asia/Nowhere"`, `kinds[1]: id "department"`,
		`units[1]: id "1" is missing or used twice`, `kind "hamlet"`, `parent "9"`,
		`field "f" belongs to x already`, `owners.incident: "z"`, `level "4"`, `handled_by "moon"`,
		`view "district/1" does not exist`, `units[3] 4: has no parent, nor has 1`,
		`departments[2]: id "x/y" is missing, used twice or has a slash`,
	} {
		assert.ErrorContains(t, err, fault)
	}
}

func TestAFileWithoutAProvinceOrWithAnUnknownMemberIsRefused(t *testing.T) {
	_, err := topology.Parse([]byte(`{"id": "a", "timezone": "UTC"}`))
	require.ErrorContains(t, err, "the province itself is missing")
	_, err = topology.Parse([]byte(`{"id": "a", "colour": "red"}`))
	require.ErrorContains(t, err, "colour")
	_, err = topology.LoadFile("testdata/none.json")
	require.ErrorContains(t, err, "none.json")
}
