import { expect, it } from 'vitest';
import { outlineMap } from './outlines';

// One degree of latitude by one of longitude, at the equator.
const square = [
  [108, -0.5],
  [109, -0.5],
  [109, 0.5],
  [108, 0.5],
  [108, -0.5],
];
const hole = [
  [108.25, -0.25],
  [108.75, -0.25],
  [108.75, 0.25],
  [108.25, 0.25],
  [108.25, -0.25],
];

it('draws an outline to scale, its label in the middle', () => {
  const map = outlineMap([{ id: 'a', boundary: { polygons: [[square]] } }]);
  expect(map.width).toBeCloseTo(111.2, 5);
  expect(map.height).toBeCloseTo(111.2, 5);
  const [cell] = map.cells;
  expect(cell?.x).toBeCloseTo(108.5 * 111.2, 0);
  expect(cell?.y).toBeCloseTo(0, 0);
  expect(cell?.areaKm2).toBeCloseTo(111.2 ** 2, 3);
  expect(cell?.room).toBeGreaterThan(50);
});

it('takes holes off, and keeps the label out of them', () => {
  const [cell] = outlineMap([{ id: 'a', boundary: { polygons: [[square, hole]] } }]).cells;
  expect(cell?.areaKm2).toBeCloseTo(0.75 * 111.2 ** 2, 3);
  const inHole = Math.abs((cell?.x ?? 0) / 111.2 - 108.5) < 0.25 && Math.abs((cell?.y ?? 0) / 111.2) < 0.25;
  expect(inHole).toBe(false);
  expect(cell?.path.match(/M/g)).toHaveLength(2);
});

it('labels the largest of several polygons', () => {
  const island = square.map(([x, y]) => [(x ?? 0) / 10 + 100, (y ?? 0) / 10]);
  const [cell] = outlineMap([{ id: 'a', boundary: { polygons: [[island], [square]] } }]).cells;
  expect(cell?.x).toBeCloseTo(108.5 * 111.2, 0);
});
