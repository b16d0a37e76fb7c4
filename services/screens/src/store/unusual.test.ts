import { describe, expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import { complete } from './frames';
import { bandOf, hintsOf, unitsByHint, whatOf } from './unusual';

const one = { value: 17, low: 4, high: 9, hour: 10, days: 8, tenths: 45 };
const frame = complete({
  day: '2024-05-21',
  unusual: {
    province: { 'payments.succeeded': { ...one, tenths: 60 } },
    'district/672': { 'dossiers.received': one, 'dossiers.resolved': { ...one, tenths: 50 } },
    'district/673': { 'dossiers.received': { ...one, tenths: 70 } },
  },
});
const named = ({ view, figure }: { view: string; figure: string }): string => `${view} ${figure}`;

describe('what is unusual', () => {
  it('has the farthest from what is usual first', () => {
    expect(hintsOf(frame).map(named)).toEqual([
      'district/673 dossiers.received',
      'province payments.succeeded',
      'district/672 dossiers.resolved',
      'district/672 dossiers.received',
    ]);
    expect(hintsOf(complete({}))).toEqual([]);
  });

  it('ranks the units below by what is farthest in each, and leaves out those that are as usual', () => {
    const units = ['district/672', 'district/673', 'district/674'];
    expect(unitsByHint(frame, units).map(named)).toEqual([
      'district/673 dossiers.received',
      'district/672 dossiers.resolved',
    ]);
  });

  it('is said with its number and its band', () => {
    const [vi, en] = [speech('vi', 'Asia/Ho_Chi_Minh'), speech('en', 'Asia/Ho_Chi_Minh')];
    const hint = { view: 'district/672', figure: 'dossiers.received', unusual: one } as const;
    expect(`${whatOf(hint, vi)}, ${bandOf(one, '2024-05-21', vi)}`).toBe(
      'tiếp nhận 17\u00a0hồ sơ, thường 4–9\u00a0vào thứ Ba trước 10\u00a0giờ',
    );
    expect(`${whatOf(hint, en)}, ${bandOf(one, '2024-05-21', en)}`).toBe(
      '17\u00a0dossiers received, usually 4–9\u00a0on a Tuesday before 10:00',
    );
  });
});
