package gateway

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/topology/topologytest"
)

const square = `{"type":"Polygon","coordinates":[[[108.1,11.9],[108.5,11.9],[108.5,12.1],[108.1,11.9]]]}`

func feature(properties, geometry string) string {
	return `{"type":"FeatureCollection","features":[{"type":"Feature","properties":` + properties + `,"geometry":` + geometry + `}]}`
}

func TestAFeatureIsTheUnitOfItsCodeAndName(t *testing.T) {
	top, err := topology.Default()
	require.NoError(t, err)
	b, err := parseBoundaries([]byte(feature(`{"gso_code":"672","name":"Thành phố Đà Lạt"}`, square)), top)
	require.NoError(t, err)
	assert.Equal(t, [][][][2]float64{{{{108.1, 11.9}, {108.5, 11.9}, {108.5, 12.1}, {108.1, 11.9}}}}, b.units["672"].Polygons)
	assert.Empty(t, b.Unmatched)

	// 682 is Đạ Tẻh, and from December 2024 the larger Đạ Huoai.
	b, err = parseBoundaries([]byte(feature(`{"code":"682","ten":"Huyện Đạ Huoai"}`, square)), top)
	require.NoError(t, err)
	assert.Contains(t, b.units, "682-202412")
	assert.NotContains(t, b.units, "682")
}

func TestFaultsOfBoundariesAreNamed(t *testing.T) {
	top, err := topology.Default()
	require.NoError(t, err)
	for text, want := range map[string]string{
		`[]`: "not a GeoJSON feature collection",
		feature(`{"gso_code":"672","name":"Hà Nội"}`, square):                                                                 "none of its 1 features",
		feature(`{"gso_code":"672"}`, `{"type":"Point","coordinates":[108,12]}`):                                              "features[0]: its geometry is neither",
		feature(`{"gso_code":"672"}`, `{"type":"Polygon","coordinates":[[[108,12],[108,12]]]}`):                               "features[0]: a ring has 2 points",
		feature(`{"gso_code":"672"}`, `{"type":"Polygon","coordinates":[[[1081,12],[108,12],[108,13],[1081,12]]]}`):           "features[0]: [1081, 12] is no longitude",
		`{"type":"FeatureCollection","features":[` + one(`"672","name":"Đà Lạt"`) + `,` + one(`"672","name":"Đà Lạt"`) + `]}`: "features[1]: Thành phố Đà Lạt (672) has an outline already",
	} {
		_, err := parseBoundaries([]byte(text), top)
		require.ErrorContains(t, err, want)
	}
	_, err = ReadBoundaries(filepath.Join(t.TempDir(), "none"), top)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func one(code string) string {
	return `{"type":"Feature","properties":{"gso_code":` + code + `},"geometry":` + square + `}`
}

func TestRealBoundariesAreTaken(t *testing.T) {
	top, err := topology.Default()
	require.NoError(t, err)
	b, err := ReadBoundaries(topologytest.Beside(t, "lamdong_districts_approx_from_2025_communes_MIT.geojson"), top)
	require.NoError(t, err)
	assert.Equal(t, 12, b.Len())
	assert.Empty(t, b.Unmatched)
	for _, u := range top.Root().Children() {
		assert.Contains(t, b.units, u.ID)
	}
	b, err = ReadBoundaries(topologytest.Beside(t, "lamdong_communes_2025_oldterritory_MIT.geojson"), top)
	require.NoError(t, err)
	assert.Equal(t, 51, b.Len())
	for id := range b.units {
		assert.NotNil(t, top.Map("2025-07").Unit(id), "%s is no unit of 2025", id)
	}
	assert.NotContains(t, b.units, "24967", "Hiệp Thạnh of 2024 had the same code and name, and less land")
}
