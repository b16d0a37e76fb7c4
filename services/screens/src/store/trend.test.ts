import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../wire/wire.gen';
import { shift } from './date';
import { isWorkingDay, standingBefore, TREND_DAYS, trendOf } from './trend';

/** What the gateway says of the province's calendar, and the days that it counts as working days. */
const golden = JSON.parse(
  readFileSync(new URL('../../../../pkg/wire/testdata/calendar.json', import.meta.url), 'utf8'),
) as { calendar: Calendar; from: string; to: string; working: string[] };

function everyDay(from: string, to: string): string[] {
  const days = [from];
  for (let day = from; day < to; days.push(day)) day = shift(day, 1);
  return days;
}

it('knows the working days that the gateway counts', () => {
  const days = everyDay(golden.from, golden.to);
  expect(days.filter((day) => isWorkingDay(golden.calendar, day))).toEqual(golden.working);
});

describe('the trend', () => {
  const amounts = Object.fromEntries(everyDay('2024-01-10', '2024-02-20').map((day, i) => [day, 2 ** i]));
  const sum = (...days: string[]): number => days.reduce((total, day) => total + (amounts[day] ?? 0), 0);

  it('passes over Tết: working day with working day, the day that is not over in neither', () => {
    expect(trendOf(amounts, '2024-02-20', golden.calendar)).toEqual({
      last: sum('2024-02-06', '2024-02-07', '2024-02-15', '2024-02-16', '2024-02-19'),
      before: sum('2024-01-30', '2024-01-31', '2024-02-01', '2024-02-02', '2024-02-05'),
    });
  });

  it('counts a Saturday that is worked for another day', () => {
    const days = Object.fromEntries(everyDay('2024-04-10', '2024-05-07').map((day) => [day, 1]));
    days['2024-05-04'] = 100;
    days['2024-04-27'] = 1000; // an ordinary Saturday
    expect(trendOf(days, '2024-05-07', golden.calendar)).toEqual({ last: 104, before: 5 });
  });

  it('says nothing of a log that began after the first of the days, and of no day', () => {
    const since = (day: string): Record<string, number> =>
      Object.fromEntries(Object.entries(amounts).filter(([one]) => one >= day));
    expect(trendOf(since('2024-01-31'), '2024-02-20', golden.calendar)).toBeUndefined();
    expect(trendOf(since('2024-01-30'), '2024-02-20', golden.calendar)).toBeDefined();
    expect(trendOf({}, '2024-02-20', golden.calendar)).toBeUndefined();
    expect(trendOf(undefined, '', golden.calendar)).toBeUndefined();
  });

  it('compares on each day of two years as many working days with as many, within what a frame shows', () => {
    for (const today of everyDay('2024-02-01', '2025-12-31')) {
      const days = Object.fromEntries(everyDay(shift(today, -29), today).map((day) => [day, 1]));
      expect(trendOf(days, today, golden.calendar), today).toEqual({ last: TREND_DAYS, before: TREND_DAYS });
      const working = golden.working.filter((day) => day < today).slice(-2 * TREND_DAYS);
      const weighed = Object.fromEntries(Object.keys(days).map((day) => [day, 1 + working.indexOf(day)]));
      expect(trendOf(weighed, today, golden.calendar), today).toEqual({ last: 40, before: 15 });
    }
  });
});

describe('what stood before', () => {
  const stock = (from: string): Record<string, number> =>
    Object.fromEntries(everyDay(from, '2024-02-20').map((day, i) => [day, i]));

  it('is that of five working days ago, Tết passed over', () => {
    const day = '2024-02-06';
    const before = everyDay('2024-01-22', day).length - 1;
    expect(standingBefore(stock('2024-01-22'), '2024-02-20', golden.calendar)).toEqual({ day, before });
  });

  it('is told where it is 0, and not where nothing is known of that day', () => {
    expect(standingBefore(stock('2024-02-06'), '2024-02-20', golden.calendar)?.before).toBe(0);
    expect(standingBefore(stock('2024-02-07'), '2024-02-20', golden.calendar)).toBeUndefined();
    expect(standingBefore(undefined, '2024-02-20', golden.calendar)).toBeUndefined();
  });
});
