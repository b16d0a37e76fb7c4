package gateway

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"os"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// maxBoundariesBytes bounds a file of boundaries.
const maxBoundariesBytes = 32 << 20

// Boundaries are the outlines of units, read from a file that the operator gives.
type Boundaries struct {
	units map[string]wire.Boundary // by unit id
	// Unmatched names the features that are no unit's, for whoever gave the file.
	Unmatched []string
}

// Len is how many units have an outline.
func (b *Boundaries) Len() int { return len(b.units) }

// ReadBoundaries reads a GeoJSON feature collection of polygons (WGS 84). A feature is the unit whose official code is one of its properties
// and whose name is another, on the map that fits the file best: codes are used again for other units, so that a code alone does not tell. It fails when the file
// is no such collection, or when none of it is a unit's.
func ReadBoundaries(path string, t *topology.Topology) (*Boundaries, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read boundaries: %w", err)
	}
	if info.Size() > maxBoundariesBytes {
		return nil, fmt.Errorf("read boundaries: %s has %d bytes; at most %d are taken", path, info.Size(), maxBoundariesBytes)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read boundaries: %w", err)
	}
	return parseBoundaries(text, t)
}

func parseBoundaries(text []byte, t *topology.Topology) (*Boundaries, error) {
	collection, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		return nil, fmt.Errorf("read boundaries: not a GeoJSON feature collection: %w", err)
	}
	b := &Boundaries{units: make(map[string]wire.Boundary)}
	shown := mapOf(t, collection.Features)
	var errs []error
	for i, f := range collection.Features {
		polygons, err := polygonsOf(f.Geometry)
		if err != nil {
			errs = append(errs, fmt.Errorf("features[%d]: %w", i, err))
			continue
		}
		unit := unitOfFeature(shown, f.Properties)
		if unit == nil {
			b.Unmatched = append(b.Unmatched, fmt.Sprintf("features[%d] %v", i, f.Properties["name"]))
			continue
		}
		if _, ok := b.units[unit.ID]; ok {
			errs = append(errs, fmt.Errorf("features[%d]: %s (%s) has an outline already", i, unit.Name.Vi, unit.ID))
		}
		b.units[unit.ID] = wire.Boundary{Polygons: polygons}
	}
	if len(errs) == 0 && len(b.units) == 0 {
		errs = append(errs, fmt.Errorf("none of its %d features has the code and the name of a unit", len(collection.Features)))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("read boundaries: %w", err)
	}
	return b, nil
}

// mapOf is the map that most features are units of, the earliest of several: a file shows the units of one time, and a unit may be another
// under the same code and name later, with more land.
func mapOf(t *topology.Topology, features []*geojson.Feature) *topology.Map {
	var best *topology.Map
	most := -1
	for _, m := range t.Maps() {
		n := 0
		for _, f := range features {
			if unitOfFeature(m, f.Properties) != nil {
				n++
			}
		}
		if n > most {
			best, most = m, n
		}
	}
	return best
}

// unitOfFeature is the unit of the map that has one of the properties as its code and another as its name.
func unitOfFeature(m *topology.Map, properties geojson.Properties) *topology.Unit {
	var texts []string
	for _, v := range properties {
		if s, ok := v.(string); ok {
			texts = append(texts, s)
		}
	}
	for _, u := range m.Units() {
		if u.Code != "" && slices.Contains(texts, u.Code) && slices.ContainsFunc(texts, func(s string) bool { return isName(u, s) }) {
			return u
		}
	}
	return nil
}

func isName(u *topology.Unit, text string) bool {
	folded := topology.Fold(text)
	return folded != "" && (folded == topology.Fold(u.Name.Vi) || folded == topology.Fold(u.Short.Vi))
}

// polygonsOf are a geometry's polygons, each its rings of [longitude, latitude], to about a metre.
func polygonsOf(g orb.Geometry) ([][][][2]float64, error) {
	var all orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		all = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		all = g
	default:
		return nil, errors.New("its geometry is neither a Polygon nor a MultiPolygon")
	}
	polygons := make([][][][2]float64, 0, len(all))
	for _, p := range all {
		rings := make([][][2]float64, 0, len(p))
		for _, r := range p {
			if len(r) < 4 {
				return nil, fmt.Errorf("a ring has %d points; it takes 4 to close one", len(r))
			}
			ring := make([][2]float64, 0, len(r))
			for _, c := range r {
				if math.Abs(c.Lon()) > 180 || math.Abs(c.Lat()) > 90 {
					return nil, fmt.Errorf("[%g, %g] is no longitude and latitude", c.Lon(), c.Lat())
				}
				ring = append(ring, [2]float64{math.Round(c.Lon()*1e5) / 1e5, math.Round(c.Lat()*1e5) / 1e5})
			}
			rings = append(rings, ring)
		}
		polygons = append(polygons, rings)
	}
	return polygons, nil
}

// serveBoundaries answers GET /api/v1/boundaries: the outlines that the operator gave, none by default.
func (g *Gateway) serveBoundaries(w http.ResponseWriter, _ *http.Request) {
	answer := wire.Boundaries{Units: map[string]wire.Boundary{}}
	if b := g.config.Boundaries; b != nil {
		answer.Units = b.units
	}
	w.Header().Set("Cache-Control", "max-age=300")
	respond(w, http.StatusOK, answer)
}
