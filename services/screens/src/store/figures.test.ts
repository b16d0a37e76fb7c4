import { describe, expect, it } from 'vitest';
import type { Frame } from '../wire/wire.gen';
import {
  barOf,
  hourly,
  lastDays,
  lastHour,
  overdueShare,
  ranked,
  rows,
  runningHour,
  steps,
  valueOf,
  type UnitRow,
} from './figures';

const units: UnitRow[] = [
  { view: 'a', figures: { 'dossiers.open': 10, 'dossiers.overdue': 1 } },
  { view: 'b', figures: { 'dossiers.open': 100, 'dossiers.overdue': 2 } },
  { view: 'c', figures: {} },
  { view: 'd', figures: { 'dossiers.open': 40, 'dossiers.overdue': 2 } },
];

describe('a ranking', () => {
  it('falls by the figure', () => {
    expect(ranked(units, 'dossiers.open').map((row) => row.view)).toEqual(['b', 'd', 'a', 'c']);
  });

  it('of overdue dossiers goes by their number, which stands beside the bar, and not by their share', () => {
    expect(ranked(units, 'dossiers.overdue').map((row) => row.view)).toEqual(['b', 'd', 'a', 'c']);
    expect(units.map(overdueShare)).toEqual([0.1, 0.02, undefined, 0.05]);
  });

  it('has bars as long as its numbers: 49 longer than 39, whatever their shares', () => {
    const two = [
      { view: 'x', figures: { 'dossiers.open': 390, 'dossiers.overdue': 39 } },
      { view: 'y', figures: { 'dossiers.open': 4900, 'dossiers.overdue': 49 } },
    ];
    expect(two.map(barOf(two, 'dossiers.overdue'))).toEqual([39 / 49, 1]);
    expect(units.map(barOf(units, 'dossiers.open'))).toEqual([0.1, 1, 0, 0.4]);
  });

  it('has a row for a child without any figure', () => {
    const frame = { children: { a: { 'dossiers.open': 3 } } } as unknown as Frame;
    expect(rows(frame, ['a', 'b'])).toEqual([
      { view: 'a', figures: { 'dossiers.open': 3 } },
      { view: 'b', figures: {} },
    ]);
  });
});

describe('colours', () => {
  it('go by rank, so that one large unit does not leave the others alike', () => {
    expect(Object.fromEntries(steps(units, (row) => valueOf(row, 'dossiers.open')))).toEqual({
      a: 1,
      b: 4,
      c: 0,
      d: 3,
    });
  });

  it('are one step where all are alike', () => {
    const alike = ['x', 'y'].map((view) => ({ view, figures: { 'dossiers.open': 7 } }));
    expect([...steps(alike, (row) => valueOf(row, 'dossiers.open')).values()]).toEqual([0, 0]);
  });
});

describe('curves', () => {
  const frame = { hours: { 'dossiers.received': { '07': 2, '09': 4 } } } as unknown as Frame;

  it('end with the last hour that anything happened in', () => {
    expect(lastHour(frame, ['dossiers.received', 'dossiers.resolved'])).toBe(9);
    expect(hourly(frame, 'dossiers.received', 9).slice(6, 11)).toEqual([0, 2, 0, 4, null]);
  });

  it('have a last hour that is still running until something happens after it', () => {
    const day = { ...frame, day: '2024-07-01' };
    const at = (time: string): number => Date.parse(`2024-07-01T${time}+07:00`);
    expect(runningHour(day, 9, at('09:20:00'), 'Asia/Ho_Chi_Minh')).toBe(9);
    expect(runningHour(day, 9, at('10:00:00'), 'Asia/Ho_Chi_Minh')).toBe(-1);
    expect(runningHour(day, 9, at('09:20:00') + 86_400_000, 'Asia/Ho_Chi_Minh')).toBe(9);
    expect(runningHour(day, -1, 0, 'Asia/Ho_Chi_Minh')).toBe(-1);
  });

  it('of days run to the log’s day over the end of a month', () => {
    expect(lastDays('2024-03-01', 3)).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(lastDays('', 3)).toEqual([]);
  });
});
