import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AREA_POWER, cellMap, type Site } from './cells';

interface Unit {
  id: string;
  parent?: string;
  lon?: number;
  lat?: number;
  area_km2?: number;
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
    areaKm2: unit.area_km2 ?? 0,
    neighbours: unit.neighbours ?? [],
  }));
const declared = new Set(
  districts.flatMap((site) => site.neighbours.map((other) => [site.id, other].sort().join('|'))),
);

describe('the map of a province of 12 districts', () => {
  const map = cellMap(districts);

  it('gives every unit one cell, as large as its softened share of the area', () => {
    const total = districts.reduce((sum, site) => sum + site.areaKm2, 0);
    const softened = districts.map((site) => site.areaKm2 ** AREA_POWER);
    const sum = softened.reduce((a, b) => a + b, 0);
    expect(map.cells.map((cell) => cell.id)).toEqual(districts.map((site) => site.id));
    for (const [i, cell] of map.cells.entries()) {
      expect(cell.path.match(/M/g), cell.id).toHaveLength(1);
      expect(cell.areaKm2 / ((total * (softened[i] ?? 0)) / sum), cell.id).toBeCloseTo(1, 1);
    }
  });

  it('keeps 17 of the 20 borders and invents 3', () => {
    expect([...declared].filter((pair) => !map.borders.has(pair))).toEqual(['675|676', '675|677', '680|683']);
    expect([...map.borders].filter((pair) => !declared.has(pair)).sort()).toEqual([
      '672|674',
      '673|679',
      '676|680',
    ]);
  });

  it('keeps room for a label in every cell, inside the frame', () => {
    for (const cell of map.cells) {
      expect(cell.room, cell.id).toBeGreaterThan(8);
      expect(cell.x - map.left, cell.id).toBeGreaterThan(0);
      expect(cell.x - map.left, cell.id).toBeLessThan(map.width);
      expect(cell.y - map.top, cell.id).toBeGreaterThan(0);
      expect(cell.y - map.top, cell.id).toBeLessThan(map.height);
    }
  });
});

describe('a map of few units', () => {
  it('draws one alone, without an area', () => {
    const map = cellMap([{ id: 'a', lon: 108, lat: 12, areaKm2: 0, neighbours: [] }]);
    expect(map.cells).toHaveLength(1);
    expect(map.cells[0]?.path).toMatch(/^M.*Z$/);
    expect(map.borders.size).toBe(0);
  });

  it('puts the eastern one to the right and the northern one above', () => {
    const map = cellMap([
      { id: 'west', lon: 108, lat: 12, areaKm2: 100, neighbours: ['east'] },
      { id: 'east', lon: 108.1, lat: 12, areaKm2: 100, neighbours: ['west'] },
      { id: 'north', lon: 108.05, lat: 12.1, areaKm2: 100, neighbours: [] },
    ]);
    const [west, east, north] = map.cells;
    expect(east?.x).toBeGreaterThan(west?.x ?? Infinity);
    expect(north?.y).toBeLessThan(west?.y ?? -Infinity);
    expect(map.borders.has('east|west')).toBe(true);
  });
});
