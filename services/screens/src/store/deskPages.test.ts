import { expect, it } from 'vitest';
import type { ExplanationCard, ReportColumn, ReportRow } from '../wire/wire.gen';
import { changes } from './brief';
import { byAgency, standing, told, type Kept } from './kept';
import { alarmApi, explanationApi, isOverdue, ordersOf, queue, stepApi } from './orders';
import { cellAddress, columnsOf } from './report';
import { groupRows, sortRows, type Column } from './table';

const kept = (agency: string, change: Partial<Kept>): Kept => ({
  agency,
  name: { vi: agency, en: agency },
  unit: '68',
  reports: 0,
  due: 0,
  on_time: 0,
  late: 0,
  missed: 0,
  corrected: 0,
  flagged: 0,
  silent: 0,
  reminders: 0,
  last_as_of: '',
  lag_days: 0,
  correct: null,
  complete: null,
  clean: null,
  live: null,
  ...change,
});

it('adds up an agency’s units and scores the four words from the sums', () => {
  const [silent, good] = byAgency([
    kept('good', {
      reports: 40,
      due: 38,
      on_time: 34,
      late: 4,
      corrected: 2,
      last_as_of: '2024-06-23',
      lag_days: 7,
    }),
    kept('quiet', { reports: 10, due: 12, on_time: 6, late: 2, missed: 6, silent: 1 }),
    kept('quiet', { unit: '672', reports: 10, due: 8, on_time: 4, missed: 4, flagged: 5 }),
  ]);
  expect(silent).toMatchObject({
    agency: 'quiet',
    reports: 20,
    due: 20,
    correct: 1,
    complete: 0.6,
    unsent: 8,
    clean: 0.75,
    live: 0.5,
  });
  expect(silent?.units).toHaveLength(2);
  expect(good).toMatchObject({
    correct: 0.95,
    complete: 1,
    clean: 1,
    live: 34 / 38,
    last_as_of: '2024-06-23',
    lag_days: 7,
  });
  expect(byAgency([kept('none', { reports: 3 })])[0]).toMatchObject({
    correct: 1,
    complete: null,
    live: null,
  });
  expect([0.79, 0.8, 0.94, 0.95, null].map(standing)).toEqual(['late', 'watch', 'watch', '', '']);
});

it.each([
  ['a late report is no second miss', { due: 20, on_time: 14, late: 4, missed: 6 }, [14, 4, 2]],
  ['a correction in time is no second period', { due: 3, on_time: 5 }, [3, 0, 0]],
  [
    'what was late for a period before is none of these',
    { due: 3, on_time: 2, late: 2, missed: 1 },
    [2, 1, 0],
  ],
  ['of no contract nothing is due', { reports: 1 }, [0, 0, 0]],
])('the periods that were due are told in parts that add up: %s', (_, change, parts) => {
  const { due, on_time, late, unsent } = told(kept('agency', change));
  expect([on_time, late, unsent]).toEqual(parts);
  expect(on_time + late + unsent).toBe(due);
});

const row = (change: Partial<ReportRow>): ReportRow => ({
  key: '672',
  name: { vi: 'Đà Lạt', en: 'Da Lat' },
  view: 'district/672',
  values: { received_online: 7, resolved: 0, not_digitised: 3 },
  on_time_rate: null,
  on_time_base: 0,
  withheld: [],
  ...change,
});
const column = (id: string, figure: string, channel = ''): ReportColumn => ({
  id,
  figure,
  channel,
  name: { vi: id, en: id },
});

it('opens of each cell of a report the list that it counts', () => {
  const cut = { view: 'province', from: '2024-06-01', at: '2024-06-30', upto: '9', group: 'all', by: 'unit' };
  const online = column('received_online', 'dossiers.received', 'online');
  const total = row({ key: '', view: 'province' });
  expect(cellAddress(cut, 'unit', row({}), total, online)).toBe(
    '/lists?view=district%2F672&from=2024-06-01&at=2024-06-30&upto=9&figure=dossiers.received&channel=online',
  );
  expect(cellAddress(cut, 'unit', undefined, total, online)).toBe(
    '/lists?view=province&from=2024-06-01&at=2024-06-30&upto=9&figure=dossiers.received&channel=online',
  );
  expect(cellAddress(cut, 'unit', row({}), total, column('resolved', 'dossiers.resolved'))).toBeUndefined();
  expect(cellAddress(cut, 'unit', row({}), total, column('not_digitised', ''))).toBeUndefined();
  expect(
    cellAddress(cut, 'procedure', row({ withheld: ['received_online'] }), total, online),
  ).toBeUndefined();
  expect(columnsOf([online, column('open', 'dossiers.open')], 'open').map((c) => c.id)).toEqual(['open']);
});

const card = (change: Partial<ExplanationCard>): ExplanationCard => ({
  unit: '672',
  department: '',
  alarm: '',
  figure: '',
  question: '?',
  answer: '',
  status: 'requested',
  due: '2024-06-26',
  rounds: 0,
  requested: 0,
  changed: 0,
  ...change,
});

it('puts what is overdue first, and offers what can be done', () => {
  const cards = {
    late: card({ due: '2024-06-29' }),
    answered: card({ status: 'submitted', due: '2024-06-20' }),
    soon: card({ due: '2024-06-30' }),
  };
  expect(queue(cards, '2024-06-30').map(([id]) => id)).toEqual(['late', 'answered', 'soon']);
  expect(isOverdue(cards.soon, '2024-06-30')).toBe(false);
  expect(ordersOf(cards.answered)).toEqual(['accept', 'return', 'withdraw']);
  expect(ordersOf(card({ status: 'accepted' }))).toEqual([]);
});

it('addresses commands by the ids of what they are about', () => {
  expect(alarmApi('explanations.overdue/unit/677', 'acknowledge')).toBe(
    '/api/v1/alarms/explanations.overdue/unit/677/acknowledge',
  );
  expect(explanationApi('GT-1', 'accept')).toBe('/api/v1/explanations/GT-1/accept');
  expect(stepApi('SC-240701:2', 'assign')).toBe('/api/v1/steps/SC-240701/2/assign');
});

it('says of a morning what became worse', () => {
  const by = new Map(
    changes(
      { 'dossiers.overdue': 223, 'dossiers.received': 9 },
      { 'dossiers.overdue': 222, 'dossiers.received': 1 },
    ).map((change) => [change.figure, change]),
  );
  expect(by.get('dossiers.overdue')).toEqual({
    figure: 'dossiers.overdue',
    last: 223,
    before: 222,
    isWorse: true,
  });
  expect(by.get('dossiers.received')?.isWorse).toBe(false);
});

it('sorts rows by a column, what is not known last', () => {
  const columns: Column<{ n: number | null }>[] = [
    { id: 'n', label: 'n', text: (r) => String(r.n), sort: (r) => r.n },
  ];
  const rows = [{ n: 2 }, { n: null }, { n: 10 }];
  expect(sortRows(rows, columns, 'n', true, 'vi').map((r) => r.n)).toEqual([10, 2, null]);
  expect(sortRows(rows, columns, 'n', false, 'vi').map((r) => r.n)).toEqual([2, 10, null]);
  expect(sortRows(rows, columns, '', false, 'vi')).toBe(rows);
});

it('keeps rows together under the names of their groups, in the order that these first had', () => {
  const rows = ['b1', 'a1', 'b2'];
  const groups = (sorted: string[]) => groupRows(sorted, rows, (row) => row.charAt(0));
  expect(groups(rows)).toEqual([
    { name: 'b', rows: ['b1', 'b2'] },
    { name: 'a', rows: ['a1'] },
  ]);
  expect(groups(['a1', 'b2', 'b1'])[0]).toEqual({ name: 'b', rows: ['b2', 'b1'] });
  expect(groups(['a1'])).toEqual([{ name: 'a', rows: ['a1'] }]);
});
