import { expect, it } from 'vitest';
import { calloutsOf, type Callout, type Place } from './callouts';
import type { Drawn } from './outlines';

/** A block of land between 40 and 60, in the middle of what is seen. */
const land = {
  spans: Array.from({ length: 40 }, (_, y) => ({ y, left: 40, right: 60 })),
} as unknown as Drawn;
const seen = { left: 0, right: 100, top: 0, bottom: 40 };
const place = (id: string, x: number, y: number, wide = 20, rank = 1): Place => ({ id, x, y, wide, rank });
const told = (places: readonly Place[]): unknown[] =>
  calloutsOf(places, land, seen, 4).map(({ id, side, at }) => [id, side, at]);

it('each stands on the nearer side, at the height of its place', () => {
  expect(told([place('a', 45, 10), place('b', 55, 30)])).toEqual([
    ['a', 'left', 10],
    ['b', 'right', 30],
  ]);
});

it('no two leaders cross', () => {
  const places = Array.from({ length: 12 }, (_, i) =>
    place(String(i), 41 + ((7 * i) % 18), 1 + ((11 * i) % 38)),
  );
  const all = calloutsOf(places, land, seen, 4);
  expect(all).toHaveLength(12);
  const end = ({ side, wide }: Callout): number => (side === 'left' ? seen.left + wide : seen.right - wide);
  const turn = (a: number[], b: number[], c: number[]): number =>
    Math.sign(
      ((b[0] ?? 0) - (a[0] ?? 0)) * ((c[1] ?? 0) - (a[1] ?? 0)) -
        ((b[1] ?? 0) - (a[1] ?? 0)) * ((c[0] ?? 0) - (a[0] ?? 0)),
    );
  for (const [i, one] of all.entries()) {
    for (const other of all.slice(i + 1)) {
      const [a, b, c, d] = [
        [one.x, one.y],
        [end(one), one.at],
        [other.x, other.y],
        [end(other), other.at],
      ];
      expect(turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b)).toBe(false);
    }
  }
});

it('stands where the land leaves room; what finds none is left out, the least rank last', () => {
  expect(told([place('wide', 50, 20, 41)])).toEqual([]);
  const many = Array.from({ length: 25 }, (_, i) => place(String(i), 50, 1 + 1.6 * i, 20, i === 24 ? 0 : 1));
  const found = calloutsOf(many, land, seen, 4);
  expect(found.length).toBeGreaterThan(15);
  expect(found.map(({ id }) => id)).toContain('24');
});
