import { describe, expect, it } from 'vitest';
import { en } from './en';
import { speech } from './i18n';
import { vi } from './vi';

const viet = speech('vi', 'Asia/Ho_Chi_Minh');
const english = speech('en', 'Asia/Ho_Chi_Minh');

describe('numbers', () => {
  it('are written as each language writes them', () => {
    expect(viet.number(313772)).toBe('313.772');
    expect(english.number(313772)).toBe('313,772');
    expect(viet.rate(257417, 279813)).toBe('92,0\u00a0%');
    expect(english.rate(257417, 279813)).toBe('92.0\u00a0%');
  });

  it('tell a change with its sign: of a few by how many, and of one that reads as none that there is none', () => {
    expect([viet.change(103, 100), viet.change(97, 100)]).toEqual(['+3,0\u00a0%', '−3,0\u00a0%']);
    expect(english.change(110, 100)).toBe('+10.0\u00a0%');
    expect([viet.change(5, 0), viet.change(3, 9)]).toEqual(['+5', '−6']);
    expect([viet.change(10_001, 10_000), viet.change(0, 0), viet.difference(0)]).toEqual(
      Array<string>(3).fill('không đổi'),
    );
    expect(viet.change(10_006, 10_000)).toBe('+0,1\u00a0%');
  });

  it('have no rate without a base', () => {
    expect(viet.rate(3, 0)).toBe('–');
  });

  it.each([
    [999_999, '999.999', 'đồng'],
    [452_200_000, '452,2', 'triệu đồng'],
    [31_540_000_000, '31,5', 'tỷ đồng'],
    [1_234_500_000_000, '1.235', 'tỷ đồng'],
    [-45_200_000_000, '-45,2', 'tỷ đồng'],
  ])('%d VND are %s %s', (vnd, value, unit) => {
    expect(viet.money(vnd)).toEqual({ value, unit });
  });
});

describe('times', () => {
  it('are those of the province', () => {
    expect(viet.time(Date.UTC(2024, 6, 1, 7, 5, 33))).toBe('14:05:33');
  });

  it('carry the date when it is another day there', () => {
    const now = Date.UTC(2024, 6, 1, 18, 0);
    expect(viet.moment(Date.UTC(2024, 6, 1, 17, 30), now)).toBe('00:30');
    expect(viet.moment(Date.UTC(2024, 6, 1, 16, 30), now)).toBe('23:30 01/07');
  });

  it('name the day of the log', () => {
    expect(viet.weekday('2024-07-01')).toBe('Thứ Hai, 01/07/2024');
    expect(english.weekday('2024-07-01')).toBe('Monday, 01/07/2024');
    expect(viet.weekday('')).toBe('–');
  });

  it.each([
    ['2024', 'Năm 2024', '2024'],
    ['2024-Q2', 'Quý II/2024', 'Q2 2024'],
    ['2024-07', 'Tháng 7/2024', '07/2024'],
    ['2024-Q5', '–', '–'],
    ['unknown', '–', '–'],
  ])('name the period %s', (name, vi, en) => {
    expect([viet.period(name), english.period(name)]).toEqual([vi, en]);
  });

  it.each([
    [1_999, 'vừa xong'],
    [2_000, '2\u00a0giây trước'],
    [59_999, '59\u00a0giây trước'],
    [60_000, '1\u00a0phút trước'],
    [3_600_000, '1\u00a0giờ trước'],
    [48 * 3_600_000, '2\u00a0ngày trước'],
  ])('%d ms ago is %s', (millis, text) => {
    expect(viet.age(millis)).toBe(text);
  });
});

describe('texts', () => {
  it('put values in their places', () => {
    expect(viet.t('note.rateOfOpen', { rate: '92,0\u00a0%', base: '279.813' })).toBe(
      '92,0\u00a0% của 279.813\u00a0đang xử lý',
    );
  });

  it('have the same places in both languages', () => {
    const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of Object.keys(vi) as (keyof typeof vi)[]) {
      expect(places(en[key]), key).toEqual(places(vi[key]));
    }
  });

  it('fall back to Vietnamese where a name has no English', () => {
    expect(english.text({ vi: 'Đà Lạt', en: '' })).toBe('Đà Lạt');
  });
});
