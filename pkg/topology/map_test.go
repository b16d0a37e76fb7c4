package topology_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/topology"
)

func kindsOf(m *topology.Map) map[string]int {
	count := make(map[string]int)
	for _, u := range m.Units() {
		count[u.Kind]++
	}
	return count
}

func TestTheThreeMapsHaveTheirUnits(t *testing.T) {
	top := lamdong(t)
	want := []struct {
		id    string
		from  calendar.Date
		kinds map[string]int
	}{
		{"2024-07", 0, map[string]int{"province": 1, "district": 12, "commune": 142}},
		{"2024-12", calendar.MustDate("2024-12-01"), map[string]int{"province": 1, "district": 10, "commune": 137}},
		{"2025-07", calendar.MustDate("2025-07-01"), map[string]int{"province": 1, "commune": 124}},
	}
	require.Len(t, top.Maps(), len(want))
	for i, w := range want {
		m := top.Maps()[i]
		assert.Equal(t, w.id, m.ID)
		assert.Equal(t, w.from, m.From)
		assert.Equal(t, w.kinds, kindsOf(m), m.ID)
		assert.Same(t, m, top.Map(w.id))
		for _, u := range m.Units() {
			assert.NotEmpty(t, u.Name.En, u.ID)
			assert.Same(t, m.Root(), u.Ancestors()[len(u.Ancestors())-1], u.ID)
		}
	}
	assert.Same(t, top.Maps()[0], top.Map(""))
	assert.Nil(t, top.Map("2030-01"))

	merged := top.Map("2024-12").Unit("682-202412")
	assert.Equal(t, "Huyện Đạ Huoai", merged.Name.Vi)
	assert.Len(t, merged.Children(), 23)
	codes := 0
	for _, u := range top.Map("2025-07").Root().Children() {
		if u.Code != "" {
			codes++
		}
	}
	assert.Equal(t, 51, codes, "in the old province's territory")
	var weight int64
	for _, u := range top.Map("2025-07").Root().Children() {
		weight += u.Weight
	}
	assert.Equal(t, top.Root().Weight, weight, "people of the old territory: those of the other two provinces are not known by commune")
	assert.Equal(t, int64(3_872_999), top.Map("2025-07").Root().Weight)
	assert.Equal(t, int64(1_422_691), top.Map("2024-12").Root().Weight)
	assert.InDelta(t, 24233.07, top.Map("2025-07").Root().AreaKm2, 0.001)
	assert.InDelta(t, 9781.2, top.Root().AreaKm2, 0.001)
}

// Codes are used again for other units.
func TestACodeMeansTheUnitThatHasItOnTheDay(t *testing.T) {
	top := lamdong(t)
	for _, c := range []struct{ code, on, name string }{
		{"682", "2024-11-30", "Huyện Đạ Tẻh"},
		{"682", "2024-12-01", "Huyện Đạ Huoai"},
		{"681", "2024-11-30", "Huyện Đạ Huoai"},
		{"24829", "2025-06-30", "Phường Lộc Sơn"},
		{"24829", "2025-07-01", "Phường B'Lao"},
		{"24895", "2025-06-30", "Xã Đạ Đờn"},
		{"24895", "2025-07-01", "Xã Phú Sơn Lâm Hà"},
		{"24955", "2024-11-30", "Xã Pró"},
		{"24955", "2024-12-01", "Xã Quảng Lập"},
		{"24955", "2025-07-01", "Xã Quảng Lập"},
		{"25114", "2024-11-30", "Xã Đạ Ploa"},
		{"25114", "2024-12-01", "Xã Bà Gia"},
		{"25114", "2025-07-01", "Xã Đạ Huoai 3"},
		{"24985", "2025-07-01", "Xã Ninh Gia"},
		{"68", "2025-07-01", "Tỉnh Lâm Đồng"},
	} {
		u := top.UnitAt(c.code, calendar.MustDate(c.on))
		require.NotNil(t, u, "%s on %s", c.code, c.on)
		assert.Equal(t, c.name, u.Name.Vi, "%s on %s", c.code, c.on)
		assert.Same(t, u, top.Resolve(c.code, calendar.MustDate(c.on)))
	}
	then, now := calendar.MustDate("2024-12-01"), calendar.MustDate("2025-07-01")
	assert.NotEqual(t, top.UnitAt("24955", then).ID, top.UnitAt("24955", now).ID, "another territory, another unit")
	assert.Equal(t, top.UnitAt("25114", then).ID, top.UnitAt("25114", now).ID, "only its name changed")
	assert.Nil(t, top.UnitAt("683", then))
	assert.Equal(t, "Huyện Cát Tiên", top.Resolve("683", then).Name.Vi, "by its id, for there is no such code any more")
	assert.Equal(t, "Xã Đạ Huoai 3", top.Resolve("25114-202412", now).Name.Vi)
	assert.Equal(t, "Đặc khu Phú Quý", top.Resolve("2025-phu-quy", then).Name.Vi, "an id finds a unit that is yet to be")
	assert.Nil(t, top.Resolve("999", now))
	assert.Nil(t, top.Resolve("", now))
}

// Ids are never codes of other units of the same map, so a unit that is can always be named by its id.
func TestAnIDMeansItsOwnUnitWhileThatIs(t *testing.T) {
	top := lamdong(t)
	for _, m := range top.Maps() {
		for _, u := range m.Units() {
			assert.Same(t, u, top.Resolve(u.ID, max(m.From, calendar.MustDate("2024-07-01"))), "%s on %s", u.ID, m.ID)
		}
	}
	_, err := parseDivided(`{"id": "next", "date": "2025-01-01", "abolished": ["a2"],
		"created": [{"id": "x", "code": "a1", "kind": "commune", "parent": "A"}], "changed": [{"id": "a1", "code": "a9"}],
		"transfers": [{"from": "a2", "to": "x"}]}`)
	assert.ErrorContains(t, err, "a1: its id is the code of x: nobody could name it")
}

func TestWhoAnswersForAUnitThatIsNoMore(t *testing.T) {
	top := lamdong(t)
	november, december, july := calendar.MustDate("2024-11-30"), calendar.MustDate("2024-12-01"), calendar.MustDate("2025-07-01")
	for _, c := range []struct {
		id   string
		on   calendar.Date
		want string
	}{
		{"682", november, "682"},
		{"682", december, "682-202412"}, // by its id, not by the code, which is another's
		{"683", december, "682-202412"},
		{"682-202412", july, "68"},
		{"24829", july, "24829-202507"}, // Lộc Sơn, whose code is now that of B'Lao, which it lies in
		{"2025-phu-quy", november, "68"},
	} {
		u := top.Successor(c.id, c.on)
		require.NotNil(t, u, c.id)
		assert.Equal(t, c.want, u.ID, "%s on %s", c.id, c.on)
		assert.Same(t, u, top.Resolve(u.ID, c.on))
	}
	assert.Nil(t, top.Successor("999", july))
	assert.True(t, top.Means("682", "682", december), "its id")
	assert.True(t, top.Means("682", "682-202412", december), "its code")
	assert.False(t, top.Means("682", "682-202412", november))
	assert.False(t, top.Means("683", "682-202412", december))
	assert.False(t, top.Means("999", "682", november))
}

func TestAUnitKnowsFromWhenAndUntilWhenItIs(t *testing.T) {
	top := lamdong(t)
	assert.Equal(t, calendar.MustDate("2024-12-01"), top.Unit("681").ValidTo)
	assert.Zero(t, top.Unit("681").ValidFrom)
	assert.Equal(t, calendar.MustDate("2024-12-01"), top.Unit("682-202412").ValidFrom)
	assert.Equal(t, calendar.MustDate("2025-07-01"), top.Unit("682-202412").ValidTo)
	assert.Equal(t, calendar.MustDate("2025-07-01"), top.Unit("672").ValidTo)
	assert.Zero(t, top.Unit("24985").ValidTo)
}

func TestWhereAUnitLiesOnAnotherMap(t *testing.T) {
	top := lamdong(t)
	for _, c := range []struct {
		unit, on, target string
		whole            bool
	}{
		{"25120", "2024-12", "25114-202412", true}, // Đoàn Kết → Bà Gia
		{"25120", "2025-07", "25114-202412", true}, // → Đạ Huoai 3, which is Bà Gia renamed
		{"24946", "2025-07", "24955-202507", true}, // Quảng Lập → Quảng Lập 2024 → Quảng Lập 2025
		{"681", "2024-12", "682-202412", true},
		{"683", "2024-12", "682-202412", true},
		{"672", "2024-12", "672", true},
		{"672", "2025-07", "68", true}, // there are no districts
		{"24769", "2025-07", "24846-202507", true},
		{"24985", "2025-07", "24985", true},
		{"68", "2025-07", "68", true},

		{"682-202412", "2024-07", "68", true}, // three districts together
		{"25114-202412", "2024-07", "681", true},
		{"24955-202412", "2024-07", "677", true},
		{"24781-202507", "2024-07", "672", true},
		{"24846-202507", "2024-07", "68", true}, // Lang Biang - Đà Lạt: of Đà Lạt and of Lạc Dương
		{"24955-202507", "2024-12", "677", true},
		{"2025-phu-quy", "2024-07", "68", false}, // of another province then
		{"2025-phu-quy", "2024-12", "68", false},
	} {
		u, whole := top.Map(c.on).Target(c.unit)
		require.NotNil(t, u, c.unit)
		assert.Equal(t, c.target, u.ID, "%s on %s", c.unit, c.on)
		assert.Equal(t, c.whole, whole, "%s on %s", c.unit, c.on)
		assert.Same(t, u, top.Map(c.on).Unit(u.ID))
	}
	u, whole := top.Map("").Target("999")
	assert.Nil(t, u)
	assert.False(t, whole)
}

func TestEveryCommuneHasExactlyOneTargetOnEachMap(t *testing.T) {
	top := lamdong(t)
	for _, m := range top.Maps() {
		reached := make(map[string]int)
		for i := range top.Units {
			u := &top.Units[i]
			if u.Kind != "commune" {
				continue
			}
			target, whole := m.Target(u.ID)
			assert.True(t, whole, u.ID)
			assert.Equal(t, "commune", target.Kind, "%s on %s", u.ID, m.ID)
			reached[target.ID]++
		}
		sum := 0
		for _, n := range reached {
			sum += n
		}
		assert.Equal(t, 142, sum)
		assert.Len(t, reached, map[string]int{"2024-07": 142, "2024-12": 137, "2025-07": 51}[m.ID])
	}
}

func TestFourCommunesOf2025StraddleTheOldDistricts(t *testing.T) {
	top := lamdong(t)
	for _, id := range []string{"2024-07", "2024-12"} {
		var straddle []string
		for _, u := range top.Map("2025-07").Root().Children() {
			if target, whole := top.Map(id).Target(u.ID); whole && target.Kind == "province" {
				straddle = append(straddle, u.Name.Vi)
			}
		}
		assert.ElementsMatch(t, []string{"Xã Đinh Văn Lâm Hà", "Xã Đam Rông 4", "Phường Lang Biang - Đà Lạt", "Phường 2 Bảo Lộc"}, straddle, id)
	}
}

func TestEveryViewOfEveryMapIsFoundByItsID(t *testing.T) {
	top := lamdong(t)
	for _, m := range top.Maps() {
		views := top.ViewsOn(m)
		assert.Len(t, views, (1+len(top.Departments))*len(m.Units()))
		for _, v := range views {
			found, ok := top.ViewOn(m, v.ID)
			assert.True(t, ok, v.ID)
			assert.Equal(t, v, found)
		}
	}
	_, ok := top.ViewOn(top.Map("2025-07"), "district/672")
	assert.False(t, ok)
	_, ok = top.View("commune/25114-202412")
	assert.False(t, ok)
	assert.Equal(t, []string{"district", "commune"}, top.Map("2024-12").LevelsBelow(top.Map("2024-12").Root()))
	assert.Equal(t, []string{"commune"}, top.Map("2025-07").LevelsBelow(top.Map("2025-07").Root()))
	assert.Empty(t, top.Map("").LevelsBelow(top.Unit("24769")))
}

func TestUnitsWithinAreAllThatLieThere(t *testing.T) {
	top := lamdong(t)
	m := top.Map("2024-07")
	within := m.UnitsWithin(top.Unit("681"))
	assert.Contains(t, within, "681")
	assert.Contains(t, within, "25114-202412", "Bà Gia is made of two communes of the district")
	assert.NotContains(t, within, "682-202412", "the new district is larger")
	m = top.Map("2025-07")
	assert.Equal(t, []string{"25114", "25114-202412", "25120"}, m.UnitsWithin(m.Unit("25114-202412")))
}

// A province of two districts: A of a1, a2; B of b1. Then a2 is divided between the new x and y, y lying in B.
const divided = `{
	"id": "p", "timezone": "UTC",
	"kinds": [{"id": "province"}, {"id": "district"}, {"id": "commune"}],
	"units": [
		{"id": "P", "code": "P", "kind": "province", "name": {"vi": "P", "en": "P"}},
		{"id": "A", "code": "A", "kind": "district", "parent": "P", "name": {"vi": "A", "en": "A"}},
		{"id": "B", "code": "B", "kind": "district", "parent": "P", "name": {"vi": "B", "en": "B"}},
		{"id": "a1", "code": "a1", "kind": "commune", "parent": "A", "name": {"vi": "a1", "en": "a1"}},
		{"id": "a2", "code": "a2", "kind": "commune", "parent": "A", "name": {"vi": "a2", "en": "a2"}},
		{"id": "b1", "code": "b1", "kind": "commune", "parent": "B", "name": {"vi": "b1", "en": "b1"}}
	],
	"departments": [], "procedures": [], "holidays": [], "makeup_days": [], "screens": [], "assumptions": [],
	"reorganisations": [REORGANISATION]
}`

func parseDivided(reorganisation string) (*topology.Topology, error) {
	return topology.Parse([]byte(strings.Replace(divided, "REORGANISATION", reorganisation, 1)))
}

func TestADividedUnitIsGivenToNeitherOfItsHeirs(t *testing.T) {
	top, err := parseDivided(`{"id": "next", "date": "2025-01-01", "abolished": ["a2"],
		"created": [{"id": "x", "code": "x", "kind": "commune", "parent": "A"}, {"id": "y", "code": "a2", "kind": "commune", "parent": "B"}],
		"transfers": [{"from": "a2", "to": "x", "part": true}, {"from": "a2", "to": "y", "part": true}]}`)
	require.NoError(t, err)
	target := func(m, unit string) string {
		u, whole := top.Map(m).Target(unit)
		assert.True(t, whole, unit)
		return u.ID
	}
	assert.Equal(t, "P", target("next", "a2"), "partly in A, partly in B")
	assert.Equal(t, "A", target("next", "A"), "it goes on, by another boundary")
	assert.Equal(t, "a2", target("base", "x"), "which lies in a2 whole")
	assert.Equal(t, "a2", target("base", "y"))
	assert.Equal(t, "a1", target("next", "a1"))
	assert.Equal(t, "y", top.UnitAt("a2", calendar.MustDate("2025-01-01")).ID)
}

func TestABrokenReorganisationIsToldItsFaults(t *testing.T) {
	_, err := parseDivided(`{"id": "next", "date": "2025-01-01", "abolished": ["a2", "zz", "b1"],
		"created": [{"id": "a1", "code": "n", "kind": "commune", "parent": "A"}],
		"changed": [{"id": "a2", "parent": "B"}, {"id": "B", "parent": "Q"}],
		"transfers": [{"from": "a2", "to": "a1"}, {"from": "a2", "to": "A", "part": true}, {"from": "A", "to": "a1"}]}`)
	for _, fault := range []string{
		`reorganisations[0] next: abolishes "zz"`, `changes "a2", which is not a unit that stays`, `id "a1" is missing or used twice`,
		`gives territory of "a2" to "A"`, `gives away "A", which is not abolished`, `the territory of b1 goes 0 times whole and 0 times in part`,
		`the territory of a2 goes 1 times whole and 1 times in part`, `creates "a1", an id that was another unit's`, `parent "Q" is not a unit`,
	} {
		assert.ErrorContains(t, err, fault)
	}
	_, err = parseDivided(`{"id": "base", "date": "1960-01-01"}`)
	assert.ErrorContains(t, err, "its id is missing or used twice, or its date is not after")
}
