import { expect, it } from 'vitest';
import {
  addressAt,
  apiAddress,
  deskAddress,
  parseRoute,
  rankAddress,
  ranksUnusual,
  viewAddress,
} from './route';

it.each([
  ['/', '', { page: 'index' }],
  ['/assumptions', '', { page: 'desk', desk: 'assumptions', query: {} }],
  ['/models', '?status=blocked', { page: 'desk', desk: 'models', query: { status: 'blocked' } }],
  ['/screens/672', '', { page: 'screen', id: '672' }],
  ['/views/province', '', { page: 'view', view: 'province', screen: '' }],
  [
    '/views/department/education/district/672',
    '?screen=education',
    { page: 'view', view: 'department/education/district/672', screen: 'education' },
  ],
  [
    '/screens/672',
    '?at=2024-06-15&from=2024-06-01',
    { page: 'screen', id: '672', past: { from: '2024-06-01', at: '2024-06-15' } },
  ],
  [
    '/views/district/672',
    '?screen=672&at=2024-06-30',
    { page: 'view', view: 'district/672', screen: '672', past: { from: '', at: '2024-06-30' } },
  ],
  [
    '/views/district/677',
    '?at=59123',
    { page: 'view', view: 'district/677', screen: '', past: { from: '', at: '', position: '59123' } },
  ],
  ['/screens/672', '?from=2024-06-01', { page: 'screen', id: '672' }],
  ['/screens/672', '?map=2025-07', { page: 'screen', id: '672', map: '2025-07' }],
  ['/views/province', '?map=zz', { page: 'view', view: 'province', screen: '', map: 'zz' }],
  ['/reported', '', { page: 'desk', desk: 'reported', query: {} }],
  [
    '/lists',
    '?view=district/672&figure=dossiers.overdue',
    { page: 'desk', desk: 'lists', query: { view: 'district/672', figure: 'dossiers.overdue' } },
  ],
  ['/reports/x', '', { page: 'unknown', path: 'reports/x' }],
  ['/views/', '', { page: 'unknown', path: 'views' }],
  ['/screens/a/b', '', { page: 'unknown', path: 'screens/a/b' }],
  ['/elsewhere', '', { page: 'unknown', path: 'elsewhere' }],
  ['/views/commune/%E0%A4%A', '', { page: 'view', view: 'commune/%E0%A4%A', screen: '' }],
])('%s%s opens %j', (path, search, route) => {
  expect(parseRoute(path, search)).toEqual(route);
});

it.each(['district/672', 'department/a b/commune/x?y'])('the address of %s opens it again', (view) => {
  const [path = '', search = ''] = viewAddress(view, 's&1').split('?');
  expect(parseRoute(path, `?${search}`)).toEqual({ page: 'view', view, screen: 's&1' });
});

it.each([
  ['/screens/672', { from: '', at: '2024-06-15' }, '/screens/672?at=2024-06-15'],
  [
    '/screens/672?lang=en&at=2024-01-01',
    { from: '2024-02-01', at: '2024-06-15' },
    '/screens/672?lang=en&from=2024-02-01&at=2024-06-15',
  ],
  ['/views/district/677', { from: '', at: '2024-07-01', position: '59123' }, '/views/district/677?at=59123'],
  ['/screens/672?at=2024-06-15&from=2024-06-01', undefined, '/screens/672'],
  ['/views/district/672?screen=a%261&at=2024-06-15', undefined, '/views/district/672?screen=a%261'],
])('%s at %j is %s', (address, past, want) => {
  expect(addressAt(address, past)).toBe(want);
});

it('asks a desk page only for what is given', () => {
  expect(deskAddress('scorecard')).toBe('/scorecard');
  expect(deskAddress('lists', { view: 'district/672', figure: 'a b', cursor: '' })).toBe(
    '/lists?view=district%2F672&figure=a+b',
  );
});

it('asks the read API below its endpoint, the slashes of a view as they are', () => {
  expect(apiAddress('reports', 'department/a b/district/672', { by: 'unit' })).toBe(
    '/api/v1/reports/department/a%20b/district/672?by=unit',
  );
});

it.each(['control', 'display'])('the page /%s has no parts', (page) => {
  expect(parseRoute(`/${page}`, '')).toEqual({ page });
  expect(parseRoute(`/${page}/1`, '')).toEqual({ page: 'unknown', path: `${page}/1` });
});

it('ranks by what is unusual where the address says so, at whatever minute', () => {
  const address = rankAddress('/screens/672?at=2024-06-28T10:30', true);
  expect(address).toBe('/screens/672?at=2024-06-28T10:30&rank=unusual');
  expect([ranksUnusual(address), ranksUnusual('/screens/672')]).toEqual([true, false]);
  expect(rankAddress(address, false)).toBe('/screens/672?at=2024-06-28T10:30');
});
