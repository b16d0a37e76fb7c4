import { Grid, type Cell, type Point, type Seed } from './grid';

export { LABEL_ASPECT } from './grid';

/** A unit to be drawn: where it is, how large, and whom it borders. */
export interface Site {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly areaKm2: number;
  readonly neighbours: readonly string[];
}

/** What is drawn: its top left corner and its size, in kilometres, and the units. */
export interface Drawn {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly cells: readonly Cell[];
}

export interface CellMap extends Drawn {
  /** Pairs of ids whose cells touch, each in alphabetical order, "a|b". */
  readonly borders: ReadonlySet<string>;
}

const KM_PER_DEGREE = 111.2;
/** Cells grow with this power of their units' areas: well below 1, so that a small city stays legible. */
export const AREA_POWER = 0.35;

/**
 * Draws a map from centroids, areas and borders alone: a power diagram whose weights are
 * found so that each cell gets its unit's area, inside a smooth outline around discs of those areas and
 * the links between neighbours. It is a schematic: positions and sizes are right, shapes are not.
 */
export function cellMap(sites: readonly Site[]): CellMap {
  const seeds = project(sites);
  const links = linksOf(sites, seeds);
  const grid = new Grid(seeds);
  const outline = grid.outline(seeds, links);
  const weights = grid.balance(seeds, outline);
  const owner = grid.owners(seeds, weights, outline);
  return {
    ...grid.frame(owner),
    cells: seeds.map((_, i) => grid.cell(seeds, weights, outline, owner, i)),
    borders: grid.borders(seeds, owner),
  };
}

function project(sites: readonly Site[]): Seed[] {
  const middle = sites.reduce((sum, site) => sum + site.lat, 0) / sites.length;
  const squeeze = Math.cos((middle * Math.PI) / 180);
  const points = sites.map((site) => ({
    x: site.lon * squeeze * KM_PER_DEGREE,
    y: -site.lat * KM_PER_DEGREE,
  }));
  const areas = soften(
    sites.map((site, i) => (site.areaKm2 > 0 ? site.areaKm2 : Math.PI * (nearest(points, i) / 2) ** 2)),
  );
  return sites.map((site, i) => {
    const point = points[i] ?? { x: 0, y: 0 };
    return { ...point, id: site.id, area: areas[i] ?? 1, radius: Math.sqrt((areas[i] ?? 1) / Math.PI) };
  });
}

// Areas to the power AREA_POWER, their sum kept.
function soften(areas: readonly number[]): number[] {
  const powers = areas.map((area) => area ** AREA_POWER);
  const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
  return powers.map((power) => (power * sum(areas)) / sum(powers));
}

function nearest(points: readonly Point[], i: number): number {
  const from = points[i];
  const distances = points.flatMap((p, j) =>
    from && j !== i ? [Math.hypot(p.x - from.x, p.y - from.y)] : [],
  );
  return distances.length > 0 ? Math.max(1, Math.min(...distances)) : 10;
}

function linksOf(sites: readonly Site[], seeds: readonly Seed[]): [Seed, Seed][] {
  const byId = new Map(seeds.map((seed) => [seed.id, seed]));
  return sites.flatMap((site) =>
    site.neighbours.flatMap((other): [Seed, Seed][] => {
      const a = byId.get(site.id);
      const b = byId.get(other);
      return a && b && site.id < other ? [[a, b]] : [];
    }),
  );
}
