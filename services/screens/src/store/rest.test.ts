import { expect, it } from 'vitest';
import type { Calendar, Frame } from '../wire/wire.gen';
import { restOf } from './rest';

const calendar: Calendar = { weekdays: [1, 2, 3, 4, 5], holidays: ['2024-04-30'], makeup: ['2024-05-04'] };
const days = { 'dossiers.received': { '2024-04-26': 7, '2024-04-27': 0, '2024-06-28': 42, '2024-07-05': 9 } };
const frame = (day: string, more: Partial<Frame> = {}): Frame =>
  ({ day, today: {}, hours: {}, days, ...more }) as Frame;
const of = (one: Frame): unknown => restOf(one, ['dossiers.received', 'payments.succeeded'], calendar);

it('says why a day shows nothing yet, and which day before it had something', () => {
  expect(of(frame('2024-07-01'))).toEqual({ kind: 'open', last: '2024-06-28', value: 42 });
  expect(of(frame('2024-06-30'))).toEqual({ kind: 'weekend', last: '2024-06-28', value: 42 });
  expect(of(frame('2024-04-30'))).toEqual({ kind: 'holiday', last: '2024-04-26', value: 7 });
  expect(of(frame('2024-05-04'))).toEqual({ kind: 'open', last: '2024-04-26', value: 7 });
});

it('says nothing of a day on which something has happened, nor where no day before is known', () => {
  expect(of(frame('2024-07-01', { today: { 'payments.succeeded': 1 } }))).toBeUndefined();
  expect(of(frame('2024-07-01', { hours: { 'dossiers.received': { '09': 0 } } }))).toBeUndefined();
  expect(of(frame('2024-07-01', { days: {} }))).toBeUndefined();
});
