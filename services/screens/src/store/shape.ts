/**
 * How a page is laid out, by the form of its window. wide: a wall of 16:9 or a laptop. panels: three panels side by side. upright:
 * a wall on its end. stack: a tablet or telephone, tiles below each other, scrolling.
 */
export type Shape = 'wide' | 'panels' | 'upright' | 'stack';

/** The rem that a window of each shape is wide and high; a stack's letters have a size of their own. */
export const UNITS: Readonly<Record<Shape, { readonly width: number; readonly height: number }>> = {
  wide: { width: 120, height: 67.5 },
  panels: { width: 360, height: 67.5 },
  upright: { width: 67.5, height: 120 },
  stack: { width: 120, height: 67.5 },
};

/** The smaller side from which what is touched is a wall and no tablet, CSS pixels. */
const TOUCHED_WALL = 1000;

/** The shape of a window of so many CSS pixels; a tablet that is `touched` scrolls however it is held: its parts have to be as large as a finger. */
export function shapeOf(width: number, height: number, touched = false): Shape {
  if (touched && Math.min(width, height) < TOUCHED_WALL) return 'stack';
  const aspect = width / Math.max(1, height);
  if (aspect >= 5 / 2 && height >= 600) return 'panels';
  if (aspect > 5 / 4) return width < 700 ? 'stack' : 'wide';
  return aspect <= 4 / 5 && width >= 1000 && height >= 1600 ? 'upright' : 'stack';
}
