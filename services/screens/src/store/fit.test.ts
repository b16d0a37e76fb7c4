import { describe, expect, test } from 'vitest';
import { fitting, parts, shorten } from './fit';

describe('rows that fit', () => {
  test('all of them, to the last pixel, without a line below', () => {
    expect(fitting([10, 10, 10], 34, 2, 10)).toBe(3);
  });
  test('where one does not, another yields to the line that says so', () => {
    expect(fitting([10, 10, 10], 33, 2, 10)).toBe(1);
    expect(fitting([10, 10, 10], 33, 2, 9)).toBe(2);
  });
  test('none, where not even one stands above that line', () => {
    expect(fitting([10, 10], 12, 2, 10)).toBe(0);
    expect(fitting([], 0, 2, 10)).toBe(0);
  });
  test('the line has its room where there are others that are no rows', () => {
    expect(fitting([10, 10], 22, 2, 10, true)).toBe(1);
    expect(fitting([10, 10], 34, 2, 10, true)).toBe(2);
  });
});

describe('parts of a column of cards', () => {
  const rows = (...heights: number[]): { top: number; bottom: number }[] => {
    let top = 0;
    return heights.flatMap((height) => {
      const card = { top, bottom: top + height };
      top = card.bottom;
      return [card, { ...card, bottom: top - height / 2 }];
    });
  };
  test('as many rows as fit, each card once', () => {
    expect(parts(rows(10, 10, 10), 20)).toEqual([
      { start: 0, end: 4, top: 0 },
      { start: 2, end: 6, top: 10 },
    ]);
  });
  test('a high row takes the place of two', () => {
    expect(parts(rows(10, 12, 10), 20).map(({ start }) => start)).toEqual([0, 2, 4]);
  });
  test('a row that is higher than the room stands alone', () => {
    expect(parts(rows(30, 10), 20).map(({ start }) => start)).toEqual([0, 2]);
    expect(parts([], 20)).toEqual([]);
  });
  test('a card that is higher than those before it in its row takes the row along', () => {
    const cards = [
      { top: 0, bottom: 10 },
      { top: 10, bottom: 18 },
      { top: 10, bottom: 25 },
    ];
    expect(parts(cards, 20).map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [1, 3],
    ]);
  });
});

describe('a name that is shortened', () => {
  const upTo = (letters: number) => (text: string) => text.length <= letters;
  test('is whole where it fits', () => {
    expect(shorten('Cấp giấy phép (cấp tỉnh)', upTo(24))).toBe('Cấp giấy phép (cấp tỉnh)');
  });
  test('leaves out what its longest brackets hold before any word', () => {
    expect(shorten('Cấp (mới) phép (theo tuyến, dự án) và nhà ở', upTo(30))).toBe(
      'Cấp (mới) phép (…) và nhà ở',
    );
  });
  test('ends with a whole word and no comma', () => {
    expect(shorten('Đăng ký đất đai, tài sản', upTo(18))).toBe('Đăng ký đất đai…');
    expect(shorten('Đăng ký', upTo(2))).toBe('Đăng…');
  });
});
