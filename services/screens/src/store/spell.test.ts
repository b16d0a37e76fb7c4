import { describe, expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import { spellSeconds } from './spell';

describe('how long something is', () => {
  it('is told in the unit that fits, also of what is behind', () => {
    const vi = (seconds: number): string => spellSeconds(seconds, speech('vi', 'Asia/Ho_Chi_Minh'));
    expect([-1.4, 119, 240, -1800].map(vi)).toEqual(['-1 giây', '119 giây', '4 phút', '-30 phút']);
    expect([7260, 82_800, 90_000].map(vi)).toEqual(['2 giờ 1 phút', '23 giờ 0 phút', '25 giờ 0 phút']);
    expect(vi(76_236_630)).toBe('882 ngày');
    expect(spellSeconds(82_800, speech('en', 'Asia/Ho_Chi_Minh'))).toBe('23 h 0 min');
  });
});
