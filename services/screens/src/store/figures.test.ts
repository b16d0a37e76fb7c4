import { describe, expect, it } from 'vitest';
import type { Frame } from '../wire/wire.gen';
import { hourly, lastDays, lastHour, ranked, rows, steps, type UnitRow } from './figures';

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

  it('ranks overdue dossiers by their share of the open ones', () => {
    expect(ranked(units, 'dossiers.overdue').map((row) => row.view)).toEqual(['a', 'd', 'b', 'c']);
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
    expect(Object.fromEntries(steps(units, 'dossiers.open'))).toEqual({ a: 1, b: 4, c: 0, d: 3 });
  });

  it('are one step where all are alike', () => {
    const alike = ['x', 'y'].map((view) => ({ view, figures: { 'dossiers.open': 7 } }));
    expect([...steps(alike, 'dossiers.open').values()]).toEqual([0, 0]);
  });
});

describe('curves', () => {
  const frame = { hours: { 'dossiers.received': { '07': 2, '09': 4 } } } as unknown as Frame;

  it('end with the last hour that anything happened in', () => {
    expect(lastHour(frame, ['dossiers.received', 'dossiers.resolved'])).toBe(9);
    expect(hourly(frame, 'dossiers.received', 9).slice(6, 11)).toEqual([0, 2, 0, 4, null]);
  });

  it('of days run to the log’s day over the end of a month', () => {
    expect(lastDays('2024-03-01', 3)).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(lastDays('', 3)).toEqual([]);
  });
});
