import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cellMap, type Site } from './cells';

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

  it('gives every unit one cell of its own area', () => {
    expect(map.cells.map((cell) => cell.id)).toEqual(districts.map((site) => site.id));
    for (const [i, cell] of map.cells.entries()) {
      expect(cell.path.match(/M/g), cell.id).toHaveLength(1);
      expect(cell.areaKm2 / (districts[i]?.areaKm2 ?? 0), cell.id).toBeCloseTo(1, 1);
    }
  });

  it('respects who borders whom', () => {
    const kept = [...declared].filter((pair) => map.borders.has(pair));
    const invented = [...map.borders].filter((pair) => !declared.has(pair));
    console.log(declared.size, kept.length, [...declared].filter((pair) => !map.borders.has(pair)), invented);
  });
});
