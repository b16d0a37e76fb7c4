import { expect, it } from 'vitest';
import { pageCount, pageTop } from './turning';

it('shows what fits the wall at once', () => {
  expect([pageCount(1080, 1080), pageCount(0, 1080), pageCount(500, 0)]).toEqual([1, 1, 1]);
  expect(pageTop(0, 1080, 1080)).toBe(0);
});

it.each([1081, 2000, 2031, 2032, 5000])('shows all of %d pixels part by part, ending at the end', (whole) => {
  const wall = 1080;
  const count = pageCount(whole, wall);
  const tops = Array.from({ length: count }, (_, n) => pageTop(n, whole, wall));
  expect(tops.at(0)).toBe(0);
  expect(tops.at(-1)).toBe(whole - wall);
  for (const [i, top] of tops.slice(1).entries()) {
    expect(top).toBeGreaterThan(tops[i] ?? 0);
    expect(top - (tops[i] ?? 0)).toBeLessThanOrEqual(0.88 * wall + 1e-9);
  }
});
