import { expect, it } from 'vitest';
import { shapeOf } from './shape';

it.each([
  [1920, 1080, 'wide'],
  [3840, 2160, 'wide'],
  [1366, 768, 'wide'],
  [3440, 1440, 'wide'],
  [5760, 1080, 'panels'],
  [1080, 1920, 'upright'],
  [2160, 3840, 'upright'],
  [820, 1180, 'stack'],
  [1024, 1366, 'stack'],
  [390, 844, 'stack'],
  [667, 375, 'stack'],
])('%i×%i is %s', (width, height, want) => {
  expect(shapeOf(width, height)).toBe(want);
});
