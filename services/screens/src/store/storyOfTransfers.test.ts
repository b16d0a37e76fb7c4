import { describe, expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import { words } from '../i18n/words';
import type { TimelineEvent, Topology } from '../wire/wire.gen';
import type { Telling } from './spell';
import { tell } from './story';
import { index } from './topology';

const views = ['672', '673', '674'].map((unit) => {
  const named = { vi: `Huyện ${unit}`, en: `District ${unit}` };
  return {
    id: `district/${unit}`,
    unit,
    department: '',
    name: named,
    short: named,
    children: [],
    parent: '',
  };
});
const telling: Telling = {
  speech: speech('vi', 'Asia/Ho_Chi_Minh'),
  province: index({
    ...{
      views,
      procedures: [],
      screens: [],
      agencies: [],
      phrases: [],
      indicators: [],
      rules: [],
      pages: [],
    },
    ...{ owners: {}, calendar: { weekdays: [], holidays: [], makeup: [] }, timezone: 'Asia/Ho_Chi_Minh' },
  } as unknown as Topology),
};

const late = (data: Record<string, unknown>): TimelineEvent => ({
  ...{ position: 1, index: 0, id: 'e', source: '//mc', type: 'dossier.transferred.v1' },
  ...{ correlation: '', causation: '', extensions: {}, simulated: false, backfill: false },
  occurred_at: '2024-07-01T00:00:00Z',
  counted_at: '2024-07-01T00:00:00Z',
  recorded_at: '2024-07-01T00:00:00Z',
  data: { from: 4, to: 4, flags: ['out_of_order'], ...data },
});
const values = (event: TimelineEvent, member: string, before?: TimelineEvent): readonly string[] =>
  tell(event, before, telling).lines.find((line) => line.member === member)?.values ?? [];

describe('a transfer that is told late', () => {
  it('is not said to change nothing: it may have moved the dossier', () => {
    const moved = late({ unit: '674', previous_unit: '672' });
    expect(values(moved, 'previous_unit')).toEqual(['Huyện 672']);
    expect(values(moved, 'flags')).toEqual(['báo muộn hoặc không đúng thứ tự']);
    const flags = Object.values(words['flag'] ?? {});
    expect(flags.filter(({ vi, en }) => /không thay đổi/.test(vi) || /nothing/.test(en))).toEqual([]);
  });

  it('says which unit its source named, where the dossier did not go: each such event', () => {
    const stayed = late({ unit: '673', told_unit: '674' });
    for (const before of [undefined, stayed]) {
      expect(values(stayed, 'told_unit', before)).toEqual(['Huyện 674']);
    }
    const { lines, technical } = tell(stayed, undefined, telling);
    expect(lines.map(({ label }) => label)).toContain('Nguồn báo chuyển đến, hồ sơ không đi');
    expect(Object.fromEntries(technical)['Dữ liệu khác']?.split('\n')).toContain('told_unit = 674');
  });
});
