import { expect, it } from 'vitest';
import { trendOf } from './trend';

it('compares the last seven days that are over with the seven before them', () => {
  const before = [9, 10, 10, 10, 10, 0, 0];
  const last = [12, 12, 10, 10, 10, 1, 0];
  expect(trendOf([500, ...before, ...last, 3])).toEqual({ last: 55, before: 49 });
  expect(trendOf([...before, ...last, 3])).toEqual({ last: 55, before: 49 });
});

it('says nothing of a log that has fewer days', () => {
  expect(trendOf([1, 2, 3])).toBeUndefined();
  expect(trendOf(Array.from({ length: 14 }, () => 1))).toBeUndefined();
});
