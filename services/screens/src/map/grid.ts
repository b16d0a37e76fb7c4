import { contours } from 'd3-contour';

const COLUMNS = 200;
const MOST_ROUNDS = 160;
/** Balancing ends when every cell's area is right to this share. */
const CLOSE_ENOUGH = 0.02;
// Rounds of balancing times units: what keeps a map of hundreds of units drawn in well under a second.
const WORK = 2400;
/** Width to height of the box kept free for a cell's label. */
export const LABEL_ASPECT = 1.6;

/** A drawn unit, in kilometres from the map's top left corner. */
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

export interface Point {
  x: number;
  y: number;
}
/** A place in kilometres on the plane, with the area that its cell is to have. */
export interface Seed extends Point {
  id: string;
  area: number;
  radius: number;
}

/** The smaller of a and b, rounded where they meet within k. */
function smoothMin(a: number, b: number, k: number): number {
  const h = Math.max(k - Math.abs(a - b), 0) / k;
  return Math.min(a, b) - (h * h * k) / 4;
}

/** A grid of points over the seeds, on which outline, cells and labels are measured. */
export class Grid {
  readonly #left: number;
  readonly #top: number;
  readonly #step: number;
  readonly #rows: number;

  constructor(seeds: readonly Seed[]) {
    const margin = 1.45;
    const left = Math.min(...seeds.map((s) => s.x - margin * s.radius));
    const right = Math.max(...seeds.map((s) => s.x + margin * s.radius));
    const top = Math.min(...seeds.map((s) => s.y - margin * s.radius));
    const bottom = Math.max(...seeds.map((s) => s.y + margin * s.radius));
    this.#step = (right - left) / COLUMNS;
    this.#rows = Math.max(2, Math.ceil((bottom - top) / this.#step));
    this.#left = left;
    this.#top = top;
  }

  /** The smallest upright rectangle around all that is owned. */
  frame(owner: Int16Array): { left: number; top: number; width: number; height: number } {
    let [left, top, right, bottom] = [COLUMNS, this.#rows, 0, 0];
    owner.forEach((i, index) => {
      if (i < 0) return;
      const [column, row] = [index % COLUMNS, Math.floor(index / COLUMNS)];
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
    });
    const [width, height] = [Math.max(1, right - left), Math.max(1, bottom - top)];
    return {
      left: left * this.#step,
      top: top * this.#step,
      width: width * this.#step,
      height: height * this.#step,
    };
  }

  #each(visit: (x: number, y: number, index: number) => void): void {
    for (let row = 0, index = 0; row < this.#rows; row++) {
      for (let column = 0; column < COLUMNS; column++, index++) {
        visit(this.#left + (column + 0.5) * this.#step, this.#top + (row + 0.5) * this.#step, index);
      }
    }
  }

  /** Distance inside the outline, negative outside; the area inside is the sum of the seeds' areas. */
  outline(seeds: readonly Seed[], links: readonly [Seed, Seed][]): Float64Array {
    const inside = new Float64Array(COLUMNS * this.#rows);
    const round = Math.min(...seeds.map((s) => s.radius));
    this.#each((x, y, index) => {
      let depth = -1e9;
      for (const seed of seeds) {
        depth = -smoothMin(-depth, Math.hypot(x - seed.x, y - seed.y) - seed.radius, round);
      }
      for (const [a, b] of links) {
        depth = -smoothMin(-depth, toSegment(x, y, a, b) - 0.7 * Math.min(a.radius, b.radius), round);
      }
      inside[index] = depth;
    });
    const total = seeds.reduce((sum, seed) => sum + seed.area, 0);
    const shift = this.#level(inside, total);
    return inside.map((depth) => depth - shift);
  }

  // The depth above which lies just the given area.
  #level(inside: Float64Array, area: number): number {
    const falling = Float64Array.from(inside).sort().reverse();
    const count = Math.min(falling.length - 1, Math.round(area / this.#step ** 2));
    return falling[count] ?? 0;
  }

  /** Weights with which every cell of the power diagram has its seed's area. */
  balance(seeds: readonly Seed[], outline: Float64Array): Float64Array {
    const rounds = Math.min(MOST_ROUNDS, Math.ceil(WORK / seeds.length));
    const weights = Float64Array.from(seeds, (seed) => seed.radius ** 2);
    for (let round = 0; round < rounds; round++) {
      const got = new Float64Array(seeds.length);
      for (const i of this.owners(seeds, weights, outline)) {
        if (i >= 0) got[i] = (got[i] ?? 0) + this.#step ** 2;
      }
      if (seeds.every((seed, i) => Math.abs(1 - (got[i] ?? 0) / seed.area) < CLOSE_ENOUGH)) break;
      const pace = 0.35 * (1 - round / rounds);
      seeds.forEach((seed, i) => {
        weights[i] = (weights[i] ?? 0) + (pace * (seed.area - (got[i] ?? 0))) / Math.PI;
      });
    }
    return weights;
  }

  /** The seed that each grid point belongs to, −1 outside the outline. */
  owners(seeds: readonly Seed[], weights: Float64Array, outline: Float64Array): Int16Array {
    const owner = new Int16Array(COLUMNS * this.#rows).fill(-1);
    this.#each((x, y, index) => {
      if ((outline[index] ?? -1) <= 0) return;
      let least = Infinity;
      seeds.forEach((seed, i) => {
        const power = (x - seed.x) ** 2 + (y - seed.y) ** 2 - (weights[i] ?? 0);
        if (power < least) {
          least = power;
          owner[index] = i;
        }
      });
    });
    return owner;
  }

  cell(
    seeds: readonly Seed[],
    weights: Float64Array,
    outline: Float64Array,
    owner: Int16Array,
    i: number,
  ): Cell {
    const depth = new Float64Array(owner.length);
    const round = 5 * this.#step;
    let points = 0;
    this.#each((x, y, index) => {
      if (owner[index] !== i) return;
      points++;
      depth[index] = depthIn(seeds, weights, i, x, y, outline[index] ?? 0, round);
    });
    return {
      id: seeds[i]?.id ?? '',
      path: this.#trace(depth, this.#step),
      ...this.#labelBox(depth),
      areaKm2: points * this.#step ** 2,
    };
  }

  #labelBox(depth: Float64Array): { x: number; y: number; room: number } {
    const isFree = (column: number, row: number): boolean =>
      column >= 0 &&
      column < COLUMNS &&
      (depth[Math.round(row) * COLUMNS + Math.round(column)] ?? 0) > this.#step;
    const fits = (column: number, row: number, half: number): boolean =>
      [-1, -0.5, 0, 0.5, 1].every(
        (across) =>
          isFree(column + across * half * LABEL_ASPECT, row - half) &&
          isFree(column + across * half * LABEL_ASPECT, row + half),
      );
    let best = { column: 0, row: 0, half: 0 };
    depth.forEach((d, index) => {
      if (d <= this.#step) return;
      const [column, row] = [index % COLUMNS, Math.floor(index / COLUMNS)];
      let half = best.half;
      while (fits(column, row, half + 0.25)) half += 0.25;
      if (half > best.half) best = { column, row, half };
    });
    const at = (cells: number): number => (cells + 0.5) * this.#step;
    return { x: at(best.column), y: at(best.row), room: 2 * best.half * this.#step };
  }

  #trace(depth: Float64Array, level: number): string {
    const shape = contours().size([COLUMNS, this.#rows]).contour(Array.from(depth), level);
    const number = (v: number): string => (v * this.#step).toFixed(2);
    return shape.coordinates
      .flat()
      .map((ring) => `M${ring.map(([x = 0, y = 0]) => `${number(x)} ${number(y)}`).join('L')}Z`)
      .join('');
  }

  borders(seeds: readonly Seed[], owner: Int16Array): Set<string> {
    const found = new Set<string>();
    const touch = (a: number, b: number): void => {
      if (a < 0 || b < 0 || a === b) return;
      found.add([seeds[a]?.id ?? '', seeds[b]?.id ?? ''].sort().join('|'));
    };
    owner.forEach((a, index) => {
      if ((index + 1) % COLUMNS !== 0) touch(a, owner[index + 1] ?? -1);
      touch(a, owner[index + COLUMNS] ?? -1);
    });
    return found;
  }
}

// Distance of a point from the border of cell i, its corners rounded.
function depthIn(
  seeds: readonly Seed[],
  weights: Float64Array,
  i: number,
  x: number,
  y: number,
  inside: number,
  round: number,
): number {
  const own = seeds[i];
  if (!own) return 0;
  const power = (s: Seed, w: number): number => (x - s.x) ** 2 + (y - s.y) ** 2 - w;
  const mine = power(own, weights[i] ?? 0);
  let depth = inside;
  seeds.forEach((other, j) => {
    if (j === i) return;
    const apart = Math.hypot(other.x - own.x, other.y - own.y) || 1;
    depth = smoothMin(depth, (power(other, weights[j] ?? 0) - mine) / (2 * apart), round);
  });
  return depth;
}

function toSegment(x: number, y: number, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - along * dx, y - a.y - along * dy);
}
