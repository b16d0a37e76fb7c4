import { expect, it } from 'vitest';
import { backoff } from './backoff';

it('waits nothing at first, then doubles from a quarter of a second to five seconds', () => {
  const longest = Array.from({ length: 8 }, (_, attempt) => backoff(attempt, () => 1));
  expect(longest).toEqual([0, 250, 500, 1000, 2000, 4000, 5000, 5000]);
});

it('draws the upper half of each wait by chance', () => {
  expect(backoff(3, () => 0)).toBe(500);
  expect(backoff(3, () => 0.5)).toBe(750);
});
