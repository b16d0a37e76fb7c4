import { expect, it } from 'vitest';
import { parseRoute, viewAddress } from './route';

it.each([
  ['/', '', { page: 'index' }],
  ['/assumptions', '', { page: 'assumptions' }],
  ['/screens/672', '', { page: 'screen', id: '672' }],
  ['/views/province', '', { page: 'view', view: 'province', screen: '' }],
  [
    '/views/department/education/district/672',
    '?screen=education',
    { page: 'view', view: 'department/education/district/672', screen: 'education' },
  ],
  ['/views/', '', { page: 'unknown' }],
  ['/screens/a/b', '', { page: 'unknown' }],
  ['/elsewhere', '', { page: 'unknown' }],
  ['/views/commune/%E0%A4%A', '', { page: 'view', view: 'commune/%E0%A4%A', screen: '' }],
])('%s%s opens %j', (path, search, route) => {
  expect(parseRoute(path, search)).toEqual(route);
});

it.each(['district/672', 'department/a b/commune/x?y'])('the address of %s opens it again', (view) => {
  const [path = '', search = ''] = viewAddress(view, 's&1').split('?');
  expect(parseRoute(path, `?${search}`)).toEqual({ page: 'view', view, screen: 's&1' });
});
