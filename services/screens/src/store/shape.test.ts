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

it('lets a tablet scroll however it is held; a wall that is touched stays a wall', () => {
  expect([shapeOf(1180, 820, true), shapeOf(820, 1180, true), shapeOf(844, 390, true)]).toEqual(
    Array(3).fill('stack'),
  );
  expect([shapeOf(1920, 1080, true), shapeOf(1080, 1920, true)]).toEqual(['wide', 'upright']);
});
