package topology_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/topology"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Xã Đạ M'rông":                "xa da mrong",
		"Xã Đạ M' Rong":               "xa da m rong",
		"Đạ K’Nàng":                   "da knang",
		"N'Thol Hạ":                   "nthol ha",
		"Đưng K'Nớ":                   "dung kno",
		"Phường Lang Biang - Đà Lạt":  "phuong lang biang da lat",
		"  Thủ tục: cấp (mới) ":       "thu tuc cap moi",
		"1.013225":                    "1 013225",
		"Ban Chỉ đạo Đề án 06":        "ban chi dao de an 06",
		"Đạ M’Rông, Đạ M'Rông":        "da mrong da mrong",
		"":                            "",
		"'-":                          "",
		"Đa\u0323 Lâ\u0301y (tổ hợp)": "da lay to hop",
	} {
		assert.Equal(t, want, topology.Fold(text), text)
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Xã Đạ M' Rong")
	f.Add("\xff\u0301'")
	f.Fuzz(func(t *testing.T, text string) {
		folded := topology.Fold(text)
		assert.Equal(t, folded, topology.Fold(folded), "folding twice is folding once")
		assert.True(t, utf8.ValidString(folded))
		assert.Equal(t, strings.Join(strings.Fields(folded), " "), folded)
	})
}

func TestSearch(t *testing.T) {
	index := topology.NewIndex(lamdong(t))
	for query, want := range map[string]string{
		"da m rong":  "Xã Đạ M' Rong",
		"da mrong":   "Xã Đạ M' Rong",
		"DA MRONG":   "Xã Đạ M' Rong",
		"đạ m’rông":  "Xã Đạ M' Rong",
		"đạ m'rông":  "Xã Đạ M' Rong",
		"dung kno":   "Xã Đưng KNớ",
		"Đưng K'Nớ":  "Xã Đưng KNớ",
		"n thol":     "Xã N'Thol Hạ",
		"knang":      "Xã Đạ K' Nàng",
		"b la":       "Xã B' Lá",
		"di linh":    "Huyện Di Linh",
		"ba gia":     "Xã Bà Gia",
		"da huoai 3": "Xã Đạ Huoai 3",
		"phu quy":    "Đặc khu Phú Quý",
		"24781":      "Phường 2",
		"da lat":     "Thành phố Đà Lạt",
	} {
		found := index.Find(query, 5)
		if assert.NotEmpty(t, found, query) && assert.NotNil(t, found[0].Unit, query) {
			assert.Equal(t, want, found[0].Unit.Name.Vi, query)
		}
	}
	for query, want := range map[string]string{"1.013225": "1.013225", "khai sinh": "1.001193"} {
		found := index.Find(query, 5)
		if assert.NotEmpty(t, found, query) && assert.NotNil(t, found[0].Procedure, query) {
			assert.Equal(t, want, found[0].Procedure.Code, query)
		}
	}
	assert.Equal(t, "information", index.Find("sở thông tin", 5)[0].Screen.ID, "by a word within its title")
	for query, want := range map[string]string{"ban chi dao": "bcd-06", "bcd de an 06": "bcd-06", "Provincial steering": "bcd-06"} {
		found := index.Find(query, 5)
		if assert.NotEmpty(t, found, query) && assert.NotNil(t, found[0].Agency, query) {
			assert.Equal(t, want, found[0].Agency.ID, query)
		}
	}
	found := index.Find("chung thu so ca nhan", 5)
	if assert.NotEmpty(t, found) && assert.NotNil(t, found[0].Indicator) {
		assert.Equal(t, "certificates.personal", found[0].Indicator.ID)
	}
}

func TestASearchTellsTheMapsAndIsBounded(t *testing.T) {
	index := topology.NewIndex(lamdong(t))
	maps := func(query string) (ids []string) {
		for _, m := range index.Find(query, 1)[0].Maps {
			ids = append(ids, m.ID)
		}
		return ids
	}
	assert.Equal(t, []string{"2024-07", "2024-12"}, maps("thị trấn đạ m'ri"))
	assert.Equal(t, []string{"2024-12"}, maps("bà gia"))
	assert.Equal(t, []string{"2025-07"}, maps("đạ huoai 3"))
	assert.Equal(t, []string{"2024-07", "2024-12", "2025-07"}, maps("ninh gia"))
	assert.Len(t, index.Find("xa", 7), 7)
	assert.Empty(t, index.Find("", 7))
	assert.Empty(t, index.Find(" '- ", 7))
	assert.Empty(t, index.Find("không có nơi này", 7))
}

func TestASearchPutsTheNearestFirst(t *testing.T) {
	find := func(query string, names *strings.Replacer) (found []string) {
		top, err := topology.Parse([]byte(names.Replace(strings.Replace(divided, "REORGANISATION", "", 1))))
		require.NoError(t, err)
		for _, f := range topology.NewIndex(top).Find(query, 10) {
			found = append(found, f.Unit.Name.Vi)
		}
		return found
	}
	names := strings.NewReplacer(
		`{"vi": "A", "en": "A"}`, `{"vi": "Dốc Lộ", "en": "A"}`,
		`{"vi": "B", "en": "B"}`, `{"vi": "K'Lộc", "en": "B"}`,
		`{"vi": "a1", "en": "a1"}`, `{"vi": "Bảo Lộc", "en": "a1"}`,
		`{"vi": "a2", "en": "a2"}`, `{"vi": "Lộc An", "en": "a2"}`,
		`{"vi": "b1", "en": "b1"}`, `{"vi": "Lộc", "en": "b1"}`,
	)
	assert.Equal(t, []string{"Lộc", "Lộc An", "Bảo Lộc", "K'Lộc"}, find("lộc", names), "the whole name, its beginning, a word of it, the inside of a word")
	names = strings.NewReplacer(`{"vi": "A", "en": "A"}`, `{"vi": "Đam Rông", "en": "A"}`, `{"vi": "B", "en": "B"}`, `{"vi": "Đạ M'rông", "en": "B"}`)
	assert.Equal(t, []string{"Đạ M'rông", "Đam Rông"}, find("m rong", names), "a word that is written apart")
}
