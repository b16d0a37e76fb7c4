import { expect, it } from 'vitest';
import { deskTexts } from '../i18n/desk';
import { speech } from '../i18n/i18n';
import type { Frame, Topology, View } from '../wire/wire.gen';
import {
  axesOf,
  commandTime,
  cutOf,
  daysLate,
  knowsOnlyNow,
  listAddress,
  listApi,
  listCrumbs,
  nowAddress,
  opens,
  periods,
  rowQuery,
  openingPeriod,
  scorePeriods,
  standsStill,
  subjectParts,
  timelineAddress,
  timelineApi,
  unheeded,
} from './desk';
import { shift } from './date';
import type { Desk } from './route';
import { index } from './topology';

const view = (id: string, parent: string, children: string[], name: string): View => ({
  id,
  kind: id.split('/')[0] ?? '',
  parent,
  children,
  name: { vi: name, en: name },
  short: { vi: name, en: name },
  unit: id.split('/')[1] ?? '68',
  department: '',
  lon: 0,
  lat: 0,
  area_km2: 0,
  neighbours: [],
});

const province = index({
  id: 'lamdong',
  name: { vi: 'Lâm Đồng', en: 'Lam Dong' },
  timezone: 'Asia/Ho_Chi_Minh',
  map: 'm',
  owners: {},
  calendar: { weekdays: [], holidays: [], makeup: [] },
  views: [
    view('province', '', ['district/672'], 'Lâm Đồng'),
    view('district/672', 'province', ['commune/24769'], 'Đà Lạt'),
    view('commune/24769', 'district/672', [], 'Phường 7'),
  ],
  procedures: [],
  screens: [
    {
      id: '672',
      title: 'IOC Đà Lạt',
      title_en: 'Đà Lạt IOC',
      kind: 'district',
      view: 'district/672',
      url: '/screens/672',
      assumed: false,
    },
  ],
  assumptions: [],
  agencies: [],
  phrases: [],
  programmes: [],
  indicators: [],
  rules: [],
  pages: [],
} satisfies Topology);
const vi = speech('vi', 'Asia/Ho_Chi_Minh');
const asked = {
  view: 'commune/24769',
  figure: 'dossiers.overdue',
  from: '2024-01-01',
  at: '2024-06-30',
  upto: '1967',
  procedure: '1.001193',
};

it('keeps the period and the position all the way down', () => {
  const cut = { from: '2024-01-01', at: '2024-06-30', upto: '1967' };
  expect(cutOf({ ...asked, cursor: '1-2-3' })).toEqual(cut);
  const list = new URL(
    listAddress({ ...asked, cursor: '1-2-3', row: '51', by: 'level' }, { channel: 'online' }),
    'http://x',
  );
  expect(Object.fromEntries(list.searchParams)).toEqual({ ...asked, channel: 'online' });
  expect(listApi({ ...asked, row: '51', cursor: '1-2-3' })).toBe(
    '/api/v1/lists/commune/24769?figure=dossiers.overdue&from=2024-01-01&at=2024-06-30&upto=1967&procedure=1.001193&cursor=1-2-3&limit=50',
  );
  const timeline = new URL(timelineAddress(asked, 'dossier/1'), 'http://x');
  expect(Object.fromEntries(timeline.searchParams)).toEqual({ ...asked, subject: 'dossier/1' });
  expect(timelineApi({ ...asked, subject: 'alarm/a.b/unit/677' })).toBe(
    '/api/v1/timeline/alarm/a.b/unit/677?upto=1967',
  );
});

it('goes up unit by unit, then filter by filter, at the same cut', () => {
  const crumbs = listCrumbs(province, asked, vi, (filter, value) => `${filter}=${value}`);
  expect(crumbs.map((crumb) => crumb.label)).toEqual([
    'Lâm Đồng',
    'Đà Lạt',
    'Phường 7',
    'procedure=1.001193',
  ]);
  for (const crumb of crumbs) expect(crumb.address).toContain('from=2024-01-01&at=2024-06-30&upto=1967');
  expect(crumbs[1]?.address).not.toContain('procedure');
});

it('goes up no further than the screen from which one came', () => {
  const crumbs = listCrumbs(province, { ...asked, screen: '672' }, vi, (filter) => filter);
  expect(crumbs.map((crumb) => crumb.label)).toEqual(['Đà Lạt', 'Phường 7', 'procedure']);
});

it('comes back to now in one step', () => {
  expect(standsStill(asked)).toBe(true);
  expect(standsStill({ view: 'province' })).toBe(false);
  expect(nowAddress('lists', asked)).toBe(
    '/lists?view=commune%2F24769&figure=dossiers.overdue&procedure=1.001193',
  );
});

it('asks for what a row of a breakdown counts', () => {
  expect(rowQuery('unit', { key: '672', view: 'district/672' })).toEqual({ view: 'district/672' });
  expect(rowQuery('unit', { key: '', view: '' })).toEqual({ own: 'true' });
  expect(rowQuery('procedure', { key: '', view: '' })).toEqual({ procedure: 'none' });
  const day = { from: '2024-06-15', at: '2024-06-15' };
  expect(rowQuery('day', { key: '2024-06-15', view: '' }, '2024-06-15')).toEqual(day);
  expect(rowQuery('day', { key: '2024-06-15', view: '' }, '2024-06-28')).toEqual({ ...day, minute: '' });
});

it('opens no list of what is withheld, nor of how a stock changed on a day', () => {
  expect(opens({ by: 'procedure', standing: false }, { key: '1', withheld: true })).toBe(false);
  expect(opens({ by: 'procedure', standing: false }, { key: '1', withheld: false })).toBe(true);
  expect(opens({ by: 'day', standing: true }, { key: '2024-06-15', withheld: false })).toBe(false);
  expect(opens({ by: 'day', standing: false }, { key: '2024-06-15', withheld: false })).toBe(true);
});

it('knows by what figures are told apart', () => {
  expect(axesOf('payments.succeeded')).toContain('method');
  expect(axesOf('feeds.down')).toEqual(['day']);
});

it('gives a command the time of the log’s day, never before what it is about', () => {
  const noon = Date.parse('2024-06-30T05:00:00Z');
  const frame = {
    day: '2024-06-30',
    nouns: { dossier: { position: 1, recorded: 0, occurred: noon } },
  } as unknown as Frame;
  const now = Date.parse('2026-11-26T00:00:00Z');
  const zone = 'Asia/Ho_Chi_Minh';
  const at = (text: string): number => Date.parse(text);
  expect(at(commandTime(frame, now, zone))).toBe(noon + 1);
  expect(at(commandTime(frame, now, zone, noon + 500))).toBe(noon + 501);
  expect(at(commandTime(frame, noon + 9000, zone))).toBe(noon + 9000);
  expect(at(commandTime(undefined, now, zone))).toBe(now);
});

it.each([
  ['2024-07-01', '2024-Q2'],
  ['2024-12-31', '2024-Q3'],
  ['2024-02-10', '2024-02'],
  ['', ''],
])('on %s a scorecard opens with %s', (day, want) => {
  expect(openingPeriod(day)).toBe(want);
});

it('offers the periods of a day', () => {
  expect(shift('2024-03-01', -1)).toBe('2024-02-29');
  expect(periods('2024-05-20').map(({ id, from, at }) => [id, from, at])).toEqual([
    ['year', '2024-01-01', '2024-05-20'],
    ['quarter', '2024-04-01', '2024-05-20'],
    ['month', '2024-05-01', '2024-05-20'],
    ['day', '2024-05-20', '2024-05-20'],
  ]);
  expect(scorePeriods('2024-05-20')).toEqual([
    '2024',
    '2024-Q2',
    '2024-Q1',
    '2024-05',
    '2024-04',
    '2024-03',
    '2024-02',
    '2024-01',
  ]);
});

it('takes a subject apart into its noun and its id', () => {
  expect(subjectParts('alarm/rule/unit/677')).toEqual({ noun: 'alarm', id: 'rule/unit/677' });
});

it('has every text of the desk in both languages, with the same values in it', () => {
  for (const [key, text] of Object.entries(deskTexts)) {
    const values = (line: string): string[] =>
      [...line.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();
    expect(text.vi, key).not.toBe('');
    expect(text.en, key).not.toBe('');
    expect(values(text.en), key).toEqual(values(text.vi));
  }
});

it.each([
  ['brief', { at: '2024-03-01' }, { at: '2024-03-01' }],
  ['models', { at: 'xx', status: 'blocked' }, { at: 'xx' }],
  ['definitions', { from: '2024-01-01', upto: '5' }, { from: '2024-01-01', upto: '5' }],
  ['lists', { from: '2024-01-01', at: '2024-03-01', upto: '5', map: '2025-07' }, {}],
  ['maps', { at: '2024-03-01', map: 'nope' }, { map: 'nope' }],
  ['brief', { map: '2024-07' }, {}],
  ['brief', { at: '' }, {}],
] as const)('of a cut /%s does not heed, asked for %j: %j', (desk, query, want) => {
  expect(unheeded(desk, query, '2024-07')).toEqual(want);
});

it('the pages that have no past are told from those that have', () => {
  expect(
    ['brief', 'models', 'security', 'reported', 'explanations'].every((d) => knowsOnlyNow(d as Desk)),
  ).toBe(true);
  expect(['lists', 'reports', 'maps', 'freshness', 'scorecard'].some((d) => knowsOnlyNow(d as Desk))).toBe(
    false,
  );
});

it.each([
  ['2024-06-20', true, 10],
  ['2024-06-30', true, 0],
  ['2024-07-02', true, 0],
  ['2024-06-20', false, 0],
  ['', true, 0],
])('what is due on %s, standing %s, is late by %i days at the end of June', (due, standing, days) => {
  expect(daysLate({ standing, at: '2024-06-30' }, { due })).toBe(days);
});
