import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tileMap, type Site, type Tile, type TileMap } from './tiles';

interface Unit {
  id: string;
  parent?: string;
  lon?: number;
  lat?: number;
  neighbours?: string[];
}

const path = new URL('../../../../pkg/topology/lamdong.json', import.meta.url);
const { units } = JSON.parse(readFileSync(path, 'utf8')) as { units: Unit[] };
const districts: Site[] = units
  .filter((unit) => unit.parent === '68')
  .map((unit) => ({
    id: unit.id,
    lon: unit.lon ?? 0,
    lat: unit.lat ?? 0,
    neighbours: unit.neighbours ?? [],
  }));

/** Pairs of ids, each in alphabetical order, "a|b", of sites that border in the land. */
function declared(sites: readonly Site[]): Set<string> {
  return new Set(sites.flatMap((site) => site.neighbours.map((other) => [site.id, other].sort().join('|'))));
}

/** Pairs of ids of tiles that touch. */
function touching({ tiles }: TileMap): Set<string> {
  const apart = (a: Tile, b: Tile): number =>
    Math.hypot(a.column + (a.row % 2) / 2 - b.column - (b.row % 2) / 2, ((a.row - b.row) * Math.sqrt(3)) / 2);
  return new Set(
    tiles.flatMap((a) =>
      tiles.filter((b) => a.id < b.id && apart(a, b) < 1.01).map((b) => [a.id, b.id].sort().join('|')),
    ),
  );
}

/** The tiles as they lie, "·" where there is none. */
function drawn({ rows, columns, tiles }: TileMap): string[] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(
      { length: columns },
      (_, column) => tiles.find((tile) => tile.row === row && tile.column === column)?.id ?? '·',
    ).join(' '),
  );
}

describe('the map of a province of 12 districts', () => {
  const map = tileMap(districts);

  it('has each unit once, in its place', () => {
    expect(drawn(map)).toEqual([
      '· · · 674 675',
      '· · 676 672 ·',
      '683 680 679 678 677',
      '682 673 · · ·',
      '· 681 · · ·',
    ]);
  });

  it('keeps 17 of the 20 borders and invents 3', () => {
    const [land, tiles] = [declared(districts), touching(map)];
    expect([...land].filter((pair) => !tiles.has(pair))).toHaveLength(3);
    expect([...tiles].filter((pair) => !land.has(pair))).toHaveLength(3);
  });

  it('is the same whatever the order of its units', () => {
    expect(drawn(tileMap([...districts].reverse()))).toEqual(drawn(map));
  });
});

describe('a map', () => {
  it('of no unit, of one, and of two without borders', () => {
    expect(tileMap([])).toEqual({ columns: 0, rows: 0, tiles: [] });
    const one = { id: 'a', lon: 108, lat: 12, neighbours: [] };
    expect(tileMap([one])).toEqual({ columns: 1, rows: 1, tiles: [{ id: 'a', column: 0, row: 0 }] });
    expect(drawn(tileMap([one, { ...one, id: 'b', lon: 109 }]))).toEqual(['a b']);
  });

  it('has a place for each of many units in one spot, and of hundreds', () => {
    const spot = Array.from({ length: 40 }, (_, i) => ({ id: String(i), lon: 108, lat: 12, neighbours: [] }));
    const grid = Array.from({ length: 225 }, (_, i) => ({
      id: String(i),
      lon: i % 15,
      lat: Math.floor(i / 15),
      neighbours: [i - 15, i + 15, i % 15 === 0 ? -1 : i - 1, i % 15 === 14 ? -1 : i + 1].map(String),
    }));
    for (const sites of [spot, grid]) {
      const { tiles } = tileMap(sites);
      expect(new Set(tiles.map((tile) => `${String(tile.column)} ${String(tile.row)}`)).size).toBe(
        sites.length,
      );
    }
  });
});
