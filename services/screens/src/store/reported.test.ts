import { expect, it } from 'vitest';
import { byProgramme, isOfKind, judge, reported, reportedKinds } from './reported';
import { index } from './topology';
import type { Frame, Indicator, ReportedCard, Topology } from '../wire/wire.gen';

const text = (vi: string) => ({ vi, en: vi });
const indicator = (id: string, programme: string, more: Partial<Indicator> = {}): Indicator => ({
  id,
  name: text(id),
  programme,
  measured: 'count',
  better: '',
  has_target: false,
  target: 0,
  has_watch: false,
  watch: 0,
  has_late: false,
  late: 0,
  expected: false,
  ...more,
});
const card = (of: string, issuer: string, value: number, more: Partial<ReportedCard> = {}): ReportedCard => ({
  indicator: of,
  issuer,
  from: '2024-01-01',
  to: '2024-06-30',
  as_of: '2024-06-30',
  has_value: true,
  value,
  has_of: false,
  of: 0,
  method: '',
  document: '',
  note: '',
  silent: false,
  due: '',
  reminders: 0,
  recorded: 0,
  simulated: false,
  ...more,
});
const province = index({
  views: [],
  procedures: [],
  phrases: [],
  rules: [],
  pages: [],
  screens: [],
  agencies: [{ id: 'bcd-06', name: text('Ban Chỉ đạo'), short: text('BCĐ') }],
  programmes: [
    { id: 'mail', name: text('Thư') },
    { id: 'services', name: text('Dịch vụ') },
    { id: 'empty', name: text('Trống') },
  ],
  indicators: [indicator('services.total', 'services'), indicator('mail.boxes', 'mail')],
} as unknown as Topology);
const frame = {
  reported: {
    a: card('mail.boxes', 'x', 6750, { simulated: true }),
    b: card('services.total', 'bcd-06', 1179),
    c: card('services.total', 'bao-cao', 1175),
    d: card('unknown', 'x', 1),
  },
} as unknown as Frame;

it('shows published figures first and two issuers side by side, never added', () => {
  const figures = reported(province, frame);
  expect(figures.map((figure) => [figure.id, figure.card.value, figure.disputed])).toEqual([
    ['c', 1175, true],
    ['b', 1179, true],
    ['a', 6750, false],
  ]);
  expect(figures[1]?.issuer?.short.vi).toBe('BCĐ');
  expect(byProgramme(province, figures).map((group) => [group.programme.id, group.figures.length])).toEqual([
    ['mail', 1],
    ['services', 2],
  ]);
  expect(reported(province, undefined)).toEqual([]);
});

it('judges by the thresholds, and no data not at all', () => {
  const up = indicator('i', 'p', { better: 'up', has_watch: true, watch: 90, has_late: true, late: 80 });
  const down = indicator('i', 'p', { better: 'down', has_watch: true, watch: 1, has_late: true, late: 5 });
  expect([95, 90, 89, 80, 79].map((value) => judge(up, card('i', 'x', value)))).toEqual([
    'ok',
    'ok',
    'watch',
    'watch',
    'late',
  ]);
  expect([0, 1, 4, 5].map((value) => judge(down, card('i', 'x', value)))).toEqual([
    'ok',
    'watch',
    'watch',
    'late',
  ]);
  expect(judge(up, card('i', 'x', 0, { has_value: false }))).toBe('none');
  expect(judge(indicator('i', 'p'), card('i', 'x', 0))).toBe('none');
});

it('keeps a figure to its kinds', () => {
  const [published, simulated] = reported(province, frame);
  const kinds = (figure: typeof published) =>
    reportedKinds.filter((kind) => figure && isOfKind(figure, kind));
  expect(kinds(published)).toEqual(['all', 'published']);
  expect(
    kinds(simulated && { ...simulated, card: card('x', 'y', 1, { silent: true, simulated: true }) }),
  ).toEqual(['all', 'simulated', 'silent']);
});
