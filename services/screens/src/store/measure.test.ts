import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import type { Calendar, Frame } from '../wire/wire.gen';
import { shift } from './date';
import { flowMeasure, shareMeasure, stockMeasure } from './measure';

const { calendar } = JSON.parse(
  readFileSync(new URL('../../../../pkg/wire/testdata/calendar.json', import.meta.url), 'utf8'),
) as { calendar: Calendar };
const vi = speech('vi', 'Asia/Ho_Chi_Minh');
const en = speech('en', 'Asia/Ho_Chi_Minh');
const TODAY = '2024-06-28';
const DAYS = Array.from({ length: 30 }, (_, i) => shift(TODAY, i - 29));

function frame(days: Frame['days'], figures: Record<string, number> = {}): Frame {
  return { day: TODAY, days, figures } as unknown as Frame;
}

function each(value: (i: number) => number): Record<string, number> {
  return Object.fromEntries(DAYS.map((day, i) => [day, value(i)]));
}

const said = (measure: ReturnType<typeof flowMeasure>): string =>
  [measure?.head, measure?.value, measure?.change, measure?.base]
    .filter(Boolean)
    .join(' ')
    .replaceAll('\u00a0', ' ');

describe('the measure beside a number', () => {
  it('is of a flow what came in five working days that are over, against the five before', () => {
    const measure = flowMeasure(
      frame({ 'dossiers.received': each((i) => (i < 22 ? 100 : 103)) }),
      'dossiers.received',
      calendar,
      vi,
    );
    expect(said(measure)).toBe('5 ngày làm việc qua: 515 +3,0 % so với 500 trước đó');
    expect([measure?.bars.length, measure?.bars.at(-1)]).toEqual([30, 103]);
  });

  it('is of a stock what stands now, against the end of the same working day a week before', () => {
    const open = frame({ 'dossiers.open': each((i) => 1000 + i) }, { 'dossiers.open': 1078 });
    expect(said(stockMeasure(open, 'dossiers.open', calendar, vi))).toBe('+5,5 % so với 1.022 (21/06)');
    expect(said(stockMeasure(open, 'dossiers.open', calendar, en))).toBe('+5.5 % on 1,022 (21/06)');
    expect(stockMeasure(open, 'dossiers.open', calendar, vi)?.bars[0]).toBe(1000);
  });

  it('tells of a few by how many, also from none, and that nothing changed', () => {
    const few = (now: number): Frame =>
      frame({ 'incidents.open': each((i) => (i < 25 ? 0 : now)) }, { 'incidents.open': now });
    expect(said(stockMeasure(few(2), 'incidents.open', calendar, vi))).toBe('+2 so với 0 (21/06)');
    expect(said(stockMeasure(few(0), 'incidents.open', calendar, vi))).toBe('không đổi so với 21/06');
  });

  it('is of a share how much of the same days; a day with none of them is none', () => {
    const share = frame({
      'dossiers.received': each(() => 200),
      'dossiers.resolved_full_online': { '2024-06-12': 0, [DAYS[20] ?? '']: 90, '2024-06-25': 500 },
    });
    const measure = shareMeasure(share, 'dossiers.resolved_full_online', 'dossiers.received', calendar, vi);
    expect(said(measure)).toBe('5 ngày làm việc qua: 50,0 % so với 9,0 % trước đó');
    expect(measure?.title.replaceAll('\u00a0', ' ')).toContain('500 của 1.000 (50,0 %); 5 ngày làm việc');
    expect([measure?.bars[0], measure?.bars[20]]).toEqual([0, 0.45]);
  });

  it('says of what did not change no number again', () => {
    const same = frame({ 'dossiers.received': each(() => 300) });
    expect(said(flowMeasure(same, 'dossiers.received', calendar, vi))).toBe(
      '5 ngày làm việc qua: 1.500 không đổi so với trước đó',
    );
  });

  it('is against nothing where there is nothing to compare with', () => {
    const none = frame({
      'dossiers.received': each(() => 0),
      'dossiers.resolved_full_online': each(() => 0),
    });
    expect(said(flowMeasure(none, 'dossiers.received', calendar, vi))).toBe('5 ngày làm việc qua: 0');
    expect(said(shareMeasure(none, 'dossiers.resolved_full_online', 'dossiers.received', calendar, vi))).toBe(
      '5 ngày làm việc qua: chưa có',
    );
    const first = frame({ 'dossiers.received': each((i) => (i < 22 ? 0 : 2)) });
    expect(said(flowMeasure(first, 'dossiers.received', calendar, vi))).toBe(
      '5 ngày làm việc qua: 10 +10 so với 0 trước đó',
    );
  });

  it('is not there where nothing is known of the days before', () => {
    expect(flowMeasure(frame({}), 'dossiers.received', calendar, vi)).toBeUndefined();
    expect(
      stockMeasure(frame({ 'dossiers.open': { [TODAY]: 4 } }), 'dossiers.open', calendar, vi),
    ).toBeUndefined();
    expect(
      shareMeasure(frame({}), 'dossiers.resolved_full_online', 'dossiers.received', calendar, vi),
    ).toBeUndefined();
    expect(flowMeasure(undefined, 'dossiers.received', calendar, vi)).toBeUndefined();
  });
});
