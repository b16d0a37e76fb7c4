import { expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import type { Screen, View } from '../wire/wire.gen';
import { headingOf, screenCrumb } from './heading';
import { index } from './topology';

const viet = speech('vi', 'Asia/Ho_Chi_Minh');

function view(id: string, parent: string, name: string): View {
  const text = { vi: name, en: '' };
  const none = { kind: '', children: [], unit: id, department: '', lon: 0, lat: 0 };
  return { ...none, id, parent, name: text, short: text, area_km2: 0, neighbours: [] };
}

const screen: Screen = {
  id: 'province',
  title: 'IOC tỉnh',
  title_en: 'Province IOC',
  kind: 'province',
  view: 'province',
  url: '/screens/province',
  assumed: false,
};
const views = [
  view('province', '', 'Tỉnh'),
  view('district/672', 'province', 'Đà Lạt'),
  view('commune/1', 'district/672', 'Phường 1'),
];
const province = index({
  id: 'p',
  name: { vi: 'Tỉnh', en: '' },
  map: '2024-07',
  timezone: 'Asia/Ho_Chi_Minh',
  views,
  procedures: [],
  screens: [screen],
  assumptions: [],
  agencies: [],
  phrases: [],
  programmes: [],
  indicators: [],
  rules: [],
  pages: [],
  owners: {},
  calendar: { weekdays: [], holidays: [], makeup: [] },
});

it('of a screen’s own view is the screen’s title, in each language', () => {
  expect(headingOf(province, views[0], screen, viet)).toEqual({
    title: 'IOC tỉnh',
    brief: 'Tỉnh',
    crumbs: [],
  });
  expect(headingOf(province, views[0], screen, speech('en', 'UTC')).title).toBe('Province IOC');
});

it('leads up to the screen that the view was opened from, on the same past day', () => {
  expect(headingOf(province, views[2], screen, viet, { from: '', at: '2024-06-15' })).toEqual({
    title: 'Phường 1',
    brief: 'Phường 1',
    crumbs: [
      { label: 'IOC tỉnh', address: '/screens/province?at=2024-06-15' },
      { label: 'Đà Lạt', address: '/views/district/672?screen=province&at=2024-06-15' },
    ],
  });
});

it('of a view opened from nowhere leads up to the index', () => {
  expect(headingOf(province, views[1], undefined, viet).crumbs).toEqual([
    { label: 'Tất cả màn hình', address: '/' },
    { label: 'Tỉnh', address: '/views/province' },
  ]);
});

it('of no view is empty', () => {
  expect(headingOf(province, undefined, screen, viet)).toEqual({ title: '', brief: '', crumbs: [] });
});

it('leads from a page back to the screen that it was opened from, at the same past day', () => {
  const back = (query: Record<string, string>): string | undefined =>
    screenCrumb(province, query, viet)?.address;
  expect(back({ screen: 'province', upto: '1967' })).toBe('/screens/province');
  expect(back({ screen: 'province', from: '2024-06-01', at: '2024-06-15' })).toBe(
    '/screens/province?from=2024-06-01&at=2024-06-15',
  );
  expect(back({})).toBeUndefined();
  expect(back({ screen: 'none' })).toBeUndefined();
});
