import { expect, it } from 'vitest';
import { LINE, tileSizes, type TileText } from './sizes';

/** Letters half as wide as high. */
const widthOf = (text: string): number => text.length / 2;
const LEAST = 1;
const texts: TileText[] = ['Đà Lạt', 'Đơn Dương', 'Lâm Hà'].map((name, i) => ({
  name,
  value: `${String(i)},3 %`,
  beside: '24',
}));

it('a wide tile has names of one line, as large as the longest can be', () => {
  const { name, lines, room } = tileSizes({ width: 10, height: 6 }, texts, widthOf, LEAST);
  expect(lines).toEqual([1, 1, 1]);
  expect(name).toBeCloseTo(room.width / widthOf('Đơn Dương'), 6);
});

it('a narrow tile has names of two lines where that makes them larger', () => {
  const { name, lines, room } = tileSizes({ width: 6, height: 12 }, texts, widthOf, LEAST);
  expect(lines).toEqual([2, 2, 2]);
  expect(name * widthOf('Dương')).toBeLessThanOrEqual(room.width);
});

it.each([
  [16, 6],
  [7, 7],
  [6.3, 3],
  [30, 4],
])('in a tile of %d×%d rem names, values and what is beside them stay within it', (width, height) => {
  const { name, value, count, lines, room, isWide } = tileSizes({ width, height }, texts, widthOf, LEAST);
  texts.forEach((text, i) => {
    expect(LINE * (lines[i] ?? 0) * name + value).toBeLessThanOrEqual(room.height);
    if (lines[i] === 1) expect(name * widthOf(text.name)).toBeLessThanOrEqual(room.width);
    const beside = isWide ? count * widthOf(text.beside) : 0;
    expect(value * widthOf(text.value) + beside).toBeLessThanOrEqual(room.width);
  });
});

it('a name of three words is parted where its two lines are shortest', () => {
  const long = [{ name: 'Đinh Trang Thượng', value: '0,3 %', beside: '' }];
  const { name, lines, room } = tileSizes({ width: 6, height: 12 }, long, widthOf, LEAST);
  expect(lines).toEqual([2]);
  expect(name * widthOf('Đinh Trang')).toBeCloseTo(room.width, 6);
});

it.each([
  [3.2, 5.94],
  [5, 5.94],
  [9, 6],
])('in a tile of %d×%d rem there is a line left between name and value', (width, height) => {
  const { name, value, count, lines, room } = tileSizes({ width, height }, texts, widthOf, LEAST, true);
  for (const each of lines) expect(LINE * (each * name + count) + value).toBeLessThanOrEqual(room.height);
});

it('where a value has no room for what is beside it, it stands alone', () => {
  const { isWide, value } = tileSizes({ width: 3.6, height: 5 }, texts, widthOf, LEAST);
  expect(isWide).toBe(false);
  expect(value).toBeGreaterThanOrEqual(LEAST);
});

it('no letters are smaller than the least', () => {
  const { name, value, count } = tileSizes({ width: 2, height: 2 }, texts, widthOf, LEAST);
  expect([name, value, count]).toEqual([LEAST, LEAST, LEAST]);
});
