import polylabel from 'polylabel';
import type { Boundary } from '../wire/wire.gen';

const KM_PER_DEGREE = 111.2;
/** How exactly the middle of an outline is found, in kilometres. */
const LABEL_PRECISION = 0.25;

/** Width to height of the box kept free for a unit's label. */
export const LABEL_ASPECT = 1.6;

/** A drawn unit, in kilometres. */
export interface Cell {
  readonly id: string;
  /** Closed rings: outlines, in SVG path syntax. */
  readonly path: string;
  /** Middle of the largest upright box, LABEL_ASPECT times as wide as high, that fits the cell. */
  readonly x: number;
  readonly y: number;
  /** That box's height: what a label may take. */
  readonly room: number;
  readonly areaKm2: number;
}

/** What is drawn: its top left corner and its size, in kilometres, and the units. */
export interface Drawn {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly cells: readonly Cell[];
  /** From where to where the units reach, kilometre by kilometre from the top. */
  readonly spans: readonly Span[];
}

/** What of a strip is land: from `y` on a kilometre down. */
export interface Span {
  readonly y: number;
  readonly left: number;
  readonly right: number;
}

/** A unit with its outline. */
export interface Outlined {
  readonly id: string;
  readonly boundary: Boundary;
}

type Ring = readonly (readonly number[])[];

/** Draws units by their real outlines: an equirectangular projection true to scale at the map's middle. */
export function outlineMap(units: readonly Outlined[]): Drawn {
  const all = units.flatMap((unit) => unit.boundary.polygons.flat(2));
  const latitudes = all.map((point) => point[1] ?? 0);
  const squeeze = Math.cos(((Math.min(...latitudes) + Math.max(...latitudes)) / 2 / 180) * Math.PI);
  const project = (ring: Ring): number[][] =>
    ring.map((point) => [(point[0] ?? 0) * squeeze * KM_PER_DEGREE, -(point[1] ?? 0) * KM_PER_DEGREE]);
  const projected = units.map((unit) => unit.boundary.polygons.map((rings) => rings.map(project)));
  const cells = units.map((unit, i) => cellOf(unit.id, projected[i] ?? []));
  const points = all.map((point) => project([point])[0] ?? [0, 0]);
  const xs = points.map((point) => point[0] ?? 0);
  const ys = points.map((point) => point[1] ?? 0);
  const left = least(xs);
  const top = least(ys);
  return {
    left,
    top,
    width: -least(xs.map((x) => -x)) - left,
    height: -least(ys.map((y) => -y)) - top,
    cells,
    spans: spansOf(projected.flat(2), top),
  };
}

/** How far rings reach to both sides, in strips of a kilometre from the top. */
function spansOf(rings: readonly number[][][], top: number): Span[] {
  const spans: Span[] = [];
  for (const ring of rings) {
    for (const [i, [x = 0, y = 0]] of ring.entries()) {
      const [toX = x, toY = y] = ring[(i + 1) % ring.length] ?? [];
      const [first, last] = [Math.min(y, toY), Math.max(y, toY)].map((at) => Math.floor(at - top));
      for (let strip = first ?? 0; strip <= (last ?? 0); strip++) {
        const { left, right } = spans[strip] ?? { left: Infinity, right: -Infinity };
        spans[strip] = { y: top + strip, left: Math.min(left, x, toX), right: Math.max(right, x, toX) };
      }
    }
  }
  return [...spans].filter(Boolean);
}

// Files have tens of thousands of points: more than a call takes arguments.
function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function cellOf(id: string, polygons: readonly number[][][][]): Cell {
  const largest = polygons.reduce((a, b) => (areaOf(b) > areaOf(a) ? b : a));
  const middle = polylabel(largest, LABEL_PRECISION);
  return {
    id,
    path: polygons.flat().map(pathOf).join(''),
    x: middle[0] ?? 0,
    y: middle[1] ?? 0,
    // The box of that aspect in the circle around the middle.
    room: (2 * middle.distance) / Math.hypot(1, LABEL_ASPECT),
    areaKm2: polygons.reduce((sum, rings) => sum + areaOf(rings), 0),
  };
}

function pathOf(ring: readonly number[][]): string {
  return `M${ring.map((point) => point.map((x) => x.toFixed(2)).join(' ')).join('L')}Z`;
}

// The shoelace formula; holes are taken off.
function areaOf(rings: readonly number[][][]): number {
  const areas = rings.map((ring) => {
    const twice = ring.reduce((sum, a, i) => {
      const b = ring[(i + 1) % ring.length] ?? a;
      return sum + (a[0] ?? 0) * (b[1] ?? 0) - (b[0] ?? 0) * (a[1] ?? 0);
    }, 0);
    return Math.abs(twice) / 2;
  });
  return areas.slice(1).reduce((sum, hole) => sum - hole, areas[0] ?? 0);
}
