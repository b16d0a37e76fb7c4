/** A unit to be placed: where it is, and whom it borders. */
export interface Site {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly neighbours: readonly string[];
}

/** Where a unit's tile stands. Rows are numbered from the north; tiles of an odd row stand half a tile to the east. */
export interface Tile {
  readonly id: string;
  readonly column: number;
  readonly row: number;
}

/** Tiles of one size, from column 0 and row 0 on. */
export interface TileMap {
  readonly columns: number;
  readonly rows: number;
  readonly tiles: readonly Tile[];
}

interface Vector {
  readonly x: number;
  readonly y: number;
}

/** A border of a site: the other's index, and the direction there in the land, of length 1. */
interface Border {
  readonly other: number;
  readonly towards: Vector;
}

/** How much a tile's own place counts beside its neighbours' places: enough that units without neighbours lie where they lie. */
const PLACE = 0.15;
/** Sweeps of a search at most. It ends at the first that finds nothing better. */
const SWEEPS = 40;
/** How many tiles a border of mean length is, in the searches. */
const STRETCHES = [0.9, 1, 1.1, 1.2];
/** How far the searches are begun from one another, in rows: tiles of an odd row have other neighbours than those of an even one. */
const SHIFTS = [0, 1];
/** Free places around the units, in tiles. */
const MARGIN = 2;
/** The height of a row, where a tile is 1 wide: with it each of a tile's six neighbours is 1 away. */
const ROW = Math.sqrt(3) / 2;

/**
 * Places units as tiles of one size: each border points where it points in the land, and each unit lies about where it lies. It is a
 * schematic: who borders whom and where is right as far as equal tiles allow, sizes and shapes are not told. The same units give
 * the same map.
 *
 * The sum of squares of what each border and each place is off is made small by moving tiles to free places and swapping them, from
 * several starts: a search without chance.
 */
export function tileMap(sites: readonly Site[]): TileMap {
  if (sites.length === 0) return { columns: 0, rows: 0, tiles: [] };
  const points = project(sites);
  const borders = bordersOf(sites, points);
  const unit = meanBorder(points, borders);
  let best: Search | undefined;
  for (const stretch of STRETCHES) {
    for (const shift of SHIFTS) {
      const search = new Search(points, borders, stretch / unit, shift);
      search.run();
      if (!best || search.strain() < best.strain()) best = search;
    }
  }
  return framed(sites, best?.places() ?? []);
}

class Search {
  readonly #borders: readonly (readonly Border[])[];
  readonly #targets: readonly Vector[]; // by site
  readonly #columns: number;
  readonly #lattice: readonly Vector[]; // by place
  readonly #places: number[] = []; // by site
  readonly #sites: (number | undefined)[]; // by place

  constructor(
    points: readonly Vector[],
    borders: readonly (readonly Border[])[],
    scale: number,
    shift: number,
  ) {
    const west = Math.min(...points.map((point) => point.x));
    const north = Math.min(...points.map((point) => point.y));
    this.#borders = borders;
    this.#targets = points.map(({ x, y }) => ({
      x: (x - west) * scale + MARGIN,
      y: (y - north) * scale + (MARGIN + shift) * ROW,
    }));
    this.#columns = Math.ceil(Math.max(...this.#targets.map((target) => target.x))) + MARGIN + 1;
    const fewest = Math.ceil((points.length + 1) / this.#columns);
    const rows =
      Math.max(fewest, Math.ceil(Math.max(...this.#targets.map((target) => target.y)) / ROW)) + MARGIN + 1;
    this.#lattice = Array.from({ length: this.#columns * rows }, (_, place) => {
      const row = Math.floor(place / this.#columns);
      return { x: (place % this.#columns) + (row % 2) / 2, y: row * ROW };
    });
    this.#sites = this.#lattice.map(() => undefined);
    this.#start();
  }

  /** Moves and swaps until no single one makes it better. */
  run(): void {
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      let isBetter = false;
      for (let i = 0; i < this.#places.length; i++) isBetter = this.#improve(i) || isBetter;
      if (!isBetter) return;
    }
  }

  /** How much borders and places are off: less is better. */
  strain(): number {
    return this.#targets.reduce((sum, _, i) => sum + this.#off(i, () => true), 0);
  }

  /** Column and row of each site. */
  places(): { column: number; row: number }[] {
    return this.#places.map((place) => ({
      column: place % this.#columns,
      row: Math.floor(place / this.#columns),
    }));
  }

  // From the south-west on, each takes the free place that is nearest to its own.
  #start(): void {
    const key = (i: number): number => (this.#targets[i]?.x ?? 0) - (this.#targets[i]?.y ?? 0);
    const order = this.#targets.map((_, i) => i).sort((a, b) => key(a) - key(b));
    for (const i of order) {
      let nearest = 0;
      let least = Infinity;
      this.#lattice.forEach((at, place) => {
        const distance = square(at, this.#targets[i]);
        if (this.#sites[place] !== undefined || distance >= least) return;
        least = distance;
        nearest = place;
      });
      this.#put(i, nearest);
    }
  }

  // What is off at a site; a border to one of which `isCounted` says that it is counted as well is counted half.
  #off(i: number, isCounted: (other: number) => boolean): number {
    const at = this.#at(i);
    let sum = PLACE * square(at, this.#targets[i]);
    for (const { other, towards } of this.#borders[i] ?? []) {
      const there = this.#at(other);
      const off = square({ x: there.x - at.x, y: there.y - at.y }, towards);
      sum += isCounted(other) ? off / 2 : off;
    }
    return sum;
  }

  // Puts site i where it is best, and whoever stands there where i was; tells whether that was elsewhere.
  #improve(i: number): boolean {
    const from = this.#places[i] ?? 0;
    let best = from;
    let most = 1e-9;
    for (let to = 0; to < this.#lattice.length; to++) {
      const gain = this.#gain(i, from, to);
      if (gain > most) [best, most] = [to, gain];
    }
    this.#exchange(i, from, best);
    return best !== from;
  }

  #gain(i: number, from: number, to: number): number {
    const other = this.#sites[to];
    if (to === from) return 0;
    const sum = (): number =>
      this.#off(i, (j) => j === other) + (other === undefined ? 0 : this.#off(other, (j) => j === i));
    const before = sum();
    this.#exchange(i, from, to);
    const after = sum();
    this.#exchange(i, to, from);
    return before - after;
  }

  #exchange(i: number, from: number, to: number): void {
    const other = this.#sites[to];
    this.#sites[from] = undefined;
    if (other !== undefined) this.#put(other, from);
    this.#put(i, to);
  }

  #put(i: number, place: number): void {
    this.#places[i] = place;
    this.#sites[place] = i;
  }

  #at(i: number): Vector {
    return this.#lattice[this.#places[i] ?? 0] ?? ORIGIN;
  }
}

const ORIGIN: Vector = { x: 0, y: 0 };

function square(a: Vector, b: Vector = ORIGIN): number {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
}

// The tiles from row 0 and column 0 on.
function framed(sites: readonly Site[], places: readonly { column: number; row: number }[]): TileMap {
  const top = Math.min(...places.map((place) => place.row));
  // Where an odd row becomes the first, which is even, all go half a tile west: those of even rows to the place before.
  const moved = places.map(({ column, row }) => ({
    row: row - top,
    column: top % 2 === 1 && row % 2 === 0 ? column - 1 : column,
  }));
  const left = Math.min(...moved.map((place) => place.column));
  const tiles = moved.map(({ column, row }, i) => ({ id: sites[i]?.id ?? '', column: column - left, row }));
  return {
    columns: Math.max(...tiles.map((tile) => tile.column)) + 1,
    rows: Math.max(...tiles.map((tile) => tile.row)) + 1,
    tiles,
  };
}

// Equirectangular, true to scale in the middle; in degrees of latitude, y to the south.
function project(sites: readonly Site[]): Vector[] {
  const middle = sites.reduce((sum, site) => sum + site.lat, 0) / sites.length;
  const squeeze = Math.cos((middle * Math.PI) / 180);
  return sites.map((site) => ({ x: site.lon * squeeze, y: -site.lat }));
}

function bordersOf(sites: readonly Site[], points: readonly Vector[]): Border[][] {
  const index = new Map(sites.map((site, i) => [site.id, i]));
  return sites.map((site, i) =>
    site.neighbours.flatMap((id) => {
      const other = index.get(id);
      const [at, there] = [points[i], points[other ?? i]];
      if (other === undefined || other === i || !at || !there) return [];
      const length = Math.sqrt(square(at, there)) || 1;
      return [{ other, towards: { x: (there.x - at.x) / length, y: (there.y - at.y) / length } }];
    }),
  );
}

// How far apart in the land neighbours are: what one tile stands for. A unit without any has the nearest one.
function meanBorder(points: readonly Vector[], borders: readonly (readonly Border[])[]): number {
  const lengths = points.flatMap((point, i) => {
    const near = (borders[i] ?? []).map(({ other }) => Math.sqrt(square(point, points[other])));
    if (near.length > 0) return near;
    const all = points.flatMap((other, j) => (j === i ? [] : [Math.sqrt(square(point, other))]));
    return all.length > 0 ? [Math.min(...all)] : [];
  });
  return lengths.reduce((sum, length) => sum + length, 0) / lengths.length || 1;
}
