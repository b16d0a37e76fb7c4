import { expect, it } from 'vitest';
import { fold, matches } from './fold';

it.each([
  ["Xã Đạ M'Rông", 'xa da mrong'],
  ['Hồ sơ quá hạn (%)', 'ho so qua han'],
  ['  ', ''],
])('“%s” is typed as “%s”', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

it.each([
  ['qua han', true],
  ['han qua', true],
  ['xu qua', true],
  ['an', false],
  ['', true],
])('words that begin its words find it: “%s”', (typed, found) => {
  expect(matches('Đang xử lý quá hạn', typed)).toBe(found);
});
