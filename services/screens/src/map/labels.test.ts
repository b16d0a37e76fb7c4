import { expect, it } from 'vitest';
import { heightOf, labelIn } from './labels';
import { LABEL_ASPECT } from './outlines';

const told = { name: 'Đức Trọng', value: '54', below: '2,5 % ▲' };
const sizes = { smallest: 1, largest: 1.5 };
const texts = (room: number): string[] | undefined =>
  labelIn(room, told, sizes)?.lines.map(({ text }) => text);

it('has as much as a unit has room for', () => {
  expect(texts(6)).toEqual(['Đức Trọng', '54', '2,5 % ▲']);
  expect(texts(3.5)).toEqual(['Đức Trọng', '2,5 % ▲']);
  expect(texts(3.3 / LABEL_ASPECT)).toEqual(undefined);
  expect(texts(2.4)).toEqual(['Đức', 'Trọng']);
  expect(labelIn(2.5, { ...told, name: 'Đơn' }, sizes)?.lines.map(({ text }) => text)).toEqual([
    'Đơn',
    '2,5 % ▲',
  ]);
});

it.each([1, 2, 2.2, 2.5, 3, 3.3, 3.7, 4, 8, 20])(
  'stays within the box that a cell of %d keeps free',
  (room) => {
    const label = labelIn(room, told, sizes);
    if (!label) return;
    const { lines, size } = label;
    expect(size).toBeGreaterThanOrEqual(sizes.smallest);
    expect(size).toBeLessThanOrEqual(sizes.largest);
    expect(size * lines.reduce((sum, line) => sum + heightOf(line), 0)).toBeLessThanOrEqual(room + 1e-9);
    for (const { text, scale } of lines) {
      expect(0.55 * scale * text.length * size).toBeLessThanOrEqual(LABEL_ASPECT * room + 1e-9);
    }
  },
);
