import { expect, it } from 'vitest';
import { nearest, type Place } from './nearest';

const place = (name: string, ...keys: string[]): Place => ({ name, address: `/${name}`, keys });
const places = [
  place('Đà Lạt', 'Thành phố Đà Lạt', 'Đà Lạt', '672'),
  place('Đạ Tẻh', 'Huyện Đạ Tẻh', '681'),
  place('Bảo Lộc', 'Thành phố Bảo Lộc', 'Bảo Lộc', '673'),
  place('Giải trình', 'Giải trình', 'explanations'),
];
const names = (asked: string): string[] => nearest(asked, places).map(({ name }) => name);

it('finds what was mistyped, by its name without marks or by its code', () => {
  expect(names('dalat')).toEqual(['Đà Lạt']);
  expect(names('bao-loc')).toEqual(['Bảo Lộc']);
  expect(names('explanation')).toEqual(['Giải trình']);
  expect(names('672')[0]).toBe('Đà Lạt');
});

it('offers nothing for what is like nothing', () => {
  expect(names('none')).toEqual([]);
  expect(names('')).toEqual([]);
});

it('offers the nearest first, and no more than it is asked for', () => {
  expect(names('bao loc')[0]).toBe('Bảo Lộc');
  expect(nearest('67', [place('a', '670'), place('b', '671'), place('c', '672')], 2)).toHaveLength(2);
});
